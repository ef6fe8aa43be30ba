"""What is wrong when SQLite cannot do what it was asked: full, read-only, damaged, or something else of the disk's."""

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

FULL, READ_ONLY, DAMAGED, FAILING = "disk_full", "disk_read_only", "database_damaged", "disk_trouble"
_NAMES = {
    "SQLITE_FULL": FULL,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_NOTADB": DAMAGED,
}


def kind_of(trouble: Exception) -> str:
    """The trouble's code, by SQLite's own name for it."""
    name = getattr(getattr(trouble, "orig", trouble), "sqlite_errorname", "") or ""
    return next((kind for start, kind in _NAMES.items() if name.startswith(start)), FAILING)


def damage_of(engine: Engine) -> str:
    """What SQLite finds wrong with its file, in its words; empty where it is sound, or where it is not SQLite's."""
    if engine.dialect.name != "sqlite":
        return ""
    try:
        with engine.connect() as connection:
            found = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
    except DatabaseError as trouble:
        if kind_of(trouble) != DAMAGED:
            raise
        return str(trouble.orig)
    return "" if found == "ok" else found
