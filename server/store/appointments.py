"""Appointments as rows."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from server.domain.appointments import Appointment
from server.domain.refusals import AppointmentUsed
from server.store.floor_tables import appointments as rows

_OPEN = (rows.c.used_at.is_(None), rows.c.cancelled_at.is_(None))


class AppointmentRows:
    def __init__(self, connection: Connection) -> None:
        self._run = connection.execute

    def add(self, appointment: Appointment) -> None:
        self._run(insert(rows).values(**asdict(appointment)))

    def get(self, code: str) -> Appointment | None:
        return self._one(rows.c.code == code)

    def by_id(self, appointment: str) -> Appointment | None:
        return self._one(rows.c.id == appointment)

    def _one(self, where: ColumnElement[bool]) -> Appointment | None:
        found = self._run(select(rows).where(where)).one_or_none()
        return None if found is None else Appointment(**found._mapping)

    def of_day(self, day: date) -> list[Appointment]:
        found = self._run(select(rows).where(rows.c.day == day).order_by(rows.c.at, rows.c.id))
        return [Appointment(**row._mapping) for row in found]

    def booked(self, service: str, since: date, until: date) -> dict[datetime, int]:
        mine = (rows.c.service == service, rows.c.day >= since, rows.c.day <= until, rows.c.cancelled_at.is_(None))
        return dict(self._run(select(rows.c.at, func.count()).where(*mine).group_by(rows.c.at)).all())

    def keep(self, code: str, ticket: str, at: datetime) -> None:
        self._close(code, used_at=at, used_by=ticket)

    def cancel(self, code: str, at: datetime) -> None:
        self._close(code, cancelled_at=at)

    def _close(self, code: str, **values: Any) -> None:
        """Raises AppointmentUsed where it was used or cancelled before."""
        if self._run(update(rows).where(rows.c.code == code, *_OPEN).values(**values)).rowcount != 1:
            raise AppointmentUsed()
