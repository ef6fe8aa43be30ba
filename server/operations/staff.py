"""Staff: making and blocking accounts, finding who signs in, and the sessions of those who are signed in."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from server.domain.access import ADMIN, ROLES, SUPERVISOR, Actor, one_of
from server.domain.events import AccountChanged, SessionsEnded
from server.domain.instants import instant_text
from server.domain.refusals import NameNotSound, NotAllowed, NotFound, NotYourself
from server.operations.devices import hashed
from server.operations.recording import Asked, Done, done, done_before, record
from server.ports import Hall, Staff, Unit

SESSION_LASTS = timedelta(hours=12)
_NAME = re.compile(r"[^\W_](?:[\w .@-]{0,58}[\w])?")  # one line, no slash: it stands in logs and in paths


def add(
    hall: Hall, *, username: str, role: str, password_hash: str, agency: str | None = None,
    home_counter: int | None = None, by: str | None = None,
) -> Staff:  # fmt: skip
    """A new account; an existing one of that name gets the new password instead, and its sessions end.

    Raises NotFound for a role or an agency that does not exist, NameNotSound.
    """
    if role not in ROLES:
        raise NotFound(what="role", role=role)
    if not _NAME.fullmatch(username):
        raise NameNotSound()
    with hall.store.write() as unit:
        if agency is not None and agency not in unit.mall.agency_by_code:
            raise NotFound(what="agency", agency=agency)
        person = unit.people.staff_named(username)
        change = "made" if person is None else "password"
        if person is None:
            person = Staff(hall.ids.short(), username, role, agency, home_counter, password_hash)
            unit.people.add_staff(person)
        else:
            unit.people.set_password(person.id, password_hash)
        if by is not None:
            record(unit, AccountChanged(person.id, person.role, change, by), hall.clock.now())
        return person


def named(hall: Hall, username: str) -> Staff | None:
    """Who may sign in by this name; nobody where the account is blocked."""
    with hall.store.read() as unit:
        person = unit.people.staff_named(username)
    return person if person is not None and person.blocked_at is None else None


def begin_session(hall: Hall, person: Staff, replaces: str | None = None) -> str:
    """The secret that the cookie carries; only its digest is kept. The session it replaces is over."""
    secret = hall.ids.secret()
    with hall.store.write() as unit:
        if replaces is not None:
            unit.people.end_session(hashed(replaces))
        unit.people.add_session(hashed(secret), person.id, hall.clock.now())
    return secret


def end_session(hall: Hall, session: str) -> None:
    """Signed out: what the cookie carried opens nothing any more, wherever it was copied to."""
    with hall.store.write() as unit:
        unit.people.end_session(hashed(session))


def signed_in(hall: Hall, session: str, lasts: timedelta = SESSION_LASTS) -> Staff | None:
    """The person of a session, unless it ended, is too old, or the account is blocked."""
    with hall.store.read() as unit:
        return _alive(unit, hashed(session), hall.clock.now() - lasts)


def still_signed_in(hall: Hall, sessions: Sequence[str], lasts: timedelta = SESSION_LASTS) -> set[str]:
    """Which of these (digests of sessions) still open something."""
    with hall.store.read() as unit:
        oldest = hall.clock.now() - lasts
        return {session for session in sessions if _alive(unit, session, oldest) is not None}


def still_welcome(hall: Hall, actors: Sequence[str]) -> set[str]:
    """Which of these ids are paired devices or accounts that are not blocked."""
    with hall.store.read() as unit:
        welcome = {device.id for device in unit.people.devices()}
        welcome |= {person.id for person in unit.people.all_staff() if person.blocked_at is None}
    return welcome.intersection(actors)


def _alive(unit: Unit, session: str, oldest: datetime) -> Staff | None:
    found = unit.people.session(session)
    if found is None:
        return None
    person, began_at = found
    return person if began_at > oldest and person.blocked_at is None else None


def as_actor(person: Staff) -> Actor:
    return Actor("staff", person.id, person.role, person.agency, person.username)


def listed(hall: Hall, actor: Actor) -> list[dict[str, Any]]:
    """Every account, and how often each is signed in; for admins and supervisors."""
    one_of(actor, ADMIN, SUPERVISOR)
    with hall.store.read() as unit:
        people, sessions = unit.people.all_staff(), unit.people.sessions()
    return [
        {"username": p.username, "role": p.role, "agency": p.agency, "home_counter": p.home_counter,
         "sessions": sessions.get(p.id, 0), "blocked_at": instant_text(p.blocked_at) if p.blocked_at else None}
        for p in people
    ]  # fmt: skip


def end_sessions(hall: Hall, actor: Actor, *, username: str, request_id: str) -> Done:
    """Sign somebody out everywhere: an admin anybody, everybody themselves."""
    asked = Asked(request_id, actor, "end-sessions", {"username": username})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        person = _own_or_as_admin(unit, actor, username)
        ended = unit.people.end_sessions(person.id)
        now = hall.clock.now()
        record(unit, SessionsEnded(person.id, actor.id), now)
        return done(unit, asked, {"username": username, "staff": person.id, "ended": ended}, now)


def _own_or_as_admin(unit: Unit, actor: Actor, username: str) -> Staff:
    if actor.kind != "staff" or (actor.role != ADMIN and actor.name != username):
        raise NotAllowed(needs=[ADMIN])
    return _named(unit, username)


def _named(unit: Unit, username: str) -> Staff:
    person = unit.people.staff_named(username)
    if person is None:
        raise NotFound(what="staff", username=username)
    return person


def block(hall: Hall, actor: Actor, *, username: str, request_id: str) -> Done:
    """The account opens nothing any more, and is signed out. Raises NotYourself: an admin must remain."""
    return _set_blocked(hall, actor, username, request_id, "blocked")


def unblock(hall: Hall, actor: Actor, *, username: str, request_id: str) -> Done:
    return _set_blocked(hall, actor, username, request_id, "unblocked")


def _set_blocked(hall: Hall, actor: Actor, username: str, request_id: str, change: str) -> Done:
    one_of(actor, ADMIN)
    asked = Asked(request_id, actor, change, {"username": username})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        person, now = _named(unit, username), hall.clock.now()
        if person.id == actor.id:
            raise NotYourself()
        if change == "blocked":
            unit.people.end_sessions(person.id)
        unit.people.set_blocked(person.id, now if change == "blocked" else None)
        record(unit, AccountChanged(person.id, person.role, change, actor.id), now)
        return done(unit, asked, {"username": username, "staff": person.id, "change": change}, now)
