"""The command line: demo, run, migrate, load, dump, accounts, doctor; the only file that names eventlet."""

import sys
from pathlib import Path
from typing import Any

import click

from server import settings as machine
from server.settings import Settings


def _settings(**overrides: Any) -> Settings:
    try:
        return machine.read(**overrides)
    except machine.SettingNotSound as error:
        raise click.ClickException(str(error)) from None


data_option = click.option("--data", type=click.Path(path_type=Path), help="Data folder (ANTREAN_DATA)")
host_option = click.option("--host", help="Address to listen on (ANTREAN_HOST)")
port_option = click.option("--port", type=int, help="Port to listen on (ANTREAN_PORT)")


@click.group()
def main() -> None:
    """Antrean, the queue of a public service mall."""


@main.command()
@data_option
@host_option
@port_option
@click.option("--processes", type=click.IntRange(1, 64), help="Web processes on the one port (ANTREAN_PROCESSES)")
@click.option("--parent", type=int, default=0, hidden=True)
@click.option("--demonstration", is_flag=True, hidden=True)
@click.option("--real-hours", is_flag=True, hidden=True)
def run(
    data: Path | None, host: str | None, port: int | None, processes: int | None, parent: int, demonstration: bool,
    real_hours: bool,
) -> None:  # fmt: skip
    """Serve the hall. Migrates its database first; one process for each SQLite file."""
    settings = _settings(data=data, host=host, port=port, processes=processes)
    if settings.processes > 1 and not parent:
        from server import supervising

        flags = {"--demonstration": demonstration, "--real-hours": real_hours}
        sys.exit(supervising.run(settings, [flag for flag, given in flags.items() if given]))
    if settings.async_mode == "eventlet":
        _patch()
        if settings.is_shared:
            _wait_on_the_hub()
    from server import serving  # everything else is imported after eventlet has patched the standard library

    serving.serve(
        settings, _aside(settings), demonstration=demonstration, real_hours=real_hours, parent=parent,
        protocol=_protocol if settings.async_mode == "eventlet" else None,
    )  # fmt: skip


def _protocol(connections: Any) -> Any:
    """eventlet's HTTP, within the house's bounds."""
    from eventlet import Timeout
    from eventlet.wsgi import HttpProtocol

    from server.connections import bounded
    from server.system import monotonic

    return bounded(HttpProtocol, Timeout, monotonic, connections)


def _patch() -> None:
    import os
    import warnings

    os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")  # its own resolver knows no .local
    os.environ.setdefault("PSYCOPG_WAIT_FUNC", "wait_selector")
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    import eventlet

    eventlet.monkey_patch()


def _wait_on_the_hub() -> None:
    """A statement to PostgreSQL waits by eventlet's own loop; where both ways are wanted at once, by its select."""
    from eventlet import hubs
    from eventlet.green import select

    from server.store.hub_waiting import NEITHER, READS, WRITES, install
    from server.system import monotonic

    def until(fileno: int, wanted: int, seconds: float) -> int:
        if wanted not in (READS, WRITES):
            reads, writes, _ = select.select([fileno], [fileno], [], seconds)
            return (READS if reads else NEITHER) | (WRITES if writes else NEITHER)
        try:
            hubs.trampoline(fileno, wanted == READS, wanted == WRITES, seconds, TimeoutError)
        except TimeoutError:
            return NEITHER
        return wanted

    install(until, monotonic)


def _aside(settings: Settings) -> Any:
    """How slow work leaves the hub: a real thread under eventlet, right here under threads."""
    from server.passwords import right_here

    if settings.async_mode != "eventlet":
        return right_here
    from eventlet import tpool

    return tpool.execute


@main.command()
@data_option
@port_option
@click.option("--real-hours", is_flag=True, help="Keep the mall's real hours instead of opening today all day")
def demo(data: Path | None, port: int | None, real_hours: bool) -> None:
    """The Sanggau mall on this machine: server, printers, voice, all under one command. Ctrl-C ends it."""
    from server import demonstration

    settings = _settings(data=data, port=port)
    if "data" not in _given(data):
        settings = _settings(data=Path("data") / "demo", port=port)
    sys.exit(demonstration.run(settings, real_hours=real_hours))


def _given(data: Path | None) -> set[str]:
    import os

    return {"data"} if data is not None or "ANTREAN_DATA" in os.environ else set()


@main.command(hidden=True)
@data_option
@port_option
@click.option("--real-hours", is_flag=True)
def prepare_demo(data: Path, port: int | None, real_hours: bool) -> None:
    from server import demonstration

    demonstration.prepare(_settings(data=data, port=port), real_hours=real_hours)


@main.command()
@data_option
def migrate(data: Path | None) -> None:
    """Bring the database to this version's tables."""
    from server import housekeeping

    housekeeping.migrate(_settings(data=data))


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_option
def load(file: Path, data: Path | None) -> None:
    """Make FILE (YAML) the site's mall; nothing changes if it contradicts itself."""
    from server import housekeeping

    housekeeping.load(_settings(data=data), file)


