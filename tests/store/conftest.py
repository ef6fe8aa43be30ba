"""A store over a file of its own, with the small hall's mall loaded; and a ticket with defaults for all."""

import shutil
from collections.abc import Iterator
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

DAY = date(2026, 11, 23)


@pytest.fixture
def database(tmp_path: Path, empty_database: Path) -> Iterator[Database]:
    shutil.copy(empty_database, tmp_path / "antrean.db")
    opened = Database(f"sqlite:///{tmp_path / 'antrean.db'}")
    yield opened
    opened.close()


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
