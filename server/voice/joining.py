"""Clips one behind the other without a click: each fades out and in, and runs into the next or stops for a breath."""

import itertools
from array import array
from collections.abc import Sequence

from server.voice import waves

Piece = tuple[int, "array[int]"]  # the pause before it in milliseconds, below 0 an overlap; and its samples


def joined(pieces: Sequence[Piece]) -> "array[int]":
    """One sound of all of them."""
    out = array("h")
    for pause, samples in pieces:
        piece = waves.faded(samples)
        if not out:
            out.extend(piece)
        elif pause < 0:
            _overlap(out, piece, min(waves.RATE * -pause // 1000, len(out), len(piece)))
        else:
            out.extend([0] * (waves.RATE * pause // 1000))
            out.extend(piece)
    return out


def _overlap(out: "array[int]", piece: "array[int]", length: int) -> None:
    """Both at once while one fades and the other rises; their sum never leaves the range."""
    start = len(out) - length
    for at in range(length):
        out[start + at] = max(-32768, min(32767, out[start + at] + piece[at]))
    out.extend(piece[length:])


def steepest(samples: Sequence[int]) -> int:
    """The largest step from one sample to the next: a click is a step that speech never makes."""
    return max((abs(after - before) for before, after in itertools.pairwise(samples)), default=0)
