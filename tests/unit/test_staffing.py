"""Who sits where: taking, opening, pausing, closing, leaving."""

from datetime import timedelta

import pytest

from server.domain import staffing
from server.domain.refusals import CounterHeld, CounterNotHeld, CounterNotOpen, VisitorAtCounter
from server.domain.staffing import Desk
from tests.halls import MONDAY

MINE = Desk(1, holder="siti", since=MONDAY)
OPEN = staffing.open_counter(MINE, MONDAY)
SERVING = staffing.seat(OPEN, "ticket", "A-001")


def test_a_free_counter_is_taken_and_ones_own_stays_as_it_is() -> None:
    assert staffing.take(Desk(1), "siti", MONDAY, holder_vanished=False).holder == "siti"
    assert staffing.take(SERVING, "siti", MONDAY, holder_vanished=False) is SERVING


def test_a_held_counter_is_taken_only_from_who_vanished_and_with_its_visitor() -> None:
    with pytest.raises(CounterHeld):
        staffing.take(SERVING, "budi", MONDAY, holder_vanished=False)
    taken = staffing.take(SERVING, "budi", MONDAY, holder_vanished=True)
    assert (taken.holder, taken.state, taken.ticket, taken.label) == ("budi", "open", "ticket", "A-001")


@pytest.mark.parametrize("desk", [Desk(1), SERVING])
def test_only_who_holds_it_holds_it(desk: Desk) -> None:
    with pytest.raises(CounterNotHeld):
        staffing.held_by(desk, "budi")


def test_calls_go_to_open_counters_only() -> None:
    assert staffing.open_for_calls(OPEN) is OPEN
    for state in (MINE, staffing.pause(OPEN, "prayer", None, MONDAY)):
        with pytest.raises(CounterNotOpen):
            staffing.open_for_calls(state)


def test_a_pause_keeps_the_visitor_and_opening_forgets_the_pause() -> None:
    until = MONDAY + timedelta(minutes=15)
    paused = staffing.pause(SERVING, "prayer", until, MONDAY)
    assert (paused.state, paused.ticket, paused.pause_reason, paused.pause_until) == (
        "paused",
        "ticket",
        "prayer",
        until,
    )
    again = staffing.open_counter(paused, until)
    assert (again.state, again.pause_reason, again.pause_until) == ("open", None, None)


def test_a_closed_counter_is_not_paused() -> None:
    with pytest.raises(CounterNotOpen):
        staffing.pause(MINE, "meal", None, MONDAY)


def test_a_visitor_keeps_a_counter_from_closing() -> None:
    for act in (staffing.close, staffing.leave):
        with pytest.raises(VisitorAtCounter) as refusal:
            act(SERVING, MONDAY)
        assert refusal.value.details["label"] == "A-001"


def test_who_leaves_frees_the_counter() -> None:
    assert staffing.close(OPEN, MONDAY).holder == "siti"
    assert staffing.leave(OPEN, MONDAY) == Desk(1, since=MONDAY)
