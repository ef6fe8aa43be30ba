"""Migrations: from nothing they make the tables that tables.py declares, and running them again changes nothing."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from server.store import migrating
from server.store.engine import Database
from server.store.tables import metadata


def test_migrating_from_nothing_gives_the_declared_tables(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, metadata) == []
    names = set(inspect(database.engine).get_table_names())
    assert names == {table.name for table in metadata.sorted_tables} | {"alembic_version"}


def test_keys_and_indexes_are_there(database: Database) -> None:
    looked = inspect(database.engine)
    for table in metadata.sorted_tables:
        keys = looked.get_pk_constraint(table.name)["constrained_columns"]
        assert set(keys) == {column.name for column in table.primary_key}, table.name
        assert {i["name"] for i in looked.get_indexes(table.name)} >= {i.name for i in table.indexes}
    unique = {tuple(one["column_names"]) for one in looked.get_unique_constraints("tickets")}
    assert ("series", "day", "number") in unique


def test_the_database_says_its_version_and_migrating_again_changes_nothing(database: Database) -> None:
    version = migrating.version_of(database.engine)
    assert version == migrating.newest()
    migrating.migrate(database.engine)
    assert migrating.version_of(database.engine) == version


def test_a_database_that_nobody_migrated_has_no_version(tmp_path: Path) -> None:
    empty = Database(f"sqlite:///{tmp_path / 'new.db'}")
    assert migrating.version_of(empty.engine) is None
    empty.close()
