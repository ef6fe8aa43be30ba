"""Connections before anything is asked: how many an address may hold, who still gets in when it is full, how slow."""

import socket
from collections import Counter, OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import Any

from server.api.throttle import network_of

REQUEST_SECONDS = 20.0  # a whole request, from its first byte to its last; waiting for one is another matter
KEPT_FREE = 8  # an eighth of all connections is for addresses where somebody known was seen
TRUSTED_FOR, MOST_TRUSTED = 24 * 3600.0, 5000


class Connections:
    """Counts this process's open connections. An address where a device or staff was seen finds a place longest."""

    def __init__(self, monotonic: Callable[[], float], *, most: int, of_address: int) -> None:
        self._monotonic, self._most, self._of_address = monotonic, most, of_address
        self._open: Counter[str] = Counter()
        self._trusted: OrderedDict[str, float] = OrderedDict()

    def enter(self, address: str) -> bool:
        """Whether one more may be open; then `leave` must follow."""
        network = network_of(address)
        trusted = self._is_trusted(network)
        room = self._most if trusted else self._most - self._most // KEPT_FREE
        if self._open.total() >= room or (self._of_address and self._open[network] >= self._of_address):
            return False
        self._open[network] += 1
        return True

    def leave(self, address: str) -> None:
        network = network_of(address)
        self._open[network] -= 1
        if not self._open[network]:
            del self._open[network]

    def trust(self, address: str | None) -> None:
        """Somebody known asked from there."""
        network = network_of(address)
        self._trusted[network] = self._monotonic()
        self._trusted.move_to_end(network)
        if len(self._trusted) > MOST_TRUSTED:
            self._trusted.popitem(last=False)

    def _is_trusted(self, network: str) -> bool:
        seen = self._trusted.get(network)
        return seen is not None and self._monotonic() - seen < TRUSTED_FOR

    def open(self) -> int:
        return self._open.total()


class PatientReader:
    """What a connection sends. Once a request has begun, all of it must come within REQUEST_SECONDS."""

    def __init__(
        self, file: Any, within: Callable[..., AbstractContextManager[Any]], monotonic: Callable[[], float]
    ) -> None:
        self._file, self._within, self._monotonic = file, within, monotonic
        self._until: float | None = None

    def begin(self) -> None:
        """Wait for a request's first byte as long as the connection may be silent; from there on the time counts."""
        self._until = None
        self._file.peek(1)
        self._until = self._monotonic() + REQUEST_SECONDS

    def read(self, *size: int) -> bytes:
        data: bytes = self._in_time(self._file.read, *size)
        return data

    def readline(self, *size: int) -> bytes:
        line: bytes = self._in_time(self._file.readline, *size)
        return line

    def readlines(self, *hint: int) -> list[bytes]:
        lines: list[bytes] = self._in_time(self._file.readlines, *hint)
        return lines

    def _in_time(self, read: Callable[..., Any], *arguments: int) -> Any:
        if self._until is None:
            return read(*arguments)
        left = self._until - self._monotonic()
        if left <= 0:
            raise TimeoutError("the request took too long")
        with self._within(left, TimeoutError("the request took too long")):
            return read(*arguments)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def _send_at_once(connection: Any) -> None:
    """Else the end of an answer, or the second of two news, waits for the other side to confirm what came before it:
    forty milliseconds where that side waits for more to confirm."""
    with suppress(OSError):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def bounded(
    protocol: Any, within: Callable[..., AbstractContextManager[Any]], monotonic: Callable[[], float],
    connections: Connections,
) -> Any:  # fmt: skip
    """The server's HTTP protocol, which closes at once what finds no place, and waits for nobody without end."""

    class Bounded(protocol):  # type: ignore[misc]
        rfile: Any
        connection: Any

        def __init__(self, conn_state: Any, server: Any) -> None:
            address = conn_state[0][0] if isinstance(conn_state[0], tuple) else ""
            if not connections.enter(address):
                return
            try:
                super().__init__(conn_state, server)
            finally:
                connections.leave(address)

        def setup(self) -> None:
            super().setup()
            _send_at_once(self.connection)
            self.rfile = PatientReader(self.rfile, within, monotonic)

        def handle_one_request(self) -> None:
            try:
                self.rfile.begin()
            except (OSError, ValueError):  # silent for too long, or gone
                self.close_connection = True
                return
            super().handle_one_request()

    return Bounded
