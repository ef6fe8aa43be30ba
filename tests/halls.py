"""A whole application over a fresh database, with a clock that the test moves: for tests through the door."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from server import app
from server.api.presence import Presence
from server.domain.access import Actor
from server.domain.mall import Mall
from server.domain.mall_file import dump
from server.operations import devices, setup, staff
from server.ports import Hall
from server.settings import Settings
from server.store import proving
from server.store.engine import Database
from server.store.migrating import migrate
from server.store.tables import metadata
from server.store.unit import SqlStore
from tests.unit.small_mall import a_mall, a_service, an_agency, both

ZONE = ZoneInfo("Asia/Pontianak")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE).astimezone(UTC)
PASSWORD = "benar-kuda-baterai"


class MovedClock:
    """Stands still until the test moves it."""

    def __init__(self, moment: datetime = MONDAY) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def forward(self, **by: float) -> None:
        self.moment += timedelta(**by)

    def at(self, clock: str) -> None:
        """This time of the same day in the hall."""
        here = self.moment.astimezone(ZONE)
        self.moment = datetime.combine(here.date(), time.fromisoformat(clock), ZONE).astimezone(UTC)


class CountedIds:
    """Ids in order of making, none twice."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def secret(self) -> str:
        return f"secret{next(self._numbers):016d}"

    def short(self) -> str:
        return f"id{next(self._numbers):06d}"

    def pairing_code(self) -> str:
        return f"CODE{next(self._numbers):04d}"


class PlainPasswords:
    """Compares as they are: argon2 takes a sixth of a second, and has its own tests."""

    def hash(self, password: str) -> str:
        return f"plain:{password}"

    def verify(self, hash: str, password: str) -> bool:
        return hash == f"plain:{password}"

    def verify_in_turn(self, find_hash: Callable[[], str], password: str, known: bool = False) -> bool:
        return self.verify(find_hash(), password)


def hall_mall(**changes: Any) -> Mall:
    """Two agencies in two zones, a sound field, a printer and a kiosk in each; A1 has a quota of two a day."""
    usual: dict[str, Any] = {
        "zones": [
            {"number": 1, "floor": 1, "name": both("Zona 1"), "sound_field": 1, "printer": "p1"},
            {"number": 2, "floor": 2, "name": both("Zona 2"), "sound_field": 2, "printer": "p2"},
        ],
        "agencies": [
            an_agency("A", a_service("A1", "A", quota=2), a_service("A2", "A", appointments={"per_hour": 2})),
            an_agency("D", a_service("D1", "D"), a_service("D2", "DS")),
        ],
        "counters": [
            {"number": 1, "zone": 1, "agency": "A", "queues": ["A"]},
            {"number": 2, "zone": 1, "agency": "A", "queues": ["A"]},
            {"number": 3, "zone": 2, "agency": "D", "queues": ["D", "DS"]},
        ],
        "printers": [
            {"id": f"p{n}", "name": f"Printer {n}", "zone": n, "driver": "virtual", "address": f"127.0.0.1:910{n}"}
            for n in (1, 2)
        ],
        "kiosks": [{"id": f"k{n}", "name": f"Kios {n}", "zone": n, "printer": f"p{n}"} for n in (1, 2)],
    }
    return a_mall(**{**usual, **changes})


def template(folder: Path) -> Path:
    """A migrated, empty database to copy: migrating takes longer than copying."""
    path = folder / "template.db"
    database = Database(f"sqlite:///{path}")
    migrate(database.engine)
    database.close()
    return path


@dataclass
class Door:
    """One caller: a device with its key, staff with a session, or the public."""

    client: FlaskClient
    headers: dict[str, str] = field(default_factory=dict)
    actor: Actor | None = None
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    name: str = "public"

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(f"/api/v1{path}", headers={**self.headers, **more.pop("headers", {})}, **more)

    def post(self, path: str, **body: Any) -> TestResponse:
        return self.client.post(f"/api/v1{path}", headers=self.headers, json=body)

    def put(self, path: str, data: bytes, **more: Any) -> TestResponse:
        return self.client.put(f"/api/v1{path}", headers=self.headers, data=data, **more)

    def do(self, path: str, **body: Any) -> TestResponse:
        """A command, with a request_id of its own."""
        return self.post(path, **{"request_id": self.new_request_id(), **body})

    def done(self, path: str, **body: Any) -> Any:
        """A command that must succeed; its answer."""
        answer = self.do(path, **body)
        assert answer.status_code in (200, 201), (path, answer.status_code, answer.text)
        return answer.json

    def new_request_id(self) -> str:
        return f"{self.name}-{next(self._numbers):08d}"


