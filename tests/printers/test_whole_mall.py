"""Every service of the demonstration mall on paper: nothing overflows, no unverified amount gets through."""

from functools import cache

import pytest
from PIL import ImageChops

from printers.drawing import picture
from printers.lettering import faces_missing
from printers.profiles import NARROW, WIDE
from printers.slip import slip_blocks, slip_bytes
from server.operations.contents import documents_of, tariff_line
from tests.printers.slips import a_slip
from tests.unit.small_mall import sanggau


@cache
def contents(language: str) -> tuple[dict, ...]:
    mall = sanggau()
    return tuple(
        a_slip(
            language=language,
            service=dict(service.name),
            agency={"short": mall.agency_by_code[service.agency].short},
            label=f"{service.queue}-888",
            documents=documents_of(mall, service),
            tariffs=[tariff_line(line) for line in service.tariffs],
            other_costs=[tariff_line(line) for line in service.other_costs],
            paid_to=service.paid_to,
        )
        for service in mall.services
    )


@pytest.mark.skipif(faces_missing() is not None, reason="the typefaces are not installed")
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_services_slip_fits_the_narrowest_paper(language):
    for content in contents(language):
        image = ImageChops.invert(picture(slip_blocks(content, NARROW), NARROW).convert("L"))
        left, _, right, _ = image.getbbox()
        assert left >= NARROW.margin - 2, content["service"]  # a T may lean out a little
        assert right <= NARROW.dots - NARROW.margin + 2, content["service"]
        assert image.height / 8 < 290, "a slip as long as an arm"


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("paper", [WIDE, NARROW], ids=lambda p: f"{p.width_mm}mm")
def test_every_services_slip_can_be_plain_text(language, paper):
    for content in contents(language):
        data = slip_bytes(content, paper, "text")
        assert content["label"].encode() in data
        verified = [t for t in (*content["tariffs"], *content["other_costs"]) if t["verified"]]
        assert (b"Rp" in data) == any(t["amount"] for t in verified), content["service"]
        assert (b"GRATIS" in data or b"FREE" in data) == any(t["amount"] == 0 for t in verified), content["service"]
