"""The stops of visits as rows: what happened at each counter, from which the estimates learn."""

import json
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, bindparam, delete, exists, func, insert, or_, select

from server.domain.ticket import FINISHED, OUTCOMES, Leg
from server.store.floor_tables import legs
from server.store.journal import compact
from server.store.tables import tickets

_COLUMNS = tuple(column.name for column in legs.columns)
_ADD = insert(legs)
_OF_DAY = select(legs).where(legs.c.day == bindparam("of_day")).order_by(legs.c.ended_at, legs.c.ticket, legs.c.n)
_OUTCOMES = (
    select(legs.c.agency, legs.c.outcome, func.count(), func.sum(legs.c.calls))
    .where(legs.c.day == bindparam("of_day"))
    .group_by(legs.c.agency, legs.c.outcome)
)
_LATER, _TICKET = legs.alias(), tickets.alias()
# Each service of a visit by its last stop; while the visitor is back in its line it is not served.
_SERVED = (
    select(legs.c.agency, legs.c.mark, func.count())
    .where(
        legs.c.day == bindparam("of_day"), legs.c.outcome.in_(OUTCOMES),
        ~exists().where(
            _LATER.c.ticket == legs.c.ticket, _LATER.c.service == legs.c.service, _LATER.c.n > legs.c.n
        ),
        exists().where(
            _TICKET.c.id == legs.c.ticket, or_(_TICKET.c.service != legs.c.service, _TICKET.c.state == FINISHED)
        ),
    )
    .group_by(legs.c.agency, legs.c.mark)
)  # fmt: skip
_WITHOUT_STOPS = (
    select(_TICKET.c.agency, _TICKET.c.mark, func.count())
    .where(
        _TICKET.c.day == bindparam("of_day"), _TICKET.c.state == FINISHED,
        ~exists().where(legs.c.ticket == _TICKET.c.id),
    )
    .group_by(_TICKET.c.agency, _TICKET.c.mark)
)  # fmt: skip
_SINCE = (
    select(legs)
    .where(legs.c.ended_at > bindparam("since"))
    .order_by(legs.c.ended_at, legs.c.ticket, legs.c.n)
    .limit(bindparam("most"))
)


def _to_leg(row: RowMapping) -> Leg:
    delivered = tuple((service, n) for service, n in json.loads(row["delivered"]))
    return Leg(**{**row, "delivered": delivered})


class LegRows:
    def __init__(self, connection: Connection) -> None:
        self._run = connection.execute

    def add(self, leg: Leg) -> None:
        values = {name: getattr(leg, name) for name in _COLUMNS}
        self._run(_ADD, {**values, "delivered": compact([list(one) for one in leg.delivered])})

    def remove(self, ticket: str, n: int) -> None:
        self._run(delete(legs).where(legs.c.ticket == ticket, legs.c.n == n))

    def of_ticket(self, ticket: str) -> list[Leg]:
        return [
            _to_leg(row) for row in self._run(select(legs).where(legs.c.ticket == ticket).order_by(legs.c.n)).mappings()
        ]

    def of_day(self, day: date, agency: str | None = None) -> list[Leg]:
        wanted = _OF_DAY if agency is None else _OF_DAY.where(legs.c.agency == agency)
        return [_to_leg(row) for row in self._run(wanted, {"of_day": day}).mappings()]

    def outcomes(self, day: date) -> list[tuple[str, str, int, int]]:
        return [(agency, outcome, n, calls) for agency, outcome, n, calls in self._run(_OUTCOMES, {"of_day": day})]

    def served(self, day: date) -> list[tuple[str, str | None, int]]:
        both = [*self._run(_SERVED, {"of_day": day}), *self._run(_WITHOUT_STOPS, {"of_day": day})]
        return [(agency, mark, n) for agency, mark, n in both]

    def ended_since(self, since: datetime, limit: int) -> list[Leg]:
        return [_to_leg(row) for row in self._run(_SINCE, {"since": since, "most": limit}).mappings()]
