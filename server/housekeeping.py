"""The command line's verbs beside serving: migrate, load, dump, accounts, pairing, doctor, verify."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import yaml
from sqlalchemy import Engine

from server import app, system
from server.domain.access import ADMIN, Actor
from server.domain.refusals import MallNotSound, Refusal
from server.listening import port_is_free
from server.operations import devices, setup, staff
from server.passwords import Argon2Passwords, right_here
from server.ports import Hall
from server.settings import Settings
from server.store import migrating, proving
from server.store.engine import Database
from server.web import assets

_COMMAND_LINE = Actor("staff", "command-line", ADMIN, None, "command line")


@contextmanager
def _opened(settings: Settings, migrated: bool = True) -> Iterator[tuple[Database, Hall]]:
    """An opened, migrated site. SQLite's own lock keeps a running server and this command apart."""
    database, hall = app.open_hall(settings)
    if migrated:
        migrating.migrate(database.engine)
    try:
        yield database, hall
    finally:
        database.close()


def migrate(settings: Settings) -> None:
    with _opened(settings) as (database, _):
        click.echo(f"{settings.url}: tables at revision {migrating.version_of(database.engine)}")


def load(settings: Settings, file: Path) -> None:
    try:
        raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file} is not YAML: {str(error).splitlines()[0]}") from None
    with _opened(settings) as (_, hall):
        try:
            mall = setup.load(hall, raw if isinstance(raw, dict) else {})
        except MallNotSound as refusal:
            problems = "\n".join(f"  {problem}" for problem in refusal.details["problems"])
            raise click.ClickException(f"{file} contradicts itself; nothing was changed:\n{problems}") from None
    click.echo(
        f"{mall.site.short}: {len(mall.agencies)} agencies, {len(mall.services)} services, "
        f"{len(mall.counters)} counters, {len(mall.zones)} zones"
    )


def dump(settings: Settings) -> None:
    with _opened(settings) as (_, hall):
        text = yaml.safe_dump(setup.dump(hall), allow_unicode=True, sort_keys=False, width=120)
    click.echo(text, nl=False)


def create_staff(
    settings: Settings, username: str, role: str, password: str, agency: str | None, home_counter: int | None
) -> None:
    if len(password) < 8:
        raise click.ClickException("A password has at least 8 characters.")
    hashed = Argon2Passwords(right_here).hash(password)
    with _opened(settings) as (_, hall):
        try:
            person = staff.add(
                hall, username=username, role=role, password_hash=hashed, agency=agency, home_counter=home_counter
            )
        except Refusal as refusal:
            raise click.ClickException(f"{refusal.code}: {refusal.details}") from None
    click.echo(f"{person.username} may sign in as {person.role}")


def pair(settings: Settings, kind: str, name: str, zone: int | None, place: str | None) -> None:
    spec = {"kind": kind, "name": name, "zone": zone, "place": place}
    with _opened(settings) as (_, hall):
        try:
            code = devices.offer_pairing(hall, _COMMAND_LINE, {k: v for k, v in spec.items() if v is not None})
        except Refusal as refusal:
            raise click.ClickException(f"{refusal.code}: {refusal.details}") from None
    click.echo(f"{code}   type it on the device within {devices.PAIRING_MINUTES} minutes")


def verify(settings: Settings) -> int:
    """0 where the journal is whole and gives the tables; else each fault on its line, and 1."""
    with _opened(settings, migrated=False) as (database, _), database.reading() as connection:
        found = proving.faults(connection)
    for fault in found:
        click.echo(fault)
    click.echo("whole" if not found else f"{len(found)} faults")
    return 1 if found else 0


def doctor(settings: Settings) -> int:
    """Each thing this machine needs, with what is wrong; 1 where the hall could not be served."""
    checks: list[tuple[str, Callable[[Settings], tuple[bool, str]]]] = [
        ("python", _python), ("data folder", _data), ("database", _database), ("port", _port),
        ("browser assets", _assets), ("speech engine", _speech), ("clock", _clock), ("disk", _disk),
    ]  # fmt: skip
    vital = {"python", "data folder", "database", "port"}
    failed = set()
    for name, check in checks:
        well, told = check(settings)
        click.echo(f"{'ok ' if well else 'NO '} {name:<15} {told}")
        failed |= set() if well else {name}
    return 1 if failed & vital else 0


def _python(_: Settings) -> tuple[bool, str]:
    return (3, 11) <= sys.version_info[:2] <= (3, 13), ".".join(map(str, sys.version_info[:3]))


def _data(settings: Settings) -> tuple[bool, str]:
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        probe = settings.data / ".doctor"
        probe.write_text("well")
        probe.unlink()
    except OSError as error:
        return False, f"{settings.data}: {error.strerror}"
    return True, str(settings.data)


def _database(settings: Settings) -> tuple[bool, str]:
    try:
        with _opened(settings, migrated=False) as (database, _):
            return _revision(database.engine, database)
    except Exception as error:  # whatever the driver raises is what the reader needs
        return False, str(error).splitlines()[0]


def _revision(engine: Engine, database: Database) -> tuple[bool, str]:
    revision, newest = migrating.version_of(engine), migrating.newest()
    told = f"{engine.dialect.name} {database.live_pragmas()}, revision {revision} of {newest}"
    return True, told if revision == newest else f"{told}: run `migrate`"


def _port(settings: Settings) -> tuple[bool, str]:
    where = f"{settings.host}:{settings.port}"
    free = port_is_free(settings.host, settings.port)
    return free, f"{where} is free" if free else f"{where} is in use (a running server holds it too)"


def _assets(_: Settings) -> tuple[bool, str]:
    missing = assets.missing()
    return not missing, "complete" if not missing else "missing: run `python -m server.web.assets`"


def _speech(_: Settings) -> tuple[bool, str]:
    found = shutil.which("espeak-ng")
    return found is not None, found or "espeak-ng is not installed; the voice agent tries the package's own library"


def _clock(settings: Settings) -> tuple[bool, str]:
    now = system.SystemClock().now()
    return now.year >= 2026, now.isoformat(timespec="seconds")


def _disk(settings: Settings) -> tuple[bool, str]:
    free = shutil.disk_usage(settings.data if settings.data.exists() else Path(".")).free // 2**20
    return free > 500, f"{free} MB free"
