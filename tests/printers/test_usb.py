"""USB printers: pyusb and python-escpos over a port made of software, with a whole virtual printer on it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from printers import status
from printers.drivers import SendBroken
from printers.drivers import usb as usb_driver
from printers.drivers.choice import driver_of
from printers.drivers.usb import UsbDriver
from printers.virtual import VirtualPrinter
from tests.printers.slips import a_slip
from tests.printers.usb_port import UsbPort

SLIP = b"\x1b@Halo\n" * 40 + b"\x1dV\x00"


@pytest.fixture
def plugged(a_printer: Callable[..., VirtualPrinter]) -> Iterator[Callable[..., tuple[UsbDriver, UsbPort]]]:
    opened: list[UsbDriver] = []

    def plug(serial: str = "", **fields: Any) -> tuple[UsbDriver, UsbPort]:
        port = UsbPort(a_printer(), **fields)
        opened.append(UsbDriver(0x04B8, 0x0E15, serial, backend=lambda: port, timeout_seconds=0.6))
        return opened[-1], port

    yield plug
    for driver in opened:
        driver.close()


def patiently(times: int) -> Callable[[], bool]:
    left = [times]

    def stalled() -> bool:
        left[0] -= 1
        return left[0] > 0

    return stalled


@pytest.mark.parametrize(
    ("address", "vendor", "product", "serial", "can_ask"),
    [
        ("04b8:0e15", 0x04B8, 0x0E15, "", True),
        ("04B8:0E15:SN-7", 0x04B8, 0x0E15, "SN-7", True),
        ("04b8:0e15?status=no", 0x04B8, 0x0E15, "", False),
    ],
)
def test_an_address_is_what_lsusb_shows(
    address: str, vendor: int, product: int, serial: str, can_ask: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usb_driver, "missing", lambda: "")
    driver = UsbDriver.at(address)
    assert (driver.vendor, driver.product, driver.serial, driver.can_ask) == (vendor, product, serial, can_ask)


def test_an_address_that_is_none_is_told() -> None:
    with pytest.raises(ValueError, match="say vendor:product as lsusb shows it"):
        driver_of({"driver": "usb", "address": "/dev/usb/lp0"})


def test_a_machine_without_libusb_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usb_driver, "backend", lambda: None)
    with pytest.raises(ValueError, match=r"apt install libusb-1\.0-0"):
        UsbDriver.at("04b8:0e15")


def test_it_prints_and_knows_that_the_paper_is_out_of_it(plugged: Any) -> None:
    driver, port = plugged()
    assert status.look(driver.ask) == "ready"
    driver.send(SLIP, patiently(5))
    assert driver.confirmed(5)
    assert port.printer.wait_for_papers(1)
    assert (port.opened, port.claimed) == (1, [0])


@pytest.mark.parametrize("mode", ["paper_low", "paper_out", "cover_open"])
def test_its_state_is_read_over_the_way_in(plugged: Any, mode: str) -> None:
    driver, port = plugged()
    port.printer.set_mode(mode)
    assert status.look(driver.ask) == mode


def test_one_that_reads_and_answers_nothing_is_unknown_not_well(plugged: Any) -> None:
    driver, port = plugged()
    port.printer.set_mode("half_dead")
    assert status.look(driver.ask) == "unknown"
    assert status.look(driver.ask_aside) == "unknown"


def test_a_stuck_job_is_looked_past_by_the_ports_own_status(plugged: Any) -> None:
    driver, port = plugged()
    assert status.look(driver.ask_aside) == "ready"
    port.printer.set_mode("paper_out")
    assert status.look(driver.ask_aside) == "paper_out"
    port.printer.set_mode("cover_open")
    assert status.look(driver.ask_aside) == "offline"


def test_unplugged_it_is_offline_and_plugged_in_again_it_prints(plugged: Any) -> None:
    driver, port = plugged()
    assert status.look(driver.ask) == "ready"
    port.unplugged = True
    assert [status.look(driver.ask) for _ in range(2)] == ["offline", "offline"]
    with pytest.raises(SendBroken) as broken:
        driver.send(SLIP, patiently(5))
    assert (broken.value.reason, broken.value.sent) == ("offline", 0)
    port.unplugged = False
    assert status.look(driver.ask) == "ready"
    driver.send(SLIP, patiently(5))
    assert driver.confirmed(5)
    assert port.opened == 2


def test_unplugged_within_a_slip_nobody_knows_how_far_it_came(plugged: Any) -> None:
    driver, port = plugged()
    assert status.look(driver.ask) == "ready"
    port.printer.set_mode("half_dead")

    def pull() -> bool:
        port.unplugged = True
        return True

    with pytest.raises(SendBroken) as broken:
        driver.send(b"x" * 400_000, pull)
    assert broken.value.reason == "offline"
    assert broken.value.sent > 0
    assert driver.line_broke


def test_one_that_takes_nothing_more_is_given_up_with_what_was_sent(plugged: Any) -> None:
    driver, port = plugged()
    port.printer.set_mode("half_dead")
    with pytest.raises(SendBroken) as broken:
        driver.send(b"x" * 400_000, patiently(2))
    assert broken.value.reason == "silent"
    assert 0 < broken.value.sent < 400_000


def test_the_right_one_of_two_alike_is_found_by_its_serial_number(plugged: Any) -> None:
    mine, _ = plugged("SN-7")
    other, _ = plugged("SN-8")
    assert status.look(mine.ask) == "ready"
    assert status.look(other.ask) == "offline"


def test_a_device_nobody_may_open_is_offline_and_the_udev_rule_is_told_once(
    plugged: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    driver, _ = plugged(locked=True)
    assert [status.look(driver.ask) for _ in range(3)] == ["offline"] * 3
    told = capfd.readouterr()
    assert (told.out + told.err).count("udev rule") == 1


def test_one_without_a_way_in_for_answers_is_printed_to_all_the_same(plugged: Any) -> None:
    driver, port = plugged(answers=False)
    assert status.look(driver.ask) == "unknown"
    assert not driver.can_ask
    driver.send(SLIP, patiently(5))
    assert port.printer.wait_for_papers(1)


def test_an_agent_prints_over_usb_through_an_unplugging(plugged: Any, a_server: Any, an_agent: Any) -> None:
    driver, port = plugged()
    server = a_server(port.printer)
    agent = an_agent(server, driver_of=lambda printer: driver)
    one = server.add("p1", a_slip())
    assert server.wait_for(lambda: one.state == "done")
    port.unplugged = True
    assert server.wait_for(lambda: server.state_of("p1") == "offline")
    two = server.add("p1", a_slip())
    port.unplugged = False
    assert server.wait_for(lambda: two.state == "done")
    assert port.printer.printed == 2
    assert agent.stations["p1"].state == "ready"
