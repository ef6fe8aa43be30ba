"""What finished visits teach: slowly, leaning on what was typed in, and never by ends that nobody saw."""

import json
from random import Random

import pytest

from server.domain.lessons import Missed, Passed, Served, learned_from, learned_with
from server.domain.serving_times import Learned, Typical, as_plain, from_plain, typical
from server.domain.ticket import CLOSED_BY_NEXT, END_OF_DAY, KEYED_IN

A1, A2, B1 = Typical("A1", "A", 12.0), Typical("A2", "A", 6.0), Typical("B1", "B", 10.0)
KINDS = {one.code: one for one in (A1, A2, B1)}


def after(*lengths: float, kind: Typical = A1, counter: int | None = 1, mark: str | None = None) -> Learned:
    return learned_from([Served(kind.code, kind.queue, counter, one, mark) for one in lengths], KINDS)


def test_nothing_seen_means_what_was_typed_in() -> None:
    assert Learned().minutes(A1) == 12


def test_hardly_measured_minutes_stay_near_what_was_typed_in() -> None:
    assert 12 < after(30).minutes(A1) < 16


def test_many_measured_visits_outweigh_what_was_typed_in() -> None:
    assert after(*[20.0] * 300).minutes(A1) == pytest.approx(20, abs=0.5)


def test_forgotten_visit_and_slip_of_the_finger_teach_nothing() -> None:
    honest = [12.0] * 40
    assert after(*honest, 239.0, 600.0, 0.01, float("nan"), float("inf"), -3.0).minutes(A1) == pytest.approx(12)


def test_very_long_visit_counts_as_a_long_one() -> None:
    honest = [12.0] * 40
    assert after(*honest, 70.0).minutes(A1) == after(*honest, 60.0).minutes(A1) < 13


@pytest.mark.parametrize("mark", [CLOSED_BY_NEXT, END_OF_DAY, KEYED_IN])
def test_inferred_end_teaches_no_minutes(mark: str) -> None:
    assert after(*[45.0] * 50, mark=mark).minutes(A1) == 12


def test_paper_keyed_in_later_teaches_nothing_at_all() -> None:
    assert after(30.0, mark=KEYED_IN) == Learned()


def test_what_one_service_teaches_its_queue_and_the_mall_believe_in_part() -> None:
    learned = after(*[24.0] * 100)
    assert learned.minutes(A1) == pytest.approx(24, abs=1)
    assert 8 < learned.minutes(A2) < 12.1
    assert 10 < learned.minutes(B1) <= 20


def test_counter_is_compared_with_others_at_the_same_service_only() -> None:
    visits = [Served("A1", "A", n % 2, 8.0 if n % 2 else 16.0) for n in range(600)]
    learned = learned_from(visits, KINDS)
    assert learned.speed(1, "A1") < 0.85
    assert learned.speed(0, "A1") > 1.15
    assert learned.speed(9, "A1") == 1


def test_wrong_typed_in_minutes_make_no_counter_slow() -> None:
    assert after(*[36.0] * 200).speed(1, "A1") == pytest.approx(1, abs=0.1)


def test_spread_of_visits_is_learned() -> None:
    chance = Random(3)
    wide, narrow = [chance.expovariate(1 / 12) for _ in range(800)], [12 + chance.gauss(0, 3) for _ in range(800)]
    assert after(*wide).spread("A") > 0.75
    assert after(*narrow).spread("A") < 0.4


def test_memory_is_long_but_not_for_ever() -> None:
    learned = after(*[12.0] * 2000, *[18.0] * 100)
    assert 12.3 < learned.minutes(A1) < 13
    assert after(*[12.0] * 2000, *[18.0] * 4000).minutes(A1) == pytest.approx(18, abs=0.5)


def test_where_nothing_was_typed_in_a_few_visits_must_be_seen_first() -> None:
    unknown = Typical("Z1", "Z", 0.0)
    kinds = {"Z1": unknown}
    visits = [Served("Z1", "Z", 1, 7.0)] * 5
    assert not Learned().knows(unknown)
    assert not learned_from(visits[:4], kinds).knows(unknown)
    assert learned_from(visits, kinds).knows(unknown)
    assert learned_from(visits * 9, kinds).minutes(unknown) == pytest.approx(7)


def test_doubt_shrinks_with_what_was_seen() -> None:
    assert Learned().doubt(A1) > after(*[12.0] * 20).doubt(A1) > after(*[12.0] * 400).doubt(A1)


def test_who_does_not_come_takes_a_counter_for_its_calls() -> None:
    learned = learned_from([Missed("A", 2.0)] * 200, {})
    assert learned.turn(A1, 1) < 5


def test_typical_visitor_is_the_mean_of_a_queue_by_what_was_asked_for() -> None:
    assert typical(Learned(), [A1, A2]).minutes == 9
    assert typical(after(*[6.0] * 50, kind=A2), [A1, A2]).minutes < 7


def test_one_by_one_and_all_at_once_teach_the_same() -> None:
    visits = [Served("A1", "A", 1, 5.0 + n) for n in range(20)]
    learned = Learned()
    for one in visits:
        learned = learned_with(learned, one, A1)
    assert learned == learned_from(visits, KINDS)


def test_what_was_learned_survives_as_json() -> None:
    learned = after(9.0, 14.0, 30.0)
    again = from_plain(json.loads(json.dumps(as_plain(learned))))
    assert again.minutes(A1) == pytest.approx(learned.minutes(A1), abs=1e-4)
    assert again.tallies.keys() == learned.tallies.keys()


def test_what_the_profile_says_counts_until_enough_was_seen() -> None:
    assert Learned().passes("A", "priority", 10) == 0
    assert Learned().passes("A", "priority", 10, by_rule=2.0) == pytest.approx(-8)
    seen = learned_from([Passed("A", "priority", 10, 9, 30.0)] * 200, KINDS)
    assert -1.5 < seen.passes("A", "priority", 10, by_rule=2.0) < -1
