"""The database as it really runs: pragmas on every connection, who begins how, one writer at a time."""

import sqlite3
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from server.store.engine import Database


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000)]
)
def test_every_connection_has_the_pragmas(sqlite: Database, pragma: str, value: object) -> None:
    with sqlite.reading() as one, sqlite.reading() as two:
        assert [c.execute(text(f"PRAGMA {pragma}")).scalar() for c in (one, two)] == [value, value]


def test_health_shows_what_the_connection_really_uses(sqlite: Database) -> None:
    assert sqlite.live_pragmas() == {"journal_mode": "wal", "synchronous": 2}
    with sqlite.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA synchronous=OFF")
        connection.exec_driver_sql("BEGIN")
    assert sqlite.live_pragmas()["synchronous"] == 0


def test_who_writes_holds_the_lock_from_the_first_moment(sqlite: Database, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "antrean.db", timeout=0, isolation_level=None)
    with sqlite.writing(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.execute("ROLLBACK")
    other.close()


def test_readers_see_one_moment_while_somebody_writes(database: Database) -> None:
    count = text("SELECT count(*) FROM requests")
    add = text("INSERT INTO requests VALUES ('r', 'f', '{}', 't')")
    with database.reading() as reader:
        before = reader.execute(count).scalar()
        with database.writing() as writer:
            writer.execute(add)
        assert reader.execute(count).scalar() == before
    with database.reading() as reader:
        assert reader.execute(count).scalar() == 1


def test_one_writer_at_a_time_in_this_process(database: Database) -> None:
    inside, most = 0, 0
    guard = threading.Lock()

    def write() -> None:
        nonlocal inside, most
        with database.writing():
            with guard:
                inside += 1
                most = max(most, inside)
            time.sleep(0.01)
            with guard:
                inside -= 1

    writers = [threading.Thread(target=write) for _ in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert most == 1


def test_what_fails_inside_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.writing() as connection:
        connection.execute(text("INSERT INTO requests VALUES ('r', 'f', '{}', 't')"))
        raise RuntimeError
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM requests")).scalar() == 0


def test_a_desk_cannot_hold_a_ticket_that_does_not_exist(database: Database) -> None:
    with pytest.raises((IntegrityError, OperationalError)), database.writing() as connection:
        connection.execute(text("INSERT INTO desks (number, state, ticket) VALUES (1, 'open', 'nobody')"))


def test_a_statement_that_fails_does_not_tell_what_it_carried(database: Database) -> None:
    with pytest.raises(DBAPIError) as trouble, database.writing() as connection:
        connection.execute(text("INSERT INTO nowhere VALUES (:id)"), {"id": "a-tickets-secret-id"})
    assert "a-tickets-secret-id" not in str(trouble.value)


def test_a_key_that_is_taken_is_not_told_by_its_value(database: Database) -> None:
    add = text("INSERT INTO requests VALUES (:id, 'f', '{}', 't')")
    with pytest.raises(IntegrityError) as trouble, database.writing() as connection:
        for _ in range(2):
            connection.execute(add, {"id": "a-tickets-secret-id"})
    told = (str(trouble.value), str(trouble.value.orig), repr(trouble.value.orig))
    assert not any("a-tickets-secret-id" in one for one in told)


def test_a_full_disk_is_told_and_forgotten_once_there_is_room(sqlite: Database) -> None:
    def fill() -> None:
        with sqlite.writing() as connection:
            for n in range(50):
                values = {"id": f"r{n}", "long": "x" * 4000}
                connection.execute(text("INSERT INTO requests VALUES (:id, '', :long, '')"), values)

    def limit(pages: int) -> None:
        with sqlite.reading() as connection:
            connection.execute(text(f"PRAGMA max_page_count={pages}"))

    limit(1)  # no more pages than there are already
    with pytest.raises(OperationalError, match="full"):
        fill()
    limit(1_000_000)
    with sqlite.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM requests")).scalar() == 0
    fill()
