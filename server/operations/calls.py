"""What a clerk does with visitors: next, a chosen one, recall, start, finish, absent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from server.domain import calling, profiles, staffing
from server.domain import ticket as tickets
from server.domain.access import Actor
from server.domain.events import TicketAbsent, TicketCalled, TicketRecalled, TicketStarted
from server.domain.refusals import NotFound, StateChanged, SystemStillDown
from server.domain.staffing import Desk
from server.domain.ticket import Ticket
from server.operations import choosing, pauses, returning, undoing, visits
from server.operations.at_counter import my_desk, visitor_at
from server.operations.choosing import Place
from server.operations.days import today
from server.operations.recording import Asked, Done, done, done_before, record
from server.ports import Hall, Unit


def next(
    hall: Hall, actor: Actor, *, counter: int, expects: str | None, request_id: str, system_back: bool = False
) -> Done:
    """Close the present visit and call who is next by this counter's work profile.

    `expects` is the ticket the caller sees at the counter, or None. `system_back`: the caller says that the agency's
    central system works again, which resumes it; else who waits for it is held: SystemStillDown.

    Raises StateChanged, NobodyWaiting, OnBreak,
    CounterNotOpen, CounterNotHeld: then the present visit stays as it is.
    """
    arguments = {"counter": counter, "expects": expects, **({"system_back": True} if system_back else {})}
    asked = Asked(request_id, actor, "next", arguments)
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        place, desk = _ready(unit, actor, counter, expects)
        if system_back:
            pauses.system_is_back(unit, place.counter.agency, actor.id, now)
        day = today(unit, now)
        move = undoing.begin(unit, place, "next", [_seated(unit, desk)])
        _free(unit, place, actor, now)  # whose visit goes on may be the next one here
        choice = choosing.next_for(unit, place, actor.id, day, now)
        choosing.no_break(unit, place, now)
        move = undoing.also(move, choice.ticket)
        passed = choosing.passed_by(unit, place, choice.ticket) if choice.passes else 0
        choosing.keep_credits(unit, place, day, choice.credits)
        _call(unit, place, choice.ticket, actor, now, rule=choosing.rule_of(place, choice), passed=passed)
        undoing.keep(unit, move, actor.id, now)
        return done(unit, asked, {"ticket": choice.ticket.id, "counter": counter}, now)


def _ready(unit: Unit, actor: Actor, counter: int, expects: str | None) -> tuple[Place, Desk]:
    """The counter, open, mine, and with the visitor whom the caller sees there."""
    stands, desk = my_desk(unit, actor, counter)
    staffing.open_for_calls(desk)
    if desk.ticket != expects:
        raise StateChanged(counter=counter, label=desk.label)
    return choosing.place_of(unit, stands, desk), desk


def _seated(unit: Unit, desk: Desk) -> Ticket | None:
    return unit.tickets.get(desk.ticket) if desk.ticket else None


def _free(unit: Unit, place: Place, actor: Actor, now: datetime) -> None:
    """Whoever is at the counter was served: the caller did not say so, so it is marked."""
    visitor = _seated(unit, place.desk)
    if visitor is not None:
        visits.end_stop(unit, place.counter, place.desk, visitor, actor.id, now, mark=tickets.CLOSED_BY_NEXT)


def _call(
    unit: Unit, place: Place, waiting: Ticket, actor: Actor, now: datetime, *,
    rule: str = "", reason: str | None = None, passed: int = 0,
) -> None:  # fmt: skip
    called = replace(
        tickets.call(waiting, place.counter.number, now), called_seq=unit.journal.head().seq + 1,
        wanted_counter=None, wanted_staff=None,
    )  # fmt: skip
    unit.tickets.save(waiting, called)
    desk = unit.counters.get(place.counter.number)
    unit.counters.save(desk, staffing.seat(desk, called.id, called.label))
    left = unit.tickets.change_waiting(called.queue, called.day, -1)
    record(unit, TicketCalled(
        called.id, called.label, called.queue, called.service, called.agency, place.counter.zone, place.counter.number,
        called.calls, called.language, left, actor.id, called.position, place.profile.code, rule, reason, passed,
    ), now)  # fmt: skip


def call(
    hall: Hall, actor: Actor, *, counter: int, expects: str | None, ticket: str, reason: str, request_id: str
) -> Done:
    """Call the one that staff choose, by label, with a reason of `calling.CHOSEN_REASONS`; the present visit is closed.

    Also who was absent, is parked, or went for a document and is back. Raises as `next`, NotFound, MoveNotAllowed.
    """
    arguments = {"counter": counter, "expects": expects, "ticket": ticket, "reason": reason}
    asked = Asked(request_id, actor, "call", arguments)
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        place, desk = _ready(unit, actor, counter, expects)
        day = today(unit, now)
        move = undoing.begin(unit, place, "call", [_seated(unit, desk)])
        _chosen(unit, place, ticket, now)
        choosing.no_break(unit, place, now)
        _free(unit, place, actor, now)
        chosen = _chosen(unit, place, ticket, now)  # where it stands now: a visit that goes on may move others back
        move = undoing.also(move, chosen)
        if chosen.state != tickets.WAITING:
            chosen = returning.come_back(unit, chosen, actor.id, now)
        passed = choosing.passed_by(unit, place, chosen)
        if not passed and chosen.queue in place.queues:  # it was next anyway
            credits = choosing.credits_of(unit, place, day)
            choosing.keep_credits(unit, place, day, profiles.in_order(place.profile, credits))
        _call(unit, place, chosen, actor, now, reason=reason, passed=passed)
        undoing.keep(unit, move, actor.id, now)
        return done(unit, asked, {"ticket": chosen.id, "counter": counter}, now)


def _chosen(unit: Unit, place: Place, label: str, now: datetime) -> Ticket:
    """A ticket of today, of the counter's agency, whose central system works. Raises NotFound, SystemStillDown."""
    found = unit.tickets.labelled(label, today(unit, now))
    if found is None or found.agency != place.counter.agency:
        raise NotFound(what="ticket", ticket=label)
    if found.state != tickets.WAITING and not tickets.may_return(found):
        tickets.moved(found, "call")
    held = pauses.held(unit, found.agency, now)
    if found.service in held:
        raise SystemStillDown(counter=place.counter.number, since=held[found.service].isoformat())
    return found


