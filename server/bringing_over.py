"""The command line's verbs that carry a site from one place to another: backup and restore."""

from datetime import datetime
from pathlib import Path

import click

from server import app
from server.backups.archive import DATABASE, NotABackup
from server.backups.bringing_back import SiteIsThere, bring_back
from server.backups.keeper import Keeper
from server.backups.making import make, sqlite_taker
from server.housekeeping import asked_of
from server.one_writer import AlreadyServed, only_writer
from server.operations import restoring
from server.settings import Settings
from server.system import SystemClock


def backup(settings: Settings) -> None:
    """One more backup; of a site whose tables are older than this version, too: an upgrade begins with it."""
    database = settings.data / DATABASE
    if settings.database_url or not database.exists():
        raise click.ClickException(f"There is no site in {settings.data}.")
    try:
        with only_writer(settings.data):
            made = make(
                settings.data, settings.backups, sqlite_taker(database), SystemClock().now(), app.product_version()
            )
            told = {"name": str(made.file), "seq": made.seq, "bytes": made.size}
    except AlreadyServed as held:
        told = dict(asked_of(settings, held, "POST", "/backups")["backup"])
    except Keeper.Trouble as error:
        raise click.ClickException(f"No backup was made: {error}") from None
    click.echo("{name}: everything up to {seq}, {bytes} bytes".format(**told))


def restore(settings: Settings, file: Path, skip: int) -> None:
    """The site of the backup in this data folder, ready to run. Nothing is changed where it cannot be proven whole."""
    try:
        with only_writer(settings.data):
            manifest = bring_back(file, settings.data)
            database, hall = app.open_hall(settings)
            queues = restoring.go_on(hall, datetime.fromisoformat(manifest.made_at), skip)
            database.close()
    except AlreadyServed as held:
        raise click.ClickException(f"A server runs on {settings.data}: stop it first ({held.url}).") from None
    except SiteIsThere:
        raise click.ClickException(f"{settings.data} holds a site already. Name an empty folder with --data.") from None
    except NotABackup as trouble:
        raise click.ClickException(f"Nothing was restored: {trouble}") from None
    except OSError as error:
        raise click.ClickException(f"Nothing was restored: {error}") from None
    click.echo(f"{manifest.site}: as it was at {manifest.made_at}, everything up to {manifest.seq}")
    if queues:
        click.echo(f"Today's numbers go on {skip} later in: {', '.join(queues)}")
    click.echo("Give this machine the old one's name or address, then: python -m server run")
