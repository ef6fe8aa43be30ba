"""Slips of paper, given by hand while the server was away, keyed in afterwards with their times."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from server.domain import paper
from server.domain import ticket as rules
from server.domain.access import ADMIN, CLERK, GREETER, MANAGER, SUPERVISOR, Actor, of_agency, one_of
from server.domain.chain import short, spoken_code
from server.domain.events import PaperKeyedIn
from server.domain.instants import instant_text
from server.domain.mall import Service
from server.domain.numbering import paper_label
from server.domain.paper import Slip
from server.domain.refusals import ClockInDoubt, DayAlreadyClosed, NotFound, PaperKeyedBefore, Refusal
from server.domain.ticket import Ticket
from server.operations.days import today
from server.operations.placing import placed
from server.operations.recording import Asked, Done, done, done_before, record
from server.ports import Hall, Unit

_STATES = {paper.WAITING: rules.WAITING, paper.SERVED: rules.FINISHED, paper.LEFT: rules.CANCELLED}
_TIMES = ("issued_at", "called_at", "started_at", "ended_at")


def key_in(hall: Hall, actor: Actor, *, slips: Sequence[Mapping[str, Any]], request_id: str) -> Done:
    """All of these slips or none: {service, number, state, issued_at, counter, called_at, started_at, ended_at}.

    Who still waits stands before all who joined later. A refusal names the `row` it is about.
    """
    one_of(actor, CLERK, GREETER, MANAGER, SUPERVISOR, ADMIN)
    plain = [{name: _plain(value) for name, value in slip.items()} for slip in slips]
    asked = Asked(request_id, actor, "key_in", {"slips": plain})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        day = _day(unit, now)
        made = [_key_in_row(hall, unit, actor, row, slip, day, now) for row, slip in enumerate(slips, start=1)]
        return done(unit, asked, {"tickets": [ticket.id for ticket in made]}, now)


def _plain(value: Any) -> Any:
    return instant_text(value) if isinstance(value, datetime) else value


def _day(unit: Unit, now: datetime) -> date:
    """Times are held against the clock: one in doubt proves nothing. Raises ClockInDoubt, DayAlreadyClosed."""
    day = today(unit, now)
    if unit.journal.head().clock_doubted:
        raise ClockInDoubt(now=now.isoformat(), last=None)
    if unit.site.report(day) is not None:
        raise DayAlreadyClosed(day=day.isoformat())
    return day


def _key_in_row(
    hall: Hall, unit: Unit, actor: Actor, row: int, slip: Mapping[str, Any], day: date, now: datetime
) -> Ticket:
    try:
        return _key_in(hall, unit, actor, slip, day, now)
    except Refusal as refusal:
        refusal.details["row"] = row
        raise


def _key_in(hall: Hall, unit: Unit, actor: Actor, asked: Mapping[str, Any], day: date, now: datetime) -> Ticket:
    service = _service(unit, actor, asked["service"])
    label = paper_label(unit.mall.number_format, service.queue, asked["number"])
    earlier = unit.tickets.numbered(service.queue, day, -asked["number"])
    if earlier is not None:
        raise PaperKeyedBefore(label=label, state=earlier.state)
    times: dict[str, Any] = {name: asked.get(name) for name in _TIMES}
    slip = Slip(label, service.queue, service.agency, asked["state"], counter=asked.get("counter"), **times)
    paper.sound(slip, unit.mall, day, now)
    unit.tickets.begin_queue(service.queue, day)
    return _record(unit, actor, _ticket(hall, unit, service, slip, asked["number"], day, now), now)


def _service(unit: Unit, actor: Actor, code: str) -> Service:
    service = unit.mall.service_by_code.get(code)
    if service is None:
        raise NotFound(what="service", service=code)
    of_agency(actor, service.agency)
    return service


def _ticket(hall: Hall, unit: Unit, service: Service, slip: Slip, number: int, day: date, now: datetime) -> Ticket:
    """What was keyed in teaches the estimates nothing: `mark` says so for whoever was served by hand."""
    state = _STATES[slip.state]
    waits = state == rules.WAITING
    return Ticket(
        hall.ids.secret(), day, service.queue, -number, slip.label, service.code, service.agency,
        unit.mall.site.languages[0], state, unit.journal.head().seq + 1, slip.issued_at,
        first_called_at=slip.called_at, called_at=slip.called_at, calls=1 if slip.called_at else 0,
        counter=slip.counter, started_at=slip.started_at,
        ended_at=None if waits else slip.ended_at or now, outcome="done" if state == rules.FINISHED else None,
        mark=None if waits else rules.KEYED_IN, joined_at=slip.issued_at, series=service.queue,
    )  # fmt: skip


def _record(unit: Unit, actor: Actor, ticket: Ticket, now: datetime) -> Ticket:
    """`position` is the seq of the very event that is written here, until its place in line is found."""
    waits = ticket.state == rules.WAITING
    ticket, positions = placed(unit, ticket) if waits else (ticket, [])
    waiting = unit.tickets.change_waiting(ticket.queue, ticket.day, int(waits))
    zone = unit.mall.zone_of_queue(ticket.queue).number
    recorded = record(unit, PaperKeyedIn(
        ticket.id, ticket.label, ticket.queue, ticket.number, ticket.service, ticket.agency, zone, ticket.language,
        waiting, ticket.state, ticket.counter, ticket.mark, instant_text(ticket.issued_at), positions, actor.id,
    ), now)  # fmt: skip
    ticket = replace(ticket, chain=short(recorded.hash), code=spoken_code(recorded.hash))
    unit.tickets.add(ticket)
    return ticket
