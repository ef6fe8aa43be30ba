"""Opening the database: pragmas, who begins a transaction how, and the process-wide lock around writing."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool, StaticPool

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
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True, hide_parameters=True)
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
        self._writing = threading.RLock()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self._writing, self.engine.connect() as plain:
            connection = plain.execution_options(writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.engine.connect() as connection, connection.begin():
            yield connection

    def live_pragmas(self) -> dict[str, Any]:
        """What the live connection really uses (the health page shows it); empty on other databases."""
        if self.engine.dialect.name != "sqlite":
            return {}
        with self.engine.connect() as connection:
            return {
                name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous")
            }

    def close(self) -> None:
        self.engine.dispose()
