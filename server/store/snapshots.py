"""The whole state of a room at one moment, with its sequence number: what an arriving screen is handed first."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from server.domain.audience import reads
from server.domain.instants import instant_text
from server.domain.mall import Mall
from server.domain.staffing import Desk
from server.domain.ticket import Ticket
from server.ports import Unit
from server.store.floor_snapshot import floor_of, message_of

CALLS_SHOWN = 12


def room_exists(mall: Mall, room: str) -> bool:
    kind, _, code = room.partition(":")
    known: Mapping[str, Any] = {
        "zone": {str(zone.number) for zone in mall.zones},
        "desk": mall.agency_by_code,
        "queue": mall.counters_by_queue,
        "floor": mall.agency_by_code,
    }
    return room in ("hall", "floor") or code in known.get(kind, ())


def head_of(unit: Unit, room: str) -> int:
    return unit.journal.head().rooms.get(room, 0)


def snapshot(unit: Unit, room: str, now: datetime) -> dict[str, Any]:
    """The room's state. Ticket ids never leave: labels are what people see."""
    mall, head = unit.mall, unit.journal.head()
    if room.partition(":")[0] == "floor":
        return {**_frame(unit, room, now), **floor_of(unit, room.partition(":")[2] or None, now)}
    scope = Scope(mall, room)
    desks = unit.counters.all()
    day = head.day
    waiting = unit.tickets.waiting_counts(day) if day else {}
    return {
        **_frame(unit, room, now),
        "agencies": {agency.code: agency.short for agency in mall.agencies},
        "calls": [call_of(mall, ticket) for ticket in _calls(unit, scope, desks)],
        "counters": [_counter(mall, c.number, desks) for c in mall.counters if scope.has_counter(c.number)],
        "queues": [
            {"code": q, "agency": mall.agency_by_queue[q], "zone": mall.zone_of_queue(q).number,
             "waiting": waiting.get(q, 0), **_places(unit, scope, q, day)}
            for q in sorted(mall.counters_by_queue) if scope.has_queue(q)
        ],
        **_devices(unit, mall, scope, now),
        "messages": [message_of(one) for one in unit.floor.messages() if reads(mall, room, one.scope, one.code)],
    }  # fmt: skip


def _frame(unit: Unit, room: str, now: datetime) -> dict[str, Any]:
    """What every room's snapshot begins with."""
    head = unit.journal.head()
    return {
        "seq": head_of(unit, room), "timeline": head.timeline, "room": room, "now": instant_text(now),
        "day": head.day.isoformat() if head.day else None, "version": head.mall_version,
        "site": site_of(unit.mall, now), "day_closed": head.day_closed, "clock_doubted": head.clock_doubted,
        "clock_stepped": head.clock_stepped,
    }  # fmt: skip


def _places(unit: Unit, scope: "Scope", queue: str, day: date | None) -> dict[str, list[int]]:
    """Where in line people stand, for a phone that counts who is ahead of its own place; nobody's name or number."""
    if scope.kind != "queue" or queue != scope.code:
        return {}
    return {"positions": unit.tickets.places(queue, day) if day else []}


