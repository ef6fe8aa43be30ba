"""Printers on a serial line: the file driver with the line's speed set, 8 bits, no parity, XON/XOFF."""

import os
import termios
from dataclasses import dataclass
from typing import Self

from printers.drivers.file import FileDriver

SPEEDS = {str(speed): getattr(termios, f"B{speed}") for speed in (9600, 19200, 38400, 57600, 115200)}
USUAL = "9600"


@dataclass
class SerialDriver(FileDriver):
    """Plain system calls do it: pyserial would bring nothing more."""

    speed: str = USUAL

    @classmethod
    def at(cls, address: str) -> Self:
        """/dev/ttyS0, or /dev/ttyUSB0:19200; ValueError for a speed that no printer has."""
        path, colon, speed = address.partition(":")
        if colon and speed not in SPEEDS:
            raise ValueError(f"{speed!r} is no speed of a serial printer: {', '.join(SPEEDS)} are")
        if not path.startswith("/"):
            raise ValueError(f"{address!r} is no serial line: say /dev/ttyS0 or /dev/ttyUSB0:19200")
        return cls(path, speed=speed or USUAL)

    def _open(self) -> int:
        handle = os.open(self.path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
        try:
            _set_up(handle, SPEEDS[self.speed])
        except (OSError, termios.error) as error:
            os.close(handle)
            raise OSError(f"{self.path} is no serial line") from error
        return handle


def _set_up(handle: int, speed: int) -> None:
    """Raw bytes; the line stays up when it is closed, so that no printer resets between two slips."""
    settings = termios.tcgetattr(handle)
    settings[0] = termios.IXON
    settings[1] = 0
    settings[2] = termios.CS8 | termios.CREAD | termios.CLOCAL
    settings[3] = 0
    settings[4] = settings[5] = speed
    termios.tcsetattr(handle, termios.TCSANOW, settings)
