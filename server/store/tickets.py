"""Tickets and their tallies as rows."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, func, insert, literal_column, select, update
from sqlalchemy.dialects import postgresql, sqlite

from server.domain.refusals import StateChanged
from server.domain.ticket import ABSENT, CALLED, FINISHED, SERVING, WAITING, Ticket, served_minutes
from server.store.tables import tallies, tickets

_COLUMNS = tuple(column.name for column in tickets.columns)
_GET = select(tickets).where(tickets.c.id == bindparam("ticket"))
_FIRST = (
    select(tickets)
    .where(
        tickets.c.queue == bindparam("queue"),
        tickets.c.day == bindparam("day"),
        tickets.c.state == WAITING,
    )
    .order_by(tickets.c.position)
    .limit(1)
)
_SAVE = (
    update(tickets)
    .where(
        tickets.c.id == bindparam("was_id"),
        tickets.c.state == bindparam("was_state"),
        tickets.c.calls == bindparam("was_calls"),
    )
    .values({name: bindparam(f"new_{name}") for name in _COLUMNS if name not in ("id", "day", "number", "label")})
)
_CHANGE_WAITING = (
    update(tallies)
    .where(tallies.c.queue == bindparam("of_queue"), tallies.c.day == bindparam("of_day"))
    .values(waiting=tallies.c.waiting + bindparam("by"))
    .returning(tallies.c.waiting)
)
_ADD = insert(tickets)


def _take_number(dialect: Any) -> Any:
    statement = dialect.insert(tallies).values(
        queue=bindparam("queue"), day=bindparam("day"), last=literal_column("1"), waiting=literal_column("1")
    )
    return statement.on_conflict_do_update(
        index_elements=[tallies.c.queue, tallies.c.day],
        set_={"last": tallies.c.last + 1, "waiting": tallies.c.waiting + 1},
    ).returning(tallies.c.last, tallies.c.waiting)


_TAKE_NUMBER = {"sqlite": _take_number(sqlite), "postgresql": _take_number(postgresql)}


def to_ticket(row: Row[Any]) -> Ticket:
    return Ticket(**row._mapping)


class TicketRows:
    def __init__(self, connection: Connection) -> None:
        self._run = connection.execute
        self._dialect = connection.dialect.name

    def take_number(self, queue: str, day: date) -> tuple[int, int]:
        last, waiting = self._run(_TAKE_NUMBER[self._dialect], {"queue": queue, "day": day}).one()
        return last, waiting

    def change_waiting(self, queue: str, day: date, by: int) -> int:
        return self._run(_CHANGE_WAITING, {"of_queue": queue, "of_day": day, "by": by}).scalar_one()

    def add(self, ticket: Ticket) -> None:
        self._run(_ADD, asdict(ticket))

    def get(self, ticket: str) -> Ticket | None:
        row = self._run(_GET, {"ticket": ticket}).one_or_none()
        return None if row is None else to_ticket(row)

    def first_waiting(self, queue: str, day: date) -> Ticket | None:
        row = self._run(_FIRST, {"queue": queue, "day": day}).one_or_none()
        return None if row is None else to_ticket(row)

    def save(self, before: Ticket, after: Ticket) -> None:
        values = {f"new_{name}": value for name, value in asdict(after).items()}
        was = {"was_id": before.id, "was_state": before.state, "was_calls": before.calls}
        if self._run(_SAVE, {**values, **was}).rowcount != 1:
            raise StateChanged(label=before.label, expected=before.state)

    def waiting(self, queues: Sequence[str], day: date, limit: int) -> list[Ticket]:
        statement = (
            select(tickets)
            .where(tickets.c.queue.in_(queues), tickets.c.day == day, tickets.c.state == WAITING)
            .order_by(tickets.c.position)
            .limit(limit)
        )
        return [to_ticket(row) for row in self._run(statement)]

    def waiting_counts(self, day: date) -> dict[str, int]:
        rows = self._run(select(tallies.c.queue, tallies.c.waiting).where(tallies.c.day == day))
        return {queue: waiting for queue, waiting in rows}

    def ahead_of(self, ticket: Ticket) -> int:
        if ticket.state != WAITING:
            return 0
        return self._run(
            select(func.count())
            .select_from(tickets)
            .where(
                tickets.c.queue == ticket.queue,
                tickets.c.day == ticket.day,
                tickets.c.state == WAITING,
                tickets.c.position < ticket.position,
            )
        ).scalar_one()

    def issued_of(self, service: str, day: date) -> int:
        where = and_(tickets.c.day == day, tickets.c.service == service)
        return self._run(select(func.count()).select_from(tickets).where(where)).scalar_one()

    def issued_counts(self, day: date) -> dict[str, int]:
        statement = select(tickets.c.service, func.count()).where(tickets.c.day == day).group_by(tickets.c.service)
        return {service: n for service, n in self._run(statement)}

    def issued_by_kiosk(self, kiosk: str, since: datetime) -> int:
        where = and_(tickets.c.kiosk == kiosk, tickets.c.issued_at > since)
        return self._run(select(func.count()).select_from(tickets).where(where)).scalar_one()

    def of_day(self, day: date, states: Sequence[str]) -> list[Ticket]:
        statement = (
            select(tickets).where(tickets.c.day == day, tickets.c.state.in_(states)).order_by(tickets.c.position)
        )
        return [to_ticket(row) for row in self._run(statement)]

    def totals(self, day: date) -> list[tuple[str, str, str | None, int]]:
        statement = (
            select(tickets.c.agency, tickets.c.state, tickets.c.mark, func.count())
            .where(tickets.c.day == day)
            .group_by(tickets.c.agency, tickets.c.state, tickets.c.mark)
        )
        return [(agency, state, mark, n) for agency, state, mark, n in self._run(statement)]

    def last_called(self, zones_queues: Sequence[str] | None, day: date, limit: int) -> list[Ticket]:
        called = tickets.c.state.in_((CALLED, SERVING, FINISHED, ABSENT))
        statement = select(tickets).where(tickets.c.day == day, tickets.c.called_at.is_not(None), called)
        if zones_queues is not None:
            statement = statement.where(tickets.c.queue.in_(zones_queues))
        return [to_ticket(row) for row in self._run(statement.order_by(tickets.c.called_at.desc()).limit(limit))]

    def durations(self, queue: str, limit: int) -> list[float]:
        statement = (
            select(tickets)
            .where(
                tickets.c.queue == queue,
                tickets.c.state == FINISHED,
                tickets.c.started_at.is_not(None),
                tickets.c.mark.is_(None),
            )
            .order_by(tickets.c.day.desc(), tickets.c.position.desc())
            .limit(limit)
        )
        minutes = (served_minutes(to_ticket(row)) for row in self._run(statement))
        return [value for value in minutes if value is not None]
