"""Who is next at a counter, profile by profile: the heads that are asked for, the line that decides, what it costs."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from server.domain import passing, profiles
from server.domain.passing import Bound, Pool
from server.domain.profiles import PLAIN, Choice, Credit, Credits, Limit, Line, Profile, Select
from server.domain.ticket import Ticket
from tests.halls import MONDAY
from tests.store.conftest import a_ticket
from tests.unit.small_mall import a_mall, both, raw_mall, sanggau

FIRST = Line(Select(classes=("priority",)), Limit(2), code="first")
RATIO = Line(Select(classes=("priority",)), Limit(1, 2), code="ratio")
BOOKED = Line(Select(classes=("appointment",)), Limit(1), code="booked")
HELP = Line(Select(queues=("DS",)), Limit(1), 20, "help")
HELP_WHEN_IDLE = Line(Select(queues=("DS",)), code="idle")


def a_profile(*lines: Line) -> Profile:
    return Profile("p", both("P"), lines)


def called(
    profile: Profile, waiting: Iterable[Ticket], credits: Credits | None = None, minutes: int = 0,
    own: tuple[str, ...] = ("A",), held: tuple[str, ...] = (),
) -> Choice | None:  # fmt: skip
    """The choice at a counter that serves `own`, so many minutes after Monday nine o'clock."""
    line = sorted(waiting, key=lambda one: one.position)
    heads = {
        select: next((one for one in line if select.holds(one)), None) for select in profiles.wanted(profile, own, held)
    }
    now = MONDAY + timedelta(minutes=minutes)
    return profiles.choose(profile, own, heads, profiles.begin(profile) if credits is None else credits, now, held)


def order(profile: Profile, waiting: Iterable[Ticket], **more: int) -> list[int]:
    """The numbers in the order in which one counter calls them all."""
    left, credits, numbers = {one.id: one for one in waiting}, profiles.begin(profile), []
    while choice := called(profile, left.values(), credits, **more):
        credits = choice.credits
        numbers.append(left.pop(choice.ticket.id).number)
    return numbers


def hall(kinds: str) -> list[Ticket]:
    """A ticket a letter, in order of joining: o ordinary, p priority, r only requested, s of queue DS, a by appointment.

    b: a confirmed priority that has an appointment too.
    """
    priority = {"p": "confirmed", "b": "confirmed", "r": "requested"}
    return [
        a_ticket(n, priority=priority.get(kind, ""), queue="DS" if kind == "s" else "A",
                 appointment=MONDAY if kind in "ab" else None)
        for n, kind in enumerate(kinds, 1)
    ]  # fmt: skip


def test_without_lines_it_is_first_come_first_served() -> None:
    assert order(PLAIN, hall("oproo")) == [1, 2, 3, 4, 5]
    assert called(PLAIN, []) is None


@pytest.mark.parametrize(
    ("line", "kinds", "expected"),
    [
        (FIRST, "ooopppp", [4, 5, 1, 6, 7, 2, 3]),  # never more than two in a row
        (RATIO, "ooooopp", [6, 1, 2, 7, 3, 4, 5]),  # one after every two others
        (FIRST, "opo", [2, 1, 3]),
        (FIRST, "poop", [1, 4, 2, 3]),  # who is next anyway costs nothing
    ],
)
def test_priority_goes_first_as_often_as_its_line_allows(line: Line, kinds: str, expected: list[int]) -> None:
    assert order(a_profile(line), hall(kinds)) == expected


def test_priority_that_is_requested_or_declined_keeps_its_place_by_arrival() -> None:
    declined = a_ticket(3, priority="declined")
    assert order(a_profile(FIRST), [*hall("or"), declined]) == [1, 2, 3]


def test_appointments_go_first_as_often_as_their_line_allows_and_a_confirmed_priority_before_them() -> None:
    assert order(a_profile(BOOKED), hall("ooaoa")) == [3, 1, 5, 2, 4]
    assert order(a_profile(FIRST, BOOKED), hall("ooabp")) == [4, 5, 3, 1, 2]
    assert order(a_profile(Line(Select(classes=("ordinary",)), Limit(1))), hall("abo")) == [3, 1, 2]


def test_another_queue_is_helped_once_its_longest_wait_is_over_the_limit() -> None:
    waiting = hall("oos")
    for minutes, number in ((20, 1), (21, 3)):
        choice = called(a_profile(HELP), waiting, minutes=minutes)
        assert choice is not None
        assert choice.ticket.number == number


