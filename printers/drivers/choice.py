"""Which driver a printer of the mall has."""

from collections.abc import Callable, Mapping
from typing import Any

from printers.drivers import Driver
from printers.drivers.cups import CupsDriver
from printers.drivers.file import FileDriver
from printers.drivers.network import NetworkDriver
from printers.drivers.serial import SerialDriver
from printers.drivers.usb import UsbDriver
from printers.drivers.virtual import VirtualDriver

KNOWN: Mapping[str, Callable[[str], Driver]] = {
    "network": NetworkDriver.at,
    "virtual": VirtualDriver.at,
    "file": FileDriver.at,
    "usb": UsbDriver.at,
    "cups": CupsDriver.at,
    "serial": SerialDriver.at,
}


def driver_of(printer: Mapping[str, Any]) -> Driver:
    """The driver that this printer asks for; ValueError where there is none of that name."""
    if printer["driver"] not in KNOWN:
        raise ValueError(f"no printer driver {printer['driver']!r}: {', '.join(sorted(KNOWN))} are known")
    return KNOWN[printer["driver"]](printer["address"])
