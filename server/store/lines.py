"""Who waits for what: the few columns that an estimate asks for."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, bindparam, select

from server.domain.profiles import class_by
from server.domain.ticket import WAITING
from server.store.standing import Once
from server.store.tables import tickets

_WAITING = (
    select(tickets.c.queue, tickets.c.service, tickets.c.priority, tickets.c.appointment)
    .where(tickets.c.day == bindparam("day"), tickets.c.state == WAITING)
    .order_by(tickets.c.position)
    .limit(bindparam("most"))
)
_WAITING_OF = _WAITING.where(tickets.c.queue.in_(bindparam("queues", expanding=True)))


class LineRows:
    def __init__(self, connection: Connection, once: Once) -> None:
        self._run, self._once = connection.execute, once

    def waiting(self, queues: Sequence[str] | None, day: date, limit: int) -> list[tuple[str, str, str]]:
        """One query, however many queues."""
        name = ("line", None if queues is None else tuple(queues), day, limit)
        return self._once(name, lambda: self._read(queues, day, limit))

    def _read(self, queues: Sequence[str] | None, day: date, limit: int) -> list[tuple[str, str, str]]:
        asked = {"day": day, "most": limit}
        of = _WAITING if queues is None else _WAITING_OF
        rows = self._run(of, asked if queues is None else {**asked, "queues": list(queues)})
        return [
            (queue, service, class_by(priority, appointment is not None))
            for queue, service, priority, appointment in rows
        ]
