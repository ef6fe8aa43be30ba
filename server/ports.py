"""What the core may ask of the outside: Clock, Ids, and the Store with its units of work."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from server.domain.events import Event
from server.domain.mall import Mall
from server.domain.notes import Note
from server.domain.profiles import Select
from server.domain.staffing import Desk
from server.domain.ticket import Leg, Ticket


class StoreUnavailable(Exception):
    """The store cannot be reached now. Whoever asks again with the same request_id learns what became of it."""

    retry_after_seconds = 2


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware UTC."""
        ...


class Ids(Protocol):
    def secret(self) -> str:
        """A ticket id or key part nobody can guess: 22 characters of [A-Za-z0-9_-]."""
        ...

    def short(self) -> str:
        """An id that need not be secret, in order of making: jobs, alarms, pauses."""
        ...

    def pairing_code(self) -> str:
        """Eight characters a person reads and types."""
        ...


@dataclass(frozen=True, slots=True)
class Head:
    """The journal's head and the site's day: the one row whose lock orders everything."""

    seq: int = 0
    hash: str = ""
    at: datetime | None = None  # the furthest moment seen: a clock that steps back does not move it
    day: date | None = None
    day_closed: bool = False
    clock_doubted: bool = False
    clock_stepped: bool = False
    confirmed_day: date | None = None
    mall_version: str = ""
    timeline: str = ""  # another one since each restored backup: what a screen heard before is of another past
    rooms: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with its place in the journal; `after` is each room's previous seq."""

    seq: int
    at: datetime
    event: Event
    hash: str
    after: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Job:
    """Work for a device. States: waiting, claimed, done, failed, uncertain, expired."""

    id: str
    kind: str
    target: str
    state: str
    body: Mapping[str, Any]
    created_at: datetime
    ticket: str | None = None
    claimed_by: str | None = None
    lease_until: datetime | None = None
    attempts: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class PauseRow:
    id: str
    scope: str
    code: str
    agency: str | None
    reason: str
    numbers: bool
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Alarm:
    id: str
    kind: str
    zone: int
    device: str
    device_name: str
    since: datetime
    answered_at: datetime | None = None
    counter: int | None = None  # of a clerk's own alarm


@dataclass(frozen=True, slots=True)
class Undo:
    """A desk's last move. `body`: {tickets: [{before, after}], desk, legs, credits}, each as plain values."""

    counter: int
    by: str
    at: datetime
    move: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ColleagueNote:
    """From one clerk to the next, about a counter or a ticket, until the day ends."""

    id: str
    agency: str
    counter: int | None
    ticket: str | None
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """Words for those who wait: on the displays of a zone or the hall, or on an agency's phones too."""

    id: str
    scope: str  # "site" | "zone" | "agency" | "service"
    code: str
    texts: Mapping[str, str]
    since: datetime
    until: datetime | None
    by: str


@dataclass(frozen=True, slots=True)
class Staff:
    id: str
    username: str
    role: str
    agency: str | None
    home_counter: int | None
    password_hash: str
    version: int = 1
    blocked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Device:
    id: str
    kind: str
    name: str
    zone: int | None
    place: str | None
    printer: str | None
    fields: tuple[int, ...]
    key_hash: str
    paired_at: datetime
    state: str = "new"
    withdrawn_at: datetime | None = None
    connected: bool | None = None  # whether it is heard of now; None: it never was


PLAYER_LEASE = timedelta(seconds=12)


@dataclass(frozen=True, slots=True)
class Player:
    """The one display that speaks for a sound field, until its lease ends."""

    field: int
    device: str
    instance: str
    rank: int
    until: datetime

    def speaks(self, now: datetime) -> bool:
        """Whether the lease runs. One that ends too late was given before the clock stepped back: it is over."""
        return timedelta(0) < self.until - now <= PLAYER_LEASE


@dataclass(frozen=True, slots=True)
class Barred:
    """Counters and people that are there: who waits for one of them is not called by another."""

    counters: frozenset[int] = frozenset()
    staff: frozenset[str] = frozenset()


NOBODY_BARRED = Barred()


