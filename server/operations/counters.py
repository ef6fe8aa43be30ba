"""What a clerk does with a counter: take, open, pause, close, leave."""

from collections.abc import Callable
from datetime import datetime, timedelta

from server.domain import staffing
from server.domain.access import Actor
from server.domain.events import CounterClosed, CounterLeft, CounterOpened, CounterPaused, CounterTaken, Event
from server.domain.mall import Counter
from server.domain.refusals import HoldsAnotherCounter
from server.domain.staffing import Desk
from server.operations.at_counter import counter_of, my_desk
from server.operations.days import today
from server.operations.recording import Asked, Done, done, done_before, record
from server.ports import Hall, Unit


def take(
    hall: Hall, actor: Actor, *, counter: int, holder_vanished: bool, request_id: str, holder: str | None = None
) -> Done:
    """Sit down at a counter. `holder_vanished`: the one who holds it was not seen for the site's time.

    `holder` names whom the caller saw there: somebody who sat down meanwhile is not displaced. Raises CounterHeld,
    HoldsAnotherCounter.
    """
    asked = Asked(request_id, actor, "take", {"counter": counter})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        today(unit, now)
        place = counter_of(unit, actor, counter)
        _at_no_other(unit, actor, counter)
        before = unit.counters.get(counter)
        vanished = holder_vanished and holder in (None, before.holder)
        after = staffing.take(before, actor.id, now, vanished)
        if after != before:
            unit.counters.save(before, after)
            record(unit, CounterTaken(counter, place.zone, place.agency, actor.id, before.holder), now)
        return done(unit, asked, {"counter": counter}, now)


def _at_no_other(unit: Unit, actor: Actor, counter: int) -> None:
    held = unit.counters.held_by(actor.id)
    if held is not None and held.number != counter:
        raise HoldsAnotherCounter(counter=held.number)


def open(hall: Hall, actor: Actor, *, counter: int, request_id: str) -> Done:
    """Calls may go to this counter; also the way back from a pause."""

    def act(place: Counter, desk: Desk, now: datetime) -> tuple[Desk, Event]:
        return staffing.open_counter(desk, now), CounterOpened(counter, place.zone, place.agency, actor.id)

    return _change(hall, Asked(request_id, actor, "open", {"counter": counter}), counter, act)


def pause(hall: Hall, actor: Actor, *, counter: int, reason: str, minutes: int | None, request_id: str) -> Done:
    """Nobody is called to this counter for a while; `minutes` is what screens announce, not a timer."""

    def act(place: Counter, desk: Desk, now: datetime) -> tuple[Desk, Event]:
        until = now + timedelta(minutes=minutes) if minutes else None
        paused = CounterPaused(
            counter, place.zone, place.agency, actor.id, reason, until.isoformat() if until else None
        )
        return staffing.pause(desk, reason, until, now), paused

    asked = Asked(request_id, actor, "pause", {"counter": counter, "reason": reason, "minutes": minutes})
    return _change(hall, asked, counter, act)


def close(hall: Hall, actor: Actor, *, counter: int, request_id: str) -> Done:
    """No more calls to this counter. Raises VisitorAtCounter."""

    def act(place: Counter, desk: Desk, now: datetime) -> tuple[Desk, Event]:
        return staffing.close(desk, now), CounterClosed(counter, place.zone, place.agency, actor.id, None)

    return _change(hall, Asked(request_id, actor, "close", {"counter": counter}), counter, act, ends=True)


def leave(hall: Hall, actor: Actor, *, counter: int, request_id: str) -> Done:
    """Stand up; the counter is closed and free. Raises VisitorAtCounter."""

    def act(place: Counter, desk: Desk, now: datetime) -> tuple[Desk, Event]:
        return staffing.leave(desk, now), CounterLeft(counter, place.zone, place.agency, actor.id, None)

    return _change(hall, Asked(request_id, actor, "leave", {"counter": counter}), counter, act, ends=True)


def _change(
    hall: Hall, asked: Asked, counter: int, act: Callable[[Counter, Desk, datetime], tuple[Desk, Event]],
    ends: bool = False,
) -> Done:  # fmt: skip
    """One change to a counter the actor holds; a change to the state it is already in leaves no event.

    `ends`: what was done there can no longer be taken back, for nobody may sit at a closed counter.
    """
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        today(unit, now)
        place, desk = my_desk(unit, asked.actor, counter)
        after, event = act(place, desk, now)
        if _as_seen(after) != _as_seen(desk):
            unit.counters.save(desk, after)
            record(unit, event, now)
        if ends:
            unit.desks.forget_undo(counter)
        return done(unit, asked, {"counter": counter}, now)


def _as_seen(desk: Desk) -> tuple[object, ...]:
    return desk.state, desk.holder, desk.pause_reason, desk.pause_until
