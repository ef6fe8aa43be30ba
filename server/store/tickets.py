"""Tickets and their tallies as rows."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, literal_column, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from server.domain.profiles import Select
from server.domain.refusals import StateChanged
from server.domain.ticket import (
    ABSENT,
    CALLED,
    FINISHED,
    INCOMPLETE,
    PARKED,
    REQUESTED,
    SERVING,
    WAITING,
    Ticket,
)  # fmt: skip
from server.ports import NOBODY_BARRED, Barred
from server.store import ticket_counts
from server.store.first_of import first_of
from server.store.floor_tables import legs
from server.store.standing import Once
from server.store.tables import tallies, tickets

_COLUMNS = tuple(column.name for column in tickets.columns)
_KEPT = ("id", "day", "number", "label", "series")
_GET = select(tickets).where(tickets.c.id == bindparam("ticket"))
_LABELLED = select(tickets).where(tickets.c.day == bindparam("of_day"), tickets.c.label == bindparam("of_label"))
_FIRSTS = (
    select(tickets)
    .where(
        tickets.c.queue == bindparam("queue"),
        tickets.c.day == bindparam("day"),
        tickets.c.state == WAITING,
    )
    .order_by(tickets.c.position)
    .limit(bindparam("most"))
)
_BEHIND = (
    select(tickets)
    .where(
        tickets.c.queue == bindparam("queue"),
        tickets.c.day == bindparam("day"),
        tickets.c.state == WAITING,
        tickets.c.position > bindparam("position"),
    )
    .order_by(tickets.c.position)
    .limit(bindparam("most"))
)
_PLACES = (
    select(tickets.c.position)
    .where(
        tickets.c.queue == bindparam("queue"),
        tickets.c.day == bindparam("day"),
        tickets.c.state == WAITING,
    )
    .order_by(tickets.c.position)
)
_SAVE = (
    update(tickets)
    .where(
        tickets.c.id == bindparam("was_id"),
        tickets.c.state == bindparam("was_state"),
        tickets.c.calls == bindparam("was_calls"),
        tickets.c.position == bindparam("was_position"),
    )
    .values({name: bindparam(f"new_{name}") for name in _COLUMNS if name not in _KEPT})
)
_CHANGE_WAITING = (
    update(tallies)
    .where(tallies.c.queue == bindparam("of_queue"), tallies.c.day == bindparam("of_day"))
    .values(waiting=tallies.c.waiting + bindparam("by"))
    .returning(tallies.c.waiting)
)
_ADD = insert(tickets)
_OF_DAY = (
    select(tickets)
    .where(tickets.c.day == bindparam("day"), tickets.c.state.in_(bindparam("states", expanding=True)))
    .order_by(tickets.c.position, tickets.c.queue)
)
_PARKED = (
    select(tickets)
    .where(tickets.c.state == PARKED, tickets.c.day == bindparam("day"))
    .order_by(tickets.c.ended_at, tickets.c.position)
)
_PARKED_OF = _PARKED.where(tickets.c.agency == bindparam("agency"))
_DURATIONS = (
    select(legs.c.started_at, legs.c.ended_at)
    .where(legs.c.queue == bindparam("queue"), legs.c.started_at.is_not(None), legs.c.mark.is_(None))
    .order_by(legs.c.ended_at.desc())
    .limit(bindparam("most"))
)
_DUE = (
    select(tickets)
    .where(
        tickets.c.state == PARKED, tickets.c.day == bindparam("day"), tickets.c.parked_until <= bindparam("now")
    )
    .order_by(tickets.c.parked_until, tickets.c.position)
)  # fmt: skip


# Whose priority waits for a decision, and who may come back: few of the many who are in the hall.
_TO_DECIDE = (
    select(tickets)
    .where(
        tickets.c.day == bindparam("day"),
        or_(
            tickets.c.state.in_((PARKED, ABSENT)),
            tickets.c.state.in_((WAITING, CALLED, SERVING)) & (tickets.c.priority == REQUESTED),
            (tickets.c.state == FINISHED) & (tickets.c.outcome == INCOMPLETE),
        ),
    )
    .order_by(tickets.c.position)
)
_WAITS_SINCE = func.coalesce(tickets.c.queued_at, tickets.c.issued_at)
_OLDEST = (
    select(tickets.c.agency, func.count().label("waiting"), func.min(_WAITS_SINCE).label("since"))
    .where(tickets.c.day == bindparam("day"), tickets.c.state == WAITING)
    .group_by(tickets.c.agency)
    .subquery()
)
_LONGEST_WAITS = (
    select(tickets, _OLDEST.c.waiting)
    .join(_OLDEST, (tickets.c.agency == _OLDEST.c.agency) & (_OLDEST.c.since == _WAITS_SINCE))
    .where(tickets.c.day == bindparam("day"), tickets.c.state == WAITING)
    .order_by(_WAITS_SINCE, tickets.c.position)
)


_UNPROMISED = (
    select(tickets)
    .where(tickets.c.day == bindparam("day"), tickets.c.state == WAITING, tickets.c.promised_how.is_(None))
    .order_by(tickets.c.position)
    .limit(bindparam("most"))
)
_PROMISE = (
    update(tickets)
    .where(tickets.c.id == bindparam("of"))
    .values(promised_low=bindparam("low"), promised_high=bindparam("high"), promised_how=bindparam("how"))
)
_LAST_CALLED = (
    select(tickets)
    .where(
        tickets.c.day == bindparam("day"),
        tickets.c.called_seq > 0,
        tickets.c.state.in_((CALLED, SERVING, FINISHED, ABSENT)),
    )
    .order_by(tickets.c.called_seq.desc())
    .limit(bindparam("most"))
)
_LAST_CALLED_OF = _LAST_CALLED.where(tickets.c.queue.in_(bindparam("queues", expanding=True)))
_LAST_CALLED_AT = _LAST_CALLED.where(tickets.c.counter.in_(bindparam("counters", expanding=True)))


def _take_number(dialect: Any) -> Any:
    statement = dialect.insert(tallies).values(
        queue=bindparam("queue"), day=bindparam("day"), last=literal_column("1"), waiting=literal_column("1")
    )
    return statement.on_conflict_do_update(
        index_elements=[tallies.c.queue, tallies.c.day],
        set_={"last": tallies.c.last + 1, "waiting": tallies.c.waiting + 1},
    ).returning(tallies.c.last, tallies.c.waiting)


_TAKE_NUMBER = {"sqlite": _take_number(sqlite), "postgresql": _take_number(postgresql)}


def to_ticket(row: Any) -> Ticket:
    """Of a row of the whole table: its columns stand in the order of a ticket's fields."""
    return Ticket(*row)