class Tickets(Protocol):
    def take_number(self, queue: str, day: date) -> tuple[int, int]:
        """One more of (queue, day): its number, and how many wait in the queue now, this one included."""
        ...

    def skip_numbers(self, day: date, by: int) -> list[str]:
        """Go on `by` later in every queue that gave numbers on this day; which queues."""
        ...

    def begin_queue(self, queue: str, day: date) -> None:
        """The tally of this queue and day, where no number was given yet."""
        ...

    def numbered(self, queue: str, day: date, number: int) -> Ticket | None: ...
    def paper_counts(self, day: date) -> dict[str, int]:
        """How many slips of paper were keyed in, by agency."""
        ...

    def change_waiting(self, queue: str, day: date, by: int) -> int: ...
    def add(self, ticket: Ticket) -> None: ...
    def get(self, ticket: str) -> Ticket | None: ...
    def labelled(self, label: str, day: date) -> Ticket | None:
        """The ticket that people know by this label today."""
        ...

    def first_waiting(self, queue: str, day: date) -> Ticket | None: ...
    def first_of(self, select: Select, day: date, barred: Barred = NOBODY_BARRED) -> Ticket | None:
        """Who waits longest of this selection, but for those who wait for a counter or person in `barred`."""
        ...

    def joined_before(self, queues: Sequence[str], day: date, position: int) -> int:
        """How many wait in these queues at earlier places."""
        ...

    def unpromised(self, day: date, limit: int) -> list[Ticket]:
        """Who waits and was not yet told how long; first those who came first."""
        ...

    def promise(self, ticket: str, low: int, high: int, how: str) -> None: ...
    def parked(self, agency: str | None, day: date) -> list[Ticket]: ...
    def due(self, now: datetime, day: date) -> list[Ticket]:
        """Parked until a moment that has come."""
        ...

    def save(self, before: Ticket, after: Ticket) -> None:
        """Write the move. Raises StateChanged where the stored state or place is no longer `before`'s."""
        ...

    def waiting(self, queues: Sequence[str], day: date, limit: int) -> list[Ticket]: ...
    def waiting_behind(self, ticket: Ticket, limit: int) -> list[Ticket]:
        """The next of its queue that wait behind it, in line."""
        ...

    def places(self, queue: str, day: date) -> list[int]:
        """The positions of all who wait there, in line."""
        ...

    def waiting_counts(self, day: date) -> dict[str, int]: ...
    def ahead_of(self, ticket: Ticket) -> int: ...
    def issued_of(self, service: str, day: date) -> int: ...
    def issued_of_each(self, services: Sequence[str], day: date) -> dict[str, int]: ...
    def issued_counts(self, day: date) -> dict[str, int]: ...
    def issued_by_kiosk(self, kiosk: str, since: datetime, until: datetime) -> int:
        """How many from `since` to `until`; what a clock that was ahead has dated later does not count."""
        ...

    def of_day(self, day: date, states: Sequence[str]) -> list[Ticket]: ...
    def to_decide(self, day: date) -> list[Ticket]:
        """Whose priority was asked for and not decided, who may come back; by place."""
        ...

    def longest_waits(self, day: date) -> list[tuple[Ticket, int]]:
        """Each agency's longest wait with how many wait there, the longest first."""
        ...

    def totals(self, day: date) -> list[tuple[str, str, str | None, int]]:
        """(agency, state, mark, how many) of a day."""
        ...

    def last_called(self, zones_queues: Sequence[str] | None, day: date, limit: int) -> list[Ticket]: ...
    def durations(self, queue: str, limit: int) -> list[float]:
        """Minutes at the counter of the last honest visits of this queue, newest first."""
        ...


class Notes(Protocol):
    def add(self, note: Note) -> None: ...
    def get(self, code: str) -> Note | None: ...
    def of_ticket(self, ticket: str) -> Note | None: ...
    def of_day(self, day: date) -> list[Note]:
        """Those made on this day, in the order of their places."""
        ...

    def redeem(self, code: str, ticket: str, at: datetime) -> None:
        """Raises NoteUsed where it gave a number before."""
        ...


class Legs(Protocol):
    def add(self, leg: Leg) -> None: ...
    def remove(self, ticket: str, n: int) -> None: ...
    def of_ticket(self, ticket: str) -> list[Leg]: ...
    def of_day(self, day: date, agency: str | None = None) -> list[Leg]: ...
    def outcomes(self, day: date) -> list[tuple[str, str, int, int]]:
        """(agency, outcome, how many stops, how many calls they took) of a day."""
        ...

    def ended_since(self, since: datetime, limit: int) -> list[Leg]:
        """Those that ended after this moment, oldest first."""
        ...


