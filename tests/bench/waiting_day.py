"""A day of a real hall as a log: from its tickets, stops and desks, not from what the hall has learned of them."""

from collections.abc import Iterator
from datetime import date, datetime

from server.domain import ticket as tickets
from server.domain.profiles import class_by
from server.domain.teaching import NOT_STARTED
from server.ports import Unit
from tests.bench.waiting_log import Change, Log, Visit

STATES = {"CounterOpened": "open", "CounterPaused": "paused", "CounterClosed": "closed", "CounterLeft": "closed"}
ALL = 100_000


def log_of(unit: Unit, day: date) -> Log:
    visits = sorted((*_stops(unit, day), *_gone(unit, day)), key=lambda one: one.arrived)
    queues = {str(counter.number): counter.queues for counter in unit.mall.counters}
    return Log(visits, unit.mall.service_by_code, list(_changes(unit)), queues)


def _stops(unit: Unit, day: date) -> Iterator[Visit]:
    """Nobody says when a visit began that was called and finished without a start: its end is marked."""
    for leg in unit.legs.of_day(day):
        mark, started = leg.mark, leg.started_at
        if started is None and leg.outcome != tickets.ABSENT:
            mark, started = mark or NOT_STARTED, leg.called_at
        yield Visit(
            leg.queue, leg.service, leg.queued_at.timestamp(), leg.called_at.timestamp(), _seconds(started),
            leg.ended_at.timestamp(), str(leg.counter), class_by(leg.priority), mark,
        )  # fmt: skip


def _gone(unit: Unit, day: date) -> Iterator[Visit]:
    """Who cancelled left then; whether those whom the day's end released were still there, nobody knows."""
    for one in unit.tickets.of_day(day, (tickets.CANCELLED, tickets.EXPIRED)):
        left = _seconds(one.ended_at) if one.state == tickets.CANCELLED else None
        yield Visit(
            one.queue, one.service, one.waits_since.timestamp(), finished=left, rank=class_by(one.priority)
        )  # fmt: skip


def _changes(unit: Unit) -> Iterator[Change]:
    for one in unit.journal.after(0, ALL):
        state = STATES.get(type(one.event).__name__)
        if state is not None:
            counter, until = one.event.counter, getattr(one.event, "until", None)  # type: ignore[union-attr]
            ends = datetime.fromisoformat(until).timestamp() if until else None
            yield Change(one.at.timestamp(), str(counter), state, ends)


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()
