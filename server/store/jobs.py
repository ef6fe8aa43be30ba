"""Work for devices as rows: waiting, claimed under a lease, ended."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update

from server.domain.refusals import JobNotYours
from server.ports import Job
from server.store.journal import compact
from server.store.tables import jobs

_COLUMNS = tuple(column.name for column in jobs.columns)
_ADD = insert(jobs)
_NEXT = (
    select(jobs)
    .where(jobs.c.target == bindparam("target"), jobs.c.state == "waiting")
    .order_by(jobs.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)


_OF_TICKET = (
    select(jobs)
    .where(jobs.c.ticket == bindparam("of"), jobs.c.kind == bindparam("of_kind"))
    .order_by(jobs.c.id.desc())
    .limit(1)
)
_GET = select(jobs).where(jobs.c.id == bindparam("job"))
_IN_STATE = (
    select(jobs)
    .where(
        jobs.c.kind == bindparam("of_kind"),
        jobs.c.state.in_(bindparam("states", expanding=True)),
        jobs.c.created_at > bindparam("since"),
    )
    .order_by(jobs.c.id)
)
_LAPSED = (
    select(jobs)
    .where(
        jobs.c.state == "claimed",
        or_(jobs.c.lease_until < bindparam("now"), jobs.c.lease_until > bindparam("latest")),
    )
    .order_by(jobs.c.id)
)

_CHANGING = ("state", "claimed_by", "lease_until", "attempts", "reason")  # the rest of a job stays as it was made
_SAVE = (
    update(jobs)
    .where(
        jobs.c.id == bindparam("was_id"),
        jobs.c.state == bindparam("was_state"),
        jobs.c.claimed_by.is_not_distinct_from(bindparam("was_claimed_by")),
    )
    .values({name: bindparam(f"new_{name}") for name in _CHANGING})
)


def _to_job(row: Any) -> Job:
    return Job(**{**row._mapping, "body": json.loads(row.body)})


def _as_row(job: Job) -> dict[str, Any]:
    return {**{name: getattr(job, name) for name in _COLUMNS}, "body": compact(dict(job.body))}


class JobRows:
    def __init__(self, connection: Connection) -> None:
        self._run = connection.execute
        self.added_for: list[str] = []

    def add(self, job: Job) -> None:
        self._run(_ADD, _as_row(job))
        self.added_for.append(job.target)

    def get(self, job: str) -> Job | None:
        row = self._run(_GET, {"job": job}).one_or_none()
        return None if row is None else _to_job(row)

    def next_for(self, target: str) -> Job | None:
        row = self._run(_NEXT, {"target": target}).one_or_none()
        return None if row is None else _to_job(row)

    def waiting_targets(self, targets: Sequence[str]) -> set[str]:
        where = (jobs.c.target.in_(targets), jobs.c.state == "waiting")
        return set(self._run(select(jobs.c.target).where(*where).distinct()).scalars())

    def waiting_count(self, target: str) -> int:
        where = (jobs.c.target == target, jobs.c.state == "waiting")
        return self._run(select(func.count()).select_from(jobs).where(*where)).scalar_one()

    def save(self, before: Job, after: Job) -> None:
        was = {"was_id": before.id, "was_state": before.state, "was_claimed_by": before.claimed_by}
        values = {f"new_{name}": getattr(after, name) for name in _CHANGING}
        if self._run(_SAVE, {**was, **values}).rowcount != 1:
            raise JobNotYours(job=before.id)
        if after.state == "waiting":
            self.added_for.append(after.target)

    def lapsed(self, now: datetime, latest: datetime) -> list[Job]:
        return [_to_job(row) for row in self._run(_LAPSED, {"now": now, "latest": latest})]

    def unclaimed(self, kind: str, before: datetime, limit: int) -> list[Job]:
        where = (jobs.c.state == "waiting", jobs.c.kind == kind, jobs.c.created_at < before)
        return [_to_job(row) for row in self._run(select(jobs).where(*where).order_by(jobs.c.id).limit(limit))]

    def forget_before(self, at: datetime) -> int:
        ended = jobs.c.state.in_(("done", "failed", "expired", "uncertain"))
        return self._run(delete(jobs).where(ended, jobs.c.created_at < at)).rowcount

    def of_ticket(self, ticket: str, kind: str) -> Job | None:
        row = self._run(_OF_TICKET, {"of": ticket, "of_kind": kind}).one_or_none()
        return None if row is None else _to_job(row)

    def in_state(self, kind: str, states: Sequence[str], since: datetime) -> list[Job]:
        asked = {"of_kind": kind, "states": list(states), "since": since}
        return [_to_job(row) for row in self._run(_IN_STATE, asked)]
