"""Drivers: addresses, files and devices, and what each can know of its printer."""

import os
import pty
import socket
import threading

import pytest

from printers import status
from printers.drivers import SendBroken
from printers.drivers.choice import driver_of
from printers.drivers.file import FileDriver
from printers.drivers.network import NetworkDriver


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [
        ("10.0.0.9", "10.0.0.9", 9100),
        ("10.0.0.9:9101", "10.0.0.9", 9101),
        ("[fe80::1]:9101", "fe80::1", 9101),
        ("[fe80::1]", "fe80::1", 9100),
    ],
)
def test_an_address_may_leave_out_the_usual_port(address, host, port):
    driver = NetworkDriver.at(address)
    assert (driver.host, driver.port, driver.can_ask) == (host, port, True)


def test_an_unknown_driver_is_named_with_those_that_exist():
    with pytest.raises(ValueError, match="'carrier_pigeon': cups, file, network, serial, usb, virtual are known"):
        driver_of({"driver": "carrier_pigeon", "address": "x"})


def test_a_file_collects_what_would_be_printed_and_never_knows_its_state(tmp_path):
    driver = driver_of({"driver": "file", "address": str(tmp_path / "paper.bin")})
    assert status.look(driver.ask) == "unknown"
    driver.send(b"one", lambda: True)
    driver.send(b"two", lambda: True)
    assert (tmp_path / "paper.bin").read_bytes() == b"onetwo"
    assert not driver.can_ask


def test_an_unplugged_device_is_offline_and_nothing_was_sent():
    driver = FileDriver("/dev/usb/lp-that-is-not-there")
    assert status.look(driver.ask) == "offline"
    with pytest.raises(SendBroken) as broken:
        driver.send(b"slip", lambda: True)
    assert (broken.value.reason, broken.value.sent) == ("offline", 0)


def test_a_device_that_answers_once_is_asked_from_then_on():
    printer, device = pty.openpty()
    driver = FileDriver(os.ttyname(device))

    def answer():
        if os.read(printer, 100):
            os.write(printer, bytes([0x12, 0x12, 0x1E]))

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        import tty

        tty.setraw(device)
        assert status.look(driver.ask) == "paper_low"
        assert driver.can_ask
    finally:
        thread.join(5)
        os.close(printer)
        os.close(device)


def test_a_printer_nobody_can_reach_is_offline_and_nothing_was_sent():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    driver = NetworkDriver("127.0.0.1", port)
    assert status.look(driver.ask) == "offline"
    with pytest.raises(SendBroken) as broken:
        driver.send(b"slip", lambda: True)
    assert broken.value.sent == 0


def test_a_peer_that_just_closes_is_not_well():
    """The library's own paper_status() would say the paper is adequate."""
    server = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=lambda: server.accept()[0].close())
    thread.start()
    driver = NetworkDriver("127.0.0.1", server.getsockname()[1])
    assert status.look(driver.ask) in ("offline", "unknown")
    thread.join()
    driver.close()
    server.close()


def test_a_model_known_to_answer_nothing_is_printed_to_all_the_same(a_printer):
    printer = a_printer()
    driver = driver_of({"driver": "network", "address": f"{printer.address}?status=no"})
    assert not driver.can_ask
    assert status.look(driver.ask) == "unknown"
    driver.send(b"Halo\n\x1dV\x00", lambda: True)
    assert printer.wait_for_papers(1)
    printer.set_mode("off")
    assert status.look(driver.ask) in ("unknown", "offline")
    driver.close()


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        (b"\x12\x12\x12", "ready"),
        (b"\x12\x12\x1e", "paper_low"),
        (b"\x1a\x32\x7e", "paper_out"),
        (b"\x1a\x16\x12", "cover_open"),
        (b"\x1a\x36\x7e", "cover_open"),
        (b"\x1a\x52\x12", "offline"),
        (b"\x1a\x12\x12", "offline"),
        (b"\x12\x12", "unknown"),
        (b"", "unknown"),
    ],
)
def test_three_answers_are_one_state_the_gravest_first(answers, state):
    assert status.read(answers) == state


def test_an_empty_answer_is_unknown_not_well():
    assert status.read(b"") not in status.WELL


@pytest.mark.parametrize(
    ("address", "path", "speed"),
    [("/dev/ttyS0", "/dev/ttyS0", "9600"), ("/dev/ttyUSB0:19200", "/dev/ttyUSB0", "19200")],
)
def test_a_serial_line_has_a_speed(address, path, speed):
    driver = driver_of({"driver": "serial", "address": address})
    assert (driver.path, driver.speed) == (path, speed)


@pytest.mark.parametrize("address", ["/dev/ttyS0:1234", "/dev/ttyS0:", "COM1"])
def test_a_speed_no_printer_has_is_told(address):
    with pytest.raises(ValueError, match="is no"):
        driver_of({"driver": "serial", "address": address})


def test_a_serial_printer_is_asked_and_printed_to_byte_for_byte():
    printer, device = pty.openpty()
    driver = driver_of({"driver": "serial", "address": f"{os.ttyname(device)}:19200"})

    def answer():
        if os.read(printer, 100):
            os.write(printer, bytes([0x12, 0x12, 0x72]))

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        assert status.look(driver.ask) == "paper_out"
        everything = bytes(range(256))
        driver.send(everything, lambda: True)
        assert os.read(printer, 1000) == everything
    finally:
        thread.join(5)
        os.close(printer)
        os.close(device)


def test_a_serial_line_that_is_none_is_offline(tmp_path):
    (tmp_path / "file").write_text("")
    assert status.look(driver_of({"driver": "serial", "address": str(tmp_path / "file")}).ask) == "offline"
