"""Opening the database: who begins a transaction how, SQLite's pragmas, and the process-wide lock around writing."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool, StaticPool

from server.ports import StoreUnavailable
from server.store import postgresql
from server.store.troubles import DAMAGED, FAILING, kind_of

SQLITE_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "busy_timeout": "5000",
    "foreign_keys": "ON",
    "temp_store": "MEMORY",
    "cache_size": "-16000",
}


def open_engine(url: str) -> Engine:
    """An engine for `url`; on SQLite every connection gets the pragmas and explicit BEGINs."""
    parsed = make_url(url)
    if postgresql.is_postgresql(parsed):
        return postgresql.open_postgresql(parsed)
    in_memory = parsed.database in (None, "", ":memory:")
    engine = create_engine(
        parsed,
        poolclass=StaticPool if in_memory else QueuePool,
        connect_args={"check_same_thread": False, "timeout": 5},
        hide_parameters=True,  # what fails is logged, and ticket ids and hashes are nobody's to read there
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for name, value in SQLITE_PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class Database:
    """One engine, one writer at a time in this process."""

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        self.is_postgresql = self.engine.dialect.name == "postgresql"
        moment = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}  # all of a reading is one moment
        self._reader = self.engine.execution_options(**moment) if self.is_postgresql else self.engine
        self._writing = threading.RLock()
        self.trouble = ""  # why the last commit failed: of server.store.troubles

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes. Raises StoreUnavailable."""
        with self._in_turn(), self._troubles(writes=True), self.engine.connect() as plain:
            connection = plain.execution_options(writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment. Raises StoreUnavailable."""
        with self._troubles(writes=False), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """Without a server to write to, nobody waits behind all the others who wait for it."""
        if not self._writing.acquire(timeout=postgresql.POOL_SECONDS if self.is_postgresql else -1):
            raise StoreUnavailable("others wait to write")
        try:
            yield
        finally:
            self._writing.release()

    def _troubles(self, writes: bool) -> AbstractContextManager[None]:
        return postgresql.troubles_told() if self.is_postgresql else self._noted(writes)

    @contextmanager
    def _noted(self, writes: bool) -> Iterator[None]:
        """What is wrong with the file or its disk stays known until a commit has proven otherwise."""
        try:
            yield
        except DBAPIError as trouble:
            if (kind := kind_of(trouble)) != FAILING:
                self.trouble = kind
            raise
        else:
            if writes and self.trouble != DAMAGED:
                self.trouble = ""

    def live_pragmas(self) -> dict[str, Any]:
        """What the live connection really uses; the health page shows it."""
        with self.reading() as connection:
            if self.is_postgresql:
                return postgresql.settings_of(connection)
            return {
                name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous")
            }

    @property
    def shown_url(self) -> str:
        """Where it is, without the password."""
        return self.engine.url.render_as_string(hide_password=True)

    def close(self) -> None:
        self.engine.dispose()
