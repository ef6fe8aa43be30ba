"""ESC/POS bytes cut into commands as they arrive, however the network chopped them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

TEXT, RASTER = b"text", b"raster"  # names of what has no command code: printable bytes, rows of a picture
ESC, GS, DLE = 0x1B, 0x1D, 0x10


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its code (such as b"\\x1ba"), what follows it, and for rows of a picture their width in bytes."""

    code: bytes
    data: bytes = b""
    row_bytes: int = 0

    @property
    def size(self) -> int:
        return len(self.code) + len(self.data)

    @property
    def is_real_time(self) -> bool:
        return self.code[:1] == b"\x10"


FIXED: dict[bytes, int] = {
    **{b"\x1b" + bytes([c]): 1 for c in b"!aEdJ3tM-{GR =VreTU"},
    **{b"\x1b" + bytes([c]): 0 for c in b"@2imSL\x0c"},
    **{b"\x1b" + bytes([c]): 2 for c in b"$\\cB"},
    b"\x1bp": 3, b"\x1bW": 8,
    **{b"\x1d" + bytes([c]): 1 for c in b"!BraHhwfbIT/^"},
    **{b"\x1d" + bytes([c]): 2 for c in b"LWP$\\"},
    b"\x1d:": 0,
    b"\x10\x04": 1, b"\x10\x05": 1, b"\x10\x14": 3,
}  # fmt: skip


@dataclass
class CommandReader:
    """Feed it bytes, get whole commands; what is incomplete waits for more. Rows of a picture come as they arrive."""

    _pending: bytes = b""
    _row_bytes: int = 0
    _rows_left: int = 0
    _sizers: dict[bytes, Callable[[bytes], int | None]] = field(default_factory=lambda: dict(VARIABLE))

    def feed(self, data: bytes) -> Iterator[Command]:
        self._pending += data
        while self._pending:
            command = self._rows() if self._rows_left else self._next()
            if command is None:
                return
            yield command

    def _rows(self) -> Command | None:
        rows = min(self._rows_left, len(self._pending) // self._row_bytes)
        if not rows:
            return None
        self._rows_left -= rows
        return Command(RASTER, self._take(rows * self._row_bytes), self._row_bytes)

    def _next(self) -> Command | None:
        first = self._pending[0]
        if first >= 0x20:
            end = next((n for n, byte in enumerate(self._pending) if byte < 0x20), len(self._pending))
            return Command(TEXT, self._take(end))
        if first not in (ESC, GS, DLE):
            return Command(self._take(1))
        if len(self._pending) < 2:
            return None
        return self._coded(self._pending[:2])

    def _coded(self, code: bytes) -> Command | None:
        sizer = self._sizers.get(code)
        size = sizer(self._pending) if sizer else 2 + FIXED.get(code, 0)
        if size is None or len(self._pending) < size:
            return None
        command = Command(code, self._take(size)[2:])
        if code == b"\x1dv":
            self._row_bytes, self._rows_left = _word(command.data, 2), _word(command.data, 4)
        return command

    def _take(self, size: int) -> bytes:
        taken, self._pending = self._pending[:size], self._pending[size:]
        return taken


def _word(data: bytes, at: int) -> int:
    return data[at] | data[at + 1] << 8


def _cut_size(data: bytes) -> int | None:
    if len(data) < 3:
        return None
    return 4 if data[2] in (65, 66, 97, 98, 103, 104) else 3


def _parameter_size(data: bytes) -> int | None:
    """GS ( x: a length of two bytes, then so much."""
    return 5 + _word(data, 3) if len(data) >= 5 else None


def _long_graphics_size(data: bytes) -> int | None:
    return 7 + int.from_bytes(data[3:7], "little") if len(data) >= 7 else None


def _column_image_size(data: bytes) -> int | None:
    if len(data) < 5:
        return None
    return 5 + _word(data, 3) * (3 if data[2] in (32, 33) else 1)


def _barcode_size(data: bytes) -> int | None:
    if len(data) < 4:
        return None
    if data[2] >= 65:
        return 4 + data[3]
    end = data.find(b"\x00", 3)
    return end + 1 if end >= 0 else None


def _tabs_size(data: bytes) -> int | None:
    end = data.find(b"\x00", 2)
    return end + 1 if end >= 0 else None


VARIABLE: dict[bytes, Callable[[bytes], int | None]] = {
    b"\x1dv": lambda data: 8,
    b"\x1dV": _cut_size,
    b"\x1d(": _parameter_size,
    b"\x1d8": _long_graphics_size,
    b"\x1b*": _column_image_size,
    b"\x1dk": _barcode_size,
    b"\x1bD": _tabs_size,
}
