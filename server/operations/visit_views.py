"""A visit as staff may see it: by its label, with its place, plan, priority and stops; never the id. Reads only."""

from typing import Any

from server.domain import ticket as tickets
from server.domain.access import ADMIN, AUDITOR, CLERK, GREETER, MANAGER, SUPERVISOR, Actor, of_agency, one_of
from server.domain.numbering import meant
from server.domain.profiles import class_of
from server.domain.refusals import NotFound
from server.domain.ticket import Leg, Ticket
from server.operations.availability import hold_of, wait_for
from server.operations.views import iso, plan_view, slip_view, verdict_view
from server.ports import Hall, Unit


def by_label(hall: Hall, actor: Actor, label: str) -> dict[str, Any]:
    """A ticket of today, by its label as people write it: C-014, c14. Raises NotFound, NotAllowed."""
    one_of(actor, CLERK, GREETER, MANAGER, SUPERVISOR, AUDITOR, ADMIN)
    with hall.store.read() as unit:
        day = unit.journal.head().day
        named = meant(unit.mall.number_format, unit.mall.counters_by_queue, label)
        found = unit.tickets.labelled(named, day) if day else None
        if found is None or found.service not in unit.mall.service_by_code:
            raise NotFound(what="ticket", ticket=named)
        of_agency(actor, found.agency)
        return staff_view(unit, found, hall.clock.now())


def by_id(hall: Hall, ticket: str) -> dict[str, Any]:
    with hall.store.read() as unit:
        found = unit.tickets.get(ticket)
        if found is None:
            raise NotFound(what="ticket")
        return staff_view(unit, found, hall.clock.now())


def staff_view(unit: Unit, ticket: Ticket, now: Any) -> dict[str, Any]:
    """What desk and greeter know of anybody's ticket."""
    mall = unit.mall
    service, zone = mall.service_by_code[ticket.service], mall.zone_of_queue(ticket.queue)
    waits = ticket.state == tickets.WAITING
    ahead = unit.tickets.ahead_of(ticket)
    return {
        "label": ticket.label, "queue": ticket.queue, "service": ticket.service, "service_name": dict(service.name),
        "service_short": dict(service.short), "agency": ticket.agency,
        "agency_short": mall.agency_by_code[ticket.agency].short, "zone": zone.number, "floor": zone.floor,
        "language": ticket.language, "state": ticket.state, "issued_at": iso(ticket.issued_at),
        "called_at": iso(ticket.called_at), "counter": ticket.counter, "calls": ticket.calls,
        "outcome": ticket.outcome, "ahead": ahead,
        "wait": wait_for(unit, service, ahead, now, class_of(ticket)) if waits else None,
        "hold": verdict_view(hold_of(unit, service, now)) if waits else None,
        "priority": ticket.priority, "plan": plan_view(mall, ticket), "may_return": tickets.may_return(ticket),
        "parked": parked_view(ticket) if ticket.state == tickets.PARKED else None,
        "wanted_counter": ticket.wanted_counter, "slip": slip_view(unit, ticket.id),
        "appointment": iso(ticket.appointment),
        "stops": [_stop(leg) for leg in unit.legs.of_ticket(ticket.id)],
    }  # fmt: skip


def parked_view(ticket: Ticket) -> dict[str, Any]:
    return {"why": ticket.parked_why, "until": iso(ticket.parked_until), "since": iso(ticket.ended_at)}


def _stop(leg: Leg) -> dict[str, Any]:
    return {
        "service": leg.service, "counter": leg.counter, "outcome": leg.outcome, "called_at": iso(leg.called_at),
        "started_at": iso(leg.started_at), "ended_at": iso(leg.ended_at), "inferred": leg.mark is not None,
        "delivered": [{"service": service, "count": count} for service, count in leg.delivered],
    }  # fmt: skip