class Desks(Protocol):
    def credits(self, pool: str, day: date) -> list[list[int]] | None:
        """What a pool of counters may still call out of order, line by line; None: nothing was used today."""
        ...

    def set_credits(self, pool: str, day: date, values: list[list[int]]) -> None: ...
    def undo(self, counter: int) -> Undo | None: ...
    def set_undo(self, undo: Undo) -> None: ...
    def forget_undo(self, counter: int) -> None: ...
    def add_note(self, note: ColleagueNote) -> None: ...
    def notes(self, agency: str) -> list[ColleagueNote]: ...
    def remove_note(self, note: str) -> None: ...
    def forget_notes(self) -> int:
        """All of them; how many."""
        ...


class Floor(Protocol):
    def messages(self) -> list[Message]:
        """Those that were not lifted."""
        ...

    def add_message(self, message: Message) -> None: ...
    def lift_message(self, message: str, at: datetime) -> None: ...
    def forget_messages_before(self, at: datetime) -> int: ...
    def quotas(self, day: date) -> dict[str, int]:
        """Numbers a service gives on this day, where somebody changed the mall's."""
        ...

    def set_quota(self, day: date, service: str, quota: int) -> None: ...
    def checks(self, day: date) -> dict[str, tuple[str, datetime]]: ...
    def set_check(self, day: date, name: str, by: str, at: datetime) -> None: ...
    def learned(self, kind: str) -> dict[str, Any]: ...
    def lesson(self, kind: str, code: str) -> str | None:
        """One learned value as it is stored: JSON, or None."""
        ...

    def learn(self, kind: str, code: str, body: Any, at: datetime) -> None: ...
    def count_priority(self, day: date, agency: str, kind: str) -> None: ...
    def priority_counts(self, day: date) -> dict[str, dict[str, int]]: ...


class Counters(Protocol):
    def get(self, number: int) -> Desk: ...
    def all(self) -> dict[int, Desk]: ...
    def held_by(self, staff: str) -> Desk | None: ...
    def save(self, before: Desk, after: Desk) -> None:
        """Write. Raises StateChanged where holder, state or ticket are no longer `before`'s."""
        ...


class Journal(Protocol):
    def append(self, event: Event, at: datetime) -> Recorded: ...
    def head(self) -> Head: ...
    def change_head(self, **changes: Any) -> Head: ...
    def after(self, seq: int, limit: int) -> list[Recorded]: ...
    def of_day(self, day: date, names: Sequence[str]) -> list[tuple[int, str, str, datetime]]:
        """The day's rows of these events as they are stored: seq, name, body as text, at."""
        ...


class Jobs(Protocol):
    def add(self, job: Job) -> None: ...
    def get(self, job: str) -> Job | None: ...
    def next_for(self, target: str) -> Job | None: ...
    def waiting_targets(self, targets: Sequence[str]) -> set[str]: ...
    def waiting_count(self, target: str) -> int: ...
    def save(self, before: Job, after: Job) -> None:
        """Write. Raises JobNotYours where state or holder are no longer `before`'s."""
        ...

    def lapsed(self, now: datetime, latest: datetime) -> list[Job]:
        """Whose lease ended before `now`, or runs past `latest`, which only a clock that was wrong could give."""
        ...

    def unclaimed(self, kind: str, before: datetime, limit: int) -> list[Job]:
        """Made before then, and still waiting for an agent."""
        ...

    def forget_before(self, at: datetime) -> int:
        """Those that came to an end; how many."""
        ...

    def of_ticket(self, ticket: str, kind: str) -> Job | None:
        """The newest job of this kind for the ticket."""
        ...

    def in_state(self, kind: str, states: Sequence[str], since: datetime) -> list[Job]: ...


class Requests(Protocol):
    def seen(self, request_id: str) -> tuple[str, str] | None:
        """(fingerprint of actor and command, stored result) of an earlier, committed request."""
        ...

    def remember(self, request_id: str, fingerprint: str, result: str, at: datetime) -> None: ...
    def forget_before(self, at: datetime) -> int: ...


