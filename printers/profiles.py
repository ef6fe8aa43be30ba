"""The papers we print on: width in dots at 203 dpi, columns of plain text, and how the paper is cut."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper width. `dots` is what the head can print, `margin` stays white at either side."""

    width_mm: int
    dots: int
    columns: int
    margin: int = 16
    cut: str = "PART"  # the slip hangs by a thread instead of falling to the floor

    @property
    def inner(self) -> int:
        """Dots between the margins."""
        return self.dots - 2 * self.margin


WIDE = Paper(width_mm=80, dots=576, columns=48)
NARROW = Paper(width_mm=58, dots=384, columns=32)


def paper_of(width_mm: int) -> Paper:
    """The paper of this width; raises ValueError where we have none."""
    for paper in (WIDE, NARROW):
        if paper.width_mm == width_mm:
            return paper
    raise ValueError(f"no paper of {width_mm} mm: 80 and 58 are known")
