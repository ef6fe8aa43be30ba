"""Printers behind a device file such as /dev/usb/lp0, or a plain file that collects what would be printed."""

import os
import select
import stat
import time
from dataclasses import dataclass
from typing import Self

from printers.drivers import SendBroken, Stalled
from printers.status import is_status

CHUNK = 4096


@dataclass
class FileDriver:
    """Opened for each use, so that an unplugged cable is noticed. A USB printer may answer; a file never does."""

    path: str
    can_ask: bool = False  # until it has answered once
    timeout_seconds: float = 1.0
    must_confirm: bool = False

    @classmethod
    def at(cls, address: str) -> Self:
        return cls(address)

    def ask(self, question: bytes, answers: int) -> bytes:
        handle = self._open()
        try:
            found = self._answered(handle, question, answers) if _is_device(handle) else b""
        finally:
            os.close(handle)
        self.can_ask = self.can_ask or len(found) >= answers
        return found

    def ask_after(self, question: bytes, answers: int) -> bytes:
        return self.ask(question, answers)

    @property
    def line_broke(self) -> bool:
        return False

    def ask_aside(self, question: bytes, answers: int) -> bytes:
        return b""  # the one handle is stuck in the job

    def send(self, data: bytes, stalled: Stalled) -> None:
        sent = 0
        try:
            handle = self._open()
            try:
                while sent < len(data):
                    if select.select([], [handle], [], 1.0)[1]:
                        sent += os.write(handle, data[sent : sent + CHUNK])
                    elif not stalled():
                        raise SendBroken("silent", sent)
            finally:
                os.close(handle)
        except OSError as error:
            raise SendBroken("offline", sent) from error

    def confirmed(self, seconds: float) -> bool:
        return False

    def give_up(self) -> None:
        """The printer has it already: real ones go on."""

    def close(self) -> None:
        """Nothing stays open."""

    def _open(self) -> int:
        flags = os.O_RDWR | os.O_NONBLOCK | os.O_APPEND
        may_create = not self.path.startswith("/dev/")  # an unplugged printer must not become a plain file
        return os.open(self.path, flags | os.O_CREAT if may_create else flags, 0o640)

    def _answered(self, handle: int, question: bytes, answers: int) -> bytes:
        os.write(handle, question)
        end, found = time.monotonic() + self.timeout_seconds, b""
        while len(found) < answers and (left := end - time.monotonic()) > 0:
            if not select.select([handle], [], [], left)[0]:
                break
            data = os.read(handle, 256)
            if not data:
                break
            found += bytes(byte for byte in data if is_status(byte))
        return found


def _is_device(handle: int) -> bool:
    return stat.S_ISCHR(os.fstat(handle).st_mode)
