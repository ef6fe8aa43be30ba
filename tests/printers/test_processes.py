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

    def start(*arguments: str, key: str = KEY) -> subprocess.Popen:
        environment = {**os.environ, "ANTREAN_DATA": str(tmp_path), "ANTREAN_KEY": key, "PYTHONPATH": str(ROOT)}
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
    assert server.wait_for(lambda: after.state == "done", 60)


def test_an_agent_stops_at_once_when_told_to(a_printer, a_server, a_process):
    server = a_server(a_printer())
    agent = a_process("printers", "--server", server.url)
    assert server.wait_for(lambda: server.state_of("p1") == "ready", 60)
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
    assert server.wait_for(lambda: server.state_of("p1") == "ready", 60)
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


def test_a_kiosk_pc_pairs_in_one_line_and_its_next_start_needs_nothing_more(a_printer, a_server, a_process, tmp_path):
    printer = a_printer()
    server = a_server(printer, driver="usb", address="04b8:0e15")
    server.codes = {"7K2M-9QXT": "agent"}
    here = f"p1=network:{printer.address}"
    first = a_process("printers", "--server", server.url, "--pair", "7k2m-9qxt", "--printer", here, key="")
    job = server.add("p1", a_slip())
    assert server.wait_for(lambda: job.state == "done", 60)
    first.send_signal(signal.SIGTERM)
    assert first.wait(8) == 0
    kept = tmp_path / "printers.conf"
    assert kept.read_text() == f"server={server.url} key={KEY} printer={here}\n"
    assert kept.stat().st_mode & 0o777 == 0o600
    a_process("printers", key="")
    again = server.add("p1", a_slip())
    assert server.wait_for(lambda: again.state == "done", 60)
    assert KEY not in first.stdout.read()


def test_a_start_script_that_still_carries_its_used_code_goes_on_with_the_key(a_printer, a_server, a_process):
    server = a_server(a_printer())
    server.codes = {"7K2M-9QXT": "agent"}
    for _ in range(2):
        agent = a_process("printers", "--server", server.url, "--pair", "7K2M-9QXT", key="")
        job = server.add("p1", a_slip())
        assert server.wait_for(lambda job=job: job.state == "done", 60)
        agent.send_signal(signal.SIGTERM)
        agent.wait(8)
    assert "used already; going on with the key" in agent.stdout.read()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--pair", "AAAA-BBBB"), "the pairing code is wrong, was used already, or is older than a quarter of an hour"),
        (("--pair", "KIOS-0001"), "this code was made for a kiosk"),
        ((), "the agent needs its device key: --pair CODE once"),
        (("--pair", "7K2M-9QXT", "--printer", "p1=usb"), "say p1, or p1=driver:address such as p1=usb:04b8:0e15"),
        (("--pair", "7K2M-9QXT", "--printer", "p1=usb:Epson"), "say vendor:product as lsusb shows it"),
        (("--pair", "7K2M-9QXT", "--printer", "p1=pigeon:x"), "no printer driver 'pigeon'"),
    ],
)
def test_what_keeps_an_agent_from_starting_is_told_in_one_line(
    a_printer, a_server, a_process, tmp_path, arguments, told
):
    server = a_server(a_printer())
    server.codes = {"KIOS-0001": "kiosk", "7K2M-9QXT": "agent"}
    agent = a_process("printers", "--server", server.url, *arguments, key="")
    assert agent.wait(15) == 1
    said = agent.stdout.read().strip()
    assert told in said
    assert len(said.splitlines()) == 1
    assert "7K2M-9QXT" in server.codes, "a mistake in the line does not use up the code"
    assert not (tmp_path / "printers.conf").exists()


def test_a_server_that_does_not_answer_leaves_the_code_unused(a_printer, a_server, a_process):
    server = a_server(a_printer())
    server.stop()
    agent = a_process("printers", "--server", server.url, "--pair", "7K2M-9QXT", key="")
    assert agent.wait(15) == 1
    assert "does not answer" in agent.stdout.read()


def test_a_file_with_something_else_in_it_is_told(a_process, tmp_path):
    (tmp_path / "printers.conf").write_text("sevrer=http://antrean.mpp\n")
    agent = a_process("printers", key="")
    assert agent.wait(15) == 1
    assert "sevrer means nothing here; say server=, key=, printer=" in agent.stdout.read()
