"""Longer hours for one day: the mall with special days that end later, never earlier, for one agency or the hall."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from server.domain.hours import day_hours, special_of
from server.domain.mall import DayHours, Mall, SpecialDay
from server.domain.refusals import HoursClosed, HoursNotExtended

NAME = {"id": "Jam layanan diperpanjang", "en": "Extended hours"}


def extended(mall: Mall, agency: str | None, day: date, close: time, last_ticket: time | None) -> Mall:
    """The mall in which this agency, or (None) every one that works on this day, closes at `close` at the earliest.

    `last_ticket`: until then at least numbers are given; None: it moves as far as the closing does. Raises
    HoursClosed where it does not open on this day, HoursNotExtended where nothing would end later.
    """
    hours = day_hours(mall, agency, day)[0]
    if hours is None:
        raise HoursClosed(day=day.isoformat(), agency=agency)
    longer = _longer(hours, close, last_ticket)
    if longer == hours:
        raise HoursNotExtended(close=_said(hours.close), last_ticket=_said(hours.last_ticket))
    own = [_special(mall, agency, day, longer)]
    if agency is None:
        own += _agencies_apart(mall, day, hours, close, last_ticket)
    kept = [one for one in mall.special_days if one.day != day or one.agency not in {new.agency for new in own}]
    return replace(mall, special_days=(*kept, *own))


def _agencies_apart(
    mall: Mall, day: date, usual: DayHours, close: time, last_ticket: time | None
) -> Sequence[SpecialDay]:
    """Agencies with hours of their own keep them, longer; those that are closed stay closed."""
    found, own = [], {one.agency for one in mall.special_days if one.day == day}
    for code in mall.agency_by_code:
        hours = day_hours(mall, code, day)[0]
        if hours != usual or code in own:
            found.append(_special(mall, code, day, hours and _longer(hours, close, last_ticket)))
    return found


def _longer(hours: DayHours, close: time, last_ticket: time | None) -> DayHours:
    later = max(hours.close, close)
    last = last_ticket if last_ticket is not None else _moved(hours.last_ticket, hours.close, later)
    return replace(hours, close=later, last_ticket=min(max(hours.last_ticket, last), later))


def _moved(moment: time, before: time, after: time) -> time:
    """As much later as the closing; never past midnight, because the closing is not."""
    anyday = date(2000, 1, 1)
    by = datetime.combine(anyday, after) - datetime.combine(anyday, before)
    return min((datetime.combine(anyday, moment) + max(by, timedelta())).time(), after)


def _special(mall: Mall, agency: str | None, day: date, hours: DayHours | None) -> SpecialDay:
    """A day that had a name keeps it."""
    known = special_of(mall, agency, day)
    name = known.name if known else {one: NAME.get(one, NAME["en"]) for one in mall.site.languages}
    return SpecialDay(day, hours, name, agency)


def _said(clock: time) -> str:
    return clock.strftime("%H:%M")
