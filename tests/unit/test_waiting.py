"""The likely wait: when it is known, how breaks are jumped, and what measured visits teach."""

from datetime import UTC, datetime, timedelta

import pytest

from server.domain.waiting import Range, estimate, learned_minutes, likely_wait
from tests.unit.small_mall import a_mall

NINE = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 9.00 on a Monday in Sanggau


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def test_nobody_ahead_and_a_free_counter_is_no_wait() -> None:
    assert likely_wait(0, 20, 2, NINE, serving=1) == Range(0, 5)


def test_five_ahead_of_two_busy_counters_is_a_range_about_an_hour() -> None:
    found = likely_wait(5, 20, 2, NINE, serving=2)
    assert found is not None
    assert found.low_minutes <= 60 <= found.high_minutes
    assert found.high_minutes - found.low_minutes <= 30


def test_range_is_in_steps_of_five_minutes() -> None:
    for ahead in range(30):
        found = likely_wait(ahead, 7.3, 3, NINE, serving=3)
        assert found is not None
        assert found.low_minutes % 5 == found.high_minutes % 5 == 0


def test_nothing_is_said_where_no_counter_calls() -> None:
    assert likely_wait(3, 10, 0, NINE) is None


@pytest.mark.parametrize("unknown", [0.0, -1.0, float("nan"), float("inf")])
def test_nothing_is_said_where_the_minutes_are_unknown(unknown: float) -> None:
    assert likely_wait(3, unknown, 1, NINE) is None


def test_nothing_is_said_beyond_half_a_day() -> None:
    assert likely_wait(500, 20, 1, NINE) is None
    assert likely_wait(5, 1e300, 1, NINE) is None


def test_wait_jumps_a_break_that_lies_in_its_way() -> None:
    plain = likely_wait(5, 20, 2, NINE, serving=2)
    prayer = (NINE + minutes(10), NINE + minutes(115))
    jumped = likely_wait(5, 20, 2, NINE, serving=2, breaks=[prayer])
    assert plain is not None
    assert jumped == Range(plain.low_minutes + 105, plain.high_minutes + 105)


def test_break_that_lies_behind_or_far_ahead_changes_nothing() -> None:
    over = (NINE - minutes(100), NINE)
    later = (NINE + minutes(300), NINE + minutes(360))
    assert likely_wait(2, 10, 1, NINE, breaks=[over, later]) == likely_wait(2, 10, 1, NINE)


def test_in_the_middle_of_a_break_the_wait_begins_at_its_end() -> None:
    plain = likely_wait(2, 10, 1, NINE)
    assert plain is not None
    resting = (NINE - minutes(30), NINE + minutes(30))
    assert likely_wait(2, 10, 1, NINE, breaks=[resting]) == Range(plain.low_minutes + 30, plain.high_minutes + 30)


def test_before_opening_the_wait_begins_with_the_opening() -> None:
    plain = likely_wait(2, 10, 1, NINE)
    assert plain is not None
    assert likely_wait(2, 10, 1, NINE, opens_at=NINE + minutes(20)) == Range(
        plain.low_minutes + 20, plain.high_minutes + 20
    )


def test_wait_beyond_the_closing_is_marked() -> None:
    found = likely_wait(20, 20, 1, NINE, closes_at=NINE + minutes(300))
    assert found is not None
    assert found.past_closing


def test_friday_prayer_of_the_mall_is_jumped() -> None:
    mall = a_mall()
    before_prayer = datetime(2026, 11, 27, 4, 10, tzinfo=UTC)  # 11.10 on a Friday
    found = estimate(mall, mall.service_by_code["D1"], 3, 10, 1, before_prayer, serving=1)
    assert found is not None
    assert found.low_minutes >= 110 + 25


def test_hardly_measured_minutes_stay_near_what_was_typed_in() -> None:
    assert learned_minutes(12, []) == 12
    assert 12 < learned_minutes(12, [30]) < 14


def test_many_measured_visits_outweigh_what_was_typed_in() -> None:
    assert learned_minutes(12, [20.0] * 200) == pytest.approx(20, abs=0.5)


def test_forgotten_visit_and_slip_of_the_finger_teach_nothing() -> None:
    honest = [10.0] * 20
    assert learned_minutes(10, [*honest, 600.0, 0.01, float("nan")]) == 10
    assert learned_minutes(10, [*honest, 239.0]) == 10
