"""What stands beside the counters: credits of work profiles, the move that can be undone, notes among colleagues."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from server.ports import ColleagueNote, Undo
from server.store.floor_tables import colleague_notes, credits, undos
from server.store.journal import compact


class DeskRows:
    def __init__(self, connection: Connection) -> None:
        self._run = connection.execute

    def credits(self, pool: str, day: date) -> list[list[int]] | None:
        where = (credits.c.pool == pool, credits.c.day == day)
        body = self._run(select(credits.c.body).where(*where)).scalar_one_or_none()
        return None if body is None else json.loads(body)

    def set_credits(self, pool: str, day: date, values: list[list[int]]) -> None:
        self._run(delete(credits).where(credits.c.pool == pool))
        self._run(insert(credits).values(pool=pool, day=day, body=compact(values)))

    def undo(self, counter: int) -> Undo | None:
        row = self._run(select(undos).where(undos.c.counter == counter)).mappings().one_or_none()
        return None if row is None else Undo(**{**row, "body": json.loads(row["body"])})

    def set_undo(self, undo: Undo) -> None:
        self.forget_undo(undo.counter)
        self._run(insert(undos).values(
            counter=undo.counter, by=undo.by, at=undo.at, move=undo.move, body=compact(dict(undo.body))
        ))  # fmt: skip

    def forget_undo(self, counter: int) -> None:
        self._run(delete(undos).where(undos.c.counter == counter))

    def add_note(self, note: ColleagueNote) -> None:
        values: Mapping[str, Any] = {name: getattr(note, name) for name in note.__dataclass_fields__}
        self._run(insert(colleague_notes).values(**values))

    def notes(self, agency: str) -> list[ColleagueNote]:
        rows = self._run(
            select(colleague_notes)
            .where(colleague_notes.c.agency == agency)
            .order_by(colleague_notes.c.at, colleague_notes.c.id)
        )
        return [ColleagueNote(**row) for row in rows.mappings()]

    def remove_note(self, note: str) -> None:
        self._run(delete(colleague_notes).where(colleague_notes.c.id == note))

    def forget_notes(self) -> int:
        return self._run(delete(colleague_notes)).rowcount
