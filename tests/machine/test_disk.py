"""A disk that is full or takes no more writing, a file that is damaged: a clear word, nothing half-written."""

import errno
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from server.store.engine import Database
from server.store.troubles import damage_of, kind_of
from tests.halls import Door, Site


def limit_pages(site: Site, pages: int) -> None:
    with site.database.engine.connect() as connection:
        connection.execute(text(f"PRAGMA max_page_count={pages}"))


def fill_up(site: Site) -> None:
    """No page more than there are, and none free."""
    limit_pages(site, 1)
    with pytest.raises(Exception, match="full"), site.database.writing() as connection:
        for n in range(10_000):
            connection.execute(
                text("INSERT INTO requests VALUES (:n, '', :long, '')"), {"n": f"fill-{n}", "long": "x" * 4000}
            )


def until_refused(door: Door, site: Site) -> tuple[str, TestResponse, dict[str, Any]]:
    """Numbers are taken until the last free corner of a page is used: the tap that was refused, and the rows before."""
    for n in range(2000):
        before, tap = site.rows(), f"tap-{n:08d}"
        answer = door.post("/tickets", service="A2", language="id", request_id=tap)
        if answer.status_code != 201:
            return tap, answer, before
    pytest.fail("the disk never was full")


def test_a_full_disk_gives_no_number_says_so_and_forgets_nothing(site: Site) -> None:
    greeter = site.staff("penyambut", "greeter")
    kept = greeter.done("/tickets", service="A2", language="id")["ticket"]
    fill_up(site)
    tap, refused, before = until_refused(greeter, site)
    assert (refused.status_code, refused.json["error"]) == (503, "disk_full")
    assert "penuh" in refused.json["message"]
    assert site.rows() == before
    assert "disk_full" in site.public.get("/health").json["troubles"]
    assert site.public.get(f"/tickets/{kept['id']}").json["ticket"]["label"] == kept["label"]
    limit_pages(site, 1_000_000)
    told = [greeter.post("/tickets", service="A2", language="id", request_id=tap) for _ in range(2)]
    assert [answer.status_code for answer in told] == [201, 200]
    assert told[0].json["ticket"]["id"] == told[1].json["ticket"]["id"]
    assert "disk_full" not in site.public.get("/health").json["troubles"]


def read_only(site: Site, on: bool) -> None:
    """Every connection there is, and there will be."""
    with site.database.engine.connect() as connection:
        connection.execute(text(f"PRAGMA query_only={'ON' if on else 'OFF'}"))


def test_a_disk_that_takes_no_more_writing_refuses_and_serves_what_is_there(site: Site) -> None:
    kiosk, clerk = site.kiosk(), site.clerk(1)
    kept = kiosk.done("/tickets", service="A2", language="id")["ticket"]
    before = site.rows()
    read_only(site, True)
    told = [
        kiosk.do("/tickets", service="A2", language="id"),
        clerk.do("/counters/1/next", expects=None),
        site.public.do(f"/tickets/{kept['id']}/cancel"),
    ]
    assert [(answer.status_code, answer.json["error"]) for answer in told] == [(503, "disk_read_only")] * 3
    assert "disk_read_only" in site.public.get("/health").json["troubles"]
    assert kiosk.get("/snapshot?room=hall").status_code == 200
    read_only(site, False)
    assert site.rows() == before
    assert kiosk.do("/tickets", service="A2", language="id").status_code == 201


def test_rounds_go_on_through_a_disk_trouble_and_are_right_afterwards(site: Site) -> None:
    site.kiosk().done("/tickets", service="A2", language="id")
    read_only(site, True)
    site.later(24 * 3600)
    site.application.rounds.attempt()
    read_only(site, False)
    site.round()
    assert "DayClosed" in site.events()


def test_a_damaged_file_is_found_before_it_is_served(tmp_path: Path, empty_database: Path) -> None:
    path = tmp_path / "antrean.db"
    content = bytearray(empty_database.read_bytes())
    path.write_bytes(content)
    whole = Database(f"sqlite:///{path}")
    assert damage_of(whole.engine) == ""
    whole.close()
    for name, start, length in (
        ("its head", 0, 100),
        ("a page within", 4096 * 3, 4096),
        ("its end", len(content) // 2, len(content)),
    ):
        broken = bytearray(content)
        broken[start : start + length] = b"\x55" * min(length, len(content) - start)
        path.write_bytes(broken)
        damaged = Database(f"sqlite:///{path}")
        assert damage_of(damaged.engine) != "", name
        damaged.close()


def test_damage_found_while_serving_is_said_by_its_code(site: Site) -> None:
    def damaged() -> None:
        raise _as_sqlite_says(sqlite3.DatabaseError("database disk image is malformed"), "SQLITE_CORRUPT_INDEX")

    with pytest.raises(sqlite3.DatabaseError) as trouble:
        damaged()
    assert kind_of(trouble.value) == "database_damaged"
    assert kind_of(OSError(errno.EIO, "no name of SQLite's")) == "disk_trouble"


def _as_sqlite_says(error: sqlite3.Error, name: str) -> sqlite3.Error:
    error.sqlite_errorname = name
    return error
