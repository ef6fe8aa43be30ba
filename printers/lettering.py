"""The product's own type on paper: finding the faces, measuring, wrapping and drawing lines in dots."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageDraw, ImageFont, features

FACES = Path(__file__).parent.parent / "server" / "web" / "static" / "vendor"
TEXT, NUMBERS = "atkinson.woff2", "overpass.woff2"
DIGITS_SCALE = 0.96  # Overpass stands a little taller than Atkinson
KEPT_TOGETHER = re.compile(r"(?<=[ /-])(\d+|[/&]|Pasal) (?=\w)(?!\d\d[.:])")  # "5 tahun", "Pasal 5"
PLAIN_ZERO = re.compile(r"(\d+)")  # digits come from Overpass: Atkinson's slashed zero turns into an 8


@dataclass(frozen=True, slots=True)
class Style:
    """Size in dots, weight on the face's own axis."""

    size: int
    weight: int = 500


def faces_missing() -> str | None:
    """The name of a face that was not installed, or None."""
    return next((name for name in (TEXT, NUMBERS) if not (FACES / name).is_file()), None)


@lru_cache(maxsize=1)
def _shaper() -> ImageFont.Layout:
    """Raqm sets tabular figures; where its helper library is missing, the basic layout has to do."""
    return ImageFont.Layout.RAQM if features.check_feature("raqm") else ImageFont.Layout.BASIC


@lru_cache(maxsize=96)
def font(face: str, size: float, weight: int) -> ImageFont.FreeTypeFont:
    """A face in one size and weight, ready to draw."""
    loaded = ImageFont.truetype(str(FACES / face), size, layout_engine=_shaper())
    loaded.set_variation_by_axes([weight])
    return loaded


def tabular() -> list[str] | None:
    return ["tnum"] if _shaper() == ImageFont.Layout.RAQM else None


def _runs(text: str, style: Style) -> list[tuple[str, ImageFont.FreeTypeFont]]:
    """The text cut into stretches of digits and of everything else, each with its face."""
    letters = font(TEXT, style.size, style.weight)
    digits = font(NUMBERS, style.size * DIGITS_SCALE, style.weight)
    return [(run, digits if run[0].isdigit() else letters) for run in PLAIN_ZERO.split(text) if run]


@lru_cache(maxsize=4096)  # one day's slips say the same words again and again
def width(text: str, style: Style) -> float:
    """Dots from the line's start to its end."""
    return sum(face.getlength(run, features=tabular()) for run, face in _runs(text, style))


def draw_line(draw: ImageDraw.ImageDraw, x: float, baseline: float, text: str, style: Style, ink: int = 0) -> float:
    """Draw one line that starts at x; answers where it ended."""
    for run, face in _runs(text, style):
        draw.text((x, baseline), run, font=face, fill=ink, anchor="ls", features=tabular())
        x += face.getlength(run, features=tabular())
    return x


def wrap(text: str, style: Style, room: float, first_room: float | None = None) -> list[str]:
    """Lines no wider than `room`; the first may have less. A word wider than the room is broken."""
    lines: list[str] = []
    line = ""
    for word in _breakable(KEPT_TOGETHER.sub("\\1\u00a0", text).split(" "), style, room):
        limit = first_room if first_room is not None and not lines else room
        longer = f"{line} {word}".strip()
        if width(longer, style) <= limit:
            line = longer
        else:
            lines.append(line)
            line = word
    lines.append(line)
    # an empty first line means: nothing fitted beside the lead, start on the next line
    return lines if lines[0] or len(lines) == 1 or first_room is not None else lines[1:]


def wrap_before(text: str, style: Style, room: float, taken: float) -> list[str]:
    """Like `wrap`, but the last line leaves `taken` dots free at its end."""
    *lines, last = wrap(text, style, room)
    while width(last, style) > room - taken:
        fitting = wrap(last, style, room - taken)
        lines.append(fitting[0])
        last = " ".join(fitting[1:])
    return [*lines, last]


def _breakable(words: list[str], style: Style, room: float) -> list[str]:
    pieces: list[str] = []
    for word in words:
        while len(word) > 1 and width(word, style) > room:
            cut = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or width(word[:n], style) <= room)
            pieces.append(word[:cut])
            word = word[cut:]
        pieces.append(word)
    return pieces


def balance(text: str, style: Style, room: float) -> list[str]:
    """As few lines as `wrap` needs, of nearly one length: a title shall not end in a lonely word."""
    lines = wrap(text, style, room)
    if len(lines) < 2:
        return lines
    narrow, wide = room / len(lines), room
    while wide - narrow > 4:
        middle = (narrow + wide) / 2
        if len(wrap(text, style, middle)) > len(lines):
            narrow = middle
        else:
            wide = middle
    return wrap(text, style, wide)
