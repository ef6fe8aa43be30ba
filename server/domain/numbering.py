"""Labels, and the business day they belong to: it never goes back, and a senseless clock asks a person."""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

STEP_BACK = timedelta(seconds=60)  # less is the usual correction of a network clock
JUMP_AHEAD = timedelta(hours=12)
MOST_DAYS_SKIPPED = 3
FIRST_DAY = date(2026, 11, 1)  # this product did not exist before: a clock that says so is wrong
LAST_FIRST_DAY = date(2035, 12, 31)  # nothing to compare a first start with: later than this, a person confirms
YEAR_AND_A_DAY = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class LastSeen:
    """The last moment the clock was believed: an event of the journal, or the running server's own tick.

    What happens while the clock is in doubt must not move `at`, or the doubt would end by itself.
    """

    day: date  # the business day then
    at: datetime
    confirmed_day: date | None = None  # a person's word: that day may begin, however senseless it looks


@dataclass(frozen=True, slots=True)
class DayVerdict:
    day: date
    stepped_back: bool = False
    in_doubt: bool = False
    why: str | None = None  # before_first_day | far_ahead | not_an_opening_day | days_skipped


def label(number_format: str, queue: str, number: int) -> str:
    """What people read: A-042. Beyond the digits of the format the number simply grows."""
    return number_format.format(queue=queue, n=number)


def meant(number_format: str, queues: Container[str], typed: str) -> str:
    """The label that somebody means who writes c14 or "C 14"; what names no queue's number stays as it was written."""
    found = re.fullmatch(r"([A-Z]+?)(P?)(\d{1,4})", re.sub(r"[^A-Z0-9]", "", typed.upper()))
    if found is None:
        return typed
    queue, paper, number = found[1], found[2], int(found[3])
    if queue + paper in queues:
        return label(number_format, queue + paper, number)
    return paper_label(number_format, queue, number) if paper and queue in queues else typed


PAPER = "P"  # before the number of a paper slip: no electronic label has a letter there


def paper_label(number_format: str, queue: str, number: int) -> str:
    """What stands on a slip that was printed in advance: A-P07."""
    before, _, _ = number_format.partition("{n")
    return f"{before.format(queue=queue)}{PAPER}{number:02d}"


def digits(number_format: str) -> int:
    """How many digits the format pads to: three in A-042."""
    found = re.search(r":0(\d)", number_format)
    return int(found[1]) if found else 1


def business_day(
    now: datetime,
    timezone: str,
    last: LastSeen | None,
    opens_on: Callable[[date], bool],
    confirmed_day: date | None = None,
) -> DayVerdict:
    """The day numbers belong to now, and whether the clock is to be believed (DESIGN: "The clock").

    In doubt the old day stays, and numbers wait until a person confirms the new one. A first start (no last)
    has no old day to keep; `confirmed_day` is the person's word then.
    """
    today = now.astimezone(ZoneInfo(timezone)).date()
    if last is None:
        return _first_day(today, confirmed_day)
    back = last.at - now > STEP_BACK
    why = _doubt(now, today, last, opens_on)
    if why is not None:
        return DayVerdict(last.day, stepped_back=back, in_doubt=True, why=why)
    return DayVerdict(max(today, last.day), stepped_back=back)


def _first_day(today: date, confirmed_day: date | None) -> DayVerdict:
    if FIRST_DAY <= today <= LAST_FIRST_DAY or confirmed_day == today:
        return DayVerdict(today)
    why = "before_first_day" if today < FIRST_DAY else "far_ahead"
    return DayVerdict(today, in_doubt=True, why=why)


def _doubt(now: datetime, today: date, last: LastSeen, opens_on: Callable[[date], bool]) -> str | None:
    """Why a person must look at the clock, or None. Within 12 hours of the last event a new day is usual."""
    if today < FIRST_DAY:
        return "before_first_day"
    if today <= last.day or now - last.at <= JUMP_AHEAD or today == last.confirmed_day:
        return None
    if not opens_on(today):
        return "not_an_opening_day"
    return "days_skipped" if _skips_too_many(last.day, today, opens_on) else None


def _skips_too_many(last: date, today: date, opens_on: Callable[[date], bool]) -> bool:
    """Whether more than three opening days lie between; over a year is too many without counting."""
    if today - last > YEAR_AND_A_DAY:
        return True
    between = (last + timedelta(days=n) for n in range(1, (today - last).days))
    return sum(1 for day in between if opens_on(day)) > MOST_DAYS_SKIPPED
