"""The printer agent: claims jobs for any number of printers, each at its own pace. Knows neither SQL nor Flask."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from printers.door import Door, Job, Refused, ServerGone
from printers.drivers import Driver
from printers.drivers.choice import driver_of
from printers.journal import Journal
from printers.lease import deliver
from printers.profiles import paper_of
from printers.report import report_bytes
from printers.slip import slip_bytes
from printers.station import Patience, Station

log = structlog.get_logger("printers")
LAST_SLIP_SECONDS = 8.0  # a slip that is being printed at SIGTERM may take so long to end


def rendered(job: Job, printer: Mapping[str, Any]) -> bytes:
    """A slip's or a report's bytes on this printer's paper, in the form and mode that the site chose for it."""
    paper, mode = paper_of(int(printer.get("width_mm", 80))), str(printer.get("mode", "picture"))
    content = {"form": printer.get("form", "full"), **job.content}
    if job.kind == "slip":
        return slip_bytes(content, paper, mode)
    if job.kind == "report":
        return report_bytes(content, paper, mode)
    raise ValueError(f"nothing is known of jobs of kind {job.kind!r}")


def _set_up(printer: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a station was built from; the printer's present state, say, is none of it."""
    return tuple(printer.get(name) for name in ("driver", "address", "width_mm", "form", "mode"))


@dataclass
class Agent:
    """`run` returns when `stop` is set. `only` names the printers of this machine; empty means all."""

    door: Door
    journal: Journal
    only: frozenset[str] = frozenset()
    patience: Patience = field(default_factory=Patience)
    driver_of: Callable[[Mapping[str, Any]], Driver] = driver_of
    refresh_seconds: float = 15.0
    stations: dict[str, Station] = field(default_factory=dict)
    stop: threading.Event = field(default_factory=threading.Event)
    _is_waiting: bool = False

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
            listed = {str(p["id"]): p for p in self.door.printers() if not self.only or p["id"] in self.only}
        except (ServerGone, Refused) as error:
            if not self._is_waiting:
                log.warning("server does not list printers: waiting for it", reason=str(error))
            self._is_waiting = True
            return False
        self._is_waiting = False
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
            log.error("printer cannot be driven", printer=name, reason=str(error))
            return
        station = Station(printer, driver, self.door, self.journal, rendered, self.patience)
        self.stations[name] = station
        log.info("serving printer", printer=name, driver=printer["driver"], address=printer["address"])
        station.start()

    def _end(self, name: str) -> None:
        station = self.stations.pop(name)
        station.stop()
        station.finish(LAST_SLIP_SECONDS)
        log.info("no longer serving printer", printer=name)
