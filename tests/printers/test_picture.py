"""A slip as the picture that the print head burns: it fits the paper, can be read, its code is right."""

from functools import cache

import pytest
from PIL import Image, ImageChops, features

from printers.lettering import faces_missing
from printers.profiles import NARROW, WIDE, Paper
from printers.qr import matrix
from printers.report import report_blocks, report_bytes
from printers.slip import slip_bytes
from printers.virtual.commands import CommandReader
from printers.virtual.paper import Press
from tests.printers import golden
from tests.printers.slips import SERVICES, a_report, a_slip

pytestmark = pytest.mark.skipif(faces_missing() is not None, reason="the typefaces are not installed")
PAPERS = (WIDE, NARROW)
LANGUAGES = ("id", "en")
EDGE = 16  # dots that stay white at either side


@cache
def printed(service: str, paper: Paper, language: str = "id", form: str = "full") -> Image.Image:
    """What comes out of a printer that is fed the slip's bytes: black is True."""
    return on_paper(slip_bytes(a_slip(service, language=language, form=form), paper), paper)


def on_paper(data: bytes, paper: Paper) -> Image.Image:
    press, reader = Press(paper.dots), CommandReader()
    for start in range(0, len(data), 997):  # as the network would chop it
        for command in reader.feed(data[start : start + 997]):
            press.run(command)
    (cut,) = press.cuts
    return ImageChops.invert(cut.image.convert("L")).convert("1")


def rows_of_ink(image: Image.Image) -> list[int]:
    """Black dots in each row."""
    dots = image.convert("L").tobytes()
    return [dots[y * image.width : (y + 1) * image.width].count(255) for y in range(image.height)]


def number_on(image: Image.Image, paper: Paper) -> tuple[int, int, int, int]:
    """Where the number's ink is: the last thing above the black bar."""
    ink = rows_of_ink(image)
    bar = next(y for y in range(len(ink)) if all(dots == paper.inner for dots in ink[y : y + 8]))
    bottom = max(y for y in range(bar) if ink[y]) + 1
    top = max(y for y in range(bottom) if not ink[y]) + 1
    left, _, right, _ = image.crop((0, top, paper.dots, bottom)).getbbox()
    return left, top, right, bottom


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: f"{p.width_mm}mm")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["full", "short"])
def test_nothing_is_drawn_beyond_the_paper(paper, language, form):
    for service in SERVICES:
        image = printed(service, paper, language, form)
        assert image.width == paper.dots
        left, _, right, _ = image.getbbox()
        assert left >= EDGE - 1, service
        assert right <= paper.dots - EDGE + 1, service


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: f"{p.width_mm}mm")
@pytest.mark.parametrize("service", SERVICES)
def test_the_number_fills_the_paper_from_edge_to_edge(paper, service):
    left, _, right, _ = number_on(printed(service, paper), paper)
    assert right - left >= paper.inner - 4


def test_five_glyphs_stand_at_least_eighteen_millimetres_high_on_wide_paper():
    _, top, _, bottom = number_on(printed("C1", WIDE), WIDE)
    assert (bottom - top) / 8 >= 18


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: f"{p.width_mm}mm")
def test_strokes_are_at_least_two_dots_thick(paper):
    """Taking away all that a 2 × 2 square cannot cover leaves nearly all of the ink."""
    image = printed("D2", paper).convert("L")
    shifted = [ImageChops.offset(image, dx, dy) for dx, dy in ((0, 0), (-1, 0), (0, -1), (-1, -1))]
    eroded = shifted[0]
    for other in shifted[1:]:
        eroded = ImageChops.darker(eroded, other)
    opened = eroded
    for dx, dy in ((1, 0), (0, 1), (1, 1)):
        opened = ImageChops.lighter(opened, ImageChops.offset(eroded, dx, dy))
    ink, thick = (sum(one.point(lambda level: level > 0).histogram()[1:]) for one in (image, opened))
    assert thick / ink > 0.97


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: f"{p.width_mm}mm")
@pytest.mark.parametrize("form", ["full", "short"])
def test_the_code_on_paper_is_the_tickets_page_with_quiet_paper_around_it(paper, form):
    image = printed("C1", paper, form=form).convert("L")
    rows = matrix(a_slip()["url"])
    side = len(rows)
    scale = max(4, round((176 if paper is WIDE else 150) / side))
    code = Image.frombytes("L", (side, side), bytes(255 if dark else 0 for row in rows for dark in row))
    code = code.resize((side * scale, side * scale), Image.Resampling.NEAREST)
    y = found_at(image, code, paper.margin)
    quiet = image.crop((0, y - 2 * scale, paper.margin + code.width + 4 * scale, y + code.height + 2 * scale))
    quiet.paste(0, (paper.margin, 2 * scale, paper.margin + code.width, 2 * scale + code.height))
    assert quiet.getbbox() is None


def found_at(image: Image.Image, part: Image.Image, x: int) -> int:
    """The row where this very part stands at column x."""
    for y in range(image.height - part.height):
        cut = image.crop((x, y, x + part.width, y + part.height))
        if cut.tobytes() == part.tobytes():
            return y
    raise AssertionError("not on the paper")


@pytest.mark.parametrize(("form", "most"), [("full", 215), ("short", 122)])
def test_a_slip_is_no_longer_than_the_site_chose(form, most):
    for service in SERVICES:
        assert printed(service, WIDE, form=form).height / 8 <= most + 22, service  # 22 mm from head to knife


def test_the_same_content_gives_the_same_dots():
    assert printed("C1", WIDE).tobytes() == on_paper(slip_bytes(a_slip("C1"), WIDE), WIDE).tobytes()


def test_the_closing_report_fits_both_papers():
    for paper in PAPERS:
        left, _, right, _ = on_paper(report_bytes(a_report(), paper), paper).getbbox()
        assert left >= paper.margin
        assert right <= paper.dots - paper.margin + 1


@pytest.mark.skipif(not features.check_feature("raqm"), reason="set without tabular figures, so dots differ")
@pytest.mark.parametrize("name", golden.PICTURES)
def test_slips_look_as_they_did_when_they_were_approved(name):
    """A hair's breadth is allowed for: another FreeType may round a curve differently."""
    approved = Image.open(golden.FOLDER / f"{name}.png")
    now = golden.picture_of(name)
    assert now.size == approved.size
    differing = ImageChops.difference(now.convert("L"), approved.convert("L")).histogram()[255]
    assert differing / (now.width * now.height) < 0.004


def test_the_services_are_told_where_they_are_more_than_the_visitors_and_who_only_served_has_a_line():
    totals, agencies = a_report()["totals"], a_report()["agencies"]
    several = [*agencies[:-1], {**agencies[-1], "served": 2}]
    said = repr(report_blocks(a_report(totals={**totals, "services": 133}, agencies=several)))
    assert "Layanan diberikan" in said
    assert "133" in said
    assert "BNN" in said.split("Tanpa nomor")[0]
    assert "Layanan diberikan" not in repr(report_blocks(a_report(totals={**totals, "services": 131})))


def test_a_signed_report_says_who_has_read_it_and_an_unsigned_one_nobody():
    signed = {"by": "supervisor", "at": "2026-11-23T09:10:00+00:00"}
    said = repr(report_blocks(a_report(signed=signed)))
    assert "supervisor" in said
    assert "16.10" in said
    assert "supervisor" not in repr(report_blocks(a_report(signed=None)))
    assert "supervisor" not in repr(report_blocks(a_report()))
