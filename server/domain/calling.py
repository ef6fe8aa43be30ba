"""The rules around a call: when absent may be said, when a call is still worth speaking, how it shortens."""

from datetime import datetime

from server.domain.refusals import AbsentTooEarly
from server.domain.ticket import CALLED, Ticket

SHORTEN_BEYOND = 2  # announcements waiting in one sound field before the second language is dropped


def absence_is_due(ticket: Ticket, calls_before_absent: int) -> None:
    """Raises AbsentTooEarly before the site's number of calls was made."""
    if ticket.calls < calls_before_absent:
        raise AbsentTooEarly(calls=ticket.calls, needed=calls_before_absent)


def unspeakable(ticket: Ticket, call: int, made_at: datetime, now: datetime, within_seconds: int) -> str | None:
    """Why this call is no longer spoken: "served" once the visitor came, "late" past the limit; None: speak it."""
    if ticket.state != CALLED or ticket.calls != call:
        return "served"
    if (now - made_at).total_seconds() > within_seconds:
        return "late"
    return None


def languages(ticket_language: str, site_language: str, short: bool) -> list[str]:
    """The ticket's language first, then the site's where they differ and there is time for both."""
    spoken = [ticket_language, site_language] if ticket_language != site_language else [ticket_language]
    return spoken[:1] if short else spoken
