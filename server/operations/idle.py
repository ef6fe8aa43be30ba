"""Calling by itself: an idle counter that asked for it gets the next arrival, without a press."""

from collections.abc import Callable

from server.domain.access import Actor
from server.domain.refusals import Refusal
from server.domain.staffing import OPEN, Desk
from server.operations import calls
from server.operations.staff import as_actor
from server.ports import Hall

Vanished = Callable[[str, float], bool]


def call_idle(hall: Hall, vanished: Vanished) -> int:
    """Called each second; how many were called. Nobody is called to a counter whose clerk was not seen for long."""
    with hall.store.read() as unit:
        known = unit.mall.counter_by_number
        idle = [desk for desk in unit.counters.all().values() if _waits(desk) and desk.number in known]
        if not idle:
            return 0
        seconds = unit.mall.calling.holder_vanished_seconds
        people = {desk.number: unit.people.staff(desk.holder or "") for desk in idle}
        day = unit.journal.head().day
        waiting = unit.tickets.waiting_counts(day) if day else {}
        queues = {desk.number: {*known[desk.number].queues, *desk.helps} for desk in idle}
    ready = [desk for desk in idle if any(waiting.get(queue) for queue in queues[desk.number])]
    found = [(desk, people[desk.number]) for desk in ready if not vanished(desk.holder or "", seconds)]
    return sum(_call(hall, desk, as_actor(person)) for desk, person in found if person and not person.blocked_at)


def _waits(desk: Desk) -> bool:
    return desk.auto_call and desk.state == OPEN and desk.ticket is None and desk.holder is not None


def _call(hall: Hall, desk: Desk, clerk: Actor) -> bool:
    """What hinders it (a break, a system that is down, somebody faster) is no trouble: the next look decides."""
    try:
        calls.next(hall, clerk, counter=desk.number, expects=None, request_id=hall.ids.secret())
    except Refusal:
        return False
    return True
