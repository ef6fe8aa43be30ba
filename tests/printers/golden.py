"""Approved slips, bytes and pictures, in golden/. Look at new ones, then: python -m tests.printers.golden"""

from pathlib import Path

from PIL import Image

from printers.drawing import picture
from printers.profiles import paper_of
from printers.slip import slip_blocks, slip_bytes
from tests.printers.slips import SERVICES, a_slip

FOLDER = Path(__file__).parent / "golden"
TEXTS = ("C1-id-80-full", "D2-en-58-full", "N1-id-58-short")
PICTURES = ("C1-id-80-full", "D2-en-58-full", "A1-id-80-short", "A1-id-58-short-visit", "A1-en-80-short-visit")


# A visit of three stops, with priority asked for, at a mall whose kiosks read slips.
VISIT = {
    "then": [
        {"service": SERVICES["C1"]["service"], "agency": "Imigrasi", "zone": 2, "floor": 1, "counters": [7, 8, 9, 10]},
        {"service": SERVICES["W2"]["service"], "agency": "DPCKTRP", "zone": 4, "floor": 2, "counters": [31]},
    ],
    "priority": "requested",
    "scanner": True,
}


def bytes_of(name: str) -> bytes:
    service, language, width, form = name.split("-")
    return slip_bytes(a_slip(service, language=language, form=form), paper_of(int(width)), "text")


def picture_of(name: str) -> Image.Image:
    service, language, width, form, *more = name.split("-")
    paper = paper_of(int(width))
    content = a_slip(service, language=language, form=form, **(VISIT if more else {}))
    return picture(slip_blocks(content, paper), paper)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name in TEXTS:
        (FOLDER / f"{name}.bin").write_bytes(bytes_of(name))
    for name in PICTURES:
        picture_of(name).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
