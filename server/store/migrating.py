"""Bringing a database to this version's tables, and saying which version it has."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

MIGRATIONS = Path(__file__).parent / "migrations"


def _config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    return config


class NewerDatabase(Exception):
    """The database has tables of a version that this one does not know; the text is its revision."""


def migrate(engine: Engine) -> None:
    """Run every migration this database has not seen. Raises NewerDatabase, having changed nothing."""
    present = version_of(engine)
    known = {script.revision for script in ScriptDirectory.from_config(_config(engine)).walk_revisions()}
    if present is not None and present not in known:
        raise NewerDatabase(present)
    if present != newest():
        command.upgrade(_config(engine), "head")


def version_of(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config).get_current_head()
