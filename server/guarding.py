"""Guards the house against its callers: who may listen and who is shut out, how often they ask, how many sockets."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask import Flask, Response, g, request, session
from flask_socketio import SocketIO
from werkzeug.middleware.proxy_fix import ProxyFix

from server import system
from server.api.house import House
from server.api.identity import device_of, may_listen, session_room, staff_of_session
from server.api.presence import Presence, line_of
from server.api.throttle import OwnBuckets, SharedBuckets, Throttle, network_of
from server.connections import Connections
from server.domain.access import PUBLIC
from server.domain.refusals import Refusal
from server.live.bounds import SocketBounds
from server.operations import devices, staff
from server.ports import Hall
from server.settings import Settings

HEARD_SECONDS = 15.0  # open lines are looked at every few seconds


def throttle(settings: Settings) -> Throttle:
    """In this process's memory; what guards secrets in Valkey, where several processes share one."""
    shared = SharedBuckets.at(settings.queue_url, OwnBuckets(system.monotonic)) if settings.queue_url else None
    return Throttle(system.monotonic, settings.requests_per_second, shared)


def admit(auth: dict[str, Any], room: str) -> tuple[str, ...] | None:
    """Who may listen: a paired device by its key, staff by their cookie, anybody to a queue.

    The answer is the rooms by which they can be shut out again; None where they may not listen.
    """
    key = auth.get("key")
    try:
        actor = device_of(key) if isinstance(key, str) and len(key) <= 128 else staff_of_session()
    except Refusal:
        return None
    if not may_listen(actor or PUBLIC, room):
        return None
    if actor is None:
        return ()
    own = session_room() if actor.kind == "staff" else None
    return (f"actor:{actor.id}", own) if own else (f"actor:{actor.id}",)


def alive(hall: Hall, lasts: timedelta, rooms: Sequence[str]) -> set[str]:
    """Of the rooms named after keys and sessions, those whose owner may still come in."""
    ids: dict[str, list[str]] = {"actor": [], "session": []}
    for room in rooms:
        kind, _, id = room.partition(":")
        ids[kind].append(id)
    actors = staff.still_welcome(hall, ids["actor"])
    sessions = staff.still_signed_in(hall, ids["session"], lasts)
    return {*(f"actor:{id}" for id in actors), *(f"session:{id}" for id in sessions)}


def bounded_sockets(socketio: SocketIO, settings: Settings) -> SocketBounds:
    return SocketBounds(
        socketio.server, system.monotonic, _caller_of, most=settings.max_sockets,
        of_address=settings.sockets_per_address,
    )  # fmt: skip


def lines_heard(presence: Presence) -> tuple[Callable[[str], bool], Callable[[str], bool]]:
    """Of a device's open line: heard a moment ago, and silent for too long."""

    def heard(device: str) -> bool:
        return presence.heard(line_of(device), HEARD_SECONDS)

    def vanished(device: str) -> bool:
        return presence.vanished(line_of(device), devices.DEVICE_VANISHES_SECONDS)

    return heard, vanished


def hear_lines(sockets: SocketBounds, presence: Presence) -> None:
    """Whose sockets are open in this process."""
    for room in sorted(sockets.keys()):
        kind, _, id = room.partition(":")
        if kind == "actor":
            presence.see(line_of(id))


def _caller_of(environ: Mapping[str, Any]) -> str:
    return network_of(environ.get("REMOTE_ADDR"))


def behind_proxies(app: Flask, proxies: int) -> None:
    """Outside of everything, so that sockets too see the caller's own address. Only as many proxies as are trusted."""
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]


def bound_load(app: Flask, house: House) -> None:
    """Nobody may keep the hub for themselves. A key or cookie that is not known counts for its address."""

    @app.before_request
    def bound() -> None:
        house.throttle.check_load(_payer(house))


def bounded_connections(app: Flask, settings: Settings) -> Connections:
    """Behind a proxy all connections are the proxy's, and it must bound them."""
    of_address = 0 if settings.trusted_proxies else settings.connections_per_address
    connections = Connections(system.monotonic, most=settings.max_connections, of_address=of_address)

    @app.after_request
    def trust(answer: Response) -> Response:
        if "actor" in g and g.actor.kind != "public" and not settings.trusted_proxies:
            connections.trust(request.remote_addr)
        return answer

    return connections


def _payer(house: House) -> str:
    key = request.headers.get("Authorization", "").partition(" ")[2]
    if key and len(key) <= 128 and key.isascii():
        return f"device:{house.keys.owner(key) or network_of(request.remote_addr)}"
    signed = session.get("id") if request.path.startswith("/api/") else None
    return f"session:{signed}" if isinstance(signed, str) else network_of(request.remote_addr)
