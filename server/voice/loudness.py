"""How loud speech is (ITU-R BS.1770, in LUFS), and bringing it to one level: pure Python, 60 ms a phrase."""

import math
from array import array
from collections.abc import Sequence
from itertools import pairwise
from operator import mul

FULL_SCALE = 32768.0
BLOCK_SECONDS = 0.1  # four in a row make the standard's 400 ms window, overlapping by three quarters
ABSOLUTE_GATE = -70.0
RELATIVE_GATE = -10.0
# The standard's weighting filter as a cosine series at 22.05 kHz: a block's weighted energy is the sum of its
# autocorrelations times these, so no sample is filtered. Within 0.5 dB of the filter at all frequencies of
# speech (its high pass at 38 Hz is left out: there is no speech below).
WEIGHTS = (2.2551, -0.4685, -0.3739, -0.2610, -0.1899)
FRAME = 110  # samples, 5 ms: how finely the limiter turns down
LIMITER_TAKES = 0.75  # dB, measured on the two voices: allowed for at once, so that one round is enough
BITS = 18  # gains are counted in parts of 2^18: whole numbers are faster here than fractions
ONE = 1 << BITS
ROUNDS = 4
MOST_GAIN = 60.0  # dB; what would need more is silence
QUIETEST = -120.0

Samples = Sequence[int]  # an array("h") at 22.05 kHz


def loudness(samples: Samples, rate: int) -> float:
    """Integrated loudness in LUFS, gated as the standard says; −120 for silence."""
    windows = window_energies(samples, int(rate * BLOCK_SECONDS))
    heard = [energy for energy in windows if lufs(energy) > ABSOLUTE_GATE]
    if not heard:
        return QUIETEST
    gate = lufs(sum(heard) / len(heard)) + RELATIVE_GATE
    loud = [energy for energy in heard if lufs(energy) > gate]
    return lufs(sum(loud) / len(loud))


def window_energies(samples: Samples, block: int) -> list[float]:
    """Mean weighted square of each 400 ms; one window for what is shorter."""
    numbers = list(samples)
    blocks = [weighted(numbers[at : at + block]) for at in range(0, len(numbers), block)]
    size = min(4, len(blocks)) or 1
    return [sum(blocks[at : at + size]) / (size * block) for at in range(max(1, len(blocks) - size + 1))]


def weighted(block: Samples) -> float:
    """From every second sample: over 100 ms of speech that is as good and takes half the time."""
    every = block[::2]
    energy = sum(weight * sum(map(mul, every, block[lag::2])) for lag, weight in enumerate(WEIGHTS))
    return max(0.0, 2 * float(energy)) / FULL_SCALE**2


def lufs(energy: float) -> float:
    return -0.691 + 10 * math.log10(energy) if energy > 1e-12 else QUIETEST


def peak(samples: Samples) -> float:
    """The largest sample in dBFS."""
    top = max(max(samples, default=0), -min(samples, default=0))
    return 20 * math.log10(top / FULL_SCALE) if top else QUIETEST


def levelled(samples: "array[int]", rate: int, target: float, ceiling: float) -> "array[int]":
    """At `target` LUFS (within half a unit), with no peak above `ceiling` dBFS; silence stays silence."""
    gain = target + LIMITER_TAKES - loudness(samples, rate)
    if gain > MOST_GAIN:
        return samples
    for _ in range(ROUNDS):
        ready = limited(samples, gain, ceiling)
        missing = target - loudness(ready, rate)
        if abs(missing) < 0.5:
            break
        gain += 1.4 * missing
    return ready


def limited(samples: "array[int]", gain_db: float, ceiling: float) -> "array[int]":
    """Amplified; where a peak would pass the ceiling the gain bends down around it, so that nothing clips."""
    gain, top = 10 ** (gain_db / 20), 10 ** (ceiling / 20) * (FULL_SCALE - 1)
    frames = [samples[at : at + FRAME] for at in range(0, len(samples), FRAME)]
    ends = smoothed([min(gain, top / max(max(frame), -min(frame), 1)) for frame in frames])
    out = array("h")
    for frame, (start, end) in zip(frames, pairwise([*ends[:1], *ends]), strict=True):
        first, step = int(start * ONE), int((end - start) * ONE / FRAME)
        if step:
            out.extend([sample * (first + step * at) >> BITS for at, sample in enumerate(frame)])
        else:
            out.extend([sample * first >> BITS for sample in frame])
    return out


def smoothed(gains: list[float]) -> list[float]:
    """The lowest gain near each frame, then averaged: never above what a frame or the one after it allows."""
    wide = [gains[:1] * 3, gains, gains[-1:] * 3]
    padded = [gain for part in wide for gain in part]
    lowest = [min(padded[at : at + 5]) for at in range(len(padded) - 4)]
    return [sum(lowest[at : at + 3]) / 3 for at in range(len(gains))]
