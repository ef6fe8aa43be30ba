"""Bringing a backup back on this machine or another: proven before it takes its place, and never over a living site."""

import os
import shutil
import tempfile
from pathlib import Path

from server.backups import archive
from server.backups.archive import DATABASE, KEYS, SECRETS, Manifest, NotABackup
from server.store import migrating, proving
from server.store.engine import Database


class SiteIsThere(Exception):
    """The folder holds a site already."""


def bring_back(file: Path, data: Path) -> Manifest:
    """The backup's site in the folder `data`, proven whole; its secrets with it.

    The database comes last: a power cut on the way leaves a folder without a site, never half of one.
    Raises SiteIsThere, NotABackup, OSError.
    """
    data.mkdir(parents=True, exist_ok=True)
    if (data / DATABASE).exists():
        raise SiteIsThere(str(data))
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=data) as aside:
        manifest = archive.unpack(file, Path(aside))
        _prove(Path(aside) / DATABASE)
        put_secrets(Path(aside), data)
        os.replace(Path(aside) / DATABASE, data / DATABASE)
        archive.sync_folder(data)
    return manifest


def _prove(database: Path) -> None:
    """Of this version's tables, the chain whole, the tables those of its replay. Raises NotABackup."""
    opened = Database(f"sqlite:///{database}")
    try:
        migrating.migrate(opened.engine)
        with opened.reading() as connection:
            faults = proving.faults(connection)
    except migrating.NewerDatabase as newer:
        raise NotABackup(f"it was made by a newer version of Antrean (tables {newer})") from None
    finally:
        opened.close()
    if faults:
        raise NotABackup(f"its journal is not whole: {faults[0]} ({len(faults)} faults)")


def put_secrets(aside: Path, data: Path) -> None:
    for name in SECRETS:
        if (aside / name).is_file():
            shutil.move(aside / name, data / name)
    if (aside / KEYS).is_dir():
        (data / KEYS).mkdir(mode=0o700, exist_ok=True)
        for key in (aside / KEYS).iterdir():
            shutil.move(key, data / KEYS / key.name)
