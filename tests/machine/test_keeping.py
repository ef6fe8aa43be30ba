"""Which backups are kept."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.backups.keeping import ALL_FOR, DAILY_FOR, HOURLY_FOR, spared

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
moments = st.lists(st.integers(-60, 60 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes)), max_size=200)


@given(moments)
def test_the_newest_and_those_of_the_last_hours_are_always_kept(made: list[datetime]) -> None:
    kept = spared(made, NOW)
    assert kept <= set(made)
    assert {moment for moment in made if NOW - moment <= ALL_FOR} <= kept
    assert not made or max(made) in kept


@given(moments)
def test_an_hour_and_a_day_keep_one_each_and_never_more(made: list[datetime]) -> None:
    kept = spared(made, NOW)
    hourly = [f"{m:%d %H}" for m in kept if ALL_FOR < NOW - m <= HOURLY_FOR]
    daily = [f"{m:%m-%d}" for m in kept if HOURLY_FOR < NOW - m <= DAILY_FOR]
    assert len(hourly) == len(set(hourly))
    assert len(daily) == len(set(daily))
    old = {f"{m:%m-%d}" for m in made if HOURLY_FOR < NOW - m <= DAILY_FOR}
    assert set(daily) == old or max(made, default=NOW) < NOW - HOURLY_FOR


@given(moments)
def test_clearing_twice_is_clearing_once(made: list[datetime]) -> None:
    kept = spared(made, NOW)
    assert spared(kept, NOW) == kept


def test_a_month_of_quarter_hours_comes_to_less_than_a_hundred() -> None:
    made = [NOW - timedelta(minutes=15 * n) for n in range(4 * 24 * 60)]
    assert len(spared(made, NOW)) < 100
