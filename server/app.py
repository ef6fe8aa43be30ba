"""Puts the house together: store, operations, door, news and pages become one Flask application."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, Request, Response, g, request
from flask_openapi3 import Info, OpenAPI, Server
from flask_socketio import SocketIO
from sqlalchemy.exc import DBAPIError

import counter.pages
import display.pages
import kiosk.pages
import server.web.pages
from server import system
from server.api import (
    appointments,
    backups,
    counters,
    devices,
    floor,
    jobs,
    messages,
    outage,
    profiles,
    prompts,
    setting_up,
    staff,
    tickets,
    today,
    visits,
)
from server.api.bodies import BoundedJson
from server.api.errors import answer_errors, invalid
from server.api.house import House, KnownKeys
from server.api.presence import Presence
from server.api.prompt_shelf import PromptShelf
from server.api.staff_cookie import UndatedCookies
from server.backups.archive import DATABASE
from server.backups.keeper import Keeper, Wish
from server.backups.making import Backup, sqlite_taker
from server.backups.making import make as make_backup
from server.backups.process import by_command
from server.connections import Connections
from server.domain.events import name_of
from server.guarding import (
    admit,
    alive,
    behind_proxies,
    bound_load,
    bounded_connections,
    bounded_sockets,
    hear_lines,
    lines_heard,
    throttle,
)  # fmt: skip
from server.health import Health
from server.live.arrival import missed, receive, whole
from server.live.bell import Bell
from server.live.bounds import SocketBounds
from server.live.pushing import Emit, Pusher
from server.live.wires import Wires
from server.one_writer import command_line_key
from server.operations import setup
from server.passwords import Argon2Passwords, Aside, right_here
from server.ports import Hall, Head, Recorded
from server.secrets_file import secret_key
from server.settings import Settings
from server.store.engine import Database
from server.store.troubles import kind_of
from server.store.unit import SqlStore
from server.together import Together, of_site, shut_out
from server.watching import Figures, HubLag, Rounds
from server.web.compression import compress

log = structlog.get_logger()

LINES_EVERY = 5.0
DOOR = "/api/v1"  # where every path of the door begins
MOST_BODY_BYTES = 64 * 1024
MOST_FILE_BYTES = 2 * 1024 * 1024
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
        "connect-src 'self'", "media-src 'self' blob:", "manifest-src 'self'", "base-uri 'none'",
        "form-action 'self'", "frame-ancestors 'none'",
    )
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass
class Application:
    """The whole house of one process. `begin` starts its background work, `end` stops it."""

    flask: Flask
    socketio: SocketIO
    house: House
    hall: Hall
    database: Database
    pusher: Pusher
    rounds: Rounds
    lag: HubLag
    bell: Bell
    connections: Connections
    sockets: SocketBounds
    together: Together
    backups: Keeper
    health: Health
    running: bool = False

    def begin(self) -> None:
        self.running = True
        self.rounds.attempt()
        self.pusher.begin()
        start, sleep = self.socketio.start_background_task, self.socketio.sleep
        start(self.pusher.run, system.monotonic, lambda: self.running)
        start(self.rounds.run, sleep, lambda: self.running)
        start(self.lag.run, lambda: self.running)
        start(self.health.follow, sleep, lambda: self.running)
        start(self.backups.run, sleep, lambda: self.running)
        start(self._hear_lines, sleep)
        still_welcome = partial(alive, self.hall, self.house.session_lasts)
        start(self.sockets.run, still_welcome, self.house.shut_out, lambda: self.running)
        self.together.begin(self.socketio, self.hall, lambda: self.running)

    def _hear_lines(self, sleep: Callable[[float], None]) -> None:
        while self.running:
            hear_lines(self.sockets, self.house.presence)
            sleep(LINES_EVERY)

    def end(self) -> None:
        self.running = False
        self.bell.ring()
        self.together.end()


class PlainSockets:
    """Refuses permessage-deflate: on a LAN it doubles the work and takes 120 KB a client."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return self._app(environ, start_response)


def product_version() -> str:
    try:
        return version("antrean")
    except PackageNotFoundError:
        return "0"


def open_hall(settings: Settings) -> tuple[Database, Hall]:
    """The store of these settings, with the machine's clock and ids; the command line's way in."""
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.url)
    return database, Hall(SqlStore(database), system.SystemClock(), system.SystemIds())


