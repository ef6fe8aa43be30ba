"""What must stay the same for a ticket's answer to stay the same: so that asking again costs one look."""

from datetime import datetime
from typing import Any

from server.ports import Hall, Head


def stamp_now(hall: Hall, agency: str) -> tuple[Any, ...]:
    """While this stays the same, nothing happened that a ticket of the agency could show."""
    with hall.store.read() as unit:
        return stamp(unit.journal.head(), agency, hall.clock.now())


def stamp(head: Head, agency: str, now: datetime) -> tuple[Any, ...]:
    """The agency's events, the mall, the past they belong to; and the minute, for breaks and the likely wait."""
    minute = now.replace(second=0, microsecond=0)
    return head.rooms.get(f"desk:{agency}", 0), head.mall_version, head.timeline, minute


def mall_stamp(hall: Hall) -> tuple[Any, ...]:
    """While this stays the same, so does the mall; within one minute, since days begin."""
    with hall.store.read() as unit:
        version = unit.journal.head().mall_version
    return version, hall.clock.now().replace(second=0, microsecond=0)


def hall_stamp(hall: Hall) -> tuple[Any, ...]:
    """While this stays the same, nothing happened that anybody could be told; within one second, since hours pass."""
    with hall.store.read() as unit:
        head = unit.journal.head()
    return head.seq, head.mall_version, head.timeline, hall.clock.now().replace(microsecond=0)
