"""What several processes of one site know of each other: leases, who was seen, whose long poll is the newest."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import IntegrityError

from server.store.tables import leases, polls, presences


class ProcessRows:
    def __init__(self, connection: Connection) -> None:
        self._run = connection.execute
        self._savepoint = connection.begin_nested
        self._insert: Any = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert

    def lease(self, name: str) -> tuple[str, int] | None:
        row = self._run(select(leases).where(leases.c.name == name)).one_or_none()
        return None if row is None else (row.holder, row.beat)

    def take_lease(self, name: str, holder: str, before: tuple[str, int] | None) -> bool:
        if before is None:
            return self._first(name, holder)
        was_holder, beat = before
        as_before = (leases.c.name == name, leases.c.holder == was_holder, leases.c.beat == beat)
        return self._run(update(leases).where(*as_before).values(holder=holder, beat=beat + 1)).rowcount == 1

    def _first(self, name: str, holder: str) -> bool:
        try:
            with self._savepoint():
                self._run(insert(leases).values(name=name, holder=holder, beat=1))
        except IntegrityError:
            return False
        return True

    def beats(self) -> dict[str, int]:
        return {row.who: row.beat for row in self._run(select(presences))}

    def beat(self, who: Sequence[str]) -> None:
        """In order of their names: two processes that note the same people never wait for each other in a ring."""
        for one in sorted(set(who)):
            self._put(presences, {"who": one, "beat": 1}, {"beat": presences.c.beat + 1})

    def newest_poll(self, asked: str) -> str | None:
        return self._run(select(polls.c.newest).where(polls.c.asked == asked)).scalar_one_or_none()

    def begin_poll(self, asked: str, poll: str) -> None:
        self._put(polls, {"asked": asked, "newest": poll}, {"newest": poll})

    def _put(self, table: Table, row: dict[str, Any], change: dict[str, Any]) -> None:
        statement = self._insert(table).values(**row)
        self._run(statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=change))
