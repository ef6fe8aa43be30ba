"""Who is next: first come, first served over the queues a counter serves; and who goes first or joins late."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import dropwhile, pairwise

from server.domain import ticket as tickets
from server.domain.refusals import NobodyBehind, PostponedTooOften
from server.domain.ticket import Ticket


def first(heads: Iterable[Ticket | None]) -> Ticket | None:
    """Of the first waiting ticket of each queue, the one that joined earliest (`position`, never the clock)."""
    present = [ticket for ticket in heads if ticket is not None]
    return min(present, key=lambda ticket: ticket.position, default=None)


def postponement(mine: Ticket, behind: Sequence[Ticket], times: int) -> list[Ticket]:
    """Mine and those next `behind` it, in line, after they went first: each takes the place of the one before.

    No place is made and none is lost, so for everybody else, in this queue and in others, as many are ahead as
    before. Raises MoveNotAllowed, PostponedTooOften after `times`, NobodyBehind.
    """
    tickets.moved(mine, "postpone")
    if mine.postponed >= times:
        raise PostponedTooOften(times=times)
    if not behind:
        raise NobodyBehind(label=mine.label)
    ahead_of_me = [replace(one, position=before.position) for before, one in pairwise([mine, *behind])]
    return [*ahead_of_me, tickets.postpone(mine, behind[-1].position)]


def since(ticket: Ticket) -> tuple[datetime, bool, int]:
    """Since when a place counts; within the same minute paper goes first, and paper by its number."""
    number = abs(ticket.number) if ticket.is_paper else 0
    return ticket.joined_at or ticket.issued_at, not ticket.is_paper, number


def taken_place(mine: Ticket, line: Sequence[Ticket]) -> list[Ticket]:
    """Mine, which the system hears of only now, before the first in `line` who joined later; then all who move back.

    `mine` brings the newest position, at the end. Each who stands behind takes the place of the one after: no place
    is made but mine, and those before keep theirs.
    """
    return _before(mine, list(dropwhile(lambda other: since(other) <= since(mine), line)))


def returned_place(mine: Ticket, line: Sequence[Ticket], places: int) -> list[Ticket]:
    """Mine, which was absent and comes late, behind the first `places` of `line`; then all who move back.

    `mine` brings the newest position, as in `taken_place`. 0 is the front; where fewer wait it is the end.
    """
    return _before(mine, list(line[max(0, places) :]))


def _before(mine: Ticket, passed: Sequence[Ticket]) -> list[Ticket]:
    places = [*(other.position for other in passed), mine.position]
    return [replace(one, position=place) for one, place in zip([mine, *passed], places, strict=True)]
