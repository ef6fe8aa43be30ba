"""One printer's own corner of the agent: a thread that prints, a thread that watches, one lock on the device."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import structlog

from printers import status
from printers.door import Door, Job, Outcome, Refused, ServerGone
from printers.drivers import Driver, SendBroken
from printers.journal import Journal
from printers.lease import LeaseKeeper, deliver

log = structlog.get_logger("printers")
Render = Callable[[Job, dict[str, Any]], bytes]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the agent waits for what, in seconds."""

    between_looks: float = 0.7
    claim: int = 20
    trouble: float = 20.0  # a cover opened over a slip: somebody may be closing it
    silence: float = 6.0  # no answer at all after sending
    first_confirmation: float = 8.0  # until it is plain that this model never confirms
    confirmation: float = 90.0  # for one that did before: it is only slow
    server_gone: float = 5.0


@dataclass
class Station:
    """Prints for one printer, one job at a time, and tells the server how the printer is."""

    printer: dict[str, Any]
    driver: Driver
    door: Door
    journal: Journal
    render: Render
    patience: Patience = field(default_factory=Patience)
    is_guest: bool = False  # the printer may hang on another machine: until it was seen here, its absence says nothing
    state: str = ""
    _was_seen: bool = False
    _told: str = ""
    _server_there: bool = True
    _confirms: bool | None = None  # whether this model answers GS r: learned from the first slip
    _stop: threading.Event = field(default_factory=threading.Event)
    _device: threading.Lock = field(default_factory=threading.Lock)
    _busy: threading.Lock = field(default_factory=threading.Lock)  # from a claim to its report

    def __post_init__(self) -> None:
        self._confirms = self.driver.must_confirm or None

    @property
    def name(self) -> str:
        return str(self.printer["id"])

    def start(self) -> None:
        self._threads = [
            threading.Thread(target=work, name=f"{self.name}-{work.__name__}", daemon=True)
            for work in (self.watch, self.work)
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()

    def finish(self, seconds: float) -> None:
        """Wait for a slip that is being printed; a claim that waits for work is simply dropped."""
        if self._busy.acquire(timeout=seconds):
            with self._device:
                self.driver.close()
            self._busy.release()

    # -- watching

    def watch(self) -> None:
        """Look about once a second while nothing is printed; tell every change."""
        while not self._stop.is_set():
            with self._survived("watching failed"):
                self._look_if_idle()
                self._tell()
            self._stop.wait(self.patience.between_looks)

    def _look_if_idle(self) -> None:
        if self._device.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._device.release()

    @contextmanager
    def _survived(self, what: str) -> Iterator[None]:
        """One fault, such as a full disk, must not end the thread that serves a printer."""
        try:
            yield
        except Exception:
            log.exception(what, printer=self.name)
            self._stop.wait(self.patience.server_gone)

    def _look(self) -> str:
        """Ask the printer now. Only with the device's lock held."""
        return self._note(status.look(self.driver.ask))

    def _note(self, seen: str) -> str:
        if seen != self.state:
            log.info("printer state", printer=self.name, state=seen, before=self.state or None)
        self.state = seen
        self._was_seen |= seen != status.OFFLINE
        return seen

    def _tell(self) -> None:
        state = self.state
        if state == self._told or (self.is_guest and not self._was_seen):
            return
        try:
            self.door.tell_state(self.name, state)
            self._told = state
        except ServerGone:
            pass  # the next look tells it
        except Refused as refusal:
            log.error("server refuses printer state", printer=self.name, state=state, refusal=str(refusal))
            self._told = state

    def can_print(self) -> bool:
        """Well; or without a way to say so."""
        return self.state in status.WELL or (self.state == status.UNKNOWN and not self.driver.can_ask)

    # -- working

    def work(self) -> None:
        while not self._stop.is_set():
            with self._survived("printing failed"):
                if not self.can_print():
                    self._stop.wait(0.2)
                elif job := self._claimed():
                    with self._busy:
                        self.carry_out(job)

    def _claimed(self) -> Job | None:
        try:
            job = self.door.claim(self.name, self.patience.claim)
            self._server_is(there=True)
            return job
        except ServerGone as gone:
            self._server_is(there=False, why=str(gone))
            self._stop.wait(min(1.0, self.patience.server_gone))
        except Refused as refusal:
            log.error("server refuses a claim", printer=self.name, refusal=str(refusal))
            self._stop.wait(self.patience.server_gone)
        return None

    def _server_is(self, there: bool, why: str = "") -> None:
        """One line when it goes and one when it is back; whatever it knew of this printer, it hears again."""
        if there != self._server_there:
            log.info("server is back" if there else "server is gone", printer=self.name, why=why or None)
        self._server_there = there
        if not there:
            self._told = ""

    def carry_out(self, job: Job) -> None:
        """Print it, unless it was begun before; then report, however long the server is gone."""
        outcome = self.journal.outcome_of(job.id) or self._printed(job)
        deliver(self.door, self.journal, job.id, outcome, self._stop, self.patience.server_gone)

    def _printed(self, job: Job) -> Outcome:
        began = time.monotonic()
        self.journal.claimed(job.id, self.name)
        with self._device, LeaseKeeper(self.door, job):
            outcome = self._print(job)
        self.journal.ended(job.id, self.name, outcome)
        self._log(job, outcome, time.monotonic() - began)
        return outcome

    def _print(self, job: Job) -> Outcome:
        if self._stop.is_set():
            return Outcome("failed", "agent_stopped", retry=True)
        try:
            data = self.render(job, self.printer)
        except Exception:
            log.exception("content cannot be printed", printer=self.name, job=job.id)
            return Outcome("failed", "content", retry=False)
        self._look()
        if not self.can_print():
            return Outcome("failed", self.state, retry=True)
        try:
            self.door.begin(job)
        except (ServerGone, Refused) as error:
            log.warning("not begun", printer=self.name, job=job.id, reason=str(error))
            return Outcome("failed", "not_begun", retry=True)
        self.journal.sending(job.id, self.name)
        try:
            self.driver.send(data, Stall(self))
        except SendBroken as broken:
            return self._broken(broken)
        return self._after()

    def _broken(self, broken: SendBroken) -> Outcome:
        if not broken.sent:
            return Outcome("failed", broken.reason, retry=True)
        return Outcome("uncertain", self.state if self.state not in status.WELL else broken.reason)

    def _after(self) -> Outcome:
        """Everything is sent. Wait until the printer says it is on paper, or shows that it is well."""
        if not self.driver.can_ask:
            return Outcome("done")
        began, received, trouble = time.monotonic(), 0.0, 0.0
        while not self.driver.confirmed(0.4):
            state, has_received_all = self._look_after()
            now = time.monotonic()
            if self.driver.line_broke:
                return Outcome("uncertain", status.OFFLINE)
            trouble = 0.0 if state in status.WELL else trouble or now
            received = received or (now if has_received_all else 0.0)
            if trouble and now - trouble > self.patience_with(state):
                return self._given_up("silent" if state == status.UNKNOWN else state)
            if not trouble and self._has_waited_enough(began, received, now):
                return self._unconfirmed()
        self._confirms = True
        self._look()
        return Outcome("done")

    def _given_up(self, reason: str) -> Outcome:
        self.driver.give_up()
        return Outcome("uncertain", reason)

    def _look_after(self) -> tuple[str, bool]:
        """The state, and whether the answer came behind the job: then the printer has read all of it."""
        behind = status.look(self.driver.ask_after)
        if behind != status.UNKNOWN:
            return self._note(behind), True
        return self._note(status.look(self.driver.ask_aside)), False

    def _has_waited_enough(self, began: float, received: float, now: float) -> bool:
        """A model that confirms is waited for long; one that never did, until it has read everything and a while."""
        if now - began > self.patience.confirmation:
            return True
        if self._confirms or not received:
            return False
        return now - received > (self.patience.first_confirmation if self._confirms is None else 0.0)

    def patience_with(self, state: str) -> float:
        return self.patience.silence if state == status.UNKNOWN else self.patience.trouble

    def _unconfirmed(self) -> Outcome:
        """Well before and well after is all that a model without GS r can say; one with it should have spoken."""
        if self._confirms:
            return self._given_up("unconfirmed")
        self._confirms = False
        return Outcome("done")

    def _log(self, job: Job, outcome: Outcome, seconds: float) -> None:
        write = log.info if outcome.end == "done" else log.warning
        what = {"job": job.id, "label": job.content.get("label"), "reason": outcome.reason or None}
        write(f"{job.kind} {outcome.end}", printer=self.name, seconds=round(seconds, 2), **what)


@dataclass
class Stall:
    """Asked once a second while nothing moves: looks past the stalled job, and says how long that is borne."""

    station: Station
    since: float = 0.0

    def __call__(self) -> bool:
        now = time.monotonic()
        self.since = self.since or now
        state = self.station._note(status.look(self.station.driver.ask_aside))
        if state in status.WELL:
            return now - self.since < self.station.patience.confirmation  # slow, not stuck
        return now - self.since < self.station.patience_with(state)
