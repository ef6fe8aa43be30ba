"""Who of an agency sits at which counter now: for a desk that sends a visitor on. Reads only."""

from typing import Any

from server.domain.access import Actor
from server.domain.staffing import Desk
from server.operations.at_counter import counter_of
from server.ports import Hall


def at_counters(hall: Hall, actor: Actor, counter: int) -> list[dict[str, Any]]:
    """The other counters of this one's agency: [{counter, zone, queues, state, username}]; nobody there: None.

    Raises NotFound, NotAllowed.
    """
    with hall.store.read() as unit:
        agency, desks = counter_of(unit, actor, counter).agency, unit.counters.all()
        others = [c for c in unit.mall.counters if c.agency == agency and c.number != counter]
        found = [(place, desks.get(place.number, Desk(place.number))) for place in others]
        people = {desk.number: unit.people.staff(desk.holder) for _, desk in found if desk.holder}
        return [
            {
                "counter": place.number, "zone": place.zone, "queues": list(place.queues), "state": desk.state,
                "username": person.username if (person := people.get(desk.number)) else None,
            }
            for place, desk in found
        ]  # fmt: skip
