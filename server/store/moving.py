"""Carrying a whole site from one database to another: every row as it is stored, proven equal before it counts."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, delete, func, insert, inspect, select, text, true
from sqlalchemy.exc import DataError, IntegrityError

from server.store import migrating, postgresql, proving
from server.store.engine import Database
from server.store.tables import heads, metadata

BATCH = 500
NAME = "antrean"  # what our connections to PostgreSQL call themselves
OURS = {table.name for table in metadata.sorted_tables} | {"alembic_version"}


class NotMoved(Exception):
    """The site was not moved, and nothing was changed; the text says why."""


@dataclass(frozen=True)
class Weight:
    """What a table holds: how many rows, and the sum of their digests, in whatever order they come."""

    rows: int = 0
    digest: int = 0

    def and_row(self, row: tuple[Any, ...]) -> "Weight":
        one = sha256(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()).digest()
        return Weight(self.rows + 1, (self.digest + int.from_bytes(one)) % 2**256)


def _as_stored(table: Table) -> Table:
    """The table without what we make of its columns: text stays the text that the journal's hashes were taken of."""
    columns = [Column(c.name, getattr(c.type, "impl", c.type), primary_key=c.primary_key) for c in table.columns]
    return Table(table.name, MetaData(), *columns)


TABLES = [_as_stored(table) for table in metadata.sorted_tables]  # tickets before the counters that name them


def move(source: Database, target: Database, told: Callable[[str, int], None]) -> None:
    """Copy everything in one transaction of the target. Raises NotMoved; then the target is as empty as before."""
    _nobody_uses(source)
    _is_whole(source)
    _make_room(target)
    _nobody_uses(target)
    with source.writing() as giving, target.writing() as taking:  # the site's lock: nobody writes meanwhile
        for connection in (giving, taking):
            _prepare(connection)
        weights = {table.name: _copy(table, giving, taking, told) for table in TABLES}
        _prove(taking, weights)


def copy_of_one_moment(source: Database, target: Database) -> None:
    """Everything as it was at one moment, into an empty database, while others go on using the source."""
    migrating.migrate(target.engine)
    with source.reading() as giving, target.writing() as taking:
        if giving.dialect.name == "postgresql":
            postgresql.unhurried(giving)
        for table in TABLES:
            _copy(table, giving, taking, lambda name, rows: None)


def _prepare(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        postgresql.unhurried(connection)
    connection.execute(select(heads).with_for_update())


def _nobody_uses(database: Database) -> None:
    """A data folder has its lock; a server on another machine shows in PostgreSQL's own list."""
    if not database.is_postgresql:
        return
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND application_name = :name AND pid <> pg_backend_pid()"
    )
    with database.reading() as connection:
        n = connection.execute(others, {"name": NAME}).scalar_one()
    if n:
        raise NotMoved(f"{database.shown_url} is in use ({n} connections of Antrean's): stop every server first")


def _is_whole(source: Database) -> None:
    present, newest = migrating.version_of(source.engine), migrating.newest()
    if present is None:
        raise NotMoved(f"{source.shown_url} holds no site")
    if present != newest:
        raise NotMoved(f"{source.shown_url} has tables of revision {present}, not {newest}: run `migrate` there first")
    with source.reading() as connection:
        faults = proving.faults(connection)
    if faults:
        raise NotMoved(f"{source.shown_url} contradicts itself; see `verify`. The first of {len(faults)}: {faults[0]}")


def _make_room(target: Database) -> None:
    """The target gets its tables; one that holds anything is left as it is."""
    names = set(inspect(target.engine).get_table_names())
    if names - OURS:
        raise NotMoved(f"{target.shown_url} holds other tables ({', '.join(sorted(names - OURS)[:3])})")
    with target.reading() as connection:
        taken = [table.name for table in TABLES if table.name in names and _holds_something(connection, table)]
    if taken:
        raise NotMoved(f"{target.shown_url} is not empty: there is something in {', '.join(taken)}")
    migrating.migrate(target.engine)


def _holds_something(connection: Connection, table: Table) -> bool:
    where = table.c.seq > 0 if table.name == heads.name else true()
    return connection.execute(select(func.count()).select_from(table).where(where)).scalar_one() > 0


def _rows(table: Table, connection: Connection) -> Iterator[list[tuple[Any, ...]]]:
    statement = select(table).order_by(*table.primary_key)
    found = connection.execution_options(yield_per=BATCH).execute(statement)
    yield from ([tuple(row) for row in batch] for batch in found.partitions())


def _copy(table: Table, giving: Connection, taking: Connection, told: Callable[[str, int], None]) -> Weight:
    taking.execute(delete(table))  # an empty site has the head's row alone
    names, weight = table.columns.keys(), Weight()
    for batch in _rows(table, giving):
        try:
            taking.execute(insert(table), [dict(zip(names, row, strict=True)) for row in batch])
        except (DataError, IntegrityError) as refused:
            first = str(refused.orig).splitlines()[0]
            raise NotMoved(f"table {table.name}: the target does not take what is in it ({first})") from None
        for row in batch:
            weight = weight.and_row(row)
    told(table.name, weight.rows)
    return weight


def _prove(taking: Connection, weights: dict[str, Weight]) -> None:
    """Every row arrived as it was, the head with them; the chain holds, and replaying it gives the tables."""
    for table in TABLES:
        arrived = Weight()
        for batch in _rows(table, taking):
            for row in batch:
                arrived = arrived.and_row(row)
        if arrived != weights[table.name]:
            raise NotMoved(f"table {table.name} did not arrive as it was: {arrived.rows} of {weights[table.name].rows}")
    faults = proving.faults(taking)
    if faults:
        raise NotMoved(f"what arrived contradicts itself: {faults[0]}")
