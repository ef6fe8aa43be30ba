"""How long a wait is likely to be: a range people can plan with, and nothing where nothing is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, floor

from server.domain.hours import DaySpan
from server.domain.promises import Calibration
from server.domain.serving_times import Kind, Learned
from server.domain.walking import Forecast, Seat, Turns, forecast

STEP_MINUTES = 5
LONGEST_MINUTES = 12 * 60  # beyond that no range means anything

Span = tuple[datetime, datetime]
UNCALIBRATED = Calibration()


@dataclass(frozen=True, slots=True)
class Range:
    """Minutes from now until the call, as people see them: half are called by `low`, nine of ten by `high`."""

    low_minutes: int
    high_minutes: int
    past_closing: bool = False  # `high` lies after the closing


@dataclass(frozen=True, slots=True)
class Wait:
    """The same in minutes as they were reckoned, for the score. `regime` says which calibration learns from it."""

    p50: float
    p90: float
    regime: str
    past_closing: bool = False

    @property
    def shown(self) -> Range:
        """To five minutes, outwards: an estimate that is too short is a broken promise."""
        low = floor(self.p50 / STEP_MINUTES) * STEP_MINUTES
        high = ceil(self.p90 / STEP_MINUTES) * STEP_MINUTES
        return Range(low, max(high, low + STEP_MINUTES), self.past_closing)


@dataclass(frozen=True, slots=True)
class Hours:
    """When people are called on this day: nobody before `opens_at` or within `breaks`, so a wait jumps them."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    breaks: tuple[Span, ...] = ()


ALWAYS = Hours()


def hours_of(span: DaySpan | None) -> Hours:
    return ALWAYS if span is None else Hours(span.opens_at, span.closes_at, span.breaks)


def estimate(
    learned: Learned, mine: Kind, line: Sequence[Kind], seats: Sequence[Seat], now: datetime,
    hours: Hours = ALWAYS, calibration: Calibration = UNCALIBRATED, passes: float = 0.0, hour: int | None = None,
    turns: Turns | None = None, beyond: int = 0,
) -> Wait | None:  # fmt: skip
    """The wait of one who joins behind `line` now, as `forecast`; None where no counter serves it or none can say."""
    found = forecast(learned, mine, line, seats, passes, turns, beyond)
    return None if found is None else waited(found, mine.queue, now, hours, calibration, hour)


def waited(
    found: Forecast,
    queue: str,
    now: datetime,
    hours: Hours = ALWAYS,
    calibration: Calibration = UNCALIBRATED,
    hour: int | None = None,
) -> Wait | None:
    """Calling time laid over the day: breaks and the opening are jumped. None beyond half a day."""
    low, high = calibration.ends(found, queue, hour)
    if high > LONGEST_MINUTES:
        return None
    starts = now if hours.opens_at is None else max(now, hours.opens_at)
    low_at, high_at = (_after(starts, work, hours.breaks) for work in (low, high))
    p50, p90 = _minutes(low_at - now), _minutes(high_at - now)
    if p90 > LONGEST_MINUTES:
        return None
    return Wait(p50, p90, found.regime, hours.closes_at is not None and high_at > hours.closes_at)


def _minutes(length: timedelta) -> float:
    return length / timedelta(minutes=1)


def _after(start: datetime, minutes: float, breaks: Sequence[Span]) -> datetime:
    """The moment that many minutes of calling time after start."""
    left, moment = timedelta(minutes=minutes), start
    for begins, ends in sorted(breaks):
        if ends <= moment:
            continue
        if moment + left < begins:
            break
        left -= max(begins - moment, timedelta())
        moment = ends
    return moment + left
