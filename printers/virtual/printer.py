"""The virtual printer itself: its TCP port, its receive buffer, its moods, and the papers that came out."""

import socket
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from PIL import Image

from printers.virtual.commands import RASTER, Command, CommandReader
from printers.virtual.paper import LINE_DOTS, Cut, Press

MODES = ("ready", "paper_low", "paper_out", "cover_open", "slow", "silent", "half_dead", "off")
OFFLINE = ("paper_out", "cover_open")
DEAF = ("silent", "half_dead", "off")  # nothing is read and nothing answered
BUFFER_BYTES, SLOW_BUFFER_BYTES = 32_768, 2_048
LINE_BYTES = 4_096  # what waits on the network before the printer has read it
SLOW_ROWS_PER_SECOND = 90
ROWS_AT_ONCE = 24
HALF_WAY_ROWS = 420  # so much paper moves before a printer told to fall silent does so
PAPERS_KEPT = 50
STATUS = 0x12  # bits that are always set in an answer to DLE EOT


@dataclass(frozen=True, slots=True)
class Paper:
    """One piece of paper that left the printer."""

    number: int
    at: datetime
    image: Image.Image
    text: str
    codes: tuple[str, ...]


@dataclass
class VirtualPrinter:
    """Start it, print to `host:port`, look at `papers`. `rows_per_second` 0 means at once (for tests)."""

    name: str = "p1"
    port: int = 0
    host: str = "127.0.0.1"
    dots: int = 576
    rows_per_second: int = 1200
    mode: str = "ready"
    papers: deque[Paper] = field(default_factory=lambda: deque(maxlen=PAPERS_KEPT))
    printed: int = 0
    _press: Press = field(init=False)
    _buffer: deque[tuple[Command, socket.socket]] = field(default_factory=deque)
    _buffered: int = 0
    _connections: set[socket.socket] = field(default_factory=set)
    _listener: socket.socket | None = None
    _rows_until_silent: int = HALF_WAY_ROWS
    _stopped: bool = False

    def __post_init__(self) -> None:
        self._press = Press(self.dots)
        self._changed = threading.Condition()

    def start(self) -> "VirtualPrinter":
        self._listen()
        threading.Thread(target=self._print_all, name=f"virtual-{self.name}", daemon=True).start()
        return self

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        self._hang_up()

    def __enter__(self) -> "VirtualPrinter":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def address(self) -> str:
        return f"{self.host}:{self.port}"

    def set_mode(self, mode: str) -> None:
        """Change its mood; raises ValueError for one it does not know."""
        if mode not in MODES:
            raise ValueError(f"no such mode: {mode}")
        with self._changed:
            was, self.mode = self.mode, mode
            self._rows_until_silent = HALF_WAY_ROWS
            if mode == "off":
                self._lose_power()
            self._changed.notify_all()
        if mode == "off":
            self._hang_up()
        elif was == "off":
            self._listen()

    def unfinished(self) -> Cut | None:
        """The paper still hanging in the printer."""
        with self._changed:
            return self._press.unfinished()

    def wait_for_papers(self, number: int, seconds: float = 10.0) -> bool:
        """Whether so many papers came out in time."""
        with self._changed:
            return self._changed.wait_for(lambda: self.printed >= number, seconds)

    # -- the port

    def _listen(self) -> None:
        self._listener = socket.create_server((self.host, self.port), backlog=8)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, LINE_BYTES)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self._connections.add(connection)
            threading.Thread(target=self._receive, args=(connection,), daemon=True).start()

    def _hang_up(self) -> None:
        """Close the port and every connection, as when the cable is pulled."""
        listener, self._listener = self._listener, None
        for one in (listener, *self._connections):
            if one:
                _close(one)

    def _lose_power(self) -> None:
        self._buffer.clear()
        self._buffered = 0
        self._press.tear_off()
        self._keep_cuts()
        self._press.reset()

    def _receive(self, connection: socket.socket) -> None:
        """Until the line breaks; half a command is worth nothing then. A line that only asks never waits for room."""
        reader, has_printed = CommandReader(), False
        with suppress(OSError):
            while self._wait_for_room(has_printed) and (data := connection.recv(1024)):
                has_printed |= self._take_in(data, reader, connection)
        self._connections.discard(connection)
        _close(connection)

    def _wait_for_room(self, has_printed: bool) -> bool:
        """Nothing is read while the buffer is full: the sender's own buffers fill, and it has to wait."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._hears(has_printed))
            return not self._stopped

    def _hears(self, has_printed: bool) -> bool:
        return not self._is_deaf() and (not has_printed or self._has_room())

    def _has_room(self) -> bool:
        most = SLOW_BUFFER_BYTES if self.mode == "slow" else BUFFER_BYTES
        return self._buffered < most

    def _is_deaf(self) -> bool:
        return self.mode in DEAF and not (self.mode == "silent" and self._rows_until_silent > 0)

    def _take_in(self, data: bytes, reader: CommandReader, connection: socket.socket) -> bool:
        """Answer what is asked, keep what is to be printed; whether there was any of that."""
        with self._changed:
            if self._is_deaf():
                return False
            to_print = 0
            for command in reader.feed(data):
                if command.is_real_time:
                    self._answer(command, connection)
                else:
                    self._buffer.append((command, connection))
                    to_print += command.size
            self._buffered += to_print
            self._changed.notify_all()
            return to_print > 0

    # -- status

    def _answer(self, command: Command, connection: socket.socket) -> None:
        """DLE EOT n is answered at once, whatever waits in the buffer."""
        if command.code == b"\x10\x04":
            connection.sendall(bytes([self.status(command.data[0])]))

    def status(self, question: int) -> int:
        """The byte for DLE EOT 1 (printer), 2 (why offline), 3 (errors), 4 (paper)."""
        out, is_open = self.mode == "paper_out", self.mode == "cover_open"
        bits = {
            1: 0x08 if self.mode in OFFLINE else 0,
            2: (0x04 if is_open else 0) | (0x20 if out else 0),
            4: 0x6C if out else 0x0C if self.mode == "paper_low" else 0,
        }
        return STATUS | bits.get(question, 0)

    # -- the mechanism

    def _print_all(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopped or (self._buffer and self._can_print()))
                if self._stopped:
                    return
                command, connection = self._buffer.popleft()
                self._buffered -= command.size
                command = self._part_of(command, connection)
                rows = self._run(command, connection)
                self._changed.notify_all()
            self._move_paper(rows)

    def _can_print(self) -> bool:
        return self.mode not in OFFLINE and not self._is_deaf()

    def _part_of(self, command: Command, connection: socket.socket) -> Command:
        """A few rows of a picture at a time, so that an opened cover stops it in the middle."""
        most = ROWS_AT_ONCE * command.row_bytes
        if command.code != RASTER or len(command.data) <= most:
            return command
        rest = Command(RASTER, command.data[most:], command.row_bytes)
        self._buffer.appendleft((rest, connection))
        self._buffered += rest.size
        return Command(RASTER, command.data[:most], command.row_bytes)

    def _run(self, command: Command, connection: socket.socket) -> int:
        if command.code == b"\x1dr":
            self._answer_in_turn(connection)
            return 0
        rows = self._press.run(command)
        self._keep_cuts()
        if self.mode == "silent":
            self._rows_until_silent -= rows
        return rows

    def _answer_in_turn(self, connection: socket.socket) -> None:
        """GS r: answered only when everything before it is on paper."""
        with suppress(OSError):  # whoever asked may be gone
            connection.sendall(b"\x03" if self.mode == "paper_low" else b"\x00")

    def _keep_cuts(self) -> None:
        for cut in self._press.cuts:
            self.printed += 1
            self.papers.append(Paper(self.printed, datetime.now(UTC), cut.image, cut.text, cut.codes))
        self._press.cuts.clear()

    def _move_paper(self, rows: int) -> None:
        speed = SLOW_ROWS_PER_SECOND if self.mode == "slow" else self.rows_per_second
        if speed and rows:
            time.sleep(min(rows, 40 * LINE_DOTS) / speed)


def _close(one: socket.socket) -> None:
    with suppress(OSError):  # never connected, or closed by the other side
        one.shutdown(socket.SHUT_RDWR)
    one.close()
