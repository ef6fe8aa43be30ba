"""Two desks, or a desk and a holder, want the same visitor at one moment: one gets them, the other learns why not."""

from collections.abc import Iterable
from typing import Any

import pytest

from tests.races import moves
from tests.races.rivals import Reply, contest
from tests.races.test_rivals import everybody_stands_up, flat
from tests.running_house import RunningHouse

ROUNDS = 8
pytestmark = pytest.mark.slow


def waiting(house: RunningHouse, service: str = "A1", n: int = ROUNDS) -> dict[str, str]:
    """New visitors of one service, by label; the desks of agency A stand up first."""
    everybody_stands_up(house, [1, 2])
    caller = house.caller(house.pair("kiosk", zone=1))
    made = [caller.command("/tickets", service=service, language="id")["ticket"] for _ in range(n)]
    caller.close()
    for counter in (1, 2):
        house.clerk(counter).close()
    return {ticket["label"]: ticket["id"] for ticket in made}


def go_home(house: RunningHouse, ids: Iterable[str]) -> dict[str, str]:
    """How each of them stands at the end; who still waits gives the number back, for the races after this one."""
    caller, states = house.caller(), {}
    for id in ids:
        states[id] = caller.get(f"/tickets/{id}")[1]["ticket"]["state"]
        if states[id] == "waiting":
            caller.command(f"/tickets/{id}/cancel")
    caller.close()
    everybody_stands_up(house, [1, 2])
    return states


def called(replies: Iterable[Reply]) -> list[str]:
    return [reply.ticket["id"] for reply in replies if reply.ticket]


def test_of_two_desks_that_choose_the_same_visitor_one_gets_them(house: RunningHouse) -> None:
    made = waiting(house)
    told = contest([(moves.chooses, (house.port, house.password, n, list(made))) for n in (1, 2)])
    for replies in zip(*told, strict=True):
        assert sorted(reply.code or "done" for reply in replies) == ["done", "move_not_allowed"]
    assert sorted(called(flat(told))) == sorted(made.values())
    go_home(house, made.values())


def test_a_visitor_who_is_chosen_while_another_desk_calls_the_next_is_at_one_counter(house: RunningHouse) -> None:
    made = waiting(house, n=2 * ROUNDS)
    first = list(made)[:ROUNDS]
    told = contest([
        (moves.chooses, (house.port, house.password, 1, first)),
        (moves.presses_next, (house.port, house.password, "petugas2", 2, ROUNDS)),
    ])  # fmt: skip
    assert [reply for reply in flat(told) if not reply.is_clear] == []
    both = called(flat(told))
    assert len(both) == len(set(both)), "nobody was called twice"
    assert all(reply.is_done for reply in told[1])
    lost = [label for label, reply in zip(first, told[0], strict=True) if not reply.is_done]
    assert {made[label] for label in lost} <= set(called(told[1])), "who was lost to the other desk is there"
    go_home(house, made.values())


def test_a_call_taken_back_while_another_desk_calls_the_next_leaves_its_visitor_in_one_place(
    house: RunningHouse,
) -> None:
    made = waiting(house, n=2 * ROUNDS)
    told = contest([
        (moves.takes_back, (house.port, house.password, 1, ROUNDS)),
        (moves.presses_next_after, (house.port, house.password, 2, ROUNDS)),
    ])  # fmt: skip
    assert [reply for reply in flat(told) if not reply.is_done] == []
    there = called(told[1])
    assert len(there) == len(set(there)), "the other desk served nobody twice"
    states = go_home(house, made.values())
    assert [states[id] for id in there] == ["finished"] * ROUNDS
    assert sorted(states.values()) == ["finished"] * ROUNDS + ["waiting"] * ROUNDS


def test_a_visitor_who_is_sent_on_while_the_holder_gives_back_waits_there_or_is_gone(house: RunningHouse) -> None:
    made = waiting(house)
    told = contest([
        (moves.sends_on, (house.port, house.password, 1, list(made), "A2")),
        (moves.cancels, (house.port, list(made.values()))),
    ])  # fmt: skip
    assert [reply for reply in flat(told) if not reply.is_clear] == []
    assert all(reply.is_done for reply in told[0])
    gone = {id for id, reply in zip(made.values(), told[1], strict=True) if reply.is_done}
    states = go_home(house, made.values())
    assert {id for id, state in states.items() if state == "cancelled"} == gone
    assert {state for id, state in states.items() if id not in gone} <= {"waiting"}


def test_a_visitor_who_returns_while_everybody_is_sent_home_waits_or_has_a_note(house: RunningHouse) -> None:
    made = waiting(house)
    clerk = house.caller().sign_in("petugas1", house.password)
    for label, id in made.items():
        clerk.command("/counters/1/call", expects=None, ticket=label, reason="together")
        clerk.command("/counters/1/park", ticket=id, why="form")
    clerk.close()
    told: list[list[Reply]] = contest([
        (moves.lets_return, (house.port, house.password, "petugas1", list(made))),
        (moves.releases, (house.port, house.password, "A1", ROUNDS)),
    ])  # fmt: skip
    assert [reply for reply in flat(told) if not reply.is_done] == []
    released: list[Any] = [label for reply in told[1] for label in reply.answer["released"]]
    assert len(released) == len(set(released))
    states = go_home(house, made.values())
    assert {made[label] for label in released} == {id for id, state in states.items() if state == "expired"}
    assert set(states.values()) <= {"expired", "waiting"}
