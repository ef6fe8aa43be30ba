"""What holds for the business day under any clock at all."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.domain.numbering import LastSeen, business_day, label

ZONE = "Asia/Pontianak"
NOVEMBER = datetime(2026, 11, 23, tzinfo=UTC)
any_moment = st.integers(-9_000, 12_000).flatmap(
    lambda day: st.integers(0, 86_399).map(lambda second: NOVEMBER + timedelta(days=day, seconds=second))
)
days = st.dates(date(2026, 11, 1), date(2040, 1, 1))
confirmed = st.none() | st.dates(date(1990, 1, 1), date(2060, 1, 1))


def weekdays(day: date) -> bool:
    return day.weekday() < 5


@given(any_moment, days, any_moment, confirmed)
def test_day_never_goes_back(now: datetime, day: date, at: datetime, word: date | None) -> None:
    assert business_day(now, ZONE, LastSeen(day, at, word), weekdays).day >= day


@given(any_moment, days, any_moment, confirmed)
def test_in_doubt_the_old_day_stays(now: datetime, day: date, at: datetime, word: date | None) -> None:
    verdict = business_day(now, ZONE, LastSeen(day, at, word), weekdays)
    assert verdict.in_doubt is (verdict.why is not None)
    assert verdict.day == day or not verdict.in_doubt


@given(st.lists(st.integers(-200_000, 400_000), max_size=40))
def test_under_any_run_of_steps_the_days_only_grow(steps: list[int]) -> None:
    now = datetime(2026, 11, 23, 2, tzinfo=UTC)
    last, seen = LastSeen(date(2026, 11, 23), now), [date(2026, 11, 23)]
    for step in steps:
        now += timedelta(seconds=step)
        verdict = business_day(now, ZONE, last, weekdays)
        seen.append(verdict.day)
        if not verdict.in_doubt:
            last = LastSeen(verdict.day, max(last.at, now))
    assert seen == sorted(seen)


@given(st.integers(1, 5000), st.integers(1, 5000), st.sampled_from(["{queue}-{n:03d}", "{queue}{n}"]))
def test_different_numbers_have_different_labels(one: int, other: int, written: str) -> None:
    assert (label(written, "A", one) == label(written, "A", other)) is (one == other)
