"""The two programs as processes: killed, stopped, started where a port is taken."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.printers.fake_server import KEY
from tests.printers.slips import a_slip

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def a_process(tmp_path) -> Iterator[Callable[..., subprocess.Popen]]:
    """Starts `python -m …` with the data folder of this test."""
    started: list[subprocess.Popen] = []

    def start(*arguments: str) -> subprocess.Popen:
        environment = {**os.environ, "ANTREAN_DATA": str(tmp_path), "ANTREAN_KEY": KEY, "PYTHONPATH": str(ROOT)}
        started.append(
            subprocess.Popen(
                [sys.executable, "-m", *arguments],
                env=environment,
                cwd=tmp_path,
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def until(holds, seconds=15.0):
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


def test_an_agent_killed_in_the_middle_of_a_slip_never_prints_it_twice(a_printer, a_server, a_process):
    printer = a_printer(rows_per_second=300)
    server = a_server(printer)
    job = server.add("p1", a_slip("C1"))
    first = a_process("printers", "--server", server.url)
    assert until(lambda: printer.unfinished() is not None)
    first.send_signal(signal.SIGKILL)
    first.wait(5)
    a_process("printers", "--server", server.url)
    assert server.wait_for(lambda: job.state == "uncertain")
    assert (job.reason, job.claims) == ("agent_restarted", 1)
    after = server.add("p1", a_slip("N1"))
    assert server.wait_for(lambda: after.state == "done", 15)


def test_an_agent_stops_at_once_when_told_to(a_printer, a_server, a_process):
    server = a_server(a_printer())
    agent = a_process("printers", "--server", server.url)
    assert server.wait_for(lambda: server.state_of("p1") == "ready", 15)
    agent.send_signal(signal.SIGTERM)
    began = time.monotonic()
    assert agent.wait(8) == 0
    assert time.monotonic() - began < 3
    said = agent.stdout.read()
    assert "agent stopped" in said
    assert "Traceback" not in said


def test_a_second_agent_on_the_same_data_says_so_and_ends(a_printer, a_server, a_process):
    server = a_server(a_printer())
    a_process("printers", "--server", server.url)
    assert server.wait_for(lambda: server.state_of("p1") == "ready", 15)
    second = a_process("printers", "--server", server.url)
    assert second.wait(10) == 1
    assert "another printer agent is using" in second.stdout.read()


def test_a_virtual_printer_whose_port_is_taken_says_so_in_one_line(a_printer, a_process):
    taken = a_printer().port
    virtual = a_process("printers.virtual", "--printer", f"p1:{taken}")
    assert virtual.wait(10) == 1
    said = virtual.stdout.read()
    assert f"port {taken} cannot be used" in said
    assert "Traceback" not in said
