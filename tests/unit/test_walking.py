"""The walk through the line: each counter's own visitor, shared lines, those who pass and those who give up."""

from datetime import UTC, datetime, timedelta
from random import Random
from statistics import fmean

import pytest

from server.domain.lessons import Missed, Passed, Served, learned_from
from server.domain.serving_times import Learned, Typical
from server.domain.walking import (
    FREE,
    LINE,
    NEXT,
    SINCE_WHENEVER,
    Forecast,
    Seat,
    back_in,
    connected,
    forecast,
    rest_of,
)

NEW = Learned()
A, B = Typical("A1", "A", 10.0), Typical("B1", "B", 10.0)


def walked(ahead: int, seats: list[Seat], learned: Learned = NEW, passes: float = 0.0) -> Forecast:
    found = forecast(learned, A, [A] * ahead, seats, passes)
    assert found is not None
    return found


def test_regime_says_whether_anybody_is_in_the_way() -> None:
    taken, free = Seat(1, ("A",), 1.0, A), Seat(2, ("A",))
    assert walked(0, [taken, free]).regime == FREE
    assert walked(1, [taken, free]).regime == NEXT
    assert walked(9, [taken, free]).regime == LINE


def test_counter_that_began_long_ago_is_free_sooner_than_one_that_just_began() -> None:
    assert walked(0, [Seat(1, ("A",), 8.0, A)]).mean < walked(0, [Seat(1, ("A",), 0.0, A)]).mean


def test_visit_of_unknown_age_is_taken_as_half_over() -> None:
    unknown = walked(3, [Seat(1, ("A",), SINCE_WHENEVER)]).mean
    assert walked(3, [Seat(1, ("A",), 9.0, A)]).mean < unknown < walked(3, [Seat(1, ("A",), 0.0, A)]).mean + 3


def test_visit_that_lasts_for_ever_was_forgotten_and_ends_within_two_visits() -> None:
    left, _ = rest_of(10.0, 0.6, 400.0)
    assert 0 < left <= 20


def test_paused_counter_calls_when_it_is_back() -> None:
    assert walked(0, [Seat(1, ("A",), back_in=25.0)]).mean == pytest.approx(25, abs=1)


def test_each_in_line_takes_the_time_of_their_own_service() -> None:
    long = Typical("A2", "A", 40.0)
    seats = [Seat(1, ("A",), 1.0, A)]
    short, mixed = forecast(NEW, A, [A, A, A], seats), forecast(NEW, A, [long, A, long], seats)
    assert short is not None
    assert mixed is not None
    assert mixed.mean == pytest.approx(short.mean + 60, abs=5)


def test_those_beyond_what_was_read_of_a_line_count_like_those_read() -> None:
    own, shared = [Seat(1, ("A",), 1.0, A)], [Seat(1, ("A", "B"), 1.0, A)]
    assert forecast(NEW, A, [A] * 10, own, beyond=30) == forecast(NEW, A, [A] * 40, own)
    read, whole = forecast(NEW, A, [A, B] * 10, shared, beyond=30), forecast(NEW, A, [A, B] * 40, shared)
    assert read is not None
    assert whole is not None
    assert read.mean == pytest.approx(whole.mean, rel=0.05)


def test_counter_of_two_queues_gives_each_only_its_share_by_arrival() -> None:
    shared = [Seat(1, ("A", "B"), 1.0, A)]
    alone = forecast(NEW, A, [A, A], shared)
    beside = forecast(NEW, A, [A, B, A, B, B], shared)
    behind = forecast(NEW, A, [A, A], [*shared, Seat(2, ("B",))])
    assert alone is not None
    assert beside is not None
    assert behind is not None
    assert beside.mean > alone.mean + 20
    assert behind.mean == pytest.approx(alone.mean, abs=1)


def test_others_are_in_nobodys_way_where_a_counter_of_their_own_takes_them() -> None:
    helped = forecast(NEW, A, [B, B, A], [Seat(1, ("A", "B"), 1.0, A), *(Seat(n, ("B",)) for n in (2, 3))])
    pressed = forecast(NEW, A, [B, B, A], [Seat(1, ("A", "B"), 1.0, A), Seat(2, ("B",), 0.0, B)])
    assert helped is not None
    assert pressed is not None
    assert helped.mean < pressed.mean


def test_counters_hang_together_by_the_queues_they_share() -> None:
    seats = [Seat(1, ("A", "B")), Seat(2, ("B", "C")), Seat(3, ("D",))]
    assert {seat.counter for seat in connected("A", seats)} == {1, 2}
    assert {seat.counter for seat in connected("D", seats)} == {3}


def test_who_passes_lengthens_the_wait_and_who_may_pass_shortens_it() -> None:
    seats = [Seat(1, ("A",), 1.0, A)]
    assert walked(5, seats, passes=-4).mean < walked(5, seats).mean < walked(5, seats, passes=2).mean


def test_rule_that_lets_some_go_first_is_learned_from_whom_it_called() -> None:
    learned = learned_from([Passed("A", "first", 20, 4) for _ in range(40)] + [Passed("A", "", 20, 23)] * 40, {})
    assert learned.passes("A", "first", 20) < -5
    assert learned.passes("A", "", 20) > 1
    assert learned.passes("A", "", 0) == 0


def test_long_line_thins_where_people_give_up() -> None:
    impatient = learned_from([Missed("A", waited=30.0)] * 60, {})
    seats = [Seat(1, ("A",), 1.0, A)]
    assert walked(20, seats, impatient).mean < walked(20, seats).mean / 2


def test_faster_counter_shortens_the_wait() -> None:
    own = [Served("A1", "A", n % 2 + 1, 6.0 if n % 2 else 14.0) for n in range(400)]
    learned = learned_from(own, {"A1": A})
    slow, fast = (walked(5, [Seat(n, ("A",), 1.0, A)], learned).mean for n in (1, 2))
    assert fast < slow * 0.7


def test_mean_is_that_of_a_thousand_played_lines() -> None:
    chance, seats = Random(7), [Seat(n, ("A",), SINCE_WHENEVER) for n in (1, 2, 3)]
    turn = NEW.turn(A, 1)

    def played(ahead: int) -> float:
        free = sorted(chance.expovariate(1 / turn) for _ in seats)
        for _ in range(ahead):
            free[0] += chance.expovariate(1 / turn)
            free.sort()
        return free[0]

    for ahead in (3, 12, 40):
        seen = fmean(played(ahead) for _ in range(1000))
        assert walked(ahead, seats).mean == pytest.approx(seen, rel=0.15)


@pytest.mark.parametrize(
    ("since", "until", "minutes"),
    [(-3, 20, 20.0), (-3, 0.1, 0.5), (-30, -2, 2.0), (-1, None, 5.0), (-25, None, 25.0), (-90, None, None), (-90, -70, None)],
)  # fmt: skip
def test_pause_ends_when_its_clerk_said_or_soon_and_who_is_long_overdue_is_not_counted(
    since: float, until: float | None, minutes: float | None
) -> None:
    now = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    ends = None if until is None else now + timedelta(minutes=until)
    assert back_in(now, now + timedelta(minutes=since), ends) == (None if minutes is None else pytest.approx(minutes))


def test_told_end_of_a_pause_is_less_unsure_than_as_many_minutes_of_visits() -> None:
    paused = forecast(NEW, A, [], [Seat(1, ("A",), back_in=60.0)])
    assert paused is not None
    assert paused.mean == pytest.approx(60, rel=0.1)
    assert paused.deviation < 0.25 * paused.mean
