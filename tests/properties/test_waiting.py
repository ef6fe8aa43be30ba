"""What holds for every estimate: it is a range, and more people or fewer counters never make it shorter."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.domain.waiting import LONGEST, SHORTEST, learned_minutes, likely_wait

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
people, counters, a_visit = st.integers(0, 60), st.integers(1, 8), st.floats(1, 60)


@st.composite
def breaks(draw: st.DrawFn) -> list[tuple[datetime, datetime]]:
    edges = sorted(draw(st.lists(st.integers(-120, 600), max_size=6, unique=True)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return [(NOW + timedelta(minutes=start), NOW + timedelta(minutes=end)) for start, end in pairs]


@given(people, a_visit, counters, st.integers(0, 8), breaks())
def test_estimate_is_a_range_in_steps_of_five(
    ahead: int, minutes: float, active: int, serving: int, resting: list[tuple[datetime, datetime]]
) -> None:
    found = likely_wait(ahead, minutes, active, NOW, serving=serving, breaks=resting)
    if found is not None:
        assert 0 <= found.low_minutes < found.high_minutes
        assert found.low_minutes % 5 == found.high_minutes % 5 == 0


@given(people, a_visit, counters, breaks())
def test_one_more_person_ahead_never_shortens_the_wait(
    ahead: int, minutes: float, active: int, resting: list[tuple[datetime, datetime]]
) -> None:
    fewer = likely_wait(ahead, minutes, active, NOW, serving=active, breaks=resting)
    more = likely_wait(ahead + 1, minutes, active, NOW, serving=active, breaks=resting)
    if more is not None:
        assert fewer is not None
        assert (fewer.low_minutes, fewer.high_minutes) <= (more.low_minutes, more.high_minutes)


@given(people, a_visit, counters)
def test_one_more_busy_counter_never_lengthens_the_wait(ahead: int, minutes: float, active: int) -> None:
    fewer = likely_wait(ahead, minutes, active, NOW, serving=active)
    more = likely_wait(ahead, minutes, active + 1, NOW, serving=active + 1)
    if fewer is not None:
        assert more is not None
        assert more.low_minutes <= fewer.low_minutes
        assert more.high_minutes <= fewer.high_minutes


@given(people, a_visit, counters, breaks())
def test_break_never_shortens_the_wait(
    ahead: int, minutes: float, active: int, resting: list[tuple[datetime, datetime]]
) -> None:
    plain = likely_wait(ahead, minutes, active, NOW, serving=active)
    rested = likely_wait(ahead, minutes, active, NOW, serving=active, breaks=resting)
    if plain is not None and rested is not None:
        assert plain.low_minutes <= rested.low_minutes
        assert plain.high_minutes <= rested.high_minutes


@given(st.floats(SHORTEST, LONGEST), st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=60))
def test_learned_minutes_stay_between_what_was_typed_in_and_what_was_measured(
    typed_in: float, durations: list[float]
) -> None:
    usable = [one for one in durations if SHORTEST <= one <= LONGEST]
    learned = learned_minutes(typed_in, durations)
    assert min([typed_in, *usable]) - 1e-6 <= learned <= max([typed_in, *usable]) + 1e-6
