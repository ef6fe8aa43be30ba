"""Who sits at which counter, and in which state it is: taking, opening, pausing, closing, leaving."""

from dataclasses import dataclass, replace
from datetime import datetime

from server.domain.refusals import CounterHeld, CounterNotHeld, CounterNotOpen, VisitorAtCounter

CLOSED, OPEN, PAUSED = "closed", "open", "paused"
PAUSE_REASONS = ("break", "prayer", "meal", "toilet", "meeting", "system", "other")


@dataclass(frozen=True, slots=True)
class Desk:
    """The state of one counter now. `ticket`/`label` is the visitor called to it, `holder` a staff id."""

    number: int
    state: str = CLOSED
    holder: str | None = None
    ticket: str | None = None
    label: str | None = None
    since: datetime | None = None
    pause_reason: str | None = None
    pause_until: datetime | None = None
    auto_call: bool = False  # the next arrival is called by itself while nobody is here
    helps: tuple[str, ...] = ()  # queues it serves besides its own, until it closes


def take(desk: Desk, staff: str, now: datetime, holder_vanished: bool) -> Desk:
    """Sit down. Raises CounterHeld unless the counter is free, mine, or its holder vanished."""
    if desk.holder not in (None, staff) and not holder_vanished:
        raise CounterHeld(counter=desk.number)
    if desk.holder == staff:
        return desk
    return replace(desk, holder=staff, since=now, auto_call=False)  # each says anew whether to be called for


def held_by(desk: Desk, staff: str) -> Desk:
    """The desk itself. Raises CounterNotHeld where somebody else or nobody sits there."""
    if desk.holder != staff:
        raise CounterNotHeld(counter=desk.number)
    return desk


def open_for_calls(desk: Desk) -> Desk:
    if desk.state != OPEN:
        raise CounterNotOpen(counter=desk.number, state=desk.state)
    return desk


def nobody_at(desk: Desk) -> Desk:
    if desk.ticket is not None:
        raise VisitorAtCounter(counter=desk.number, label=desk.label)
    return desk


def open_counter(desk: Desk, now: datetime) -> Desk:
    return replace(desk, state=OPEN, since=now, pause_reason=None, pause_until=None)


def pause(desk: Desk, reason: str, until: datetime | None, now: datetime) -> Desk:
    """Nobody is called to a paused counter; the visitor being served stays."""
    if desk.state == CLOSED:
        raise CounterNotOpen(counter=desk.number, state=desk.state)
    return replace(desk, state=PAUSED, since=now, pause_reason=reason, pause_until=until)


def close(desk: Desk, now: datetime) -> Desk:
    nobody_at(desk)
    return replace(
        desk, state=CLOSED, since=now, pause_reason=None, pause_until=None, auto_call=False, helps=()
    )  # fmt: skip


def leave(desk: Desk, now: datetime) -> Desk:
    return replace(close(desk, now), holder=None)


def hand_over(desk: Desk, now: datetime) -> Desk:
    """Stand up and leave counter and visitor to the colleague who sits down next; it stays as open as it was."""
    return replace(desk, holder=None, since=now, auto_call=False)


def seat(desk: Desk, ticket: str | None, label: str | None) -> Desk:
    """The visitor called to this counter, or nobody."""
    return replace(desk, ticket=ticket, label=label)
