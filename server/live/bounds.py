"""Bounds of the sockets: how many an address may open, how much a client may say, who must join soon, who may stay."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from engineio.exceptions import SocketIsClosedError

SAYS_AT_ONCE, SAYS_EVERY = 20, 1.0  # a client greets, and answers a ping every twenty seconds
JOINS_WITHIN = 15.0
LOOKS_EVERY, ASKS_EVERY = 5.0, 30.0
KEYS = ("actor:", "session:")  # rooms named after who may be shut out

log = structlog.get_logger()
Alive = Callable[[Sequence[str]], set[str]]


@dataclass(slots=True)
class _Client:
    address: str
    came: float
    full_at: float


class SocketBounds:
    """Watches the Engine.IO server below Socket.IO, where a client counts from its first byte."""

    def __init__(
        self, server: Any, monotonic: Callable[[], float], address_of: Callable[[Mapping[str, Any]], str], *, most: int,
        of_address: int,
    ) -> None:  # fmt: skip
        self._server, self._monotonic, self._address_of = server, monotonic, address_of
        self._most, self._of_address = most, of_address
        self._clients: dict[str, _Client] = {}
        self._of: Counter[str] = Counter()
        handlers = server.eio.handlers
        self._connected, self._disconnected = handlers["connect"], handlers["disconnect"]
        handlers.update(connect=self._connect, disconnect=self._disconnect)

    def _connect(self, sid: str, environ: dict[str, Any]) -> Any:
        address = self._address_of(environ)
        if len(self._clients) >= self._most or self._of[address] >= self._of_address:
            return "too_many_sockets"
        now = self._monotonic()
        self._clients[sid] = _Client(address, now, now)
        self._of[address] += 1
        self._listen(sid)
        return self._connected(sid, environ)

    def _listen(self, sid: str) -> None:
        """Every frame counts, also those that Socket.IO would not look at."""
        socket = self._server.eio.sockets[sid]
        receive = socket.receive

        def bounded(packet: Any) -> None:
            if self._says_too_much(sid):
                log.warning("socket_flood", address=self._clients[sid].address)
                raise SocketIsClosedError()
            receive(packet)

        socket.receive = bounded

    def _says_too_much(self, sid: str) -> bool:
        client, now = self._clients.get(sid), self._monotonic()
        if client is None:
            return False
        client.full_at = max(now, client.full_at) + SAYS_EVERY
        return client.full_at - now > SAYS_AT_ONCE * SAYS_EVERY

    def _disconnect(self, sid: str, *reason: Any) -> Any:
        client = self._clients.pop(sid, None)
        if client is not None:
            self._of[client.address] -= 1
            if not self._of[client.address]:
                del self._of[client.address]
        return self._disconnected(sid, *reason)

    def close_silent(self) -> int:
        """Those that opened a socket and never said which room they want."""
        before = self._monotonic() - JOINS_WITHIN
        silent = [sid for sid, c in list(self._clients.items()) if c.came < before and not self._joined(sid)]
        for sid in silent:
            self._server.start_background_task(self._server.eio.disconnect, sid)
        return len(silent)

    def _joined(self, sid: str) -> bool:
        return self._server.manager.sid_from_eio_sid(sid, "/") is not None

    def keys(self) -> list[str]:
        """The rooms of this process that are named after a key or a session."""
        return [room for room in list(self._server.manager.rooms.get("/", {})) if room and room.startswith(KEYS)]

    def run(self, alive: Alive, close: Callable[[str], None], running: Callable[[], bool]) -> None:
        """Close who never joined; and, every ASKS_EVERY, who was withdrawn without this process hearing of it."""
        asked = self._monotonic()
        while running():
            self._server.sleep(LOOKS_EVERY)
            try:
                self.close_silent()
                if self._monotonic() - asked >= ASKS_EVERY:
                    asked = self._monotonic()
                    self.close_withdrawn(alive, close)
            except Exception:
                log.exception("socket_round_failed")

    def close_withdrawn(self, alive: Alive, close: Callable[[str], None]) -> None:
        keys = self.keys()
        stay = alive(keys) if keys else set()
        for room in keys:
            if room not in stay:
                close(room)
