"""The repositories of a busy floor: stops of visits, credits, undos, notes, and the first of every selection."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from server.domain import ticket as moves
from server.domain.profiles import APPOINTMENT, ORDINARY, PRIORITY, Select
from server.ports import Barred, ColleagueNote, Message, Undo
from server.store.unit import SqlStore
from tests.halls import MONDAY
from tests.store.conftest import DAY, a_ticket

LATER = MONDAY + timedelta(minutes=5)
YESTERDAY = date(2026, 11, 22)


def test_every_field_of_a_visit_comes_back_as_it_was_written(store: SqlStore) -> None:
    written = a_ticket(
        3, queue="D", series="A", queued_at=LATER, leg=3, plan=("D1", "D2"), parked_until=LATER, parked_why="form",
        parked_by="siti", wanted_counter=3, wanted_staff="budi", promised_low=600, promised_high=1500,
        priority="confirmed", joined_at=LATER, called_seq=9,
    )  # fmt: skip
    with store.write() as unit:
        unit.tickets.add(written)
        changed = replace(written, plan=(), wanted_staff=None, leg=4)
        unit.tickets.save(written, changed)
    with store.read() as unit:
        assert unit.tickets.get(written.id) == changed
        assert unit.tickets.numbered("A", DAY, 3) == changed, "by the queue it was issued for"
        assert unit.tickets.labelled("A-003", DAY) == changed
        assert unit.tickets.labelled("A-003", YESTERDAY) is None


def line(store: SqlStore) -> None:
    """Twelve who wait in A and AS: services, languages and priorities in every mixture, places unlike their numbers.

    Some of them came by appointment.
    """
    mixture = product(("A1", "A2"), ("id", "en"), ("", "requested", "confirmed"))
    with store.write() as unit:
        for n, (service, language, priority) in enumerate(mixture, 1):
            more: dict[str, Any] = {"service": service, "language": language, "priority": priority}
            more["appointment"] = MONDAY if n % 5 == 0 or n == 7 else None
            queue = "AS" if n % 3 == 0 else "A"
            unit.tickets.add(a_ticket(n, queue=queue, series="A", position=100 - 7 * n if n % 2 else 200 + n, **more))
        unit.tickets.add(a_ticket(20, position=1, state="called"))
        unit.tickets.add(a_ticket(21, position=2, day=YESTERDAY))
        unit.tickets.add(a_ticket(22, position=3, queue="D", series="D", label="D-022"))


SELECTS = [
    Select(queues, services, languages, classes, without)
    for queues in (("A",), ("A", "AS"))
    for services in ((), ("A1",), ("A1", "A2"))
    for languages in ((), ("en",))
    for classes in ((), (PRIORITY,), (ORDINARY,), (APPOINTMENT,), (ORDINARY, PRIORITY))
    for without in ((), ("A2",))
]
BARRED = [
    Barred(),
    Barred(frozenset({2, 3})),
    Barred(staff=frozenset({"siti"})),
    Barred(frozenset({2}), frozenset({"siti"})),
]


@pytest.mark.parametrize("barred", BARRED, ids=["nobody", "counters", "people", "both"])
def test_the_first_of_a_selection_is_who_stands_first_among_those_it_holds(store: SqlStore, barred: Barred) -> None:
    line(store)
    with store.write() as unit:
        for n, wanted in ((9, {"wanted_counter": 2}), (7, {"wanted_staff": "siti"}), (5, {"wanted_counter": 9})):
            found = unit.tickets.get(f"ticket{n}")
            assert found is not None
            unit.tickets.save(found, replace(found, **wanted))
    with store.read() as unit:
        everybody = unit.tickets.waiting(["A", "AS"], DAY, 100)
        for select in SELECTS:
            free = [
                one for one in everybody
                if select.holds(one) and one.wanted_counter not in barred.counters
                and one.wanted_staff not in barred.staff
            ]  # fmt: skip
            found = unit.tickets.first_of(select, DAY, barred)
            assert (found and found.label) == (free[0].label if free else None), select


def test_how_many_joined_before_counts_those_who_wait_in_these_queues(store: SqlStore) -> None:
    line(store)
    with store.read() as unit:
        everybody = unit.tickets.waiting(["A", "AS"], DAY, 100)
        for rank, one in enumerate(everybody):
            assert unit.tickets.joined_before(["A", "AS"], DAY, one.position) == rank
        assert unit.tickets.joined_before(["D"], DAY, 1000) == 1


def test_who_is_parked_is_found_by_agency_and_who_is_due_by_the_clock(store: SqlStore) -> None:
    parked = {"state": "parked", "ended_at": MONDAY}
    with store.write() as unit:
        unit.tickets.add(a_ticket(1, **parked, parked_until=LATER))
        unit.tickets.add(a_ticket(2, **parked))
        unit.tickets.add(a_ticket(3, **parked, agency="D", parked_until=MONDAY))
        unit.tickets.add(a_ticket(4, **parked, day=YESTERDAY, parked_until=MONDAY))
    with store.read() as unit:
        assert [one.number for one in unit.tickets.parked("A", DAY)] == [1, 2]
        assert sorted(one.number for one in unit.tickets.parked(None, DAY)) == [1, 2, 3]
        assert [one.number for one in unit.tickets.due(LATER - timedelta(microseconds=1), DAY)] == [3]
        assert [one.number for one in unit.tickets.due(LATER, DAY)] == [3, 1], "the earliest first"


def test_who_was_served_and_went_on_counts_for_both_services_and_who_was_only_sent_on_for_one(store: SqlStore) -> None:
    with store.write() as unit:
        for n, outcome in ((1, "done"), (2, "incomplete"), (3, "transferred"), (4, "absent")):
            gone = a_ticket(n, service="D1", queue="D", series="A", leg=2)
            unit.tickets.add(gone)
            served = replace(gone, service="A1", queue="A", leg=1, calls=1, counter=1, called_at=MONDAY)
            unit.legs.add(moves.leg_of(served, "siti", LATER, outcome))
        unit.tickets.add(a_ticket(5, service="A1"))
    with store.read() as unit:
        assert (unit.tickets.issued_of("A1", DAY), unit.tickets.issued_of("D1", DAY)) == (3, 4)


def test_stops_come_back_in_their_order_and_one_that_was_undone_is_gone(store: SqlStore) -> None:
    ticket = a_ticket(
        1, calls=2, counter=3, called_at=MONDAY, first_called_at=MONDAY, started_at=MONDAY, promised_low=60
    )
    first = moves.leg_of(ticket, "siti", LATER, "done", delivered=(("A1", 1), ("A2", 3)))
    later = LATER + timedelta(seconds=1)
    second = replace(first, n=2, agency="D", outcome="transferred", delivered=(), started_at=None, ended_at=later)
    with store.write() as unit:
        unit.tickets.add(ticket)
        unit.legs.add(second)
        unit.legs.add(first)
    with store.read() as unit:
        assert unit.legs.of_ticket(ticket.id) == [first, second]
        assert unit.legs.of_day(DAY) == [first, second]
        assert unit.legs.of_day(DAY, "D") == [second]
        assert unit.legs.of_day(YESTERDAY) == []
        assert unit.legs.ended_since(LATER, 10) == [second]
        assert unit.legs.ended_since(MONDAY, 1) == [first]
    with store.write() as unit:
        unit.legs.remove(ticket.id, 1)
        assert unit.legs.of_ticket(ticket.id) == [second]


def test_credits_of_a_pool_are_of_one_day(store: SqlStore) -> None:
    with store.write() as unit:
        assert unit.desks.credits("A/ratio/A", DAY) is None
        unit.desks.set_credits("A/ratio/A", YESTERDAY, [[1, 0]])
        unit.desks.set_credits("A/ratio/A", DAY, [[0, 1], [2, 0]])
        unit.desks.set_credits("D/ratio/D", DAY, [])
    with store.read() as unit:
        assert unit.desks.credits("A/ratio/A", DAY) == [[0, 1], [2, 0]]
        assert unit.desks.credits("A/ratio/A", YESTERDAY) is None
        assert unit.desks.credits("D/ratio/D", DAY) == []


def test_a_counter_has_one_last_move(store: SqlStore) -> None:
    undo = Undo(1, "siti", MONDAY, "next", {"tickets": [], "visitor": None, "label": "Ä"})
    with store.write() as unit:
        unit.desks.set_undo(replace(undo, move="park"))
        unit.desks.set_undo(undo)
        unit.desks.set_undo(replace(undo, counter=2))
    with store.write() as unit:
        assert unit.desks.undo(1) == undo
        unit.desks.forget_undo(1)
        assert unit.desks.undo(1) is None
        assert unit.desks.undo(2) is not None


def test_notes_come_in_order_to_their_agency_and_go_together(store: SqlStore) -> None:
    note = ColleagueNote("n1", "A", 1, None, "Tinta habis – ä", "siti", MONDAY)
    others = [replace(note, id="n2", at=LATER), replace(note, id="n0", at=LATER), replace(note, id="n3", agency="D")]
    with store.write() as unit:
        for one in (*others, note):
            unit.desks.add_note(one)
    with store.write() as unit:
        assert [one.id for one in unit.desks.notes("A")] == ["n1", "n0", "n2"]
        assert unit.desks.notes("A")[0] == note
        unit.desks.remove_note("n0")
        assert [one.id for one in unit.desks.notes("A")] == ["n1", "n2"]
        assert unit.desks.forget_notes() == 3
        assert unit.desks.notes("D") == []


def test_messages_stand_until_they_are_lifted(store: SqlStore) -> None:
    message = Message("m1", "zone", "1", {"id": "Ruang tunggu pindah", "en": "Moved"}, MONDAY, LATER, "siti")
    with store.write() as unit:
        unit.floor.add_message(message)
        unit.floor.add_message(replace(message, id="m2", until=None))
        unit.floor.lift_message("m2", LATER)
    with store.write() as unit:
        assert unit.floor.messages() == [message]
        assert unit.floor.forget_messages_before(LATER) == 0
        assert unit.floor.forget_messages_before(LATER + timedelta(seconds=1)) == 1


def test_quotas_checks_and_what_was_learned_are_written_over(store: SqlStore) -> None:
    with store.write() as unit:
        unit.floor.set_quota(DAY, "A1", 20)
        unit.floor.set_quota(DAY, "A1", 30)
        unit.floor.set_quota(YESTERDAY, "A1", 5)
        unit.floor.set_check(DAY, "sound", "siti", MONDAY)
        unit.floor.set_check(DAY, "sound", "budi", LATER)
        unit.floor.learn("minutes", "A1", {"mean": 7.5}, MONDAY)
        unit.floor.learn("minutes", "A1", {"mean": 8}, LATER)
        unit.floor.learn("error", "A1", [1, 2], LATER)
    with store.read() as unit:
        assert unit.floor.quotas(DAY) == {"A1": 30}
        assert unit.floor.checks(DAY) == {"sound": ("budi", LATER)}
        assert unit.floor.learned("minutes") == {"A1": {"mean": 8}}
        assert unit.floor.learned("nothing") == {}


def test_reasons_of_priority_are_counted_by_agency_and_day(store: SqlStore) -> None:
    with store.write() as unit:
        for day, agency, kind in (
            (DAY, "A", "elderly"),
            (DAY, "A", "elderly"),
            (DAY, "D", "infant"),
            (YESTERDAY, "A", "infant"),
        ):
            unit.floor.count_priority(day, agency, kind)
    with store.read() as unit:
        assert unit.floor.priority_counts(DAY) == {"A": {"elderly": 2}, "D": {"infant": 1}}


def test_a_report_is_signed_by_name(store: SqlStore) -> None:
    with store.write() as unit:
        assert unit.site.signature(DAY) is None
        unit.site.add_report(DAY, {"totals": {}}, MONDAY)
        assert unit.site.signature(DAY) is None
        unit.site.sign_report(DAY, "siti", LATER)
    with store.read() as unit:
        assert unit.site.signature(DAY) == ("siti", LATER)
