"""What happened to a ticket: the events of its life, in the past tense."""

from dataclasses import dataclass


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
