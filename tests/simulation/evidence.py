"""All that a finished day left behind."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from server.domain.mall import Mall
from server.store.tables import jobs, journal
from tests.simulation.door import Books

Row = tuple[int, str, Mapping[str, Any]]


@dataclass
class Evidence:
    """All that a finished day left behind."""

    connection: Connection
    mall: Mall
    books: Books
    now: datetime
    rows: list[Row] = field(default_factory=list)
    at: dict[int, datetime] = field(default_factory=dict)  # when the hall's clock says each row was written

    def __post_init__(self) -> None:
        stored = self.connection.execute(select(journal).order_by(journal.c.seq)).all()
        self.rows = [(row.seq, row.name, json.loads(row.body)) for row in stored]
        self.at = {row.seq: row.at for row in stored}

    def jobs(self, kind: str) -> list[Any]:
        return list(self.connection.execute(select(jobs).where(jobs.c.kind == kind).order_by(jobs.c.id)))