class Sites(Protocol):
    def pauses(self) -> list[PauseRow]: ...
    def add_pause(self, pause: PauseRow) -> None: ...
    def lift_pause(self, pause: str, at: datetime) -> None: ...
    def alarms(self) -> list[Alarm]: ...
    def add_alarm(self, alarm: Alarm) -> None: ...
    def answer_alarm(self, alarm: str, at: datetime) -> None: ...
    def forget_alarms_before(self, at: datetime) -> int:
        """Answered ones; the journal keeps what happened."""
        ...

    def forget_pauses_before(self, at: datetime) -> int:
        """Lifted ones."""
        ...

    def printer_states(self) -> dict[str, tuple[str, datetime]]: ...
    def set_printer_state(self, printer: str, state: str, at: datetime) -> None: ...
    def players(self) -> dict[int, Player]: ...
    def set_player(self, player: Player) -> None: ...
    def report(self, day: date) -> dict[str, Any] | None: ...
    def add_report(self, day: date, report: dict[str, Any], at: datetime) -> None: ...
    def remove_report(self, day: date) -> None: ...
    def signature(self, day: date) -> tuple[str, datetime] | None:
        """Who signed the day's report, and when."""
        ...

    def sign_report(self, day: date, by: str, at: datetime) -> None: ...


class People(Protocol):
    def staff(self, staff: str) -> Staff | None: ...
    def staff_named(self, username: str) -> Staff | None: ...
    def add_staff(self, staff: Staff) -> None: ...
    def all_staff(self) -> list[Staff]: ...
    def set_password(self, staff: str, password_hash: str) -> None:
        """The new password; the sessions that the old one opened are over."""
        ...

    def set_blocked(self, staff: str, at: datetime | None) -> None: ...
    def add_session(self, session: str, staff: str, at: datetime) -> None: ...
    def session(self, session: str) -> tuple[Staff, datetime] | None:
        """Whose session this is, and when it began."""
        ...

    def sessions(self) -> dict[str, int]:
        """How many each staff id has."""
        ...

    def end_session(self, session: str) -> None: ...
    def end_sessions(self, staff: str) -> int: ...
    def end_sessions_before(self, at: datetime) -> int: ...
    def device(self, device: str) -> Device | None: ...
    def devices(self) -> list[Device]:
        """Those whose key still opens."""
        ...

    def all_devices(self) -> list[Device]: ...
    def add_device(self, device: Device) -> None: ...
    def set_device_state(self, device: str, state: str) -> None: ...
    def set_device_connected(self, device: str, connected: bool) -> None: ...
    def withdraw_device(self, device: str, at: datetime) -> None: ...
    def add_pairing(self, code_hash: str, spec: Mapping[str, Any], until: datetime) -> None: ...
    def forget_pairings_before(self, at: datetime) -> int:
        """Codes that nobody used in time."""
        ...

    def use_pairing(self, code_hash: str, now: datetime) -> Mapping[str, Any] | None:
        """The spec of a living code, which dies with this use; None for no such code."""
        ...


class Processes(Protocol):
    """What several processes of one site know of each other."""

    def lease(self, name: str) -> tuple[str, int] | None:
        """(holder, beat), None where nobody ever held it."""
        ...

    def take_lease(self, name: str, holder: str, before: tuple[str, int] | None) -> bool:
        """Hold it, with the next beat, unless it is not as `before` any more."""
        ...

    def beats(self) -> dict[str, int]: ...
    def beat(self, who: Sequence[str]) -> None:
        """Somebody was seen: move each one's number."""
        ...

    def newest_poll(self, asked: str) -> str | None: ...
    def begin_poll(self, asked: str, poll: str) -> None: ...


class Unit(Protocol):
    """One transaction over everything. Never yields, emits or waits inside."""

    @property
    def mall(self) -> Mall: ...
    @property
    def tickets(self) -> Tickets: ...
    @property
    def notes(self) -> Notes: ...
    @property
    def legs(self) -> Legs: ...
    @property
    def desks(self) -> Desks: ...
    @property
    def floor(self) -> Floor: ...
    @property
    def counters(self) -> Counters: ...
    @property
    def journal(self) -> Journal: ...
    @property
    def jobs(self) -> Jobs: ...
    @property
    def requests(self) -> Requests: ...
    @property
    def site(self) -> Sites: ...
    @property
    def people(self) -> People: ...
    @property
    def processes(self) -> Processes: ...
    def replace_mall(self, mall: Mall, version: str) -> None: ...


class Store(Protocol):
    def write(self) -> AbstractContextManager[Unit]:
        """A unit that commits at the end of the block, and rolls back on any exception. Holds the site's lock."""
        ...

    def read(self) -> AbstractContextManager[Unit]:
        """A unit that sees one moment and changes nothing."""
        ...

    def mall(self) -> Mall:
        """The mall as this process last saw it, without asking the database. Raises NotFound where there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Hall:
    """What every operation is handed: the store, the clock, and the maker of ids."""

    store: Store
    clock: Clock
    ids: Ids
