"""Whatever the profile and whoever comes: nobody is called twice, alike ones go in order, and few enough may pass."""

from dataclasses import replace
from datetime import datetime
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from server.domain import profiles
from server.domain.passing import Pool, bound_of, most_passing
from server.domain.profiles import CLASSES, Choice, Credit, Credits, Limit, Line, Profile, Select
from server.domain.ticket import Ticket
from tests.properties.floor_model import LANGUAGES, QUEUES, SERVICES, Floor, spread

limits = st.builds(Limit, st.integers(1, 3), st.integers(1, 4))
seeds = st.integers(0, 2**32)  # a hall and its day from a seed: drawn act by act, days would be too short and too tame
PRIORITIES = ("", "", "requested", "confirmed", "declined")
ARRIVALS = (*PRIORITIES, "booked", "booked", "both")
Act = tuple[Any, ...]


def a_pool(n: int, lines: list[Line], queues: tuple[str, ...]) -> Pool:
    return Pool("A", Profile(f"p{n}", {}, tuple(lines)), queues)


def any_line(chance: Random) -> Line:
    """Whom it lets go first: another queue, or some of the counter's own by one or two of their marks."""
    limit, wait = Limit(chance.randint(1, 3), chance.randint(1, 4)), chance.choice([None, None, None, 5, 30])
    if chance.random() < 0.25:
        queues = chance.choice([("A",), ("B",), QUEUES])
        return Line(Select(queues), chance.choice([None, limit, limit]), wait)
    marks = {"services": SERVICES, "languages": LANGUAGES, "classes": CLASSES}
    chosen = chance.sample(sorted(marks), chance.choice([1, 1, 2]))
    return Line(Select(**{mark: (chance.choice(marks[mark]),) for mark in chosen}), limit, wait)


def any_hall(chance: Random) -> list[Pool]:
    """One to three pools, each with any profile and any queues."""
    queues = [("A",), ("B",), QUEUES, QUEUES]
    return [
        a_pool(n, [any_line(chance) for _ in range(chance.randint(0, 3))], chance.choice(queues))
        for n in range(chance.choice([1, 1, 2, 3]))
    ]


def any_day(chance: Random) -> list[Act]:
    """Ten come first, then more come than are called or fewer, of one kind more than of the other."""
    coming, plain = chance.uniform(0.3, 0.55), chance.random()
    first = [any_arrival(chance, plain) for _ in range(10)]
    return [*first, *(any_act(chance, coming, plain) for _ in range(110))]


def any_act(chance: Random, coming: float, plain: float) -> Act:
    dice, nth = chance.random(), chance.randrange(40)
    if dice < coming:
        return any_arrival(chance, plain)
    if dice < 0.9:
        return "call", chance.randrange(3)
    return chance.choice([
        ("say_priority", nth, chance.choice(PRIORITIES)), ("cancel", nth), ("postpone", nth, chance.randint(1, 4)),
        ("come_back", nth, chance.randrange(5)), ("choose_by_hand", nth), ("wait", chance.randint(1, 20)), ("undo",),
        ("hold", chance.choice([(), (), ("A1",), ("A2",)])),
    ])  # fmt: skip


def any_arrival(chance: Random, plain: float) -> Act:
    if chance.random() < plain:
        return "arrive", "A", "A1", "id", ""
    kind = (chance.choice(QUEUES), chance.choice(SERVICES), chance.choice(LANGUAGES), chance.choice(ARRIVALS))
    return ("arrive", *kind)


def lived(floor: Floor, day: list[Act]) -> Floor:
    """The hall after all that happened; AssertionError where a rule was broken."""
    for act, *about in day:
        if act == "wait":
            floor.minute += about[0]
        else:
            getattr(floor, act)(*about)
    return floor


def lived_from(seed: int, rule: Any = profiles.choose) -> Floor:
    chance = Random(seed)
    return lived(Floor(any_hall(chance), rule), any_day(chance))


@given(seeds)
@settings(max_examples=400)
def test_whatever_happens_nobody_is_called_twice_alike_ones_go_in_order_and_few_enough_pass(seed: int) -> None:
    lived_from(seed)


def test_in_such_days_many_are_passed_and_some_as_often_as_may_be() -> None:
    """Else the property above would prove nothing."""
    watched = [one for seed in range(100) for one in lived_from(seed).watched.values() if one.pools]
    assert sum(one.passed > 0 for one in watched) > 300
    assert sum(one.passed == most_passing(one.pools, one.ahead) > 0 for one in watched if not one.was_held) > 5


