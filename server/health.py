"""How well the machine does: database, disk, clock, hub and backups, in codes that a page and a log can say."""

import shutil
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError

from server.backups.keeper import Keeper
from server.ports import Hall, Head, StoreUnavailable
from server.store.engine import Database
from server.store.migrating import version_of
from server.store.troubles import kind_of
from server.together import Together
from server.watching import HubLag

log = structlog.get_logger()

LOW_DISK_BYTES = 200 * 2**20
SLOW_HUB_SECONDS = 0.25
JUMP_SECONDS = 5.0
JUMP_TOLD_SECONDS = 3600.0
FOLLOW_SECONDS = 5.0
SAMPLE_SECONDS = 60.0
SAMPLES_KEPT = 24 * 60  # a day of them
SHORTEST_TREND = 1800.0  # seconds between two samples before a trend is believed
FULL_SOON_HOURS = 48.0


class DiskTrend:
    """When the disk will be full, if it fills on as it did since the oldest sample of the last day."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque(maxlen=SAMPLES_KEPT)

    def see(self, monotonic: float, free: int) -> None:
        """`free` in bytes; kept once a minute."""
        if not self._samples or monotonic - self._samples[-1][0] >= SAMPLE_SECONDS:
            self._samples.append((monotonic, free))

    def hours_left(self) -> float | None:
        """None where it does not fill, or too little was seen."""
        if not self._samples:
            return None
        (began, then), (ended, now) = self._samples[0], self._samples[-1]
        if ended - began < SHORTEST_TREND or now >= then:
            return None
        return now / ((then - now) / (ended - began)) / 3600


class ClockJumps:
    """A wall clock that was set while we ran: it and the steady clock no longer agree on how much time passed."""

    def __init__(self, now: Callable[[], datetime], monotonic: Callable[[], float]) -> None:
        self._now, self._monotonic = now, monotonic
        self._apart = self._difference()
        self._jumped: tuple[float, float] | None = None

    def _difference(self) -> float:
        return self._now().timestamp() - self._monotonic()

    def see(self) -> None:
        apart = self._difference()
        if abs(by := apart - self._apart) >= JUMP_SECONDS:
            self._jumped = (self._monotonic(), by)
        self._apart = apart

    def seconds(self) -> float | None:
        """By how much it was set, told for an hour; None where it runs steadily."""
        if self._jumped is None or self._monotonic() - self._jumped[0] > JUMP_TOLD_SECONDS:
            return None
        return self._jumped[1]


@dataclass
class Health:
    """What this process knows of its machine; `follow` looks by itself and logs what begins and what ends."""

    hall: Hall
    database: Database
    data: Path
    lag: HubLag
    version: str
    together: Together
    backups: Keeper
    monotonic: Callable[[], float]
    trend: DiskTrend = field(default_factory=DiskTrend)
    _known: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.jumps = ClockJumps(self.hall.clock.now, self.monotonic)

    def told(self) -> dict[str, Any]:
        """The health page's facts; answers even where the database does not."""
        head, failing, printers = self._head()
        free, troubles = self._free(), sorted(self._troubles(head, failing))
        hours = self.trend.hours_left()
        return {
            "status": "ok" if not troubles else "troubled",
            "troubles": troubles,
            "version": self.version,
            "now": self.hall.clock.now().isoformat(),
            "day": head.day.isoformat() if head and head.day else None,
            "seq": head.seq if head else None,
            "database": self._database(failing),
            "hub_lag_ms": round(self.lag.worst() * 1000, 1),
            "disk_free_mb": free // 2**20,
            "disk_full_in_hours": round(hours) if hours is not None and hours < 24 * 365 else None,
            "clock_jumped_seconds": self.jumps.seconds(),
            "backup": self.backups.health(),
            "printers": printers,
            **self.together.told(),
        }

    def _head(self) -> tuple[Head | None, str, dict[str, str]]:
        """The journal's head and the printers, or the code of why they cannot be read."""
        try:
            with self.hall.store.read() as unit:
                printers = {name: state for name, (state, _) in unit.site.printer_states().items()}
                return unit.journal.head(), self.database.trouble, printers
        except DBAPIError as trouble:
            return None, kind_of(trouble), {}
        except StoreUnavailable:
            return None, "database_unavailable", {}

    def _troubles(self, head: Head | None, failing: str) -> Iterator[str]:
        hours = self.trend.hours_left()
        wrong = {
            failing: bool(failing),
            "clock_doubted": head is not None and head.clock_doubted,
            "clock_stepped": head is not None and head.clock_stepped,
            "clock_jumped": self.jumps.seconds() is not None,
            "disk_low": self._free() < LOW_DISK_BYTES,
            "disk_filling": hours is not None and hours < FULL_SOON_HOURS,
            "hub_slow": self.lag.worst() > SLOW_HUB_SECONDS,
            "backup_failing": bool(self.backups.trouble),
            "backup_old": head is not None and self.backups.is_old(),
        }
        yield from (name for name, is_so in wrong.items() if is_so)
        yield from self.together.troubles()

    def _database(self, failing: str) -> dict[str, Any]:
        kind = {"kind": self.database.engine.dialect.name}
        if failing == "database_unavailable":
            return kind
        try:
            return {**kind, "revision": version_of(self.database.engine), **self.database.live_pragmas()}
        except (DBAPIError, StoreUnavailable):
            return kind

    def _free(self) -> int:
        """Bytes."""
        return shutil.disk_usage(self.data).free if self.data.exists() else 0

    def look(self) -> None:
        """One look at disk and clock; what is new is logged once, and so is what has passed."""
        self.trend.see(self.monotonic(), self._free())
        self.jumps.see()
        head, failing, _ = self._head()
        found = frozenset(self._troubles(head, failing))
        for name in sorted(found - self._known):
            log.warning("trouble_began", trouble=name)
        for name in sorted(self._known - found):
            log.info("trouble_passed", trouble=name)
        self._known = found

    def follow(self, sleep: Callable[[float], Any], running: Callable[[], bool]) -> None:
        while running():
            try:
                self.look()
            except Exception:
                log.exception("look_failed")
            sleep(FOLLOW_SECONDS)
