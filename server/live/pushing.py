"""After each commit, the journal's new rows go to their rooms, in order; and a heartbeat goes to every room."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import structlog

from server.domain.mall import Mall
from server.live.bell import Bell
from server.live.messages import Heartbeat, for_room, news_of
from server.ports import Clock, Recorded, Store

HEARTBEAT_SECONDS = 5.0
AT_ONCE = 500

Emit = Callable[[str, Any, str], None]
log = structlog.get_logger()


class Pusher:
    """One a process. It follows the journal from a cursor, so what a crash left unsaid is said at the next start.

    A process's own commits are handed over in memory; the journal is read only where something is missing.
    """

    def __init__(self, store: Store, clock: Clock, emit: Emit, bell: Bell) -> None:
        self._store, self._clock, self._emit, self._bell = store, clock, emit, bell
        self._fresh: dict[int, Recorded] = {}
        self._cursor = 0

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

    def catch_up(self) -> None:
        """Look into the journal itself: another process may have written."""
        with self._store.read() as unit:
            for one in unit.journal.after(self._cursor, AT_ONCE):
                self._fresh.setdefault(one.seq, one)

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
        """Push on every ring, beat every HEARTBEAT_SECONDS. One bad round is logged, never the last."""
        due, turn = monotonic(), self._bell.turn()
        while running():
            try:
                self.push()
                if monotonic() >= due:
                    due = monotonic() + HEARTBEAT_SECONDS
                    self.catch_up()
                    self.push()
                    self.beat()
            except Exception:
                log.exception("push_failed")
            turn = self._bell.wait(turn, min(1.0, due - monotonic()))
