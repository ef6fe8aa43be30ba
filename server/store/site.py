"""Pauses, alarms, printer states, players, reports and remembered requests as rows."""

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from server.ports import Alarm, PauseRow, Player
from server.store.journal import compact
from server.store.standing import Once
from server.store.tables import alarms, pauses, players, printer_states, reports, requests

_SEEN = select(requests.c.fingerprint, requests.c.result).where(requests.c.request_id == bindparam("request"))
_REMEMBER = insert(requests)
_PAUSES = select(pauses).where(pauses.c.lifted_at.is_(None)).order_by(pauses.c.id)
_ALARMS = select(alarms).where(alarms.c.answered_at.is_(None)).order_by(alarms.c.id)
_PRINTER_STATES = select(printer_states).order_by(printer_states.c.printer)
_PLAYERS = select(players).order_by(players.c.field)


class RequestRows:
    def __init__(self, connection: Connection) -> None:
        self._run = connection.execute

    def seen(self, request_id: str) -> tuple[str, str] | None:
        row = self._run(_SEEN, {"request": request_id}).one_or_none()
        return None if row is None else (row.fingerprint, row.result)

    def remember(self, request_id: str, fingerprint: str, result: str, at: datetime) -> None:
        values = {"request_id": request_id, "fingerprint": fingerprint, "result": result, "at": at}
        self._run(_REMEMBER, values)

    def forget_before(self, at: datetime) -> int:
        return self._run(delete(requests).where(requests.c.at < at)).rowcount


def _to_pause(row: Row[Any]) -> PauseRow:
    return PauseRow(**{name: value for name, value in row._mapping.items() if name != "lifted_at"})


class SiteRows:
    """Pauses, alarms and printers' states change with an event each; `here`: players do not always."""

    def __init__(self, connection: Connection, once: Once, here: Once) -> None:
        self._run, self._once, self._here = connection.execute, once, here

    def pauses(self) -> list[PauseRow]:
        return self._once("pauses", lambda: [_to_pause(row) for row in self._run(_PAUSES)])

    def add_pause(self, pause: PauseRow) -> None:
        self._run(insert(pauses).values(**asdict(pause)))

    def lift_pause(self, pause: str, at: datetime) -> None:
        self._run(update(pauses).where(pauses.c.id == pause).values(lifted_at=at))

    def alarms(self) -> list[Alarm]:
        return self._once("alarms", lambda: [Alarm(**row._mapping) for row in self._run(_ALARMS)])

    def add_alarm(self, alarm: Alarm) -> None:
        self._run(insert(alarms).values(**asdict(alarm)))

    def answer_alarm(self, alarm: str, at: datetime) -> None:
        self._run(update(alarms).where(alarms.c.id == alarm).values(answered_at=at))

    def forget_alarms_before(self, at: datetime) -> int:
        return self._run(delete(alarms).where(alarms.c.answered_at < at)).rowcount

    def forget_pauses_before(self, at: datetime) -> int:
        return self._run(delete(pauses).where(pauses.c.lifted_at < at)).rowcount

    def printer_states(self) -> dict[str, tuple[str, datetime]]:
        return self._once("printers", self._read_printer_states)

    def _read_printer_states(self) -> dict[str, tuple[str, datetime]]:
        return {row.printer: (row.state, row.since) for row in self._run(_PRINTER_STATES)}

    def set_printer_state(self, printer: str, state: str, at: datetime) -> None:
        self._run(delete(printer_states).where(printer_states.c.printer == printer))
        self._run(insert(printer_states).values(printer=printer, state=state, since=at))

    def players(self) -> dict[int, Player]:
        return self._here("players", lambda: {row.field: Player(**row._mapping) for row in self._run(_PLAYERS)})

    def set_player(self, player: Player) -> None:
        self._run(delete(players).where(players.c.field == player.field))
        self._run(insert(players).values(**asdict(player)))

    def report(self, day: date) -> dict[str, Any] | None:
        body = self._run(select(reports.c.body).where(reports.c.day == day)).scalar_one_or_none()
        return None if body is None else json.loads(body)

    def add_report(self, day: date, report: dict[str, Any], at: datetime) -> None:
        self._run(insert(reports).values(day=day, body=compact(report), at=at))

    def remove_report(self, day: date) -> None:
        self._run(delete(reports).where(reports.c.day == day))

    def signature(self, day: date) -> tuple[str, datetime] | None:
        row = self._run(select(reports.c.signed_by, reports.c.signed_at).where(reports.c.day == day)).one_or_none()
        return None if row is None or row.signed_by is None else (row.signed_by, row.signed_at)

    def sign_report(self, day: date, by: str, at: datetime) -> None:
        self._run(update(reports).where(reports.c.day == day).values(signed_by=by, signed_at=at))
