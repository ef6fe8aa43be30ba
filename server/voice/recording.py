"""A recording as people make them → a clip of the hall: any plain WAV, resampled, checked, trimmed, levelled."""

import io
import math
import wave
from array import array
from dataclasses import dataclass
from functools import lru_cache
from operator import mul
from pathlib import Path

from server.voice import loudness, waves

SLOWEST, FASTEST = 16_000, 96_000  # Hz
LONGEST_SECONDS = 20.0
QUIET_DBFS = -30.0  # a recording whose loudest sample is below this is hiss when it is brought up
CLIPPED_SAMPLES = 24  # so many at full scale were cut off by the recorder
ZERO_CROSSINGS = 16  # of the resampling filter, on either side
PRESENT, MISSING, CHANGED = "present", "missing", "other_text"
TOO_QUIET, CLIPPED, WRONG_FORMAT, SILENT = "too_quiet", "clipped", "wrong_format", "silent"
USABLE = (PRESENT, CLIPPED)  # what is clipped is heard, if not gladly


@dataclass(frozen=True, slots=True)
class Recording:
    """What is in one file: how it is, and its samples at the hall's rate where they can be used."""

    state: str
    samples: "array[int]"
    peak_dbfs: float = 0.0

    @property
    def seconds(self) -> float:
        return round(waves.seconds(self.samples), 2)


def recorded(path: Path) -> Recording:
    """What this file holds; its samples are ready to be joined: trimmed, at one level, not faded."""
    try:
        samples = resampled(*read_any(path))
    except FileNotFoundError:
        return Recording(MISSING, array("h"))
    except waves.BadSound:
        return Recording(WRONG_FORMAT, array("h"))
    peak = loudness.peak(samples)
    if peak < QUIET_DBFS:
        return Recording(SILENT if peak <= loudness.QUIETEST else TOO_QUIET, array("h"), peak)
    at_level = loudness.levelled(samples, waves.RATE, waves.TARGET_LUFS, waves.CEILING_DBFS)
    spoken = waves.trimmed(at_level)
    if not spoken:
        return Recording(SILENT, array("h"), peak)
    ready = loudness.levelled(spoken, waves.RATE, waves.TARGET_LUFS, waves.CEILING_DBFS)
    return Recording(CLIPPED if is_clipped(samples) else PRESENT, ready, peak)


def read_any(path: Path) -> "tuple[array[int], int]":
    """Samples as mono 16 bit, and their rate. Raises BadSound for what is no plain WAV of speech, FileNotFoundError."""
    try:
        with wave.open(io.BytesIO(path.read_bytes()), "rb") as file:
            rate, width, channels = file.getframerate(), file.getsampwidth(), file.getnchannels()
            too_long = file.getnframes() > LONGEST_SECONDS * max(rate, 1)
            if width not in (2, 3, 4) or channels not in (1, 2) or not SLOWEST <= rate <= FASTEST or too_long:
                raise waves.BadSound(f"{rate} Hz, {8 * width} bit, {channels} channels")
            frames = file.readframes(file.getnframes())
    except FileNotFoundError:
        raise
    except (OSError, EOFError, RuntimeError, wave.Error) as why:
        raise waves.BadSound(f"not a WAV: {why}") from why
    size = width * channels
    return _mono(_sixteen(frames[: len(frames) // size * size], width), channels), rate


def _sixteen(frames: bytes, width: int) -> "array[int]":
    """The two upper bytes of each sample."""
    if width == 2:
        return waves.samples_of(frames)
    upper = bytearray(len(frames) // width * 2)
    upper[0::2], upper[1::2] = frames[width - 2 :: width], frames[width - 1 :: width]
    return waves.samples_of(bytes(upper))


def _mono(samples: "array[int]", channels: int) -> "array[int]":
    if channels == 1:
        return samples
    return array("h", [(left + right) // 2 for left, right in zip(samples[0::2], samples[1::2], strict=True)])


def resampled(samples: "array[int]", rate: int) -> "array[int]":
    """At 22.05 kHz, through a windowed sinc: what the new rate cannot hold is taken out first."""
    if rate == waves.RATE:
        return samples
    common = math.gcd(rate, waves.RATE)
    up, down = waves.RATE // common, rate // common
    reach, phases = _filter(up, down)
    padded = [0] * reach + samples.tolist() + [0] * (reach + 1)
    out = array("h")
    for at in range(len(samples) * up // down):
        whole, phase = divmod(at * down, up)
        taps = phases[phase]
        found = sum(map(mul, taps, padded[whole + 1 : whole + 1 + len(taps)]))
        out.append(max(-32768, min(32767, round(found))))
    return out


@lru_cache(maxsize=4)
def _filter(up: int, down: int) -> tuple[int, tuple[tuple[float, ...], ...]]:
    """How far it reaches, in samples of the source; and its taps for each phase between two of them."""
    cutoff = min(1.0, up / down) * 0.94
    reach = math.ceil(ZERO_CROSSINGS / cutoff)
    return reach, tuple(_taps(phase / up, cutoff, reach) for phase in range(up))


def _taps(shift: float, cutoff: float, reach: int) -> tuple[float, ...]:
    """Of the 2·reach source samples around this place; they sum to one, so that no phase is louder."""
    offsets = [at - shift for at in range(1 - reach, reach + 1)]
    raw = [cutoff * _sinc(cutoff * x) * (0.5 + 0.5 * math.cos(math.pi * x / (reach + 1))) for x in offsets]
    total = sum(raw)
    return tuple(each / total for each in raw)


def _sinc(x: float) -> float:
    return math.sin(math.pi * x) / (math.pi * x) if x else 1.0


def is_clipped(samples: "array[int]") -> bool:
    return samples.count(32767) + samples.count(-32768) >= CLIPPED_SAMPLES