def _as_row(ticket: Ticket) -> dict[str, Any]:
    return {name: getattr(ticket, name) for name in _COLUMNS}


class TicketRows:
    def __init__(self, connection: Connection, once: Once) -> None:
        self._run, self._once = connection.execute, once
        self._dialect = connection.dialect.name

    def take_number(self, queue: str, day: date) -> tuple[int, int]:
        last, waiting = self._run(_TAKE_NUMBER[self._dialect], {"queue": queue, "day": day}).one()
        return last, waiting

    def skip_numbers(self, day: date, by: int) -> list[str]:
        skip = update(tallies).where(tallies.c.day == day).values(last=tallies.c.last + by).returning(tallies.c.queue)
        return sorted(self._run(skip).scalars())

    def begin_queue(self, queue: str, day: date) -> None:
        statement = {"sqlite": sqlite, "postgresql": postgresql}[self._dialect].insert(tallies)
        empty = {"queue": queue, "day": day, "last": 0, "waiting": 0}
        self._run(statement.values(empty).on_conflict_do_nothing(index_elements=[tallies.c.queue, tallies.c.day]))

    def numbered(self, queue: str, day: date, number: int) -> Ticket | None:
        where = (tickets.c.series == queue, tickets.c.day == day, tickets.c.number == number)
        row = self._run(select(tickets).where(*where)).one_or_none()
        return None if row is None else to_ticket(row)

    def issued_in(self, day: date) -> list[tuple[str, str, bool, int]]:
        paper = (tickets.c.number < 0).label("paper")
        statement = select(tickets.c.series, tickets.c.agency, paper, func.count()).where(tickets.c.day == day)
        rows = self._run(statement.group_by(tickets.c.series, tickets.c.agency, paper))
        return [(series, agency, bool(on_paper), n) for series, agency, on_paper, n in rows]

    def change_waiting(self, queue: str, day: date, by: int) -> int:
        left: int = self._run(_CHANGE_WAITING, {"of_queue": queue, "of_day": day, "by": by}).scalar_one()
        return left

    def add(self, ticket: Ticket) -> None:
        self._run(_ADD, {**_as_row(ticket), "series": ticket.series or ticket.queue})

    def get(self, ticket: str) -> Ticket | None:
        row = self._run(_GET, {"ticket": ticket}).one_or_none()
        return None if row is None else to_ticket(row)

    def labelled(self, label: str, day: date) -> Ticket | None:
        row = self._run(_LABELLED, {"of_label": label, "of_day": day}).first()
        return None if row is None else to_ticket(row)

    def first_of(self, wanted: Select, day: date, barred: Barred = NOBODY_BARRED) -> Ticket | None:
        """One query a queue, each in the order of its index."""
        keeps_out = bool(barred.counters or barred.staff)
        statement = first_of(replace(wanted, queues=()), keeps_out)
        values: dict[str, Any] = {"day": day}
        if keeps_out:
            values |= {"counters": sorted(barred.counters), "staff": sorted(barred.staff)}
        rows = [self._run(statement, {**values, "queue": queue}).one_or_none() for queue in wanted.queues]
        found = [to_ticket(row) for row in rows if row is not None]
        return min(found, key=lambda ticket: ticket.position, default=None)

    def joined_before(self, queues: Sequence[str], day: date, position: int) -> int:
        asked = {"queues": list(queues), "day": day, "position": position}
        return self._run(ticket_counts.JOINED_BEFORE, asked).scalar_one()

    def parked(self, agency: str | None, day: date) -> list[Ticket]:
        rows = self._run(_PARKED if agency is None else _PARKED_OF, {"day": day, "agency": agency})
        return [to_ticket(row) for row in rows]

    def due(self, now: datetime, day: date) -> list[Ticket]:
        return [to_ticket(row) for row in self._run(_DUE, {"now": now, "day": day})]

    def unpromised(self, day: date, limit: int) -> list[Ticket]:
        """Who waits and was not yet told how long; first those who came first."""
        return [to_ticket(row) for row in self._run(_UNPROMISED, {"day": day, "most": limit})]

    def promise(self, ticket: str, low: int, high: int, how: str) -> None:
        self._run(_PROMISE, {"of": ticket, "low": low, "high": high, "how": how})

    def waiting_behind(self, ticket: Ticket, limit: int) -> list[Ticket]:
        mine = {"queue": ticket.queue, "day": ticket.day, "position": ticket.position, "most": limit}
        return [to_ticket(row) for row in self._run(_BEHIND, mine)]

    def save(self, before: Ticket, after: Ticket) -> None:
        values = {f"new_{name}": value for name, value in _as_row(after).items()}
        was = {"was_id": before.id, "was_state": before.state, "was_calls": before.calls}
        was["was_position"] = before.position
        if self._run(_SAVE, {**values, **was}).rowcount != 1:
            raise StateChanged(label=before.label, expected=before.state)

    def waiting(self, queues: Sequence[str], day: date, limit: int) -> list[Ticket]:
        """The first `limit` over these queues. One query a queue: its index is in order, a union would sort it all."""
        firsts = [row for queue in queues for row in self._run(_FIRSTS, {"queue": queue, "day": day, "most": limit})]
        return [to_ticket(row) for row in sorted(firsts, key=lambda row: row.position)[:limit]]

    def places(self, queue: str, day: date) -> list[int]:
        return list(self._run(_PLACES, {"queue": queue, "day": day}).scalars())

    def waiting_counts(self, day: date) -> dict[str, int]:
        return self._once(("waiting", day), lambda: dict(self._run(ticket_counts.WAITING_COUNTS, {"day": day}).all()))

    def ahead_of(self, ticket: Ticket) -> int:
        if ticket.state != WAITING:
            return 0
        mine = {"queue": ticket.queue, "day": ticket.day, "position": ticket.position}
        return self._run(ticket_counts.AHEAD, mine).scalar_one()

    def issued_of(self, service: str, day: date) -> int:
        asked = {"service": service, "day": day}
        here: int = self._run(ticket_counts.ISSUED_OF, asked).scalar_one()
        return here + self._run(ticket_counts.GONE_ON, asked).scalar_one()

    def issued_of_each(self, services: Sequence[str], day: date) -> dict[str, int]:
        """Of each of these services of which a number was issued."""
        asked = {"day": day, "services": list(services)}
        return self._once(
            ("issued", day, *services), lambda: dict(self._run(ticket_counts.ISSUED_OF_EACH, asked).all())
        )

    def issued_counts(self, day: date) -> dict[str, int]:
        return dict(self._run(ticket_counts.ISSUED_COUNTS, {"day": day}).all())

    def issued_by_kiosk(self, kiosk: str, since: datetime, until: datetime) -> int:
        return self._run(ticket_counts.ISSUED_BY_KIOSK, {"kiosk": kiosk, "since": since, "until": until}).scalar_one()

    def of_day(self, day: date, states: Sequence[str]) -> list[Ticket]:
        return [to_ticket(row) for row in self._run(_OF_DAY, {"day": day, "states": list(states)})]

    def at_desks(self, day: date) -> dict[str, Ticket]:
        return self._once(("at_desks", day), lambda: {one.id: one for one in self.of_day(day, (CALLED, SERVING))})

    def to_decide(self, day: date) -> list[Ticket]:
        return [to_ticket(row) for row in self._run(_TO_DECIDE, {"day": day})]

    def longest_waits(self, day: date) -> list[tuple[Ticket, int]]:
        first: dict[str, tuple[Ticket, int]] = {}
        for *row, waiting in self._run(_LONGEST_WAITS, {"day": day}):
            ticket = Ticket(**dict(zip(_COLUMNS, row, strict=True)))
            first.setdefault(ticket.agency, (ticket, waiting))
        return list(first.values())

    def totals(self, day: date) -> list[tuple[str, str, str | None, int]]:
        statement = (
            select(tickets.c.agency, tickets.c.state, tickets.c.mark, func.count())
            .where(tickets.c.day == day)
            .group_by(tickets.c.agency, tickets.c.state, tickets.c.mark)
        )
        return [(agency, state, mark, n) for agency, state, mark, n in self._run(statement)]

    def last_called(self, zones_queues: Sequence[str] | None, day: date, limit: int) -> list[Ticket]:
        if zones_queues is None:
            return [to_ticket(row) for row in self._run(_LAST_CALLED, {"day": day, "most": limit})]
        asked = {"day": day, "most": limit, "queues": list(zones_queues)}
        return [to_ticket(row) for row in self._run(_LAST_CALLED_OF, asked)]

    def last_called_at(self, counters: Collection[int], day: date, limit: int) -> list[Ticket]:
        asked = {"day": day, "most": limit, "counters": sorted(counters)}
        return [to_ticket(row) for row in self._run(_LAST_CALLED_AT, asked)]

    def durations(self, queue: str, limit: int) -> list[float]:
        rows = self._run(_DURATIONS, {"queue": queue, "most": limit})
        minutes = ((ended - started).total_seconds() / 60 for started, ended in rows if ended is not None)
        return [value for value in minutes if value > 0]
