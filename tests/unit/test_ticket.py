"""A ticket's life: one table of allowed moves, and what each move writes."""

from datetime import timedelta

import pytest

from server.domain import ticket as moves
from server.domain.refusals import MoveNotAllowed
from server.domain.ticket import MOVES, allows
from tests.halls import MONDAY
from tests.store.conftest import a_ticket

LATER = MONDAY + timedelta(minutes=7)
STATES = ("reserved", "waiting", "called", "serving", "finished", "parked", "absent", "cancelled", "expired")
ALLOWED = {
    "reserved": {"arrive", "cancel", "expire"},
    "waiting": {"call", "postpone", "transfer", "cancel", "expire"},
    "called": {"recall", "start", "finish", "absent", "park", "transfer"},
    "serving": {"finish", "park", "transfer"},
    "finished": {"return", "continue"},
    "parked": {"return", "transfer", "cancel", "expire"},
    "absent": {"return"},
    "cancelled": set(),
    "expired": set(),
}


def test_the_table_allows_these_moves_and_no_other() -> None:
    assert {state: {move for move in MOVES if allows(state, move)} for state in STATES} == ALLOWED


@pytest.mark.parametrize("state", ["finished", "cancelled", "expired"])
def test_what_has_ended_stays_ended(state: str) -> None:
    for act in (lambda t: moves.call(t, 1, LATER), lambda t: moves.cancel(t, LATER), lambda t: moves.finish(t, LATER)):
        with pytest.raises(MoveNotAllowed) as refusal:
            act(a_ticket(state=state))
        assert refusal.value.details["state"] == state


@pytest.mark.parametrize(
    ("ticket", "why"),
    [
        ({"state": "absent"}, "late"),
        ({"state": "parked"}, "parked"),
        ({"state": "finished", "outcome": "incomplete"}, "documents"),
        ({"state": "finished", "outcome": "done"}, None),
        ({"state": "waiting"}, None),
        ({"state": "cancelled"}, None),
    ],
)
def test_who_may_come_back_is_late_was_parked_or_brings_what_was_missing(
    ticket: dict[str, str], why: str | None
) -> None:
    assert moves.may_return(a_ticket(**ticket)) == why
    if why is None:
        with pytest.raises(MoveNotAllowed):
            moves.come_back(a_ticket(**ticket), LATER, 9)
        return
    back = moves.come_back(a_ticket(**ticket, calls=2, counter=3, ended_at=MONDAY, parked_why="form"), LATER, 9)
    assert (back.state, back.position, back.leg, back.calls, back.counter) == ("waiting", 9, 2, 0, None)
    assert (back.ended_at, back.outcome, back.parked_why, back.queued_at) == (None, None, None, LATER)


def test_a_stop_is_kept_with_its_wait_its_calls_and_what_came_of_it() -> None:
    served = a_ticket(
        state="serving", queued_at=MONDAY, first_called_at=LATER, called_at=LATER, calls=2, counter=3, leg=2
    )
    leg = moves.leg_of(served, "siti", LATER, "done", delivered=(("A2", 2),))
    assert (leg.ticket, leg.n, leg.counter, leg.staff, leg.queued_at) == (served.id, 2, 3, "siti", MONDAY)
    assert (leg.called_at, leg.calls, leg.outcome, leg.delivered) == (LATER, 2, "done", (("A2", 2),))


def test_a_call_writes_counter_and_time_and_a_recall_only_counts_on() -> None:
    called = moves.call(a_ticket(), 3, MONDAY)
    again = moves.recall(called, LATER)
    assert (called.counter, called.calls, called.first_called_at, called.called_at) == (3, 1, MONDAY, MONDAY)
    assert (again.counter, again.calls, again.first_called_at, again.called_at) == (3, 2, MONDAY, LATER)


def test_a_move_changes_nothing_of_what_was_given_at_issue() -> None:
    ticket = a_ticket()
    moved = moves.finish(moves.start(moves.call(ticket, 3, MONDAY), MONDAY), LATER)
    kept = ("id", "day", "queue", "number", "label", "service", "agency", "language", "position", "issued_at")
    assert [getattr(moved, name) for name in kept] == [getattr(ticket, name) for name in kept]
