"""The little of IPP (RFC 8011) that printing through CUPS needs: requests and answers as bytes, over plain HTTP."""

import http.client
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

PRINT_JOB, CANCEL_JOB, GET_JOB, GET_PRINTER = 0x0002, 0x0008, 0x0009, 0x000B
OPERATION_GROUP, END = 0x01, 0x03
INTEGER, BOOLEAN, ENUM, KEYWORD, NAME, URI, CHARSET, LANGUAGE, MIME = (
    0x21,
    0x22,
    0x23,
    0x44,
    0x42,
    0x45,
    0x47,
    0x48,
    0x49,
)
NOT_FOUND = 0x0406
MOST_ANSWER = 65_536
Value = int | str | bool
Attributes = Mapping[str, tuple[Value, ...]]


class IppRefused(Exception):
    """The print server understood and says no; `status` is IPP's."""

    def __init__(self, status: int) -> None:
        super().__init__(f"0x{status:04x}")
        self.status = status


@dataclass(frozen=True, slots=True)
class PrintServer:
    """One CUPS. Each request is a connection of its own: CUPS closes idle ones, and nothing is lost by it."""

    host: str = "localhost"
    port: int = 631
    timeout_seconds: float = 2.5

    def uri(self, queue: str) -> str:
        return f"ipp://{self.host}:{self.port}/printers/{queue}"

    def ask(
        self, operation: int, queue: str, attributes: Sequence[tuple[int, str, Value]], data: bytes = b""
    ) -> Attributes:
        """The attributes of the answer. OSError: nobody there, or cut off; IppRefused."""
        body = encoded(operation, [(URI, "printer-uri", self.uri(queue)), *attributes]) + data
        line = http.client.HTTPConnection(self.host, self.port, timeout=self.timeout_seconds)
        try:
            line.request("POST", f"/printers/{queue}", body, {"Content-Type": "application/ipp"})
            answer = line.getresponse()
            raw = answer.read(MOST_ANSWER)
            if answer.status != 200:
                raise IppRefused(answer.status)
        except http.client.HTTPException as error:
            raise OSError(f"the print server answers no HTTP ({type(error).__name__})") from error
        finally:
            line.close()
        return decoded(raw)


def encoded(operation: int, attributes: Sequence[tuple[int, str, Value]]) -> bytes:
    """A request's head; the document follows it."""
    usual = [(CHARSET, "attributes-charset", "utf-8"), (LANGUAGE, "attributes-natural-language", "en")]
    out = struct.pack(">BBHIB", 1, 1, operation, 1, OPERATION_GROUP)
    for tag, name, value in (*usual, *attributes):
        out += struct.pack(">BH", tag, len(name)) + name.encode()
        packed = struct.pack(">i", value) if isinstance(value, int) else value.encode()
        out += struct.pack(">H", len(packed)) + packed
    return out + bytes([END])


def decoded(raw: bytes) -> Attributes:
    """Every attribute of an answer with all its values. Raises IppRefused; OSError where it is no IPP."""
    try:
        status = struct.unpack_from(">H", raw, 2)[0]
        found = _attributes(raw)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise OSError("the print server answers no IPP") from error
    if status >= 0x0100:
        raise IppRefused(status)
    return {name: tuple(values) for name, values in found.items()}


def _attributes(raw: bytes) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = {}
    at, name = 8, ""
    while raw[at] != END:
        tag = raw[at]
        at += 1
        if tag < 0x10:  # a group begins
            continue
        text, at = _counted(raw, at)
        value, at = _counted(raw, at)
        name = text.decode() or name  # a further value of the same attribute has no name
        found.setdefault(name, []).append(_value(tag, value))
    return found


def _counted(raw: bytes, at: int) -> tuple[bytes, int]:
    size = struct.unpack_from(">H", raw, at)[0]
    if at + 2 + size > len(raw):
        raise IndexError
    return raw[at + 2 : at + 2 + size], at + 2 + size


def _value(tag: int, value: bytes) -> Value:
    if tag in (INTEGER, ENUM):
        return int(struct.unpack(">i", value)[0])
    return value == b"\x01" if tag == BOOLEAN else value.decode("utf-8", "replace")
