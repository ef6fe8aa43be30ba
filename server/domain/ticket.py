"""The life of a ticket: its states, the one table of allowed moves, and the moves themselves."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from server.domain.refusals import MoveNotAllowed

RESERVED, WAITING, CALLED, SERVING, FINISHED = "reserved", "waiting", "called", "serving", "finished"
PARKED, ABSENT, CANCELLED, EXPIRED = "parked", "absent", "cancelled", "expired"

# move → (states it may start from, state it leads to). Anything else is refused.
MOVES: dict[str, tuple[frozenset[str], str]] = {
    "arrive": (frozenset({RESERVED}), WAITING),
    "call": (frozenset({WAITING}), CALLED),
    "recall": (frozenset({CALLED}), CALLED),
    "start": (frozenset({CALLED}), SERVING),
    "finish": (frozenset({CALLED, SERVING}), FINISHED),
    "absent": (frozenset({CALLED}), ABSENT),
    "return": (frozenset({ABSENT, PARKED, FINISHED}), WAITING),  # finished: only to bring what was missing
    "park": (frozenset({CALLED, SERVING}), PARKED),
    "transfer": (frozenset({WAITING, CALLED, SERVING, PARKED}), WAITING),
    "continue": (frozenset({FINISHED}), WAITING),  # to the next service of its plan
    "postpone": (frozenset({WAITING}), WAITING),
    "cancel": (frozenset({RESERVED, WAITING, PARKED}), CANCELLED),
    "expire": (frozenset({RESERVED, WAITING, PARKED}), EXPIRED),
}

# How a visit ended when nobody said so; such a visit teaches the estimates nothing.
CLOSED_BY_NEXT, END_OF_DAY = "closed_by_next", "end_of_day"
# How it ended outside the system: keyed in from paper, or released with a note for another day.
KEYED_IN, NOTED = "keyed_in", "noted"

# How a visit ended, as the clerk says it.
DONE, INCOMPLETE, REFERRED, NOT_NEEDED = "done", "incomplete", "referred", "not_needed"
OUTCOMES = (DONE, INCOMPLETE, REFERRED, NOT_NEEDED)

# Priority is asked for, then confirmed or declined by a person; which group it is for is only counted, never kept here.
REQUESTED, CONFIRMED, DECLINED = "requested", "confirmed", "declined"
GROUPS = ("elderly", "disability", "pregnant", "infant", "disaster")

PARK_REASONS = ("documents", "form", "copy", "payment", "prayer", "other")
LATE, DOCUMENTS, AFTER_PARKING = "late", "documents", "parked"  # why somebody returns


@dataclass(frozen=True, slots=True)
class Ticket:
    """The right to be served. Times are aware UTC.

    `position` orders the waiting: the journal's seq at joining, passed on within the queue where somebody postpones.
    """

    id: str
    day: date
    queue: str
    number: int
    label: str
    service: str
    agency: str
    language: str
    state: str
    position: int
    issued_at: datetime
    ahead_at_issue: int = 0
    kiosk: str | None = None
    first_called_at: datetime | None = None
    called_at: datetime | None = None
    calls: int = 0
    counter: int | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str | None = None
    mark: str | None = None
    chain: str = ""
    code: str = ""
    postponed: int = 0  # how often its holder let others go first
    joined_at: datetime | None = None  # since when its place counts, where that is not `issued_at`
    called_seq: int = 0  # the journal's seq of its last call: clocks step back, this does not
    series: str = ""  # whose numbers its label is of: the queue it was issued for
    queued_at: datetime | None = None  # when it came into the queue it waits in, where that is not `issued_at`
    leg: int = 1  # which stop of the visit this is
    plan: tuple[str, ...] = ()  # the services that follow
    parked_until: datetime | None = None
    parked_why: str | None = None
    parked_by: str | None = None
    wanted_counter: int | None = None  # it was transferred to this counter
    wanted_staff: str | None = None  # it was transferred to this person
    promised_low: int | None = None  # seconds from `queued_at`: half of such waits are over by then
    promised_high: int | None = None  # seconds: nine of ten are
    promised_how: str | None = None  # by which of the estimate's ways (walking.REGIMES)
    priority: str = ""  # "" | requested | confirmed | declined
    appointment: datetime | None = None  # the time it was promised for its service, where its holder came in time

    @property
    def is_paper(self) -> bool:
        """A slip printed in advance and keyed in: its number is stored below zero, so that none is given twice."""
        return self.number < 0

    @property
    def waits_since(self) -> datetime:
        """When the wait for the present service began."""
        return self.queued_at or self.issued_at


@dataclass(frozen=True, slots=True)
class Leg:
    """One stop of a visit, as it ended. `outcome` is one of OUTCOMES, or absent, parked, transferred."""

    ticket: str
    n: int
    day: date
    queue: str
    service: str
    agency: str
    counter: int
    staff: str
    queued_at: datetime
    called_at: datetime
    started_at: datetime | None
    ended_at: datetime
    calls: int
    outcome: str
    mark: str | None
    delivered: tuple[tuple[str, int], ...] = ()  # (service, how many)
    promised_low: int | None = None
    promised_high: int | None = None
    promised_how: str | None = None
    priority: str = ""


def leg_of(
    ticket: Ticket, staff: str, now: datetime, outcome: str, mark: str | None = None,
    delivered: tuple[tuple[str, int], ...] = (),
) -> Leg:  # fmt: skip
    """What is kept of the stop that ends now, at the counter the ticket was called to."""
    called = ticket.first_called_at or ticket.called_at or now
    return Leg(
        ticket.id, ticket.leg, ticket.day, ticket.queue, ticket.service, ticket.agency, ticket.counter or 0, staff,
        ticket.waits_since, called, ticket.started_at, now, ticket.calls, outcome, mark, delivered,
        ticket.promised_low, ticket.promised_high, ticket.promised_how, ticket.priority,
    )  # fmt: skip


def allows(state: str, move: str) -> bool:
    return state in MOVES[move][0]


def moved(ticket: Ticket, move: str) -> str:
    """The state after this move. Raises MoveNotAllowed."""
    if not allows(ticket.state, move):
        raise MoveNotAllowed(state=ticket.state, move=move, label=ticket.label)
    return MOVES[move][1]


def call(ticket: Ticket, counter: int, now: datetime) -> Ticket:
    return replace(ticket, state=moved(ticket, "call"), counter=counter, calls=1, called_at=now, first_called_at=now)


def recall(ticket: Ticket, now: datetime) -> Ticket:
    return replace(ticket, state=moved(ticket, "recall"), calls=ticket.calls + 1, called_at=now)


def start(ticket: Ticket, now: datetime) -> Ticket:
    return replace(ticket, state=moved(ticket, "start"), started_at=now)


def finish(ticket: Ticket, now: datetime, outcome: str = "done", mark: str | None = None) -> Ticket:
    return replace(ticket, state=moved(ticket, "finish"), ended_at=now, outcome=outcome, mark=mark)


def absent(ticket: Ticket, now: datetime) -> Ticket:
    return replace(ticket, state=moved(ticket, "absent"), ended_at=now)


def park(ticket: Ticket, now: datetime, why: str, until: datetime | None, by: str) -> Ticket:
    """Set aside until a moment, or until its holder returns."""
    return replace(
        ticket, state=moved(ticket, "park"), ended_at=now, parked_why=why, parked_until=until, parked_by=by
    )  # fmt: skip


def may_return(ticket: Ticket) -> str | None:
    """Why this holder may come back without queueing anew: late, documents, parked; None: not at all."""
    if ticket.state == FINISHED:
        return DOCUMENTS if ticket.outcome == INCOMPLETE else None
    return {ABSENT: LATE, PARKED: AFTER_PARKING}.get(ticket.state)


def come_back(ticket: Ticket, now: datetime, position: int) -> Ticket:
    """It waits again in its queue. Raises MoveNotAllowed, also for a visit that was done."""
    if may_return(ticket) is None:
        raise MoveNotAllowed(state=ticket.state, move="return", label=ticket.label)
    return _waits_again(replace(ticket, state=moved(ticket, "return")), now, position)


def send_on(ticket: Ticket, move: str, queue: str, service: str, agency: str, now: datetime, position: int) -> Ticket:
    """It waits for another service, without its appointment; `move` is transfer or continue. The label stays."""
    kept = ticket.appointment if service == ticket.service else None
    there = replace(
        ticket, state=moved(ticket, move), queue=queue, service=service, agency=agency, appointment=kept
    )  # fmt: skip
    return _waits_again(there, now, position)


def _waits_again(ticket: Ticket, now: datetime, position: int) -> Ticket:
    """A new leg of the visit: what happened at the last counter stands in a row of its own (`Leg`)."""
    return replace(
        ticket, position=position, queued_at=now, leg=ticket.leg + 1, calls=0, counter=None, called_at=None,
        first_called_at=None, started_at=None, ended_at=None, outcome=None, mark=None, parked_until=None,
        parked_why=None, parked_by=None, wanted_counter=None, wanted_staff=None, promised_low=None,
        promised_high=None, promised_how=None,
    )  # fmt: skip


def postpone(ticket: Ticket, position: int) -> Ticket:
    """The holder waits on, further back."""
    return replace(ticket, state=moved(ticket, "postpone"), position=position, postponed=ticket.postponed + 1)


def cancel(ticket: Ticket, now: datetime) -> Ticket:
    return replace(ticket, state=moved(ticket, "cancel"), ended_at=now)


def expire(ticket: Ticket, now: datetime, mark: str | None = None) -> Ticket:
    return replace(ticket, state=moved(ticket, "expire"), ended_at=now, mark=mark or ticket.mark)
