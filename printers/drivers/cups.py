"""Printers behind a CUPS queue: the job goes raw, CUPS says how queue and job are."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

import structlog

from printers.drivers import SendBroken, Stalled
from printers.drivers.ipp import (
    CANCEL_JOB,
    GET_JOB,
    GET_PRINTER,
    INTEGER,
    KEYWORD,
    MIME,
    NAME,
    NOT_FOUND,
    PRINT_JOB,
    Attributes,
    IppRefused,
    PrintServer,
)

log = structlog.get_logger("printers")

ADDRESS = re.compile(r"([A-Za-z0-9_.-]{1,127})(?:@([A-Za-z0-9.-]+)(?::([0-9]{1,5}))?)?")
USER = "antrean"
RAW = "application/vnd.cups-raw"
STOPPED = 5  # printer-state; 3 is idle, 4 printing
PENDING, HELD, PROCESSING, COMPLETED = 3, 4, 5, 9  # job-state; 6 to 8 are its unhappy ends
BETWEEN_LOOKS = 0.25
CONNECTS_WITHIN = 5.0  # seconds: a queue that says "connecting" for longer has nobody at its other end
CONNECTING = "connecting-to-device"
# What CUPS says, read as the three bytes a printer would answer: status.read takes them from there.
WELL, LOW = b"\x12\x12\x12", b"\x12\x12\x1e"
OUT, COVER, OFFLINE = b"\x12\x12\x72", b"\x12\x16\x12", b"\x1a\x12\x12"
REASONS = (
    ("cover-open", COVER), ("door-open", COVER), ("interlock-open", COVER),
    ("media-empty", OUT), ("media-needed", OUT),
    ("offline", OFFLINE), ("shutdown", OFFLINE), ("timed-out", OFFLINE), ("media-jam", OFFLINE), ("paused", OFFLINE),
    ("moving-to-paused", OFFLINE), (CONNECTING, OFFLINE), ("spool-area-full", OFFLINE),
    ("com.apple.print.recoverable", OFFLINE), ("cups-missing-filter", OFFLINE), ("cups-insecure-filter", OFFLINE),
    ("other-error", OFFLINE), ("unknown-error", OFFLINE), ("media-low", LOW),
)  # fmt: skip


@dataclass
class CupsDriver:
    """One queue. CUPS always knows when a job is completed, so nothing else counts as done."""

    queue: str
    server: PrintServer = PrintServer()
    can_ask: bool = True
    must_confirm: bool = True
    connects_within: float = CONNECTS_WITHIN
    _job: int = 0
    _lost: bool = False
    _connecting_since: float = 0.0
    _told: str = field(default="", repr=False)

    @classmethod
    def at(cls, address: str) -> Self:
        """queue, queue@host or queue@host:port, by the name that `lpstat -e` shows."""
        found = ADDRESS.fullmatch(address)
        if not found:
            raise ValueError(f"{address!r} is no CUPS queue: say its name as lpstat -e shows it, or name@host")
        return cls(found[1], PrintServer(found[2] or "localhost", int(found[3] or 631)))

    def ask(self, question: bytes, answers: int) -> bytes:
        self._lost = False
        return self._state()

    def ask_after(self, question: bytes, answers: int) -> bytes:
        return b""  # only the job's own state says that the printer has read it

    def ask_aside(self, question: bytes, answers: int) -> bytes:
        return self._state()

    def send(self, data: bytes, stalled: Stalled) -> None:
        self._job, self._lost = 0, False
        wanted = [(NAME, "requesting-user-name", USER), (NAME, "job-name", "Antrean"), (MIME, "document-format", RAW)]
        try:
            answer = self.server.ask(PRINT_JOB, self.queue, wanted, data)
            self._job = int(answer["job-id"][0])
        except IppRefused as refused:
            self._say_once(f"CUPS takes no job for {self.queue} ({refused})")
            raise SendBroken("offline", 0) from refused
        except ConnectionRefusedError as error:
            raise SendBroken("offline", 0) from error
        except (OSError, LookupError) as error:
            raise SendBroken("offline", len(data)) from error  # CUPS may have taken it: nobody knows

    def confirmed(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not self._lost:
            state = self._job_state()
            if state == COMPLETED:
                return True
            self._lost = state > PROCESSING + 1 or state == 0
            left = end - time.monotonic()
            if left <= 0:
                break
            time.sleep(min(BETWEEN_LOOKS, left))
        return False

    @property
    def line_broke(self) -> bool:
        """The job was cancelled, aborted, or CUPS knows it no more."""
        return self._lost

    def give_up(self) -> None:
        """Take a job that never ended off the queue, so that it does not come out when nobody waits for it."""
        if self._job:
            self._quietly(lambda: self.server.ask(CANCEL_JOB, self.queue, self._about_job()))

    def close(self) -> None:
        """Nothing stays open."""

    def _state(self) -> bytes:
        wanted = [
            (KEYWORD, "requested-attributes", "printer-state"), (KEYWORD, "", "printer-state-reasons"),
            (KEYWORD, "", "printer-is-accepting-jobs"),
        ]  # fmt: skip
        try:
            found = self.server.ask(GET_PRINTER, self.queue, wanted)
        except IppRefused as refused:
            unknown = refused.status == NOT_FOUND
            self._say_once(f"CUPS has no queue {self.queue}" if unknown else f"CUPS refuses {self.queue} ({refused})")
            raise OSError(str(refused)) from refused
        self._told = ""
        return OFFLINE if self._connects_for_too_long(found) else state_of(found)

    def _connects_for_too_long(self, printer: Attributes) -> bool:
        if not any(str(each).startswith(CONNECTING) for each in printer.get("printer-state-reasons", ())):
            self._connecting_since = 0.0
            return False
        self._connecting_since = self._connecting_since or time.monotonic()
        return time.monotonic() - self._connecting_since > self.connects_within

    def _job_state(self) -> int:
        """0 where CUPS knows nothing of it; still "processing" while CUPS itself does not answer."""
        try:
            found = self.server.ask(
                GET_JOB, self.queue, [*self._about_job(), (KEYWORD, "requested-attributes", "job-state")]
            )
            return int(found["job-state"][0])
        except IppRefused:
            return 0
        except (OSError, LookupError):
            return PROCESSING

    def _about_job(self) -> list[tuple[int, str, int | str | bool]]:
        return [(INTEGER, "job-id", self._job), (NAME, "requesting-user-name", USER)]

    def _quietly(self, attempt: Callable[[], Attributes]) -> None:
        try:
            attempt()
        except (OSError, IppRefused) as error:
            log.info("CUPS keeps the job", queue=self.queue, job=self._job, reason=str(error))

    def _say_once(self, what: str) -> None:
        if what != self._told:
            log.error(what)
        self._told = what


def state_of(printer: Attributes) -> bytes:
    """A queue's attributes as the three status bytes: its gravest reason, then whether it runs and takes jobs."""
    reasons = [str(each) for each in printer.get("printer-state-reasons", ())]
    for reason, bytes_ in REASONS:
        if any(each.startswith(reason) for each in reasons) and (
            bytes_ != OFFLINE or not _is_only_busy(printer, reason)
        ):
            return bytes_
    stopped = printer.get("printer-state", (STOPPED,))[0] == STOPPED
    return OFFLINE if stopped or printer.get("printer-is-accepting-jobs", (True,))[0] is False else WELL


def _is_only_busy(printer: Attributes, reason: str) -> bool:
    """The backend says "connecting-to-device" at the start of every job."""
    return reason == CONNECTING and printer.get("printer-state", (STOPPED,))[0] != STOPPED