def create(
    settings: Settings,
    *,
    hall: Hall,
    database: Database,
    aside: Aside = right_here,
    demonstration: bool = False,
    real_hours: bool = False,
    links: Callable[[], list[dict[str, str]]] = list,
) -> Application:
    """One process's application over an opened and migrated store."""
    app, bell = _flask(settings), Bell()

    def rung(targets: Sequence[str]) -> None:
        """By another process, through the queue."""
        pusher.rung()
        bell.ring(targets=targets)

    together = of_site(settings, rung)
    socketio = SocketIO(
        app, async_mode=settings.async_mode, http_compression=False, cors_allowed_origins=None,
        max_http_buffer_size=10_000, ping_interval=20, ping_timeout=15, logger=False, engineio_logger=False,
        transports=["websocket"], client_manager=together.queue,
    )  # fmt: skip
    # Outside of the sockets' own, which it is about.
    app.wsgi_app = PlainSockets(app.wsgi_app)  # type: ignore[method-assign]
    behind_proxies(app, settings.trusted_proxies)
    sockets = bounded_sockets(socketio, settings)
    figures = Figures()
    lag = HubLag(system.monotonic, socketio.sleep, figures.lag.set)
    keeper = keeper_of(settings, hall, aside, lambda: together.turn is None or together.turn.holds)
    house = _house(settings, hall, database, bell, lag, figures, aside, demonstration, together)
    pusher = Pusher(
        hall.store, hall.clock, _emitter(socketio, figures), bell,
        shut_out(socketio, house.keys.forget),
    )  # fmt: skip
    health = Health(hall, database, settings.data, lag, product_version(), together, keeper, system.monotonic)
    house.backups, house.health = keeper, health.told
    app.extensions["antrean"] = house
    app.config.update(
        ANTREAN_LINKS=links,
        ANTREAN_PUBLIC_URL=lambda: house.public_url,
        ANTREAN_TROUBLE_PAGE=server.web.pages.trouble_page,
    )
    _open_doors(app)
    _watch_requests(app, figures)
    _listen(hall, pusher, bell, figures, together)
    bound_load(app, house)
    connections = bounded_connections(app, settings)
    house.shut_out = together.close_everywhere(socketio)
    receive(socketio, hall, admit, figures.clients.inc, figures.clients.dec)
    rounds = Rounds(
        hall, house.presence.vanished, house.sounds,
        _reopen(hall) if demonstration and not real_hours else lambda: None, together.is_my_turn,
        lines_heard(house.presence),
    )  # fmt: skip
    return Application(
        app, socketio, house, hall, database, pusher, rounds, lag, bell, connections, sockets, together, keeper, health
    )


def _emitter(socketio: SocketIO, figures: Figures) -> Emit:
    """To this process's own listeners; counted by the room's kind, so that one emit a call can be proved."""
    wires = Wires(socketio.server)

    def emit(name: str, data: Any, room: str) -> None:
        figures.emits.labels(name, room.partition(":")[0]).inc()
        wires.emit(name, data, room)

    return emit


def keeper_of(settings: Settings, hall: Hall, aside: Aside, my_turn: Callable[[], bool]) -> Keeper:
    """Who takes this site's backups: a SQLite file aside of the hub, another database by a process of its own."""

    def here(folder: Path, now: datetime) -> Backup:
        backup: Backup = aside(
            make_backup, settings.data, folder, sqlite_taker(settings.data / DATABASE), now, product_version()
        )
        return backup

    def head() -> Head:
        with hall.store.read() as unit:
            return unit.journal.head()

    def trusted() -> bool:
        return not (head().clock_doubted or head().clock_stepped)

    wish = Wish(settings.data, settings.backups, settings.backup_minutes)
    make = partial(by_command, settings) if settings.is_shared else here
    return Keeper(wish, make, hall.clock.now, lambda: head().seq, trusted, my_turn)


