"""Blocks → the bytes a printer takes, as a picture or as text, through python-escpos; touches no device."""

import structlog
from escpos.capabilities import Profile
from escpos.printer import Dummy

from printers import blocks as b
from printers import plain
from printers.drawing import picture
from printers.lettering import FACES, faces_missing
from printers.profiles import Paper

FRAGMENT_ROWS = 256  # a picture goes out in strips, so that paper moves before all of it has arrived
log = structlog.get_logger("printers")
_said: set[str] = set()


def pressed(blocks: b.Blocks, paper: Paper, mode: str = "picture") -> bytes:
    """ESC/POS bytes of the blocks: reset, print, feed, cut. `mode` is "picture" or "text"."""
    printer = Dummy(profile=escpos_profile(paper))
    printer.hw("INIT")
    if mode == "picture" and _type_is_there():
        printer.image(picture(blocks, paper), impl="bitImageRaster", fragment_height=FRAGMENT_ROWS)
    else:
        plain.write(printer, blocks, paper)
    printer.cut(mode=paper.cut)
    return bytes(printer.output)


def escpos_profile(paper: Paper) -> Profile:
    """What python-escpos must know of a printer: its own default leaves width and cutter unknown."""
    features = {"paperFullCut": True, "paperPartCut": True, "qrCode": True}
    profile = Profile(columns=paper.columns, features=features)
    media = {"width": {"pixels": paper.dots, "mm": paper.width_mm}}
    profile.profile_data = {**profile.profile_data, "media": media, "codePages": {"0": "CP437"}}
    return profile


def _type_is_there() -> bool:
    missing = faces_missing()
    if missing and missing not in _said:
        _said.add(missing)
        log.warning("slips printed as plain text: typeface not installed", missing=missing, folder=str(FACES))
    return missing is None
