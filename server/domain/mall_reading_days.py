"""Reading the days of the mall's file: hours, weeks, holidays, special days."""

from datetime import date, time

from server.domain.mall import Break, DayHours, Holiday, SpecialDay, Week
from server.domain.mall_dump import DAYS
from server.domain.mall_reading import Entry

NO_DAY, NO_TIME = date.min, time.min  # stand in for what could not be read, so that reading goes on


def week(entry: Entry, languages: tuple[str, ...]) -> Week:
    """Seven days by name; one that is absent or null is closed."""
    days = tuple(_hours(entry.entry(name, None), languages) for name in DAYS)
    entry.close()
    return days


def _hours(entry: Entry | None, languages: tuple[str, ...]) -> DayHours | None:
    """None for a closed day. A first ticket that isn't given is the opening; a last one, the closing."""
    if entry is None:
        return None
    opens, closes = entry.clock("open"), entry.clock("close")
    first, last = entry.clock("first_ticket", opens) or opens, entry.clock("last_ticket", closes) or closes
    breaks = tuple(_break(one, languages) for one in entry.entries("breaks", 6, []))
    entry.close()
    if opens is None or closes is None or first is None or last is None:
        return None
    hours = DayHours(open=opens, close=closes, first_ticket=first, last_ticket=last, breaks=breaks)
    _hours_in_order(entry, hours)
    return hours


def _hours_in_order(entry: Entry, hours: DayHours) -> None:
    if not hours.open < hours.close:
        entry.note("close", "must come after the opening")
    if hours.first_ticket > hours.open:
        entry.note("first_ticket", "must not come after the opening")
    if not hours.first_ticket <= hours.last_ticket <= hours.close:
        entry.note("last_ticket", "must lie between the first number and the closing")
    before = hours.open
    for i, one in enumerate(hours.breaks):
        if not before <= one.start < one.end <= hours.close:
            entry.note(f"breaks[{i}]", "must lie within the hours, after the one before, start before end")
        before = max(before, one.end)


def _break(entry: Entry, languages: tuple[str, ...]) -> Break:
    found = Break(
        start=entry.clock("start") or NO_TIME,
        end=entry.clock("end") or NO_TIME,
        reason=entry.words("reason", 40, languages),
    )
    entry.close()
    return found


def holiday(entry: Entry, languages: tuple[str, ...]) -> Holiday:
    found = Holiday(
        day=entry.day("day") or NO_DAY,
        name=entry.words("name", 60, languages),
        kind=entry.choice("kind", ["national", "shared_leave"]),
    )
    entry.close()
    return found


def special_day(entry: Entry, languages: tuple[str, ...]) -> SpecialDay:
    special = SpecialDay(
        day=entry.day("day") or NO_DAY,
        hours=_hours(entry.entry("hours", None), languages),
        name=entry.words("name", 60, languages),
        agency=entry.text("agency", 4, None),
    )
    entry.close()
    return special
