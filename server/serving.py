"""Serving: one process of the hall, from an opened database to a clean end."""

import gc
import logging
import os
import signal
import sys
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError

from server import app, service_manager
from server.backups.making import found_in
from server.connections import Connections
from server.demonstration import links_of
from server.listening import port_is_free
from server.one_writer import AlreadyServed, only_writer
from server.passwords import Aside
from server.ports import StoreUnavailable
from server.settings import Settings
from server.store import migrating
from server.store.engine import Database
from server.store.troubles import damage_of

YOUNG = 10_000  # how many new objects are looked at together; by itself Python looks after 700
CONNECTION_SECONDS = 60  # a connection that says nothing for so long is closed


def set_up_logging(level: str) -> None:
    """One line an event on standard error; never a body, a key or a ticket's id."""
    number = getattr(logging, level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )


def serve(
    settings: Settings, aside: Aside, *, demonstration: bool = False, real_hours: bool = False, parent: int = 0,
    protocol: Callable[[Connections], Any] | None = None,
) -> None:  # fmt: skip
    """Serve until SIGTERM or Ctrl-C. `parent`: the process that started several of us on one port; we end with it.

    `protocol` makes the server's HTTP protocol, bounded by these connections.
    """
    set_up_logging(settings.log_level)
    if not parent and not port_is_free(settings.host, settings.port):
        sys.exit(f"Port {settings.port} on {settings.host} is in use. Choose another with --port or ANTREAN_PORT.")
    if settings.queue_url and find_spec("redis") is None:
        sys.exit("ANTREAN_QUEUE_URL needs the redis client: pip install 'antrean[queue]'")
    here = f"http://{_reachable(settings.host)}:{settings.port}"
    try:
        with only_writer(settings.data, here, alone=not settings.is_shared):
            application = build(settings, aside, is_demonstration=demonstration, real_hours=real_hours)
            _stop_on_signals(application)
            application.begin()
            start = application.socketio.start_background_task
            bounds = {"protocol": protocol(application.connections)} if protocol is not None else {}
            if parent:
                start(_leave_with, parent, application)
            start(service_manager.keep_telling, application.socketio.sleep, lambda: application.running)
            _look_seldom_for_garbage()
            application.socketio.run(application.flask, settings.host, settings.port, **_options(settings), **bounds)
    except OSError as trouble:
        sys.exit(f"{settings.data} cannot be used: {trouble.strerror or trouble}. Nothing was changed.")
    except DBAPIError as trouble:
        said = str(trouble.orig).splitlines()[0]
        sys.exit(f"The database in {settings.data} cannot be used: {said}. Nothing was changed.")
    except AlreadyServed as held:
        sys.exit(f"Another process already serves {settings.data}{f' at {held.url}' if held.url else ''}.")


def _look_seldom_for_garbage() -> None:
    """What was loaded at the start stays: looking through it again and again held everybody up, the longer the more
    phones listened. What dies without a cycle is freed at once anyway."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)


def _reachable(host: str) -> str:
    """The address this machine's own command line finds the server at."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}
    return everywhere.get(host, f"[{host}]" if ":" in host else host)


def _stop_on_signals(application: app.Application) -> None:
    """Leave at once: what was acknowledged is on disk, and a hub full of long polls would wait for each of them."""

    def stop(*_: Any) -> None:
        application.end()
        sys.stderr.flush()
        os._exit(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)


def _leave_with(parent: int, application: app.Application) -> None:
    """A parent that was killed cannot end us."""
    while os.getppid() == parent:
        application.socketio.sleep(1)
    os._exit(0)


def build(settings: Settings, aside: Aside, *, is_demonstration: bool, real_hours: bool) -> app.Application:
    database, hall = app.open_hall(settings)
    _answers(database)
    _sound(settings, database)
    _migrated(settings, database)
    with hall.store.read() as unit:
        mall_loaded = unit.journal.head().mall_version != ""
    if not mall_loaded:
        sys.exit("No mall is loaded yet. Load one first: python -m server load FILE")
    return app.create(
        settings, hall=hall, database=database, aside=aside, demonstration=is_demonstration, real_hours=real_hours,
        links=links_of(hall, settings) if is_demonstration else list,
    )  # fmt: skip


def _answers(database: Database) -> None:
    try:
        with database.reading():
            pass
    except StoreUnavailable as trouble:
        sys.exit(f"The database does not answer: {trouble}")


def _sound(settings: Settings, database: Database) -> None:
    """A damaged file is not served: each further write could cost more of it."""
    if damage := damage_of(database.engine):
        newest = next(iter(found_in(settings.backups)), None)
        way = f"python -m server restore {newest.file}" if newest else "python -m server restore FILE"
        sys.exit(
            f"The database in {settings.data} is damaged ({damage}) and is left as it is.\n"
            f"Put the folder away, then bring a backup back into an empty one: {way} --data FOLDER"
        )


def _migrated(settings: Settings, database: Database) -> None:
    try:
        migrating.migrate(database.engine)
    except migrating.NewerDatabase as newer:
        sys.exit(f"The site was served by a newer version of Antrean (tables {newer}). Install that one again.")


def _options(settings: Settings) -> dict[str, Any]:
    if settings.async_mode == "eventlet":
        return {"max_size": settings.max_connections, "log_output": False, "socket_timeout": CONNECTION_SECONDS}
    return {"allow_unsafe_werkzeug": True}
