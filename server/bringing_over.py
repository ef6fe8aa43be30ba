"""The command line's verbs that carry a site from one place to another: backup and restore."""

import sqlite3
import tempfile
from datetime import datetime
from pathlib import Path

import click

from server import app
from server.backups.archive import DATABASE, Manifest, NotABackup
from server.backups.bringing_back import SiteIsThere, bring_back, put_secrets
from server.backups.making import Backup, TakeDatabase, database_taker, make, sqlite_taker
from server.housekeeping import asked_of
from server.one_writer import AlreadyServed, only_writer
from server.operations import restoring
from server.ports import StoreUnavailable
from server.settings import Settings
from server.store.engine import Database
from server.store.moving import NotMoved, move
from server.system import SystemClock


def backup(settings: Settings) -> None:
    """One more backup; of a site whose tables are older than this version, too: an upgrade begins with it."""
    try:
        made = _shared(settings) if settings.is_shared else _alone(settings)
        told = {"name": str(made.file), "seq": made.seq, "bytes": made.size}
    except AlreadyServed as held:
        told = dict(asked_of(settings, held, "POST", "/backups")["backup"])
    except (OSError, sqlite3.Error, StoreUnavailable) as error:
        raise click.ClickException(f"No backup was made: {error}") from None
    click.echo("{name}: everything up to {seq}, {bytes} bytes".format(**told))


def _shared(settings: Settings) -> Backup:
    database = Database(settings.url)
    try:
        return _backed_up(settings, database_taker(database))
    finally:
        database.close()


def _alone(settings: Settings) -> Backup:
    database = settings.data / DATABASE
    if not database.exists():
        raise click.ClickException(f"There is no site in {settings.data}.")
    with only_writer(settings.data):
        return _backed_up(settings, sqlite_taker(database))


def _backed_up(settings: Settings, take: TakeDatabase) -> Backup:
    return make(settings.data, settings.backups, take, SystemClock().now(), app.product_version())


def restore(settings: Settings, file: Path, skip: int) -> None:
    """The site of the backup in this data folder, ready to run. Nothing is changed where it cannot be proven whole."""
    try:
        with only_writer(settings.data):
            manifest = _brought_back(settings, file)
            database, hall = app.open_hall(settings)
            queues = restoring.go_on(hall, datetime.fromisoformat(manifest.made_at), skip)
            database.close()
    except AlreadyServed as held:
        raise click.ClickException(f"A server runs on {settings.data}: stop it first ({held.url}).") from None
    except SiteIsThere:
        raise click.ClickException(f"{settings.data} holds a site already. Name an empty folder with --data.") from None
    except (NotABackup, NotMoved, StoreUnavailable, OSError) as trouble:
        raise click.ClickException(f"Nothing was restored: {trouble}") from None
    click.echo(f"{manifest.site}: as it was at {manifest.made_at}, everything up to {manifest.seq}")
    if queues:
        click.echo(f"Today's numbers go on {skip} later in: {', '.join(queues)}")
    click.echo("Give this machine the old one's name or address, then: python -m server run")


def _brought_back(settings: Settings, file: Path) -> Manifest:
    """Into the data folder; where the site lives in another database, on from there, with its secrets."""
    if not settings.is_shared:
        return bring_back(file, settings.data)
    settings.data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.data) as aside:
        manifest = bring_back(file, Path(aside))
        source, target = Database(f"sqlite:///{Path(aside) / DATABASE}"), Database(settings.url)
        try:
            move(source, target, lambda table, rows: None)
        finally:
            source.close()
            target.close()
        put_secrets(Path(aside), settings.data)
    return manifest
