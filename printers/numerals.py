"""The ticket's number, set as large as the paper allows."""

from dataclasses import dataclass, replace
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from printers.lettering import NUMBERS, font, tabular

TALLEST, WEIGHT, SPACING = 300, 800, -0.02  # dots of type size, weight, em between glyphs
PAPER, BURNT_UP_TO = 255, 135  # a dot darker than this is burnt
INK_IS_LIGHT = [255 if level <= BURNT_UP_TO else 0 for level in range(256)]


@dataclass(frozen=True, slots=True)
class Numeral:
    """A label in one size. Left, right, top and bottom are those of the ink, from start and baseline."""

    size: int
    glyphs: tuple[tuple[str, float], ...]  # each with its start
    left: float
    right: float
    top: float
    bottom: float

    @property
    def ink_width(self) -> float:
        return self.right - self.left

    @property
    def ink_height(self) -> float:
        return self.bottom - self.top

    def draw(self, draw: ImageDraw.ImageDraw, left: float, top: float, ink: int = 0) -> None:
        """Draw so that the ink begins at left and top."""
        face = _face(self.size)
        for glyph, start in self.glyphs:
            place = (left - self.left + start, top - self.top)
            draw.text(place, glyph, font=face, fill=ink, anchor="ls", features=tabular())


def numeral(text: str, room: float) -> Numeral:
    """The label in the largest size whose ink fits into `room` dots."""
    size = min(TALLEST, int(100 * room / set_in(text, 100).ink_width))
    while size < TALLEST and set_in(text, size + 1).ink_width <= room:
        size += 1
    while set_in(text, size).ink_width > room:
        size -= 1
    return set_in(text, size)


def _face(size: int) -> ImageFont.FreeTypeFont:
    return font(NUMBERS, size, WEIGHT)


@lru_cache(maxsize=512)
def set_in(text: str, size: int) -> Numeral:
    """The glyphs set tight, in this size; drawn once aside, for only the drawn dots tell where the ink ends."""
    face, start, glyphs = _face(size), 0.0, []
    for glyph in text:
        glyphs.append((glyph, start))
        start += face.getlength(glyph, features=tabular()) + SPACING * size
    blank = Image.new("L", (size * (len(text) + 1), 2 * size), PAPER)
    unmeasured = Numeral(size, tuple(glyphs), 0, 0, 0, 0)
    unmeasured.draw(ImageDraw.Draw(blank), left=size // 2, top=size + size // 2)
    left, top, right, bottom = blank.point(INK_IS_LIGHT).getbbox() or (0, 0, 1, 1)
    return replace(
        unmeasured,
        left=left - size // 2,
        right=right - size // 2,
        top=top - size - size // 2,
        bottom=bottom - size - size // 2,
    )
