"""After each commit, the journal's new rows go to their rooms, in order; and a heartbeat goes to every room."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import structlog

from server.domain.mall import Mall
from server.live.bell import Bell
from server.live.messages import Heartbeat, for_room, news_of
from server.ports import Clock, Recorded, Store, StoreUnavailable

HEARTBEAT_SECONDS = 5.0
LOOK_SECONDS = 1.0
AT_ONCE = 500

Emit = Callable[[str, Any, str], None]
Passing = Callable[[Recorded], None]
log = structlog.get_logger()


class Pusher:
    """One a process. It follows the journal from a cursor, so what a crash left unsaid is said at the next start.

    A process's own commits are handed over in memory. Those of other processes are read from the journal: when they
    ring, and every LOOK_SECONDS whether they ring or not. `emit` reaches this process's own clients only, so each
    client hears each news from one pusher, in the journal's order. `passing` is told of each event that goes by.
    """

    def __init__(
        self, store: Store, clock: Clock, emit: Emit, bell: Bell, passing: Passing = lambda recorded: None
    ) -> None:
        self._store, self._clock, self._emit, self._bell, self._passing = store, clock, emit, bell, passing
        self._fresh: dict[int, Recorded] = {}
        self._cursor = 0
        self._rung = False

    def begin(self) -> None:
        """Start at the journal's head: who connects later gets a snapshot anyway."""
        with self._store.read() as unit:
            self._cursor = unit.journal.head().seq
        self._fresh.clear()

    def heard(self, recorded: Sequence[Recorded], _targets: Sequence[str] = ()) -> None:
        """A commit of this process: keep its events for the next push."""
        self._fresh.update((one.seq, one) for one in recorded if one.seq > self._cursor)

    def push(self) -> int:
        """Send everything after the cursor; how many events."""
        pushed = 0
        while batch := self._next_batch():
            self._send(batch, self._store.mall())
            self._cursor = batch[-1].seq
            pushed += len(batch)
            for one in batch:
                self._passing(one)
        return pushed

    def _next_batch(self) -> list[Recorded]:
        batch: list[Recorded] = []
        while (one := self._fresh.pop(self._cursor + len(batch) + 1, None)) is not None:
            batch.append(one)
        if batch or not self._fresh:
            return batch
        with self._store.read() as unit:
            batch = unit.journal.after(self._cursor, AT_ONCE)
        for one in batch:
            self._fresh.pop(one.seq, None)
        return batch

    def rung(self) -> None:
        """Another process has written, or may have: look before the next push. Ring the bell after it."""
        self._rung = True

    def catch_up(self) -> int:
        """Look into the journal itself: another process may have written. How many events were news to this one.

        Whoever polls here is woken, and the mall is the one those events were written under.
        """
        self._rung = False
        with self._store.read() as unit:
            rows = unit.journal.after(self._cursor, AT_ONCE)
            foreign = [one for one in rows if one.seq not in self._fresh]
            if foreign:
                unit.mall  # noqa: B018  a newer one is read here
        self._fresh.update((one.seq, one) for one in foreign)
        if foreign:
            self._bell.ring(foreign)
        return len(foreign)

    def _send(self, batch: Sequence[Recorded], mall: Mall) -> None:
        rooms: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for one in batch:
            news = news_of(one, mall)
            for room in one.after:
                rooms[room].append(for_room(news, one, room))
        for room, messages in rooms.items():
            self._emit("news", messages, room)

    def beat(self) -> None:
        now = self._clock.now()
        with self._store.read() as unit:
            heads = dict(unit.journal.head().rooms)
        for room, head in heads.items():
            self._emit("heartbeat", Heartbeat(room, head, now).as_wire(), room)

    def run(self, monotonic: Callable[[], float], running: Callable[[], bool]) -> None:
        """Push on every ring, look every LOOK_SECONDS, beat every HEARTBEAT_SECONDS.

        One bad round is logged, never the last: while the database is away nothing is said, and all of it afterwards.
        """
        look = beat = monotonic()
        turn = self._bell.turn()
        while running():
            try:
                if self._rung or monotonic() >= look:
                    look = monotonic() + LOOK_SECONDS
                    while self.catch_up() == AT_ONCE:
                        self.push()
                self.push()
                if monotonic() >= beat:
                    beat = monotonic() + HEARTBEAT_SECONDS
                    self.beat()
            except StoreUnavailable as trouble:
                log.warning("push_waits", reason=str(trouble))
            except Exception:
                log.exception("push_failed")
            turn = self._bell.wait(turn, max(0.05, min(look, beat) - monotonic()))
