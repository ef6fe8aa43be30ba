"""When the mall is open: the hours of each day, its breaks, the next opening, all in the site's time zone."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from server.domain.mall import DayHours, Mall, SpecialDay, Text

DAYS_AHEAD = 60  # how far an opening is looked for
MOST_SPANS = 5000
ALL_DAY = DayHours(open=time(0, 0), close=time(23, 59), first_ticket=time(0, 0), last_ticket=time(23, 59))


@dataclass(frozen=True, slots=True)
class DayReason:
    """Which rule decided a day. `name` is that of the holiday or the special day."""

    kind: str  # "special" | "holiday" | "agency_week" | "site_week"
    name: Text | None = None


@dataclass(frozen=True, slots=True)
class DaySpan:
    """One open day as moments in UTC. `breaks` are (start, end): nobody is called in them."""

    day: date
    first_ticket_at: datetime
    opens_at: datetime
    last_ticket_at: datetime
    closes_at: datetime
    breaks: tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True, slots=True)
class CallingBreak:
    reason: Text
    since: datetime
    until: datetime


def day_hours(mall: Mall, agency: str | None, day: date) -> tuple[DayHours | None, DayReason]:
    """The hours of an agency (None: the site): special day, own first, else holiday, else its week, else the site's."""
    special = special_of(mall, agency, day)
    if special is not None:
        return special.hours, DayReason("special", special.name)
    for holiday in mall.holidays:
        if holiday.day == day:
            return None, DayReason("holiday", holiday.name)
    week = mall.agency_by_code[agency].week if agency is not None else None
    if week is not None:
        return week[day.weekday()], DayReason("agency_week")
    return mall.week[day.weekday()], DayReason("site_week")


def special_of(mall: Mall, agency: str | None, day: date) -> SpecialDay | None:
    """The special day that counts for an agency (None: the site): its own before that of all."""
    found = {one.agency: one for one in mall.special_days if one.day == day and one.agency in (None, agency)}
    return found.get(agency) or found.get(None)


def local_day(mall: Mall, now: datetime) -> date:
    return now.astimezone(ZoneInfo(mall.site.timezone)).date()


def span_of(mall: Mall, agency: str | None, day: date) -> DaySpan | None:
    """The day's hours as moments, or None where it is closed; worked out once a mall, since all ask for them."""
    known: dict[tuple[str | None, date], DaySpan | None] = mall.spans
    if (agency, day) not in known:
        if len(known) > MOST_SPANS:
            known.clear()
        known[agency, day] = _span_of(mall, agency, day)
    return known[agency, day]


def _span_of(mall: Mall, agency: str | None, day: date) -> DaySpan | None:
    hours, _ = day_hours(mall, agency, day)
    if hours is None:
        return None
    zone = ZoneInfo(mall.site.timezone)

    def moment(clock: time) -> datetime:
        return datetime.combine(day, clock, zone).astimezone(UTC)

    return DaySpan(
        day=day,
        first_ticket_at=moment(hours.first_ticket),
        opens_at=moment(hours.open),
        last_ticket_at=moment(hours.last_ticket),
        closes_at=moment(hours.close),
        breaks=tuple((moment(one.start), moment(one.end)) for one in hours.breaks),
    )


def opens_on(mall: Mall, day: date) -> bool:
    """Whether anybody in the mall works on this day."""
    return any(day_hours(mall, agency, day)[0] is not None for agency in (None, *mall.agency_by_code))


def next_span(mall: Mall, agency: str | None, now: datetime, after_today: bool = False) -> DaySpan | None:
    """The next opening that still lies ahead, over closed days, at most 60 days away."""
    today = local_day(mall, now)
    for ahead in range(1 if after_today else 0, DAYS_AHEAD + 1):
        span = span_of(mall, agency, today + timedelta(days=ahead))
        if span is not None and span.opens_at > now:
            return span
    return None


def next_opening(mall: Mall, agency: str | None, now: datetime) -> datetime | None:
    """When the agency's counters open next (today only if that still lies ahead), in UTC."""
    span = next_span(mall, agency, now)
    return None if span is None else span.opens_at


def calling_break(mall: Mall, agency: str | None, now: datetime) -> CallingBreak | None:
    """The break in which nobody is called at this moment, with its end, or None."""
    day = local_day(mall, now)
    hours, span = day_hours(mall, agency, day)[0], span_of(mall, agency, day)
    if hours is None or span is None:
        return None
    for one, (start, end) in zip(hours.breaks, span.breaks, strict=True):
        if start <= now < end:
            return CallingBreak(reason=one.reason, since=start, until=end)
    return None


def whole_minute(now: datetime) -> datetime:
    """A time on the sign includes its minute: with the last number at 15.00, one is given at 15.00.59."""
    return now.replace(second=0, microsecond=0)


def open_today(mall: Mall, day: date) -> Mall:
    """The mall with a labelled special day, open from midnight to midnight: for demonstrations."""
    name = {"id": "Hari demonstrasi", "en": "Demonstration day"}
    others = tuple(special for special in mall.special_days if special.day != day)
    return replace(mall, special_days=(*others, SpecialDay(day, ALL_DAY, name)))
