"""The repositories: numbers, states that moved on, requests, jobs, the mall; each unit whole or not at all."""

import threading
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from server.domain import ticket as moves
from server.domain.mall_file import dump, parse
from server.domain.profiles import Select
from server.domain.refusals import HoldsAnotherCounter, JobNotYours, StateChanged
from server.domain.staffing import Desk
from server.ports import Job, Player
from server.store.unit import SqlStore
from tests.halls import MONDAY, hall_mall
from tests.store.conftest import DAY, a_ticket
from tests.unit.small_mall import sanggau

LATER = MONDAY + timedelta(minutes=5)


def test_numbers_of_a_queue_and_day_follow_each_other(store: SqlStore) -> None:
    with store.write() as unit:
        taken = [unit.tickets.take_number(queue, DAY) for queue in ("A", "A", "D", "A")]
        tomorrow = unit.tickets.take_number("A", date(2026, 11, 24))
    assert (taken, tomorrow) == ([(1, 1), (2, 2), (1, 1), (3, 3)], (1, 1))


def test_a_number_taken_in_a_unit_that_failed_is_taken_again(store: SqlStore) -> None:
    with pytest.raises(RuntimeError), store.write() as unit:
        unit.tickets.take_number("A", DAY)
        raise RuntimeError
    with store.write() as unit:
        assert unit.tickets.take_number("A", DAY) == (1, 1)


def test_numbers_taken_by_many_threads_are_each_taken_once(store: SqlStore) -> None:
    taken: list[int] = []

    def take() -> None:
        for _ in range(10):
            with store.write() as unit:
                number, _ = unit.tickets.take_number("A", DAY)
            taken.append(number)

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 81))


def test_one_number_stands_once_a_queue_and_day(store: SqlStore) -> None:
    with pytest.raises(IntegrityError), store.write() as unit:
        unit.tickets.add(a_ticket(1))
        unit.tickets.add(a_ticket(1, id="other"))


def test_a_ticket_comes_back_as_it_was_written(store: SqlStore) -> None:
    written = a_ticket(7, first_called_at=LATER, called_at=LATER, calls=2, counter=1, mark="end_of_day",
                       started_at=LATER, ended_at=LATER, outcome="done", chain="4F7A-19C2", code="7K2MQ", kiosk="k")  # fmt: skip
    with store.write() as unit:
        unit.tickets.add(written)
    with store.read() as unit:
        assert unit.tickets.get("ticket7") == replace(written, series="A")
        assert unit.tickets.get("nobody") is None


@pytest.mark.parametrize("meanwhile", [{"state": "called"}, {"calls": 1}])
def test_a_move_from_a_state_that_is_gone_is_refused(store: SqlStore, meanwhile: dict[str, Any]) -> None:
    ticket = a_ticket()
    with store.write() as unit:
        unit.tickets.add(ticket)
        unit.tickets.save(ticket, replace(ticket, **meanwhile))
    with pytest.raises(StateChanged), store.write() as unit:
        unit.tickets.save(ticket, moves.cancel(ticket, LATER))


def test_who_joined_first_is_first_whatever_the_number_or_the_clock(store: SqlStore) -> None:
    with store.write() as unit:
        unit.tickets.add(a_ticket(1, position=30, issued_at=MONDAY))
        unit.tickets.add(a_ticket(2, position=10, issued_at=LATER))
        unit.tickets.add(a_ticket(3, position=20, state="called"))
        unit.tickets.add(a_ticket(4, position=1, day=date(2026, 11, 22)))
        first = unit.tickets.first_of(Select(("A",)), DAY)
        assert first is not None
        assert first.number == 2
        assert [t.number for t in unit.tickets.waiting(["A"], DAY, 10)] == [2, 1]
        assert [unit.tickets.ahead_of(t) for t in unit.tickets.waiting(["A"], DAY, 10)] == [0, 1]


def test_a_line_tells_who_came_for_what_in_which_class_by_their_places(store: SqlStore) -> None:
    with store.write() as unit:
        unit.tickets.add(a_ticket(1, position=30))
        unit.tickets.add(a_ticket(2, position=20, priority=moves.CONFIRMED))
        unit.tickets.add(a_ticket(3, position=10, queue="D", service="D1", priority=moves.REQUESTED))
        unit.tickets.add(a_ticket(4, position=5, state=moves.CALLED))
    with store.read() as unit:
        assert unit.lines.waiting(["A"], DAY, 9) == [("A", "A2", "priority"), ("A", "A2", "ordinary")]
        assert unit.lines.waiting(None, DAY, 2) == [("D", "D1", "ordinary"), ("A", "A2", "priority")]
        assert unit.lines.waiting(["A", "D"], date(2026, 11, 24), 9) == []
        assert list(unit.tickets.at_desks(DAY)) == ["ticket4"]


