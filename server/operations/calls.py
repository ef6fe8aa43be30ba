"""What a clerk does with visitors: next, recall, start, finish, absent."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from server.domain import calling, ordering, staffing
from server.domain import ticket as tickets
from server.domain.access import ADMIN, CLERK, MANAGER, SUPERVISOR, Actor, of_agency, one_of
from server.domain.events import (
    TicketAbsent,
    TicketCalled,
    TicketFinished,
    TicketRecalled,
    TicketStarted,
)  # fmt: skip
from server.domain.mall import Counter
from server.domain.opening import calling_break
from server.domain.refusals import NobodyWaiting, NotFound, OnBreak, StateChanged, SystemStillDown
from server.domain.staffing import Desk
from server.domain.ticket import Ticket
from server.operations import pauses
from server.operations.days import today
from server.operations.placing import WHOLE_LINE
from server.operations.recording import Asked, Done, done, done_before, record
from server.ports import Hall, Unit

AT_COUNTERS = (CLERK, MANAGER, SUPERVISOR, ADMIN)


def counter_of(unit: Unit, actor: Actor, number: int) -> Counter:
    """The counter, within the actor's reach. Raises NotFound, NotAllowed."""
    counter = unit.mall.counter_by_number.get(number)
    if counter is None:
        raise NotFound(what="counter", counter=number)
    one_of(actor, *AT_COUNTERS)
    of_agency(actor, counter.agency)
    return counter


def my_desk(unit: Unit, actor: Actor, number: int) -> tuple[Counter, Desk]:
    counter = counter_of(unit, actor, number)
    return counter, staffing.held_by(unit.counters.get(number), actor.id)


def _visitor(unit: Unit, desk: Desk, expects: str) -> Ticket:
    """The visitor the caller means. Raises StateChanged where somebody else, or nobody, is at the counter."""
    visitor = unit.tickets.get(desk.ticket) if desk.ticket else None
    if visitor is None or visitor.id != expects:
        raise StateChanged(counter=desk.number, label=desk.label)
    return visitor


def next(
    hall: Hall, actor: Actor, *, counter: int, expects: str | None, request_id: str, system_back: bool = False
) -> Done:
    """Close the present visit and call whoever waits longest in this counter's queues.

    `expects` is the ticket the caller sees at the counter, or None. `system_back`: the caller says that the agency's
    central system works again, which resumes it; else who waits for it is held: SystemStillDown.

    Raises StateChanged, NobodyWaiting, OnBreak,
    CounterNotOpen, CounterNotHeld: then the present visit stays as it is.
    """
    arguments = {"counter": counter, "expects": expects, **({"system_back": True} if system_back else {})}
    asked = Asked(request_id, actor, "next", arguments)
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        place, desk = my_desk(unit, actor, counter)
        staffing.open_for_calls(desk)
        if desk.ticket != expects:
            raise StateChanged(counter=counter, label=desk.label)
        if system_back:
            pauses.system_is_back(unit, place.agency, actor.id, now)
        waiting = _next_for(unit, place, now)
        _no_break(unit, place, now)
        if desk.ticket:
            _close_visit(unit, place, desk, actor, now)
        _call(unit, place, desk, waiting, actor, now)
        return done(unit, asked, {"ticket": waiting.id, "counter": counter}, now)


def _next_for(unit: Unit, place: Counter, now: datetime) -> Ticket:
    day = today(unit, now)
    held = pauses.held(unit, place.agency, now)
    if held:
        return _next_not_held(unit, place, day, held)
    chosen = ordering.first(unit.tickets.first_waiting(queue, day) for queue in place.queues)
    if chosen is None:
        raise NobodyWaiting(counter=place.number)
    return chosen


def _next_not_held(unit: Unit, place: Counter, day: date, held: Mapping[str, datetime]) -> Ticket:
    """Who waits longest for a service whose central system works. Raises SystemStillDown, NobodyWaiting."""
    line = unit.tickets.waiting(place.queues, day, WHOLE_LINE)
    if not line:
        raise NobodyWaiting(counter=place.number)
    free = [waiting for waiting in line if waiting.service not in held]
    if not free:
        raise SystemStillDown(counter=place.number, since=min(held.values()).isoformat())
    return free[0]


def _no_break(unit: Unit, place: Counter, now: datetime) -> None:
    pause = calling_break(unit.mall, place.agency, now)
    if pause is not None:
        raise OnBreak(until=pause.until.isoformat(), reason=dict(pause.reason))


