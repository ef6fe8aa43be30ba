"""Around a call: when absent may be said, which call is still spoken, how it shortens; and who is next."""

from datetime import timedelta
from typing import Any

import pytest

from server.domain import calling, ordering
from server.domain.refusals import AbsentTooEarly, RecalledTooSoon
from tests.halls import MONDAY
from tests.store.conftest import a_ticket


@pytest.mark.parametrize(("calls", "early"), [(1, True), (2, True), (3, False), (4, False)])
def test_absent_is_due_after_the_sites_number_of_calls(calls: int, early: bool) -> None:
    ticket = a_ticket(state="called", calls=calls)
    if not early:
        calling.absence_is_due(ticket, 3, 0, MONDAY)
        return
    with pytest.raises(AbsentTooEarly) as refusal:
        calling.absence_is_due(ticket, 3, 0, MONDAY)
    assert refusal.value.details == {"calls": calls, "needed": 3, "seconds": 0}


@pytest.mark.parametrize(("seconds", "left"), [(0, 15), (0.4, 15), (14.2, 1), (15, 0), (500, 0), (-300, 0)])
def test_between_two_calls_lies_the_sites_pause_and_a_clock_that_stepped_back_hinders_nobody(
    seconds: float, left: int
) -> None:
    ticket, now = a_ticket(state="called", calls=3, called_at=MONDAY), MONDAY + timedelta(seconds=seconds)
    assert calling.seconds_left(ticket, 15, now) == left
    if left == 0:
        calling.recall_is_due(ticket, 15, now)
        calling.absence_is_due(ticket, 3, 15, now)
        return
    with pytest.raises(RecalledTooSoon) as too_soon:
        calling.recall_is_due(ticket, 15, now)
    with pytest.raises(AbsentTooEarly) as too_early:
        calling.absence_is_due(ticket, 3, 15, now)
    assert too_soon.value.details == {"seconds": left}
    assert too_early.value.details == {"calls": 3, "needed": 3, "seconds": left}


@pytest.mark.parametrize(
    ("ticket", "call", "seconds", "why"),
    [
        ({"state": "called", "called_seq": 7}, 7, 60, None),
        ({"state": "called", "called_seq": 7}, 7, 60.5, "late"),
        ({"state": "serving", "called_seq": 7}, 7, 5, "served"),
        ({"state": "finished", "called_seq": 7}, 7, 500, "served"),
        ({"state": "called", "called_seq": 9}, 7, 5, "served"),
        ({"state": "called", "called_seq": 9}, 9, 5, None),
        ({"state": "called", "called_seq": 7}, 7, -300, None),
    ],
)
def test_a_call_is_spoken_while_it_is_news(ticket: dict[str, Any], call: int, seconds: float, why: str | None) -> None:
    now = MONDAY + timedelta(seconds=seconds)
    assert calling.unspeakable(a_ticket(**ticket), call, MONDAY, now, 60) == why


@pytest.mark.parametrize(
    ("ticket", "site", "short", "spoken"),
    [("en", "id", False, ["en", "id"]), ("id", "id", False, ["id"]), ("en", "id", True, ["en"])],
)
def test_the_visitors_language_comes_first_and_the_second_goes_under_load(
    ticket: str, site: str, short: bool, spoken: list[str]
) -> None:
    assert calling.languages(ticket, site, short) == spoken


def test_of_a_counters_queues_the_earliest_to_join_is_next() -> None:
    one, two = a_ticket(1, position=8), a_ticket(2, position=5)
    assert ordering.first([one, None, two]) is two
    assert ordering.first([None, None]) is None
    assert ordering.first([]) is None
