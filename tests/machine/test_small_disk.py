"""The real server on a real disk of a few megabytes, filled up by somebody else and emptied again, and cut off."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.running_house import HOUSE, Caller, RunningHouse, free_port, new_id, prepare

pytestmark = pytest.mark.slow
MOUNT = 'mount -t tmpfs -o size=24m tmpfs "$1" && cp -a "$2/." "$1" && shift 2 && exec "$@"'


def may_mount() -> bool:
    asked = ["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


class SmallDisk:
    """A server whose data folder is a disk of its own; nobody but `within` sees what is on it."""

    def __init__(self, house: RunningHouse, seed: Path, log: Path) -> None:
        self.house = house
        server = [sys.executable, "-m", "server", "run", "--data", str(house.data), "--port", str(house.port)]
        with log.open("ab") as out:
            house.processes["server"] = subprocess.Popen(
                ["unshare", "-m", "sh", "-c", MOUNT, "sh", str(house.data), str(seed), *server, "--demonstration"],
                cwd=HOUSE, stdout=out, stderr=out, start_new_session=True,
            )  # fmt: skip
        self.log = log

    def within(self, script: str) -> str:
        pid = str(self.house.processes["server"].pid)
        ran = subprocess.run(
            ["nsenter", "-m", "-t", pid, "sh", "-c", script], cwd="/", capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip
        return ran.stdout

    def fill(self) -> None:
        self.within(f"cat /dev/zero > {self.house.data}/filler")

    def empty(self) -> None:
        self.within(f"rm {self.house.data}/filler")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    if not may_mount():
        pytest.skip("a disk of a few megabytes needs the right to mount one; test_disk.py fills SQLite's own file")
    for name in ("seed", "data"):
        (tmp_path / name).mkdir()
    port = free_port()
    prepare(RunningHouse(tmp_path / "seed", port))
    house = RunningHouse(tmp_path / "data", port)
    disk = SmallDisk(house, tmp_path / "seed", tmp_path / "data" / "server.log")
    try:
        house.wait_until_open()
        yield disk
    finally:
        house.stop()


def test_full_then_empty_then_cut_off_loses_nothing_that_was_acknowledged(disk: SmallDisk, tmp_path: Path) -> None:
    house, told = disk.house, list[str]()
    with closing(house.caller(house.pair("kiosk", zone=1))) as kiosk:
        told += [kiosk.command("/tickets", service="A1", language="id")["ticket"]["id"] for _ in range(5)]
        disk.fill()
        tap, refused = until_refused(kiosk, told)
        assert (refused["error"], "penuh" in refused["message"]) == ("disk_full", True)
        health = kiosk.get("/health")[1]
        assert "disk_full" in health["troubles"]
        assert kiosk.get(f"/tickets/{told[-1]}")[0] == 200
        assert kiosk.get("/snapshot?room=hall")[0] == 200
        disk.empty()
        status, answer = kiosk.post("/tickets", service="A1", language="id", request_id=tap)
        assert status == 201
        told.append(answer["ticket"]["id"])
        wait_for(lambda: "disk_full" not in kiosk.get("/health")[1]["troubles"])
        disk.within(f"cp -a {house.data}/antrean.db* {tmp_path}/seed/")  # what a power cut would leave
    house.kill()
    from_disk = subprocess.run(
        [sys.executable, "-m", "server", "verify", "--data", str(tmp_path / "seed")], cwd=HOUSE, capture_output=True,
        text=True, timeout=60, check=False,
    )  # fmt: skip
    assert from_disk.stdout.strip() == "whole", from_disk.stdout + from_disk.stderr
    assert kept(tmp_path / "seed") >= set(told)


def until_refused(kiosk: Caller, told: list[str]) -> tuple[str, Any]:
    """Numbers are taken as long as there is room; the tap that was refused, with its answer."""
    for _ in range(5000):
        tap = new_id()
        status, answer = kiosk.post("/tickets", service="A1", language="id", request_id=tap)
        if status != 201:
            assert status == 503, answer
            return tap, answer
        told.append(answer["ticket"]["id"])
    raise AssertionError("the disk never was full")


def kept(folder: Path) -> set[str]:
    with closing(sqlite3.connect(folder / "antrean.db")) as connection:
        return {row[0] for row in connection.execute("SELECT id FROM tickets")}


def wait_for(holds: Any) -> None:
    until = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)
