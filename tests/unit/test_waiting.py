"""The likely wait: when it is known, how breaks are jumped, and how it is shown."""

from datetime import UTC, datetime, timedelta

import pytest

from server.domain.hours import local_day, span_of
from server.domain.promises import Calibration, Shift
from server.domain.serving_times import Learned, Typical
from server.domain.waiting import ALWAYS, Hours, Range, Wait, estimate, hours_of
from server.domain.walking import Seat
from tests.unit.small_mall import a_mall

NINE = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 9.00 on a Monday in Sanggau
NEW = Learned()


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def a_kind(length: float = 20.0, queue: str = "A") -> Typical:
    return Typical(f"{queue}1", queue, length)


def busy(*counters: int, queue: str = "A", since: float = 0.0) -> list[Seat]:
    return [Seat(number, (queue,), since, a_kind(queue=queue)) for number in counters]


def wait(
    ahead: int, seats: list[Seat], length: float = 20.0, hours: Hours = ALWAYS, now: datetime = NINE
) -> Wait | None:
    kind = a_kind(length)
    return estimate(NEW, kind, [kind] * ahead, seats, now, hours)


def known(ahead: int, seats: list[Seat], length: float = 20.0, hours: Hours = ALWAYS, now: datetime = NINE) -> Wait:
    found = wait(ahead, seats, length, hours, now)
    assert found is not None
    return found


def test_nobody_ahead_and_a_free_counter_is_hardly_a_wait() -> None:
    assert known(0, [*busy(1), Seat(2, ("A",))]).shown == Range(0, 5)


def test_five_ahead_of_two_busy_counters_is_a_range_about_an_hour() -> None:
    found = known(5, busy(1, 2, since=10))
    assert found.p50 <= 65 <= found.p90
    assert found.p50 >= 40


def test_range_is_shown_in_steps_of_five_minutes_outwards() -> None:
    for ahead in range(30):
        found = known(ahead, busy(1, 2, 3), 7.3)
        shown = found.shown
        assert shown.low_minutes % 5 == shown.high_minutes % 5 == 0
        assert shown.low_minutes <= found.p50 <= found.p90 <= shown.high_minutes


def test_nothing_is_said_where_no_counter_serves_the_queue() -> None:
    assert wait(3, []) is None
    assert wait(3, busy(1, queue="B")) is None


@pytest.mark.parametrize("unknown", [0.0, -1.0, float("nan"), float("inf")])
def test_nothing_is_said_where_the_minutes_are_unknown(unknown: float) -> None:
    assert wait(3, busy(1), unknown) is None


def test_nothing_is_said_beyond_half_a_day() -> None:
    assert wait(500, busy(1)) is None
    assert wait(5, busy(1), 1e300) is None


def test_wait_jumps_a_break_that_lies_in_its_way() -> None:
    plain = known(5, busy(1, 2))
    jumped = known(5, busy(1, 2), hours=Hours(breaks=((NINE + minutes(10), NINE + minutes(115)),)))
    assert jumped.p50 == pytest.approx(plain.p50 + 105)
    assert jumped.p90 == pytest.approx(plain.p90 + 105)


def test_break_that_lies_behind_or_far_ahead_changes_nothing() -> None:
    over = (NINE - minutes(100), NINE)
    later = (NINE + minutes(400), NINE + minutes(460))
    assert wait(2, busy(1), 10, Hours(breaks=(over, later))) == wait(2, busy(1), 10)


def test_in_the_middle_of_a_break_the_wait_begins_at_its_end() -> None:
    plain = known(2, busy(1), 10)
    resting = known(2, busy(1), 10, Hours(breaks=((NINE - minutes(30), NINE + minutes(30)),)))
    assert resting.p50 == pytest.approx(plain.p50 + 30)


def test_before_opening_the_wait_begins_with_the_opening() -> None:
    plain = known(2, busy(1), 10)
    assert known(2, busy(1), 10, Hours(opens_at=NINE + minutes(20))).p50 == pytest.approx(plain.p50 + 20)


def test_wait_beyond_the_closing_is_marked() -> None:
    assert known(10, busy(1), hours=Hours(closes_at=NINE + minutes(200))).shown.past_closing
    assert not known(1, busy(1), hours=Hours(closes_at=NINE + minutes(200))).shown.past_closing


def test_friday_prayer_of_the_mall_is_jumped() -> None:
    mall = a_mall()
    before_prayer = datetime(2026, 11, 27, 4, 10, tzinfo=UTC)  # 11.10 on a Friday
    hours = hours_of(span_of(mall, "D", local_day(mall, before_prayer)))
    service = mall.service_by_code["D1"]
    found = estimate(NEW, service, [service] * 3, [Seat(2, ("D",), 2.0, service)], before_prayer, hours)
    assert found is not None
    assert found.p50 >= 105 + 20


def test_closed_day_has_no_hours_to_jump() -> None:
    assert hours_of(None) == ALWAYS


def test_calibration_moves_only_the_end_that_it_is_about() -> None:
    kind = a_kind()
    wider = Calibration({"high/line": Shift(900, 0.5)})
    plain = estimate(NEW, kind, [kind] * 9, busy(1), NINE)
    moved = estimate(NEW, kind, [kind] * 9, busy(1), NINE, calibration=wider)
    assert plain is not None
    assert moved is not None
    assert moved.p50 == plain.p50
    assert moved.p90 > plain.p90
