"""Printers on this machine's USB, through python-escpos and pyusb: bulk out and in, and the port status beside them."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

import structlog
from escpos.exceptions import DeviceNotFoundError
from escpos.printer import Usb

from printers.drivers import SendBroken, Stalled
from printers.status import CONFIRM_PLEASE, is_confirmation, is_status

log = structlog.get_logger("printers")

CHUNK = 2048
PRINTER_CLASS = 7
WRITE_MS, READ_MS, DRAIN_MS = 1000, 250, 10
NO_STATUS = "?status=no"
PORT_STATUS = (0xA1, 1)  # GET_PORT_STATUS of the printer class: answered even while the printer takes no data
PAPER_EMPTY, NO_ERROR = 0x20, 0x08
NOT_ALLOWED = 13
WELL, OUT_OF_PAPER, IN_TROUBLE = b"\x12\x12\x12", b"\x12\x12\x72", b"\x1a\x12\x12"


class _Line(Usb):  # type: ignore[misc]
    """python-escpos' USB printer without its reset, which makes some printers forget what they hold."""

    interface: Any = None

    def _configure_usb(self) -> None:
        from usb import core, util

        try:
            configuration = self.device.get_active_configuration()
        except core.USBError:
            self.device.set_configuration()
            configuration = self.device.get_active_configuration()
        self.interface = util.find_descriptor(configuration, bInterfaceClass=PRINTER_CLASS)
        if self.interface is None:
            self.interface = configuration[(0, 0)]
        util.claim_interface(self.device, self.interface.bInterfaceNumber)

    def endpoint(self, inwards: bool) -> Any:
        """Of kind bulk, in this direction; None where there is none."""
        from usb import util

        wanted = util.ENDPOINT_IN if inwards else util.ENDPOINT_OUT

        def fits(one: Any) -> bool:
            kind, way = util.endpoint_type(one.bmAttributes), util.endpoint_direction(one.bEndpointAddress)
            return bool(kind == util.ENDPOINT_TYPE_BULK and way == wanted)

        return util.find_descriptor(self.interface, custom_match=fits)


def missing() -> str:
    """What this machine lacks for USB printers, in one line; empty where nothing is."""
    try:
        import usb.core  # noqa: F401
    except ImportError:
        return "USB printers need pyusb: pip install 'antrean[usb]'"
    return "" if backend() else "USB printers need libusb: apt install libusb-1.0-0, or pip install 'antrean[usb]'"


def backend() -> Any:
    """The system's libusb, else the one of the package libusb-package; None where there is neither."""
    from usb.backend import libusb1

    found = libusb1.get_backend()
    if found:
        return found
    try:
        import libusb_package
    except ImportError:
        return None
    return libusb_package.get_libusb1_backend()


