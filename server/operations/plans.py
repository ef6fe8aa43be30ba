"""A visit of several services: which follow after the present one, chosen at the kiosk or added at a desk."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from server.domain import ticket as tickets
from server.domain.access import ADMIN, CLERK, GREETER, MANAGER, SUPERVISOR, Actor, of_agency, one_of
from server.domain.events import PlanChanged
from server.domain.mall import Mall
from server.domain.refusals import MoveNotAllowed, NotFound, PlanNotSound
from server.domain.ticket import Ticket
from server.operations.days import today
from server.operations.recording import Asked, Done, done, done_before, record
from server.ports import Hall, Unit

MOST_STOPS = 6
_LIVING = (tickets.WAITING, tickets.CALLED, tickets.SERVING, tickets.PARKED, tickets.ABSENT)


def sound(mall: Mall, present: str, plan: Sequence[str]) -> tuple[str, ...]:
    """The plan. Raises NotFound for what the mall lacks, PlanNotSound where one stands there twice, or too many."""
    for code in plan:
        if code not in mall.service_by_code:
            raise NotFound(what="service", service=code)
    if len(set(plan)) != len(plan) or present in plan or len(plan) >= MOST_STOPS:
        raise PlanNotSound(most=MOST_STOPS)
    return tuple(plan)


def change(hall: Hall, actor: Actor, *, ticket: str, plan: Sequence[str], request_id: str) -> Done:
    """By label: these services follow, in this order. Raises NotFound, MoveNotAllowed, PlanNotSound."""
    one_of(actor, CLERK, GREETER, MANAGER, SUPERVISOR, ADMIN)
    asked = Asked(request_id, actor, "plan", {"ticket": ticket, "plan": list(plan)})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        found = unit.tickets.labelled(ticket, today(unit, now))
        if found is None:
            raise NotFound(what="ticket", ticket=ticket)
        of_agency(actor, found.agency)
        if found.state not in _LIVING:
            raise MoveNotAllowed(state=found.state, move="plan", label=found.label)
        write(unit, found, sound(unit.mall, found.service, plan), actor.id, now)
        return done(unit, asked, {"ticket": found.id}, now)


def write(unit: Unit, ticket: Ticket, plan: tuple[str, ...], by: str | None, now: datetime) -> Ticket:
    if ticket.plan == plan:
        return ticket
    planned = replace(ticket, plan=plan)
    unit.tickets.save(ticket, planned)
    zone = unit.mall.zone_of_queue(ticket.queue).number
    record(unit, PlanChanged(ticket.id, ticket.label, ticket.queue, ticket.agency, zone, list(plan), by), now)
    return planned
