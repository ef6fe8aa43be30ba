"""What waits for whoever stands in the hall: priority to confirm, people to bring back, help asked. Reads only."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from server.domain import ticket as tickets
from server.domain.access import ADMIN, BOUND_TO_AGENCY, GREETER, MANAGER, SUPERVISOR, Actor, one_of, reaches
from server.domain.ticket import Ticket
from server.operations.alarms import BURST, HELP
from server.operations.views import iso
from server.operations.visit_views import parked_view
from server.ports import Hall, Unit

MOST_AWAY = 60
# A clerk's own alarm is silent: it stays off a tablet that visitors look at.
TOLD = (HELP, BURST)


def greeter_view(hall: Hall, actor: Actor) -> dict[str, Any]:
    """Today's, within the actor's reach; labels, never ids. Raises NotAllowed."""
    one_of(actor, GREETER, MANAGER, SUPERVISOR, ADMIN)
    now = hall.clock.now()
    with hall.store.read() as unit:
        day = unit.journal.head().day
        mine = [one for one in (unit.tickets.to_decide(day) if day else []) if _is_mine(unit, actor, one)]
        return {
            "now": iso(now), "day": day.isoformat() if day else None,
            "requested": [_row(unit, one) for one in mine if one.priority == tickets.REQUESTED and _lives(one)],
            "away": _away(unit, mine), "longest": _longest(unit, actor, day), "alarms": _alarms(unit, actor),
            "printers": _printers(unit),
        }  # fmt: skip


def _is_mine(unit: Unit, actor: Actor, ticket: Ticket) -> bool:
    """Within reach, and of a service that the mall still has."""
    mall = unit.mall
    known = ticket.service in mall.service_by_code and ticket.queue in mall.counters_by_queue
    return known and reaches(actor, ticket.agency)


def _lives(ticket: Ticket) -> bool:
    return ticket.state != tickets.FINISHED


def _row(unit: Unit, ticket: Ticket) -> dict[str, Any]:
    mall = unit.mall
    zone, service = mall.zone_of_queue(ticket.queue), mall.service_by_code[ticket.service]
    return {
        "label": ticket.label, "service": ticket.service, "service_short": dict(service.short),
        "agency": ticket.agency, "agency_short": mall.agency_by_code[ticket.agency].short, "zone": zone.number,
        "floor": zone.floor, "state": ticket.state, "counter": ticket.counter, "since": iso(ticket.waits_since),
    }  # fmt: skip


def _away(unit: Unit, mine: Iterable[Ticket]) -> list[dict[str, Any]]:
    """Late, parked, or sent for a document: who left last comes first."""
    gone = [one for one in mine if tickets.may_return(one)]
    gone.sort(key=lambda one: one.ended_at or one.issued_at, reverse=True)
    return [
        {**_row(unit, one), "may_return": tickets.may_return(one), "since": iso(one.ended_at),
         "parked": parked_view(one) if one.state == tickets.PARKED else None}
        for one in gone[:MOST_AWAY]
    ]  # fmt: skip


def _longest(unit: Unit, actor: Actor, day: date | None) -> list[dict[str, Any]]:
    """Each agency's longest wait, the longest first, with how many wait there."""
    found = unit.tickets.longest_waits(day) if day else []
    return [{**_row(unit, one), "waiting": count} for one, count in found if _is_mine(unit, actor, one)]


def _alarms(unit: Unit, actor: Actor) -> list[dict[str, Any]]:
    mall = unit.mall
    zones = mall.zones_of_agency(actor.agency or "") if actor.role in BOUND_TO_AGENCY else mall.zone_by_number
    return [
        {"id": one.id, "kind": one.kind, "zone": one.zone, "device_name": one.device_name, "since": iso(one.since),
         "floor": mall.zone_by_number[one.zone].floor if one.zone in mall.zone_by_number else None}
        for one in unit.site.alarms() if one.kind in TOLD and one.zone in zones
    ]  # fmt: skip


def _printers(unit: Unit) -> list[dict[str, Any]]:
    states = unit.site.printer_states()
    return [
        {"id": one.id, "name": one.name, "zone": one.zone, "state": states.get(one.id, ("unknown",))[0]}
        for one in unit.mall.printers
    ]
