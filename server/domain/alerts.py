"""What on the floor needs a person, worked out of its state alone: codes with figures, the most pressing first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from server.domain import staffing
from server.domain import ticket as tickets
from server.domain.hours import calling_break, local_day, span_of
from server.domain.mall import Counter, Mall, Service
from server.domain.staffing import Desk
from server.domain.ticket import Ticket

WARNING, CRITICAL = "warning", "critical"
FORGOTTEN_TIMES = 3  # a visit this many times as long as usual was probably forgotten
QUOTA_NEARLY = 0.9
LATE_BACK_CRITICAL = timedelta(minutes=15)

# What must be decided first; within one code, what has waited longest.
ORDER = (
    "silent_alarm", "clock_doubted", "help_asked", "nobody_serves", "sent_to_nobody", "waiting_critical",
    "may_not_be_served",
    "kiosk_offline", "paper_out", "printer_cover_open", "printer_offline", "clock_stepped", "counter_back_late",
    "waiting_long", "no_answer", "forgotten_visit", "quota_used", "quota_nearly_used", "voice_failing", "voice_absent",
    "player_missing", "display_offline", "display_silent", "kiosk_burst", "paper_low", "printer_unknown",
)  # fmt: skip
_PRINTERS = {
    "paper_out": ("paper_out", CRITICAL), "cover_open": ("printer_cover_open", CRITICAL),
    "offline": ("printer_offline", CRITICAL), "paper_low": ("paper_low", WARNING),
    "unknown": ("printer_unknown", WARNING),
}  # fmt: skip
_ALARMS = {"silent": ("silent_alarm", CRITICAL), "help": ("help_asked", CRITICAL), "burst": ("kiosk_burst", WARNING)}


@dataclass(frozen=True, slots=True)
class Alert:
    """`subject`: {kind, code}, what it is about; `since`: since when it is so, where that is known."""

    code: str
    level: str
    subject: Mapping[str, Any]
    since: datetime | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Thing:
    """Something plugged in, or an alarm: what it is called and how it is."""

    id: str
    name: str
    state: str
    since: datetime | None = None
    zone: int | None = None
    counter: int | None = None


@dataclass(frozen=True, slots=True)
class Late:
    """In one queue: how many will probably (`likely`), and how many surely, not be called before the closing."""

    likely: int
    surely: int
    first: str | None  # the label of the first of them, where it is known


@dataclass(frozen=True, slots=True)
class Facts:
    """The floor at one moment, of the whole hall or of the agencies named."""

    mall: Mall
    now: datetime
    agencies: frozenset[str]
    waiting: Sequence[Ticket] = ()  # in line
    counts: Mapping[str, int] = field(default_factory=dict)  # queue → how many wait
    desks: Mapping[int, Desk] = field(default_factory=dict)
    visitors: Mapping[int, Ticket] = field(default_factory=dict)  # by counter
    usual: Mapping[str, float] = field(default_factory=dict)  # service → minutes at the counter
    late: Mapping[str, Late] = field(default_factory=dict)  # by queue
    issued: Mapping[str, int] = field(default_factory=dict)
    quotas: Mapping[str, int] = field(default_factory=dict)  # of today, by service
    alarms: Sequence[Thing] = ()  # state: silent, help, burst
    printers: Sequence[Thing] = ()
    kiosks: Sequence[Thing] = ()  # state: connected, lost
    displays: Sequence[Thing] = ()  # state: as the display says, or lost
    fields_without_player: Sequence[int] = ()
    voice: str = "ready"  # ready, failing, absent; none: the hall has no voice
    clock_doubted: bool = False
    clock_stepped: bool = False
    paused: frozenset[str] = frozenset()  # agencies that somebody has paused as a whole
    vanished: frozenset[int] = frozenset()  # counters that are held by somebody who was not seen for long


def alerts_of(facts: Facts) -> list[Alert]:
    """Everything that needs somebody, critical before warning, then by ORDER, then by age."""
    found = [
        *_clock(facts), *_alarms(facts), *_waiting(facts), *_queues(facts), *_sent(facts), *_counters(facts),
        *_quotas(facts), *_things(facts),
    ]  # fmt: skip
    return sorted(found, key=_weight)


def _weight(alert: Alert) -> tuple[bool, int, float]:
    since = alert.since.timestamp() if alert.since else float("inf")
    return alert.level != CRITICAL, ORDER.index(alert.code), since


def _clock(facts: Facts) -> Iterator[Alert]:
    if facts.clock_doubted:
        yield Alert("clock_doubted", CRITICAL, {"kind": "clock", "code": ""})
    elif facts.clock_stepped:
        yield Alert("clock_stepped", WARNING, {"kind": "clock", "code": ""})


def _alarms(facts: Facts) -> Iterator[Alert]:
    for alarm in facts.alarms:
        code, level = _ALARMS[alarm.state]
        about = {"zone": alarm.zone, "counter": alarm.counter, "name": alarm.name}
        yield Alert(code, level, {"kind": "alarm", "code": alarm.id}, alarm.since, about)


def _waiting(facts: Facts) -> Iterator[Alert]:
    """Each service by the visitor who has waited longest for it, against its own thresholds."""
    oldest: dict[str, Ticket] = {}
    for ticket in facts.waiting:
        known = oldest.get(ticket.service)
        if known is None or ticket.waits_since < known.waits_since:
            oldest[ticket.service] = ticket
    for code, ticket in oldest.items():
        service = facts.mall.service_by_code.get(code)
        if service is not None:
            yield from _waited(facts, service, ticket)


def _waited(facts: Facts, service: Service, ticket: Ticket) -> Iterator[Alert]:
    warn, critical = facts.mall.thresholds(service)
    minutes = _minutes(facts.now - ticket.waits_since)
    if minutes < warn:
        return
    code, level = ("waiting_critical", CRITICAL) if minutes >= critical else ("waiting_long", WARNING)
    limit = critical if level == CRITICAL else warn
    values = {"label": ticket.label, "minutes": minutes, "limit": limit, "agency": service.agency,
              "queue": ticket.queue, "service_short": dict(service.short)}  # fmt: skip
    yield Alert(code, level, {"kind": "service", "code": service.code}, ticket.waits_since, values)


def _queues(facts: Facts) -> Iterator[Alert]:
    for queue, count in facts.counts.items():
        agency = facts.mall.agency_by_queue.get(queue)
        if not count or agency not in facts.agencies:
            continue
        about = {"kind": "queue", "code": queue}
        values = {"agency": agency, "count": count, "who": facts.mall.agency_by_code[agency].short, "queue": queue}
        if _is_calling(facts, agency) and not _serving(facts, queue):
            yield Alert("nobody_serves", CRITICAL, about, None, values)
        late = facts.late.get(queue)
        if late is not None and late.likely:
            level = CRITICAL if late.surely else WARNING
            more = {"likely": late.likely, "surely": late.surely, "label": late.first}
            yield Alert("may_not_be_served", level, about, None, {**values, **more})


def _is_calling(facts: Facts, agency: str) -> bool:
    """Whether people are called at this agency by its hours now, and nobody said that they are not."""
    if agency in facts.paused:
        return False
    span = span_of(facts.mall, agency, local_day(facts.mall, facts.now))
    is_open = span is not None and span.opens_at <= facts.now <= span.closes_at
    return is_open and calling_break(facts.mall, agency, facts.now) is None


def _serving(facts: Facts, queue: str) -> bool:
    """Whether any open counter serves this queue, as its own or helping."""
    for counter in facts.mall.counters:
        desk = facts.desks.get(counter.number)
        if desk is not None and desk.state == staffing.OPEN and queue in (*counter.queues, *desk.helps):
            return True
    return False


def _sent(facts: Facts) -> Iterator[Alert]:
    """Who was sent to one counter or person waits for that alone while it stands open: also where nobody is left."""
    for counter in facts.mall.counters:
        desk = facts.desks.get(counter.number)
        if counter.agency not in facts.agencies or counter.number not in facts.vanished or desk is None:
            continue
        sent = [one for one in facts.waiting if desk.state == staffing.OPEN and _waits_for(one, desk)]
        if sent:
            first = min(sent, key=lambda one: one.waits_since)
            values = {"label": first.label, "count": len(sent), "minutes": _minutes(facts.now - first.waits_since)}
            yield _at(counter, "sent_to_nobody", CRITICAL, first.waits_since, values)


def _waits_for(ticket: Ticket, desk: Desk) -> bool:
    return ticket.wanted_counter == desk.number or (
        ticket.wanted_staff is not None and ticket.wanted_staff == desk.holder
    )


def _counters(facts: Facts) -> Iterator[Alert]:
    for counter in facts.mall.counters:
        desk = facts.desks.get(counter.number)
        if counter.agency not in facts.agencies or desk is None:
            continue
        if desk.state == staffing.PAUSED and desk.pause_until is not None and desk.pause_until < facts.now:
            over = facts.now - desk.pause_until
            level = CRITICAL if over >= LATE_BACK_CRITICAL else WARNING
            values = {"minutes": _minutes(over), "reason": desk.pause_reason}
            yield _at(counter, "counter_back_late", level, desk.pause_until, values)
        visitor = facts.visitors.get(counter.number)
        if visitor is not None:
            yield from _visit(facts, counter, visitor)


def _visit(facts: Facts, counter: Counter, visitor: Ticket) -> Iterator[Alert]:
    if visitor.state == tickets.CALLED and visitor.calls >= facts.mall.calling.calls_before_absent:
        values = {"label": visitor.label, "calls": visitor.calls}
        yield _at(counter, "no_answer", WARNING, visitor.called_at, values)
    usual = facts.usual.get(visitor.service)
    if visitor.state == tickets.SERVING and visitor.started_at is not None and usual:
        minutes = _minutes(facts.now - visitor.started_at)
        if minutes > FORGOTTEN_TIMES * usual:
            values = {"label": visitor.label, "minutes": minutes, "usual": round(usual)}
            yield _at(counter, "forgotten_visit", WARNING, visitor.started_at, values)


def _at(counter: Counter, code: str, level: str, since: datetime | None, values: Mapping[str, Any]) -> Alert:
    about = {"agency": counter.agency, "zone": counter.zone, "counter": counter.number}
    return Alert(code, level, {"kind": "counter", "code": str(counter.number)}, since, {**about, **values})


def _quotas(facts: Facts) -> Iterator[Alert]:
    for service in facts.mall.services:
        quota = facts.quotas.get(service.code, service.quota)
        if quota is None or service.agency not in facts.agencies:
            continue
        issued = facts.issued.get(service.code, 0)
        values = {"issued": issued, "quota": quota, "left": max(0, quota - issued), "agency": service.agency,
                  "service_short": dict(service.short)}  # fmt: skip
        if issued >= quota:
            yield Alert("quota_used", WARNING, {"kind": "service", "code": service.code}, None, values)
        elif issued >= QUOTA_NEARLY * quota:
            yield Alert("quota_nearly_used", WARNING, {"kind": "service", "code": service.code}, None, values)


def _things(facts: Facts) -> Iterator[Alert]:
    for printer in facts.printers:
        if printer.state in _PRINTERS:
            code, level = _PRINTERS[printer.state]
            yield _of("printer", code, level, printer)
    nobody_issues = all(kiosk.state == "lost" for kiosk in facts.kiosks)
    for kiosk in facts.kiosks:
        if kiosk.state == "lost":
            yield _of("kiosk", "kiosk_offline", CRITICAL if nobody_issues else WARNING, kiosk)
    for display in facts.displays:
        if display.state in ("lost", "sound_blocked"):
            code = "display_offline" if display.state == "lost" else "display_silent"
            yield _of("display", code, WARNING, display)
    for number in facts.fields_without_player:
        yield Alert("player_missing", WARNING, {"kind": "field", "code": str(number)}, None, {"field": number})
    if facts.voice in ("failing", "absent"):
        yield Alert(f"voice_{facts.voice}", WARNING, {"kind": "voice", "code": ""})


def _of(kind: str, code: str, level: str, thing: Thing) -> Alert:
    return Alert(code, level, {"kind": kind, "code": thing.id}, thing.since, {"name": thing.name, "zone": thing.zone})


def _minutes(length: timedelta) -> int:
    return max(0, int(length / timedelta(minutes=1)))
