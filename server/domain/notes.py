"""The note of a number that could not be served: on which days it counts, and when it no longer does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from server.domain.hours import DAYS_AHEAD, day_hours
from server.domain.mall import Mall
from server.domain.refusals import NoteExpired, NoteOfAnother, NoteUsed
from server.domain.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Note:
    """`joined_at`: since when its holder waits; the number it gives stands there in line."""

    code: str
    ticket: str
    label: str
    service: str
    agency: str
    language: str
    day: date
    until: date
    joined_at: datetime
    made_at: datetime
    redeemed_at: datetime | None = None
    redeemed_by: str | None = None  # the ticket it gave


def in_line(waiting: Sequence[Ticket]) -> list[datetime]:
    """Since when each of a line counts, later one by one: who stood before the other stands there again."""
    moments: list[datetime] = []
    for ticket in waiting:
        since = ticket.joined_at or ticket.issued_at
        moments.append(max(since, moments[-1] + timedelta(microseconds=1)) if moments else since)
    return moments


def written(code: str) -> str:
    """A code as it is stored: people type it with gaps, hyphens and small letters."""
    return re.sub(r"[\s-]", "", code).upper()


def shown(code: str) -> str:
    """A code as people read it: ABCD-EFGH."""
    return f"{code[:4]}-{code[4:]}"


def counts_until(mall: Mall, agency: str, day: date) -> date:
    """The last of the agency's next working days on which a note of this day counts."""
    ahead = (day + timedelta(days=n) for n in range(1, DAYS_AHEAD + 1))
    working = [one for one in ahead if day_hours(mall, agency, one)[0] is not None]
    return working[: mall.calling.note_days][-1] if working else day + timedelta(days=DAYS_AHEAD)


def redeemable(note: Note, service: str | None, today: date) -> Note:
    """The note. Raises NoteUsed, NoteExpired, NoteOfAnother."""
    if note.redeemed_at is not None:
        raise NoteUsed(label=note.label)
    if today > note.until:
        raise NoteExpired(until=note.until.isoformat())
    if service is not None and service != note.service:
        raise NoteOfAnother(service=note.service)
    return note
