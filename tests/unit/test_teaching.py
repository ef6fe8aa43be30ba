"""What the journal's events teach of waiting: who went first, who left, how long a counter stood free; nothing undone."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from server.domain.lessons import Missed, Passed, Served
from server.domain.teaching import (
    NOT_STARTED,
    Lesson,
    Lines,
    Row,
    as_plain,
    followed,
    from_plain,
    without_undone,
)

NINE = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class Journal:
    """Rows a minute apart; `at` is the minute they were written."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._seqs: Iterator[int] = count(1)

    def tell(self, minute: float, name: str, **body: Any) -> "Journal":
        usual = {"queue": "A", "service": "A1", "counter": 1, "label": body.get("ticket", "")}
        self.rows.append((next(self._seqs), name, {**usual, **body}, NINE + timedelta(minutes=minute)))
        return self

    def come(self, *tickets: str, minute: float = 0) -> "Journal":
        for ticket in tickets:
            self.tell(minute, "TicketIssued", ticket=ticket)
        return self

    def visit(self, ticket: str, called: float, ended: float, **more: Any) -> "Journal":
        self.tell(called, "TicketCalled", ticket=ticket, **more)
        self.tell(called + 1, "TicketStarted", ticket=ticket, **more)
        return self.tell(ended, "TicketFinished", ticket=ticket, mark=None, **more)

    @property
    def taught(self) -> list[Lesson]:
        return followed(Lines(), without_undone(self.rows))

    def passed(self) -> dict[int, tuple[str, int, int]]:
        """(class, ahead, called before) in the order of the calls."""
        return dict(enumerate((one.rank, one.ahead, one.before) for one in self.taught if isinstance(one, Passed)))


def test_in_order_of_arrival_as_many_are_called_before_as_stood_ahead() -> None:
    day = Journal().come("a", "b", "c")
    for n, ticket in enumerate("abc"):
        day.visit(ticket, 10 + 10 * n, 18 + 10 * n)
    assert list(day.passed().values()) == [("ordinary", n, n) for n in range(3)]


def test_who_goes_first_is_counted_for_whom_it_passes_and_for_itself() -> None:
    day = Journal().come("a", "b", "c")
    day.tell(1, "PriorityConfirmed", ticket="c")
    for n, ticket in enumerate("cab"):
        day.visit(ticket, 10 + 10 * n, 18 + 10 * n)
    assert list(day.passed().values()) == [("priority", 2, 0), ("ordinary", 0, 1), ("ordinary", 1, 2)]


def test_who_came_later_and_went_first_counts_beyond_those_ahead() -> None:
    day = Journal().come("a", "b").come("late", minute=5)
    day.tell(6, "PriorityConfirmed", ticket="late")
    for n, ticket in enumerate(["late", "a", "b"]):
        day.visit(ticket, 10 + 10 * n, 18 + 10 * n)
    assert list(day.passed().values())[-1] == ("ordinary", 1, 2)


def test_who_cancels_gave_up_after_so_long_and_counts_as_gone_ahead() -> None:
    day = Journal().come("a", "b", "c").tell(25, "TicketCancelled", ticket="a")
    day.visit("b", 30, 40).visit("c", 41, 50)
    assert [one for one in day.taught if isinstance(one, Missed)] == [Missed("A", waited=25.0)]
    assert list(day.passed().values()) == [("ordinary", 1, 1), ("ordinary", 2, 2)]


@pytest.mark.parametrize("how", ["TicketExpired", "TicketReleased"])
def test_who_is_sent_home_did_not_give_up(how: str) -> None:
    assert Journal().come("a").tell(400, how, ticket="a").taught == []


def test_absent_visitor_teaches_how_long_it_was_called_in_vain() -> None:
    day = Journal().come("a").tell(10, "TicketCalled", ticket="a").tell(13, "TicketAbsent", ticket="a")
    assert day.taught[-1] == Missed("A", minutes=3.0)


def test_visit_teaches_its_minutes_its_walk_and_the_gap_while_its_visitor_waited() -> None:
    day = Journal().come("a", "b").visit("a", 10, 20).visit("b", 22, 30)
    first, second = (one for one in day.taught if isinstance(one, Served))
    assert first == Served("A1", "A", 1, 9.0, None, 1.0, None)
    assert second == Served("A1", "A", 1, 7.0, None, 1.0, 2.0)


@pytest.mark.parametrize("between", ["nobody waited", "it was closed"])
def test_counter_that_stood_free_for_another_reason_teaches_no_gap(between: str) -> None:
    day = Journal().come("a").visit("a", 10, 20)
    day.come("b", minute=21 if between == "nobody waited" else 5)
    if between == "it was closed":
        day.rows.sort(key=lambda row: row[3])
        day.tell(21, "CounterOpened")
    assert day.visit("b", 22, 30).taught[-1] == Served("A1", "A", 1, 7.0, None, 1.0, None)


