"""The store: units of work over one database, and who is told after a commit."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Connection

from server.domain.mall import Mall
from server.domain.refusals import NotFound
from server.ports import Recorded
from server.store import malls
from server.store.appointments import AppointmentRows
from server.store.counters import CounterRows
from server.store.desks import DeskRows
from server.store.engine import Database
from server.store.floor import FloorRows
from server.store.jobs import JobRows
from server.store.journal import JournalRows
from server.store.legs import LegRows
from server.store.lines import LineRows
from server.store.notes import NoteRows
from server.store.people import PeopleRows
from server.store.processes import ProcessRows
from server.store.site import RequestRows, SiteRows
from server.store.standing import Lately, Standing, every_time, once_in
from server.store.tickets import TicketRows

T = TypeVar("T")
Listener = Callable[[Sequence[Recorded], Sequence[str]], None]


class SqlUnit:
    """One transaction. The repositories are made when first asked for."""

    def __init__(self, connection: Connection, store: "SqlStore", writes: bool) -> None:
        self.connection = connection
        self.replaced: tuple[Mall, str] | None = None
        self._store, self._writes = store, writes
        self.journal = JournalRows(connection, lambda: self._store.present_mall(self), writes)
        here: dict[Hashable, Any] = {}
        self._once_here = every_time if writes else once_in(lambda: here)
        self._once = every_time if writes else once_in(lambda: store.standing_at(self))

    @cached_property
    def mall(self) -> Mall:
        mall = self._store.present_mall(self)
        if mall is None:
            raise NotFound(what="mall")
        return mall

    @cached_property
    def tickets(self) -> TicketRows:
        return TicketRows(self.connection, self._once)

    @cached_property
    def legs(self) -> LegRows:
        return LegRows(self.connection)

    @cached_property
    def lines(self) -> LineRows:
        return LineRows(self.connection, self._once)

    @cached_property
    def desks(self) -> DeskRows:
        return DeskRows(self.connection)

    @cached_property
    def floor(self) -> FloorRows:
        return FloorRows(self.connection, self._once)

    @cached_property
    def notes(self) -> NoteRows:
        return NoteRows(self.connection)

    @cached_property
    def appointments(self) -> AppointmentRows:
        return AppointmentRows(self.connection)

    @cached_property
    def counters(self) -> CounterRows:
        return CounterRows(self.connection, self._once)

    @cached_property
    def jobs(self) -> JobRows:
        return JobRows(self.connection)

    @cached_property
    def requests(self) -> RequestRows:
        return RequestRows(self.connection)

    @cached_property
    def site(self) -> SiteRows:
        return SiteRows(self.connection, self._once, self._once_here)

    @cached_property
    def people(self) -> PeopleRows:
        return PeopleRows(self.connection, self._once_here)

    @cached_property
    def processes(self) -> ProcessRows:
        return ProcessRows(self.connection)

    def lately(self, name: Hashable, stamp: object, make: Callable[[], T]) -> T:
        return make() if self._writes else self._store.lately.of(name, stamp, make)

    def replace_mall(self, mall: Mall, version: str) -> None:
        self.replaced = mall, version
        malls.replace(self.connection, mall)
        self.journal.change_head(mall_version=version)
        self.__dict__["mall"] = mall


class SqlStore:
    """Units of work over a database; `listeners` hear of each commit's events and the targets with new jobs."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.listeners: list[Listener] = []
        self.known_mall: Mall | None = None
        self._version: str | None = None
        self._known_at = 0  # the journal's seq where it was seen
        self._standing, self.lately = Standing(), Lately()
        self._written = 0  # units of this process that wrote

    @contextmanager
    def write(self) -> Iterator[SqlUnit]:
        with self.database.writing() as connection:
            unit = SqlUnit(connection, self, writes=True)
            unit.journal.head()  # the site's lock: nothing is looked at before it is held
            yield unit
            unit.journal.flush()
        self._written += 1
        if unit.replaced is not None:
            self._know(*unit.replaced, unit.journal.head().seq)
        self._tell(unit)

    @contextmanager
    def read(self) -> Iterator[SqlUnit]:
        with self.database.reading() as connection:
            yield SqlUnit(connection, self, writes=False)

    def standing_at(self, unit: SqlUnit) -> dict[Hashable, Any]:
        """What is known of this unit's moment: its journal's chain, and what this process wrote beside the journal."""
        return self._standing.at((unit.journal.head().hash, self._written))

    def _tell(self, unit: SqlUnit) -> None:
        targets = unit.jobs.added_for if "jobs" in unit.__dict__ else []
        if unit.journal.recorded or targets:
            for listener in self.listeners:
                listener(unit.journal.recorded, targets)

    def present_mall(self, unit: SqlUnit) -> Mall | None:
        """The mall this unit sees: another process may have changed it, its version stands in the head's row."""
        if unit.replaced is not None:
            return unit.replaced[0]
        head = unit.journal.head()
        if head.mall_version == self._version:
            return self.known_mall
        mall = malls.read(unit.connection)
        self._know(mall, head.mall_version, head.seq)
        return mall

    def _know(self, mall: Mall | None, version: str, seq: int) -> None:
        """A reading that began before the mall was changed does not bring the old one back."""
        if seq >= self._known_at:
            self.known_mall, self._version, self._known_at = mall, version, seq

    def mall(self) -> Mall:
        """The mall as this process last saw it. Raises NotFound before one was loaded."""
        if self.known_mall is None:
            with self.read() as unit:
                return unit.mall
        return self.known_mall
