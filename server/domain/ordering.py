"""Who is next: first come, first served over the queues a counter serves; and how one lets others go first."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

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