def recall(hall: Hall, actor: Actor, *, counter: int, ticket: str, request_id: str) -> Done:
    """Call once more. Raises RecalledTooSoon within the site's pause between two calls."""
    asked = Asked(request_id, actor, "recall", {"counter": counter, "ticket": ticket})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        place, desk = my_desk(unit, actor, counter)
        visitor = visitor_at(unit, desk, ticket)
        again = replace(tickets.recall(visitor, now), called_seq=unit.journal.head().seq + 1)
        calling.recall_is_due(visitor, unit.mall.calling.recall_pause_seconds, now)
        unit.tickets.save(visitor, again)
        waiting = unit.tickets.change_waiting(again.queue, again.day, 0)
        record(unit, TicketRecalled(
            again.id, again.label, again.queue, again.service, again.agency, place.zone, counter,
            again.calls, again.language, waiting, actor.id,
        ), now)  # fmt: skip
        return done(unit, asked, {"ticket": again.id, "counter": counter}, now)


def start(hall: Hall, actor: Actor, *, counter: int, ticket: str, request_id: str) -> Done:
    """The visitor has arrived at the counter."""
    asked = Asked(request_id, actor, "start", {"counter": counter, "ticket": ticket})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        place, desk = my_desk(unit, actor, counter)
        visitor = visitor_at(unit, desk, ticket)
        arrived = tickets.start(visitor, now)
        unit.tickets.save(visitor, arrived)
        record(unit, TicketStarted(
            arrived.id, arrived.label, arrived.queue, arrived.agency, place.zone, counter, actor.id
        ), now)  # fmt: skip
        return done(unit, asked, {"ticket": arrived.id, "counter": counter}, now)


def finish(
    hall: Hall, actor: Actor, *, counter: int, ticket: str, request_id: str, outcome: str = tickets.DONE,
    delivered: Sequence[dict[str, Any]] = (),
) -> Done:  # fmt: skip
    """The visit is over, with this outcome of `ticket.OUTCOMES`; `delivered` [{service, count}] of the own agency.

    A visit with more services goes on to the next one. Raises NotFound for a service the agency does not have.
    """
    arguments: dict[str, Any] = {"counter": counter, "ticket": ticket}
    arguments |= {} if outcome == tickets.DONE else {"outcome": outcome}
    asked = Asked(request_id, actor, "finish", arguments | ({"delivered": list(delivered)} if delivered else {}))
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        place, desk = my_desk(unit, actor, counter)
        visitor = visitor_at(unit, desk, ticket)
        things = visits.delivered_of(unit, place.agency, delivered)
        move = undoing.begin(unit, choosing.place_of(unit, place, desk), "finish", [visitor])
        visits.end_stop(unit, place, desk, visitor, actor.id, now, outcome=outcome, delivered=things)
        undoing.keep(unit, move, actor.id, now)
        return done(unit, asked, {"ticket": ticket, "counter": counter}, now)


def absent(hall: Hall, actor: Actor, *, counter: int, ticket: str, request_id: str) -> Done:
    """The visitor did not come. Raises AbsentTooEarly before the site's number of calls, and a pause after the last."""
    asked = Asked(request_id, actor, "absent", {"counter": counter, "ticket": ticket})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        place, desk = my_desk(unit, actor, counter)
        visitor = visitor_at(unit, desk, ticket)
        gone = tickets.absent(visitor, now)
        rule = unit.mall.calling
        calling.absence_is_due(visitor, rule.calls_before_absent, rule.recall_pause_seconds, now)
        move = undoing.begin(unit, choosing.place_of(unit, place, desk), "absent", [visitor])
        unit.tickets.save(visitor, gone)
        unit.legs.add(tickets.leg_of(visitor, actor.id, now, tickets.ABSENT))
        visits.free(unit, desk)
        record(unit, TicketAbsent(
            gone.id, gone.label, gone.queue, gone.agency, place.zone, counter, actor.id
        ), now)  # fmt: skip
        undoing.keep(unit, move, actor.id, now)
        return done(unit, asked, {"ticket": gone.id, "counter": counter}, now)
