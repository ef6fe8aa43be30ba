"""Statements that count tickets: who waits, who is ahead, what was issued."""

from sqlalchemy import bindparam, func, select

from server.domain.ticket import OUTCOMES, WAITING
from server.store.floor_tables import legs
from server.store.tables import tallies, tickets

# Statements of the hot path are built once: building one takes as long as running it.
WAITING_COUNTS = select(tallies.c.queue, tallies.c.waiting).where(tallies.c.day == bindparam("day"))
AHEAD = (
    select(func.count())
    .select_from(tickets)
    .where(
        tickets.c.queue == bindparam("queue"),
        tickets.c.day == bindparam("day"),
        tickets.c.state == WAITING,
        tickets.c.position < bindparam("position"),
    )
)
ISSUED_OF = (
    select(func.count())
    .select_from(tickets)
    .where(tickets.c.day == bindparam("day"), tickets.c.service == bindparam("service"))
)
# Who was served there and has gone on to another service used a number of its quota, too.
GONE_ON = (
    select(func.count(legs.c.ticket.distinct()))
    .join(tickets, tickets.c.id == legs.c.ticket)
    .where(
        legs.c.day == bindparam("day"),
        legs.c.service == bindparam("service"),
        legs.c.outcome.in_(OUTCOMES),
        tickets.c.service != bindparam("service"),
    )
)
ISSUED_OF_EACH = (
    select(tickets.c.service, func.count())
    .where(tickets.c.day == bindparam("day"), tickets.c.service.in_(bindparam("services", expanding=True)))
    .group_by(tickets.c.service)
)
ISSUED_BY_KIOSK = (
    select(func.count())
    .select_from(tickets)
    .where(
        tickets.c.kiosk == bindparam("kiosk"),
        tickets.c.issued_at > bindparam("since"),
        tickets.c.issued_at <= bindparam("until"),
    )
)
ISSUED_COUNTS = (
    select(tickets.c.service, func.count()).where(tickets.c.day == bindparam("day")).group_by(tickets.c.service)
)
JOINED_BEFORE = (
    select(func.count())
    .select_from(tickets)
    .where(
        tickets.c.queue.in_(bindparam("queues", expanding=True)),
        tickets.c.day == bindparam("day"),
        tickets.c.state == WAITING,
        tickets.c.position < bindparam("position"),
    )
)
