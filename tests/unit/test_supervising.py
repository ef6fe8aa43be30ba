"""The parent of several web processes: it replaces who dies, ends with all of them, and says what it cannot serve."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server.settings import Settings
from server.supervising import fault_of

FAMILY = """
import subprocess, sys
from pathlib import Path
from server import supervising
folder, act = Path(sys.argv[1]), sys.argv[2]
def start(number):
    return subprocess.Popen([sys.executable, "-c", act, str(folder), str(number)], preexec_fn=supervising._be_a_child)
serves = lambda: any(folder.iterdir())
sys.exit(supervising.Family(start, 3, serves, lambda pid: (folder / f"buried-{pid}").touch()).live())
"""
LIVES = "import os, sys, time; open(f'{sys.argv[1]}/{sys.argv[2]}-{os.getpid()}', 'w').close(); time.sleep(60)"
FAILS = "import sys; sys.exit(7)"


class Parent:
    def __init__(self, folder: Path, act: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", FAMILY, str(folder), act], stderr=subprocess.DEVNULL, cwd=Path(__file__).parents[2]
        )

    def children(self) -> dict[int, int]:
        """number → pid of those that live."""
        born = [file.name.split("-") for file in self.folder.iterdir() if file.name[0].isdigit()]
        return {int(number): int(pid) for number, pid in born if _lives(int(pid))}


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def eventually(true: Callable[[], object], within: float = 20.0) -> None:
    until = time.monotonic() + within
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[Parent]:
    family = Parent(tmp_path, LIVES)
    eventually(lambda: len(family.children()) == 3)
    yield family
    family.process.kill()
    family.process.wait(10)


def test_one_that_is_killed_is_replaced_and_the_others_are_left_alone(parent: Parent) -> None:
    before = parent.children()
    os.kill(before[2], signal.SIGKILL)
    eventually(lambda: parent.children().get(2) not in (None, before[2]))
    after = parent.children()
    assert (after[1], after[3]) == (before[1], before[3])
    assert (parent.folder / f"buried-{before[2]}").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_all_of_them(parent: Parent, number: signal.Signals) -> None:
    children = list(parent.children().values())
    parent.process.send_signal(number)
    assert parent.process.wait(15) == 0
    assert not [pid for pid in children if _lives(pid)]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_a_parent_that_is_killed_leaves_nobody_behind(parent: Parent) -> None:
    children = list(parent.children().values())
    parent.process.kill()
    parent.process.wait(10)
    eventually(lambda: not [pid for pid in children if _lives(pid)])


def test_what_no_new_start_would_mend_is_not_started_again_and_again(tmp_path: Path) -> None:
    family = Parent(tmp_path, FAILS)
    assert family.process.wait(20) == 7


def test_a_sqlite_file_has_one_process(tmp_path: Path) -> None:
    fault = fault_of(Settings(data=tmp_path, processes=2))
    assert fault is not None
    assert "PostgreSQL" in fault
    ran = subprocess.run(
        [sys.executable, "-m", "server", "run", "--processes", "2", "--data", str(tmp_path)],
        capture_output=True, text=True, timeout=60, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert (ran.returncode, ran.stderr.strip()) == (1, fault)
    assert list(tmp_path.iterdir()) == []


def test_several_processes_need_eventlet(tmp_path: Path) -> None:
    site = Settings(data=tmp_path, processes=2, database_url="postgresql:///x", async_mode="threading")
    assert "eventlet" in str(fault_of(site))
