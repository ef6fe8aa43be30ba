"""Commands carried out on paper: what the print head would burn, dot for dot, and where the knife falls."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache

import segno
from PIL import Image, ImageDraw, ImageFont

from printers.lettering import NUMBERS, faces_missing, font
from printers.lettering import TEXT as TEXT_FACE
from printers.virtual.commands import RASTER, TEXT, Command

GLYPH_WIDE, GLYPH_HIGH, LINE_DOTS = 12, 24, 30
WHITE, BLACK = 255, 0
CODE_PAGES = {0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 16: "cp1252", 19: "cp858"}
ALIGNMENT = {0: 0.0, 1: 0.5, 2: 1.0, 48: 0.0, 49: 0.5, 50: 1.0}
EC_LEVELS = {48: "l", 49: "m", 50: "q", 51: "h"}


@dataclass(frozen=True, slots=True)
class Look:
    """How the next glyph is printed."""

    wide: int = 1
    high: int = 1
    bold: bool = False
    underlined: bool = False
    inverted: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of paper that came out."""

    image: Image.Image
    text: str
    codes: tuple[str, ...]


@dataclass
class Press:
    """Head, roll and knife. `run` carries out one command and answers how many rows of dots the paper moved."""

    dots: int
    look: Look = field(default_factory=Look)
    align: float = 0.0
    line_dots: int = LINE_DOTS
    code_page: int = 0
    _strips: list[Image.Image] = field(default_factory=list)
    _line: list[tuple[str, Look]] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _codes: list[str] = field(default_factory=list)
    _qr: dict[str, object] = field(default_factory=dict)
    cuts: list[Cut] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(strip.height for strip in self._strips)

    def run(self, command: Command) -> int:
        before = self.rows
        done = len(self.cuts)
        carried_out = RUNS.get(command.code)
        if carried_out:
            carried_out(self, command)
        return max(0, self.rows - before) if len(self.cuts) == done else 0

    def unfinished(self) -> Cut | None:
        """The paper still hanging in the printer, if anything stands on it."""
        return self._piece() if self._strips else None

    def tear_off(self) -> None:
        """Cut here; a piece without anything on it is no paper."""
        self.end_line(only_if_begun=True)
        if self._strips:
            self.cuts.append(self._piece())
        self._strips, self._text, self._codes = [], [], []

    def _piece(self) -> Cut:
        image = Image.new("L", (self.dots, max(1, self.rows)), WHITE)
        y = 0
        for strip in self._strips:
            image.paste(strip, (0, y))
            y += strip.height
        return Cut(image.convert("1"), "\n".join(self._text), tuple(self._codes))

    def reset(self) -> None:
        self.look, self.align, self.line_dots, self.code_page = Look(), 0.0, LINE_DOTS, 0

    def feed(self, rows: int) -> None:
        if rows:
            self._strips.append(Image.new("L", (self.dots, rows), WHITE))

    def write(self, data: bytes) -> None:
        """Glyphs go into the line; a full line prints itself."""
        for glyph in data.decode(CODE_PAGES.get(self.code_page, "cp437"), "replace"):
            if self._line_dots() + GLYPH_WIDE * self.look.wide > self.dots:
                self.end_line()
            self._line.append((glyph, self.look))

    def _line_dots(self) -> int:
        return sum(GLYPH_WIDE * look.wide for _, look in self._line)

    def end_line(self, only_if_begun: bool = False) -> None:
        if only_if_begun and not self._line:
            return
        high = max((GLYPH_HIGH * look.high for _, look in self._line), default=0)
        strip = Image.new("L", (self.dots, max(self.line_dots, high)), WHITE)
        x = int((self.dots - self._line_dots()) * self.align)
        for glyph, look in self._line:
            cell = glyph_cell(glyph, look)
            strip.paste(cell, (x, high - cell.height))
            x += cell.width
        self._strips.append(strip)
        self._text.append("".join(glyph for glyph, _ in self._line))
        self._line = []

    def place(self, image: Image.Image) -> None:
        """A picture at the present alignment; what is wider than the paper is lost."""
        strip = Image.new("L", (self.dots, image.height), WHITE)
        strip.paste(image, (max(0, int((self.dots - image.width) * self.align)), 0))
        self._strips.append(strip)

    def burn(self, command: Command) -> None:
        rows = len(command.data) // command.row_bytes
        picture = Image.frombytes("1", (command.row_bytes * 8, rows), bytes(byte ^ 0xFF for byte in command.data))
        self.place(picture.convert("L"))

    def two_dimensional(self, data: bytes) -> None:
        """GS ( k for QR: size, error correction, store, print."""
        kind, function, value = data[2], data[3], data[4:]
        if kind != 49:
            return
        if function == 67:
            self._qr["module"] = value[0]
        elif function == 69:
            self._qr["level"] = EC_LEVELS.get(value[0], "l")
        elif function == 80:
            self._qr["data"] = value[1:].decode("utf-8", "replace")
        elif function == 81 and self._qr.get("data"):
            self._print_code(str(self._qr["data"]))

    def _print_code(self, data: str) -> None:
        level, module = str(self._qr.get("level", "l")), int(str(self._qr.get("module", 3)))
        matrix = segno.make(data, error=level, micro=False, boost_error=False).matrix
        side = len(matrix)
        dots = bytes(BLACK if dark else WHITE for row in matrix for dark in row)
        code = Image.frombytes("L", (side, side), dots)
        self.place(code.resize((side * module, side * module), Image.Resampling.NEAREST))
        self._codes.append(data)


