"""Taking a backup of a hall that goes on working: the database at one moment, and the secrets beside it."""

import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from server.backups import archive
from server.backups.archive import DATABASE, KEYS, SECRETS, SUFFIX, Manifest
from server.backups.keeping import spared
from server.store.engine import Database
from server.store.moving import copy_of_one_moment

_NAMED = re.compile(r"antrean-(?P<made>\d{8}T\d{6})Z-(?P<seq>\d+)" + re.escape(SUFFIX))
ROOM_FACTOR = 2  # the copy and its archive lie side by side for a moment

TakeDatabase = Callable[[Path], None]


class NoRoom(OSError):
    """The folder's disk has no room for a backup."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One finished backup. `made`: aware UTC, to the second; `size` in bytes."""

    file: Path
    made: datetime
    seq: int
    size: int


def sqlite_taker(source: Path) -> TakeDatabase:
    """How a SQLite site is copied: through SQLite's own backup, beside whoever writes, of one moment."""

    def take(target: Path) -> None:
        there = f"{source.resolve().as_uri()}?mode=rw"  # never made anew where it is gone
        with closing(sqlite3.connect(there, uri=True)) as living, closing(sqlite3.connect(target)) as copy:
            living.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")

    return take


def database_taker(source: Database) -> TakeDatabase:
    """How a site on another database is copied: every row of one moment, into a SQLite file of its own."""

    def take(target: Path) -> None:
        copy = Database(f"sqlite:///{target}")
        try:
            copy_of_one_moment(source, copy)
        finally:
            copy.close()
        with closing(sqlite3.connect(target)) as plain:
            plain.execute("PRAGMA journal_mode=DELETE")

    return take


def make(data: Path, folder: Path, take: TakeDatabase, now: datetime, version: str) -> Backup:
    """A backup of the site in `data`, as one file in `folder`.

    Runs for a second or so: never in the hub. Raises OSError (NoRoom too) and sqlite3.Error; then no file was made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _needs_room(data, folder)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=folder) as aside:
        copy = Path(aside) / DATABASE
        take(copy)
        about = _about(copy)
        files = {DATABASE: copy, **_secrets(data)}
        digests, at = {name: archive.digest_of(path) for name, path in files.items()}, f"{now:%Y-%m-%dT%H:%M:%SZ}"
        manifest = Manifest(version, about.revision, about.site, at, about.seq, about.hash, digests)
        target = folder / f"antrean-{now:%Y%m%dT%H%M%S}Z-{about.seq}{SUFFIX}"
        archive.write(target, manifest, files)
    return Backup(target, now.replace(microsecond=0), about.seq, target.stat().st_size)


def _needs_room(data: Path, folder: Path) -> None:
    database = data / DATABASE
    needed = ROOM_FACTOR * (database.stat().st_size if database.exists() else 0)
    if shutil.disk_usage(folder).free < needed:
        raise NoRoom(f"{needed // 2**20} MB are needed for a backup")


def _secrets(data: Path) -> dict[str, Path]:
    keys = sorted((data / KEYS).iterdir()) if (data / KEYS).is_dir() else []
    found = {name: data / name for name in SECRETS if (data / name).is_file()}
    return {**found, **{f"{KEYS}/{key.name}": key for key in keys if archive.is_ours(f"{KEYS}/{key.name}")}}


@dataclass(frozen=True, slots=True)
class _Inside:
    revision: str
    site: str
    seq: int
    hash: str


def _about(copy: Path) -> _Inside:
    """What the copied database says of itself. A damaged one is no backup. Raises sqlite3.DatabaseError."""
    with closing(sqlite3.connect(copy)) as connection:
        (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if sound != "ok":
            raise sqlite3.DatabaseError(f"the database is damaged: {sound}")
        seq, hash_ = connection.execute("SELECT seq, hash FROM heads WHERE id = 1").fetchone()
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        site = connection.execute("SELECT body FROM mall_rows WHERE kind = 'site'").fetchone()
    return _Inside(revision, _short(site[0]) if site else "", seq, hash_)


def _short(body: str) -> str:
    found = re.search(r'"short":"([^"]*)"', body)
    return found.group(1) if found else ""


def found_in(folder: Path) -> list[Backup]:
    """The backups of a folder, newest first; what has another name is none."""
    if not folder.is_dir():
        return []
    named = ((file, _NAMED.fullmatch(file.name)) for file in folder.iterdir())
    backups = [_backup(file, match) for file, match in named if match]
    return sorted(backups, key=lambda backup: (backup.made, backup.seq), reverse=True)


def _backup(file: Path, match: re.Match[str]) -> Backup:
    made = datetime.strptime(match["made"], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    return Backup(file, made, int(match["seq"]), file.stat().st_size)


def clear(folder: Path, now: datetime) -> int:
    """Delete the backups that need not be kept; how many went."""
    backups = found_in(folder)
    kept = spared([backup.made for backup in backups], now)
    gone = [backup for backup in backups if backup.made not in kept]
    for backup in gone:
        backup.file.unlink(missing_ok=True)
    return len(gone)
