"""The ticket's number, set as large as the paper allows."""

from dataclasses import dataclass
from functools import lru_cache

from PIL import ImageDraw, ImageFont

from printers.lettering import NUMBERS, font, tabular

TALLEST, WEIGHT, SPACING = 300, 800, -0.02  # dots of type size, weight, em between glyphs


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
    """The glyphs set tight, in this size."""
    face, start, glyphs = _face(size), 0.0, []
    for glyph in text:
        glyphs.append((glyph, start))
        start += face.getlength(glyph, features=tabular()) + SPACING * size
    boxes = [(start, face.getbbox(glyph, anchor="ls", features=tabular())) for glyph, start in glyphs]
    return Numeral(
        size,
        tuple(glyphs),
        left=min(start + box[0] for start, box in boxes),
        right=max(start + box[2] for start, box in boxes),
        top=min(box[1] for _, box in boxes),
        bottom=max(box[3] for _, box in boxes),
    )
