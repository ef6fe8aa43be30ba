"""What the core may ask of the outside: Clock, Ids, and the Store with its units of work."""

from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from server.domain.mall import Mall
from server.repositories import Appointments as Appointments
from server.repositories import Counters as Counters
from server.repositories import Desks as Desks
from server.repositories import Floor as Floor
from server.repositories import Jobs as Jobs
from server.repositories import Journal as Journal
from server.repositories import Legs as Legs
from server.repositories import Lines as Lines
from server.repositories import Notes as Notes
from server.repositories import People as People
from server.repositories import Processes as Processes
from server.repositories import Requests as Requests
from server.repositories import Sites as Sites
from server.repositories import Tickets as Tickets
from server.rows import (
    NOBODY_BARRED as NOBODY_BARRED,
)
from server.rows import (
    PLAYER_LEASE as PLAYER_LEASE,
)
from server.rows import (
    Alarm as Alarm,
)
from server.rows import (
    Barred as Barred,
)
from server.rows import (
    ColleagueNote as ColleagueNote,
)
from server.rows import (
    Device as Device,
)
from server.rows import (
    Head as Head,
)
from server.rows import (
    Job as Job,
)
from server.rows import (
    Message as Message,
)
from server.rows import (
    PauseRow as PauseRow,
)
from server.rows import (
    Player as Player,
)
from server.rows import (
    Recorded as Recorded,
)
from server.rows import (
    Staff as Staff,
)
from server.rows import (
    Undo as Undo,
)

T = TypeVar("T")


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


class Unit(Protocol):
    """One transaction over everything. Never yields, emits or waits inside."""

    @property
    def mall(self) -> Mall: ...
    @property
    def tickets(self) -> Tickets: ...
    @property
    def notes(self) -> Notes: ...
    @property
    def appointments(self) -> Appointments: ...
    @property
    def legs(self) -> Legs: ...
    @property
    def lines(self) -> Lines: ...
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
    def lately(self, name: Hashable, stamp: object, make: Callable[[], T]) -> T:
        """`make`'s answer, kept by the process under this name for as long as its stamp is equal.

        A unit that writes has it made anew. Whoever shares an answer may add to it what follows from the same stamp.
        """
        ...


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
