"""The command line's verbs beside serving: migrate, load, dump, accounts, pairing, doctor, verify."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click
import httpx
import yaml
from sqlalchemy import Engine

from server import app, system, yaml_file
from server.api.identity import COMMAND_LINE
from server.domain.refusals import MallNotSound, Refusal
from server.listening import port_is_free
from server.one_writer import AlreadyServed, RunningServer, only_writer
from server.operations import devices, setup, staff
from server.passwords import Argon2Passwords, right_here
from server.ports import Hall
from server.settings import Settings
from server.store import migrating, proving
from server.store.engine import Database
from server.voice.pack import PackNotSound, described
from server.web import assets


@contextmanager
def opened(settings: Settings, migrated: bool = True) -> Iterator[tuple[Database, Hall]]:
    """An opened, migrated site of which this process is the only writer. Raises AlreadyServed."""
    with only_writer(settings.data, alone=not settings.is_shared):
        database, hall = app.open_hall(settings)
        try:
            if migrated:
                migrating.migrate(database.engine)
            yield database, hall
        finally:
            database.close()


def asked_of(settings: Settings, held: AlreadyServed, method: str, path: str, **body: object) -> dict[str, Any]:
    """What the running server answers: it is the one that writes."""
    try:
        return dict(RunningServer(settings.data, held.url).ask(method, path, **body))
    except ValueError as refusal:
        raise click.ClickException(str(refusal)) from None
    except httpx.HTTPError as error:
        raise click.ClickException(f"{held.url or settings.data} is held, but does not answer: {error}") from None


def migrate(settings: Settings) -> None:
    try:
        with opened(settings) as (database, _):
            click.echo(f"{database.shown_url}: tables at revision {migrating.version_of(database.engine)}")
    except AlreadyServed as held:
        raise click.ClickException(f"A server runs at {held.url}; it migrated when it started.") from None


def load(settings: Settings, file: Path) -> None:
    try:
        raw = yaml_file.read(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file} is not YAML: {str(error).splitlines()[0]}") from None
    mall = raw if isinstance(raw, dict) else {}
    try:
        with opened(settings) as (_, hall):
            told = _loaded(hall, mall, file)
    except AlreadyServed as held:
        told = asked_of(settings, held, "PUT", "/mall/file", mall=_plain(mall))
    click.echo("{short}: {agencies} agencies, {services} services, {counters} counters, {zones} zones".format(**told))


def _loaded(hall: Hall, raw: dict[str, Any], file: Path) -> dict[str, Any]:
    try:
        mall = setup.load(hall, raw)
    except MallNotSound as refusal:
        problems = "\n".join(f"  {problem}" for problem in refusal.details["problems"])
        raise click.ClickException(f"{file} contradicts itself; nothing was changed:\n{problems}") from None
    counted = {name: len(getattr(mall, name)) for name in ("agencies", "services", "counters", "zones")}
    return {"short": mall.site.short, **counted}


def _plain(raw: Any) -> Any:
    """YAML's dates as text, for JSON."""
    if isinstance(raw, dict):
        return {str(key): _plain(value) for key, value in raw.items()}
    if isinstance(raw, list):
        return [_plain(value) for value in raw]
    return raw.isoformat() if isinstance(raw, date) else raw


def dump(settings: Settings) -> None:
    try:
        with opened(settings) as (_, hall):
            mall = setup.dump(hall)
    except AlreadyServed as held:
        mall = asked_of(settings, held, "GET", "/mall/file")["mall"]
    except Refusal:
        raise click.ClickException("No mall is loaded yet.") from None
    click.echo(yaml.safe_dump(mall, allow_unicode=True, sort_keys=False, width=120), nl=False)