def test_who_was_called_and_finished_without_a_start_came_but_nobody_knows_for_how_long() -> None:
    day = Journal().come("a").tell(10, "TicketCalled", ticket="a")
    day.tell(15, "TicketFinished", ticket="a", mark="closed_by_next")
    assert day.taught[-1] == Served("A1", "A", 1, 5.0, "closed_by_next", None, None)
    again = Journal().come("a").tell(10, "TicketCalled", ticket="a").tell(15, "TicketParked", ticket="a")
    assert again.taught[-1] == Served("A1", "A", 1, 5.0, NOT_STARTED, None, None)


def test_who_postpones_teaches_no_rule_and_counts_as_gone_for_those_it_lets_go_first() -> None:
    day = Journal().come("a", "b", "c", "d").tell(2, "TicketPostponed", ticket="a", positions=[1, 2, 3])
    for n, ticket in enumerate("bcad"):
        day.visit(ticket, 10 + 10 * n, 18 + 10 * n)
    assert list(day.passed().values()) == [("ordinary", 1, 1), ("ordinary", 2, 2), ("ordinary", 3, 3)]


def test_late_visitor_who_takes_a_place_ahead_counts_for_those_behind() -> None:
    day = Journal().come("a", "b", "c").visit("a", 5, 8)
    day.tell(9, "TicketReturned", ticket="late", positions=[2, 3])
    for n, ticket in enumerate(["b", "late", "c"]):
        day.visit(ticket, 10 + 10 * n, 18 + 10 * n)
    assert list(day.passed().values())[2:] == [("ordinary", 1, 1), ("ordinary", 2, 3)]


def test_who_was_chosen_aside_and_called_in_the_same_breath_teaches_no_rule() -> None:
    day = Journal().come("a").tell(9, "TicketReturned", ticket="back", positions=[9])
    assert day.tell(9, "TicketCalled", ticket="back").taught == []


def test_transferred_visitor_leaves_one_line_and_stands_in_another() -> None:
    day = Journal().come("a", "b")
    day.tell(5, "TicketTransferred", ticket="a", queue="D", left_queue="A", counter=None, positions=[7])
    lines = Lines()
    followed(lines, day.rows)
    assert {queue: [one.ticket for one in line] for queue, line in lines.standing.items()} == {"A": ["b"], "D": ["a"]}


@pytest.mark.parametrize("again", ["same counter", "waits on"])
def test_call_that_was_taken_back_is_as_if_it_had_never_been(again: str) -> None:
    day = Journal().come("a", "b").tell(10, "TicketCalled", ticket="a")
    day.tell(10.5, "MoveUndone", restored=[{"id": "a"}])
    if again == "waits on":
        assert day.taught == []
    else:
        assert day.visit("a", 12, 20).taught[0] == Passed("A", "ordinary", 0, 0, 12.0)


def test_next_that_was_taken_back_leaves_the_visitor_before_at_the_counter() -> None:
    day = Journal().come("a", "b").tell(10, "TicketCalled", ticket="a").tell(11, "TicketStarted", ticket="a")
    day.tell(20, "TicketFinished", ticket="a", mark="closed_by_next").tell(20, "TicketCalled", ticket="b")
    day.tell(20.5, "MoveUndone", restored=[{"id": "a"}, {"id": "b"}])
    day.tell(26, "TicketFinished", ticket="a", mark=None)
    served = [one for one in day.taught if isinstance(one, Served)]
    assert served == [Served("A1", "A", 1, 15.0, None, 1.0, None)]


def test_new_day_begins_with_empty_lines_and_counters() -> None:
    day = Journal().come("a", "b").tell(10, "TicketCalled", ticket="a")
    lines = Lines()
    followed(lines, day.tell(900, "DayOpened", day="2026-11-24").rows)
    assert (lines.standing, lines.places) == ({}, {})


def test_what_it_never_heard_begin_passes_by() -> None:
    day = Journal().tell(5, "TicketStarted", ticket="x").tell(9, "TicketFinished", ticket="x", mark=None)
    assert day.tell(9, "TicketCancelled", ticket="y").taught == []


def test_it_goes_on_from_what_was_stored() -> None:
    day = Journal().come("a", "b", "c").tell(1, "PriorityConfirmed", ticket="c")
    day.visit("c", 10, 18).visit("a", 20, 28).visit("b", 30, 38)
    for cut in range(len(day.rows) + 1):
        first = Lines()
        taught = followed(first, day.rows[:cut])
        second = from_plain(json.loads(json.dumps(as_plain(first))))
        assert taught + followed(second, day.rows[cut:]) == day.taught
        assert second.seq == day.rows[-1][0] or cut == len(day.rows)
