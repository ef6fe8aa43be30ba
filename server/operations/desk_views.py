"""What staff see of counters: which there are, and one desk with its visitor, its queue, its moves. Reads only."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from server.domain import calling, staffing
from server.domain import ticket as tickets
from server.domain.access import Actor, reaches
from server.domain.hours import calling_break
from server.domain.mall import Mall
from server.domain.profiles import Choice
from server.domain.staffing import Desk
from server.domain.ticket import Ticket
from server.operations import choosing, pauses, undoing
from server.operations.at_counter import counter_of
from server.operations.availability import moment_of, offers, waits_at
from server.operations.choosing import Place
from server.operations.colleagues import notes_view
from server.operations.contents import documents_of, tariff_line
from server.operations.floor_views import alerts_for
from server.operations.troubles import troubles_of
from server.operations.views import iso, plan_view, slip_view, verdict_view
from server.operations.visit_views import parked_view
from server.operations.waits import Waits
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
        "queues": list(place.queues), "state": desk.state, "label": desk.label, "holder": held, "held_by_me": mine,
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
        works = choosing.place_of(unit, place, desk)
        waiting = unit.tickets.waiting(works.queues, head.day, WAITING_SHOWN) if head.day else []
        next_one = choosing.foreseen(unit, works, actor.id, head.day, now) if head.day else None
        moment = moment_of(unit, now, place.agency)
        waits = waits_at(unit, moment)
        offered = offers(unit, moment, place.agency, waits)
        agency = mall.agency_by_code[place.agency]
        resting = calling_break(mall, place.agency, now)
        return {
            "counter": {
                **_counter(mall, counter, desk, actor, _nobody), "holder": desk.holder is not None,
                "since": iso(desk.since), "agency_short": agency.short, "agency_name": dict(agency.name),
                "pause": {"reason": desk.pause_reason, "since": iso(desk.since), "until": iso(desk.pause_until)}
                if desk.state == staffing.PAUSED else None,
            },
            "ticket": _visitor(unit, visitor, waits, now) if visitor else None,
            "waiting": [_waiting(mall, ticket) for ticket in waiting],
            "waiting_count": sum(moment.waiting.get(queue, 0) for queue in works.queues),
            "next": _next(mall, works, next_one) if next_one else None,
            "parked": _parked(unit, place.agency, head.day),
            "undo": _undo(unit, desk, actor, now), "notes": notes_view(unit, actor, place.agency, counter, desk.ticket),
            "profile": _profile(works), "helps": list(desk.helps), "auto_call": desk.auto_call,
            "break": {"until": iso(resting.until), "reason": dict(resting.reason)} if resting else None,
            "held": sorted(pauses.held(unit, place.agency, now)),
            "may": _may(mall, desk, visitor, next_one is not None and resting is None, now),
            "services": [
                {"code": o.service.code, "name": dict(o.service.name), "can_take": o.admission.can_take,
                 "refusal": verdict_view(o.admission.refusal), "waiting": o.waiting}
                for o in offered
            ],
            "printers": _printers(unit, mall),
            "troubles": troubles_of(unit, mall, place.zone, place.agency, now, counter),
            "alerts": alerts_for(unit, place.agency, moment, offered, waits),
            "recent": _recent(unit, mall, works.queues), "undo_seconds": mall.calling.undo_seconds,
            "promised_wait_minutes": mall.calling.promised_wait_minutes,
            "timezone": mall.site.timezone, "demonstration": mall.demonstration,
            "seq": head.rooms.get(f"desk:{place.agency}", 0), "now": iso(now),
            "day": head.day.isoformat() if head.day else None,
        }  # fmt: skip


def _visitor(unit: Unit, ticket: Ticket, waits: Waits, now: datetime) -> dict[str, Any]:
    mall, service = unit.mall, unit.mall.service_by_code[ticket.service]
    minutes = waits.minutes(service.code)
    waited = ((ticket.first_called_at or now) - ticket.issued_at).total_seconds()
    return {
        "id": ticket.id, "label": ticket.label, "service": ticket.service, "service_name": dict(service.name),
        "service_short": dict(service.short), "queue": ticket.queue, "language": ticket.language,
        "state": ticket.state, "issued_at": iso(ticket.issued_at), "called_at": iso(ticket.called_at),
        "started_at": iso(ticket.started_at), "calls": ticket.calls, "waited_seconds": max(0, int(waited)),
        "documents": documents_of(mall, service), "tariffs": [tariff_line(t) for t in service.tariffs],
        "other_costs": [tariff_line(t) for t in service.other_costs], "paid_to": service.paid_to,
        "usual_minutes": {"low": max(1, round(minutes * 0.75)), "high": max(2, round(minutes * 1.25))},
        "slip": slip_view(unit, ticket.id), "priority": ticket.priority, "plan": plan_view(mall, ticket),
        "leg": ticket.leg, "appointment": iso(ticket.appointment),
    }  # fmt: skip


def _waiting(mall: Mall, ticket: Ticket) -> dict[str, Any]:
    """By its label: the id of somebody who waits is theirs alone, and would let a clerk act in their name."""
    service = mall.service_by_code[ticket.service]
    return {
        "id": ticket.label, "label": ticket.label, "service": ticket.service, "service_short": dict(service.short),
        "issued_at": iso(ticket.issued_at), "since": iso(ticket.waits_since), "language": ticket.language,
        "priority": ticket.priority, "again": ticket.leg > 1, "wanted_counter": ticket.wanted_counter,
        "thresholds": list(mall.thresholds(service)), "appointment": iso(ticket.appointment),
    }  # fmt: skip


def _next(mall: Mall, place: Place, choice: Choice) -> dict[str, Any]:
    """Who would be called, and why a line of the profile lets them go first (profiles.Line.kind)."""
    line = place.profile.lines[choice.line] if choice.line is not None else None
    return {
        **_waiting(mall, choice.ticket), "queue": choice.ticket.queue, "passes": choice.passes,
        "rule": choosing.rule_of(place, choice), "why": line.kind if line else None,
    }  # fmt: skip


def _parked(unit: Unit, agency: str, day: date | None) -> list[dict[str, Any]]:
    """Whom this agency has set aside, why, until when, and who did it."""
    found = unit.tickets.parked(agency, day) if day else []
    names = {staff: unit.people.staff(staff) for staff in {ticket.parked_by or "" for ticket in found}}
    return [
        {
            **_waiting(unit.mall, ticket), **parked_view(ticket), "counter": ticket.counter,
            "by": person.username if (person := names[ticket.parked_by or ""]) else None,
        }
        for ticket in found
    ]  # fmt: skip


def _undo(unit: Unit, desk: Desk, actor: Actor, now: datetime) -> dict[str, Any] | None:
    """The move that may still be taken back, and until when."""
    last = undoing.undoable(unit, desk.number, actor.id, now)
    if last is None or last.body["after"] != desk.ticket or undoing.overtaken(unit, last):
        return None
    until = last.at + timedelta(seconds=unit.mall.calling.undo_seconds)
    return {"move": last.move, "label": last.body["tickets"][-1]["before"]["label"], "until": iso(until)}


def _profile(place: Place) -> dict[str, Any] | None:
    profile = place.profile
    return {"code": profile.code, "name": dict(profile.name)} if profile.code else None


def _recent(unit: Unit, mall: Mall, queues: tuple[str, ...]) -> list[dict[str, Any]]:
    """The last tickets called from these queues: whose slip might be printed again."""
    day = unit.journal.head().day
    called = unit.tickets.last_called(queues, day, 8) if day else []
    return [
        {
            **_waiting(mall, t),
            "state": t.state,
            "counter": t.counter,
            "called_at": iso(t.called_at),
            "may_return": tickets.may_return(t),
        }
        for t in called
    ]


def _may(mall: Mall, desk: Desk, visitor: Ticket | None, somebody_next: bool, now: datetime) -> dict[str, Any]:
    """What can be done now. `again_in_seconds`: until the next call, or absent, after the last call."""
    state = visitor.state if visitor else ""
    needed, pause = mall.calling.calls_before_absent, mall.calling.recall_pause_seconds
    left = calling.seconds_left(visitor, pause, now) if visitor and state == tickets.CALLED else 0
    return {
        "next": desk.state == staffing.OPEN and somebody_next,
        "recall": tickets.allows(state, "recall") if visitor else False,
        "start": tickets.allows(state, "start") if visitor else False,
        "finish": tickets.allows(state, "finish") if visitor else False,
        "absent": visitor is not None and tickets.allows(state, "absent") and visitor.calls >= needed,
        "absent_after_calls": needed, "again_in_seconds": left,
        "park": tickets.allows(state, "park") if visitor else False,
        "transfer": tickets.allows(state, "transfer") if visitor else False,
    }  # fmt: skip


def _printers(unit: Unit, mall: Mall) -> list[dict[str, Any]]:
    states = unit.site.printer_states()
    return [
        {"id": p.id, "name": p.name, "zone": p.zone, "state": states.get(p.id, ("unknown",))[0]} for p in mall.printers
    ]
