"""Pausing and resuming the site, an agency or a service, with a reason from a list."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from server.domain.access import ADMIN, MANAGER, SUPERVISOR, Actor, of_agency, one_of
from server.domain.events import Paused, Resumed
from server.domain.mall import Service
from server.domain.numbering import STEP_BACK
from server.domain.opening import CENTRAL_SYSTEM_DOWN
from server.domain.refusals import NotFound
from server.operations import messages
from server.operations.recording import Asked, Done, done, done_before, record
from server.ports import Hall, Message, PauseRow, Unit


def pause(
    hall: Hall, actor: Actor, *, scope: str, code: str, reason: str, numbers: bool, minutes: int | None,
    request_id: str, texts: Mapping[str, str] | None = None,
) -> Done:  # fmt: skip
    """Say that it does not go on and why; unless `numbers`, no numbers are given. Who waits may still be called.

    A central system that is down stops numbers always. `texts`: a message to those who wait, as long as the pause.
    """
    arguments: dict[str, Any] = {
        "scope": scope, "code": code, "reason": reason, "numbers": numbers, "minutes": minutes
    }  # fmt: skip
    asked = Asked(request_id, actor, "pause_scope", arguments | ({"texts": dict(texts)} if texts else {}))
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        agency = _agency(unit, scope, code)
        _within_reach(actor, agency)
        row = PauseRow(
            hall.ids.short(), scope, code, agency, reason, numbers and reason != CENTRAL_SYSTEM_DOWN, now,
            now + timedelta(minutes=minutes) if minutes else None,
        )  # fmt: skip
        unit.site.add_pause(row)
        until = row.until.isoformat() if row.until else None
        record(unit, Paused(row.id, scope, code, agency, reason, row.numbers, until, actor.id), now)
        if texts:  # under the pause's own id, so that it ends with it
            messages.write(unit, Message(row.id, scope, code, dict(texts), now, row.until, actor.id), now)
        return done(unit, asked, {"pause": row.id}, now)


def _agency(unit: Unit, scope: str, code: str) -> str | None:
    """The agency this scope lies in; None: the site. Raises NotFound."""
    if scope == "site":
        return None
    known = unit.mall.agency_by_code if scope == "agency" else unit.mall.service_by_code
    if code not in known:
        raise NotFound(what=scope, code=code)
    return code if scope == "agency" else unit.mall.service_by_code[code].agency


def _within_reach(actor: Actor, agency: str | None) -> None:
    """Raises NotAllowed; the site is beyond a manager."""
    one_of(actor, MANAGER, SUPERVISOR, ADMIN)
    of_agency(actor, agency or "")


def lift(hall: Hall, actor: Actor, *, pause: str, request_id: str) -> Done:
    """Resume what was paused, even what the mall no longer has. Raises NotFound, NotAllowed."""
    asked = Asked(request_id, actor, "lift", {"pause": pause})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        row = next((p for p in unit.site.pauses() if p.id == pause), None)
        if row is None:
            raise NotFound(what="pause", pause=pause)
        _within_reach(actor, row.agency)
        _lift(unit, row, actor.id, now)
        return done(unit, asked, {"pause": pause}, now)


def held(unit: Unit, agency: str, now: datetime) -> dict[str, datetime]:
    """The agency's services whose central system is down, since when: who waits for them keeps the place."""
    down = [row for row in unit.site.pauses() if row.reason == CENTRAL_SYSTEM_DOWN and not _ended(row, now)]
    return {
        service.code: row.since for row in down for service in unit.mall.services
        if service.agency == agency and _concerns(row, service)
    }  # fmt: skip


def _concerns(row: PauseRow, service: Service) -> bool:
    codes = {"site": row.code, "agency": service.agency, "service": service.code}
    return codes[row.scope] == row.code


def system_is_back(unit: Unit, agency: str, by: str, now: datetime) -> None:
    """A clerk sees it first: the agency's own pauses for a central system end. The whole site's stays."""
    for row in unit.site.pauses():
        if row.reason == CENTRAL_SYSTEM_DOWN and row.agency == agency:
            _lift(unit, row, by, now)


def lift_ended(hall: Hall) -> int:
    """Resume what was paused until a time that has come; how many. One that began in the future is begun again now."""
    now = hall.clock.now()
    with hall.store.read() as unit:
        if not any(_ended(row, now) or _begins_later(row, now) for row in unit.site.pauses()):
            return 0
    with hall.store.write() as unit:
        for row in [row for row in unit.site.pauses() if _begins_later(row, now)]:
            _begin_again(hall, unit, row, now)
        ended = [row for row in unit.site.pauses() if _ended(row, now)]
        for row in ended:
            _lift(unit, row, None, now)
        return len(ended)


def _begins_later(row: PauseRow, now: datetime) -> bool:
    """It was made while the clock was ahead, so that its end is as wrong as its beginning."""
    return row.since - now > STEP_BACK


def _begin_again(hall: Hall, unit: Unit, row: PauseRow, now: datetime) -> None:
    """As long as somebody meant it to last, from now on."""
    until = now + (row.until - row.since) if row.until else None
    again = replace(row, id=hall.ids.short(), since=now, until=until)
    said = messages.known(unit, row.id)
    _lift(unit, row, None, now)
    unit.site.add_pause(again)
    text = until.isoformat() if until else None
    record(unit, Paused(again.id, again.scope, again.code, again.agency, again.reason, again.numbers, text, ""), now)
    if said is not None:
        messages.write(unit, replace(said, id=again.id, since=now, until=until), now)


def _ended(row: PauseRow, now: datetime) -> bool:
    return row.until is not None and row.until <= now


def _lift(unit: Unit, row: PauseRow, by: str | None, now: datetime) -> None:
    unit.site.lift_pause(row.id, now)
    lifted = replace(row, until=now)
    record(unit, Resumed(lifted.id, lifted.scope, lifted.code, lifted.agency, by), now)
    messages.lift_known(unit, row.id, by, now)
