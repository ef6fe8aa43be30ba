"""The proposed order: never worse than the visitor's own by its own measure, and better than every other."""

from itertools import pairwise, permutations

from hypothesis import given
from hypothesis import strategies as st

from server.domain.itinerary import ARRIVAL, JOINING, WORTH, Wanted, propose, walk

rules = st.sampled_from([ARRIVAL, JOINING])


@st.composite
def services(draw: st.DrawFn, most: int = 6) -> list[Wanted]:
    return [_service(draw, f"S{n}") for n in range(draw(st.integers(0, most)))]


def _service(draw: st.DrawFn, code: str) -> Wanted:
    low = draw(st.none() | st.integers(0, 120))
    high = None if low is None else low + draw(st.integers(0, 60))
    rests = draw(st.lists(st.tuples(st.integers(-30, 200), st.integers(5, 90)), max_size=2))
    return Wanted(
        code, low, high, draw(st.floats(1, 60)), draw(st.floats(0, 30)), draw(st.integers(1, 4)), draw(st.integers(1, 3)),
        draw(st.none() | st.floats(0, 400)), tuple((float(start), float(start + length)) for start, length in rests),
    )  # fmt: skip


@given(services(), rules)
def test_the_proposed_order_has_every_service_once_and_is_never_worse_than_the_visitors_own(
    wanted: list[Wanted], rule: str
) -> None:
    found = propose(wanted, rule)
    assert sorted(found.proposed.services) == sorted(one.service for one in wanted)
    assert found.chosen.services == tuple(one.service for one in wanted)
    assert found.proposed.cost <= found.chosen.cost
    assert found.saves >= 0
    assert found.why or len(wanted) < 2


@given(services(most=5), rules)
def test_no_other_order_is_better_by_what_is_worth_a_change(wanted: list[Wanted], rule: str) -> None:
    risks, length = propose(wanted, rule).proposed.cost
    for other in permutations(wanted):
        cost = walk(other, rule).cost
        assert risks <= cost[0]
        assert risks < cost[0] or length - cost[1] < WORTH


@given(services(), rules)
def test_time_never_goes_back_within_an_order(wanted: list[Wanted], rule: str) -> None:
    stops = walk(wanted, rule).stops
    assert all(stop.low <= stop.high for stop in stops)
    assert all(before.low <= after.low and before.high <= after.high for before, after in pairwise(stops))


@given(services(), rules)
def test_the_reasons_name_services_of_this_visit(wanted: list[Wanted], rule: str) -> None:
    named = {reason.service for reason in propose(wanted, rule).why if reason.service}
    assert named <= {one.service for one in wanted}
