"""Blocks written as plain ESC/POS text, for slow printers: ASCII only, so no code page garbles it."""

import textwrap
import unicodedata
from collections.abc import Callable
from typing import Any

from escpos.constants import QR_ECLEVEL_M
from escpos.printer import Dummy

from printers import blocks as b
from printers.profiles import Paper

IN_ASCII = {
    "–": "-",
    "—": "-",
    "·": "-",
    "…": "...",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "×": "x",
    "½": " 1/2",
}
LARGEST = 8  # times the font, the most that ESC/POS knows
GLYPH_DOTS = 12
QR_MODULE_DOTS = 6


def in_ascii(text: str) -> str:
    """The text in printable ASCII: every code page prints it alike, and no control code gets through."""
    spelled = "".join(IN_ASCII.get(sign, sign) for sign in text)
    bare = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return " ".join("".join(sign if sign.isprintable() else " " for sign in bare).split())


def write(printer: Dummy, blocks: b.Blocks, paper: Paper) -> None:
    """Send the blocks to a python-escpos printer as text."""
    for block in blocks:
        WRITERS[type(block)](printer, block, paper)
    printer.set_with_default()


def _lines(printer: Dummy, text: str, columns: int, indent: str = "", **look: Any) -> None:
    printer.set_with_default(**look)
    for line in textwrap.wrap(in_ascii(text), columns, subsequent_indent=indent) or [""]:
        printer.textln(line)


def _pair(printer: Dummy, left: str, right: str, columns: int, bold: bool = False) -> None:
    """Left and right on one line; the left wraps before it touches the right."""
    left, right = in_ascii(left), in_ascii(right)
    room = columns - len(right) - 1 if right else columns
    printer.set_with_default(bold=bold)
    lines = textwrap.wrap(left, max(room, columns // 3)) or [""]
    if len(lines[-1]) > room or room < columns // 3:  # no room beside it: the right goes below
        lines = textwrap.wrap(left, columns) + [line.rjust(columns) for line in textwrap.wrap(right, columns)]
    elif right:
        lines[-1] += right.rjust(columns - len(lines[-1]))
    for line in lines:
        printer.textln(line)


def write_title(printer: Dummy, block: b.Title, paper: Paper) -> None:
    _lines(printer, block.text, paper.columns, align="center", bold=True)


def write_rule(printer: Dummy, block: b.Rule | b.Hem, paper: Paper) -> None:
    printer.set_with_default()
    printer.textln(("-" if isinstance(block, b.Rule) else "=") * paper.columns)


def write_stamps(printer: Dummy, block: b.Stamps, paper: Paper) -> None:
    for text in block.texts:
        _lines(printer, f"[ {text} ]", paper.columns, align="center", bold=True)


def write_heading(printer: Dummy, block: b.Heading, paper: Paper) -> None:
    _lines(
        printer,
        block.text,
        paper.columns // 2,
        align="center",
        bold=True,
        double_width=True,
        double_height=True,
    )


def write_subheading(printer: Dummy, block: b.Subheading, paper: Paper) -> None:
    _lines(printer, block.text, paper.columns, align="center", double_height=True)


def write_label(printer: Dummy, block: b.Label, paper: Paper) -> None:
    text = in_ascii(block.text)
    times = max(1, min(LARGEST, paper.dots // (GLYPH_DOTS * max(1, len(text)))))
    printer.set_with_default()
    printer.ln()
    printer.set_with_default(align="center", bold=True, custom_size=True, width=times, height=times)
    printer.textln(text)
    printer.set_with_default()
    printer.ln()


def write_bar(printer: Dummy, block: b.Bar, paper: Paper) -> None:
    columns, left, right = paper.columns // 2, in_ascii(block.left), in_ascii(block.right)
    if len(left) + len(right) + 3 <= columns:
        left, right = f" {left}", f"{right} "
    printer.set_with_default(bold=True, invert=True, double_width=True, double_height=True)
    printer.textln(f"{left}{right:>{max(len(right) + 1, columns - len(left))}}")
    printer.set_with_default()


def write_figure(printer: Dummy, block: b.Figure, paper: Paper) -> None:
    _pair(printer, block.left, block.right, paper.columns, bold=True)


def write_section(printer: Dummy, block: b.Section, paper: Paper) -> None:
    printer.set_with_default()
    printer.ln()
    _pair(printer, block.left, block.right, paper.columns, bold=True)


def write_box(printer: Dummy, block: b.Box, paper: Paper) -> None:
    _lines(printer, f"[ ] {block.text}", paper.columns, indent="    ")


def write_priced(printer: Dummy, block: b.Line, paper: Paper) -> None:
    _pair(printer, block.left, block.right, paper.columns)
    if block.below:
        _lines(printer, f"  {block.below}", paper.columns, indent="  ")


def write_note(printer: Dummy, block: b.Note, paper: Paper) -> None:
    _lines(printer, f"{block.lead} {block.text}", paper.columns)


def write_code(printer: Dummy, block: b.Code, paper: Paper) -> None:
    """The printer draws the code itself."""
    printer.set_with_default(align="center")
    printer.qr(block.url, ec=QR_ECLEVEL_M, size=QR_MODULE_DOTS, native=True)
    printer.ln()
    for plain, strong in block.beside:
        _lines(printer, f"{plain} {strong}", paper.columns, align="center", bold=bool(strong))


def write_signature(printer: Dummy, block: b.Signature, paper: Paper) -> None:
    printer.ln(3)
    printer.textln("_" * paper.columns)
    _lines(printer, block.text, paper.columns)


def write_foot(printer: Dummy, block: b.Foot, paper: Paper) -> None:
    _lines(printer, block.text, paper.columns, align="center")


WRITERS: dict[type, Callable[[Dummy, Any, Paper], None]] = {
    b.Title: write_title, b.Hem: write_rule, b.Rule: write_rule, b.Stamps: write_stamps,
    b.Heading: write_heading, b.Subheading: write_subheading, b.Label: write_label,
    b.Bar: write_bar, b.Figure: write_figure,
    b.Section: write_section, b.Box: write_box, b.Line: write_priced, b.Note: write_note, b.Code: write_code,
    b.Signature: write_signature, b.Foot: write_foot,
}  # fmt: skip
