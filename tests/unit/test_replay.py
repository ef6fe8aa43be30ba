"""The journal played again: what the tables must say after each event."""

from typing import Any

import pytest

from server.domain.replay import Hall, replay

DAY = ("DayOpened", {"day": "2026-11-23"})
ISSUED = ("TicketIssued", {"ticket": "t1", "label": "A-001", "queue": "A", "number": 1, "service": "A1"})
TAKEN = ("CounterTaken", {"counter": 1, "by": "siti"})
OPENED = ("CounterOpened", {"counter": 1})
CALLED = ("TicketCalled", {"ticket": "t1", "counter": 1, "calls": 1})


def played(*events: tuple[str, dict[str, Any]]) -> Hall:
    return replay((seq, name, body) for seq, (name, body) in enumerate(events, 1))


def test_a_ticket_waits_at_the_place_its_event_has_in_the_journal() -> None:
    ticket = played(DAY, ISSUED).tickets["t1"]
    assert (ticket.label, ticket.day, ticket.position, ticket.state) == ("A-001", "2026-11-23", 2, "waiting")


def test_a_call_seats_the_visitor_and_an_end_frees_the_counter() -> None:
    assert played(DAY, ISSUED, TAKEN, OPENED, CALLED).visitors == {1: "t1"}
    for name, state in (("TicketFinished", "finished"), ("TicketAbsent", "absent")):
        hall = played(DAY, ISSUED, TAKEN, OPENED, CALLED, (name, {"ticket": "t1", "counter": 1, "mark": None}))
        assert (hall.visitors, hall.tickets["t1"].state, hall.tickets["t1"].counter) == ({}, state, 1)


def test_a_recall_counts_on_and_a_start_serves() -> None:
    again = ("TicketRecalled", {"ticket": "t1", "calls": 2})
    ticket = played(DAY, ISSUED, TAKEN, OPENED, CALLED, again, ("TicketStarted", {"ticket": "t1"})).tickets["t1"]
    assert (ticket.calls, ticket.state) == (2, "serving")


def test_a_counter_that_closes_keeps_its_holder_unless_the_day_closed_it() -> None:
    closed = played(TAKEN, OPENED, ("CounterClosed", {"counter": 1, "mark": None}))
    ended = played(TAKEN, OPENED, ("CounterClosed", {"counter": 1, "mark": "end_of_day"}))
    left = played(TAKEN, OPENED, ("CounterLeft", {"counter": 1}))
    assert (closed.open, closed.holders) == ({}, {1: "siti"})
    assert (ended.open, ended.holders) == (left.open, left.holders) == ({}, {})


def test_a_take_over_changes_the_holder_and_a_pause_the_state() -> None:
    hall = played(TAKEN, OPENED, ("CounterPaused", {"counter": 1}), ("CounterTaken", {"counter": 1, "by": "budi"}))
    assert (hall.open, hall.holders) == ({1: "paused"}, {1: "budi"})


def issued(n: int, queue: str = "A") -> tuple[str, dict[str, Any]]:
    return (
        "TicketIssued",
        {"ticket": f"t{n}", "label": f"{queue}-00{n}", "queue": queue, "number": n, "service": queue},
    )


def test_who_postpones_goes_behind_those_who_go_first_and_the_places_stay() -> None:
    postponed = ("TicketPostponed", {"ticket": "t1", "label": "A-001", "queue": "A", "positions": [2, 4, 5]})
    hall = played(DAY, issued(1), issued(2, "D"), issued(3), issued(4), issued(5), postponed)
    places = {id: ticket.position for id, ticket in hall.tickets.items()}
    assert places == {"t3": 2, "t2": 3, "t4": 4, "t1": 5, "t5": 6}
    assert {id: ticket.postponed for id, ticket in hall.tickets.items() if ticket.postponed} == {"t1": 1}


def test_a_journal_that_postpones_from_a_place_where_the_ticket_does_not_stand_is_no_journal() -> None:
    forged = ("TicketPostponed", {"ticket": "t1", "label": "A-001", "queue": "A", "positions": [3, 2]})
    with pytest.raises(ValueError, match="A-001 does not stand at 3"):
        played(DAY, issued(1), issued(2), forged)


def test_what_does_not_concern_the_tables_passes_by() -> None:
    assert played(("PrinterChanged", {"printer": "p1"}), ("VoiceChanged", {"state": "ready"})) == Hall()