@given(seeds)
def test_whoever_waits_is_called_in_the_end(seed: int) -> None:
    floor = lived_from(seed)
    floor.hold(())
    for n in range(len(floor.pools)):
        while floor.call(n) is not None:
            pass
    served = {queue for pool in floor.pools for queue in pool.queues}
    assert [one for one in floor.waiting.values() if one.queue in served] == []


@given(seeds)
def test_without_lines_nobody_is_ever_passed(seed: int) -> None:
    floor = lived(Floor([a_pool(0, [], QUEUES)]), any_day(Random(seed)))
    assert all(one.passed == 0 for one in floor.watched.values())


# ── the bound is reached: it is not a number so large that anything holds ──

not_for_me = st.builds(
    Line,
    st.sampled_from(
        [
            Select(classes=("priority",)),
            Select(classes=("appointment",)),
            Select(languages=("en",)),
            Select(services=("A2",)),
            Select(("B",)),
        ]
    ),
    st.builds(Limit, st.integers(1, 3), st.integers(1, 3)),
    st.none() | st.just(20),
)


@st.composite
def pools_of_a(draw: st.DrawFn, most: int = 2) -> list[Pool]:
    lines = st.lists(not_for_me, max_size=2)
    return [a_pool(n, draw(lines), draw(st.sampled_from([("A",), QUEUES]))) for n in range(draw(st.integers(1, most)))]


def worst(pools: list[Pool], ahead: int, rule: Any = profiles.choose) -> int:
    """The most an adversary gets, over all ways to divide who is ahead among the pools."""
    ways = [shares for shares in product(range(ahead + 1), repeat=len(pools)) if sum(shares) == ahead]
    return max(spread(pools, list(shares), rule) for shares in ways)


@given(pools_of_a(), st.integers(0, 5))
@settings(max_examples=60)
@example([a_pool(0, [Line(Select(classes=("priority",)), Limit(2))], ("A",))], 3)
def test_the_bound_is_reached_by_those_who_come_at_the_worst_moment(pools: list[Pool], ahead: int) -> None:
    assert worst(pools, ahead) == most_passing(pools, ahead)


@given(pools_of_a(3), st.integers(0, 40))
def test_the_two_figures_people_are_told_are_never_below_the_bound(pools: list[Pool], ahead: int) -> None:
    told = bound_of(pools)
    assert told.most == most_passing(pools, 0)
    assert told.at(ahead) >= most_passing(pools, ahead)


