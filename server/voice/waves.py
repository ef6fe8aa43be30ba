"""Sound from the engine to the hall: read, checked, trimmed, levelled, faded; 22.05 kHz, 16 bit, mono."""

import io
import sys
import wave
from array import array
from pathlib import Path

from server.voice import loudness

RATE = 22050
TARGET_LUFS = -16.0  # LOOK §2
CEILING_DBFS = -1.2  # a little under the −1 that is promised
LEAST_SECONDS = 0.5
LEAST_WORD_SECONDS, WORD_VOWELS = 0.08, 4  # a letter or digit said alone
SILENT_BELOW = 0.01  # of full scale: 10 ms frames under this at either end are cut away
USUAL_PACE = 150
KEEP_SECONDS = 0.03
FADE_SECONDS = 0.008
SECONDS_PER_VOWEL = (0.1, 0.5)  # at the usual pace, which takes 0.12 to 0.27; outside, it was cut or stuck
VOWELS = frozenset("aeiouyAEIOUY")


class BadSound(Exception):
    """What an engine gave is not the sound that was asked for; the text says why."""


def read(source: Path | bytes) -> "array[int]":
    """The samples of a WAV; BadSound when it is no WAV or not 22.05 kHz, 16 bit, mono."""
    try:
        with wave.open(io.BytesIO(source) if isinstance(source, bytes) else str(source), "rb") as file:
            shape = (file.getframerate(), file.getsampwidth(), file.getnchannels())
            frames = file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as why:
        raise BadSound(f"not a WAV: {why}") from why
    if shape != (RATE, 2, 1):
        raise BadSound(f"expected {RATE} Hz, 16 bit, mono; got {shape}")
    return samples_of(frames[: len(frames) // 2 * 2])


def samples_of(frames: bytes) -> "array[int]":
    samples = array("h", frames)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def written(samples: "array[int]") -> bytes:
    """A whole WAV file."""
    out = array("h", samples)
    if sys.byteorder == "big":
        out.byteswap()
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(out.tobytes())
    return buffer.getvalue()


def seconds(samples: "array[int]") -> float:
    return len(samples) / RATE


def check(samples: "array[int]", text: str, words_per_minute: int = USUAL_PACE) -> None:
    """BadSound unless more than half a second is heard (of a word: less), and as long as its text takes."""
    heard = seconds(trimmed(samples))
    vowels = sum(sign in VOWELS for sign in text)
    if heard <= (LEAST_SECONDS if vowels > WORD_VOWELS else LEAST_WORD_SECONDS):
        raise BadSound(f"only {heard:.2f} s of sound")
    least, most = (vowels * each * USUAL_PACE / words_per_minute for each in SECONDS_PER_VOWEL)
    if not least <= heard <= most + 1:
        raise BadSound(f"{heard:.2f} s for {vowels} vowels")


def trimmed(samples: "array[int]") -> "array[int]":
    """Without the silence at both ends, but for a breath of 30 ms; empty when all of it is silent."""
    frame, floor = RATE // 100, int(SILENT_BELOW * 32767)
    loud = [at for at in range(0, len(samples), frame) if exceeds(samples[at : at + frame], floor)]
    if not loud:
        return array("h")
    keep = int(KEEP_SECONDS * RATE)
    return samples[max(0, loud[0] - keep) : loud[-1] + frame + keep]


def exceeds(frame: "array[int]", floor: int) -> bool:
    return max(frame) > floor or min(frame) < -floor


def faded(samples: "array[int]") -> "array[int]":
    """With its first and last 8 ms rising from nothing and falling to it, so no loudspeaker clicks."""
    length = min(int(FADE_SECONDS * RATE), len(samples) // 2)
    out = array("h", samples)
    for at in range(length):
        out[at] = out[at] * at // length
        out[-1 - at] = out[-1 - at] * at // length
    return out


def made_ready(samples: "array[int]") -> bytes:
    """Engine's samples → the WAV that is played in the hall."""
    return written(faded(loudness.levelled(trimmed(samples), RATE, TARGET_LUFS, CEILING_DBFS)))
