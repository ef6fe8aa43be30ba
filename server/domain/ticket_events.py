"""What happened to a ticket: the events of its life, in the past tense."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class TicketIssued:
    ticket: str
    label: str
    queue: str
    number: int
    service: str
    agency: str
    zone: int
    language: str
    waiting: int
    kiosk: str | None
    printer: str | None


@dataclass(frozen=True, slots=True)
class TicketCalled:
    ticket: str
    label: str
    queue: str
    service: str
    agency: str
    zone: int
    counter: int
    calls: int
    language: str
    waiting: int
    by: str
    position: int = 0  # 0 in rows older than this field
    profile: str = ""  # the work profile in force; empty: first come, first served
    rule: str = ""  # the profile's line by which it goes before others; empty: in order of arrival
    reason: str | None = None  # why staff chose it out of order
    passed: int = 0  # how many who joined earlier wait on at this counter


@dataclass(frozen=True, slots=True)
class TicketRecalled:
    ticket: str
    label: str
    queue: str
    service: str
    agency: str
    zone: int
    counter: int
    calls: int
    language: str
    waiting: int
    by: str


@dataclass(frozen=True, slots=True)
class TicketStarted:
    ticket: str
    label: str
    queue: str
    agency: str
    zone: int
    counter: int
    by: str


@dataclass(frozen=True, slots=True)
class TicketFinished:
    ticket: str
    label: str
    queue: str
    agency: str
    zone: int
    counter: int
    outcome: str
    mark: str | None
    by: str
    delivered: list[dict[str, Any]] = field(default_factory=list)  # [{service, count}]: what was really delivered


@dataclass(frozen=True, slots=True)
class TicketAbsent:
    ticket: str
    label: str
    queue: str
    agency: str
    zone: int
    counter: int
    by: str


@dataclass(frozen=True, slots=True)
class TicketCancelled:
    ticket: str
    label: str
    queue: str
    agency: str
    zone: int
    waiting: int
    reason: str
    position: int = 0  # 0 in rows older than this field
    by: str | None = None  # who of the staff


@dataclass(frozen=True, slots=True)
class TicketPostponed:
    """`positions` from the old one to the new: those who stood at the later ones moved up by one."""

    ticket: str
    label: str
    queue: str
    service: str
    agency: str
    zone: int
    places: int
    positions: list[int]
    by: str | None = None  # who of the staff


@dataclass(frozen=True, slots=True)
class PaperKeyedIn:
    """A slip of an outage; `positions` from its place to the end, where it waits: those who stood there moved back."""

    ticket: str
    label: str
    queue: str
    number: int  # below zero
    service: str
    agency: str
    zone: int
    language: str
    waiting: int
    state: str
    counter: int | None
    mark: str | None
    issued_at: str
    positions: list[int]
    by: str


@dataclass(frozen=True, slots=True)
class NoteRedeemed:
    """The number before was given for a note of another day; `positions` as in PaperKeyedIn."""

    ticket: str
    label: str
    queue: str
    service: str
    agency: str
    zone: int
    released: str  # the label that the note was given for
    released_on: str
    positions: list[int]


@dataclass(frozen=True, slots=True)
class AppointmentKept:
    """The number before was given for an appointment; in time (`arrival`), it is of that class."""

    ticket: str
    label: str
    queue: str
    service: str
    agency: str
    zone: int
    appointment: str
    promised_at: str
    arrival: str  # in_time, late


@dataclass(frozen=True, slots=True)
class TicketReleased:
    """It could not be served today; its holder has a note that counts on another day."""

    ticket: str
    label: str
    queue: str
    service: str
    agency: str
    zone: int
    waiting: int
    reason: str
    position: int
    until: str
    by: str


@dataclass(frozen=True, slots=True)
class TicketExpired:
    ticket: str
    label: str
    queue: str
    agency: str
    zone: int
    waiting: int
    reason: str
    position: int = 0  # 0 in rows older than this field


@dataclass(frozen=True, slots=True)
class TicketParked:
    """Set aside: until a moment, or (`until` null) until its holder returns; `why` is a code of the list."""

    ticket: str
    label: str
    queue: str
    service: str
    agency: str
    zone: int
    counter: int
    why: str
    until: str | None
    by: str


@dataclass(frozen=True, slots=True)
class TicketReturned:
    """It waits again. `positions` from its place to the end, as in PaperKeyedIn; `why`: late, documents, parked."""

    ticket: str
    label: str
    queue: str
    service: str
    agency: str
    zone: int
    waiting: int
    why: str
    positions: list[int]
    by: str | None  # null: its holder, or the time it was parked until
    priority: str = ""
    left_zone: int | None = None  # of the counter it was called to, where that is another: its screens hear it too


@dataclass(frozen=True, slots=True)
class TicketTransferred:
    """It waits for another service, counter or person; the label stays. `left_*` is where it was before."""

    ticket: str
    label: str
    queue: str
    service: str
    agency: str
    zone: int
    left_queue: str
    left_agency: str
    left_zone: int
    counter: int | None  # from which counter it was sent
    waiting: int
    positions: list[int]
    to_counter: int | None
    to_staff: str | None
    by: str
    left_position: int = 0  # the place it left in line; 0: it was at a counter, or parked
    left_service: str = ""  # as all below: empty in older rows
    priority: str = ""


@dataclass(frozen=True, slots=True)
class TicketContinued:
    """The visit goes on: finished at one service, it waits for the next of its plan. Fields as in TicketTransferred."""

    ticket: str
    label: str
    queue: str
    service: str
    agency: str
    zone: int
    left_queue: str
    left_agency: str
    left_zone: int
    waiting: int
    positions: list[int]
    plan: list[str]  # the services that are left after this one
    left_service: str = ""
    priority: str = ""


@dataclass(frozen=True, slots=True)
class PlanChanged:
    """Which services the visit goes on to after the present one."""

    ticket: str
    label: str
    queue: str
    agency: str
    zone: int
    plan: list[str]
    by: str | None  # null: at the kiosk


@dataclass(frozen=True, slots=True)
class PriorityRequested:
    ticket: str
    label: str
    queue: str
    agency: str
    zone: int
    by: str | None  # null: at the kiosk


@dataclass(frozen=True, slots=True)
class PriorityConfirmed:
    ticket: str
    label: str
    queue: str
    agency: str
    zone: int
    by: str


@dataclass(frozen=True, slots=True)
class PriorityDeclined:
    """Its place by arrival stays."""

    ticket: str
    label: str
    queue: str
    agency: str
    zone: int
    by: str


@dataclass(frozen=True, slots=True)
class MoveUndone:
    """A desk's last move was taken back: `restored` is each ticket's stored row as it was before it.

    `tells` is what screens hear of it: [{label, queue, agency, zone, state, counter, position, waiting}]; `stands` what
    the floor does, a ticket each (`standing.stands_again`).
    """

    counter: int
    zone: int
    agency: str
    move: str
    label: str
    visitor: str | None  # the ticket that is at the counter again
    restored: list[dict[str, Any]]
    tells: list[dict[str, Any]]
    by: str
    stands: list[dict[str, Any]] = field(default_factory=list)
