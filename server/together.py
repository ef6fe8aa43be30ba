"""What joins the processes of one site: the queue between them, whom the others saw, and which one makes the rounds."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from flask_socketio import SocketIO

from server import system
from server.api.presence import TOGETHER_EVERY, Polls, Presence
from server.domain.events import AccountChanged, DeviceWithdrawn, SessionsEnded
from server.live.queue import Queue, ValkeyChannel, close_sockets
from server.ports import Hall, Recorded, Store
from server.settings import Settings

ROUNDS = "rounds"
RENEWED_EVERY, STANDS_STILL = 1.5, 4.0  # seconds: who dies is followed within STANDS_STILL and a round
# How long a long poll of a shared site trusts in being woken: with the queue, and without.
LOOKS_WITH_QUEUE, LOOKS_WITHOUT = 5.0, 1.0

log = structlog.get_logger()


class Turn:
    """Whether this process makes the rounds: exactly one of all does, and another soon after that one died.

    Nobody compares clocks: a lease is over when its beat has stood still for a while on the watcher's own steady clock.
    """

    def __init__(self, store: Store, me: str, monotonic: Callable[[], float]) -> None:
        self._store, self._me, self._monotonic = store, me, monotonic
        self._found: tuple[str, int] | None = None
        self._since = self._renewed = monotonic() - STANDS_STILL

    @property
    def holds(self) -> bool:
        return self._found is not None and self._found[0] == self._me

    def is_mine(self) -> bool:
        now = self._monotonic()
        with self._store.read() as unit:
            found = unit.processes.lease(ROUNDS)
        if found != self._found:
            self._found, self._since = found, now
        if self.holds:
            return now - self._renewed < RENEWED_EVERY or self._take(found, now)
        return (found is None or now - self._since >= STANDS_STILL) and self._take(found, now)

    def _take(self, found: tuple[str, int] | None, now: float) -> bool:
        was_mine = self.holds
        with self._store.write() as unit:
            taken = unit.processes.take_lease(ROUNDS, self._me, found)
        if not taken:
            self._found, self._since = None, now  # another was faster; seen at the next look
            return False
        self._found, self._since, self._renewed = (self._me, found[1] + 1 if found else 1), now, now
        if not was_mine:
            log.info("makes_the_rounds", process=self._me)
        return True


@dataclass
class Together:
    """This process among those of its site. Alone on SQLite it has no queue, and every turn is its own."""

    settings: Settings
    queue: Queue | None
    turn: Turn | None = None
    presence: Presence | None = None
    me: str = field(default_factory=lambda: system.SystemIds().short())

    def join(self, hall: Hall, presence: Presence) -> Polls:
        """Share what must be known to all; the polls of a site whose processes share them."""
        if not self.settings.is_shared:
            return Polls()
        self.turn = Turn(hall.store, f"{self.settings.process}-{self.me}", system.monotonic)
        self.presence = presence
        return Polls(hall.store, system.SystemIds().short)

    def is_my_turn(self) -> bool:
        return self.turn is None or self.turn.is_mine()

    def look_every(self) -> float:
        """How long a long poll may sleep without looking: for ever where nobody else writes."""
        if not self.settings.is_shared:
            return float("inf")
        return LOOKS_WITH_QUEUE if self.queue is not None and self.queue.is_up else LOOKS_WITHOUT

    def ring(self, recorded: Sequence[Recorded], targets: Sequence[str]) -> None:
        """A commit of this process: the others look. Never waits."""
        if self.queue is not None:
            self.queue.ring(targets)

    def close_everywhere(self, socketio: SocketIO) -> Callable[[str], None]:
        if self.queue is not None:
            return self.queue.close_sockets
        return lambda room: close_sockets(socketio.server, room)

    def begin(self, socketio: SocketIO, hall: Hall, running: Callable[[], bool]) -> None:
        if self.queue is not None:
            self.queue.begin()
        if self.presence is not None:
            socketio.start_background_task(self._exchange, self.presence, hall.store, socketio.sleep, running)

    def end(self) -> None:
        if self.queue is not None:
            self.queue.end()

    def _exchange(
        self, presence: Presence, store: Store, sleep: Callable[[float], Any], running: Callable[[], bool]
    ) -> None:
        while running():
            try:
                presence.exchange(store)
            except Exception as trouble:
                log.warning("presence_not_shared", reason=type(trouble).__name__)
            sleep(TOGETHER_EVERY)

    def told(self) -> dict[str, Any]:
        """For the health page."""
        return {
            "process": {
                "number": self.settings.process, "of": self.settings.processes, "pid": os.getpid(),
                "makes_rounds": self.turn is None or self.turn.holds,
            },
            "queue": "none" if self.queue is None else "up" if self.queue.is_up else "down",
        }  # fmt: skip

    def troubles(self) -> list[str]:
        return ["queue_down"] if self.queue is not None and not self.queue.is_up else []


def of_site(settings: Settings, rung: Callable[[Sequence[str]], None]) -> Together:
    url = settings.queue_url
    return Together(settings, Queue(lambda: ValkeyChannel(url, system.monotonic), rung) if url else None)


def shut_out(socketio: SocketIO, forget: Callable[[str], None]) -> Callable[[Recorded], None]:
    """As the journal goes by: whose key or session has ended hears nothing more, whichever process ended it."""

    def passing(recorded: Recorded) -> None:
        match recorded.event:
            case DeviceWithdrawn(device=device):
                forget(device)
                close_sockets(socketio.server, f"actor:{device}")
            case SessionsEnded(staff=staff) | AccountChanged(staff=staff):
                close_sockets(socketio.server, f"actor:{staff}")

    return passing
