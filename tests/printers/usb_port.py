"""A USB port made of software: pyusb's backend with one printer on it, which is a virtual printer behind a socket."""

import errno
import select
import socket
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from usb.backend import IBackend
from usb.core import USBError, USBTimeoutError

from printers.virtual import VirtualPrinter

OUT, IN = 0x03, 0x84
STRINGS = {1: "Maker", 2: "Thermal", 3: "SN-7"}


@dataclass(eq=False)
class UsbPort(IBackend):
    """`unplugged` and `printer.set_mode("off")` take it off the bus; `locked`: no right to open it."""

    printer: VirtualPrinter
    unplugged: bool = False
    locked: bool = False
    answers: bool = True  # whether it has an IN endpoint
    opened: int = 0
    claimed: list[int] = field(default_factory=list)

    @property
    def _is_there(self) -> bool:
        return not self.unplugged and self.printer.mode != "off"

    def enumerate_devices(self) -> Any:
        return iter(["device"] if self._is_there else [])

    def get_device_descriptor(self, dev: Any) -> Any:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=0x04B8, idProduct=0x0E15, bcdDevice=0x100, iManufacturer=1, iProduct=2,
            iSerialNumber=3, bNumConfigurations=1, address=5, bus=1, port_number=1, port_numbers=(1,), speed=2,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: Any, config: int) -> Any:
        if config:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0xC0, bMaxPower=1, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev: Any, intf: int, alt: int, config: int) -> Any:
        if intf or alt:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=1 + self.answers,
            bInterfaceClass=7, bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: Any, ep: int, intf: int, alt: int, config: int) -> Any:
        address = (OUT, IN)[: 1 + self.answers][ep]
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=address, bmAttributes=2, wMaxPacketSize=64, bInterval=0,
            bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: Any) -> Any:
        if self.locked:
            raise USBError("Access denied (insufficient permissions)", -3, errno.EACCES)
        if not self._is_there:
            raise USBError("No such device", -4, errno.ENODEV)
        self.opened += 1
        line = socket.create_connection((self.printer.host, self.printer.port), 2)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2048)
        return line

    def close_device(self, dev_handle: Any) -> None:
        dev_handle.close()

    def set_configuration(self, dev_handle: Any, config_value: int) -> None:
        pass

    def get_configuration(self, dev_handle: Any) -> int:
        return 1

    def claim_interface(self, dev_handle: Any, intf: int) -> None:
        self.claimed.append(intf)

    def release_interface(self, dev_handle: Any, intf: int) -> None:
        pass

    def bulk_write(self, dev_handle: Any, ep: int, intf: int, data: Any, timeout: int) -> int:
        assert ep == OUT
        self._still_there()
        if not select.select([], [dev_handle], [], timeout / 1000)[1]:
            raise USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        try:
            return dev_handle.send(bytes(data)[:512])
        except OSError:
            raise USBError("No such device", -4, errno.ENODEV) from None

    def bulk_read(self, dev_handle: Any, ep: int, intf: int, buff: Any, timeout: int) -> int:
        assert ep == IN
        self._still_there()
        if not select.select([dev_handle], [], [], timeout / 1000)[0]:
            raise USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        try:
            count = dev_handle.recv_into(buff)
        except OSError:
            count = 0
        if not count:
            raise USBError("No such device", -4, errno.ENODEV)
        return count

    def ctrl_transfer(
        self, dev_handle: Any, bmRequestType: int, bRequest: int, wValue: int, wIndex: int, data: Any, timeout: int
    ) -> int:
        self._still_there()
        answer = self._port_status() if bmRequestType == 0xA1 else _string(wValue & 0xFF)
        size = min(len(answer), len(data))
        data[:size] = data[:size].__class__("B", answer[:size])
        return size

    def _port_status(self) -> bytes:
        """As the printer class has it: bit 5 paper empty, bit 4 selected, bit 3 no error."""
        if self.printer.mode in ("silent", "half_dead"):
            raise USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        return {"paper_out": b"\x30", "cover_open": b"\x10"}.get(self.printer.mode, b"\x18")

    def _still_there(self) -> None:
        if not self._is_there:
            raise USBError("No such device (it may have been disconnected)", -4, errno.ENODEV)

    def get_parent(self, dev: Any) -> Any:
        return None


def _string(index: int) -> bytes:
    """A string descriptor; number 0 is the list of languages."""
    body = b"\x09\x04" if index == 0 else STRINGS[index].encode("utf-16-le")
    return bytes([len(body) + 2, 3]) + body
