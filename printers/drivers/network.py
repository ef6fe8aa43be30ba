"""Printers on the network: raw bytes over TCP, port 9100 unless the address says otherwise."""

import select
import socket
import time
from dataclasses import dataclass, field
from typing import Self

from printers.drivers import SendBroken, Stalled
from printers.status import CONFIRM_PLEASE, is_confirmation, is_status

PORT = 9100
CHUNK = 4096
SEND_BUFFER = 8192  # small: what we have sent shall be with the printer, not waiting in this machine
AFTER_SECONDS = 0.6
NO_STATUS = "?status=no"  # at an address's end: a printer known to answer nothing


@dataclass
class NetworkDriver:
    """One connection, kept open: its answers show that the printer lives before a slip's first byte goes out."""

    host: str
    port: int = PORT
    can_ask: bool = True
    must_confirm: bool = False
    timeout_seconds: float = 1.5  # for connecting, and for an answer
    _socket: socket.socket | None = field(default=None, repr=False)
    _was_confirmed: bool = False

    @classmethod
    def at(cls, address: str) -> Self:
        """host, host:port or [v6]:port"""
        place = address.removesuffix(NO_STATUS)
        host, colon, port = place.rpartition(":")
        if not colon or "]" in port:
            host, port = place, str(PORT)
        return cls(host.strip("[]"), int(port), can_ask=place == address)

    def ask(self, question: bytes, answers: int) -> bytes:
        self._read_what_is_there()
        found = self._asked(question, answers) if self.can_ask else self._only_reached()
        if len(found) < answers:
            self.close()  # a line that went dead looks like this: try a new one next time
        return found

    def ask_after(self, question: bytes, answers: int) -> bytes:
        try:
            self._read_what_is_there()
            return self._answered(self._open(), question, answers, AFTER_SECONDS) if self._socket else b""
        except BlockingIOError:
            return b""  # the line is full: it cannot have read everything
        except OSError:
            self.close()
            return b""

    @property
    def line_broke(self) -> bool:
        return self._socket is None

    def ask_aside(self, question: bytes, answers: int) -> bytes:
        with socket.create_connection((self.host, self.port), self.timeout_seconds) as other:
            other.setblocking(False)
            return self._answered(other, question, answers, self.timeout_seconds)

    def send(self, data: bytes, stalled: Stalled) -> None:
        sent = 0
        try:
            line = self._open()
            self._was_confirmed = False
            everything = data + CONFIRM_PLEASE if self.can_ask else data
            while sent < len(everything):
                if select.select([], [line], [], 1.0)[1]:
                    sent += line.send(everything[sent : sent + CHUNK])
                elif not stalled():
                    raise SendBroken("silent", sent)
        except OSError as error:
            raise SendBroken("offline", sent) from error
        except SendBroken:
            raise
        finally:
            if sent < len(data):
                self.close()

    def confirmed(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not self._was_confirmed and self._socket and (left := end - time.monotonic()) > 0:
            if select.select([self._socket], [], [], left)[0] and not self._read_what_is_there():
                break
        return self._was_confirmed

    def give_up(self) -> None:
        """The printer has it already: real ones go on."""

    def close(self) -> None:
        line, self._socket = self._socket, None
        if line:
            line.close()

    def _open(self) -> socket.socket:
        if self._socket is None:
            self._socket = socket.create_connection((self.host, self.port), self.timeout_seconds)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
            self._socket.setblocking(False)
        return self._socket

    def _asked(self, question: bytes, answers: int) -> bytes:
        return self._answered(self._open(), question, answers, self.timeout_seconds)

    def _only_reached(self) -> bytes:
        """It answers nothing, but it must be there."""
        self._open()
        return b""

    def _answered(self, line: socket.socket, question: bytes, answers: int, seconds: float) -> bytes:
        line.send(question)
        end, found = time.monotonic() + seconds, b""
        while len(found) < answers and (left := end - time.monotonic()) > 0:
            if not select.select([line], [], [], left)[0]:
                break
            data = line.recv(256)
            if not data:
                raise ConnectionResetError("the printer hung up")
            found += self._sorted(data)
        return found

    def _sorted(self, data: bytes) -> bytes:
        """Status bytes; a confirmation that comes among them is remembered, flow control is dropped."""
        self._was_confirmed |= any(is_confirmation(byte) for byte in data)
        return bytes(byte for byte in data if is_status(byte))

    def _read_what_is_there(self) -> bool:
        """Take late answers off the line; False where it broke, and is now closed."""
        try:
            while self._socket and select.select([self._socket], [], [], 0)[0]:
                data = self._socket.recv(256)
                self._sorted(data)
                if not data:
                    self.close()
        except OSError:
            self.close()
        return self._socket is not None
