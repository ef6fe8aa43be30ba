"""Setting a visitor aside: until a moment, or until they return."""

from datetime import timedelta

from server.domain import ticket as tickets
from server.domain.access import Actor
from server.domain.events import TicketParked
from server.operations import choosing, undoing, visits
from server.operations.at_counter import my_desk, visitor_at
from server.operations.recording import Asked, Done, done, done_before, record
from server.ports import Hall


def park(
    hall: Hall, actor: Actor, *, counter: int, ticket: str, why: str, minutes: int | None, request_id: str
) -> Done:
    """Set the visitor aside, for a time or (`minutes` None) until they return; the counter is free."""
    asked = Asked(request_id, actor, "park", {"counter": counter, "ticket": ticket, "why": why, "minutes": minutes})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        place, desk = my_desk(unit, actor, counter)
        visitor = visitor_at(unit, desk, ticket)
        until = now + timedelta(minutes=minutes) if minutes else None
        move = undoing.begin(unit, choosing.place_of(unit, place, desk), "park", [visitor])
        parked = tickets.park(visitor, now, why, until, actor.id)
        unit.tickets.save(visitor, parked)
        unit.legs.add(tickets.leg_of(visitor, actor.id, now, tickets.PARKED))
        visits.free(unit, desk)
        record(unit, TicketParked(
            parked.id, parked.label, parked.queue, parked.service, parked.agency, place.zone, counter, why,
            until.isoformat() if until else None, actor.id,
        ), now)  # fmt: skip
        undoing.keep(unit, move, actor.id, now)
        return done(unit, asked, {"ticket": ticket, "counter": counter}, now)