def _flask(settings: Settings) -> OpenAPI:
    app = OpenAPI(
        "server", info=Info(title="Antrean", version=product_version()), servers=[Server(url=DOOR)], doc_ui=False,
        validation_error_callback=invalid, static_folder=None,
    )  # fmt: skip
    app.config.update(
        SECRET_KEY=secret_key(settings.data), MAX_CONTENT_LENGTH=MOST_BODY_BYTES, MAX_FORM_PARTS=10,
        SESSION_COOKIE_NAME="antrean", SESSION_COOKIE_SAMESITE="Strict", SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=settings.cookie_secure,
    )  # fmt: skip
    app.json, app.session_interface = BoundedJson(app), UndatedCookies()
    hosts = [host.strip() for host in settings.allowed_hosts.split(",") if host.strip()]
    app.config["TRUSTED_HOSTS"] = hosts or None
    return app


def _house(
    settings: Settings, hall: Hall, database: Database, bell: Bell, lag: HubLag, figures: Figures, aside: Aside,
    demonstration: bool, together: Together,
) -> House:  # fmt: skip
    sounds = settings.data / "sounds"
    sounds.mkdir(parents=True, exist_ok=True)
    number, presence = product_version(), Presence(system.monotonic)

    def metrics() -> bytes:
        figures.lag.set(lag.worst())
        return figures.text()

    return House(
        hall=hall, bell=bell, presence=presence, keys=KnownKeys(system.monotonic),
        passwords=Argon2Passwords(aside), throttle=throttle(settings),
        session_lasts=timedelta(hours=settings.session_hours),
        session_idle=timedelta(minutes=settings.session_idle_minutes),
        monotonic=system.monotonic, new_csrf_token=system.new_csrf_token, sounds=sounds,
        prompts=PromptShelf(sounds / "prompts"), polls=together.join(hall, presence), look_every=together.look_every,
        command_line_key=command_line_key(settings.data), public_url=settings.public_url.rstrip("/"),
        demonstration=demonstration, version=number,
        missed=partial(missed, hall), whole=partial(whole, hall),
        metrics=metrics, aside=aside,
    )  # fmt: skip


def _open_doors(app: OpenAPI) -> None:
    for noun in (
        tickets, counters, staff, devices, jobs, prompts, floor, setting_up, backups, outage, visits, messages, today,
        profiles, appointments,
    ):  # fmt: skip
        noun.api.url_prefix = DOOR
        app.register_api(noun.api)
    app.add_url_rule(f"{DOOR}/openapi.json", "openapi", lambda: app.api_doc)
    for surface in (server.web.pages, kiosk.pages, display.pages, counter.pages):
        app.register_blueprint(surface.pages)
    app.after_request(compress)
    answer_errors(app, DBAPIError, kind_of)


def _watch_requests(app: Flask, figures: Figures) -> None:
    @app.before_request
    def begin() -> None:
        g.began = system.monotonic()
        _bound(request)

    @app.after_request
    def finish(answer: Response) -> Response:
        answer.headers.update(HEADERS)
        if request.is_secure:  # on plain http browsers ignore it, and complain in their console
            answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if request.path.startswith("/api/") and "Cache-Control" not in answer.headers:
            answer.headers["Cache-Control"] = "no-store"
        figures.requests.labels(str(answer.status_code)).inc()
        if "began" in g and "wait" not in request.args and not request.path.endswith("/claim"):
            figures.seconds.observe(system.monotonic() - g.began)
        return answer


def _bound(asked: Request) -> None:
    """Sounds and the mall's file alone may be larger than an ordinary body."""
    if asked.method == "PUT" and (
        asked.path.endswith(("/sound", "/mall/file", "/voice/pack")) or asked.path.startswith(f"{DOOR}/prompts/")
    ):
        asked.max_content_length = MOST_FILE_BYTES


def _listen(hall: Hall, pusher: Pusher, bell: Bell, figures: Figures, together: Together) -> None:
    def count(recorded: Sequence[Recorded], targets: Sequence[str]) -> None:
        for one in recorded:
            figures.events.labels(name_of(one.event)).inc()

    store = hall.store
    assert isinstance(store, SqlStore)
    store.listeners += [pusher.heard, count, bell.ring, together.ring]


def _reopen(hall: Hall) -> Callable[[], None]:
    """The demonstration stays open over midnight."""
    opened: list[Any] = [None]

    def reopen() -> None:
        today = hall.clock.now().date()
        if opened[0] != today:
            setup.open_around_the_clock(hall)
            opened[0] = today

    return reopen
