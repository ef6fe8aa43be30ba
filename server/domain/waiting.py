"""How long a wait is likely to be: a range people can plan with, and nothing where nothing is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, floor, isfinite, sqrt

from server.domain.hours import local_day, span_of
from server.domain.mall import Mall, Service

SPREAD = 0.6  # a visit's standard deviation as a share of its mean, until measured
BEGUN = (1 - SPREAD**2) / 2  # the share of a visit that lies behind a visitor who is being served
NINETY = 1.2816  # standard deviations from the mean to the 90th percentile
STEP_MINUTES = 5
LONGEST_MINUTES = 12 * 60  # beyond that no range means anything

TYPED_IN_WEIGHT = 10  # the typed-in minutes count as much as ten measured visits
SHORTEST, LONGEST = 0.5, 240.0  # minutes; outside lies a slip of the finger, or a forgotten visit
TRIMMED = 0.1  # the share left out at either end

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Range:
    """Minutes from now until the call: half are called by `low`, nine of ten by `high`."""

    low_minutes: int
    high_minutes: int
    past_closing: bool = False  # `high` lies after the closing


def estimate(
    mall: Mall,
    service: Service,
    ahead: int,
    minutes: float,
    active_counters: int,
    now: datetime,
    serving: int = 0,
) -> Range | None:
    """The likely wait for this service now, by the hours and breaks of its agency; as `likely_wait`."""
    span = span_of(mall, service.agency, local_day(mall, now))
    if span is None:
        return likely_wait(ahead, minutes, active_counters, now, serving=serving)
    hours = {"opens_at": span.opens_at, "closes_at": span.closes_at}
    return likely_wait(ahead, minutes, active_counters, now, serving=serving, breaks=span.breaks, **hours)


def likely_wait(
    ahead: int,
    minutes: float,
    active_counters: int,
    now: datetime,
    *,
    serving: int = 0,
    breaks: Sequence[Span] = (),
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
) -> Range | None:
    """The wait behind `ahead` people, or None where it cannot be known: no counter, no minutes, too far off.

    `minutes` is one visit's mean, `serving` how many counters have a visitor now. Nobody is called before
    `opens_at` or within `breaks`, so the wait jumps them.
    """
    if active_counters <= 0 or not isfinite(minutes) or minutes <= 0:
        return None
    low, high = _calling_time(max(0, ahead), min(serving, active_counters), active_counters, minutes)
    if high > LONGEST_MINUTES:
        return None
    starts = max(now, opens_at) if opens_at is not None else now
    low_at, high_at = (_after(starts, work, breaks) for work in (low, high))
    found = _rounded(_minutes(low_at - now), _minutes(high_at - now))
    if found[1] > LONGEST_MINUTES:
        return None
    return Range(*found, past_closing=closes_at is not None and high_at > closes_at)


def _calling_time(ahead: int, serving: int, counters: int, minutes: float) -> tuple[float, float]:
    """Minutes until a counter falls free, median and 90th percentile: one does every minutes / counters."""
    visits = ahead + serving + 1 - counters  # that must end before a counter is free for the next
    if visits <= 0:
        return 0.0, 0.0
    pace = minutes / counters
    mean = (visits - BEGUN if serving else visits) * pace
    return mean, mean + NINETY * SPREAD * sqrt(visits) * pace


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


def _rounded(low: float, high: float) -> tuple[int, int]:
    """To five minutes, outwards: an estimate that is too short is a broken promise."""
    lower = floor(low / STEP_MINUTES) * STEP_MINUTES
    upper = ceil(high / STEP_MINUTES) * STEP_MINUTES
    return lower, max(upper, lower + STEP_MINUTES)


def learned_minutes(typed_in: float, durations: Iterable[float]) -> float:
    """One visit's mean minutes: what was measured, leaning on what was typed in while little was.

    A tenth at either end is left out, so that a forgotten visit teaches nothing.
    """
    usable = sorted(one for one in durations if isfinite(one) and SHORTEST <= one <= LONGEST)
    cut = int(len(usable) * TRIMMED)
    kept = usable[cut : len(usable) - cut]
    return (TYPED_IN_WEIGHT * typed_in + sum(kept)) / (TYPED_IN_WEIGHT + len(kept))
