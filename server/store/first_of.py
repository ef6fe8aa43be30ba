"""The statement that finds who stands first among those whom a line of a work profile chooses, in one queue."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import bindparam, or_, select

from server.domain.profiles import APPOINTMENT, ORDINARY, PRIORITY, Select
from server.domain.ticket import CONFIRMED, WAITING
from server.store.tables import tickets


@cache
def first_of(wanted: Select, barred: bool) -> Any:
    """Built once for each selection that a profile may ask for."""
    found = select(tickets).where(
        tickets.c.queue == bindparam("queue"), tickets.c.day == bindparam("day"), tickets.c.state == WAITING
    )  # fmt: skip
    if wanted.services:
        found = found.where(tickets.c.service.in_(wanted.services))
    if wanted.without_services:
        found = found.where(tickets.c.service.not_in(wanted.without_services))
    if wanted.languages:
        found = found.where(tickets.c.language.in_(wanted.languages))
    if wanted.classes:
        found = found.where(_of_classes(wanted.classes))
    if barred:
        free = tickets.c.wanted_counter.is_(None) | tickets.c.wanted_counter.not_in(
            bindparam("counters", expanding=True)
        )
        ours = tickets.c.wanted_staff.is_(None) | tickets.c.wanted_staff.not_in(bindparam("staff", expanding=True))
        found = found.where(free, ours)
    return found.order_by(tickets.c.position).limit(1)


def _of_classes(classes: Sequence[str]) -> Any:
    confirmed, booked = tickets.c.priority == CONFIRMED, tickets.c.appointment.is_not(None)
    of = {PRIORITY: confirmed, APPOINTMENT: ~confirmed & booked, ORDINARY: ~confirmed & ~booked}
    return or_(*(of[one] for one in classes))
