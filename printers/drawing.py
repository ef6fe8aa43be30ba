"""Blocks drawn as one picture in black and white, dot for dot as the print head will burn it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, ImageDraw

from printers import blocks as b
from printers.lettering import Style, balance, draw_line, width, wrap, wrap_before
from printers.numerals import BURNT_UP_TO, numeral
from printers.profiles import Paper
from printers.qr import qr_image

WHITE, BLACK = 255, 0
TALLEST = 6000  # dots, 75 cm: a picture longer than that is a mistake
BURNT_OR_NOT = [BLACK if level <= BURNT_UP_TO else WHITE for level in range(256)]
DASH = 8
TRIANGLE, STEPS = (32, 20), 4

_one_at_a_time = threading.Lock()  # a FreeType face must not be drawn from two threads


@dataclass(frozen=True, slots=True)
class Type:
    """The sizes of one paper width, in dots."""

    title: Style
    heading: Style
    service: Style
    bar: Style
    bar_small: Style
    figure: Style
    figure_strong: Style
    section: Style
    body: Style
    strong: Style
    code: Style
    foot: Style
    qr_dots: int
    qr_gap: int


WIDE_TYPE = Type(
    title=Style(29, 700), heading=Style(46, 700), service=Style(33, 500),
    bar=Style(42, 700), bar_small=Style(34, 700),
    figure=Style(28, 500), figure_strong=Style(33, 700), section=Style(28, 700), body=Style(26, 500),
    strong=Style(26, 700), code=Style(32, 700), foot=Style(24, 500), qr_dots=176, qr_gap=28,
)  # fmt: skip
NARROW_TYPE = Type(
    title=Style(26, 700), heading=Style(38, 700), service=Style(28, 500),
    bar=Style(34, 700), bar_small=Style(28, 700),
    figure=Style(25, 500), figure_strong=Style(27, 700), section=Style(25, 700), body=Style(24, 500),
    strong=Style(24, 700), code=Style(28, 700), foot=Style(22, 500), qr_dots=150, qr_gap=20,
)  # fmt: skip


def picture(blocks: b.Blocks, paper: Paper) -> Image.Image:
    """The blocks as a 1-bit image, as wide as the paper and just as long as needed."""
    with _one_at_a_time:
        sheet = Sheet(paper)
        for block in blocks:
            DRAWERS[type(block)](sheet, block)
        return sheet.finished()


@dataclass
class Sheet:
    """Paper being drawn, from the top down. `y` is where the next block begins."""

    paper: Paper
    y: int = 4
    type: Type = field(init=False)
    canvas: Image.Image = field(init=False)
    draw: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        self.type = WIDE_TYPE if self.paper.dots > 500 else NARROW_TYPE
        self.canvas = Image.new("L", (self.paper.dots, TALLEST), WHITE)
        self.draw = ImageDraw.Draw(self.canvas)

    @property
    def left(self) -> int:
        return self.paper.margin

    @property
    def right(self) -> int:
        return self.paper.dots - self.paper.margin

    @property
    def inner(self) -> int:
        return self.paper.inner

    def finished(self) -> Image.Image:
        """Cut to length, and every dot either burnt or not."""
        cut = self.canvas.crop((0, 0, self.paper.dots, min(self.y + 4, TALLEST)))
        return cut.point(BURNT_OR_NOT, mode="1")

    def centred(self, lines: list[str], style: Style, leading: float = 1.2) -> None:
        for line in lines:
            x = (self.paper.dots - width(line, style)) / 2
            draw_line(self.draw, x, self._baseline(style, leading), line, style)
            self.y += round(style.size * leading)

    def left_lines(self, lines: list[str], style: Style, x: float | None = None, leading: float = 1.2) -> None:
        for line in lines:
            draw_line(self.draw, self.left if x is None else x, self._baseline(style, leading), line, style)
            self.y += round(style.size * leading)

    def right_text(self, text: str, style: Style, baseline: float, ink: int = BLACK, inset: int = 0) -> None:
        draw_line(self.draw, self.right - inset - width(text, style), baseline, text, style, ink)

    def _baseline(self, style: Style, leading: float) -> int:
        return self.y + round(style.size * (leading * 0.5 + 0.33))


def draw_title(sheet: Sheet, block: b.Title) -> None:
    sheet.centred(balance(block.text, sheet.type.title, sheet.inner), sheet.type.title)


def draw_hem(sheet: Sheet, block: b.Hem) -> None:
    wide, high = TRIANGLE
    step_high, step_wide = high // STEPS, wide // (2 * STEPS)
    sheet.y += 10
    for left in range(sheet.left, sheet.right - wide + 1, wide):
        for step in range(STEPS):
            inset, top = step_wide * (STEPS - 1 - step), sheet.y + step * step_high
            sheet.draw.rectangle((left + inset, top, left + wide - inset - 1, top + step_high - 1), fill=BLACK)
    sheet.y += high + 12


def draw_rule(sheet: Sheet, block: b.Rule) -> None:
    """Dashes that begin and end with the margins."""
    sheet.y += 12
    way = sheet.inner - DASH
    gaps = way // (2 * DASH)
    for n in range(gaps + 1):
        x = sheet.left + round(n * way / gaps)
        sheet.draw.rectangle((x, sheet.y, x + DASH - 1, sheet.y + 2), fill=BLACK)
    sheet.y += 15


def draw_stamps(sheet: Sheet, block: b.Stamps) -> None:
    style, gap, pad = sheet.type.strong, 12, 14
    wide = [round(width(text, style)) + 2 * pad for text in block.texts]
    x, high = (sheet.paper.dots - sum(wide) - gap * (len(wide) - 1)) // 2, round(style.size * 1.5)
    sheet.y += 2
    for text, room in zip(block.texts, wide, strict=True):
        sheet.draw.rectangle((x, sheet.y, x + room - 1, sheet.y + high - 1), outline=BLACK, width=3)
        draw_line(sheet.draw, x + pad, sheet.y + high / 2 + style.size * 0.34, text, style)
        x += room + gap
    sheet.y += high + 10


def draw_heading(sheet: Sheet, block: b.Heading) -> None:
    sheet.centred(balance(block.text, sheet.type.heading, sheet.inner), sheet.type.heading, 1.12)


def draw_subheading(sheet: Sheet, block: b.Subheading) -> None:
    sheet.centred(balance(block.text, sheet.type.service, sheet.inner), sheet.type.service, 1.16)


def draw_label(sheet: Sheet, block: b.Label) -> None:
    """Fill the width: the fewer the glyphs, the larger they stand."""
    number = numeral(block.text, sheet.inner)
    sheet.y += 20
    number.draw(sheet.draw, (sheet.paper.dots - number.ink_width) / 2, sheet.y)
    sheet.y += round(number.ink_height) + 22


def draw_bar(sheet: Sheet, block: b.Bar) -> None:
    high = round(sheet.type.bar.size * 1.75)
    sheet.draw.rectangle((sheet.left, sheet.y, sheet.right - 1, sheet.y + high - 1), fill=BLACK)
    baseline = sheet.y + high / 2 + sheet.type.bar.size * 0.34
    draw_line(sheet.draw, sheet.left + 20, baseline, block.left, sheet.type.bar, WHITE)
    sheet.right_text(block.right, sheet.type.bar_small, baseline, WHITE, inset=20)
    sheet.y += high + 14


def draw_figure(sheet: Sheet, block: b.Figure) -> None:
    """Two texts on one line, or on two where they do not fit."""
    name, value = sheet.type.figure, sheet.type.figure_strong
    high = round(value.size * 1.32)
    draw_line(sheet.draw, sheet.left, sheet.y + high * 0.74, block.left, name)
    if block.left and width(block.left, name) + width(block.right, value) + 16 > sheet.inner:
        sheet.y += round(name.size * 1.25)
    sheet.right_text(block.right, value, sheet.y + high * 0.74)
    sheet.y += high


def draw_section(sheet: Sheet, block: b.Section) -> None:
    style, side = sheet.type.section, sheet.type.body
    sheet.y += 8
    room = sheet.inner - width(block.right, side) - 16 if block.right else sheet.inner
    first = sheet.y
    if width(block.left, style) > room:  # the basis takes a line of its own
        sheet.left_lines(wrap(block.left, style, sheet.inner), style)
        sheet.left_lines(wrap(block.right, side, sheet.inner) if block.right else [], side)
    else:
        sheet.left_lines([block.left], style)
        sheet.right_text(block.right, side, first + style.size * 0.93)
    sheet.y += 4


def draw_box(sheet: Sheet, block: b.Box) -> None:
    style = sheet.type.body
    side, text_left = round(style.size * 0.88), sheet.left + round(style.size * 1.45)
    top = sheet.y + round(style.size * 0.2)
    sheet.draw.rectangle((sheet.left, top, sheet.left + side, top + side), outline=BLACK, width=3)
    sheet.left_lines(wrap(block.text, style, sheet.right - text_left), style, text_left, 1.14)
    sheet.y += 6


def draw_priced(sheet: Sheet, block: b.Line) -> None:
    """The text may use the full width; only its last line leaves room for the amount."""
    style, strong = sheet.type.body, sheet.type.strong
    lines = wrap_before(block.left, style, sheet.inner, width(block.right, strong) + 18 if block.right else 0)
    sheet.left_lines(lines, style, leading=1.14)
    sheet.right_text(block.right, strong, sheet.y - round(style.size * 1.14) + round(style.size * 0.9))
    if block.below:
        sheet.left_lines(wrap(block.below, sheet.type.foot, sheet.inner), sheet.type.foot, leading=1.12)
    sheet.y += 5


def draw_note(sheet: Sheet, block: b.Note) -> None:
    style, strong = sheet.type.body, sheet.type.strong
    sheet.y += 2
    if not block.lead:
        sheet.left_lines(wrap(block.text, style, sheet.inner), style, leading=1.16)
        return
    indent = width(f"{block.lead} ", strong)
    lines = wrap(block.text, style, sheet.inner, first_room=sheet.inner - indent)
    draw_line(sheet.draw, sheet.left, sheet._baseline(style, 1.16), block.lead, strong)
    sheet.left_lines(lines[:1], style, sheet.left + indent, 1.16)
    sheet.left_lines(lines[1:], style, leading=1.16)
    sheet.y += 4


def draw_code(sheet: Sheet, block: b.Code) -> None:
    """The code at the left with quiet paper round it, its words beside it in the middle."""
    code = qr_image(block.url, sheet.type.qr_dots)
    sheet.y += 8
    sheet.canvas.paste(code, (sheet.left, sheet.y))
    x = sheet.left + code.width + sheet.type.qr_gap
    lines = [line for words in block.beside for line in _beside(words, sheet, sheet.right - x)]
    top, high = sheet.y, sum(round(style.size * 1.22) for _, _, style in lines)
    sheet.y += max(0, (code.height - high) // 2)
    for plain, strong, style in lines:
        baseline = sheet._baseline(style, 1.22)
        end = draw_line(sheet.draw, x, baseline, plain, sheet.type.body) if plain else x
        draw_line(sheet.draw, end, baseline, strong, style)
        sheet.y += round(style.size * 1.22)
    sheet.y = max(top + code.height, sheet.y) + 12


def _beside(words: b.Beside, sheet: Sheet, room: float) -> list[tuple[str, str, Style]]:
    """Lines of a plain stretch and a strong one: a name and its code stay on one line, either alone wraps."""
    plain, strong = words
    if plain and strong:
        left = room - width(f"{plain} ", sheet.type.body)
        return [(f"{plain} ", strong, _largest(strong, (sheet.type.code, sheet.type.strong), left))]
    styles = (sheet.type.strong,) if strong else (sheet.type.body, sheet.type.foot)
    style = _largest(plain or strong, styles, room)
    return [("", line, style) for line in wrap(plain or strong, style, room)]


def _largest(text: str, styles: tuple[Style, ...], room: float) -> Style:
    """The first style in which the text fits on a line, else the last."""
    return next((style for style in styles if width(text, style) <= room), styles[-1])


def draw_signature(sheet: Sheet, block: b.Signature) -> None:
    sheet.y += 90
    sheet.draw.rectangle((sheet.left, sheet.y, sheet.right - 1, sheet.y + 1), fill=BLACK)
    sheet.y += 6
    sheet.left_lines(wrap(block.text, sheet.type.foot, sheet.inner), sheet.type.foot)


def draw_foot(sheet: Sheet, block: b.Foot) -> None:
    sheet.centred(balance(block.text, sheet.type.foot, sheet.inner), sheet.type.foot, 1.22)


DRAWERS: dict[type, Callable[[Sheet, Any], None]] = {
    b.Title: draw_title, b.Hem: draw_hem, b.Rule: draw_rule, b.Stamps: draw_stamps, b.Heading: draw_heading,
    b.Subheading: draw_subheading, b.Label: draw_label, b.Bar: draw_bar, b.Figure: draw_figure,
    b.Section: draw_section, b.Box: draw_box, b.Line: draw_priced, b.Note: draw_note, b.Code: draw_code,
    b.Signature: draw_signature, b.Foot: draw_foot,
}  # fmt: skip
