"""Printers behind CUPS: states from its reasons, done only when it says completed, never printed twice."""

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from printers import status
from printers.drivers import SendBroken
from printers.drivers.choice import driver_of
from printers.drivers.cups import CupsDriver
from printers.drivers.ipp import IppRefused, decoded
from printers.station import Patience
from tests.printers.print_server import SmallCups
from tests.printers.slips import a_slip

BRISK = Patience(
    between_looks=0.2, claim=2, trouble=0.8, silence=0.6, first_confirmation=0.5, confirmation=1.0, server_gone=0.5
)


@pytest.fixture
def cups() -> Iterator[SmallCups]:
    server = SmallCups().start()
    yield server
    server.stop()


def a_driver(cups: SmallCups) -> CupsDriver:
    driver = driver_of({"driver": "cups", "address": cups.address})
    assert isinstance(driver, CupsDriver)
    return driver


@pytest.mark.parametrize(
    ("address", "queue", "host", "port"),
    [
        ("Kios_1", "Kios_1", "localhost", 631),
        ("kios@10.0.0.5", "kios", "10.0.0.5", 631),
        ("kios@pc-2.local:8631", "kios", "pc-2.local", 8631),
    ],
)
def test_an_address_is_a_queues_name(address: str, queue: str, host: str, port: int) -> None:
    driver = CupsDriver.at(address)
    assert (driver.queue, driver.server.host, driver.server.port) == (queue, host, port)


@pytest.mark.parametrize("address", ["", "two words", "../etc", "a@b:c", "kios@"])
def test_what_is_no_queue_is_told(address: str) -> None:
    with pytest.raises(ValueError, match="no CUPS queue"):
        CupsDriver.at(address)


@pytest.mark.parametrize(
    ("state", "reasons", "seen"),
    [
        (3, ("none",), "ready"),
        (4, ("none",), "ready"),
        (4, ("connecting-to-device",), "ready"),
        (3, ("media-low-warning",), "paper_low"),
        (3, ("media-empty-error",), "paper_out"),
        (5, ("media-needed",), "paper_out"),
        (5, ("paused", "cover-open-report"), "cover_open"),
        (5, ("media-low-report", "door-open-error"), "cover_open"),
        (5, ("paused",), "offline"),
        (5, ("none",), "offline"),
        (4, ("offline-report",), "offline"),
        (3, ("cups-missing-filter-warning",), "offline"),
        (3, ("toner-low-report",), "ready"),
    ],
)
def test_what_cups_says_is_read_as_one_state(cups: SmallCups, state: int, reasons: tuple[str, ...], seen: str) -> None:
    cups.state, cups.reasons = state, reasons
    assert status.look(a_driver(cups).ask) == seen


def test_a_queue_that_connects_for_long_has_nobody_at_its_other_end(cups: SmallCups) -> None:
    cups.state, cups.reasons = 4, ("connecting-to-device",)
    driver = a_driver(cups)
    assert status.look(driver.ask) == "ready"
    driver.connects_within = 0.0
    assert status.look(driver.ask_aside) == "offline"
    cups.reasons = ("none",)
    assert status.look(driver.ask) == "ready"


def test_a_queue_that_takes_no_jobs_is_offline(cups: SmallCups) -> None:
    cups.accepting = False
    assert status.look(a_driver(cups).ask) == "offline"


def test_a_queue_that_is_not_there_is_offline_and_told_once(cups: SmallCups, capfd: pytest.CaptureFixture[str]) -> None:
    driver = CupsDriver.at(cups.address.replace("kios", "kioz"))
    assert [status.look(driver.ask) for _ in range(3)] == ["offline"] * 3
    told = capfd.readouterr()
    assert (told.out + told.err).count("CUPS has no queue kioz") == 1


def test_without_cups_it_is_offline_and_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    driver = CupsDriver.at(f"kios@127.0.0.1:{port}")
    assert status.look(driver.ask) == "offline"
    with pytest.raises(SendBroken) as broken:
        driver.send(b"slip", lambda: True)
    assert broken.value.sent == 0