@main.command()
@data_option
def dump(data: Path | None) -> None:
    """Write the site's mall as YAML to standard output."""
    from server import housekeeping

    housekeeping.dump(_settings(data=data))


@main.command()
@click.argument("username")
@data_option
@click.option("--role", default="admin", show_default=True)
@click.option("--agency")
@click.option("--counter", "home_counter", type=int)
@click.password_option(help="Asked for where it is not given")
def create_admin(
    username: str, data: Path | None, role: str, agency: str | None, home_counter: int | None, password: str
) -> None:
    """Make a staff account (an admin, unless --role says otherwise), or give it a new password."""
    from server import housekeeping

    housekeeping.create_staff(_settings(data=data), username, role, password, agency, home_counter)


@main.command()
@click.argument("kind", type=click.Choice(["kiosk", "display", "agent"]))
@click.argument("name")
@data_option
@click.option("--zone", type=int, help="The zone it stands in; none: the whole hall")
@click.option("--place", help="The mall's kiosk it stands for")
def pair(kind: str, name: str, data: Path | None, zone: int | None, place: str | None) -> None:
    """A pairing code for one device, good for a quarter of an hour."""
    from server import housekeeping

    housekeeping.pair(_settings(data=data), kind, name, zone, place)


@main.command()
@data_option
def backup(data: Path | None) -> None:
    """Back the whole site up now, through the running server or beside nobody."""
    from server import bringing_over

    bringing_over.backup(_settings(data=data))


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_option
@click.option(
    "--skip",
    type=click.IntRange(0, 500),
    default=100,
    show_default=True,
    help="How many numbers a queue leaves out: visitors may hold some that the backup does not know",
)
def restore(file: Path, data: Path | None, skip: int) -> None:
    """Bring the backup FILE back into an empty data folder, on this machine or another."""
    from server import bringing_over

    bringing_over.restore(_settings(data=data), file, skip)


@main.command()
@click.argument("queues", nargs=-1)
@data_option
@click.option("--from", "first", type=click.IntRange(1, 999), default=1, show_default=True, help="The first number")
@click.option(
    "--count", type=click.IntRange(1, 200), default=36, show_default=True, help="Of each queue; 36 fill an A4 sheet"
)
@click.option("--out", type=click.Path(path_type=Path), help="The page's file, or -; paper-block.html unless said")
@click.option("--printer", help="On this ticket printer of the mall instead, through the running server")
@click.option(
    "--mall", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The mall's YAML file, on a machine that has no site",
)  # fmt: skip
def paper_block(
    queues: tuple[str, ...], data: Path | None, first: int, count: int, out: Path | None, printer: str | None,
    mall: Path | None,
) -> None:  # fmt: skip
    """Numbers to tear off when the power is out: of these QUEUES, or of all, as a page for any printer."""
    from server import paper_block as verb

    verb.paper_block(_settings(data=data), queues, first, count, file=out, mall=mall, printer=printer)


@main.command("devices")
@data_option
def list_devices(data: Path | None) -> None:
    """Every paired device with its id, and those whose key was withdrawn."""
    from server import shutting_out

    shutting_out.list_devices(_settings(data=data))


@main.command()
@click.argument("device")
@data_option
def withdraw(device: str, data: Path | None) -> None:
    """DEVICE's key opens nothing any more: it was stolen, lost or replaced."""
    from server import shutting_out

    shutting_out.withdraw(_settings(data=data), device)


@main.command("staff")
@data_option
def list_staff(data: Path | None) -> None:
    """Every account, and who is signed in."""
    from server import shutting_out

    shutting_out.list_staff(_settings(data=data))


@main.command()
@click.argument("username")
@data_option
def end_sessions(username: str, data: Path | None) -> None:
    """Sign USERNAME out everywhere."""
    from server import shutting_out

    shutting_out.end_sessions(_settings(data=data), username)


@main.command()
@click.argument("username")
@data_option
def block(username: str, data: Path | None) -> None:
    """USERNAME may not sign in any more, and is signed out everywhere."""
    from server import shutting_out

    shutting_out.block(_settings(data=data), username)


@main.command()
@click.argument("username")
@data_option
def unblock(username: str, data: Path | None) -> None:
    """USERNAME may sign in again."""
    from server import shutting_out

    shutting_out.unblock(_settings(data=data), username)


@main.command()
@data_option
@click.option("--from", "source", help="The database to move from; the one that is set, unless given")
@click.option("--to", "target", required=True, help="The database to move to: postgresql://… or sqlite:///…; empty")
def move(data: Path | None, source: str | None, target: str) -> None:
    """Copy the whole site to another database, journal and chain intact, and prove it."""
    from server import moving

    moving.move(_settings(data=data), source, target)


@main.command()
@data_option
def doctor(data: Path | None) -> None:
    """Look at everything this machine needs, and say what is missing."""
    from server import housekeeping

    sys.exit(housekeeping.doctor(_settings(data=data)))


@main.command()
@data_option
def verify(data: Path | None) -> None:
    """Prove the journal: no gap, every hash follows, and replaying it gives the tables."""
    from server import housekeeping

    sys.exit(housekeeping.verify(_settings(data=data)))


if __name__ == "__main__":
    main()
