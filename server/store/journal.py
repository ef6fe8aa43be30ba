"""The journal: gapless, commit-ordered, each row carrying the hash of the row before it."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from server.domain.chain import GENESIS, link
from server.domain.events import Event, body_of, from_body, name_of, rooms_of
from server.domain.hours import local_day
from server.domain.instants import instant_text
from server.domain.mall import Mall
from server.domain.numbering import JUMP_AHEAD
from server.ports import Head, Recorded
from server.store.tables import heads, journal

_HEAD = select(heads).where(heads.c.id == 1)
_SAVE_HEAD = (
    update(heads)
    .where(heads.c.id == 1)
    .values({c.name: bindparam(f"new_{c.name}") for c in heads.columns if c.name != "id"})
)
_ADD = insert(journal)
_TOLD_AFTER = (
    select(journal.c.seq, journal.c.name, journal.c.body, journal.c.at)
    .where(journal.c.seq > bindparam("after_seq"), journal.c.name.in_(bindparam("of_names", expanding=True)))
    .order_by(journal.c.seq)
    .limit(bindparam("most"))
)
IN_BATCHES = {"yield_per": 1000}  # a year's journal does not fit in memory at once


def compact(value: Any) -> str:
    """JSON as it is stored and hashed: one spelling for one value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def stored(seq: int, at: datetime, name: str, body: str) -> str:
    """The bytes a row's hash is taken over."""
    return f"{seq}\n{instant_text(at)}\n{name}\n{body}"


class JournalRows:
    def __init__(self, connection: Connection, mall: Callable[[], Mall | None], writes: bool) -> None:
        self._run = connection.execute
        self._lock = writes and connection.dialect.name != "sqlite"  # SQLite's lock is the transaction itself
        self._mall = mall
        self._head: Head | None = None
        self._changed = False
        self.recorded: list[Recorded] = []

    def head(self) -> Head:
        if self._head is None:
            self._head = self._read_head()
        return self._head

    def _read_head(self) -> Head:
        row = self._run(_HEAD.with_for_update() if self._lock else _HEAD).one()
        values = dict(row._mapping)
        values.pop("id")
        return Head(**{**values, "rooms": json.loads(values["rooms"])})

    def change_head(self, **changes: Any) -> Head:
        self._head, self._changed = replace(self.head(), **changes), True
        return self._head

    def append(self, event: Event, at: datetime) -> Recorded:
        head, name, body = self.head(), name_of(event), compact(body_of(event))
        seq = head.seq + 1
        hash_ = link(head.hash, stored(seq, at, name, body))
        rooms = rooms_of(event, agencies_of_zone(self._mall()))
        after = {room: head.rooms.get(room, 0) for room in rooms}
        furthest = _furthest(head, at, self._mall())
        self.change_head(seq=seq, hash=hash_, at=furthest, rooms={**head.rooms, **dict.fromkeys(rooms, seq)})
        self._run(_ADD, {"seq": seq, "at": at, "name": name, "body": body, "after": compact(after), "hash": hash_})
        recorded = Recorded(seq, at, event, hash_, after)
        self.recorded.append(recorded)
        return recorded

    def flush(self) -> None:
        """Write the head once, at the end of the unit."""
        if self._changed:
            values = _as_row(self.head())
            self._run(_SAVE_HEAD, {f"new_{name}": value for name, value in values.items()})

    def after(self, seq: int, limit: int) -> list[Recorded]:
        statement = select(journal).where(journal.c.seq > seq).order_by(journal.c.seq).limit(limit)
        return [to_recorded(row) for row in self._run(statement)]

    def of_day(self, day: date, names: Sequence[str]) -> list[tuple[int, str, str, datetime]]:
        begins = f'{{"day":"{day.isoformat()}"}}'
        opened = select(journal.c.seq).where(journal.c.name == "DayOpened").order_by(journal.c.seq)
        first = self._run(opened.where(journal.c.body == begins).limit(1)).scalar_one_or_none()
        if first is None:
            return []
        last = self._run(opened.where(journal.c.seq > first).limit(1)).scalar_one_or_none()
        told = select(journal.c.seq, journal.c.name, journal.c.body, journal.c.at).where(
            journal.c.seq > first, journal.c.name.in_(names)
        )
        told = told if last is None else told.where(journal.c.seq < last)
        return [(row.seq, row.name, row.body, row.at) for row in self._run(told.order_by(journal.c.seq))]

    def told_after(self, seq: int, names: Sequence[str], limit: int) -> list[tuple[int, str, str, datetime]]:
        rows = self._run(_TOLD_AFTER, {"after_seq": seq, "of_names": list(names), "most": limit})
        return [(row.seq, row.name, row.body, row.at) for row in rows]


def _furthest(head: Head, at: datetime, mall: Mall | None) -> datetime | None:
    """A step back does not move it, and neither does a clock that is not believed, or not yet.

    Not yet: far ahead, on a later day than the site's. Somebody may act before the next look at the clock.
    """
    if head.clock_doubted or head.day is None:
        return head.at
    far_ahead = head.at is not None and at - head.at > JUMP_AHEAD
    if far_ahead and mall is not None and local_day(mall, at) > head.day:
        return head.at
    return at if head.at is None else max(at, head.at)


def _as_row(head: Head) -> dict[str, Any]:
    names = ("seq", "hash", "at", "day", "day_closed", "clock_doubted", "clock_stepped", "confirmed_day", "timeline")
    values = {name: getattr(head, name) for name in (*names, "mall_version")}
    return {**values, "rooms": compact(dict(head.rooms))}


def to_recorded(row: Any) -> Recorded:
    event = from_body(row.name, json.loads(row.body))
    return Recorded(row.seq, row.at, event, row.hash, json.loads(row.after))


def agencies_of_zone(mall: Mall | None) -> dict[int, tuple[str, ...]]:
    """Which agencies have counters in each zone; from the mall, worked out once per mall."""
    if mall is None:
        return {}
    known = _ZONES.get(id(mall))
    if known is None or known[0] is not mall:
        known = (mall, {z.number: _agencies(mall, z.number) for z in mall.zones})
        _ZONES.clear()
        _ZONES[id(mall)] = known
    return known[1]


_ZONES: dict[int, tuple[Mall, dict[int, tuple[str, ...]]]] = {}


def _agencies(mall: Mall, zone: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c.agency for c in mall.counters if c.zone == zone))


def broken_links(connection: Connection) -> Iterator[str]:
    """What is wrong with the stored chain: gaps, and rows whose hash does not follow from their bytes."""
    previous, expected = GENESIS, 1
    rows: Iterable[Any] = connection.execute(select(journal).order_by(journal.c.seq), execution_options=IN_BATCHES)
    for row in rows:
        if row.seq != expected:
            yield f"gap: {expected} is missing before {row.seq}"
        if row.hash != link(previous, stored(row.seq, row.at, row.name, row.body)):
            yield f"row {row.seq} does not carry the hash of its bytes"
        previous, expected = row.hash, row.seq + 1
    head = connection.execute(_HEAD).one_or_none()
    if head is not None and (head.seq, head.hash) != (expected - 1, previous):
        yield f"the head says {head.seq}, the rows end at {expected - 1}"
