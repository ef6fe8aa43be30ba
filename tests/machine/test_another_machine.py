"""The server's PC is dead: another one, with the same name and the backup, goes on where the backup was made."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from server.backups.making import found_in
from tests.running_house import HOUSE, Caller, RunningHouse, new_id, running_house

pytestmark = pytest.mark.slow


@pytest.fixture
def house() -> Iterator[RunningHouse]:
    with running_house() as running:
        yield running


@pytest.fixture
def kiosk(house: RunningHouse) -> Iterator[Caller]:
    with closing(house.caller(house.pair("kiosk", zone=1))) as caller:
        yield caller


@pytest.fixture
def clerk(house: RunningHouse) -> Iterator[Caller]:
    with closing(house.clerk(1)) as caller:
        yield caller


def server(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "server", *arguments, "--data", str(data)], cwd=HOUSE, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip


def wake_up(house: RunningHouse, *callers: Caller) -> None:
    """The new machine is there: whoever held a line to the old one finds it cut, and dials again."""
    house.start_server()
    for caller in callers:
        with suppress(OSError, HTTPException):
            caller.get("/health")


def newest(house: RunningHouse) -> Path:
    """The last backup made; the server makes some by itself."""
    return found_in(house.data / "backups")[0].file


def issued(caller: Caller, service: str = "A1") -> dict[str, str]:
    ticket: dict[str, str] = caller.command("/tickets", service=service, language="id")["ticket"]
    return ticket


def test_devices_staff_screens_and_retries_go_on_without_pairing_or_signing_in(
    house: RunningHouse, kiosk: Caller, clerk: Caller, tmp_path: Path
) -> None:
    first, request_id = issued(kiosk), new_id()
    second = kiosk.post("/tickets", service="A1", language="id", request_id=request_id)[1]["ticket"]
    clerk.command("/counters/1/next", expects=None)
    told = server(house.data, "backup").stdout  # through the server that runs
    lost = [issued(kiosk) for _ in range(3)]
    seen = kiosk.get("/snapshot?room=hall")[1]
    backup = house.data / "backups" / told.partition(": ")[0]
    elsewhere = shutil.move(backup, tmp_path)
    house.kill()
    shutil.rmtree(house.data)  # and the disk with it

    restored = server(house.data, "restore", str(elsewhere), "--skip", "50")
    assert restored.returncode == 0, restored.stderr
    assert "MPP Sanggau" in restored.stdout
    wake_up(house, kiosk, clerk)
    assert kiosk.get("/devices/me")[0] == 200
    desk = clerk.get("/counters/1")[1]
    assert (desk["counter"]["held_by_me"], desk["ticket"]["id"]) == (True, first["id"])
    assert clerk.command("/counters/1/next", expects=first["id"])["ticket"]["id"] == second["id"]
    again = kiosk.post("/tickets", service="A1", language="id", request_id=request_id)
    assert (again[0], again[1]["ticket"]["id"]) == (200, second["id"])
    assert kiosk.get(f"/tickets/{lost[0]['id']}")[0] == 404
    assert int(issued(kiosk)["number"]) == int(lost[0]["number"]) + 50
    _takes_the_whole_state(kiosk, seen)
    assert server(house.data, "verify").stdout.strip() == "whole"


def _takes_the_whole_state(kiosk: Caller, seen: dict[str, Any]) -> None:
    """A screen that heard more than the backup knows: the new past is soon longer than what it knows of the old one."""
    for _ in range(8):
        issued(kiosk)
    now = kiosk.get("/snapshot?room=hall")[1]
    assert now["seq"] > seen["seq"]
    told = kiosk.get(f"/news?room=hall&since={seen['seq']}&timeline={seen['timeline']}")[1]
    assert (told["reset"], told["news"]) == (True, [])
    assert not kiosk.get(f"/news?room=hall&since={now['seq']}&timeline={now['timeline']}")[1]["reset"]


def test_what_cannot_be_restored_is_said_in_one_line_and_changes_nothing(house: RunningHouse, tmp_path: Path) -> None:
    assert server(house.data, "backup").returncode == 0
    backup = newest(house)
    runs = server(house.data, "restore", str(backup))
    assert (runs.returncode, runs.stdout) == (1, "")
    assert f"A server runs on {house.data}" in runs.stderr
    house.end("server")
    there = server(house.data, "restore", str(backup))
    assert "holds a site already" in there.stderr
    broken = tmp_path / "broken.antrean.tar.gz"
    broken.write_bytes(backup.read_bytes()[:-2000])
    refused = server(tmp_path / "new", "restore", str(broken))
    assert (refused.returncode, "Nothing was restored" in refused.stderr) == (1, True)
    assert "Traceback" not in runs.stderr + there.stderr + refused.stderr
    assert not (tmp_path / "new" / "antrean.db").exists()


def test_a_damaged_site_is_not_served_and_the_way_back_is_said(house: RunningHouse) -> None:
    """The server made the backup by itself, and the health page says when."""
    with closing(house.caller()) as caller:
        until = time.monotonic() + 30
        while not (told := caller.get("/health")[1]["backup"])["last_at"]:
            assert time.monotonic() < until
            time.sleep(0.1)
    assert (told["failing"], told["every_minutes"]) == (False, 15)
    backup = newest(house)
    house.end("server")
    database = house.data / "antrean.db"
    content = bytearray(database.read_bytes())
    content[40960:81920] = b"\x00" * 40960
    database.write_bytes(content)
    ran = server(house.data, "run", "--port", str(house.port))
    assert ran.returncode == 1
    assert "is damaged" in ran.stderr
    assert str(backup) in ran.stderr
    assert "Traceback" not in ran.stderr
    assert database.read_bytes() == bytes(content)
