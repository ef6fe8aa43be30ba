"""The floor's room: all that its page shows, whole or of one agency; the news keep it so (server/live/README.md)."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from server.domain import staffing, standing
from server.domain import ticket as tickets
from server.domain.audience import reads
from server.domain.hours import day_hours, local_day, span_of
from server.domain.instants import instant_text
from server.domain.mall import Counter, Mall
from server.domain.staffing import Desk
from server.domain.ticket import Ticket
from server.ports import Device, Message, Unit

SHOWN = (tickets.WAITING, tickets.CALLED, tickets.SERVING, tickets.PARKED, tickets.ABSENT)


def floor_of(unit: Unit, agency: str | None, now: datetime) -> dict[str, Any]:
    """The floor of one agency, or (None) of the whole hall."""
    mall, day = unit.mall, unit.journal.head().day
    view = _View(mall, agency)
    shown = unit.tickets.of_day(day, SHOWN) if day else []
    return {
        "agency": agency,
        "state": day_state(unit),
        "report": _report(unit, day),
        "hours": {code: hours_of(mall, code, now) for code in view.agencies},
        "agencies": [_agency(mall, code) for code in view.agencies],
        "zones": [
            {"number": z.number, "floor": z.floor, "name": dict(z.name), "sound_field": z.sound_field}
            for z in mall.zones if z.number in view.zones
        ],
        "services": _services(unit, view, day),
        "queues": _queues(view, shown),
        "counters": _counters(unit, view, shown),
        "parked": [standing.set_aside(t) for t in shown if t.state == tickets.PARKED and t.agency in view.agencies],
        "absent": [standing.not_there(t) for t in shown if t.state == tickets.ABSENT and t.agency in view.agencies],
        "figures": _figures(unit, view, day),
        **_things(unit, view),
        "checks": _checks(unit, day),
        "messages": [message_of(m) for m in unit.floor.messages() if reads(mall, view.room, m.scope, m.code)],
        "people": {
            person.id: {"username": person.username, "role": person.role} for person in unit.people.all_staff()
            if agency is None or person.agency in (None, agency)
        },
    }  # fmt: skip


class _View:
    """Whose floor it is: its agencies, and the zones they work in."""

    def __init__(self, mall: Mall, agency: str | None) -> None:
        self.mall, self.agency = mall, agency
        self.room = "floor" if agency is None else f"floor:{agency}"
        self.agencies = [a.code for a in mall.agencies if agency in (None, a.code)]
        self.zones = {z.number for z in mall.zones} if agency is None else set(mall.zones_of_agency(agency))

    def counters(self) -> list[Counter]:
        return [counter for counter in self.mall.counters if counter.agency in self.agencies]

    def has_zone(self, zone: int | None) -> bool:
        return self.agency is None or zone is None or zone in self.zones


def day_state(unit: Unit) -> str:
    """ "none" (no day yet), "open", "stopped" (no more numbers) or "closed" (its report is written)."""
    head = unit.journal.head()
    if head.day is None:
        return "none"
    if unit.site.report(head.day) is not None:
        return "closed"
    return "stopped" if head.day_closed else "open"


def _report(unit: Unit, day: date | None) -> dict[str, Any] | None:
    report = unit.site.report(day) if day else None
    if report is None or day is None:
        return None
    by, at = unit.site.signature(day) or (None, None)
    return {"head": report["head"], "signed_by": by, "signed_at": instant_text(at) if at else None}


def hours_of(mall: Mall, agency: str | None, now: datetime) -> dict[str, Any] | None:
    """Today's hours as moments; None where it is closed today."""
    day = local_day(mall, now)
    span, hours = span_of(mall, agency, day), day_hours(mall, agency, day)[0]
    if span is None or hours is None:
        return None
    return {
        "first_ticket": instant_text(span.first_ticket_at), "opens": instant_text(span.opens_at),
        "last_ticket": instant_text(span.last_ticket_at), "closes": instant_text(span.closes_at),
        "breaks": [
            {"start": instant_text(start), "end": instant_text(end), "reason": dict(one.reason)}
            for one, (start, end) in zip(hours.breaks, span.breaks, strict=True)
        ],
    }  # fmt: skip


def _agency(mall: Mall, code: str) -> dict[str, Any]:
    return {"code": code, "short": mall.agency_by_code[code].short, "zones": list(mall.zones_of_agency(code))}


def _services(unit: Unit, view: _View, day: date | None) -> list[dict[str, Any]]:
    issued = unit.tickets.issued_counts(day) if day else {}
    quotas = unit.floor.quotas(day) if day else {}
    return [
        {
            "code": s.code, "agency": s.agency, "queue": s.queue, "short": dict(s.short), "minutes": s.minutes,
            "warn_minutes": view.mall.thresholds(s)[0], "critical_minutes": view.mall.thresholds(s)[1],
            "usual_quota": s.quota, "quota": quotas.get(s.code, s.quota), "issued": issued.get(s.code, 0),
        }
        for s in view.mall.services if s.agency in view.agencies
    ]  # fmt: skip


