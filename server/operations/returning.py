"""Who comes back without queueing anew: late, with the document that was missing, or after being parked."""

from datetime import date, datetime
from itertools import takewhile

from server.domain import ordering
from server.domain import ticket as tickets
from server.domain.access import ADMIN, CLERK, GREETER, KIOSK, MANAGER, SUPERVISOR, Actor, of_agency, one_of
from server.domain.events import TicketReturned
from server.domain.refusals import DayAlreadyClosed, MoveNotAllowed, NotFound
from server.domain.ticket import Ticket
from server.operations.days import today
from server.operations.placing import WHOLE_LINE
from server.operations.recording import Asked, Done, done, done_before, record
from server.ports import Hall, Unit

MAY_RETURN = (KIOSK, CLERK, GREETER, MANAGER, SUPERVISOR, ADMIN)


def come_back(unit: Unit, ticket: Ticket, by: str | None, now: datetime) -> Ticket:
    """It waits again: a late visitor some places on, the others at the front, behind those who came back before."""
    why = tickets.may_return(ticket)
    last = unit.journal.head().seq + 1
    back = tickets.come_back(ticket, now, last)
    line = unit.tickets.waiting([back.queue], back.day, WHOLE_LINE)
    places = unit.mall.calling.late_return_places if why == tickets.LATE else _returned_before(line)
    mine, *passed = ordering.returned_place(back, line, places)
    ahead = len(line) - len(passed)
    for before, after in zip(line[ahead:], passed, strict=True):
        unit.tickets.save(before, after)
    unit.tickets.save(ticket, mine)
    waiting = unit.tickets.change_waiting(mine.queue, mine.day, 1)
    zone = unit.mall.zone_of_queue(mine.queue).number
    record(unit, TicketReturned(
        mine.id, mine.label, mine.queue, mine.service, mine.agency, zone, waiting, why or "",
        [mine.position, *(one.position for one in passed)], by, mine.priority, _left_zone(unit, ticket, zone),
    ), now)  # fmt: skip
    return mine


def _left_zone(unit: Unit, ticket: Ticket, zone: int) -> int | None:
    there = unit.mall.counter_by_number.get(ticket.counter or 0)
    return there.zone if there is not None and there.zone != zone else None


def _returned_before(line: list[Ticket]) -> int:
    return len(list(takewhile(lambda one: one.leg > 1, line)))


def let_return(hall: Hall, actor: Actor, *, ticket: str, request_id: str) -> Done:
    """A visitor is back: by the id of the slip's code at a kiosk, by its label for staff.

    Raises NotFound, MoveNotAllowed, DayAlreadyClosed.
    """
    one_of(actor, *MAY_RETURN)
    asked = Asked(request_id, actor, "return", {"ticket": ticket})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        found = _of_today(unit, actor, ticket, now)
        back = come_back(unit, found, actor.id if actor.kind == "staff" else None, now)
        return done(unit, asked, {"ticket": back.id}, now)


def _of_today(unit: Unit, actor: Actor, ticket: str, now: datetime) -> Ticket:
    day = today(unit, now)
    labelled = unit.tickets.labelled(ticket, day) if actor.kind == "staff" else None
    found = labelled or unit.tickets.get(ticket)
    if found is None or found.queue not in unit.mall.counters_by_queue:
        raise NotFound(what="ticket")
    if actor.kind == "staff":
        of_agency(actor, found.agency)
    if found.day != day:
        raise MoveNotAllowed(state=found.state, move="return", label=found.label)
    if unit.site.report(day) is not None:
        raise DayAlreadyClosed(day=day.isoformat())
    return found


def bring_back_due(hall: Hall) -> int:
    """Everybody who was parked until a moment that has come waits again; how many. Called each second."""
    now = hall.clock.now()
    with hall.store.read() as unit:
        day = unit.journal.head().day
        if day is None or not _due(unit, day, now):
            return 0
    with hall.store.write() as unit:
        due = _due(unit, today(unit, now), now)
        for ticket in due:
            come_back(unit, ticket, None, now)
        return len(due)


def _due(unit: Unit, day: date, now: datetime) -> list[Ticket]:
    """But for those whose queue the mall no longer has: they end with the day."""
    return [ticket for ticket in unit.tickets.due(now, day) if ticket.queue in unit.mall.counters_by_queue]
