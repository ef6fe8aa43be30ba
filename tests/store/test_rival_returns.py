"""The moment that somebody was parked until comes just when they return: they wait once."""

import threading
from datetime import timedelta
from typing import Any

from server.domain.access import ADMIN, CLERK, Actor
from server.domain.refusals import MoveNotAllowed
from server.operations import calls, counters, parking, returning, tickets
from server.ports import Hall
from server.store import proving
from server.store.unit import SqlStore
from tests.halls import CountedIds, MovedClock

CLERK_A, GREETER = Actor("staff", "siti", CLERK, "A"), Actor("staff", "kepala", ADMIN)
ROUNDS = 6


def test_who_returns_in_the_moment_they_are_due_waits_once(store: SqlStore) -> None:
    hall = Hall(store, MovedClock(), CountedIds())
    sit: dict[str, Any] = {"counter": 1}
    counters.take(hall, CLERK_A, **sit, holder_vanished=False, request_id="take-0001")
    counters.open(hall, CLERK_A, **sit, request_id="open-0001")
    for n in range(ROUNDS):
        _parked_and_due(hall, n)
        before = hall.clock.now()
        told = _at_once(hall, n)
        assert sorted(told) == ["done", "move_not_allowed"] or told == ["done", "done"], told
        with store.read() as unit:
            (mine,) = unit.tickets.waiting(["A"], before.date(), 10)
            returned = [one for one in unit.journal.after(0, 1000) if type(one.event).__name__ == "TicketReturned"]
            assert unit.tickets.waiting_counts(mine.day)["A"] == 1
        assert len(returned) == n + 1
        tickets.cancel(hall, GREETER, ticket=mine.id, request_id=f"cancel-{n:04d}")
    with store.database.reading() as connection:
        assert proving.faults(connection) == []


def _parked_and_due(hall: Hall, n: int) -> None:
    issued = tickets.issue(hall, GREETER, service="A2", language="id", request_id=f"issue-{n:04d}")
    calls.next(hall, CLERK_A, counter=1, expects=None, request_id=f"next-{n:05d}")
    parking.park(
        hall, CLERK_A, counter=1, ticket=issued.result["ticket"], why="form", minutes=1, request_id=f"park-{n:05d}"
    )
    hall.clock.moment += timedelta(minutes=1)  # type: ignore[attr-defined]


def _at_once(hall: Hall, n: int) -> list[str]:
    """What the round and the greeter are told; a round that finds nobody due has nothing to do."""
    barrier, told = threading.Barrier(2), []

    def due() -> None:
        barrier.wait(10)
        returning.bring_back_due(hall)
        told.append("done")

    def back() -> None:
        barrier.wait(10)
        try:
            returning.let_return(hall, GREETER, ticket=f"A-{n + 1:03d}", request_id=f"return-{n:04d}")
            told.append("done")
        except MoveNotAllowed as refusal:
            told.append(refusal.code)

    threads = [threading.Thread(target=act) for act in (due, back)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return told
