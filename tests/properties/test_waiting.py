"""What holds for every estimate: it is a range, and more people, fewer counters or a break never make it shorter."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.domain.lessons import LONGEST, SHORTEST, Missed, Passed, Served, learned_from
from server.domain.promises import Calibration, Promise, calibrated
from server.domain.serving_times import Learned, Typical
from server.domain.waiting import ALWAYS, Hours, Wait, estimate
from server.domain.walking import FREE, LINE, NEXT, SINCE_WHENEVER, Seat

NEW = Learned()
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
people, counters, a_visit, elapsed = st.integers(0, 60), st.integers(1, 8), st.floats(1, 60), st.floats(0, 200)
anything = st.floats(allow_nan=True, allow_infinity=True)


@st.composite
def breaks(draw: st.DrawFn) -> tuple[tuple[datetime, datetime], ...]:
    edges = sorted(draw(st.lists(st.integers(-120, 600), max_size=6, unique=True)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return tuple((NOW + timedelta(minutes=start), NOW + timedelta(minutes=end)) for start, end in pairs)


@st.composite
def some_learned(draw: st.DrawFn) -> Learned:
    kind = Typical("A1", "A", 10.0)
    served = [Served("A1", "A", draw(counters), m) for m in draw(st.lists(st.floats(0.5, 90), max_size=15))]
    missed = [Missed("A", waited=m) for m in draw(st.lists(st.floats(0, 90), max_size=5))]
    passed = [Passed("A", "", ahead, draw(st.integers(0, 70))) for ahead in draw(st.lists(people, max_size=5))]
    return learned_from([*served, *missed, *passed], {"A1": kind})


def seats(busy: list[float], minutes: float) -> list[Seat]:
    return [Seat(n, ("A",), one, Typical("A1", "A", minutes)) for n, one in enumerate(busy)]


def wait(ahead: int, minutes: float, at: list[Seat], learned: Learned = NEW, hours: Hours = ALWAYS) -> Wait | None:
    kind = Typical("A1", "A", minutes)
    return estimate(learned, kind, [kind] * ahead, at, NOW, hours)


busy_for = st.lists(elapsed, min_size=1, max_size=8)


@given(people, a_visit, busy_for, breaks(), some_learned())
def test_estimate_is_a_range_that_lies_in_what_is_shown(
    ahead: int, minutes: float, busy: list[float], resting: tuple[tuple[datetime, datetime], ...], learned: Learned
) -> None:
    found = wait(ahead, minutes, seats(busy, minutes), learned, Hours(breaks=resting))
    if found is not None:
        assert 0 <= found.p50 <= found.p90
        assert found.shown.low_minutes % 5 == found.shown.high_minutes % 5 == 0
        assert found.shown.low_minutes <= found.p50
        assert found.p90 <= found.shown.high_minutes


@given(people, a_visit, busy_for, breaks(), some_learned())
def test_one_more_person_ahead_never_shortens_the_wait(
    ahead: int, minutes: float, busy: list[float], resting: tuple[tuple[datetime, datetime], ...], learned: Learned
) -> None:
    at, hours = seats(busy, minutes), Hours(breaks=resting)
    fewer, more = wait(ahead, minutes, at, learned, hours), wait(ahead + 1, minutes, at, learned, hours)
    if more is not None:
        assert fewer is not None
        assert fewer.p50 <= more.p50 + 1e-6
        if fewer.regime == more.regime:
            assert fewer.p90 <= more.p90 + 1e-6


@given(people, a_visit, counters)
def test_one_more_busy_counter_never_lengthens_the_wait(ahead: int, minutes: float, active: int) -> None:
    fewer = wait(ahead, minutes, seats([SINCE_WHENEVER] * active, minutes))
    more = wait(ahead, minutes, seats([SINCE_WHENEVER] * (active + 1), minutes))
    if fewer is not None:
        assert more is not None
        assert more.p50 <= fewer.p50 + 1e-6


@given(people, a_visit, busy_for, breaks())
def test_break_never_shortens_the_wait(
    ahead: int, minutes: float, busy: list[float], resting: tuple[tuple[datetime, datetime], ...]
) -> None:
    plain = wait(ahead, minutes, seats(busy, minutes))
    rested = wait(ahead, minutes, seats(busy, minutes), hours=Hours(breaks=resting))
    if plain is not None and rested is not None:
        assert plain.p50 <= rested.p50 + 1e-6
        assert plain.p90 <= rested.p90 + 1e-6


@given(st.lists(anything, max_size=60), st.floats(1, 60))
def test_learned_minutes_stay_between_what_was_typed_in_and_what_was_measured(
    lengths: list[float], typed_in: float
) -> None:
    kind = Typical("A1", "A", typed_in)
    usable = [one for one in lengths if SHORTEST <= one <= LONGEST]
    learned = learned_from([Served("A1", "A", 1, one) for one in lengths], {"A1": kind}).minutes(kind)
    assert min([typed_in, *usable]) * 0.99 <= learned <= max([typed_in, *usable]) * 1.01


@given(st.lists(st.tuples(anything, st.sampled_from([FREE, NEXT, LINE])), max_size=60))
def test_whatever_came_of_promises_the_next_is_a_range(came: list[tuple[float, str]]) -> None:
    calibration = Calibration()
    for actual, regime in came:
        calibration = calibrated(calibration, Promise("A1", "A", regime, 10.0, 20.0, actual, hour=9))
    kind = Typical("A1", "A", 10.0)
    for ahead in (0, 1, 9):
        found = estimate(Learned(), kind, [kind] * ahead, seats([3.0], 10.0), NOW, calibration=calibration, hour=9)
        assert found is None or 0 <= found.p50 <= found.p90
