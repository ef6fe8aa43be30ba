"""Slips printed in advance and keyed in after an outage: what of them can be true."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from server.domain.hours import local_day, span_of, whole_minute
from server.domain.mall import Mall
from server.domain.refusals import (
    PaperCounterWrong,
    PaperIncomplete,
    PaperInFuture,
    PaperOtherDay,
    PaperOutOfOrder,
    PaperOutsideHours,
)  # fmt: skip

WAITING, SERVED, LEFT = "waiting", "served", "left"
A_MINUTE = timedelta(minutes=1)  # a wall clock and the server's differ by that much


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip as a person keyed it in. `label` is what stands on it."""

    label: str
    queue: str
    agency: str
    state: str  # WAITING | SERVED | LEFT
    issued_at: datetime
    counter: int | None = None
    called_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def times(self) -> tuple[datetime, ...]:
        all_times = (self.issued_at, self.called_at, self.started_at, self.ended_at)
        return tuple(at for at in all_times if at is not None)


def sound(slip: Slip, mall: Mall, day: date, now: datetime) -> Slip:
    """The slip. Raises PaperOtherDay, PaperInFuture, PaperOutsideHours, PaperOutOfOrder, PaperIncomplete, …"""
    if local_day(mall, slip.issued_at) != day:
        raise PaperOtherDay(label=slip.label)
    if max(slip.times) > now + A_MINUTE:
        raise PaperInFuture(label=slip.label)
    _within_hours(slip, mall, day)
    if list(slip.times) != sorted(slip.times):
        raise PaperOutOfOrder(label=slip.label)
    _complete(slip)
    _at_its_counter(slip, mall)
    return slip


def _within_hours(slip: Slip, mall: Mall, day: date) -> None:
    span = span_of(mall, slip.agency, day)
    if span is None or not span.first_ticket_at <= whole_minute(slip.issued_at) <= span.closes_at:
        raise PaperOutsideHours(label=slip.label)


def _complete(slip: Slip) -> None:
    """Who waits was not called; who was served has a counter, a call and an end; who left may have an end."""
    called = (slip.counter, slip.called_at)
    if slip.state == SERVED:
        sound = None not in (*called, slip.ended_at)
    else:
        sound = called == (None, None) and slip.started_at is None and (slip.state == LEFT or slip.ended_at is None)
    if not sound:
        raise PaperIncomplete(label=slip.label)


def _at_its_counter(slip: Slip, mall: Mall) -> None:
    if slip.counter is None:
        return
    place = mall.counter_by_number.get(slip.counter)
    if place is None or slip.queue not in place.queues:
        raise PaperCounterWrong(label=slip.label, counter=slip.counter)
