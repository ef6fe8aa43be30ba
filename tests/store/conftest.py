"""A store over a database of its own, on SQLite and on PostgreSQL, with the small hall's mall loaded."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from server.domain.mall_file import dump
from server.domain.ticket import Ticket
from server.operations import setup
from server.ports import Hall
from server.store.engine import Database
from server.store.unit import SqlStore
from tests.halls import MONDAY, CountedIds, MovedClock, hall_mall
from tests.postgres import fresh_database, missing

ON_POSTGRESQL = pytest.mark.skipif(missing() is not None, reason=missing() or "")
KINDS = ["sqlite", pytest.param("postgresql", marks=ON_POSTGRESQL)]
DAY = date(2026, 11, 23)


@contextmanager
def opened(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.close()


@pytest.fixture
def sqlite(tmp_path: Path, empty_database: Path) -> Iterator[Database]:
    """For what is SQLite's alone."""
    shutil.copy(empty_database, tmp_path / "antrean.db")
    with opened(f"sqlite:///{tmp_path / 'antrean.db'}") as database:
        yield database


@pytest.fixture
def postgresql() -> Iterator[Database]:
    """For what is PostgreSQL's alone."""
    with fresh_database() as url, opened(url) as database:
        yield database


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest) -> Database:
    """Migrated and empty; what is tested with it holds on both."""
    given: Database = request.getfixturevalue(request.param)
    return given


@pytest.fixture
def store(database: Database) -> SqlStore:
    hall = Hall(SqlStore(database), MovedClock(), CountedIds())
    setup.load(hall, dump(hall_mall()))
    return hall.store  # type: ignore[return-value]


def a_ticket(number: int = 1, **more: Any) -> Ticket:
    usual = Ticket(
        f"ticket{number}", DAY, "A", number, f"A-{number:03d}", "A2", "A", "id", "waiting", number, MONDAY
    )  # fmt: skip
    return replace(usual, **more)
