"""How a ticket stands on the floor, as the floor's page is told it: in line, at a counter, parked, absent, or gone."""

from datetime import datetime
from typing import Any

from server.domain import ticket as tickets
from server.domain.instants import instant_text
from server.domain.ticket import Ticket


def in_line(ticket: Ticket) -> dict[str, Any]:
    """An entry of its queue's line. `wanted`: the one counter or person (staff id) it waits for."""
    wanted = {"counter": ticket.wanted_counter, "staff": ticket.wanted_staff}
    return {
        "label": ticket.label, "position": ticket.position, "service": ticket.service,
        "since": instant_text(ticket.waits_since), "priority": ticket.priority,
        "wanted": wanted if any(wanted.values()) else None,
    }  # fmt: skip


def at_counter(ticket: Ticket | None) -> dict[str, Any]:
    """The visitor of a counter; all null where nobody is there."""
    if ticket is None:
        return dict.fromkeys(_AT_COUNTER)
    return {
        "label": ticket.label, "queue": ticket.queue, "service": ticket.service, "priority": ticket.priority,
        "visitor_state": ticket.state, "called_at": _text(ticket.called_at), "started_at": _text(ticket.started_at),
        "calls": ticket.calls,
    }  # fmt: skip


_AT_COUNTER = ("label", "queue", "service", "priority", "visitor_state", "called_at", "started_at", "calls")


def set_aside(ticket: Ticket) -> dict[str, Any]:
    """An entry of the parked."""
    return {
        "label": ticket.label, "queue": ticket.queue, "agency": ticket.agency, "service": ticket.service,
        "why": ticket.parked_why, "until": _text(ticket.parked_until), "since": _text(ticket.ended_at),
        "counter": ticket.counter, "by": ticket.parked_by, "priority": ticket.priority,
    }  # fmt: skip


def not_there(ticket: Ticket) -> dict[str, Any]:
    """An entry of the absent."""
    return {
        "label": ticket.label, "queue": ticket.queue, "agency": ticket.agency, "service": ticket.service,
        "since": _text(ticket.ended_at), "counter": ticket.counter, "calls": ticket.calls, "priority": ticket.priority,
    }  # fmt: skip


_ENTRIES = {
    tickets.WAITING: in_line, tickets.CALLED: at_counter, tickets.SERVING: at_counter, tickets.PARKED: set_aside,
    tickets.ABSENT: not_there,
}  # fmt: skip


def entry_of(ticket: Ticket) -> dict[str, Any] | None:
    """The entry for the ticket's state; None: it is gone from the floor."""
    make = _ENTRIES.get(ticket.state)
    return make(ticket) if make else None


def stands_again(before: Ticket, present: Ticket, unmade: str | None) -> dict[str, Any]:
    """For a move that was taken back: how the ticket stands now, and what no longer counts.

    `left_service`: the service it no longer waits for; `unmade`: the outcome of the stop that did not end after all.
    """
    return {
        "label": before.label, "state": before.state, "queue": before.queue, "agency": before.agency,
        "service": before.service, "counter": before.counter, "calls": before.calls, "entry": entry_of(before),
        "left_service": present.service, "unmade": unmade,
    }  # fmt: skip


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else instant_text(moment)