def test_a_counter_is_saved_from_the_state_that_was_seen(store: SqlStore) -> None:
    free, mine = Desk(1), Desk(1, holder="petugas", since=MONDAY)
    with store.write() as unit:
        unit.counters.save(free, mine)
    with store.read() as unit:
        assert unit.counters.get(1) == mine
        assert unit.counters.get(2) == Desk(2)
    with pytest.raises(StateChanged), store.write() as unit:
        unit.counters.save(Desk(1, holder="somebody"), replace(mine, holder="rival"))


def test_one_person_holds_one_counter_by_the_tables_own_key(store: SqlStore) -> None:
    with store.write() as unit:
        unit.counters.save(Desk(1), Desk(1, holder="petugas"))
    with pytest.raises(HoldsAnotherCounter), store.write() as unit:
        unit.counters.save(Desk(2), Desk(2, holder="petugas"))


def test_one_visitor_sits_at_one_counter_by_the_tables_own_key(store: SqlStore) -> None:
    with store.write() as unit:
        unit.tickets.add(a_ticket())
        unit.counters.save(Desk(1), Desk(1, ticket="ticket1"))
    with pytest.raises(HoldsAnotherCounter), store.write() as unit:
        unit.counters.save(Desk(2), Desk(2, ticket="ticket1"))


def test_a_request_is_remembered_with_its_unit_and_once(store: SqlStore) -> None:
    with pytest.raises(RuntimeError), store.write() as unit:
        unit.requests.remember("request-1", "print", "{}", MONDAY)
        raise RuntimeError
    with store.write() as unit:
        assert unit.requests.seen("request-1") is None
        unit.requests.remember("request-1", "print", '{"a":1}', MONDAY)
    with store.read() as unit:
        assert unit.requests.seen("request-1") == ("print", '{"a":1}')
    with pytest.raises(IntegrityError), store.write() as unit:
        unit.requests.remember("request-1", "other", "{}", MONDAY)


def a_job(number: int, target: str = "printer:p1", **more: Any) -> Job:
    usual = Job(f"{number:012d}-slip", "slip", target, "waiting", {"printer": "p1", "reprint": False}, MONDAY, "t")
    return replace(usual, **more)


def test_jobs_come_in_the_order_of_their_events_and_each_target_has_its_own(store: SqlStore) -> None:
    with store.write() as unit:
        for number, target in ((12, "printer:p1"), (9, "printer:p1"), (3, "printer:p2"), (100, "printer:p1")):
            unit.jobs.add(a_job(number, target))
    with store.write() as unit:
        order = []
        while (job := unit.jobs.next_for("printer:p1")) is not None:
            order.append(int(job.id[:12]))
            unit.jobs.save(job, replace(job, state="claimed", claimed_by="agent", lease_until=LATER))
        assert order == [9, 12, 100]
        assert unit.jobs.waiting_targets(["printer:p1", "printer:p2", "field:1"]) == {"printer:p2"}
        assert unit.jobs.waiting_count("printer:p2") == 1


def test_a_job_that_somebody_else_holds_is_not_saved(store: SqlStore) -> None:
    job = a_job(1)
    claimed = replace(job, state="claimed", claimed_by="agent", lease_until=LATER)
    with store.write() as unit:
        unit.jobs.add(job)
        unit.jobs.save(job, claimed)
    with pytest.raises(JobNotYours), store.write() as unit:
        unit.jobs.save(job, replace(job, state="claimed", claimed_by="rival"))
    with store.read() as unit:
        assert unit.jobs.get(job.id) == claimed


def test_a_lease_lapses_after_its_time_and_not_before(store: SqlStore) -> None:
    with store.write() as unit:
        unit.jobs.add(a_job(1, state="claimed", claimed_by="agent", lease_until=LATER))
        unit.jobs.add(a_job(2, state="done", claimed_by="agent", lease_until=None))
        far = LATER + timedelta(hours=1)
        assert unit.jobs.lapsed(LATER, far) == []
        assert [job.id for job in unit.jobs.lapsed(LATER + timedelta(microseconds=1), far)] == [a_job(1).id]


