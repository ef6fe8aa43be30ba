"""The rules around a call: when absent may be said, when a call is still worth speaking, how it shortens."""

from datetime import datetime
from math import ceil

from server.domain.refusals import AbsentTooEarly, RecalledTooSoon
from server.domain.ticket import CALLED, Ticket

SHORTEN_BEYOND = 2  # announcements waiting in one sound field before the second language is dropped


# Why staff call somebody before others: the journal keeps the code.
CHOSEN_REASONS = ("urgent", "returning", "together", "mistake", "system", "other")


def recall_is_due(ticket: Ticket, pause_seconds: int, now: datetime) -> None:
    """Raises RecalledTooSoon within the site's pause after a call. A clock that stepped back hinders nobody."""
    left = seconds_left(ticket, pause_seconds, now)
    if left > 0:
        raise RecalledTooSoon(seconds=left)


def absence_is_due(ticket: Ticket, calls_before_absent: int, pause_seconds: int, now: datetime) -> None:
    """Raises AbsentTooEarly before the site's number of calls was made, and within its pause after the last."""
    left = seconds_left(ticket, pause_seconds, now)
    if ticket.calls < calls_before_absent or left > 0:
        raise AbsentTooEarly(calls=ticket.calls, needed=calls_before_absent, seconds=left)


def seconds_left(ticket: Ticket, pause_seconds: int, now: datetime) -> int:
    """Whole seconds until the pause after the last call is over."""
    passed = (now - (ticket.called_at or now)).total_seconds()
    return ceil(pause_seconds - passed) if 0 <= passed < pause_seconds else 0


def unspeakable(ticket: Ticket, call_seq: int, made_at: datetime, now: datetime, within_seconds: int) -> str | None:
    """Why this call is no longer spoken: "served" once the visitor came, "late" past the limit; None: speak it.

    `call_seq`: the journal's seq of the call. One that was taken back and made anew is another, at another counter.
    """
    if ticket.state != CALLED or ticket.called_seq != call_seq:
        return "served"
    if (now - made_at).total_seconds() > within_seconds:
        return "late"
    return None


def languages(ticket_language: str, site_language: str, short: bool) -> list[str]:
    """The ticket's language first, then the site's where they differ and there is time for both."""
    spoken = [ticket_language, site_language] if ticket_language != site_language else [ticket_language]
    return spoken[:1] if short else spoken
