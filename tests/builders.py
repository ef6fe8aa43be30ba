"""Halls and actors for tests: the real store in memory over a real mall, with defaults for all that does not matter."""

import sqlite3
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import server
from server import yaml_file
from server.domain.access import CLERK, Actor
from server.domain.mall import Mall
from server.domain.mall_file import parse
from server.operations import devices, setup
from server.ports import Hall
from server.store import migrating
from server.store.engine import Database
from server.store.unit import SqlStore
from tests.fakes import SeededIds, VirtualClock

SANGGAU = Path(server.__path__[0]) / "malls" / "sanggau.yaml"
A_MONDAY_MORNING = datetime.fromisoformat("2026-11-23T07:25:00+07:00")


@cache
def sanggau_file() -> dict[str, Any]:
    """The demonstration mall's file as plain values. Copy before changing."""
    raw: dict[str, Any] = yaml_file.read(SANGGAU.read_text(encoding="utf-8"))
    return raw


@cache
def sanggau() -> Mall:
    return parse(sanggau_file())


@cache
def _empty() -> Database:
    """A migrated database without anything in it, made once and then copied."""
    database = Database("sqlite://")
    migrating.migrate(database.engine)
    return database


def _plain(database: Database) -> sqlite3.Connection:
    connection: Any = database.engine.raw_connection().driver_connection
    return connection


def a_database() -> Database:
    """A migrated SQLite database in memory."""
    database = Database("sqlite://")
    _plain(_empty()).backup(_plain(database))
    return database


def a_hall(now: datetime = A_MONDAY_MORNING, seed: int = 1, mall: Mall | None = None) -> Hall:
    """A hall with the Sanggau mall loaded, a clock that stands at `now`, and ids from the seed."""
    hall = Hall(SqlStore(a_database()), VirtualClock(now), SeededIds(Random(seed)))
    setup.save(hall, mall or sanggau(), None)
    return hall


def a_device(hall: Hall, kind: str, name: str = "", **spec: Any) -> Actor:
    device, _ = devices.pair_itself(hall, {"kind": kind, "name": name or kind, **spec})
    return devices.as_actor(device)


def a_clerk(agency: str = "A", name: str = "petugas1") -> Actor:
    return Actor("staff", name, CLERK, agency, name)


def a_staff(role: str) -> Actor:
    return Actor("staff", role, role, None, role)
