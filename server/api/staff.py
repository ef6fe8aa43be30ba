"""Signing in and out. The session is new at each sign-in; its CSRF token goes back in a header."""

from typing import Any

from flask import session
from flask_openapi3 import APIBlueprint, Tag

from server.api.errors import SignInFailed
from server.api.house import hall, house
from server.api.identity import staff_of_session, who
from server.api.shapes import ErrorShape, NoBody, OkAnswer, Open, SignInBody
from server.operations import staff
from server.ports import Staff

api = APIBlueprint("staff", __name__, abp_tags=[Tag(name="staff")], abp_responses={422: ErrorShape})

# Verified for a name that does not exist, so that the answer takes as long as for one that does.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$3D8f3yYh2Qb8bP0G8v0C9p0r4m4o5o3rJ0H3yW0XhXQ"


@api.post("/sign-in", responses={200: Open, 401: ErrorShape})
def sign_in(body: SignInBody) -> dict[str, Any]:
    found: list[Staff] = []

    def kept_hash() -> str:
        person = staff.named(hall(), body.username)
        found.extend([person] if person else [])
        return person.password_hash if person else _NOBODY

    if not house().passwords.verify_in_turn(kept_hash, body.password) or not found:
        raise SignInFailed()
    person = found[0]
    session.clear()
    session.update(staff=person.id, version=person.version, csrf=house().new_csrf_token())
    house().presence.see(person.id)
    return {"csrf_token": session["csrf"], "staff": _told(person)}


def _told(person: Staff) -> dict[str, Any]:
    return {
        "username": person.username, "role": person.role, "agency": person.agency, "home_counter": person.home_counter
    }  # fmt: skip


@api.post("/sign-out", responses={200: OkAnswer})
def sign_out(body: NoBody) -> dict[str, Any]:
    who()
    session.clear()
    return {"ok": True}


@api.get("/session", responses={200: Open})
def present() -> dict[str, Any]:
    """Who is signed in here, and the token its commands must carry."""
    actor = staff_of_session()
    if actor is None:
        return {"staff": None, "csrf_token": None}
    person = staff.signed_in(hall(), actor.id, session["version"])
    return {"staff": _told(person) if person else None, "csrf_token": session["csrf"]}
