"""Words for those who wait, on displays and phones: shown for a time, lifted, and naming no person."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from server.domain import audience
from server.domain.access import ADMIN, MANAGER, SUPERVISOR, Actor, of_agency, one_of
from server.domain.colleagues import sound_note
from server.domain.events import MessageLifted, MessageShown
from server.domain.instants import instant_text
from server.domain.refusals import NotFound
from server.operations.recording import Asked, Done, done, done_before, record
from server.ports import Hall, Message, Unit


def show(
    hall: Hall, actor: Actor, *, scope: str, code: str, texts: Mapping[str, str], minutes: int | None, request_id: str
) -> Done:
    """Show these words to all whom the scope means, for some minutes or (None) until they are lifted.

    Raises NotFound, NotAllowed, NoteHoldsNumber.
    """
    arguments = {"scope": scope, "code": code, "texts": dict(texts), "minutes": minutes}
    asked = Asked(request_id, actor, "show_message", arguments)
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        _within_reach(unit, actor, scope, code)
        until = now + timedelta(minutes=minutes) if minutes else None
        message = Message(hall.ids.short(), scope, code, dict(texts), now, until, actor.id)
        write(unit, message, now)
        return done(unit, asked, {"message": message.id}, now)


def _within_reach(unit: Unit, actor: Actor, scope: str, code: str) -> None:
    """The hall and its zones are beyond a manager."""
    one_of(actor, MANAGER, SUPERVISOR, ADMIN)
    place = audience.place_of(unit.mall, scope, code)
    if place is None:
        raise NotFound(what=scope, code=code)
    of_agency(actor, place[1] or "")


def write(unit: Unit, message: Message, now: datetime) -> None:
    """The words stay in their table; the journal says that there are some, for whom and until when."""
    texts = {language: sound_note(text) for language, text in message.texts.items()}
    unit.floor.add_message(Message(
        message.id, message.scope, message.code, texts, message.since, message.until, message.by
    ))  # fmt: skip
    zone, agency = audience.place_of(unit.mall, message.scope, message.code) or (None, None)
    record(unit, MessageShown(
        message.id, message.scope, message.code, zone, agency, instant_text(message.until) if message.until else None,
        message.by, audience.queues_of(unit.mall, message.scope, message.code),
    ), now)  # fmt: skip


def lift(hall: Hall, actor: Actor, *, message: str, request_id: str) -> Done:
    """Take it down, even where the mall no longer has what it was for. Raises NotFound, NotAllowed."""
    asked = Asked(request_id, actor, "lift_message", {"message": message})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now, found = hall.clock.now(), known(unit, message)
        one_of(actor, MANAGER, SUPERVISOR, ADMIN)
        if found is None:
            raise NotFound(what="message", message=message)
        place = audience.place_of(unit.mall, found.scope, found.code) or (None, None)
        of_agency(actor, place[1] or "")
        lift_known(unit, message, actor.id, now)
        return done(unit, asked, {"message": message}, now)


def known(unit: Unit, message: str) -> Message | None:
    return next((one for one in unit.floor.messages() if one.id == message), None)


def lift_known(unit: Unit, message: str, by: str | None, now: datetime) -> None:
    """Nothing where there is no such message, or no longer."""
    found = known(unit, message)
    if found is None:
        return
    unit.floor.lift_message(message, now)
    zone, agency = audience.place_of(unit.mall, found.scope, found.code) or (None, None)
    queues = audience.queues_of(unit.mall, found.scope, found.code)
    record(unit, MessageLifted(found.id, found.scope, found.code, zone, agency, by, queues), now)


def lift_ended(hall: Hall) -> int:
    """Those whose time has come; how many. Called each second."""
    now = hall.clock.now()
    with hall.store.read() as unit:
        ended = [one.id for one in unit.floor.messages() if _is_over(one, now)]
    if not ended:
        return 0
    with hall.store.write() as unit:
        ended = [one.id for one in unit.floor.messages() if _is_over(one, now)]
        for message in ended:
            lift_known(unit, message, None, now)
        return len(ended)


def _is_over(message: Message, now: datetime) -> bool:
    return message.until is not None and message.until <= now


def shown_in(hall: Hall, room: str) -> list[dict[str, Any]]:
    """What those who look at this room are told, oldest first."""
    with hall.store.read() as unit:
        mall, found = unit.mall, unit.floor.messages()
    return [
        {"id": one.id, "scope": one.scope, "code": one.code, "texts": dict(one.texts),
         "since": instant_text(one.since), "until": instant_text(one.until) if one.until else None}
        for one in found if audience.reads(mall, room, one.scope, one.code)
    ]  # fmt: skip
