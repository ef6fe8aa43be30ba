"""A QR code as a picture in whole dots."""

import segno
from PIL import Image

QUIET, DARK = 255, 0


def matrix(url: str) -> tuple[bytes, ...]:
    """The modules of `url`'s code, row by row, 1 is dark; it reads with a sixth of it worn off."""
    return tuple(bytes(row) for row in segno.make(url, error="m", micro=False, boost_error=False).matrix)


def qr_image(url: str, room: int) -> Image.Image:
    """The code of `url`, each module the same whole number of dots, about `room` dots wide."""
    rows = matrix(url)
    side = len(rows)
    dots = bytes(DARK if dark else QUIET for row in rows for dark in row)
    scale = max(4, round(room / side))
    modules = Image.frombytes("L", (side, side), dots)
    return modules.resize((side * scale, side * scale), Image.Resampling.NEAREST)
