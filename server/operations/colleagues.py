"""Among colleagues: handing a counter over, helping another queue, calling by itself, notes, and the silent alarm."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from server.domain import staffing
from server.domain.access import ADMIN, MANAGER, SUPERVISOR, Actor, of_agency, one_of, reaches
from server.domain.colleagues import sound_note
from server.domain.events import AlarmRaised, AutoCallSet, CounterHandedOver, CounterHelps
from server.domain.refusals import NotFound
from server.operations.at_counter import AT_COUNTERS, counter_of, my_desk
from server.operations.days import today
from server.operations.recording import Asked, Done, done, done_before, record
from server.operations.views import iso
from server.ports import Alarm, ColleagueNote, Hall, Unit

SILENT = "silent"


def hand_over(hall: Hall, actor: Actor, *, counter: int, request_id: str) -> Done:
    """Stand up, in the middle of a visit or not: counter and visitor stay for the colleague who sits down next."""
    asked = Asked(request_id, actor, "hand_over", {"counter": counter})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        place, desk = my_desk(unit, actor, counter)
        unit.counters.save(desk, staffing.hand_over(desk, now))
        unit.desks.forget_undo(counter)
        record(unit, CounterHandedOver(counter, place.zone, place.agency, desk.label, actor.id), now)
        return done(unit, asked, {"counter": counter}, now)


def set_auto_call(hall: Hall, actor: Actor, *, counter: int, on: bool, request_id: str) -> Done:
    """While nobody is at this counter, the next arrival is called by itself."""
    asked = Asked(request_id, actor, "auto_call", {"counter": counter, "on": on})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        place, desk = my_desk(unit, actor, counter)
        if desk.auto_call != on:
            unit.counters.save(desk, replace(desk, auto_call=on))
            record(unit, AutoCallSet(counter, place.zone, place.agency, on, actor.id), now)
        return done(unit, asked, {"counter": counter}, now)


def help_queues(hall: Hall, actor: Actor, *, counter: int, queues: Sequence[str], request_id: str) -> Done:
    """This counter also serves these queues of its agency until it closes; none: only its own again."""
    one_of(actor, MANAGER, SUPERVISOR, ADMIN)
    asked = Asked(request_id, actor, "help_queues", {"counter": counter, "queues": sorted(queues)})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        place = counter_of(unit, actor, counter)
        for queue in queues:
            if unit.mall.agency_by_queue.get(queue) != place.agency:
                raise NotFound(what="queue", queue=queue)
        desk = unit.counters.get(counter)
        helps = tuple(sorted(set(queues) - set(place.queues)))
        if desk.helps != helps:
            unit.counters.save(desk, replace(desk, helps=helps))
            record(unit, CounterHelps(counter, place.zone, place.agency, list(helps), actor.id), now)
        return done(unit, asked, {"counter": counter, "helps": list(helps)}, now)


def raise_alarm(hall: Hall, actor: Actor, *, counter: int, request_id: str) -> Done:
    """Without a sound: the colleagues of the zone and the floor hear of it. One that stands is the same alarm."""
    asked = Asked(request_id, actor, "alarm", {"counter": counter})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        place, _ = my_desk(unit, actor, counter)
        standing = next((a for a in unit.site.alarms() if a.kind == SILENT and a.counter == counter), None)
        if standing is None:
            standing = Alarm(hall.ids.short(), SILENT, place.zone, "", str(counter), now, counter=counter)
            unit.site.add_alarm(standing)
            record(unit, AlarmRaised(standing.id, counter, place.zone, place.agency, actor.id), now)
        return done(unit, asked, {"alarm": standing.id}, now)


def leave_note(hall: Hall, actor: Actor, *, counter: int, ticket: str | None, text: str, request_id: str) -> Done:
    """A few words for whoever sits here next, or has this ticket (by label) next. Raises NoteHoldsNumber, NotFound."""
    asked = Asked(request_id, actor, "leave_note", {"counter": counter, "ticket": ticket, "text": text})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        place = counter_of(unit, actor, counter)
        words = sound_note(text)
        found = unit.tickets.labelled(ticket, today(unit, now)) if ticket else None
        if ticket and found is None:
            raise NotFound(what="ticket", ticket=ticket)
        if found:
            of_agency(actor, found.agency)
        agency = found.agency if found else place.agency
        note = ColleagueNote(
            hall.ids.short(), agency, None if found else counter, found.id if found else None, words, actor.id, now
        )  # fmt: skip
        unit.desks.add_note(note)
        return done(unit, asked, {"note": note.id}, now)


def remove_note(hall: Hall, actor: Actor, *, note: str, request_id: str) -> Done:
    """It was read. Whoever may act in its agency may remove it. Raises NotFound."""
    one_of(actor, *AT_COUNTERS)
    asked = Asked(request_id, actor, "remove_note", {"note": note})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        agencies = [actor.agency] if actor.agency else list(unit.mall.agency_by_code)
        known = {one.id: one for agency in agencies for one in unit.desks.notes(agency or "")}
        if note not in known:
            raise NotFound(what="note", note=note)
        of_agency(actor, known[note].agency)
        unit.desks.remove_note(note)
        return done(unit, asked, {"note": note}, now)


def notes_view(unit: Unit, actor: Actor, agency: str, counter: int, ticket: str | None) -> list[dict[str, Any]]:
    """What concerns this counter and its visitor, newest last. Reads only."""
    if not reaches(actor, agency):
        return []
    concerned = [
        one for one in unit.desks.notes(agency) if one.counter == counter or (one.ticket and one.ticket == ticket)
    ]
    return [
        {"id": one.id, "text": one.text, "at": iso(one.at), "about": "ticket" if one.ticket else "counter"}
        for one in concerned
    ]
