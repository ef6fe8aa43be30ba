"""What stands beside the counters: credits of work profiles, the move that can be undone, notes among colleagues."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from server.ports import ColleagueNote, Undo
from server.store.floor_tables import colleague_notes, credits, undos
from server.store.journal import compact

_CREDITS = select(credits.c.body).where(credits.c.pool == bindparam("pool"), credits.c.day == bindparam("day"))
_FORGET_CREDITS = delete(credits).where(credits.c.pool == bindparam("pool"))
_ADD_CREDITS = insert(credits)
_UNDO = select(undos).where(undos.c.counter == bindparam("counter"))
_FORGET_UNDO = delete(undos).where(undos.c.counter == bindparam("counter"))
_ADD_UNDO = insert(undos)
_NOTES = (
    select(colleague_notes)
    .where(colleague_notes.c.agency == bindparam("agency"))
    .order_by(colleague_notes.c.at, colleague_notes.c.id)
)


class DeskRows:
    def __init__(self, connection: Connection) -> None:
        self._run = connection.execute

    def credits(self, pool: str, day: date) -> list[list[int]] | None:
        body = self._run(_CREDITS, {"pool": pool, "day": day}).scalar_one_or_none()
        return None if body is None else json.loads(body)

    def set_credits(self, pool: str, day: date, values: list[list[int]]) -> None:
        self._run(_FORGET_CREDITS, {"pool": pool})
        self._run(_ADD_CREDITS, {"pool": pool, "day": day, "body": compact(values)})

    def undo(self, counter: int) -> Undo | None:
        row = self._run(_UNDO, {"counter": counter}).mappings().one_or_none()
        return None if row is None else Undo(**{**row, "body": json.loads(row["body"])})

    def set_undo(self, undo: Undo) -> None:
        self.forget_undo(undo.counter)
        body = compact(dict(undo.body))
        self._run(_ADD_UNDO, {"counter": undo.counter, "by": undo.by, "at": undo.at, "move": undo.move, "body": body})

    def forget_undo(self, counter: int) -> None:
        self._run(_FORGET_UNDO, {"counter": counter})

    def add_note(self, note: ColleagueNote) -> None:
        values: Mapping[str, Any] = {name: getattr(note, name) for name in note.__dataclass_fields__}
        self._run(insert(colleague_notes).values(**values))

    def notes(self, agency: str) -> list[ColleagueNote]:
        return [ColleagueNote(**row) for row in self._run(_NOTES, {"agency": agency}).mappings()]

    def remove_note(self, note: str) -> None:
        self._run(delete(colleague_notes).where(colleague_notes.c.id == note))

    def forget_notes(self) -> int:
        return self._run(delete(colleague_notes)).rowcount