def site_of(mall: Mall, now: datetime) -> dict[str, Any]:
    offset = now.astimezone(ZoneInfo(mall.site.timezone)).utcoffset()
    return {
        "short": mall.site.short, "name": dict(mall.site.name), "timezone": mall.site.timezone,
        "utc_offset_minutes": int(offset.total_seconds() // 60) if offset else 0,
        "demonstration": mall.demonstration, "label": dict(mall.label) if mall.label else None,
        "languages": list(mall.site.languages), "complaints": dict(mall.site.complaints),
        "late_return_places": mall.calling.late_return_places,
    }  # fmt: skip


class Scope:
    """Which counters, queues and zones a room is about."""

    def __init__(self, mall: Mall, room: str) -> None:
        self._mall = mall
        kind, _, code = room.partition(":")
        self.kind, self.code = kind, code
        self.zones = self._zones()
        self.counters = {c.number for c in mall.counters if self._is_about(c.zone, c.agency, c.queues)}
        self.queues = {q for c in mall.counters if c.number in self.counters for q in c.queues}

    def _zones(self) -> set[int]:
        if self.kind == "zone":
            return {int(self.code)}
        if self.kind in ("desk", "floor") and self.code:
            return set(self._mall.zones_of_agency(self.code))
        return {zone.number for zone in self._mall.zones}

    def _is_about(self, zone: int, agency: str, queues: Sequence[str]) -> bool:
        about = {"hall": True, "zone": zone in self.zones, "desk": agency == self.code}
        about["floor"] = self.code in ("", agency)
        return about.get(self.kind, self.code in queues)

    @property
    def is_for_staff(self) -> bool:
        """No screen in the hall and no phone: a clerk's silent alarm is told here only."""
        return self.kind in ("desk", "floor")

    def has_counter(self, number: int) -> bool:
        return number in self.counters

    def has_queue(self, queue: str) -> bool:
        return queue in self.queues


def _calls(unit: Unit, scope: Scope, desks: Mapping[int, Desk]) -> list[Ticket]:
    """In a zone what was called to its counters, whatever queue it came from: helped, chosen or sent there."""
    day = unit.journal.head().day
    if scope.kind == "zone":
        return unit.tickets.last_called_at(scope.counters, day, CALLS_SHOWN) if day else []
    helped = {queue for number in scope.counters for queue in desks.get(number, Desk(number)).helps}
    queues = None if scope.kind == "hall" else sorted(scope.queues | helped)
    called = unit.tickets.last_called(queues, day, CALLS_SHOWN) if day else []
    return [ticket for ticket in called if ticket.counter in unit.mall.counter_by_number]


def call_of(mall: Mall, ticket: Ticket) -> dict[str, Any]:
    zone = mall.zone_by_number[mall.counter_by_number[ticket.counter or 0].zone]
    return {
        "label": ticket.label, "counter": ticket.counter, "zone": zone.number, "floor": zone.floor,
        "agency": ticket.agency, "agency_short": mall.agency_by_code[ticket.agency].short,
        "service_short": dict(mall.service_by_code[ticket.service].short), "queue": ticket.queue,
        "at": instant_text(ticket.called_at or ticket.issued_at), "calls": ticket.calls,
        "state": ticket.state, "language": ticket.language,
    }  # fmt: skip


def _counter(mall: Mall, number: int, desks: Mapping[int, Desk]) -> dict[str, Any]:
    desk, place = desks.get(number, Desk(number)), mall.counter_by_number[number]
    until = instant_text(desk.pause_until) if desk.pause_until else None
    return {
        "number": number, "zone": place.zone, "floor": mall.zone_by_number[place.zone].floor,
        "agency": place.agency, "queues": list(place.queues), "state": desk.state,
        "pause": {"reason": desk.pause_reason, "until": until} if desk.pause_reason else None,
        "label": desk.label,
    }  # fmt: skip


def _devices(unit: Unit, mall: Mall, scope: Scope, now: datetime) -> dict[str, Any]:
    states, players = unit.site.printer_states(), unit.site.players()
    voice = _voice(unit)
    fields = sorted({z.sound_field for z in mall.zones if z.number in scope.zones})
    return {
        "printers": [
            {"id": p.id, "name": p.name, "zone": p.zone, "state": states.get(p.id, ("unknown", now))[0],
             "since": instant_text(states[p.id][1]) if p.id in states else None}
            for p in mall.printers if scope.zones.intersection(mall.zones_printing_at(p.id))
        ],
        "fields": [
            {"number": f, "voice": voice, "player": f in players and players[f].rank > 0 and players[f].speaks(now)}
            for f in fields
        ],
        "pauses": [_pause(pause) for pause in unit.site.pauses()],
        "alarms": [
            {"id": a.id, "kind": a.kind, "zone": a.zone, "device_name": a.device_name, "since": instant_text(a.since)}
            for a in unit.site.alarms() if a.zone in scope.zones and (a.counter is None or scope.is_for_staff)
        ],
        "displays": [
            {"name": d.name, "zone": d.zone, "state": d.state} for d in unit.people.devices()
            if d.kind == "display" and d.state == "sound_blocked" and (d.zone is None or d.zone in scope.zones)
        ],
    }  # fmt: skip


def _voice(unit: Unit) -> str:
    """How the voice agent is; without one the hall has chimes only."""
    states = [d.state for d in unit.people.devices() if d.kind == "agent"]
    return next((state for state in ("ready", "failing") if state in states), "absent")


def _pause(pause: Any) -> dict[str, Any]:
    return {
        "id": pause.id, "scope": pause.scope, "code": pause.code, "agency": pause.agency, "reason": pause.reason,
        "numbers": pause.numbers, "since": instant_text(pause.since),
        "until": instant_text(pause.until) if pause.until else None,
    }  # fmt: skip
