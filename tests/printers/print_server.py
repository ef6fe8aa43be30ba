"""A small CUPS: it speaks IPP over HTTP, keeps jobs, and completes them when the test says so."""

import struct
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from printers.drivers.ipp import CANCEL_JOB, END, ENUM, GET_JOB, GET_PRINTER, INTEGER, KEYWORD, PRINT_JOB, _attributes

STATES = {"pending": 3, "processing": 5, "canceled": 7, "aborted": 8, "completed": 9}


@dataclass
class SmallCups:
    """One queue, `kios`."""

    state: int = 3
    reasons: tuple[str, ...] = ("none",)
    accepting: bool = True
    job_state: str = "completed"  # what becomes of the next job at once
    stops_for: tuple[str, ...] = ()  # the next job stops the queue at once, for these reasons
    refuses: int = 0
    hangs_up: bool = False  # reads the job, and is gone before it answers
    jobs: dict[int, str] = field(default_factory=dict)
    documents: list[bytes] = field(default_factory=list)
    cancelled: list[int] = field(default_factory=list)

    def start(self) -> "SmallCups":
        door = type("Door", (_Door,), {"cups": self})
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), door)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    @property
    def address(self) -> str:
        return f"kios@127.0.0.1:{self._http.server_address[1]}"

    def answer(self, queue: str, body: bytes) -> bytes:
        operation = struct.unpack_from(">H", body, 2)[0]
        asked = _attributes(body)
        if self.refuses:
            return _ipp(self.refuses)
        if queue != "/printers/kios":
            return _ipp(0x0406)
        if operation == GET_PRINTER:
            more = [
                (KEYWORD, "printer-state-reasons" if not at else "", each.encode())
                for at, each in enumerate(self.reasons)
            ]
            yes = (0x22, "printer-is-accepting-jobs", bytes([self.accepting]))
            return _ipp(0, (ENUM, "printer-state", struct.pack(">i", self.state)), *more, yes)
        if operation == PRINT_JOB:
            assert asked["document-format"] == ["application/vnd.cups-raw"]
            return self._taken(body)
        job = int(asked["job-id"][0])
        if job not in self.jobs:
            return _ipp(0x0406)
        if operation == CANCEL_JOB:
            self.cancelled.append(job)
            return _ipp(0)
        assert operation == GET_JOB
        return _ipp(0, (ENUM, "job-state", struct.pack(">i", STATES[self.jobs[job]])))

    def _taken(self, body: bytes) -> bytes:
        self.documents.append(body[body.index(b"cups-raw\x03") + 9 :])
        job = len(self.documents)
        self.jobs[job] = self.job_state
        if self.stops_for:
            self.state, self.reasons = 5, self.stops_for
        return _ipp(0, (INTEGER, "job-id", struct.pack(">i", job)))


class _Door(BaseHTTPRequestHandler):
    disable_nagle_algorithm = True  # else each answer waits 40 ms for the other side
    cups: SmallCups

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        raw = self.cups.answer(self.path, body)
        if self.cups.hangs_up:
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/ipp")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:
        """Tests speak for themselves."""


def _ipp(status: int, *attributes: tuple[int, str, bytes]) -> bytes:
    out = struct.pack(">BBHIB", 2, 0, status, 1, 0x04)
    for tag, name, value in attributes:
        out += struct.pack(">BH", tag, len(name)) + name.encode() + struct.pack(">H", len(value)) + value
    return out + bytes([END])