class Site:
    """The application, its clock, and callers of every kind."""

    def __init__(self, folder: Path, mall: Mall, *, demonstration: bool = False, moment: datetime = MONDAY,
                 **settings: Any) -> None:  # fmt: skip
        self.clock = MovedClock(moment)
        ages = 24 * 365 * 50  # tests/harm has sessions that end
        usual: dict[str, Any] = {"session_hours": ages, "session_idle_minutes": 60 * ages}
        self.settings = Settings(
            data=folder, async_mode="threading", public_url="http://antrean.test", **{**usual, **settings}
        )
        self.database = Database(self.settings.url)
        self.hall = Hall(SqlStore(self.database), self.clock, CountedIds())
        setup.load(self.hall, dump(mall))
        self.seconds = 0.0
        self.application = app.create(
            self.settings, hall=self.hall, database=self.database, demonstration=demonstration, real_hours=True
        )
        house = self.application.house
        house.passwords = PlainPasswords()
        _measure_by(house.presence, lambda: self.seconds)
        self.application.pusher.begin()

    @property
    def public(self) -> Door:
        return Door(self.application.flask.test_client())

    def device(self, kind: str, zone: int | None = None, **more: Any) -> Door:
        device, key = devices.pair_itself(self.hall, {"kind": kind, "zone": zone, **more})
        headers = {"Authorization": f"Bearer {key}"}
        return Door(self.application.flask.test_client(), headers, devices.as_actor(device), name=device.id)

    def kiosk(self, zone: int = 1) -> Door:
        return self.device("kiosk", zone)

    def agent(self) -> Door:
        return self.device("agent")

    def account(self, username: str, role: str, agency: str | None = None) -> None:
        staff.add(self.hall, username=username, role=role, agency=agency, password_hash=f"plain:{PASSWORD}")

    def staff(self, username: str, role: str = "clerk", agency: str | None = None) -> Door:
        """A person of this role, signed in."""
        self.account(username, role, agency)
        return self.signed_in(username)

    def signed_in(self, username: str) -> Door:
        door = self.public
        answer = door.post("/sign-in", username=username, password=PASSWORD)
        assert answer.status_code == 200, answer.text
        person = staff.named(self.hall, username)
        assert person is not None
        actor = staff.as_actor(person)
        return Door(door.client, {"X-CSRF-Token": answer.json["csrf_token"]}, actor, name=username)

    def clerk(self, counter: int = 1, username: str | None = None, opened: bool = True) -> Door:
        """A clerk who sits at this counter, open for calls."""
        with self.hall.store.read() as unit:
            agency = unit.mall.counter_by_number[counter].agency
        door = self.staff(username or f"petugas{counter}", "clerk", agency)
        door.done(f"/counters/{counter}/take")
        if opened:
            door.done(f"/counters/{counter}/open")
        return door

    def later(self, seconds: float) -> None:
        """Time passes on every clock there is."""
        self.seconds += seconds
        self.clock.forward(seconds=seconds)

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table."""
        with self.database.reading() as connection:
            return {
                table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
                for table in metadata.sorted_tables
            }

    def events(self) -> list[str]:
        with self.hall.store.read() as unit:
            return [type(one.event).__name__ for one in unit.journal.after(0, 10_000)]

    def faults(self) -> list[str]:
        with self.database.reading() as connection:
            return proving.faults(connection)

    def round(self) -> None:
        """What the server does every second by itself."""
        self.application.rounds.once()

    def close(self) -> None:
        self.application.end()
        self.database.close()


def _measure_by(presence: Presence, monotonic: Callable[[], float]) -> None:
    """The application's own presence, on the test's clock."""
    presence._monotonic, presence._start = monotonic, monotonic()


@contextmanager
def opened(folder: Path, empty: Path, mall: Mall | None = None, **more: Any) -> Iterator[Site]:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(empty, folder / "antrean.db")
    site = Site(folder, mall or hall_mall(), **more)
    try:
        yield site
        assert site.faults() == []
    finally:
        site.close()
