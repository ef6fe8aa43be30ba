"""Signing in and out, and who may. The session is new at each sign-in; its CSRF token goes back in a header."""

from typing import Any

from flask import Response, g, jsonify, request, session
from flask_openapi3 import APIBlueprint, Tag

from server.api.errors import SignInBusy, SignInFailed
from server.api.house import hall, house
from server.api.identity import known, session_room, staff_of_session, who
from server.api.known_machine import knows, remember
from server.api.shapes import Command, ErrorShape, NoBody, OkAnswer, Open, SignInBody, UsernamePath
from server.api.throttle import network_of
from server.operations import staff
from server.operations.recording import Done
from server.passwords import BUSY_SECONDS, TooManyWaiting
from server.ports import Staff

api = APIBlueprint("staff", __name__, abp_tags=[Tag(name="staff")], abp_responses={422: ErrorShape})
_REFUSED: dict[Any, Any] = {401: ErrorShape, 403: ErrorShape, 404: ErrorShape}

# Verified for a name that does not exist, so that the answer takes as long as for one that does.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$3D8f3yYh2Qb8bP0G8v0C9p0r4m4o5o3rJ0H3yW0XhXQ"


@api.post("/sign-in", responses={200: Open, 401: ErrorShape, 429: ErrorShape, 503: ErrorShape})
def sign_in(body: SignInBody) -> Response:
    """A machine that signed this name in before has tries of its own: nobody else can use them up."""
    machine = knows(body.username)
    tried = f"{body.username}|{machine or network_of(request.remote_addr)}"
    _not_too_often(body.username, tried, known_here=machine is not None)
    found: list[Staff] = []

    def kept_hash() -> str:
        person = staff.named(hall(), body.username)
        found.extend([person] if person else [])
        return person.password_hash if person else _NOBODY

    try:
        right = house().passwords.verify_in_turn(kept_hash, body.password, known=machine is not None)
    except TooManyWaiting:
        raise SignInBusy(retry_after_seconds=BUSY_SECONDS) from None
    if not right or not found:
        raise SignInFailed()
    house().throttle.forgive("sign-in", tried)
    return remember(jsonify(_begin(found[0])), body.username)


def _not_too_often(username: str, tried: str, known_here: bool) -> None:
    throttle = house().throttle
    throttle.check("sign-in", tried)
    if not known_here:
        throttle.check("sign-in-address", network_of(request.remote_addr))
        throttle.check("sign-in-name", username)


def _begin(person: Staff) -> dict[str, Any]:
    replaced = session.get("id")
    room = session_room()
    session.clear()
    session.update(
        id=staff.begin_session(hall(), person, replaced if isinstance(replaced, str) else None),
        csrf=house().new_csrf_token(), seen=int(hall().clock.now().timestamp()),
    )  # fmt: skip
    if room is not None:
        house().shut_out(room)
    house().presence.see(person.id)
    return {"csrf_token": session["csrf"], "staff": _told(person)}


def _told(person: Staff) -> dict[str, Any]:
    return {
        "username": person.username, "role": person.role, "agency": person.agency, "home_counter": person.home_counter
    }  # fmt: skip


@api.post("/sign-out", responses={200: OkAnswer})
def sign_out(body: NoBody) -> dict[str, Any]:
    """The session ends here on the server: a copy of its cookie opens nothing any more."""
    if who().kind == "staff" and "id" in session:
        staff.end_session(hall(), session["id"])
        house().shut_out(str(session_room()))
    session.clear()
    return {"ok": True}


@api.get("/session", responses={200: Open})
def present() -> dict[str, Any]:
    """Who is signed in here, and the token its commands must carry."""
    if staff_of_session() is None:
        return {"staff": None, "csrf_token": None}
    person = staff.signed_in(hall(), session["id"], house().session_lasts)
    return {"staff": _told(person) if person else None, "csrf_token": session["csrf"]}


@api.post("/staff/<username>/end-sessions", responses={200: Open, **_REFUSED})
def end_sessions(path: UsernamePath, body: Command) -> dict[str, Any]:
    """Sign somebody out everywhere; an admin anybody, everybody themselves."""
    return _shut_out(staff.end_sessions(hall(), known(), username=path.username, request_id=_asked(body)))


@api.post("/staff/<username>/block", responses={200: Open, 409: ErrorShape, **_REFUSED})
def block(path: UsernamePath, body: Command) -> dict[str, Any]:
    """The account opens nothing any more, and is signed out everywhere."""
    return _shut_out(staff.block(hall(), known(), username=path.username, request_id=_asked(body)))


@api.post("/staff/<username>/unblock", responses={200: Open, 409: ErrorShape, **_REFUSED})
def unblock(path: UsernamePath, body: Command) -> dict[str, Any]:
    """The account opens again, with the password it had."""
    staff.unblock(hall(), known(), username=path.username, request_id=_asked(body))
    return {"username": path.username}


def _asked(body: Command) -> str:
    g.request_id = body.request_id
    return body.request_id


def _shut_out(done: Done) -> dict[str, Any]:
    house().shut_out(f"actor:{done.result['staff']}")
    return {"username": done.result["username"]}
