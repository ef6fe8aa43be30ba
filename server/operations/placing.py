"""How a ticket that joined late comes to its place in line: those who joined after it move one back."""

from dataclasses import replace

from server.domain import ordering
from server.domain.ticket import Ticket
from server.ports import Unit

WHOLE_LINE = 100_000


def placed(unit: Unit, ticket: Ticket) -> tuple[Ticket, list[int]]:
    """The ticket at its place, with who is ahead, and the positions from there to its old one, at the end.

    Those who move back are saved; the ticket itself is the caller's.
    """
    line = [one for one in unit.tickets.waiting([ticket.queue], ticket.day, WHOLE_LINE) if one.id != ticket.id]
    mine, *passed = ordering.taken_place(ticket, line)
    ahead = len(line) - len(passed)
    for before, after in zip(line[ahead:], passed, strict=True):
        unit.tickets.save(before, after)
    return replace(mine, ahead_at_issue=ahead), [mine.position, *(one.position for one in passed)]
