"""What steers the floor as rows: messages, quotas of the day, checks before the opening, and what was learned."""

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from server.ports import Message
from server.store.floor_tables import checks, learned, messages, priority_counts, quotas
from server.store.journal import compact
from server.store.standing import Once

_QUOTAS = select(quotas.c.service, quotas.c.quota).where(quotas.c.day == bindparam("day"))
_LESSON = select(learned.c.body).where(learned.c.kind == bindparam("kind"), learned.c.code == bindparam("code"))


class FloorRows:
    def __init__(self, connection: Connection, once: Once) -> None:
        self._run, self._once = connection.execute, once

    def messages(self) -> list[Message]:
        """Those that were not lifted."""
        rows = self._run(select(messages).where(messages.c.lifted_at.is_(None)).order_by(messages.c.id)).mappings()
        return [_to_message(dict(row)) for row in rows]

    def add_message(self, message: Message) -> None:
        values = {name: getattr(message, name) for name in message.__dataclass_fields__}
        self._run(insert(messages).values({**values, "texts": compact(dict(message.texts))}))

    def lift_message(self, message: str, at: datetime) -> None:
        self._run(update(messages).where(messages.c.id == message).values(lifted_at=at))

    def forget_messages_before(self, at: datetime) -> int:
        return self._run(delete(messages).where(messages.c.lifted_at < at)).rowcount

    def quotas(self, day: date) -> dict[str, int]:
        return self._once(("quotas", day), lambda: dict(self._run(_QUOTAS, {"day": day}).all()))

    def set_quota(self, day: date, service: str, quota: int) -> None:
        self._run(delete(quotas).where(quotas.c.day == day, quotas.c.service == service))
        self._run(insert(quotas).values(day=day, service=service, quota=quota))

    def checks(self, day: date) -> dict[str, tuple[str, datetime]]:
        """What was checked on this day: by whom, and when."""
        return {row.name: (row.by, row.at) for row in self._run(select(checks).where(checks.c.day == day))}

    def set_check(self, day: date, name: str, by: str, at: datetime) -> None:
        self._run(delete(checks).where(checks.c.day == day, checks.c.name == name))
        self._run(insert(checks).values(day=day, name=name, by=by, at=at))

    def learned(self, kind: str) -> dict[str, Any]:
        """Everything learned of this kind, by code."""
        rows = self._run(select(learned.c.code, learned.c.body).where(learned.c.kind == kind).order_by(learned.c.code))
        return {row.code: json.loads(row.body) for row in rows}

    def lesson(self, kind: str, code: str) -> str | None:
        """One learned value as it is stored."""
        return self._run(_LESSON, {"kind": kind, "code": code}).scalar_one_or_none()

    def learn(self, kind: str, code: str, body: Any, at: datetime) -> None:
        self._run(delete(learned).where(learned.c.kind == kind, learned.c.code == code))
        self._run(insert(learned).values(kind=kind, code=code, body=compact(body), at=at))

    def count_priority(self, day: date, agency: str, kind: str) -> None:
        """One more who asked for this reason; which ticket it was is written nowhere."""
        key = (priority_counts.c.day == day, priority_counts.c.agency == agency, priority_counts.c.kind == kind)
        if not self._run(update(priority_counts).where(*key).values(asked=priority_counts.c.asked + 1)).rowcount:
            self._run(insert(priority_counts).values(day=day, agency=agency, kind=kind, asked=1))

    def priority_counts(self, day: date) -> dict[str, dict[str, int]]:
        """How many asked, by agency and reason."""
        found: dict[str, dict[str, int]] = {}
        for row in self._run(select(priority_counts).where(priority_counts.c.day == day)):
            found.setdefault(row.agency, {})[row.kind] = row.asked
        return found


def _to_message(row: dict[str, Any]) -> Message:
    row.pop("lifted_at")
    return Message(**{**row, "texts": json.loads(row["texts"])})
