"""The floor's state of one moment, read once, as the rules of alerts want it. Reads only."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from statistics import median

from server.domain import ticket as tickets
from server.domain.alerts import FORGOTTEN_TIMES, Facts, Late, Thing
from server.domain.hours import local_day, span_of
from server.domain.mall import Mall
from server.domain.staffing import Desk
from server.domain.ticket import Ticket
from server.operations.availability import Offer, wait_for
from server.operations.devices import GONE, PRINTS
from server.ports import Device, Unit

WAITING_READ = 200  # enough to find who has waited longest: only who returned late stands before them
LEARNED_FROM = 50


def facts_of(
    unit: Unit, agencies: frozenset[str], offered: list[Offer], now: datetime, waiting: list[Ticket] | None = None
) -> Facts:
    """The floor of these agencies. `offered`: what can be had there now; `waiting`: their line, where it was read."""
    mall, head, desks = unit.mall, unit.journal.head(), unit.counters.all()
    day = head.day
    queues = sorted(queue for queue, agency in mall.agency_by_queue.items() if agency in agencies)
    line = waiting if waiting is not None else unit.tickets.waiting(queues, day, WAITING_READ) if day else []
    counts = unit.tickets.waiting_counts(day) if day else {}
    visitors = _visitors(unit, mall, agencies, desks)
    zones = {zone for agency in agencies for zone in mall.zones_of_agency(agency)}
    quotas = [service.code for service in mall.services if service.quota is not None and service.agency in agencies]
    devices = unit.people.devices()
    late = _late(unit, offered, counts, line, now)
    return Facts(
        mall, now, agencies, line, {queue: counts.get(queue, 0) for queue in queues}, desks, visitors,
        usual={ticket.service: _usual(unit, ticket, now) for ticket in visitors.values()},
        late=late,
        issued={code: unit.tickets.issued_of(code, day) for code in quotas} if day else {},
        quotas=unit.floor.quotas(day) if day and quotas else {},
        alarms=[
            Thing(a.id, a.device_name, a.kind, a.since, a.zone, a.counter)
            for a in unit.site.alarms() if a.zone in zones
        ],
        printers=_printers(unit, zones), kiosks=_things(devices, "kiosk", zones),
        displays=_things(devices, "display", zones), fields_without_player=_silent(unit, zones),
        voice=_voice(devices), clock_doubted=head.clock_doubted, clock_stepped=head.clock_stepped,
    )  # fmt: skip


def _visitors(unit: Unit, mall: Mall, agencies: frozenset[str], desks: Mapping[int, Desk]) -> dict[int, Ticket]:
    found = {}
    for desk in desks.values():
        counter = mall.counter_by_number.get(desk.number)
        ticket = unit.tickets.get(desk.ticket) if desk.ticket and counter and counter.agency in agencies else None
        if ticket is not None:
            found[desk.number] = ticket
    return found


def _usual(unit: Unit, visitor: Ticket, now: datetime) -> float:
    """Minutes at the counter. What was measured is asked only of who has been there for long."""
    service = unit.mall.service_by_code.get(visitor.service)
    typed_in = service.minutes if service else 0.0
    began = visitor.started_at
    if visitor.state != tickets.SERVING or began is None or now - began < timedelta(minutes=FORGOTTEN_TIMES * typed_in):
        return typed_in
    return max([typed_in, *([median(known)] if (known := unit.tickets.durations(visitor.queue, LEARNED_FROM)) else [])])


def _late(
    unit: Unit, offered: list[Offer], counts: Mapping[str, int], line: list[Ticket], now: datetime
) -> dict[str, Late]:
    """Of each queue, who may not be called before the closing. Asked closely only where the last in line may not."""
    found: dict[str, Late] = {}
    for offer in offered:
        queue, waiting = offer.service.queue, counts.get(offer.service.queue, 0)
        left = _minutes_left(unit.mall, offer.service.agency, now)
        if queue in found or not waiting or left is None or offer.wait is None or offer.wait["high_minutes"] <= left:
            continue
        in_line = [ticket.label for ticket in line if ticket.queue == queue]
        likely = _first_after(unit, offer, waiting, "high_minutes", left, now)
        surely = _first_after(unit, offer, waiting, "low_minutes", left, now)
        if likely < waiting:
            first = in_line[likely] if likely < len(in_line) else None
            found[queue] = Late(waiting - likely, waiting - surely, first)
    return found


def _first_after(unit: Unit, offer: Offer, waiting: int, figure: str, left: float, now: datetime) -> int:
    """How many in line are still called in time: waits grow along the line, so the first who is not is halved out."""
    low, high = 0, waiting
    while low < high:
        middle = (low + high) // 2
        wait = wait_for(unit, offer.service, middle, now)
        if wait is not None and wait[figure] > left:
            high = middle
        else:
            low = middle + 1
    return low


def _minutes_left(mall: Mall, agency: str, now: datetime) -> float | None:
    span = span_of(mall, agency, local_day(mall, now))
    return None if span is None else (span.closes_at - now) / timedelta(minutes=1)


def _printers(unit: Unit, zones: set[int]) -> list[Thing]:
    """Those that were ever heard of."""
    states = unit.site.printer_states()
    return [
        Thing(p.id, p.name, *states[p.id], zone=p.zone) for p in unit.mall.printers
        if p.id in states and zones.intersection(unit.mall.zones_printing_at(p.id))
    ]  # fmt: skip


def _things(devices: list[Device], kind: str, zones: set[int]) -> list[Thing]:
    """Those whose line was ever open."""
    return [
        Thing(d.id, d.name, d.state if d.connected else "lost", zone=d.zone) for d in devices
        if d.kind == kind and d.connected is not None and (d.zone is None or d.zone in zones)
    ]  # fmt: skip


def _silent(unit: Unit, zones: set[int]) -> list[int]:
    """Sound fields that had a player and lost it."""
    fields = {zone.sound_field for zone in unit.mall.zones if zone.number in zones}
    return sorted(number for number, player in unit.site.players().items() if number in fields and not player.rank)


def _voice(devices: list[Device]) -> str:
    """Of several voice agents the best; one that drives paper only is none."""
    states = [d.state for d in devices if d.kind == "agent" and d.state not in (PRINTS, "new")]
    found = next((state for state in ("ready", "failing") if state in states), None)
    return found or ("absent" if any(state in ("absent", GONE) for state in states) else "none")