def test_help_never_takes_more_in_a_row_than_its_limit_while_own_visitors_wait() -> None:
    assert order(a_profile(HELP), hall("oosss"), minutes=60) == [3, 1, 4, 2, 5]


def test_where_nobody_waits_for_the_counter_itself_help_has_no_limit_and_costs_nothing() -> None:
    assert order(a_profile(HELP), hall("sss"), minutes=60) == [1, 2, 3]
    choice = called(a_profile(HELP), hall("s"), (Credit(0),), minutes=60)
    assert choice is not None
    assert (choice.line, choice.passes, choice.credits) == (0, False, (Credit(0),))


def test_a_line_without_a_limit_goes_only_where_nobody_waits_for_the_counter_itself() -> None:
    assert order(a_profile(HELP_WHEN_IDLE), hall("sos")) == [2, 1, 3]


def test_a_choice_says_its_line_and_whether_somebody_is_passed() -> None:
    passing_one = called(a_profile(FIRST), hall("op"))
    in_order = called(a_profile(FIRST), hall("po"))
    helped_before_own = called(a_profile(HELP), hall("so"), minutes=60)
    assert passing_one is not None
    assert in_order is not None
    assert helped_before_own is not None
    assert (passing_one.line, passing_one.passes, passing_one.credits) == (0, True, (Credit(1),))
    assert (in_order.line, in_order.passes, in_order.credits) == (None, False, (Credit(2),))
    assert (helped_before_own.line, helped_before_own.passes) == (0, False)  # yet it is one of its limit


def test_services_and_languages_may_be_preferred_and_lines_go_in_their_order() -> None:
    english = Line(Select(languages=("en",)), Limit(1), code="en")
    passport = Line(Select(services=("A9",)), Limit(1), code="a9")
    waiting = [a_ticket(1), a_ticket(2, service="A9"), a_ticket(3, language="en"), a_ticket(4, service="A9")]
    assert order(a_profile(english, passport), waiting) == [3, 2, 1, 4]


def test_who_waits_for_a_held_service_is_in_no_selection() -> None:
    waiting = [a_ticket(1, service="A9"), a_ticket(2, service="A9", priority="confirmed"), a_ticket(3)]
    choice = called(a_profile(FIRST), waiting, held=("A9",))
    assert choice is not None
    assert choice.ticket.number == 3
    assert called(a_profile(FIRST), waiting[:2], held=("A9",)) is None


def test_the_store_is_asked_for_one_head_a_line_and_for_all_the_counter_serves_last() -> None:
    asked = profiles.wanted(a_profile(FIRST, HELP, FIRST), ("D", "A"), ("A9",))
    assert asked == (
        Select(("A", "D"), classes=("priority",), without_services=("A9",)),
        Select(("DS",), without_services=("A9",)),
        Select(("A", "D"), without_services=("A9",)),
    )
    assert profiles.wanted(PLAIN, ("A",)) == (Select(("A",)),)


def test_a_head_that_was_not_fetched_is_no_empty_queue() -> None:
    with pytest.raises(KeyError):
        profiles.choose(a_profile(FIRST), ("A",), {Select(("A",)): None}, (), MONDAY)


def test_credits_of_another_profile_begin_anew() -> None:
    profile = a_profile(FIRST, RATIO)
    kept = (Credit(1), Credit(0, 1))
    assert profiles.fitting(profile, kept) == kept
    for odd in ((), (Credit(1),), (Credit(3), Credit(1)), (Credit(-1), Credit(0)), (Credit(1, -1), Credit(0))):
        assert profiles.fitting(profile, odd) == (Credit(2), Credit(1))


def test_an_undone_call_gives_back_what_it_spent_and_not_what_others_spent_since() -> None:
    profile = a_profile(FIRST, RATIO)
    before, after = (Credit(2), Credit(1)), (Credit(1), Credit(1))
    assert profiles.taken_back(profile, after, before, after) == before
    assert profiles.taken_back(profile, (Credit(0), Credit(1)), before, after) == (Credit(1), Credit(1))
    assert profiles.taken_back(profile, before, before, after) == before  # it was filled meanwhile
    assert profiles.taken_back(profile, (Credit(1), Credit(0, 1)), before, before) == (Credit(1), Credit(0, 1))
    assert profiles.taken_back(profile, (), before, after) == profiles.begin(profile)  # the profile was edited