def test_a_lease_that_only_a_wrong_clock_could_give_lapses_too(store: SqlStore) -> None:
    with store.write() as unit:
        unit.jobs.add(a_job(1, state="claimed", claimed_by="agent", lease_until=LATER))
        assert [job.id for job in unit.jobs.lapsed(MONDAY, MONDAY + timedelta(minutes=1))] == [a_job(1).id]


def test_the_newest_slip_of_a_ticket_counts(store: SqlStore) -> None:
    with store.write() as unit:
        unit.jobs.add(a_job(1, state="failed"))
        unit.jobs.add(a_job(2))
        newest = unit.jobs.of_ticket("t", "slip")
        assert newest is not None
        assert newest.id == a_job(2).id
        assert unit.jobs.of_ticket("t", "announcement") is None


def test_pauses_alarms_printers_and_players_come_back_as_they_were(store: SqlStore) -> None:
    player = Player(1, "display", "tab", 2, LATER)
    with store.write() as unit:
        unit.site.set_printer_state("p1", "paper_out", MONDAY)
        unit.site.set_printer_state("p1", "ready", LATER)
        unit.site.set_player(replace(player, instance="other"))
        unit.site.set_player(player)
        unit.site.add_report(DAY, {"totals": {"issued": 3}, "nama": "Café"}, MONDAY)
    with store.read() as unit:
        assert unit.site.printer_states() == {"p1": ("ready", LATER)}
        assert unit.site.players() == {1: player}
        assert unit.site.report(DAY) == {"totals": {"issued": 3}, "nama": "Café"}


@pytest.mark.parametrize("mall", [hall_mall(), sanggau()], ids=["small", "sanggau"])
def test_the_mall_comes_back_from_its_rows_as_it_was(store: SqlStore, mall: Any) -> None:
    with store.write() as unit:
        unit.replace_mall(mall, "v2")
    fresh = SqlStore(store.database)
    with fresh.read() as unit:
        assert dump(unit.mall) == dump(mall)
        assert unit.journal.head().mall_version == "v2"


def test_a_mall_that_another_process_changed_is_read_anew(store: SqlStore) -> None:
    other = SqlStore(store.database)
    changed = parse({**dump(hall_mall()), "frequent": ["D1"]})
    with other.read() as unit:
        assert unit.mall.frequent == ("A1",)
    with store.write() as unit:
        unit.replace_mall(changed, "v3")
    with other.read() as unit:
        assert unit.mall.frequent == ("D1",)


def test_a_mall_whose_unit_failed_is_not_believed(store: SqlStore) -> None:
    changed = parse({**dump(hall_mall()), "frequent": ["D1"]})
    with pytest.raises(RuntimeError), store.write() as unit:
        unit.replace_mall(changed, "v3")
        raise RuntimeError
    with store.read() as unit:
        assert unit.mall.frequent == ("A1",)


def test_what_waits_for_a_decision_is_found_by_place_and_nobody_else_is(store: SqlStore) -> None:
    changes: list[dict[str, Any]] = [
        {"priority": "requested"}, {}, {"state": "absent"}, {"state": "parked"}, {"priority": "confirmed"},
        {"state": "finished", "outcome": "incomplete"}, {"state": "finished", "outcome": "done", "priority": "requested"},
        {"state": "called", "priority": "requested"},
    ]  # fmt: skip
    with store.write() as unit:
        for number, change in enumerate(changes, 1):
            unit.tickets.add(replace(a_ticket(number), **change))
    with store.read() as unit:
        assert [one.number for one in unit.tickets.to_decide(DAY)] == [1, 3, 4, 6, 8]


def test_each_agencys_longest_wait_counts_from_joining_its_queue(store: SqlStore) -> None:
    moved_on = {"issued_at": MONDAY - timedelta(hours=1), "queued_at": LATER}
    with store.write() as unit:
        unit.tickets.add(replace(a_ticket(1), **moved_on))
        for number in (2, 3):
            unit.tickets.add(replace(a_ticket(number), issued_at=MONDAY))
        unit.tickets.add(replace(a_ticket(4), agency="D", issued_at=MONDAY - timedelta(minutes=1)))
        unit.tickets.add(replace(a_ticket(5), state="called", issued_at=MONDAY - timedelta(hours=2)))
    with store.read() as unit:
        found = [(one.agency, one.number, waiting) for one, waiting in unit.tickets.longest_waits(DAY)]
    assert found == [("D", 4, 1), ("A", 2, 3)]
