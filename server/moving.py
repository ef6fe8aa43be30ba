"""The command line's verb that changes a site's database: from SQLite to PostgreSQL, and back."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from server.one_writer import AlreadyServed, only_writer
from server.ports import StoreUnavailable
from server.settings import Settings
from server.store import moving
from server.store.engine import Database
from server.store.migrating import NewerDatabase
from server.store.postgresql import DriverMissing


def move(settings: Settings, source: str | None, target: str) -> None:
    """Copy the site of `source` (else the settings') to `target`, which must be empty."""
    source = source or settings.url
    try:
        with _alone(settings, source, target), _opened(source) as giving, _opened(target) as taking:
            if giving.shown_url == taking.shown_url:
                raise moving.NotMoved("source and target are the same database")
            moving.move(giving, taking, lambda table, rows: click.echo(f"  {table:<15} {rows:>9} rows"))
            click.echo(f"Moved and proven: {taking.shown_url} holds all that {giving.shown_url} holds.")
    except AlreadyServed as held:
        where = f"at {held.url}" if held.url else f"with {settings.data}"
        raise click.ClickException(f"A server runs {where}. Stop it first; nothing was moved.") from None
    except (moving.NotMoved, DriverMissing, StoreUnavailable) as why:
        raise click.ClickException(f"Nothing was moved: {why}") from None
    except NewerDatabase as revision:
        raise click.ClickException(f"Nothing was moved: the target is of a newer version ({revision}).") from None
    except DBAPIError as trouble:
        raise click.ClickException(f"Nothing was moved: {str(trouble.orig).splitlines()[0]}") from None
    click.echo(f"Now {_what_to_set(settings, target)} and start the server; the old database was left as it is.")


def _what_to_set(settings: Settings, target: str) -> str:
    if target == Settings(data=settings.data).url:
        return "unset ANTREAN_DATABASE_URL"
    return f"set ANTREAN_DATABASE_URL={make_url(target).render_as_string(hide_password=True)}"


@contextmanager
def _alone(settings: Settings, *urls: str) -> Iterator[None]:
    """Nobody serves from the data folder, or from the folder of a SQLite file, until the move is over."""
    with ExitStack() as locks:
        for folder in {settings.data.resolve(), *(folder for url in urls for folder in _folder_of(url))}:
            locks.enter_context(only_writer(folder))
        yield


def _folder_of(url: str) -> list[Path]:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise click.ClickException(f"{url!r} is not a database's URL, such as postgresql://…") from None
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:")
    return [Path(str(parsed.database)).resolve().parent] if is_file else []


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.close()
