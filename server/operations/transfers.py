"""Sending a visitor on: to another service, to a counter, to a person. The number stays."""

from dataclasses import replace
from datetime import datetime

from server.domain import ticket as tickets
from server.domain.access import ADMIN, CLERK, GREETER, MANAGER, SUPERVISOR, Actor, of_agency, one_of, reaches
from server.domain.events import TicketTransferred
from server.domain.mall import Service
from server.domain.refusals import MoveNotAllowed, NotFound
from server.domain.ticket import Ticket
from server.operations import choosing, plans, undoing, visits
from server.operations.at_counter import AT_COUNTERS, my_desk, visitor_at
from server.operations.days import today
from server.operations.recording import Asked, Done, done, done_before, record
from server.operations.staff import as_actor
from server.operations.undoing import Move
from server.ports import Hall, Unit


def transfer(
    hall: Hall, actor: Actor, *, counter: int, ticket: str, service: str | None, to_counter: int | None,
    to_staff: str | None, request_id: str,
) -> Done:  # fmt: skip
    """The visitor at this counter waits on, for a service, a counter, or a person (by sign-in name).

    By the site's rule the place is that of the arrival in the building. Raises NotFound, MoveNotAllowed.
    """
    arguments = {"counter": counter, "ticket": ticket, "service": service, "to": to_counter, "staff": to_staff}
    asked = Asked(request_id, actor, "transfer", arguments)
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        place, desk = my_desk(unit, actor, counter)
        visitor = visitor_at(unit, desk, ticket)
        tickets.moved(visitor, "transfer")
        aim = _aim(unit, visitor, service, to_counter, to_staff)
        move = undoing.begin(unit, choosing.place_of(unit, place, desk), "transfer", [visitor])
        unit.legs.add(tickets.leg_of(visitor, actor.id, now, "transferred"))
        visits.free(unit, desk)
        _send(unit, actor, visitor, aim, counter, place.zone, now)
        return _kept(unit, asked, move, actor, {"ticket": ticket, "counter": counter}, now)


def _kept(unit: Unit, asked: Asked, move: Move, actor: Actor, result: dict[str, object], now: datetime) -> Done:
    undoing.keep(unit, move, actor.id, now)
    return done(unit, asked, result, now)


def move_waiting(hall: Hall, actor: Actor, *, ticket: str, service: str, request_id: str) -> Done:
    """Whoever waits in the wrong queue, by label, goes to the right one; also who is parked.

    Raises NotFound, MoveNotAllowed.
    """
    one_of(actor, CLERK, GREETER, MANAGER, SUPERVISOR, ADMIN)
    asked = Asked(request_id, actor, "move", {"ticket": ticket, "service": service})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        found = unit.tickets.labelled(ticket, today(unit, now))
        if found is None:
            raise NotFound(what="ticket", ticket=ticket)
        of_agency(actor, found.agency)
        if found.state not in (tickets.WAITING, tickets.PARKED):
            raise MoveNotAllowed(state=found.state, move="transfer", label=found.label)
        zone = unit.mall.zone_of_queue(found.queue).number
        _send(unit, actor, found, _aim(unit, found, service, None, None), None, zone, now)
        return done(unit, asked, {"ticket": found.id}, now)


def _aim(
    unit: Unit, visitor: Ticket, service: str | None, counter: int | None, staff: str | None
) -> tuple[Service, int | None, str | None]:
    """For what the visitor waits next: the service, and the one counter or person meant."""
    code = service or (visitor.service if counter is None else _service_at(unit, visitor, counter))
    if code not in unit.mall.service_by_code:
        raise NotFound(what="service", service=code)
    aim = unit.mall.service_by_code[code]
    if counter is not None and aim.queue not in _serves(unit, counter):
        raise NotFound(what="service", service=code, counter=counter)  # it would wait there for ever
    return aim, counter, None if staff is None else _person(unit, staff, aim.agency)


def _person(unit: Unit, name: str, agency: str) -> str:
    """Somebody who may serve this agency's visitors. Raises NotFound."""
    found = unit.people.staff_named(name)
    if found is None or found.blocked_at is not None or found.role not in AT_COUNTERS:
        raise NotFound(what="staff", staff=name)
    if not reaches(as_actor(found), agency):
        raise NotFound(what="staff", staff=name)
    return found.id


def _serves(unit: Unit, counter: int) -> set[str]:
    """Its own queues, and those it helps just now. Raises NotFound."""
    place = unit.mall.counter_by_number.get(counter)
    if place is None:
        raise NotFound(what="counter", counter=counter)
    return {*place.queues, *unit.counters.get(counter).helps}


def _service_at(unit: Unit, visitor: Ticket, counter: int) -> str:
    """The visitor's own service where that counter serves its queue, else the first that it does serve."""
    queues = _serves(unit, counter)
    if visitor.queue in queues:
        return visitor.service
    return next(service.code for service in unit.mall.services if service.queue in queues)


def _send(
    unit: Unit, actor: Actor, visitor: Ticket, aim: tuple[Service, int | None, str | None], counter: int | None,
    zone: int, now: datetime,
) -> None:  # fmt: skip
    service, to_counter, to_staff = aim
    waited = visitor.state == tickets.WAITING
    there, positions = visits.joined(unit, visitor, "transfer", service, now)
    there = replace(there, wanted_counter=to_counter, wanted_staff=to_staff)
    unit.tickets.save(visitor, there)
    if waited:
        unit.tickets.change_waiting(visitor.queue, visitor.day, -1)
    waiting = unit.tickets.change_waiting(there.queue, there.day, 1)
    record(unit, TicketTransferred(
        there.id, there.label, there.queue, there.service, there.agency, unit.mall.zone_of_queue(there.queue).number,
        visitor.queue, visitor.agency, zone, counter, waiting, positions, to_counter, to_staff, actor.id,
        visitor.position if waited else 0, visitor.service, there.priority,
    ), now)  # fmt: skip
    if service.code in there.plan:  # it is there already: no service twice
        plans.write(unit, there, tuple(code for code in there.plan if code != service.code), actor.id, now)
