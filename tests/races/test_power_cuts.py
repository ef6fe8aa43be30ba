"""The server is killed without warning under load, again and again: what was acknowledged is there, and adds up."""

import os
import threading
import time
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from server.store.engine import Database
from server.store.tables import journal, tickets
from tests.postgres import PostgresServer, missing, running_postgres
from tests.races import moves
from tests.races.conftest import faults_of
from tests.races.rivals import Rival, contest
from tests.running_house import RunningHouse, running_house

KILLS, SEED = int(os.environ.get("ANTREAN_KILLS", "15")), 20261123
KILLS_ON_POSTGRESQL = 4
LOAD_SECONDS = 280.0  # at most; the clients stop when the test says so
pytestmark = pytest.mark.slow


@pytest.fixture
def house() -> Iterator[RunningHouse]:
    """A house of its own: this one is not treated kindly."""
    with running_house() as serving:
        yield serving


class Load:
    """Six kiosks and three desks, each a process, go on through every power cut and write down what they were told."""

    def __init__(self, house: RunningHouse) -> None:
        self.notes = house.data / "notes"
        self.notes.mkdir()
        self._house = house
        kiosks = [self._kiosk(n) for n in range(6)]
        desks = [self._desk(counter) for counter in (1, 2, 7)]
        self.trouble: list[BaseException] = []
        self._thread = threading.Thread(target=self._run, args=([*kiosks, *desks],))
        self._thread.start()

    def _kiosk(self, n: int) -> Rival:
        key = self._house.pair("kiosk", zone=1)
        return moves.kiosk_through_power_cuts, (self._house.port, key, self._book("kiosk", n), LOAD_SECONDS, n)

    def _desk(self, counter: int) -> Rival:
        book, password = self._book("desk", counter), self._house.password
        return moves.desk_through_power_cuts, (self._house.port, password, counter, book, LOAD_SECONDS, counter)

    def _book(self, kind: str, n: int) -> str:
        return str(self.notes / f"{kind}-{n}")

    def _run(self, rivals: Any) -> None:
        try:
            contest(rivals, within=LOAD_SECONDS)
        except BaseException as trouble:
            self.trouble.append(trouble)

    def told(self, kind: str) -> list[list[str]]:
        """[ticket, label or counter] of every answer so far; a line half written is not yet one."""
        texts = [book.read_text(encoding="utf-8") for book in sorted(self.notes.glob(f"{kind}-*"))]
        return [line.split() for text in texts for line in text.split("\n")[:-1]]

    def is_running(self) -> bool:
        return self._thread.is_alive()

    def stop(self) -> None:
        (self.notes / "stop").touch()
        self._thread.join(100)
        assert not self._thread.is_alive()
        crashes = [line for line in self._house.log("server").splitlines() if "server_trouble" in line]
        assert not self.trouble, (self.trouble, crashes[-3:])


def test_power_cuts_under_load_lose_nothing(house: RunningHouse) -> None:
    chance, load = Random(SEED), Load(house)
    try:
        _until_there_is_load(load)
        for n in range(KILLS):
            _cut(house, chance, early=n % 6 == 5)
            _nothing_is_lost(house, load, n)
            house.start_server() if n % 6 != 4 else _begin(house)
    finally:
        (load.notes / "stop").touch()
    load.stop()
    house.kill()
    _nothing_is_lost(house, load, KILLS)
    _nothing_was_given_to_nobody(house, load)
    told = f"{len(load.told('kiosk'))} tickets and {len(load.told('desk'))} calls acknowledged, none lost"
    print(f"{KILLS} kills (seed {SEED}): {told}")


@pytest.mark.skipif(missing() is not None, reason=missing() or "")
def test_power_cuts_of_server_and_database_lose_nothing_on_postgresql() -> None:
    chance = Random(SEED)
    with running_postgres() as postgres, running_house(database=postgres.new_database()) as house:
        load = Load(house)
        try:
            _until_there_is_load(load)
            for n in range(KILLS_ON_POSTGRESQL):
                if n % 3 == 1:
                    _cut_the_database(postgres, load, chance)
                _cut(house, chance, early=False)
                _nothing_is_lost(house, load, n)
                house.start_server()
        finally:
            (load.notes / "stop").touch()
        load.stop()
        house.kill()
        _nothing_is_lost(house, load, KILLS)
        _nothing_was_given_to_nobody(house, load)
        told = f"{len(load.told('kiosk'))} tickets and {len(load.told('desk'))} calls acknowledged, none lost"
        print(f"{KILLS_ON_POSTGRESQL} kills of the server, every third also of PostgreSQL (seed {SEED}): {told}")


def _cut_the_database(postgres: PostgresServer, load: Load, chance: Random) -> None:
    """The server lives on, says what is the matter, and goes on by itself."""
    time.sleep(chance.uniform(0.1, 0.9))
    postgres.kill()
    time.sleep(chance.uniform(0.1, 0.5))
    postgres.start()
    _until_there_is_load(load, more=len(load.told("kiosk")) + 10)


def _until_there_is_load(load: Load, more: int = 20) -> None:
    until = time.monotonic() + 60
    while len(load.told("kiosk")) < more or not load.told("desk"):
        assert load.is_running(), load.trouble
        assert time.monotonic() < until, "the clients do not begin"
        time.sleep(0.1)


def _cut(house: RunningHouse, chance: Random, early: bool) -> None:
    """At any moment of the load; every sixth time while the server is only just starting."""
    time.sleep(chance.uniform(0.1, 1.5) if early else chance.uniform(0.1, 0.9))
    house.kill()


def _begin(house: RunningHouse) -> None:
    """Start the server and do not wait for it."""
    house.start("server", "server", "run", "--data", str(house.data), "--port", str(house.port), "--demonstration")


def _nothing_is_lost(house: RunningHouse, load: Load, n: int) -> None:
    issued, called = load.told("kiosk"), load.told("desk")
    assert load.is_running() or n == KILLS, f"the clients stopped before kill {n}"
    assert faults_of(house) == [], f"after kill {n}"
    present, calls = _stored(house)
    lost = [label for ticket, label in issued if present.get(ticket) != label]
    assert lost == [], f"after kill {n}: acknowledged and lost"
    unheard = [ticket for ticket, counter in called if calls.get(ticket) != int(counter)]
    assert unheard == [], f"after kill {n}: called and forgotten"


def _stored(house: RunningHouse) -> tuple[dict[str, str], dict[str, int]]:
    """Labels and counters by ticket."""
    database = Database(house.database_url)
    try:
        with database.reading() as connection:
            rows = connection.execute(select(tickets.c.id, tickets.c.label, tickets.c.counter)).all()
            assert connection.execute(select(journal.c.seq).limit(1)).all()
    finally:
        database.close()
    return {row.id: row.label for row in rows}, {row.id: row.counter for row in rows if row.counter is not None}


def _nothing_was_given_to_nobody(house: RunningHouse, load: Load) -> None:
    """Every client repeated its last request until it was answered: then each ticket has its visitor, and one alone."""
    issued = [ticket for ticket, _ in load.told("kiosk")]
    assert len(issued) == len(set(issued))
    present, calls = _stored(house)
    assert set(issued) == set(present)
    assert set(calls) == {ticket for ticket, _ in load.told("desk")}
