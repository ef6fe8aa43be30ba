"""What is read of one moment is read once, and never outlives it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import event

from server.domain.events import CounterHelps
from server.domain.staffing import Desk
from server.ports import Player
from server.store.engine import Database
from server.store.unit import SqlStore, SqlUnit
from tests.halls import MONDAY
from tests.store.conftest import DAY, a_ticket

HELPS = CounterHelps(1, 1, "A", ["D"], "petugas")


@contextmanager
def asked_of(database: Database, table: str) -> Iterator[list[str]]:
    """Every reading of this table meanwhile."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("SELECT") and f"FROM {table}" in statement.replace("\n", ""):
            found.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield found
    event.remove(database.engine, "before_cursor_execute", note)


def desk_helps(unit: SqlUnit, queue: str) -> None:
    before = unit.counters.get(1)
    unit.counters.save(before, replace(before, helps=(queue,)))


def helps_at(store: SqlStore) -> tuple[str, ...]:
    with store.read() as unit:
        return unit.counters.all().get(1, Desk(1)).helps


def test_while_nothing_is_written_the_desks_are_read_once(store: SqlStore) -> None:
    with asked_of(store.database, "desks") as readings:
        for _ in range(3):
            helps_at(store)
    assert len(readings) == 1


def test_what_this_process_wrote_is_seen_at_once_with_an_event_or_without(store: SqlStore) -> None:
    helps_at(store)
    with store.write() as unit:
        desk_helps(unit, "D")
    assert helps_at(store) == ("D",)
    with store.write() as unit:
        desk_helps(unit, "A")
        unit.journal.append(HELPS, MONDAY)
    assert helps_at(store) == ("A",)


def test_what_was_rolled_back_was_never_known(store: SqlStore) -> None:
    with pytest.raises(RuntimeError), store.write() as unit:
        desk_helps(unit, "D")
        unit.journal.append(HELPS, MONDAY)
        assert unit.counters.all()[1].helps == ("D",), "who writes sees what it wrote"
        raise RuntimeError
    assert helps_at(store) == ()


def test_what_another_process_wrote_is_seen_as_the_journal_went_on(store: SqlStore) -> None:
    other = SqlStore(store.database)
    assert helps_at(other) == ()
    with store.write() as unit:
        unit.tickets.take_number("A", DAY)
        unit.tickets.add(a_ticket(1, state="called", counter=1))
        desk_helps(unit, "D")
        unit.journal.append(HELPS, MONDAY)
    assert helps_at(other) == ("D",)
    with other.read() as unit:
        assert list(unit.tickets.at_desks(DAY)) == ["ticket1"]
        assert unit.tickets.waiting_counts(DAY) == {"A": 1}


def test_an_answer_is_kept_for_as_long_as_its_stamp_is_the_same_but_made_anew_in_a_unit_that_writes(
    store: SqlStore,
) -> None:
    made = iter(range(9))
    with store.read() as unit:
        assert [unit.lately("wait", stamp, lambda: next(made)) for stamp in (1, 1, 2, 2, 1)] == [0, 0, 1, 1, 2]
    with store.write() as unit:
        assert unit.lately("wait", 1, lambda: next(made)) == 3
    with store.read() as unit:
        assert unit.lately("wait", 1, lambda: next(made)) == 2


def test_what_changes_without_an_event_is_kept_within_one_unit_alone(store: SqlStore) -> None:
    other = SqlStore(store.database)
    with other.read() as unit:
        assert unit.site.players() == {}
    with store.write() as unit:
        unit.site.set_player(Player(1, "display", "page", 1, MONDAY))
    with asked_of(store.database, "players") as readings, other.read() as unit:
        assert list(unit.site.players()) == list(unit.site.players()) == [1]
    assert len(readings) == 1
