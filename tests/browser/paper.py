"""The virtual printers as a test holds them: their moods, their papers as pictures, and what can be read on those."""

import io
import json
import time
import urllib.request
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageChops

from printers.blocks import Label
from printers.drawing import picture
from printers.profiles import WIDE
from printers.qr import qr_image

QR_ROOMS = range(120, 260, 4)


@dataclass(frozen=True)
class Printers:
    """The web page of the virtual printers; `port` is its own."""

    port: int

    def _url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/printers{path}"

    def papers(self, printer: str = "p1") -> list[dict[str, Any]]:
        with urllib.request.urlopen(self._url(f"/{printer}/papers"), timeout=5) as answer:
            return list(json.load(answer)["papers"])

    def image(self, printer: str, number: int) -> Image.Image:
        with urllib.request.urlopen(self._url(f"/{printer}/papers/{number}.png"), timeout=5) as answer:
            return Image.open(io.BytesIO(answer.read())).convert("1")

    def set_mode(self, mode: str, printer: str = "p1") -> None:
        body = json.dumps({"mode": mode}).encode()
        asked = urllib.request.Request(self._url(f"/{printer}/mode"), body, {"Content-Type": "application/json"})
        urllib.request.urlopen(asked, timeout=5).close()

    def last_number(self, printer: str = "p1") -> int:
        return max((paper["number"] for paper in self.papers(printer)), default=0)

    def next_after(self, number: int, printer: str = "p1", within: float = 20) -> Image.Image:
        """The first paper that came out after that one; waits for it."""
        until = time.monotonic() + within
        while time.monotonic() < until:
            later = [paper["number"] for paper in self.papers(printer) if paper["number"] > number]
            if later:
                return self.image(printer, min(later))
            time.sleep(0.1)
        raise AssertionError(f"no paper came out of {printer}")


def shows_label(paper: Image.Image, label: str) -> bool:
    """Whether this very number stands on the paper, dot for dot, as large as a slip draws it."""
    return _stands_on(paper, picture((Label(label),), WIDE))


def shows_code(paper: Image.Image, url: str) -> bool:
    """Whether the code of this address stands on the paper, in one of the sizes a slip may draw it."""
    return any(_stands_on(paper, qr_image(url, room)) for room in QR_ROOMS)


def _stands_on(paper: Image.Image, part: Image.Image) -> bool:
    """Black on white: the part's ink somewhere on the paper, anywhere from top to bottom and from side to side."""
    ink, all_ink = _ink(part), _ink(paper)
    box = ink.getbbox()
    assert box is not None
    ink = ink.crop(box)
    lefts = (WIDE.margin, box[0])  # codes stand at the margin, numbers in the middle
    return any(_found(all_ink, ink, left) for left in lefts)


def _ink(image: Image.Image) -> Image.Image:
    return ImageChops.invert(image.convert("L"))


def _found(paper: Image.Image, part: Image.Image, left: int) -> bool:
    """Row for row in one column of the paper."""
    column = paper.crop((left, 0, left + part.width, paper.height)).tobytes()
    wanted, step = part.tobytes(), part.width
    at = column.find(wanted)
    while at >= 0 and at % step:
        at = column.find(wanted, at + 1)
    return at >= 0
