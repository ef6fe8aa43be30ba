"""The floor's state of one moment, read once, as the rules of alerts want it. Reads only."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from server.domain.alerts import Facts, Late, Thing
from server.domain.hours import local_day, span_of
from server.domain.mall import Mall
from server.domain.opening import is_active
from server.domain.staffing import Desk
from server.domain.ticket import Ticket
from server.operations.availability import Moment, Offer
from server.operations.devices import GONE, PRINTS
from server.operations.waits import Waits
from server.ports import Device, Unit

WAITING_READ = 200  # enough to find who has waited longest: only who returned late stands before them


def facts_of(
    unit: Unit, agencies: frozenset[str], moment: Moment, offered: list[Offer], waits: Waits, line: list[Ticket]
) -> Facts:
    """The floor of these agencies at this moment. `offered`, `waits`: what is known of it; `line`: who waits there."""
    mall = unit.mall
    visitors = _visitors(mall, agencies, moment.desks, waits.visitors)
    zones = {zone for agency in agencies for zone in mall.zones_of_agency(agency)}
    devices = unit.people.devices()
    return Facts(
        mall, moment.now, agencies, line,
        {queue: moment.waiting.get(queue, 0) for queue in queues_of(mall, agencies)}, moment.desks, visitors,
        usual={ticket.service: waits.minutes(ticket.service) for ticket in visitors.values()},
        late=_late(_Closing(mall, waits, moment.now), offered, moment.waiting, line),
        issued=moment.issued, quotas=moment.quotas,
        alarms=[
            Thing(a.id, a.device_name, a.kind, a.since, a.zone, a.counter)
            for a in unit.site.alarms() if a.zone in zones
        ],
        printers=_printers(unit, zones), kiosks=_things(devices, "kiosk", zones),
        displays=_things(devices, "display", zones), fields_without_player=_silent(unit, zones),
        voice=_voice(devices), clock_doubted=moment.head.clock_doubted, clock_stepped=moment.head.clock_stepped,
        paused=_paused(moment, agencies),
    )  # fmt: skip


def _paused(moment: Moment, agencies: frozenset[str]) -> frozenset[str]:
    """The agencies that are paused as a whole: it was somebody's decision, and the floor knows."""
    active = [pause for pause in moment.pauses if is_active(pause, moment.now)]
    if any(pause.scope == "site" for pause in active):
        return agencies
    return agencies.intersection(pause.code for pause in active if pause.scope == "agency")


def queues_of(mall: Mall, agencies: frozenset[str]) -> list[str]:
    return sorted(queue for queue, agency in mall.agency_by_queue.items() if agency in agencies)


def line_of(unit: Unit, agencies: frozenset[str], moment: Moment, most: int = WAITING_READ) -> list[Ticket]:
    """Who waits for these agencies, as far as it is read."""
    return unit.tickets.waiting(queues_of(unit.mall, agencies), moment.day, most) if moment.day else []


def _visitors(
    mall: Mall, agencies: frozenset[str], desks: Mapping[int, Desk], known: Mapping[str, Ticket]
) -> dict[int, Ticket]:
    """By counter, of these agencies."""
    seated = {counter.number: desks[counter.number].ticket or "" for counter in mall.counters
              if counter.agency in agencies and counter.number in desks}  # fmt: skip
    return {number: known[ticket] for number, ticket in seated.items() if ticket in known}


class _Closing:
    """Until when people are called today, and who in line will not be: asked closely only where the last may not."""

    def __init__(self, mall: Mall, waits: Waits, now: datetime) -> None:
        self._mall, self._waits, self._now = mall, waits, now

    def late(self, offer: Offer, waiting: int, line: list[Ticket]) -> Late | None:
        """Of the queue of this offer, in which so many wait; `line`: its beginning."""
        left = _minutes_left(self._mall, offer.service.agency, self._now)
        if not waiting or left is None or offer.wait is None or offer.wait["high_minutes"] <= left:
            return None
        likely = self._in_time(offer, 0, waiting, left, surely=False)
        surely = self._in_time(offer, likely, waiting, left, surely=True)
        if likely == waiting:
            return None
        return Late(waiting - likely, waiting - surely, line[likely].label if likely < len(line) else None)

    def _in_time(self, offer: Offer, low: int, high: int, left: float, surely: bool) -> int:
        """How many are still called in time: waits grow along the line, so the first who is not is halved out."""
        while low < high:
            middle = (low + high) // 2
            wait = self._waits.of(offer.service, middle)
            if wait is not None and (wait.shown.low_minutes if surely else wait.shown.high_minutes) > left:
                high = middle
            else:
                low = middle + 1
        return low


def _late(closing: _Closing, offered: list[Offer], counts: Mapping[str, int], line: list[Ticket]) -> dict[str, Late]:
    first = {offer.service.queue: offer for offer in reversed(offered)}
    found = {
        queue: closing.late(offer, counts.get(queue, 0), [ticket for ticket in line if ticket.queue == queue])
        for queue, offer in first.items()
    }
    return {queue: late for queue, late in found.items() if late is not None}


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
