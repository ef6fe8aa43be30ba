"""What wakes the desks: help asked at a kiosk, a burst of tickets, and the answer."""

from datetime import datetime, timedelta

from server.domain.access import ADMIN, CLERK, GREETER, KIOSK, MANAGER, SUPERVISOR, Actor, one_of
from server.domain.events import AlarmAnswered, BurstNoticed, HelpAsked
from server.domain.refusals import NotFound
from server.operations.recording import Asked, Done, done, done_before, record
from server.ports import Alarm, Hall, Unit

HELP, BURST = "help", "burst"


def ask_help(hall: Hall, actor: Actor, *, request_id: str) -> Done:
    """A visitor asks for an officer at this kiosk. An alarm that still stands is the same alarm."""
    one_of(actor, KIOSK)
    asked = Asked(request_id, actor, "help", {})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        alarm = _standing(unit, actor, HELP) or _raise(hall, unit, actor, HELP, now)
        return done(unit, asked, {"alarm": alarm.id}, now)


def _standing(unit: Unit, actor: Actor, kind: str) -> Alarm | None:
    return next((a for a in unit.site.alarms() if a.kind == kind and a.device == actor.id), None)


def _raise(hall: Hall, unit: Unit, actor: Actor, kind: str, now: datetime) -> Alarm:
    alarm = Alarm(hall.ids.short(), kind, actor.zone or 0, actor.id, actor.name, now)
    unit.site.add_alarm(alarm)
    event = HelpAsked if kind == HELP else BurstNoticed
    record(unit, event(alarm.id, alarm.device, alarm.device_name, alarm.zone), now)
    return alarm


def notice_burst(hall: Hall, unit: Unit, actor: Actor, now: datetime) -> None:
    """Tell the desks, once, when a kiosk gives numbers faster than people walk up to it."""
    limits = unit.mall.limits
    recent = unit.tickets.issued_by_kiosk(actor.id, now - timedelta(seconds=limits.burst_seconds), now)
    if recent >= limits.burst_tickets and _standing(unit, actor, BURST) is None:
        _raise(hall, unit, actor, BURST, now)


def answer(hall: Hall, actor: Actor, *, alarm: str, request_id: str) -> Done:
    one_of(actor, CLERK, GREETER, MANAGER, SUPERVISOR, ADMIN)
    asked = Asked(request_id, actor, "answer", {"alarm": alarm})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        standing = next((a for a in unit.site.alarms() if a.id == alarm), None)
        if standing is None:
            raise NotFound(what="alarm", alarm=alarm)
        unit.site.answer_alarm(alarm, now)
        record(unit, AlarmAnswered(alarm, standing.zone, actor.id, standing.counter), now)
        return done(unit, asked, {"alarm": alarm}, now)