def test_a_line_is_known_by_what_it_does() -> None:
    prefer = Line(Select(services=("A1",), classes=("priority",)), Limit(1))
    kinds = [line.kind for line in (FIRST, RATIO, BOOKED, HELP, HELP_WHEN_IDLE, prefer)]
    assert kinds == ["first", "ratio", "appointments", "help", "help", "prefer"]


# ── the bound, as it is told ──


def a_pool(*lines: Line, own: tuple[str, ...] = ("A",)) -> Pool:
    return Pool("A", a_profile(*lines), own)


@pytest.mark.parametrize(
    ("pools", "expected"),
    [
        ([a_pool()], [0, 0, 0]),
        ([a_pool(FIRST)], [2, 4, 6]),
        ([a_pool(RATIO)], [1, 1, 2]),
        ([a_pool(FIRST, HELP)], [3, 6, 9]),
        ([a_pool(FIRST, BOOKED)], [3, 6, 9]),
        ([a_pool(FIRST), a_pool(RATIO)], [3, 5, 7]),  # the worst: all who are ahead are called where it gives most
        ([a_pool(RATIO), a_pool(RATIO)], [2, 2, 3]),
        ([a_pool(HELP, own=("DS",))], [0, 0, 0]),  # its own queue's longest waiting passes nobody there
        ([a_pool(HELP_WHEN_IDLE)], [0, 0, 0]),
    ],
)
def test_the_bound_follows_from_the_profiles_and_from_who_is_ahead(pools: list[Pool], expected: list[int]) -> None:
    assert [passing.most_passing(pools, ahead) for ahead in (0, 1, 2)] == expected


def test_the_bound_is_told_in_two_figures() -> None:
    assert passing.bound_of([a_pool(FIRST, HELP)]) == Bound(3, 3, 1)
    assert passing.bound_of([a_pool(RATIO)]) == Bound(1, 1, 2)
    assert passing.bound_of([a_pool()]) == Bound(0, 0, 1)


def test_counters_with_the_same_profile_and_queues_are_one_pool() -> None:
    raw = raw_mall(profiles=[{"code": "p", "name": both("P"), "lines": [
        {"code": "first", "classes": ["priority"], "most": 2}]}])  # fmt: skip
    counters = [{"number": n, "zone": 1, "agency": "D", "queues": queues, "profile": profile} for n, queues, profile in
                [(2, ["D", "DS"], "p"), (3, ["DS", "D"], "p"), (4, ["DS"], "p"), (5, ["D", "DS"], None)]]  # fmt: skip
    raw["counters"] = [raw["counters"][0], *counters]
    mall = a_mall(**{key: raw[key] for key in ("profiles", "counters")})
    assert [pool.key for pool in passing.pools_of(mall)] == ["A//A", "D/p/D+DS", "D/p/DS", "D//D+DS"]
    assert [pool.key for pool in passing.pools_serving(mall, "D")] == ["D/p/D+DS", "D//D+DS"]
    assert passing.most_passing(passing.pools_serving(mall, "DS"), 0) == 4


def test_in_sanggau_few_may_pass() -> None:
    mall = sanggau()
    told = {queue: passing.bound_of(passing.pools_serving(mall, queue)) for queue in ("A", "B", "C", "D", "DS")}
    assert told == {
        "A": Bound(1, 1, 2), "B": Bound(2, 2, 1), "C": Bound(1, 1, 2), "D": Bound(4, 4, 1), "DS": Bound(4, 4, 1),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("ahead", "before"),
    [([], 0), (["ordinary"] * 9, 0), (["ordinary", "priority"] * 4, 8), (["ordinary"] * 9 + ["priority"], 3),
     (["priority"] * 3, 3)],
)  # fmt: skip
def test_a_ratio_calls_those_of_the_class_and_between_two_of_them_others(ahead: list[str], before: int) -> None:
    assert passing.likely_before(a_profile(RATIO), "D", "priority", ahead) == before


def test_no_line_for_the_class_alone_says_nothing_of_who_is_called_before() -> None:
    assert passing.likely_before(PLAIN, "D", "priority", ["ordinary"] * 3) is None
    assert passing.likely_before(a_profile(HELP), "D", "priority", ["ordinary"] * 3) is None
    assert passing.likely_before(a_profile(RATIO), "D", "ordinary", ["ordinary"] * 3) is None
