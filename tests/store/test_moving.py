"""A site moves to PostgreSQL and back: nothing is lost, nothing is half done, and what is in use is left alone."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select, text

from server.__main__ import main
from server.one_writer import only_writer
from server.store import proving
from server.store.engine import Database
from server.store.tables import heads, journal, metadata, tickets
from tests.halls import Site
from tests.postgres import fresh_database
from tests.running_house import HOUSE
from tests.store.conftest import ON_POSTGRESQL, opened

pytestmark = ON_POSTGRESQL
Move = Callable[..., Result]


@pytest.fixture
def lived(make_site: Callable[..., Site], tmp_path: Path) -> Path:
    """The data folder of a site after a few visitors, devices, staff and a closed day."""
    site = make_site()
    kiosk, clerk = site.kiosk(), site.clerk(1)
    site.device("display", zone=1, name="Layar Ä 'satu'")
    for _ in range(6):
        kiosk.done("/tickets", service="A2", language="id")
    first = clerk.done("/counters/1/next", expects=None)["ticket"]["id"]
    site.later(15)
    clerk.done("/counters/1/recall", ticket=first)
    clerk.done("/counters/1/next", expects=first)
    site.later(30)
    site.round()
    site.database.close()
    return Path(shutil.copytree(site.settings.data, tmp_path / "lived"))


@pytest.fixture
def move(lived: Path) -> Move:
    def move(to: str, *more: str, data: Path = lived) -> Result:
        return CliRunner().invoke(main, ["move", "--to", to, "--data", str(data), *more])

    return move


@pytest.fixture
def empty() -> Iterator[str]:
    with fresh_database("template0") as url:
        yield url


def dumped(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return sorted(connection.iterdump())


def counted(database: Database) -> dict[str, int]:
    with database.reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


def test_there_and_back_again_every_byte_is_the_same(move: Move, lived: Path, empty: str, tmp_path: Path) -> None:
    before, back = dumped(lived / "antrean.db"), tmp_path / "back"
    there = move(empty)
    assert there.exit_code == 0, there.output
    assert "Moved and proven" in there.output
    assert "set ANTREAN_DATABASE_URL=postgresql://" in there.output
    returned = move(f"sqlite:///{back / 'antrean.db'}", "--from", empty, data=back)
    assert returned.exit_code == 0, returned.output
    assert "unset ANTREAN_DATABASE_URL" in returned.output
    assert dumped(lived / "antrean.db") == before
    assert dumped(back / "antrean.db") == before


def test_what_arrived_is_a_whole_site_with_everything(move: Move, lived: Path, empty: str) -> None:
    assert move(empty).exit_code == 0
    with opened(empty) as there, opened(f"sqlite:///{lived / 'antrean.db'}") as here:
        assert counted(there) == counted(here)
        full = {name for name, rows in counted(there).items() if rows}
        assert full >= {
            "heads",
            "journal",
            "tickets",
            "tallies",
            "desks",
            "jobs",
            "requests",
            "mall_rows",
            "staff",
            "devices",
        }
        with there.reading() as connection, here.reading() as before:
            assert proving.faults(connection) == []
            assert connection.execute(select(heads)).one() == before.execute(select(heads)).one()
            assert connection.execute(select(journal.c.hash)).all() == before.execute(select(journal.c.hash)).all()


def test_a_target_that_holds_anything_is_left_alone(move: Move, empty: str) -> None:
    assert move(empty).exit_code == 0
    with opened(empty) as there:
        before = counted(there)
        told = move(empty)
        assert (told.exit_code, "is not empty" in told.output) == (1, True), told.output
        assert counted(there) == before


def test_a_database_with_somebody_elses_tables_is_left_alone(move: Move, empty: str) -> None:
    with opened(empty) as there, there.engine.begin() as connection:
        connection.execute(text("CREATE TABLE invoices (id int)"))
    told = move(empty)
    assert (told.exit_code, "invoices" in told.output) == (1, True)


def test_a_site_that_is_served_is_not_moved(move: Move, lived: Path, empty: str) -> None:
    with only_writer(lived, "http://127.0.0.1:8080"):
        told = move(empty)
    assert (told.exit_code, "http://127.0.0.1:8080" in told.output) == (1, True)
    with opened(empty) as there, there.reading() as connection:
        assert connection.execute(text("SELECT to_regclass('heads')")).scalar() is None


def test_a_site_that_another_machine_serves_is_not_moved(move: Move, empty: str, tmp_path: Path) -> None:
    assert move(empty).exit_code == 0
    with opened(empty) as serving, serving.reading():
        told = move(f"sqlite:///{tmp_path / 'back' / 'antrean.db'}", "--from", empty, data=tmp_path / "elsewhere")
    assert (told.exit_code, "is in use" in told.output) == (1, True), told.output


def test_a_site_that_contradicts_itself_is_not_moved(move: Move, lived: Path, empty: str) -> None:
    with closing(sqlite3.connect(lived / "antrean.db")) as forger:
        forger.execute("UPDATE journal SET body = replace(body, 'A-001', 'A-009') WHERE seq > 5")
        forger.commit()
    told = move(empty)
    assert (told.exit_code, "contradicts itself" in told.output) == (1, True), told.output


def test_what_postgresql_does_not_take_is_said_and_nothing_is_left_there(move: Move, lived: Path, empty: str) -> None:
    with closing(sqlite3.connect(lived / "antrean.db")) as older:  # SQLite keeps no lengths
        older.execute("UPDATE devices SET name = ?", ["x" * 200])
        older.commit()
    told = move(empty)
    assert (told.exit_code, "table devices" in told.output) == (1, True), told.output
    with opened(empty) as there:
        assert sum(counted(there).values()) == 1  # the head of an empty site


@pytest.mark.parametrize("way", ["to postgresql", "to sqlite"])
def test_a_move_that_is_killed_halfway_leaves_the_target_empty_and_the_source_as_it_was(
    move: Move, lived: Path, empty: str, tmp_path: Path, way: str
) -> None:
    before, target = dumped(lived / "antrean.db"), empty
    if way == "to sqlite":
        target = f"sqlite:///{tmp_path / 'target.db'}"
    _killed_while_it_copies(lived, target)
    assert dumped(lived / "antrean.db") == before
    with opened(target) as there:
        assert sum(counted(there).values()) == 1
    assert move(target).exit_code == 0


def _killed_while_it_copies(source: Path, target: str) -> None:
    """The process ends itself, as a power cut would, when the tickets are over there and the rest is not."""
    act = (
        "import os, sys\nfrom server.store import engine, moving\n"
        "def told(table, rows):\n    if table == 'tickets': os.kill(os.getpid(), 9)\n"
        "moving.move(engine.Database(sys.argv[1]), engine.Database(sys.argv[2]), told)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", act, f"sqlite:///{source / 'antrean.db'}", target], cwd=HOUSE, check=False, timeout=60,
        env={**os.environ}, capture_output=True, text=True,
    )  # fmt: skip
    assert ended.returncode == -signal.SIGKILL, ended.stderr


def test_what_cannot_be_reached_is_said_in_one_line(move: Move, tmp_path: Path) -> None:
    for target in (f"postgresql://antrean@/nobody?host={tmp_path}", "no url at all"):
        told = move(target)
        assert (told.exit_code, type(told.exception)) == (1, SystemExit)
        assert "Traceback" not in told.output


def test_the_password_of_a_database_is_not_shown(move: Move, empty: str) -> None:
    told = move(empty.replace("antrean@", "antrean:very-secret@"))
    assert told.exit_code == 0, told.output
    assert "very-secret" not in told.output


def test_rows_that_come_in_many_batches_all_arrive(move: Move, empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.store.moving.BATCH", 2)
    told = move(empty)
    assert told.exit_code == 0, told.output
    with opened(empty) as there, there.reading() as connection:
        assert connection.execute(select(func.count()).select_from(tickets)).scalar_one() == 6
