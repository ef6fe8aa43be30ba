"""The mall as rows: one row per item of its file, so that one item can be edited alone."""

import json
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from server.domain import mall_file
from server.domain.mall import Mall
from server.store.journal import compact
from server.store.tables import mall_rows

WHOLE = "*"  # the code of a section that is one item, not a list


def read(connection: Connection) -> Mall | None:
    """The stored mall, or None before one was loaded."""
    raw: dict[str, Any] = {}
    rows = connection.execute(select(mall_rows).order_by(mall_rows.c.kind, mall_rows.c.position))
    for row in rows:
        body = json.loads(row.body)
        if row.code == WHOLE:
            raw[row.kind] = body
        else:
            raw.setdefault(row.kind, []).append(body)
    return mall_file.parse(raw) if raw else None


def replace(connection: Connection, mall: Mall) -> None:
    connection.execute(delete(mall_rows))
    rows = [row for kind, section in mall_file.dump(mall).items() for row in _rows(kind, section)]
    connection.execute(insert(mall_rows), rows)


def _rows(kind: str, section: Any) -> list[dict[str, Any]]:
    items = [(str(n), item) for n, item in enumerate(section)] if _is_list_of_items(section) else [(WHOLE, section)]
    return [{"kind": kind, "code": code, "position": n, "body": compact(item)} for n, (code, item) in enumerate(items)]


def _is_list_of_items(section: Any) -> bool:
    return isinstance(section, list) and bool(section) and all(isinstance(item, dict) for item in section)