@given(pools_of_a(3), st.integers(0, 12))
def test_the_bound_is_the_worst_division_counted_out(pools: list[Pool], ahead: int) -> None:
    def alone(pool: Pool, given_to_it: int) -> int:
        limits = [line.limit for line in pool.profile.lines if line.limit]
        return sum(limit.most * (1 + given_to_it // limit.after) for limit in limits)

    ways = [shares for shares in product(range(ahead + 1), repeat=len(pools)) if sum(shares) <= ahead]
    counted = max(sum(alone(pool, n) for pool, n in zip(pools, shares, strict=True)) for shares in ways)
    assert most_passing(pools, ahead) == counted


@given(limits, st.data())
def test_a_line_is_full_again_after_its_number_of_calls_in_order_and_no_sooner(
    limit: Limit, data: st.DataObject
) -> None:
    profile = Profile("p", {}, (Line(Select(classes=("priority",)), limit),))
    credits: Credits = (Credit(data.draw(st.integers(0, limit.most - 1)), 0),)
    for _ in range(limit.after):
        assert credits != profiles.begin(profile)
        credits = profiles.in_order(profile, credits)
    assert credits == profiles.begin(profile)
    assert profiles.in_order(profile, credits) == credits


# ── rules with a fault in them: each is found out ──


def never_spends(profile: Profile, *about: object) -> Choice | None:
    choice = profiles.choose(profile, *about)  # type: ignore[arg-type]
    return choice and replace(choice, credits=profiles.begin(profile))


def refills_by_any_call(profile: Profile, *about: object) -> Choice | None:
    choice = profiles.choose(profile, *about)  # type: ignore[arg-type]
    return choice and replace(choice, credits=profiles.in_order(profile, choice.credits))


def counts_on_over_its_own_calls(
    profile: Profile, own: tuple[str, ...], heads: object, credits: Credits, now: datetime, held: tuple[str, ...]
) -> Choice | None:
    choice = profiles.choose(profile, own, heads, credits, now, held)  # type: ignore[arg-type]
    if choice is None or choice.line is None:
        return choice
    kept = [Credit(one.left, old.since) for one, old in zip(choice.credits, credits, strict=True)]
    return replace(choice, credits=tuple(kept))


def forgets_the_limit_of_the_last_line(
    profile: Profile, own: tuple[str, ...], heads: object, credits: Credits, now: datetime, held: tuple[str, ...]
) -> Choice | None:
    full = (*credits[:-1], *profiles.begin(profile)[-1:])
    return profiles.choose(profile, own, heads, full, now, held)  # type: ignore[arg-type]


FAULTS = [never_spends, refills_by_any_call, forgets_the_limit_of_the_last_line]


def found_out_by(seed: int, rule: Any) -> bool:
    try:
        lived_from(seed, rule)
    except AssertionError:
        return True
    return False


@pytest.mark.parametrize("broken", FAULTS)
def test_a_rule_that_lets_too_many_pass_is_found_out_by_such_days(broken: Any) -> None:
    assert any(found_out_by(seed, broken) for seed in range(400))


@pytest.mark.parametrize("broken", FAULTS)
def test_one_more_than_the_bound_is_found_out(broken: Any) -> None:
    pools = [a_pool(0, [Line(Select(classes=("priority",)), Limit(2))], ("A",))]
    with pytest.raises(AssertionError, match="may, 0 ahead"):
        worst(pools, 0, broken)


def test_a_line_that_counts_on_over_its_own_calls_is_found_out() -> None:
    """Two before every two: called one, seen one in order, called one, seen one: it would be full too soon."""
    pools = [a_pool(0, [Line(Select(classes=("priority",)), Limit(2, 2))], ("A",))]
    one, first = ("arrive", "A", "A1", "id", ""), ("arrive", "A", "A1", "id", "confirmed")
    call = ("call", 0)
    day = [one, first, call, call, one, one, *[first] * 5, *[call] * 6]
    lived(Floor(pools), day)
    with pytest.raises(AssertionError, match="3 passed"):
        lived(Floor(pools, counts_on_over_its_own_calls), day)  # type: ignore[arg-type]


def test_a_store_that_gives_another_than_the_first_is_found_out() -> None:
    class Careless(Floor):
        def head(self, select: Select) -> Ticket | None:
            return next((one for one in reversed(self.line(select.queues)) if select.holds(one)), None)

    with pytest.raises(AssertionError, match="an earlier one of the same kind"):
        lived(Careless([a_pool(0, [], QUEUES)]), [("arrive", "A", "A1", "id", "")] * 2 + [("call", 0)])


def test_an_undone_call_that_gives_back_what_others_spent_is_found_out() -> None:
    """One counter calls by the line, another too; the first is undone: one of the two credits is back, not both."""
    pool = a_pool(0, [Line(Select(classes=("priority",)), Limit(2))], ("A",))
    day = [("arrive", "A", "A1", "id", ""), *[("arrive", "A", "A1", "id", "confirmed")] * 4, ("call", 0)]
    floor = lived(Floor([pool]), day)
    first = floor.last
    lived(floor, [("call", 0)])
    floor.last = first
    lived(floor, [("undo",)])
    assert floor.credits[pool.key] == (Credit(1),)
    lived(floor, [("call", 0)])
    floor.credits[pool.key] = (Credit(2),)
    with pytest.raises(AssertionError, match="3 passed"):
        lived(floor, [("call", 0)])


def test_counters_that_do_not_share_their_credit_are_found_out() -> None:
    """Two counters of one pool with a credit each let twice as many pass as the bound says."""
    pool = a_pool(0, [Line(Select(classes=("priority",)), Limit(2))], ("A",))
    floor, alone = Floor([pool]), Floor([pool])
    day = [("arrive", "A", "A1", "id", ""), *[("arrive", "A", "A1", "id", "confirmed")] * 4]
    lived(floor, [*day, ("call", 0), ("call", 0)])
    floor.credits = alone.credits
    with pytest.raises(AssertionError, match="3 passed"):
        lived(floor, [("call", 0)])