@lru_cache(maxsize=1024)
def glyph_cell(glyph: str, look: Look) -> Image.Image:
    """One glyph of the printer's own font: a cell of 12 by 24 dots, multiplied."""
    cell = _plain_cell(glyph, look.bold)
    if look.underlined:
        ImageDraw.Draw(cell).rectangle((0, GLYPH_HIGH - 2, GLYPH_WIDE - 1, GLYPH_HIGH - 1), fill=BLACK)
    if look.inverted:
        cell = cell.point([255 - level for level in range(256)])
    return cell.resize((GLYPH_WIDE * look.wide, GLYPH_HIGH * look.high), Image.Resampling.NEAREST)


def _plain_cell(glyph: str, bold: bool) -> Image.Image:
    face = _printer_face(glyph, bold)
    wide = max(GLYPH_WIDE, round(face.getlength(glyph)))
    cell = Image.new("L", (wide, GLYPH_HIGH), WHITE)
    ImageDraw.Draw(cell).text((wide / 2, 19), glyph, font=face, fill=BLACK, anchor="ms")
    return cell.resize((GLYPH_WIDE, GLYPH_HIGH)).point([BLACK] * 150 + [WHITE] * 106)


def _printer_face(glyph: str, bold: bool) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    if faces_missing():
        return ImageFont.load_default(21)
    return font(NUMBERS if glyph.isdigit() else TEXT_FACE, 22, 700 if bold else 450)


def _print_mode(press: Press, n: int) -> None:
    """ESC ! n: bold, height, width and underline at once."""
    press.look = replace(
        press.look,
        bold=bool(n & 8),
        high=2 if n & 16 else 1,
        wide=2 if n & 32 else 1,
        underlined=bool(n & 128),
    )


def _set(press: Press, **looks: object) -> None:
    press.look = replace(press.look, **looks)  # type: ignore[arg-type]


def _assign(name: str, table: dict[int, float] | None = None) -> Callable[[Press, Command], None]:
    def run(press: Press, command: Command) -> None:
        value = command.data[0]
        setattr(press, name, table.get(value, 0.0) if table else value)

    return run


def _feed_lines(press: Press, command: Command) -> None:
    press.end_line(only_if_begun=True)
    press.feed(command.data[0] * press.line_dots)


def _feed_dots(press: Press, command: Command) -> None:
    press.end_line(only_if_begun=True)
    press.feed(command.data[0])


def _line_spacing_default(press: Press, command: Command) -> None:
    press.line_dots = LINE_DOTS


def _begin_picture(press: Press, command: Command) -> None:
    press.end_line(only_if_begun=True)


def _two_dimensional(press: Press, command: Command) -> None:
    if command.data[:1] == b"k":
        press.two_dimensional(command.data[1:])


RUNS: dict[bytes, Callable[[Press, Command], None]] = {
    TEXT: lambda press, command: press.write(command.data),
    RASTER: lambda press, command: press.burn(command),
    b"\n": lambda press, command: press.end_line(),
    b"\x1b@": lambda press, command: press.reset(),
    b"\x1ba": _assign("align", ALIGNMENT),
    b"\x1bE": lambda press, command: _set(press, bold=bool(command.data[0] & 1)),
    b"\x1b-": lambda press, command: _set(press, underlined=bool(command.data[0] & 3)),
    b"\x1b!": lambda press, command: _print_mode(press, command.data[0]),
    b"\x1d!": lambda press, command: _set(press, wide=(command.data[0] >> 4 & 7) + 1, high=(command.data[0] & 7) + 1),
    b"\x1dB": lambda press, command: _set(press, inverted=bool(command.data[0] & 1)),
    b"\x1bt": _assign("code_page"),
    b"\x1b3": _assign("line_dots"),
    b"\x1b2": _line_spacing_default,
    b"\x1bd": _feed_lines,
    b"\x1bJ": _feed_dots,
    b"\x1dv": _begin_picture,
    b"\x1d(": _two_dimensional,
    b"\x1dV": lambda press, command: press.tear_off(),
    b"\x1bi": lambda press, command: press.tear_off(),
    b"\x1bm": lambda press, command: press.tear_off(),
}
