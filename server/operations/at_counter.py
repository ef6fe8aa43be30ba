"""Who acts at which counter: the counter within reach, held by the caller, with the visitor the caller means."""

from server.domain import staffing
from server.domain.access import ADMIN, CLERK, MANAGER, SUPERVISOR, Actor, of_agency, one_of
from server.domain.mall import Counter
from server.domain.refusals import NotFound, StateChanged
from server.domain.staffing import Desk
from server.domain.ticket import Ticket
from server.ports import Unit

AT_COUNTERS = (CLERK, MANAGER, SUPERVISOR, ADMIN)


def counter_of(unit: Unit, actor: Actor, number: int) -> Counter:
    """The counter, within the actor's reach. Raises NotFound, NotAllowed."""
    counter = unit.mall.counter_by_number.get(number)
    if counter is None:
        raise NotFound(what="counter", counter=number)
    one_of(actor, *AT_COUNTERS)
    of_agency(actor, counter.agency)
    return counter


def my_desk(unit: Unit, actor: Actor, number: int) -> tuple[Counter, Desk]:
    counter = counter_of(unit, actor, number)
    return counter, staffing.held_by(unit.counters.get(number), actor.id)


def visitor_at(unit: Unit, desk: Desk, expects: str) -> Ticket:
    """The visitor the caller means. Raises StateChanged where somebody else, or nobody, is at the counter."""
    visitor = unit.tickets.get(desk.ticket) if desk.ticket else None
    if visitor is None or visitor.id != expects:
        raise StateChanged(counter=desk.number, label=desk.label)
    return visitor