def _queues(view: _View, shown: list[Ticket]) -> list[dict[str, Any]]:
    mall, lines = view.mall, _lines(shown)
    return [
        {
            "code": queue, "agency": mall.agency_by_queue[queue], "zone": mall.zone_of_queue(queue).number,
            "counters": [counter.number for counter in mall.counters_by_queue[queue]], "line": lines.get(queue, []),
        }
        for queue in sorted(mall.counters_by_queue) if mall.agency_by_queue[queue] in view.agencies
    ]  # fmt: skip


def _lines(shown: list[Ticket]) -> dict[str, list[dict[str, Any]]]:
    """Who waits, by queue and in the order of their places."""
    lines: dict[str, list[dict[str, Any]]] = {}
    for ticket in shown:
        if ticket.state == tickets.WAITING:
            lines.setdefault(ticket.queue, []).append(standing.in_line(ticket))
    return lines


def _counters(unit: Unit, view: _View, shown: list[Ticket]) -> list[dict[str, Any]]:
    desks, known = unit.counters.all(), {ticket.id: ticket for ticket in shown}
    found = []
    for counter in view.counters():
        desk = desks.get(counter.number, Desk(counter.number))
        found.append(_counter(view.mall, counter, desk, known.get(desk.ticket or "")))
    return found


def _counter(mall: Mall, counter: Counter, desk: Desk, visitor: Ticket | None) -> dict[str, Any]:
    paused = desk.state == staffing.PAUSED
    return {
        "number": counter.number, "zone": counter.zone, "agency": counter.agency, "queues": list(counter.queues),
        "helps": list(desk.helps), "state": desk.state, "since": _text(desk.since), "holder": desk.holder,
        "pause": {"reason": desk.pause_reason, "until": _text(desk.pause_until), "since": _text(desk.since)}
        if paused and desk.pause_reason else None,
        "auto_call": desk.auto_call, "profile": counter.profile, **standing.at_counter(visitor),
    }  # fmt: skip


def _figures(unit: Unit, view: _View, day: date | None) -> dict[str, dict[str, int]]:
    """By agency: stops that ended at a counter today, and the calls to which nobody came."""
    figures = {code: {"served": 0, "unanswered": 0} for code in view.agencies}
    for agency, outcome, n, calls in unit.legs.outcomes(day) if day else ():
        if agency in figures and outcome in tickets.OUTCOMES:
            figures[agency]["served"] += n
        if agency in figures and outcome == tickets.ABSENT:
            figures[agency]["unanswered"] += calls
    return figures


def _things(unit: Unit, view: _View) -> dict[str, Any]:
    """What is plugged in, what is paused, and who needs somebody."""
    devices, players = unit.people.devices(), unit.site.players()
    fields = sorted({z.sound_field for z in view.mall.zones if z.number in view.zones})
    return {
        "pauses": [_pause(p) for p in unit.site.pauses() if view.agency is None or p.agency in (None, view.agency)],
        "alarms": [
            {"id": a.id, "kind": a.kind, "zone": a.zone, "counter": a.counter,
             "device_name": a.device_name if a.counter is None else None, "since": _text(a.since)}
            for a in unit.site.alarms() if view.agency is None or a.zone in view.zones
        ],
        "printers": list(_printers(unit, view)),
        "fields": [{"number": f, "player": f in players and players[f].rank > 0} for f in fields],
        "voices": [
            {"device": d.id, "name": d.name, "state": d.state}
            for d in devices if d.kind == "agent" and d.state in ("ready", "failing")
        ],
        "displays": [_device(d) for d in devices if _is_shown(d, "display", view)],
        "kiosks": [_device(d) for d in devices if _is_shown(d, "kiosk", view)],
    }  # fmt: skip


def _printers(unit: Unit, view: _View) -> Iterator[dict[str, Any]]:
    states: Mapping[str, tuple[str, datetime]] = unit.site.printer_states()
    for printer in view.mall.printers:
        if view.agency is None or view.zones.intersection(view.mall.zones_printing_at(printer.id)):
            state, since = states.get(printer.id, ("unknown", None))
            yield {
                "id": printer.id, "name": printer.name, "zone": printer.zone, "state": state, "since": _text(since),
            }  # fmt: skip


def _is_shown(device: Device, kind: str, view: _View) -> bool:
    """One that was never heard of is a matter of pairing, not of the floor."""
    return device.kind == kind and device.connected is not None and view.has_zone(device.zone)


def _device(device: Device) -> dict[str, Any]:
    return {
        "device": device.id, "name": device.name, "zone": device.zone, "place": device.place, "state": device.state,
        "connected": bool(device.connected),
    }  # fmt: skip


def _pause(pause: Any) -> dict[str, Any]:
    return {
        "id": pause.id, "scope": pause.scope, "code": pause.code, "agency": pause.agency, "reason": pause.reason,
        "numbers": pause.numbers, "since": _text(pause.since), "until": _text(pause.until),
    }  # fmt: skip


def _checks(unit: Unit, day: date | None) -> dict[str, Any]:
    found = unit.floor.checks(day) if day else {}
    return {name: {"by": by, "at": instant_text(at)} for name, (by, at) in sorted(found.items())}


def message_of(message: Message) -> dict[str, Any]:
    """A message as everybody may read it."""
    return {
        "id": message.id, "scope": message.scope, "code": message.code, "texts": dict(message.texts),
        "since": instant_text(message.since), "until": _text(message.until),
    }  # fmt: skip


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else instant_text(moment)
