"""Promises and what became of them: the score of a day, and the calibration that keeps nine of ten."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import exp, isfinite, log, sqrt

from server.domain.walking import FREE, LINE, NEXT, Forecast

LOW, HIGH = "low", "high"
SHARES = {LOW: 0.5, HIGH: 0.9}  # the share of visitors who are called by then
# Where those lie in a log-normal, in standard deviations, until calibrated.
Z = {LOW: {FREE: 0.5, NEXT: 0.1, LINE: 0.1}, HIGH: {FREE: 2.0, NEXT: 1.7, LINE: 2.15}}
FARTHEST = 6.0  # standard deviations from the mean that calibration may go


@dataclass(frozen=True, slots=True)
class Pace:
    """How a shift moves: the step after n promises is first / (n + soon), but never below `steady`.

    `keeps`: how much of it is left with each promise, where it leans on the level above.
    """

    first: float
    soon: float
    steady: float
    keeps: float = 1.0


# The whole mall's in a regime; on it the queue's own; on the P90 of lines also that of the hour: noon keeps its reserve
# over an afternoon in which nothing happens.
MALL = {LOW: Pace(2.5, 25, 0.003), HIGH: Pace(5.0, 25, 0.04)}
OWN = {LOW: Pace(1.0, 60, 0.003, 0.9995), HIGH: Pace(2.5, 60, 0.02, 0.9995)}
OF_HOUR = Pace(10.0, 50, 0.03, 0.999)

HOUR_WEIGHT, HOUR_MEMORY = 300, 2000  # promises until an hour's slowness is half believed; after which the oldest fade


@dataclass(frozen=True, slots=True)
class Promise:
    """What a visitor was told, and what came: minutes from the number to the call, not rounded."""

    service: str
    queue: str
    regime: str
    p50: float
    p90: float
    actual: float
    day: date | None = None
    hour: int | None = None  # of the hall's clock, when it was given


@dataclass(frozen=True, slots=True)
class Score:
    """How good the promises were. Minutes; `error` above zero: people waited longer than the middle said."""

    n: int
    error: float
    mae: float
    rmse: float
    under_promised: float  # the share who waited longer than the upper end

    @property
    def coverage(self) -> float:
        return 1 - self.under_promised


def score(promises: Iterable[Promise]) -> Score | None:
    """None where nothing was promised."""
    kept = list(promises)
    if not kept:
        return None
    errors = [one.actual - one.p50 for one in kept]
    n = len(kept)
    return Score(
        n, sum(errors) / n, sum(abs(e) for e in errors) / n, sqrt(sum(e * e for e in errors) / n),
        sum(one.actual > one.p90 for one in kept) / n,
    )  # fmt: skip


def scored_with(known: Score | None, one: Promise) -> Score:
    """The score with one promise more, so that a day's need not be read again for each."""
    error, was = one.actual - one.p50, known or Score(0, 0.0, 0.0, 0.0, 0.0)
    n = was.n + 1
    return Score(
        n, was.error + (error - was.error) / n, was.mae + (abs(error) - was.mae) / n,
        sqrt(was.rmse**2 + (error**2 - was.rmse**2) / n),
        was.under_promised + (float(one.actual > one.p90) - was.under_promised) / n,
    )  # fmt: skip


def scores(promises: Iterable[Promise]) -> dict[tuple[date | None, str], Score]:
    """The score of each (day, service)."""
    apart: dict[tuple[date | None, str], list[Promise]] = {}
    for one in promises:
        apart.setdefault((one.day, one.service), []).append(one)
    return {key: found for key, those in apart.items() if (found := score(those)) is not None}


@dataclass(frozen=True, slots=True)
class Shift:
    """How far an end of the range was moved, in standard deviations, after n promises."""

    n: int = 0
    by: float = 0.0


STILL = Shift()


@dataclass(frozen=True)
class Calibration:
    """The shifts of both ends: the mall's per regime, and on top of it each queue's own; and the hours' slowness."""

    shifts: Mapping[str, Shift] = field(default_factory=dict)

    def z(self, end: str, regime: str, queue: str, hour: int | None = None) -> float:
        moved = sum(self.shifts.get(key, STILL).by for key, _ in levels(end, regime, queue, hour))
        return max(-FARTHEST, min(FARTHEST, Z[end][regime] + moved))

    def slowness(self, hour: int | None) -> float:
        """By what factor waits that begin in this hour of the day usually outlast the forecast: noon is slow."""
        known = self.shifts.get(f"hour/{hour}", STILL)
        return exp(known.by * known.n / (known.n + HOUR_WEIGHT))

    def ends(self, found: Forecast, queue: str, hour: int | None = None) -> tuple[float, float]:
        """(P50, P90) in minutes of calling time."""
        if found.regime == LINE:
            slow = self.slowness(hour)
            found = Forecast(found.mean * slow, found.deviation * slow, LINE)
        low = quantile(found, self.z(LOW, found.regime, queue, hour))
        return low, max(low, quantile(found, self.z(HIGH, found.regime, queue, hour)))


def levels(end: str, regime: str, queue: str, hour: int | None) -> Iterator[tuple[str, Pace]]:
    """The shifts that add up to where an end lies, and how each of them moves."""
    yield f"{end}/{regime}", MALL[end]
    yield f"{end}/{regime}/{queue}", OWN[end]
    if end == HIGH and regime == LINE and hour is not None:
        yield f"{end}/{regime}@{hour}", OF_HOUR


def quantile(found: Forecast, z: float) -> float:
    """Waits are taken as log-normal: never below zero, with a longer tail above."""
    sigma_squared = log(1 + (found.deviation / found.mean) ** 2)
    return found.mean * exp(z * sqrt(sigma_squared) - sigma_squared / 2)


def calibrated(calibration: Calibration, promise: Promise) -> Calibration:
    """After one more promise whose wait is over. An end that is passed too often moves out, slowly."""
    if not (isfinite(promise.actual) and promise.actual >= 0):
        return calibration  # a clock that stepped back
    moved: dict[str, Shift] = {}
    for end, told in ((LOW, promise.p50), (HIGH, promise.p90)):
        late = float(promise.actual > told) - (1 - SHARES[end])
        for key, pace in levels(end, promise.regime, promise.queue, promise.hour):
            was = calibration.shifts.get(key, STILL)
            step = max(pace.steady, pace.first / (was.n + pace.soon))
            moved[key] = Shift(was.n + 1, _bounded(was.by * pace.keeps + step * late))
    return Calibration({**calibration.shifts, **moved, **_hour(calibration, promise)})


def _hour(calibration: Calibration, promise: Promise) -> dict[str, Shift]:
    """What the hour's slowness, as known then, left over; the memory is long, each counts little."""
    if promise.hour is None or promise.regime != LINE:
        return {}
    key = f"hour/{promise.hour}"
    was = calibration.shifts.get(key, STILL)
    seen = log(calibration.slowness(promise.hour)) + log((promise.actual + 1) / (promise.p50 + 1))
    n = min(was.n + 1, HOUR_MEMORY)
    return {key: Shift(n, was.by + (max(-2.0, min(2.0, seen)) - was.by) / n)}


def _bounded(shift: float) -> float:
    return max(-FARTHEST, min(FARTHEST, shift))


def as_plain(calibration: Calibration) -> dict[str, list[float]]:
    """As JSON takes it; `from_plain` reads it again."""
    return {key: [shift.n, round(shift.by, 6)] for key, shift in calibration.shifts.items()}


def from_plain(plain: Mapping[str, Sequence[float]]) -> Calibration:
    return Calibration({key: Shift(int(n), by) for key, (n, by) in plain.items()})
