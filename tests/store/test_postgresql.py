"""PostgreSQL as it really runs: one moment, one writer, synced; and what happens while it is away."""

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from subprocess import PIPE

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, InternalError

from server.ports import StoreUnavailable
from server.store import migrating, postgresql
from server.store.engine import Database
from server.store.tables import heads, metadata
from server.store.unit import SqlStore
from tests.halls import MONDAY
from tests.postgres import PostgresServer, fresh_database, running_postgres, the_postgres
from tests.running_house import HOUSE
from tests.store.conftest import DAY, ON_POSTGRESQL, opened

pytestmark = ON_POSTGRESQL
COUNT = text("SELECT count(*) FROM requests")


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_the_plain_url_is_enough(scheme: str) -> None:
    database = Database(f"{scheme}://antrean:secret@db/antrean")
    assert database.engine.url.drivername == "postgresql+psycopg"
    assert "secret" not in database.shown_url
    database.close()


def test_health_shows_that_commits_are_synced(postgresql: Database) -> None:
    shown = postgresql.live_pragmas()
    assert (shown["synchronous_commit"], shown["fsync"], shown["full_page_writes"]) == ("on", "on", "on")


@pytest.mark.parametrize(("asked", "used"), [("off", "on"), ("local", "on"), ("remote_apply", "remote_apply")])
def test_a_server_that_syncs_less_by_default_does_not_for_us(postgresql: Database, asked: str, used: str) -> None:
    name = postgresql.engine.url.database
    the_postgres().say(f"ALTER DATABASE {name} SET synchronous_commit = '{asked}'")
    postgresql.engine.dispose()
    assert postgresql.live_pragmas()["synchronous_commit"] == used


def test_a_reading_can_change_nothing(postgresql: Database) -> None:
    with pytest.raises(InternalError, match="read-only"), postgresql.reading() as connection:
        connection.execute(text("DELETE FROM heads"))


def test_a_unit_that_writes_holds_the_sites_lock_before_it_looks_at_anything(store_of: SqlStore) -> None:
    other = Database(store_of.database.engine.url.render_as_string(hide_password=False))
    with store_of.write(), pytest.raises(DBAPIError), other.engine.begin() as connection:
        connection.execute(select(heads).with_for_update(nowait=True))
    with other.engine.begin() as connection:
        connection.execute(select(heads).with_for_update(nowait=True))
    other.close()


@pytest.fixture
def store_of(postgresql: Database) -> SqlStore:
    return SqlStore(postgresql)


def test_numbers_taken_by_many_connections_are_each_taken_once(postgresql: Database) -> None:
    """Stores of their own, as processes have: only the database stands between them."""
    url = postgresql.engine.url.render_as_string(hide_password=False)

    def take(_: int) -> list[int]:
        with opened(url) as mine:
            store, taken = SqlStore(mine), []
            for _ in range(10):
                with store.write() as unit:
                    taken.append(unit.tickets.take_number("A", DAY)[0])
            return taken

    with ThreadPoolExecutor(8) as pool:
        taken = [number for each in pool.map(take, range(8)) for number in each]
    assert sorted(taken) == list(range(1, 81))


def test_a_lock_that_is_not_given_back_is_a_clear_not_now(store_of: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(postgresql.SESSION, "lock_timeout", "100ms")
    with opened(store_of.database.engine.url.render_as_string(hide_password=False)) as other:
        with store_of.write(), pytest.raises(StoreUnavailable, match="lock"), SqlStore(other).write():
            pass
        with SqlStore(other).write() as unit:
            assert unit.journal.head().seq == 0


def test_a_process_that_froze_in_its_unit_gives_the_lock_back(
    store_of: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(postgresql.SESSION, "idle_in_transaction_session_timeout", "200ms")
    frozen = opened(store_of.database.engine.url.render_as_string(hide_password=False))
    with frozen as database, pytest.raises(StoreUnavailable), SqlStore(database).write() as unit:
        with store_of.write() as other:  # waits until the database has ended the frozen one
            other.requests.remember("mine", "f", "{}", MONDAY)
        unit.requests.remember("late", "f", "{}", MONDAY)
    with store_of.read() as unit:
        assert unit.requests.seen("mine") is not None
        assert unit.requests.seen("late") is None


def test_several_processes_that_start_at_once_migrate_once() -> None:
    start = "import sys; from server.store import engine, migrating; d = engine.Database(sys.argv[1]); "
    start += "sys.stdin.read(1); migrating.migrate(d.engine); print(migrating.version_of(d.engine))"
    with fresh_database("template0") as url:
        processes = [
            subprocess.Popen([sys.executable, "-c", start, url], cwd=HOUSE, stdin=PIPE, stdout=PIPE, text=True)
            for _ in range(4)
        ]
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("!")  # all are loaded and wait for this; none waits for another
            process.stdin.flush()
        told = [process.communicate(timeout=30)[0].strip() for process in processes]
        assert told == [migrating.newest()] * 4
        with opened(url) as database, database.reading() as connection:
            assert connection.execute(select(heads.c.seq)).scalars().all() == [0]


@pytest.fixture(scope="module")
def fragile() -> Iterator[PostgresServer]:
    """A server that this file may kill."""
    with running_postgres() as server:
        yield server


@pytest.mark.parametrize("end", ["kill", "stop"])
def test_while_the_database_is_away_that_is_said_at_once_and_it_heals_by_itself(
    fragile: PostgresServer, end: str
) -> None:
    with opened(fragile.new_database()) as database:
        store = SqlStore(database)
        with store.write() as unit:
            unit.requests.remember("before", "f", "{}", MONDAY)
        getattr(fragile, end)()
        began = time.monotonic()
        for unit_of in (store.write, store.read):
            with pytest.raises(StoreUnavailable) as trouble, unit_of():
                pass
            assert "\n" not in str(trouble.value)
        assert time.monotonic() - began < 5
        fragile.start()
        with store.write() as unit:
            assert unit.requests.seen("before") is not None


def test_a_unit_whose_database_goes_away_leaves_nothing(fragile: PostgresServer) -> None:
    with opened(fragile.new_database()) as database:
        with pytest.raises(StoreUnavailable), database.writing() as connection:
            connection.execute(text("INSERT INTO requests VALUES ('r', 'f', '{}', 't')"))
            fragile.kill()
        fragile.start()
        with database.reading() as connection:
            assert connection.execute(COUNT).scalar() == 0


def test_when_every_connection_is_taken_who_comes_next_is_told_so(
    postgresql: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.store.postgresql.CONNECTIONS", 1)
    monkeypatch.setattr("server.store.postgresql.POOL_SECONDS", 0.1)
    small = Database(postgresql.engine.url.render_as_string(hide_password=False))
    with small.reading(), pytest.raises(StoreUnavailable, match="no connection is free"), small.reading():
        pass
    small.close()


def test_no_name_of_a_column_is_longer_than_postgresql_keeps(postgresql: Database) -> None:
    names = [i.name for table in metadata.sorted_tables for i in (*table.indexes, *table.constraints)]
    assert all(len(str(name)) <= 63 for name in names)