def test_the_job_goes_raw_and_is_done_when_cups_says_completed(cups: SmallCups) -> None:
    driver = a_driver(cups)
    cups.job_state = "processing"
    driver.send(b"\x1b@slip\x00\xff", lambda: True)
    assert cups.documents == [b"\x1b@slip\x00\xff"]
    assert not driver.confirmed(0.2)
    cups.jobs[1] = "completed"
    assert driver.confirmed(0.2)
    assert not driver.line_broke


@pytest.mark.parametrize("end", ["aborted", "canceled"])
def test_a_job_that_ended_otherwise_is_a_broken_line(cups: SmallCups, end: str) -> None:
    driver = a_driver(cups)
    cups.job_state = end
    driver.send(b"slip", lambda: True)
    assert not driver.confirmed(0.2)
    assert driver.line_broke


def test_a_refused_job_never_began(cups: SmallCups) -> None:
    cups.refuses = 0x0506
    with pytest.raises(SendBroken) as broken:
        a_driver(cups).send(b"slip", lambda: True)
    assert broken.value.sent == 0


def test_cut_off_before_the_answer_nobody_knows_whether_it_prints(cups: SmallCups) -> None:
    cups.hangs_up = True
    with pytest.raises(SendBroken) as broken:
        a_driver(cups).send(b"slip", lambda: True)
    assert broken.value.sent == 4


@pytest.mark.parametrize("raw", [b"", b"HTTP", b"\x01\x01\x00\x00\x00\x00\x00\x01\x04\x44\x00\x05abc", b"\x00" * 9])
def test_what_is_no_ipp_is_an_error_of_the_line(raw: bytes) -> None:
    with pytest.raises(OSError, match="no IPP"):
        decoded(raw)


def test_a_refusal_carries_its_number() -> None:
    with pytest.raises(IppRefused, match="0x0406"):
        decoded(b"\x01\x01\x04\x06\x00\x00\x00\x01\x03")


@pytest.fixture
def printing(cups: SmallCups, a_server: Any, a_printer: Any, an_agent: Any) -> Callable[[], Any]:
    """A fake server and an agent whose one printer hangs on CUPS."""

    def start() -> Any:
        server = a_server(a_printer(), driver="cups", address=cups.address)
        an_agent(server, patience=BRISK)
        return server

    return start


def test_an_agent_reports_done_only_when_cups_completed_the_job(cups: SmallCups, printing: Callable[[], Any]) -> None:
    server = printing()
    job = server.add("p1", a_slip())
    assert server.wait_for(lambda: job.state == "done")
    assert len(cups.documents) == 1
    assert b"\x1dv0" in cups.documents[0]


def test_a_job_cups_never_completes_is_uncertain_and_taken_off_the_queue(
    cups: SmallCups, printing: Callable[[], Any]
) -> None:
    cups.job_state = "processing"
    server = printing()
    job = server.add("p1", a_slip())
    assert server.wait_for(lambda: job.state == "uncertain")
    assert (job.reason, cups.cancelled, job.claims) == ("unconfirmed", [1], 1)


def test_a_job_that_stopped_for_paper_is_uncertain_and_never_sent_again(
    cups: SmallCups, printing: Callable[[], Any]
) -> None:
    server = printing()
    assert server.wait_for(lambda: server.state_of("p1") == "ready")
    cups.job_state, cups.stops_for = "processing", ("media-empty-error",)
    job = server.add("p1", a_slip())
    assert server.wait_for(lambda: job.state == "uncertain")
    assert (job.reason, len(cups.documents)) == ("paper_out", 1)


def test_an_aborted_job_is_uncertain(cups: SmallCups, printing: Callable[[], Any]) -> None:
    cups.job_state = "aborted"
    server = printing()
    job = server.add("p1", a_slip())
    assert server.wait_for(lambda: job.state == "uncertain")
    assert job.reason == "offline"
