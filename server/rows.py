"""What passes through the ports: the journal's head and its rows, jobs, people and devices, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from server.domain.events import Event


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
