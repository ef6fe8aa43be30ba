"""Priority: asked for at the kiosk or by staff, confirmed or declined by a person who sees the visitor."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from server.domain import ticket as tickets
from server.domain.access import ADMIN, CLERK, GREETER, MANAGER, SUPERVISOR, Actor, of_agency, one_of
from server.domain.events import Event, PriorityConfirmed, PriorityDeclined, PriorityRequested
from server.domain.refusals import MoveNotAllowed, NotFound
from server.domain.ticket import Ticket
from server.operations.days import today
from server.operations.recording import Asked, Done, done, done_before, record
from server.ports import Hall, Unit

EVENTS: dict[str, Callable[..., Event]] = {
    tickets.REQUESTED: PriorityRequested,
    tickets.CONFIRMED: PriorityConfirmed,
    tickets.DECLINED: PriorityDeclined,
}  # fmt: skip
# Whose wait or visit it can still change.
_LIVING = (tickets.WAITING, tickets.CALLED, tickets.SERVING, tickets.PARKED, tickets.ABSENT)


def decide(hall: Hall, actor: Actor, *, ticket: str, decision: str, request_id: str) -> Done:
    """By label: requested, confirmed or declined; whoever sees the visitor may also do it unasked.

    Declined keeps the place by arrival. Raises NotFound, MoveNotAllowed.
    """
    one_of(actor, CLERK, GREETER, MANAGER, SUPERVISOR, ADMIN)
    asked = Asked(request_id, actor, "priority", {"ticket": ticket, "decision": decision})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        found = unit.tickets.labelled(ticket, today(unit, now))
        if found is None:
            raise NotFound(what="ticket", ticket=ticket)
        of_agency(actor, found.agency)
        if found.state not in _LIVING:
            raise MoveNotAllowed(state=found.state, move="priority", label=found.label)
        if found.priority != decision:
            mark(unit, found, decision, actor.id, now)
        return done(unit, asked, {"ticket": found.id}, now)


def mark(unit: Unit, ticket: Ticket, decision: str, by: str | None, now: datetime) -> Ticket:
    marked = replace(ticket, priority=decision)
    unit.tickets.save(ticket, marked)
    zone = unit.mall.zone_of_queue(ticket.queue).number
    record(unit, EVENTS[decision](ticket.id, ticket.label, ticket.queue, ticket.agency, zone, by), now)
    return marked


def request(unit: Unit, ticket: Ticket, kind: str, by: str | None, now: datetime) -> Ticket:
    """The ticket only says that it was asked for; the reason is counted, and kept with nobody."""
    unit.floor.count_priority(ticket.day, ticket.agency, kind)
    return mark(unit, ticket, tickets.REQUESTED, by, now)
