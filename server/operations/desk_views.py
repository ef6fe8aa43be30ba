"""What staff see of counters: which there are, and one desk with its visitor, its queue, its moves. Reads only."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from server.domain import staffing
from server.domain import ticket as tickets
from server.domain.access import Actor, reaches
from server.domain.hours import calling_break
from server.domain.mall import Mall, Service
from server.domain.opening import admission
from server.domain.staffing import Desk
from server.domain.ticket import Ticket
from server.operations import pauses
from server.operations.availability import Minutes, Moment, moment_of, situation_at
from server.operations.calls import counter_of
from server.operations.contents import documents_of, tariff_line
from server.operations.troubles import troubles_of
from server.operations.views import iso, slip_view, verdict_view
from server.ports import Hall, Unit

WAITING_SHOWN = 50
Vanished = Callable[[str], bool]


def _nobody(staff: str) -> bool:
    return False


def counters_view(hall: Hall, actor: Actor, vanished: Vanished) -> list[dict[str, Any]]:
    """The counters of the actor's reach. `vanished` says of a staff id that it was not seen for long."""
    with hall.store.read() as unit:
        mall, desks = unit.mall, unit.counters.all()
    counters = [c for c in mall.counters if reaches(actor, c.agency)]
    return [_counter(mall, c.number, desks.get(c.number, Desk(c.number)), actor, vanished) for c in counters]


def _counter(mall: Mall, number: int, desk: Desk, actor: Actor, vanished: Vanished) -> dict[str, Any]:
    place = mall.counter_by_number[number]
    held, mine = desk.holder is not None, desk.holder == actor.id
    return {
        "number": number, "zone": place.zone, "floor": mall.zone_by_number[place.zone].floor,
        "agency": place.agency, "agency_short": mall.agency_by_code[place.agency].short,
        "queues": list(place.queues), "state": desk.state, "holder": held, "held_by_me": mine,
        "can_take": not held or mine,
        "can_take_over": held and not mine and vanished(desk.holder or ""),
    }  # fmt: skip


def desk_view(hall: Hall, actor: Actor, counter: int) -> dict[str, Any]:
    """All that the clerk of this counter needs. Raises NotFound, NotAllowed."""
    now = hall.clock.now()
    with hall.store.read() as unit:
        place, mall = counter_of(unit, actor, counter), unit.mall
        desk = unit.counters.get(counter)
        visitor = unit.tickets.get(desk.ticket) if desk.ticket else None
        head = unit.journal.head()
        waiting = unit.tickets.waiting(place.queues, head.day, WAITING_SHOWN) if head.day else []
        moment = moment_of(unit, now, place.agency)
        agency = mall.agency_by_code[place.agency]
        resting = calling_break(mall, place.agency, now)
        return {
            "counter": {
                **_counter(mall, counter, desk, actor, _nobody), "holder": desk.holder is not None,
                "since": iso(desk.since), "agency_short": agency.short, "agency_name": dict(agency.name),
                "pause": {"reason": desk.pause_reason, "since": iso(desk.since), "until": iso(desk.pause_until)}
                if desk.state == staffing.PAUSED else None,
            },
            "ticket": _visitor(unit, visitor, now) if visitor else None,
            "waiting": [_waiting(mall, ticket) for ticket in waiting],
            "waiting_count": sum(moment.waiting.get(queue, 0) for queue in place.queues),
            "next": {"label": waiting[0].label} if waiting else None,
            "break": {"until": iso(resting.until), "reason": dict(resting.reason)} if resting else None,
            "held": sorted(pauses.held(unit, place.agency, now)),
            "may": _may(mall, desk, visitor, bool(waiting) and resting is None),
            "services": [
                _service(mall, moment, service) for service in mall.services if service.agency == place.agency
            ],
            "printers": _printers(unit, mall), "troubles": troubles_of(unit, mall, place.zone, place.agency, now),
            "recent": _recent(unit, mall, place.queues),
            "promised_wait_minutes": mall.calling.promised_wait_minutes,
            "timezone": mall.site.timezone, "demonstration": mall.demonstration,
            "seq": head.rooms.get(f"desk:{place.agency}", 0), "now": iso(now),
            "day": head.day.isoformat() if head.day else None,
        }  # fmt: skip


def _visitor(unit: Unit, ticket: Ticket, now: datetime) -> dict[str, Any]:
    mall, service = unit.mall, unit.mall.service_by_code[ticket.service]
    minutes = Minutes(unit).of(service)
    waited = ((ticket.first_called_at or now) - ticket.issued_at).total_seconds()
    return {
        "id": ticket.id, "label": ticket.label, "service": ticket.service, "service_name": dict(service.name),
        "service_short": dict(service.short), "queue": ticket.queue, "language": ticket.language,
        "state": ticket.state, "issued_at": iso(ticket.issued_at), "called_at": iso(ticket.called_at),
        "started_at": iso(ticket.started_at), "calls": ticket.calls, "waited_seconds": max(0, int(waited)),
        "documents": documents_of(mall, service), "tariffs": [tariff_line(t) for t in service.tariffs],
        "other_costs": [tariff_line(t) for t in service.other_costs], "paid_to": service.paid_to,
        "usual_minutes": {"low": max(1, round(minutes * 0.75)), "high": max(2, round(minutes * 1.25))},
        "slip": slip_view(unit, ticket.id),
    }  # fmt: skip


def _service(mall: Mall, moment: Moment, service: Service) -> dict[str, Any]:
    verdict = admission(mall, service.code, moment.now, situation_at(mall, moment, service))
    return {
        "code": service.code, "name": dict(service.name), "can_take": verdict.can_take,
        "refusal": verdict_view(verdict.refusal), "waiting": moment.waiting.get(service.queue, 0),
    }  # fmt: skip


def _waiting(mall: Mall, ticket: Ticket) -> dict[str, Any]:
    """By its label: the id of somebody who waits is theirs alone, and would let a clerk act in their name."""
    service = mall.service_by_code[ticket.service]
    return {
        "id": ticket.label, "label": ticket.label, "service": ticket.service, "service_short": dict(service.short),
        "issued_at": iso(ticket.issued_at), "language": ticket.language,
    }  # fmt: skip


def _recent(unit: Unit, mall: Mall, queues: tuple[str, ...]) -> list[dict[str, Any]]:
    """The last tickets called from these queues: whose slip might be printed again."""
    day = unit.journal.head().day
    called = unit.tickets.last_called(queues, day, 8) if day else []
    return [
        {**_waiting(mall, t), "state": t.state, "counter": t.counter, "called_at": iso(t.called_at)} for t in called
    ]


def _may(mall: Mall, desk: Desk, visitor: Ticket | None, somebody_next: bool) -> dict[str, Any]:
    state = visitor.state if visitor else ""
    needed = mall.calling.calls_before_absent
    return {
        "next": desk.state == staffing.OPEN and somebody_next,
        "recall": tickets.allows(state, "recall") if visitor else False,
        "start": tickets.allows(state, "start") if visitor else False,
        "finish": tickets.allows(state, "finish") if visitor else False,
        "absent": visitor is not None and tickets.allows(state, "absent") and visitor.calls >= needed,
        "absent_after_calls": needed,
    }  # fmt: skip


def _printers(unit: Unit, mall: Mall) -> list[dict[str, Any]]:
    states = unit.site.printer_states()
    return [
        {"id": p.id, "name": p.name, "zone": p.zone, "state": states.get(p.id, ("unknown",))[0]} for p in mall.printers
    ]