def create_staff(
    settings: Settings, username: str, role: str, password: str, agency: str | None, home_counter: int | None
) -> None:
    if len(password) < 8:
        raise click.ClickException("A password has at least 8 characters.")
    account = {"username": username, "role": role, "agency": agency, "home_counter": home_counter}
    try:
        with opened(settings) as (_, hall):
            hashed = Argon2Passwords(right_here).hash(password)
            told = staff.add(hall, password_hash=hashed, by=COMMAND_LINE.id, **account).role  # type: ignore[arg-type]
    except AlreadyServed as held:
        told = asked_of(settings, held, "POST", "/staff", password=password, **account)["role"]
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.code}: {refusal.details}") from None
    click.echo(f"{username} may sign in as {told}")


def pair(settings: Settings, kind: str, name: str, zone: int | None, place: str | None) -> None:
    wanted = {"kind": kind, "name": name, "zone": zone, "place": place}
    spec = {key: value for key, value in wanted.items() if value is not None}
    try:
        with opened(settings) as (_, hall):
            code = devices.offer_pairing(hall, COMMAND_LINE, spec)
    except AlreadyServed as held:
        code = asked_of(settings, held, "POST", "/devices/pairings", **spec)["code"]
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.code}: {refusal.details}") from None
    click.echo(f"{code}   type it on the device within {devices.PAIRING_MINUTES} minutes")


def verify(settings: Settings) -> int:
    """0 where the journal is whole and gives the tables; else each fault on its line, and 1."""
    database, _ = app.open_hall(settings)
    try:
        if migrating.version_of(database.engine) is None:
            raise click.ClickException(
                f"{database.shown_url} has no tables yet: run `migrate`, or name another --data."
            )
        with database.reading() as connection:
            found = proving.faults(connection)
    finally:
        database.close()
    for fault in found:
        click.echo(fault)
    click.echo("whole" if not found else f"{len(found)} faults")
    return 1 if found else 0


def doctor(settings: Settings) -> int:
    """Each thing this machine needs, with what is wrong; 1 where the hall could not be served."""
    checks: list[tuple[str, Callable[[Settings], tuple[bool, str]]]] = [
        ("python", _python), ("data folder", _data), ("database", _database), ("port", _port),
        ("browser assets", _assets), ("speech engine", _speech), ("recorded voice", _voice_pack),
        ("own printers", _own_printers), ("address", _address),
        ("clock", _clock), ("disk", _disk),
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
        database, _ = app.open_hall(settings)
        with closing(database):
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


def _voice_pack(_: Settings) -> tuple[bool, str]:
    folder = os.environ.get("ANTREAN_VOICE_PACK", "")
    if not folder:
        return True, "none: ANTREAN_VOICE_PACK is not set"
    try:
        return True, f"{described(Path(folder)).name}; `python -m server.voice pack check {folder}` lists what lacks"
    except PackNotSound as error:
        return False, str(error)


def _own_printers(settings: Settings) -> tuple[bool, str]:
    """Whether this machine has what the mall's USB printers need, where it has such."""
    try:
        database, hall = app.open_hall(settings)
        try:
            wants = [printer.id for printer in hall.store.mall().printers if printer.driver == "usb"]
        finally:
            database.close()
    except Exception:  # no mall or no database yet: others of these lines say so
        wants = []
    if not wants:
        return True, "no USB printer in the mall"
    from printers.drivers import usb  # here, because python-escpos takes a third of a second

    lack = usb.missing()
    return not lack, lack or f"{', '.join(wants)}: pyusb and libusb are here"


def _address(settings: Settings) -> tuple[bool, str]:
    """What slips and QR codes lead to; an agent on this PC asks by loopback, which no phone can open."""
    if settings.public_url:
        return True, settings.public_url
    return False, "ANTREAN_PUBLIC_URL is not set: QR codes lead to the mall's public_url, else only to this machine"


def _clock(settings: Settings) -> tuple[bool, str]:
    now = system.SystemClock().now()
    return now.year >= 2026, now.isoformat(timespec="seconds")


def _disk(settings: Settings) -> tuple[bool, str]:
    free = shutil.disk_usage(settings.data if settings.data.exists() else Path(".")).free // 2**20
    return free > 500, f"{free} MB free"
