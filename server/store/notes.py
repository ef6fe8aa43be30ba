"""Notes of released tickets as rows."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from server.domain.notes import Note
from server.domain.refusals import NoteUsed
from server.store.tables import notes


def _to_note(row: Any) -> Note | None:
    return None if row is None else Note(**row._mapping)


class NoteRows:
    def __init__(self, connection: Connection) -> None:
        self._run = connection.execute

    def add(self, note: Note) -> None:
        self._run(insert(notes).values(**asdict(note)))

    def get(self, code: str) -> Note | None:
        return _to_note(self._run(select(notes).where(notes.c.code == code)).one_or_none())

    def of_ticket(self, ticket: str) -> Note | None:
        return _to_note(self._run(select(notes).where(notes.c.ticket == ticket)).one_or_none())

    def of_day(self, day: date) -> list[Note]:
        rows = self._run(select(notes).where(notes.c.day == day).order_by(notes.c.joined_at, notes.c.label))
        return [Note(**row._mapping) for row in rows]

    def redeem(self, code: str, ticket: str, at: datetime) -> None:
        unused = (notes.c.code == code, notes.c.redeemed_at.is_(None))
        if self._run(update(notes).where(*unused).values(redeemed_at=at, redeemed_by=ticket)).rowcount != 1:
            raise NoteUsed()
