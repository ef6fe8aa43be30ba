"""The one answer to "can a number be taken here now, and if not, why and when"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from server.domain.hours import (
    CallingBreak,
    DayReason,
    DaySpan,
    calling_break,
    day_hours,
    local_day,
    next_opening,
    next_span,
    open_today,
    opens_on,
    span_of,
    whole_minute,
)
from server.domain.mall import Mall, Text

__all__ = [
    "Admission",
    "CallingBreak",
    "DayReason",
    "DaySpan",
    "Pause",
    "SiteOpening",
    "Situation",
    "Verdict",
    "active_pause",
    "admission",
    "calling_break",
    "day_hours",
    "is_active",
    "local_day",
    "next_opening",
    "next_span",
    "open_today",
    "opens_on",
    "site_opening",
    "span_of",
]

CENTRAL_SYSTEM_DOWN = "central_system_down"


@dataclass(frozen=True, slots=True)
class Pause:
    """Staff stopped the site, an agency or a service. With `numbers`, numbers may still be taken."""

    scope: str  # "site" | "agency" | "service"
    code: str
    reason: str
    numbers: bool
    since: datetime
    until: datetime | None = None  # it ends by itself then; None: when it is lifted


@dataclass(frozen=True, slots=True)
class Situation:
    """What the mall's file cannot know: the state of this moment, for one service."""

    pauses: tuple[Pause, ...] = ()
    issued_today: int = 0  # of this service; a cancelled number counts
    quota_today: int | None = None  # where somebody changed the mall's for today
    counters_open: int = 0  # that serve its queue
    counters_staffed: int = 0  # held by somebody, open or in a short pause
    day_closed: bool = False
    clock_in_doubt: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why not, or what to know first. Times in UTC; `name` is that of a holiday, special day or break."""

    code: str
    reason: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    opens_at: datetime | None = None  # when the counters open next
    numbers_from: datetime | None = None  # when numbers are given again
    name: Text | None = None


@dataclass(frozen=True, slots=True)
class Admission:
    can_take: bool
    refusal: Verdict | None = None
    notice: Verdict | None = None
    remaining: int | None = None  # of the day's quota; None: there is none


@dataclass(frozen=True, slots=True)
class SiteOpening:
    """The hall as a whole. Closed: when and why not; `reason` as in a refusal."""

    state: str  # "open" | "closed"
    reason: str | None
    opens_at: datetime | None
    closes_at: datetime | None
    last_ticket_at: datetime | None
    name: Text | None = None


def site_opening(mall: Mall, now: datetime) -> SiteOpening:
    """Open from the first number to the closing. Closed: with the reason, and when it opens."""
    span = span_of(mall, None, local_day(mall, now))
    if span is not None and span.first_ticket_at <= now and whole_minute(now) <= span.closes_at:
        return SiteOpening("open", None, span.opens_at, span.closes_at, span.last_ticket_at)
    closed = _closed(mall, None, now) or Verdict("closed_today")
    return SiteOpening("closed", closed.code, closed.opens_at, None, None, closed.name)


def active_pause(mall: Mall, service: str, pauses: Sequence[Pause], now: datetime) -> Pause | None:
    """The pause that concerns this service most: one that stops numbers first, then the longest."""
    agency = mall.service_by_code[service].agency
    concerns = {("agency", agency), ("service", service)}
    active = [p for p in pauses if is_active(p, now) and (p.scope == "site" or (p.scope, p.code) in concerns)]
    return max(active, key=_weight, default=None)


def is_active(pause: Pause, now: datetime) -> bool:
    return pause.until is None or now < pause.until


def _weight(pause: Pause) -> tuple[bool, bool, bool, float]:
    end = pause.until.timestamp() if pause.until is not None else 0.0
    return not pause.numbers, pause.reason == CENTRAL_SYSTEM_DOWN, pause.until is None, end


def admission(mall: Mall, service: str, now: datetime, situation: Situation) -> Admission:
    """Can a number be taken here now, and if not, why and when? For kiosk, desk, display and API alike.

    What holds for the rest of the day is said before what passes: who reads "until 10.15" waits for it.
    """
    quota = situation.quota_today or mall.service_by_code[service].quota
    remaining = None if quota is None else max(0, quota - situation.issued_today)
    refusal = _refusal(mall, service, now, situation, remaining)
    if refusal is not None:
        return Admission(False, refusal=refusal, remaining=remaining)
    return Admission(True, notice=_notice(mall, service, now, situation), remaining=remaining)


def _refusal(mall: Mall, service: str, now: datetime, situation: Situation, remaining: int | None) -> Verdict | None:
    agency = mall.service_by_code[service].agency
    if situation.clock_in_doubt:
        return Verdict("clock_in_doubt")
    if situation.day_closed:
        return _until_next(mall, agency, now, "day_closed", after_today=True)
    closed = _closed(mall, agency, now)
    if closed is not None:
        return closed
    if remaining == 0:
        return _until_next(mall, agency, now, "quota_used_up", after_today=True)
    pause = active_pause(mall, service, situation.pauses, now)
    return _paused(pause) if pause is not None and not pause.numbers else None


def _closed(mall: Mall, agency: str | None, now: datetime) -> Verdict | None:
    """Why the hours give no number now, or None where they do."""
    day = local_day(mall, now)
    span = span_of(mall, agency, day)
    if span is None:
        _, reason = day_hours(mall, agency, day)
        code = "holiday" if reason.kind == "holiday" else "closed_today"
        return _until_next(mall, agency, now, code, name=reason.name)
    if now < span.first_ticket_at:
        return _until_next(mall, agency, now, "not_yet_open")
    if whole_minute(now) > span.last_ticket_at:
        return _until_next(mall, agency, now, "too_late", since=span.last_ticket_at, after_today=True)
    return None


def _until_next(
    mall: Mall,
    agency: str | None,
    now: datetime,
    code: str,
    after_today: bool = False,
    since: datetime | None = None,
    name: Text | None = None,
) -> Verdict:
    span = next_span(mall, agency, now, after_today)
    if span is None:
        return Verdict(code, since=since, name=name)
    return Verdict(code, since=since, name=name, opens_at=span.opens_at, numbers_from=span.first_ticket_at)


def _paused(pause: Pause) -> Verdict:
    code = "service_paused" if pause.scope == "service" else "agency_paused"
    if pause.reason == CENTRAL_SYSTEM_DOWN:
        code = CENTRAL_SYSTEM_DOWN
    return Verdict(code, reason=pause.reason, since=pause.since, until=pause.until)


def _notice(mall: Mall, service: str, now: datetime, situation: Situation) -> Verdict | None:
    agency = mall.service_by_code[service].agency
    pause = active_pause(mall, service, situation.pauses, now)
    if pause is not None:
        return Verdict("paused", reason=pause.reason, since=pause.since, until=pause.until)
    span, resting = span_of(mall, agency, local_day(mall, now)), calling_break(mall, agency, now)
    if resting is not None:
        return Verdict("on_break", since=resting.since, until=resting.until, name=resting.reason)
    if span is not None and now < span.opens_at:
        return Verdict("opens_later", until=span.opens_at, opens_at=span.opens_at)
    if situation.counters_open == 0 and situation.counters_staffed == 0:
        return Verdict("no_counter_staffed")
    return None
