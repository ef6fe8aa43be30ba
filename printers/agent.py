"""The printer agent: claims jobs for any number of printers, each at its own pace. Knows neither SQL nor Flask."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from printers.appointments import appointment_bytes
from printers.door import Door, Job, Refused, ServerGone
from printers.drivers import Driver
from printers.drivers.choice import driver_of
from printers.journal import Journal
from printers.lease import deliver
from printers.outage import block_bytes, list_bytes, note_bytes
from printers.own import Own
from printers.profiles import paper_of
from printers.report import report_bytes
from printers.slip import slip_bytes
from printers.station import Patience, Station

log = structlog.get_logger("printers")
LOCAL = ("usb", "serial", "file")  # hang on one machine: another's agent that serves all cannot tell that they are gone
LAST_SLIP_SECONDS = 8.0  # a slip that is being printed at SIGTERM may take so long to end


def rendered(job: Job, printer: Mapping[str, Any]) -> bytes:
    """A slip's or a report's bytes on this printer's paper, in the form and mode that the site chose for it."""
    paper, mode = paper_of(int(printer.get("width_mm", 80))), str(printer.get("mode", "picture"))
    content = {"form": printer.get("form", "full"), **job.content}
    if job.kind == "slip":
        return slip_bytes(content, paper, mode)
    if job.kind == "report":
        return report_bytes(content, paper, mode)
    if job.kind == "waiting_list":
        return list_bytes(content, paper, mode)
    if job.kind == "note":
        return note_bytes(content, paper, mode)
    if job.kind == "appointment":
        return appointment_bytes(content, paper, mode)
    if job.kind == "paper_block":
        return block_bytes(content, paper, mode)
    raise ValueError(f"nothing is known of jobs of kind {job.kind!r}")


def _set_up(printer: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a station was built from; the printer's present state, say, is none of it."""
    return tuple(printer.get(name) for name in ("driver", "address", "width_mm", "form", "mode"))


@dataclass
class Agent:
    """`run` returns when `stop` is set. `own` are the printers of this machine; empty means all of the mall."""

    door: Door
    journal: Journal
    own: Mapping[str, Own] = field(default_factory=dict)
    patience: Patience = field(default_factory=Patience)
    driver_of: Callable[[Mapping[str, Any]], Driver] = driver_of
    refresh_seconds: float = 15.0
    stations: dict[str, Station] = field(default_factory=dict)
    stop: threading.Event = field(default_factory=threading.Event)
    _is_waiting: bool = False
    _said: set[tuple[str, str]] = field(default_factory=set)

    def run(self) -> None:
        if self._report_what_was_left():
            while not self.stop.is_set():
                self.stop.wait(self.refresh_seconds if self._take_printers() else 1.0)
        for station in self.stations.values():
            station.stop()
        latest = time.monotonic() + LAST_SLIP_SECONDS
        for station in self.stations.values():
            station.finish(max(0.0, latest - time.monotonic()))
        log.info("agent stopped", printers=sorted(self.stations))

    def _report_what_was_left(self) -> bool:
        """First what the agent before this one could not tell; False where we were stopped before the server heard."""
        for job, outcome in self.journal.undelivered().items():
            log.warning("job left by an earlier run", job=job, outcome=outcome.end, reason=outcome.reason or None)
            if not deliver(self.door, self.journal, job, outcome, self.stop, self.patience.server_gone):
                return False
        return True

    def _take_printers(self) -> bool:
        """Serve the printers the mall has now: new ones begin, changed ones begin anew, removed ones end."""
        try:
            every = {str(p["id"]): p for p in self.door.printers()}
        except (ServerGone, Refused) as error:
            if not self._is_waiting:
                log.warning("server does not list printers: waiting for it", reason=str(error))
            self._is_waiting = True
            return False
        self._is_waiting = False
        listed = {name: self.own[name].over(every[name]) for name in self.own if name in every} if self.own else every
        for name in self.own.keys() - every.keys():
            self._say_once(name, "the mall has no such printer")
        for name, station in tuple(self.stations.items()):
            if _set_up(station.printer) != _set_up(listed.get(name, {})):
                self._end(name)
        for name, printer in listed.items():
            if name not in self.stations:
                self._begin(name, printer)
        return True

    def _begin(self, name: str, printer: dict[str, Any]) -> None:
        try:
            driver = self.driver_of(printer)
        except ValueError as error:
            self._say_once(name, str(error))
            return
        is_guest = not self.own and printer["driver"] in LOCAL
        station = Station(printer, driver, self.door, self.journal, rendered, self.patience, is_guest)
        self.stations[name] = station
        log.info("serving printer", printer=name, driver=printer["driver"], address=printer["address"])
        station.start()

    def _say_once(self, name: str, reason: str) -> None:
        if (name, reason) not in self._said:
            log.error("printer cannot be driven", printer=name, reason=reason)
        self._said.add((name, reason))

    def _end(self, name: str) -> None:
        station = self.stations.pop(name)
        station.stop()
        station.finish(LAST_SLIP_SECONDS)
        log.info("no longer serving printer", printer=name)
