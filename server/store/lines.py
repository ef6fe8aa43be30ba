"""Who waits for what, and who is at a counter: the few columns that an estimate asks for."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, select

from server.domain.profiles import class_by
from server.domain.ticket import CALLED, SERVING, WAITING
from server.store.tables import tickets

_WAITING = (
    select(tickets.c.queue, tickets.c.service, tickets.c.priority)
    .where(tickets.c.day == bindparam("day"), tickets.c.state == WAITING)
    .order_by(tickets.c.position)
    .limit(bindparam("most"))
)
_WAITING_OF = _WAITING.where(tickets.c.queue.in_(bindparam("queues", expanding=True)))
_AT_COUNTERS = select(tickets.c.id, tickets.c.service, tickets.c.called_at).where(
    tickets.c.day == bindparam("day"), tickets.c.state.in_((CALLED, SERVING))
)


class LineRows:
    def __init__(self, connection: Connection) -> None:
        self._run = connection.execute

    def waiting(self, queues: Sequence[str] | None, day: date, limit: int) -> list[tuple[str, str, str]]:
        """One query, however many queues."""
        asked = {"day": day, "most": limit}
        rows = (
            self._run(_WAITING, asked) if queues is None else self._run(_WAITING_OF, {**asked, "queues": list(queues)})
        )
        return [(queue, service, class_by(priority)) for queue, service, priority in rows]

    def at_counters(self, day: date) -> list[tuple[str, str, datetime | None]]:
        return [(ticket, service, called) for ticket, service, called in self._run(_AT_COUNTERS, {"day": day})]
