"""Staff, devices and pairing codes as rows."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from server.ports import Device, Staff
from server.store.journal import compact
from server.store.standing import Once
from server.store.tables import devices, pairings, sessions, staff

_STAFF = select(staff).where(staff.c.id == bindparam("staff"))
_SESSION = (
    select(staff, sessions.c.began_at)
    .join_from(staff, sessions, sessions.c.staff == staff.c.id)
    .where(sessions.c.id == bindparam("session"))
)
_DEVICES = select(devices).order_by(devices.c.paired_at, devices.c.id)
_DEVICE = select(devices).where(devices.c.id == bindparam("device"))


def _to_device(row: Any) -> Device:
    return Device(**{**row._mapping, "fields": tuple(json.loads(row.fields))})


class PeopleRows:
    """`once`: within one unit; devices come and go without an event."""

    def __init__(self, connection: Connection, once: Once) -> None:
        self._run, self._once = connection.execute, once

    def staff(self, staff_id: str) -> Staff | None:
        row = self._run(_STAFF, {"staff": staff_id}).one_or_none()
        return None if row is None else Staff(**row._mapping)

    def staff_named(self, username: str) -> Staff | None:
        row = self._run(select(staff).where(staff.c.username == username)).one_or_none()
        return None if row is None else Staff(**row._mapping)

    def add_staff(self, person: Staff) -> None:
        self._run(insert(staff).values(**asdict(person)))

    def set_password(self, staff_id: str, password_hash: str) -> None:
        values = {"password_hash": password_hash, "version": staff.c.version + 1}
        self._run(update(staff).where(staff.c.id == staff_id).values(values))
        self.end_sessions(staff_id)

    def all_staff(self) -> list[Staff]:
        return [Staff(**row._mapping) for row in self._run(select(staff).order_by(staff.c.username))]

    def set_blocked(self, staff_id: str, at: datetime | None) -> None:
        self._run(update(staff).where(staff.c.id == staff_id).values(blocked_at=at))

    def add_session(self, session: str, staff_id: str, at: datetime) -> None:
        self._run(insert(sessions).values(id=session, staff=staff_id, began_at=at))

    def session(self, session: str) -> tuple[Staff, datetime] | None:
        row = self._run(_SESSION, {"session": session}).one_or_none()
        if row is None:
            return None
        values = dict(row._mapping)
        began_at: datetime = values.pop("began_at")
        return Staff(**values), began_at

    def sessions(self) -> dict[str, int]:
        counted = select(sessions.c.staff, func.count()).group_by(sessions.c.staff)
        return {row[0]: row[1] for row in self._run(counted)}

    def end_session(self, session: str) -> None:
        self._run(delete(sessions).where(sessions.c.id == session))

    def end_sessions(self, staff_id: str) -> int:
        return self._run(delete(sessions).where(sessions.c.staff == staff_id)).rowcount

    def end_sessions_before(self, at: datetime) -> int:
        return self._run(delete(sessions).where(sessions.c.began_at < at)).rowcount

    def device(self, device: str) -> Device | None:
        row = self._run(_DEVICE, {"device": device}).one_or_none()
        return None if row is None else _to_device(row)

    def devices(self) -> list[Device]:
        return [device for device in self.all_devices() if device.withdrawn_at is None]

    def all_devices(self) -> list[Device]:
        return self._once("devices", lambda: [_to_device(row) for row in self._run(_DEVICES)])

    def withdraw_device(self, device: str, at: datetime) -> None:
        self._run(update(devices).where(devices.c.id == device).values(withdrawn_at=at))

    def add_device(self, device: Device) -> None:
        self._run(insert(devices).values(**{**asdict(device), "fields": compact(list(device.fields))}))

    def set_device_state(self, device: str, state: str) -> None:
        self._run(update(devices).where(devices.c.id == device).values(state=state))

    def set_device_connected(self, device: str, connected: bool) -> None:
        self._run(update(devices).where(devices.c.id == device).values(connected=connected))

    def add_pairing(self, code_hash: str, spec: Mapping[str, Any], until: datetime) -> None:
        self._run(insert(pairings).values(code_hash=code_hash, spec=compact(dict(spec)), until=until))

    def forget_pairings_before(self, at: datetime) -> int:
        return self._run(delete(pairings).where(pairings.c.until < at)).rowcount

    def use_pairing(self, code_hash: str, now: datetime) -> Mapping[str, Any] | None:
        statement = delete(pairings).where(pairings.c.code_hash == code_hash, pairings.c.until > now)
        spec = self._run(statement.returning(pairings.c.spec)).scalar_one_or_none()
        return None if spec is None else json.loads(spec)
