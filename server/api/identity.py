"""Who asks: a paired device by its key, staff by session cookie and CSRF token, else the public."""

import hmac

from flask import g, request, session

from server.api.errors import CsrfTokenWrong, KeyUnknown, NotSignedIn
from server.api.house import hall, house
from server.domain.access import ADMIN, AUDITOR, GREETER, MANAGER, PUBLIC, SUPERVISOR, Actor, reaches
from server.operations import devices, staff
from server.operations.devices import hashed

SEEN_EVERY_SECONDS = 60
ABOVE = (GREETER, SUPERVISOR, AUDITOR, ADMIN)  # who may see the whole floor
_SAFE = ("GET", "HEAD", "OPTIONS")
COMMAND_LINE = Actor("staff", "command-line", ADMIN, None, "command line")


def who() -> Actor:
    """The actor of this request, found once. Raises KeyUnknown, CsrfTokenWrong."""
    if "actor" not in g:
        g.actor = _device() or _staff() or PUBLIC
    found: Actor = g.actor
    return found


def known() -> Actor:
    """Somebody, not the public. Raises NotSignedIn."""
    actor = who()
    if actor.kind == "public":
        raise NotSignedIn()
    return actor


def _device() -> Actor | None:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if not key:
        return None
    if scheme.lower() != "bearer" or len(key) > 128:
        raise KeyUnknown()
    if _is_command_line(key):
        return COMMAND_LINE
    return device_of(key)


def _is_command_line(key: str) -> bool:
    """Whoever can read the data folder may run the command line; its verbs come through the running server."""
    expected = house().command_line_key
    return bool(expected) and hmac.compare_digest(key.encode(), expected.encode())


def device_of(key: str) -> Actor:
    if not key.isascii():
        raise KeyUnknown()
    remembered = house().keys.of(key)
    if remembered is None:
        with hall().store.read() as unit:
            device = devices.known(unit, key)
        if device is None:
            raise KeyUnknown()
        remembered = devices.as_actor(device)
        house().keys.keep(key, remembered)
    return remembered


def _staff() -> Actor | None:
    actor = staff_of_session()
    if actor is None:
        return None
    if request.method not in _SAFE:
        given, expected = request.headers.get("X-CSRF-Token", ""), session.get("csrf", "")
        if not expected or not hmac.compare_digest(given.encode(), expected.encode()):
            raise CsrfTokenWrong()
    house().presence.see(actor.id)
    return actor


def staff_of_session() -> Actor | None:
    """Who is signed in here. The cookie says when it was last used, so that one left lying grows stale by itself."""
    secret, seen = session.get("id"), session.get("seen", 0)
    if not isinstance(secret, str) or _is_stale(seen):
        return None
    person = staff.signed_in(hall(), secret, house().session_lasts)
    if person is None:
        return None
    now = int(hall().clock.now().timestamp())
    if abs(now - seen) >= SEEN_EVERY_SECONDS:
        session["seen"] = now
    return staff.as_actor(person)


def _is_stale(seen: int) -> bool:
    return hall().clock.now().timestamp() - seen > house().session_idle.total_seconds()


def session_room() -> str | None:
    """The room of this session's own sockets, which close when it ends."""
    secret = session.get("id")
    return f"session:{hashed(secret)}" if isinstance(secret, str) else None


def may_listen(actor: Actor, room: str) -> bool:
    """Devices and staff hear the hall and its zones, staff the desks of their reach, anybody a queue.

    The floor is for those above; a manager has the own agency's.
    """
    kind, _, code = room.partition(":")
    if kind == "queue":
        return True
    if kind == "floor":
        return actor.role in ABOVE or (actor.role == MANAGER and code != "" and actor.agency == code)
    if kind == "desk":
        return actor.kind == "staff" and reaches(actor, code)
    return actor.kind in ("device", "staff")
