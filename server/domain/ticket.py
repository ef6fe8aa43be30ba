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
    "return": (frozenset({ABSENT, PARKED}), WAITING),
    "park": (frozenset({CALLED, SERVING}), PARKED),
    "transfer": (frozenset({CALLED, SERVING, PARKED}), WAITING),
    "postpone": (frozenset({WAITING}), WAITING),
    "cancel": (frozenset({RESERVED, WAITING, PARKED}), CANCELLED),
    "expire": (frozenset({RESERVED, WAITING, PARKED}), EXPIRED),
}

# How a visit ended when nobody said so; such a visit teaches the estimates nothing.
CLOSED_BY_NEXT, END_OF_DAY = "closed_by_next", "end_of_day"
# How it ended outside the system: keyed in from paper, or released with a note for another day.
KEYED_IN, NOTED = "keyed_in", "noted"


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
    priority: str = ""  # "" | requested | confirmed | declined

    @property
    def is_paper(self) -> bool:
        """A slip printed in advance and keyed in: its number is stored below zero, so that none is given twice."""
        return self.number < 0


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


def postpone(ticket: Ticket, position: int) -> Ticket:
    """The holder waits on, further back."""
    return replace(ticket, state=moved(ticket, "postpone"), position=position, postponed=ticket.postponed + 1)


def cancel(ticket: Ticket, now: datetime) -> Ticket:
    return replace(ticket, state=moved(ticket, "cancel"), ended_at=now)


def expire(ticket: Ticket, now: datetime, mark: str | None = None) -> Ticket:
    return replace(ticket, state=moved(ticket, "expire"), ended_at=now, mark=mark or ticket.mark)