@dataclass
class UsbDriver:
    """One device, kept open; found anew by its numbers each time it was unplugged."""

    vendor: int
    product: int
    serial: str = ""
    can_ask: bool = True
    must_confirm: bool = False
    timeout_seconds: float = 1.5
    backend: Callable[[], Any] = field(default=backend, repr=False)
    _line: Any = field(default=None, repr=False)
    _in: Any = field(default=None, repr=False)
    _out: Any = field(default=None, repr=False)
    _was_confirmed: bool = False
    _told: str = ""

    @classmethod
    def at(cls, address: str) -> Self:
        """vendor:product[:serial], the numbers as `lsusb` shows them; ValueError says what is missing."""
        place = address.removesuffix(NO_STATUS)
        vendor, _, rest = place.partition(":")
        product, _, serial = rest.partition(":")
        try:
            numbers = int(vendor, 16), int(product, 16)
        except ValueError:
            raise ValueError(f"{address!r} is no USB address: say vendor:product as lsusb shows it") from None
        if lack := missing():
            raise ValueError(lack)
        return cls(*numbers, serial, can_ask=place == address)

    def ask(self, question: bytes, answers: int) -> bytes:
        self._open()
        if not self.can_ask:
            return b""
        self._drain()
        return self._answered(question, answers, self.timeout_seconds)

    def ask_after(self, question: bytes, answers: int) -> bytes:
        try:
            return self._answered(question, answers, 0.6) if self._line else b""
        except OSError:
            return b""

    def ask_aside(self, question: bytes, answers: int) -> bytes:
        """The printer's own bulk pipe is stuck in the job; its port status is not."""
        self._open()
        try:
            number = self._line.interface.bInterfaceNumber
            (port,) = self._line.device.ctrl_transfer(*PORT_STATUS, 0, number << 8, 1, timeout=500)
        except (OSError, ValueError) as error:
            if _is_timeout(error) or isinstance(error, ValueError):
                return b""
            self.close()
            raise OSError("the printer is gone") from error
        if port & PAPER_EMPTY:
            return OUT_OF_PAPER
        return WELL if port & NO_ERROR else IN_TROUBLE

    def send(self, data: bytes, stalled: Stalled) -> None:
        sent = 0
        try:
            self._open()
            self._was_confirmed = False
            everything = data + CONFIRM_PLEASE if self.can_ask else data
            while sent < len(everything):
                took = self._write(everything[sent : sent + CHUNK])
                sent += took
                if not took and not stalled():
                    raise SendBroken("silent", sent)
        except OSError as error:
            self.close()
            raise SendBroken("offline", sent) from error

    def confirmed(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not self._was_confirmed and self._line and time.monotonic() < end:
            try:
                self._sorted(self._read(READ_MS))
            except OSError:
                break
        return self._was_confirmed

    @property
    def line_broke(self) -> bool:
        return self._line is None

    def give_up(self) -> None:
        """The printer has it already: real ones go on."""

    def close(self) -> None:
        line, self._line = self._line, None
        if line:
            line.close()

    def _open(self) -> None:
        if self._line is not None:
            return
        wanted = {"custom_match": self._is_it, "backend": self.backend()}
        line = _Line(self.vendor, self.product, wanted, timeout=WRITE_MS, profile="default")
        try:
            line.open()
        except DeviceNotFoundError as error:
            self._say_once(error)
            raise OSError(str(error)) from error
        self._line, self._told = line, ""
        self._in, self._out = line.endpoint(inwards=True), line.endpoint(inwards=False)
        if self._out is None:
            self.close()
            raise OSError("this device has no way in for data: it is no printer")
        self.can_ask = self.can_ask and self._in is not None

    def _say_once(self, error: Exception) -> None:
        """A device that is there but may not be opened wants a udev rule, not another cable."""
        why = "may not be opened" if _errno(error) == NOT_ALLOWED else ""
        if why and why != self._told:
            log.error("USB printer may not be opened: add the udev rule of printers/README.md", device=self._name())
        self._told = why

    def _name(self) -> str:
        return f"{self.vendor:04x}:{self.product:04x}"

    def _is_it(self, device: Any) -> bool:
        if not self.serial:
            return True
        try:
            return bool(device.serial_number == self.serial)
        except (OSError, ValueError):  # no right to read it, or it has none
            return False

    def _answered(self, question: bytes, answers: int, seconds: float) -> bytes:
        if self._write(question) < len(question):
            return b""
        end, found = time.monotonic() + seconds, b""
        while len(found) < answers and time.monotonic() < end:
            found += self._sorted(self._read(READ_MS))
        return found

    def _drain(self) -> None:
        while self._sorted(self._read(DRAIN_MS)):
            pass

    def _sorted(self, data: bytes) -> bytes:
        self._was_confirmed |= any(is_confirmation(byte) for byte in data)
        return bytes(byte for byte in data if is_status(byte))

    def _write(self, data: bytes) -> int:
        return int(self._carried(lambda: self._out.write(data, WRITE_MS), 0))

    def _read(self, milliseconds: int) -> bytes:
        if self._in is None:
            return b""
        began = time.monotonic()
        found = bytes(self._carried(lambda: self._in.read(self._in.wMaxPacketSize, milliseconds), b""))
        if not found and time.monotonic() - began < milliseconds / 2000:
            time.sleep(milliseconds / 1000)  # an empty packet answers at once: no reason to ask in a circle
        return found

    def _carried(self, transfer: Callable[[], Any], nothing: Any) -> Any:
        """The transfer's result, `nothing` when its time ran out; any other fault closes the line."""
        try:
            return transfer()
        except OSError as error:
            if _is_timeout(error):
                return nothing
            self.close()
            raise


def _is_timeout(error: Exception) -> bool:
    from usb import core

    return isinstance(error, core.USBTimeoutError)


def _errno(error: Exception | None) -> int | None:
    """The system's number behind an error, however deep it lies."""
    while error is not None:
        number = getattr(error, "errno", None)
        if number:
            return int(number)
        error = error.__context__ if isinstance(error.__context__, Exception) else None
    return None
