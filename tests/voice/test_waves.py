"""Sound in numbers: the loudness meter against the standard's own filter, levelling, trimming, and what is refused."""

import math
import random
from array import array

import pytest

from server.voice import waves
from server.voice.loudness import levelled, limited, loudness, peak

RATE = waves.RATE


def tone(hertz: float, seconds: float, level: float = 0.3) -> "array[int]":
    turn = 2 * math.pi * hertz / RATE
    return array("h", (int(32767 * level * math.sin(turn * at)) for at in range(int(seconds * RATE))))


def silence(seconds: float) -> "array[int]":
    return array("h", bytes(2 * int(seconds * RATE)))


def speechlike(seconds: float) -> "array[int]":
    """Pulses through three resonances, in syllables with pauses: as peaky as a voice."""
    chance, out = random.Random(7), array("h")
    for at in range(int(seconds * RATE)):
        within, syllable = at % 190, 0.5 - 0.5 * math.cos(2 * math.pi * at / (RATE / 4))
        ring = sum(math.exp(-within / life) * math.sin(2 * math.pi * f * within / RATE) for f, life in _RESONANCES)
        out.append(int(6500 * syllable * ring + chance.gauss(0, 40)))
    return out


_RESONANCES = ((600, 60), (1700, 40), (2600, 25))


def filtered(samples: list[float], b: tuple[float, ...], a: tuple[float, ...]) -> list[float]:
    x1 = x2 = y1 = y2 = 0.0
    out = []
    for x in samples:
        y = b[0] * x + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2
        x2, x1, y2, y1 = x1, x, y1, y
        out.append(y)
    return out


def standard_loudness(samples: "array[int]") -> float:
    """BS.1770-4 with its two filters, re-derived for this rate; gated in 400 ms windows."""
    k, q, high = math.tan(math.pi * 1681.974450955533 / RATE), 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    band, norm = high**0.4996667741545416, 1 + k / q + k * k
    shelf = ((high + band * k / q + k * k) / norm, 2 * (k * k - high) / norm, (high - band * k / q + k * k) / norm)
    x = filtered([s / 32768 for s in samples], shelf, (2 * (k * k - 1) / norm, (1 - k / q + k * k) / norm))
    k, q = math.tan(math.pi * 38.13547087602444 / RATE), 0.5003270373238773
    norm = 1 + k / q + k * k
    x = filtered(x, (1, -2, 1), (2 * (k * k - 1) / norm, (1 - k / q + k * k) / norm))
    size, step = int(0.4 * RATE), int(0.1 * RATE)
    energies = [sum(v * v for v in x[at : at + size]) / size for at in range(0, len(x) - size + 1, step)]
    heard = [e for e in energies if -0.691 + 10 * math.log10(e + 1e-15) > -70]
    gate = 10 * math.log10(sum(heard) / len(heard)) - 10
    loud = [e for e in heard if 10 * math.log10(e) > gate]
    return -0.691 + 10 * math.log10(sum(loud) / len(loud))


@pytest.mark.parametrize("hertz", [150, 400, 997, 2000, 4000])
def test_the_meter_agrees_with_the_standards_filter_on_tones(hertz):
    assert loudness(tone(hertz, 2), RATE) == pytest.approx(standard_loudness(tone(hertz, 2)), abs=0.5)


def test_the_meter_agrees_with_the_standards_filter_on_something_like_speech():
    samples = speechlike(3)
    assert loudness(samples, RATE) == pytest.approx(standard_loudness(samples), abs=0.4)


def test_a_pause_does_not_make_a_phrase_quieter():
    spoken = speechlike(2)
    assert loudness(spoken + silence(2) + spoken, RATE) == pytest.approx(loudness(spoken, RATE), abs=0.6)


@pytest.mark.parametrize("gain", [0.1, 0.5, 1.0])
def test_quiet_and_loud_sounds_come_to_the_same_level_without_clipping(gain):
    samples = array("h", (int(s * gain) for s in speechlike(3)))
    ready = levelled(samples, RATE, waves.TARGET_LUFS, waves.CEILING_DBFS)
    assert standard_loudness(ready) == pytest.approx(-16, abs=1)
    assert peak(ready) <= -1


def test_the_limiter_never_passes_the_ceiling_even_at_a_single_click():
    samples = tone(300, 0.5, 0.05)
    samples[5000] = 32767
    assert peak(limited(samples, 20, -1.2)) <= -1.19


def test_silence_stays_silence():
    assert levelled(silence(1), RATE, -16, -1) == silence(1)
    assert loudness(silence(1), RATE) == -120


def test_silence_around_a_phrase_is_cut_away_but_for_a_breath():
    heard = waves.seconds(waves.trimmed(silence(0.7) + tone(300, 1) + silence(0.5)))
    assert 1.0 < heard < 1.1
    assert len(waves.trimmed(silence(1))) == 0


def test_a_phrase_begins_and_ends_at_nothing():
    ready = waves.faded(tone(300, 1))
    assert ready[0] == 0
    assert ready[-1] == 0
    assert peak(ready[2000:4000]) == pytest.approx(peak(tone(300, 1)), abs=0.1)


def test_a_wav_reads_back_as_it_was_written():
    samples = tone(440, 0.6)
    assert waves.read(waves.written(samples)) == samples


@pytest.mark.parametrize("raw", [b"", b"RIFF", b"no sound at all" * 9])
def test_what_is_no_wav_is_refused(raw):
    with pytest.raises(waves.BadSound, match="not a WAV"):
        waves.read(raw)


TEXT = "Nomor antrean, a, nol empat dua, silakan menuju loket tiga."


@pytest.mark.parametrize(
    ("samples", "why"),
    [
        (silence(6), "0.00 s of sound"),
        (tone(300, 0.3), "of sound"),
        (tone(300, 1.5), "vowels"),
        (tone(300, 60), "vowels"),
    ],
)
def test_silent_short_cut_off_and_endless_sounds_are_refused(samples, why):
    with pytest.raises(waves.BadSound, match=why):
        waves.check(samples, TEXT)


def test_a_sound_as_long_as_its_text_is_taken():
    waves.check(tone(300, 5), TEXT)
