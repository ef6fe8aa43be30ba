"""The journal: gapless, chained over the stored bytes, its head beside it; and what a forger would have to change."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from server.domain.chain import GENESIS, link
from server.domain.events import DayOpened, PrinterChanged, TicketCalled
from server.ports import Recorded
from server.store.engine import Database
from server.store.journal import broken_links, stored
from server.store.unit import SqlStore
from tests.halls import MONDAY


def written(store: SqlStore, n: int = 5) -> list[Recorded]:
    with store.write() as unit:
        return [
            unit.journal.append(PrinterChanged("p1", 1 + k % 2, [1 + k % 2], f"state{k}"), MONDAY) for k in range(n)
        ]


def faults(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(broken_links(connection))


def forge(database: Database, statement: str) -> list[str]:
    with database.writing() as connection:
        connection.execute(text(statement))
    return faults(database)


def test_rows_are_numbered_without_gap_and_each_follows_from_the_one_before(store: SqlStore) -> None:
    written(store)
    with store.read() as unit:
        rows, head = unit.journal.after(0, 100), unit.journal.head()
    assert [row.seq for row in rows] == list(range(1, head.seq + 1))
    assert rows[-1].hash == head.hash
    assert faults(store.database) == []


def test_the_hash_is_taken_over_the_stored_bytes(store: SqlStore) -> None:
    written(store, 1)
    with store.database.reading() as connection:
        rows = connection.execute(text("SELECT seq, at, name, body, hash FROM journal ORDER BY seq")).all()
    previous = GENESIS
    for seq, at, name, body, hash_ in rows:
        previous = link(previous, f"{seq}\n{at}\n{name}\n{body}")
        assert hash_ == previous
    assert stored(1, MONDAY, "X", "{}") == "1\n2026-11-23T02:00:00.000000Z\nX\n{}"


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE journal SET body = replace(body, 'state2', 'ready') WHERE seq = 4",
        "UPDATE journal SET at = '2026-11-23T03:00:00.000000Z' WHERE seq = 3",
        "UPDATE journal SET name = 'DayOpened' WHERE seq = 3",
        "DELETE FROM journal WHERE seq = 3",
        "DELETE FROM journal WHERE seq = 6",
        "UPDATE heads SET seq = seq - 1",
        "UPDATE heads SET hash = 'x'",
    ],
)
def test_whoever_changes_the_past_is_found(store: SqlStore, forgery: str) -> None:
    written(store)
    assert forge(store.database, forgery) != []


def test_a_unit_that_failed_leaves_no_row_and_no_gap(store: SqlStore) -> None:
    written(store, 2)
    with pytest.raises(RuntimeError), store.write() as unit:
        unit.journal.append(DayOpened("2026-11-23"), MONDAY)
        raise RuntimeError
    written(store, 2)
    assert faults(store.database) == []


def test_listeners_hear_of_a_commit_after_it_and_of_no_other(store: SqlStore) -> None:
    told: list[int] = []

    def listen(recorded: object, targets: object) -> None:
        with store.read() as unit:
            told.append(unit.journal.head().seq)

    store.listeners.append(listen)
    before = written(store, 1)[0].seq
    with pytest.raises(RuntimeError), store.write() as unit:
        unit.journal.append(DayOpened("2026-11-23"), MONDAY)
        raise RuntimeError
    with store.write():
        pass
    assert told == [before]


def test_each_room_knows_its_own_last_row(store: SqlStore) -> None:
    first, second, third = written(store, 3)
    assert set(first.after) == {"hall", "zone:1", "desk:A", "floor", "floor:A"}
    assert third.after["zone:1"] == first.seq
    assert third.after["hall"] == second.seq
    with store.read() as unit:
        assert unit.journal.head().rooms["zone:2"] == second.seq


def test_an_event_comes_back_as_it_happened(store: SqlStore) -> None:
    event = TicketCalled("secret", "A-001", "A", "A2", "A", 1, 1, 1, "id", 0, "petugas")
    with store.write() as unit:
        recorded = unit.journal.append(event, MONDAY)
    with store.read() as unit:
        assert unit.journal.after(recorded.seq - 1, 1) == [recorded]


def test_what_is_told_after_a_row_is_those_events_in_order_and_no_more_than_asked_for(store: SqlStore) -> None:
    first = written(store, 3)[0].seq
    with store.write() as unit:
        unit.journal.append(DayOpened("2026-11-24"), MONDAY)
    last = written(store, 2)[-1].seq
    with store.read() as unit:
        told = unit.journal.told_after(first, ["PrinterChanged"], 3)
        assert [row[0] - first for row in told] == [1, 2, 4]
        opened = (first + 3, "DayOpened", '{"day":"2026-11-24"}', MONDAY)
        assert unit.journal.told_after(first, ["DayOpened"], 9) == [opened]
        assert unit.journal.told_after(last, ["PrinterChanged", "DayOpened"], 9) == []


def test_a_step_back_does_not_move_the_furthest_moment_seen(store: SqlStore) -> None:
    with store.write() as unit:
        unit.journal.change_head(day=date(2026, 11, 23))
        unit.journal.append(DayOpened("2026-11-23"), MONDAY + timedelta(hours=2))
        unit.journal.append(DayOpened("2026-11-23"), MONDAY)
        assert unit.journal.head().at == MONDAY + timedelta(hours=2)
        unit.journal.change_head(clock_doubted=True)
        unit.journal.append(DayOpened("2026-11-23"), MONDAY + timedelta(days=900))
        assert unit.journal.head().at == MONDAY + timedelta(hours=2)


def test_replay_finds_a_table_that_says_something_else(store: SqlStore) -> None:
    from server.store.proving import faults as proven

    with store.database.reading() as connection:
        assert proven(connection) == []
    with store.database.writing() as connection:
        connection.execute(text("INSERT INTO tallies VALUES ('A', '2026-11-23', 3, 1)"))
        connection.execute(text("INSERT INTO desks (number, state, holder) VALUES (1, 'open', 'nobody')"))
    with store.database.reading() as connection:
        found = proven(connection)
    assert len(found) == 2
