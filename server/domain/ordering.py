"""Who is next: first come, first served over the queues a counter serves."""

from collections.abc import Iterable

from server.domain.ticket import Ticket


def first(heads: Iterable[Ticket | None]) -> Ticket | None:
    """Of the first waiting ticket of each queue, the one that joined earliest (`position`, never the clock)."""
    present = [ticket for ticket in heads if ticket is not None]
    return min(present, key=lambda ticket: ticket.position, default=None)
