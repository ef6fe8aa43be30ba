"""In which order to go to several services: the examples people would argue about."""

from typing import Any

import pytest

from server.domain.itinerary import ARRIVAL, JOINING, Wanted, propose, rounded, walk


def a_service(service: str, low: int | None, high: int | None, minutes: float = 10, **more: Any) -> Wanted:
    return Wanted(service, low, high, minutes, **more)


def test_while_the_visitor_is_elsewhere_the_place_by_arrival_moves_on() -> None:
    long, short = a_service("C1", 60, 80), a_service("A1", 5, 10)
    found = propose([long, short])
    assert found.proposed.services == ("A1", "C1")
    assert [reason.code for reason in found.why] == ["shortest_first", "meanwhile"]
    assert found.proposed.low == 60 + 10, "the long wait went on while the short service was done"
    assert found.saves > 0


def test_where_the_visitor_joins_each_queue_when_they_come_the_waits_add_up_in_any_order() -> None:
    long, short = a_service("C1", 60, 80), a_service("A1", 5, 10)
    found = propose([long, short], JOINING)
    assert found.proposed.services == ("C1", "A1")
    assert [reason.code for reason in found.why] == ["yours_is_best"]
    assert found.proposed.low == 60 + 10 + 5 + 10


def test_what_closes_soon_goes_first_although_its_wait_is_longer() -> None:
    patient, urgent = a_service("A1", 40, 60), a_service("C1", 20, 30, closes=60)
    found = propose([patient, urgent])
    assert found.proposed.services == ("C1", "A1")
    assert (found.why[0].code, found.why[0].service, found.why[0].values) == ("closes_soon", "C1", (("closes", 60),))
    assert found.chosen.cost[0] == 1
    assert found.proposed.cost[0] == 0


def test_a_break_ahead_is_used_elsewhere() -> None:
    resting = a_service("C1", 5, 10, breaks=((30.0, 90.0),))
    other = a_service("A1", 20, 25)
    found = propose([other, resting])
    assert found.proposed.services == ("C1", "A1")
    assert found.why[0].code == "break_later"


def test_a_floor_less_is_a_reason_where_it_saves_the_way() -> None:
    stops = [
        a_service("A1", 0, 5, floor=1, zone=1),
        a_service("C1", 0, 5, floor=2, zone=2),
        a_service("B1", 0, 5, floor=1, zone=1),
    ]
    found = propose(stops, JOINING)
    assert found.proposed.climbs == 1 or found.saves == 0
    assert "same_floor" in [reason.code for reason in found.why] or found.why[0].code == "yours_is_best"


def test_a_gain_of_less_than_five_minutes_leaves_the_visitors_own_order() -> None:
    found = propose([a_service("A1", 12, 14), a_service("C1", 10, 12)])
    assert found.proposed.services == ("A1", "C1")
    assert found.saves == 0


def test_a_queue_whose_wait_nobody_can_tell_makes_no_promise() -> None:
    found = propose([a_service("A1", None, None), a_service("C1", 5, 10)])
    assert not found.proposed.is_known
    assert found.proposed.services == ("C1", "A1")
    assert "unknown_later" in [reason.code for reason in found.why]


def test_one_service_and_none_need_no_advice() -> None:
    assert propose([]).why == ()
    assert propose([a_service("A1", 5, 10)]).proposed.services == ("A1",)


def test_the_same_service_twice_or_too_many_are_not_an_itinerary() -> None:
    with pytest.raises(ValueError, match="once"):
        propose([a_service("A1", 5, 10), a_service("A1", 5, 10)])
    with pytest.raises(ValueError, match="at most 6"):
        propose([a_service(f"A{n}", 5, 10) for n in range(7)])


def test_a_break_that_lies_within_the_wait_is_counted_once_when_joining_later() -> None:
    one = a_service("C1", 70, 80, breaks=((30.0, 60.0),))
    assert walk([a_service("A1", 0, 5, minutes=5), one], JOINING).stops[1].low == 5 + 40 + 30
    assert walk([a_service("A1", 0, 5, minutes=5), one], ARRIVAL).stops[1].low == 70


def test_ranges_are_rounded_outwards_to_five_minutes() -> None:
    assert [rounded(0, 0), rounded(12.5, 31), rounded(10, 10)] == [(0, 5), (10, 35), (10, 15)]
