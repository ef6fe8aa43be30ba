"""The counters' present state as rows: who sits where, and which visitor is there."""

from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from server.domain.refusals import HoldsAnotherCounter, StateChanged
from server.domain.staffing import Desk
from server.store.standing import Once
from server.store.tables import desks

_DESK = select(*(desks.c[field.name] for field in fields(Desk)))  # in the order in which a Desk is made
_GET = _DESK.where(desks.c.number == bindparam("counter"))
_ALL = _DESK.order_by(desks.c.number)
_HELD = _DESK.where(desks.c.holder == bindparam("staff"))

_COLUMNS = tuple(column.name for column in desks.columns)
_UPDATE = (
    update(desks)
    .where(
        desks.c.number == bindparam("was_number"),
        desks.c.state == bindparam("was_state"),
        desks.c.holder.is_not_distinct_from(bindparam("was_holder")),
        desks.c.ticket.is_not_distinct_from(bindparam("was_ticket")),
    )
    .values({name: bindparam(f"new_{name}") for name in _COLUMNS})
)


def _to_desk(row: Row[Any]) -> Desk:
    return Desk(*row)


class CounterRows:
    def __init__(self, connection: Connection, once: Once) -> None:
        self._run, self._once = connection.execute, once

    def get(self, number: int) -> Desk:
        row = self._run(_GET, {"counter": number}).one_or_none()
        return Desk(number) if row is None else _to_desk(row)

    def all(self) -> dict[int, Desk]:
        return self._once("desks", lambda: {row.number: _to_desk(row) for row in self._run(_ALL)})

    def held_by(self, staff: str) -> Desk | None:
        row = self._run(_HELD, {"staff": staff}).one_or_none()
        return None if row is None else _to_desk(row)

    def save(self, before: Desk, after: Desk) -> None:
        try:
            changed = self._run(_UPDATE, _values(before, after)).rowcount
            if changed == 0 and before == Desk(before.number):
                self._run(insert(desks).values(**asdict(after)))
                changed = 1  # what an INSERT's rowcount says differs by database
        except IntegrityError:
            raise HoldsAnotherCounter(counter=before.number) from None
        if changed != 1:
            raise StateChanged(counter=before.number, expected=before.state)


def _values(before: Desk, after: Desk) -> dict[str, Any]:
    was = {f"was_{name}": getattr(before, name) for name in ("number", "state", "holder", "ticket")}
    return {**was, **{f"new_{name}": getattr(after, name) for name in _COLUMNS}}