def _call(unit: Unit, place: Counter, desk: Desk, waiting: Ticket, actor: Actor, now: datetime) -> None:
    called = replace(tickets.call(waiting, place.number, now), called_seq=unit.journal.head().seq + 1)
    unit.tickets.save(waiting, called)
    unit.counters.save(unit.counters.get(place.number), staffing.seat(desk, called.id, called.label))
    left = unit.tickets.change_waiting(called.queue, called.day, -1)
    record(unit, TicketCalled(
        called.id, called.label, called.queue, called.service, called.agency, place.zone, place.number,
        called.calls, called.language, left, actor.id, called.position,
    ), now)  # fmt: skip


def _close_visit(unit: Unit, place: Counter, desk: Desk, actor: Actor, now: datetime) -> None:
    assert desk.ticket is not None
    visitor = unit.tickets.get(desk.ticket)
    assert visitor is not None
    end_visit(unit, place, desk, visitor, actor.id, now, mark=tickets.CLOSED_BY_NEXT)


def end_visit(
    unit: Unit, place: Counter, desk: Desk, visitor: Ticket, by: str, now: datetime, mark: str | None
) -> None:
    """Finish the visit and free the counter; `mark` where nobody said that it ended."""
    finished = tickets.finish(visitor, now, mark=mark)
    unit.tickets.save(visitor, finished)
    unit.counters.save(desk, staffing.seat(desk, None, None))
    record(unit, TicketFinished(
        finished.id, finished.label, finished.queue, finished.agency, place.zone, place.number,
        finished.outcome or "done", finished.mark, by,
    ), now)  # fmt: skip


def recall(hall: Hall, actor: Actor, *, counter: int, ticket: str, request_id: str) -> Done:
    asked = Asked(request_id, actor, "recall", {"counter": counter, "ticket": ticket})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        place, desk = my_desk(unit, actor, counter)
        visitor = _visitor(unit, desk, ticket)
        again = replace(tickets.recall(visitor, now), called_seq=unit.journal.head().seq + 1)
        unit.tickets.save(visitor, again)
        waiting = unit.tickets.change_waiting(again.queue, again.day, 0)
        record(unit, TicketRecalled(
            again.id, again.label, again.queue, again.service, again.agency, place.zone, counter,
            again.calls, again.language, waiting, actor.id,
        ), now)  # fmt: skip
        return done(unit, asked, {"ticket": again.id, "counter": counter}, now)


def start(hall: Hall, actor: Actor, *, counter: int, ticket: str, request_id: str) -> Done:
    """The visitor has arrived at the counter."""
    asked = Asked(request_id, actor, "start", {"counter": counter, "ticket": ticket})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        place, desk = my_desk(unit, actor, counter)
        visitor = _visitor(unit, desk, ticket)
        arrived = tickets.start(visitor, now)
        unit.tickets.save(visitor, arrived)
        record(unit, TicketStarted(
            arrived.id, arrived.label, arrived.queue, arrived.agency, place.zone, counter, actor.id
        ), now)  # fmt: skip
        return done(unit, asked, {"ticket": arrived.id, "counter": counter}, now)


def finish(hall: Hall, actor: Actor, *, counter: int, ticket: str, request_id: str) -> Done:
    asked = Asked(request_id, actor, "finish", {"counter": counter, "ticket": ticket})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        place, desk = my_desk(unit, actor, counter)
        end_visit(unit, place, desk, _visitor(unit, desk, ticket), actor.id, now, mark=None)
        return done(unit, asked, {"ticket": ticket, "counter": counter}, now)


def absent(hall: Hall, actor: Actor, *, counter: int, ticket: str, request_id: str) -> Done:
    """The visitor did not come. Raises AbsentTooEarly before the site's number of calls."""
    asked = Asked(request_id, actor, "absent", {"counter": counter, "ticket": ticket})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        place, desk = my_desk(unit, actor, counter)
        visitor = _visitor(unit, desk, ticket)
        gone = tickets.absent(visitor, now)
        calling.absence_is_due(visitor, unit.mall.calling.calls_before_absent)
        unit.tickets.save(visitor, gone)
        unit.counters.save(desk, staffing.seat(desk, None, None))
        record(unit, TicketAbsent(
            gone.id, gone.label, gone.queue, gone.agency, place.zone, counter, actor.id
        ), now)  # fmt: skip
        return done(unit, asked, {"ticket": gone.id, "counter": counter}, now)
