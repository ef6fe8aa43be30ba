"""Many hands on one hall at one moment: each number, each ticket, each counter goes to exactly one."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import pytest

from tests.races import moves
from tests.races.rivals import Reply, contest
from tests.running_house import RunningHouse, new_id

AT_A = [1, 2, 3, 4]  # the counters of agency A; all serve queue A
pytestmark = pytest.mark.slow


def flat(told: Iterable[list[Reply]]) -> list[Reply]:
    return [reply for one in told for reply in one]


def issue(house: RunningHouse, service: str, n: int) -> list[str]:
    caller = house.caller(house.pair("kiosk", zone=1))
    made = [caller.command("/tickets", service=service, language="id")["ticket"]["id"] for _ in range(n)]
    caller.close()
    return made


def everybody_stands_up(house: RunningHouse, counters: Iterable[int]) -> None:
    """Whoever still sits there from an earlier race finishes and leaves."""
    for number in counters:
        caller = house.caller().sign_in(f"petugas{number}", house.password)
        _, desk = caller.get(f"/counters/{number}")
        if desk["counter"]["held_by_me"]:
            if desk["ticket"]:
                caller.command(f"/counters/{number}/finish", ticket=desk["ticket"]["id"])
            caller.command(f"/counters/{number}/leave")
        caller.close()


def test_the_live_connection_syncs_every_commit_to_the_disk(house: RunningHouse) -> None:
    caller = house.caller()
    _, health = caller.get("/health")
    caller.close()
    synced = {
        "sqlite": {"synchronous": 2, "journal_mode": "wal"},
        "postgresql": {"synchronous_commit": "on", "fsync": "on"},
    }
    assert synced[health["database"]["kind"]].items() <= health["database"].items()


def test_sixteen_clients_at_once_never_share_a_number_or_a_visitor(house: RunningHouse) -> None:
    keys = [house.pair("kiosk", zone=zone) for zone in (1, 4, 1, 4)]
    services = ["A1", "A2", "C1", "D1", "H1"]
    kiosks = [(moves.kiosk_issues, (house.port, keys[n % 4], services, 40, n)) for n in range(8)]
    desks = [(moves.desk_calls, (house.port, house.password, c, 40, c)) for c in (1, 2, 3, 4, 7, 8, 9, 15)]
    told = contest([*kiosks, *desks])
    assert [reply for reply in flat(told) if not reply.is_clear] == []
    tickets = _each_number_once(flat(told[:8]))
    called = _each_visitor_once(told[8:])
    everybody_stands_up(house, (1, 2, 3, 4, 7, 8, 9, 15))
    codes = Counter(reply.code for reply in flat(told) if reply.code)
    print(f"16 processes: {len(flat(told))} requests, {tickets} tickets, {called} calls, refused {dict(codes)}")


def _each_number_once(told: list[Reply]) -> int:
    """One ticket a request id; one number a queue, without gap; how many tickets."""
    by_request: dict[str, set[str]] = defaultdict(set)
    numbers: dict[str, dict[int, str]] = defaultdict(dict)
    for reply in told:
        assert reply.ticket is not None, reply
        by_request[reply.asked["request_id"]].add(reply.ticket["id"])
        before = numbers[reply.ticket["queue"]].setdefault(reply.ticket["number"], reply.ticket["id"])
        assert before == reply.ticket["id"], f"{reply.ticket['label']} was given twice"
    assert all(len(tickets) == 1 for tickets in by_request.values())
    for queue, given in numbers.items():
        assert sorted(given) == list(range(min(given), min(given) + len(given))), f"a gap in queue {queue}"
    assert sum(len(given) for given in numbers.values()) == len(by_request)
    return len(by_request)


def _each_visitor_once(told: list[list[Reply]]) -> int:
    """No ticket at two desks, and each desk calls in rising order; how many calls."""
    places: dict[str, int] = {}
    for desk, replies in enumerate(told):
        calls = [reply.ticket for reply in replies if reply.asked["path"].endswith("/next") and reply.ticket]
        for ticket in calls:
            assert places.setdefault(ticket["id"], desk) == desk, f"{ticket['label']} was called to two desks"
        numbers = [ticket["label"] for ticket in calls]
        assert numbers == sorted(numbers)
        assert len(set(numbers)) == len(numbers)
    return len(places)


def test_of_four_clerks_who_want_one_counter_one_gets_it(house: RunningHouse) -> None:
    everybody_stands_up(house, AT_A)
    told = contest([(moves.takes, (house.port, house.password, f"petugas{n}", 3, 10)) for n in AT_A])
    for replies in zip(*told, strict=True):
        assert sorted(reply.code or "done" for reply in replies) == ["counter_held"] * 3 + ["done"]


def test_desks_that_press_next_at_once_get_different_visitors(house: RunningHouse) -> None:
    everybody_stands_up(house, AT_A)
    issue(house, "A1", 44)
    for n in AT_A:
        house.clerk(n).close()
    told = contest([(moves.presses_next, (house.port, house.password, f"petugas{n}", n, 10)) for n in AT_A])
    rounds = [[reply.ticket for reply in replies] for replies in zip(*told, strict=True)]
    assert all(ticket is not None for tickets in rounds for ticket in tickets), flat(told)
    called = [_ids(tickets) for tickets in rounds]
    assert all(len(ids) == 4 for ids in called)
    first = [ticket for ids in called for ticket in ids]
    assert len(set(first)) == 40
    numbers = [sorted(t["label"] for t in tickets if t) for tickets in rounds]
    assert numbers == sorted(numbers), "first come, first served, round by round"
    everybody_stands_up(house, AT_A)


def _ids(tickets: Iterable[Any]) -> set[str]:
    return {ticket["id"] for ticket in tickets if ticket}


def test_one_request_id_from_four_processes_is_one_ticket(house: RunningHouse) -> None:
    key, request_ids = house.pair("kiosk", zone=1), [new_id() for _ in range(12)]
    told = contest([(moves.issues_once, (house.port, key, request_ids))] * 4)
    for replies in zip(*told, strict=True):
        assert sorted(reply.status for reply in replies) == [200, 200, 200, 201]
        assert len(_ids(reply.ticket for reply in replies)) == 1


def test_one_request_id_from_two_kiosks_is_one_ticket_and_a_refusal(house: RunningHouse) -> None:
    keys, request_ids = [house.pair("kiosk", zone=1) for _ in range(2)], [new_id() for _ in range(12)]
    told = contest([(moves.issues_once, (house.port, key, request_ids)) for key in keys])
    for replies in zip(*told, strict=True):
        assert sorted(reply.code or "done" for reply in replies) == ["done", "request_id_reused"]


def test_next_pressed_twice_at_once_calls_one_visitor(house: RunningHouse) -> None:
    """Two windows of one desk, two request ids, one state expected: one is done, one learns that it changed."""
    everybody_stands_up(house, AT_A)
    issue(house, "A1", 12)
    house.clerk(1).close()
    told = contest([(moves.presses_next, (house.port, house.password, "petugas1", 1, 10))] * 2)
    for replies in zip(*told, strict=True):
        assert sorted(reply.code or "done" for reply in replies) == ["done", "state_changed"]
    everybody_stands_up(house, [1])


def test_a_ticket_cancelled_while_it_is_called_is_one_or_the_other(house: RunningHouse) -> None:
    everybody_stands_up(house, [28])
    waiting = issue(house, "W2", 12)
    house.clerk(28).close()
    told = contest([
        (moves.presses_next, (house.port, house.password, "petugas28", 28, len(waiting))),
        (moves.cancels, (house.port, waiting)),
    ])  # fmt: skip
    assert [reply for reply in flat(told) if not reply.is_clear] == []
    called = _ids(reply.ticket for reply in told[0])
    cancelled = {ticket for ticket, reply in zip(waiting, told[1], strict=True) if reply.is_done}
    assert called.isdisjoint(cancelled)
    assert called | cancelled == set(waiting)
    everybody_stands_up(house, [28])


def test_a_ticket_postponed_while_it_is_called_and_cancelled_is_called_or_cancelled_once(house: RunningHouse) -> None:
    """Two phones let go first, a desk calls, a third phone gives back: everybody ends in one place, none is lost."""
    everybody_stands_up(house, [28])
    waiting = issue(house, "W2", 16)
    house.clerk(28).close()
    given_back = [waiting[n] for n in range(1, 16, 2) for _ in range(2)]
    told = contest([
        (moves.presses_next, (house.port, house.password, "petugas28", 28, len(waiting))),
        (moves.postpones, (house.port, waiting)),
        (moves.postpones, (house.port, waiting[2:] + waiting[:2])),  # who comes next but two
        (moves.cancels, (house.port, given_back)),
    ])  # fmt: skip
    assert [reply for reply in flat(told) if not reply.is_clear] == []
    called = [reply.ticket["id"] for reply in told[0] if reply.ticket]
    cancelled = {ticket for ticket, reply in zip(given_back, told[3], strict=True) if reply.is_done}
    assert len(called) == len(set(called))
    assert cancelled.isdisjoint(called)
    assert cancelled | set(called) == set(waiting)
    assert any(reply.is_done for reply in (*told[1], *told[2]))
    everybody_stands_up(house, [28])
