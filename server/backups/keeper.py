"""Backups by themselves: one every so many minutes where something happened, and what the health page says of it."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from server.backups.making import Backup, clear, found_in

log = structlog.get_logger()

LOOK_EVERY_SECONDS = 5.0
AGAIN_AFTER = timedelta(minutes=1)  # after one that failed
OLD_AFTER = 4  # times the wished interval: then the health page says so

MakeOne = Callable[[Path, datetime], Backup]  # into this folder, at this moment; takes a second or so


@dataclass(frozen=True, slots=True)
class Wish:
    """What to back up, where to, how often. `folder` may be another disk; `minutes` 0: never by itself."""

    data: Path
    folder: Path
    minutes: int

    @property
    def nearby(self) -> Path:
        """Where backups go when the wished disk is gone."""
        return self.data / "backups"


class Keeper:
    """Takes backups in time. `seq` tells the journal's head, `trusted` whether the clock is believed.

    `make` works aside of the hub; of several web processes only that makes backups whose turn it is.
    """

    Trouble: tuple[type[Exception], ...] = (OSError, sqlite3.Error)

    def __init__(
        self, wish: Wish, make: MakeOne, now: Callable[[], datetime], seq: Callable[[], int],
        trusted: Callable[[], bool], my_turn: Callable[[], bool] = lambda: True,
    ) -> None:  # fmt: skip
        self.wish, self._make, self._now, self._seq = wish, make, now, seq
        self._trusted, self._my_turn = trusted, my_turn
        self.trouble = ""
        self._tried: datetime | None = None
        newest = next(iter(self.all()), None)
        self.last: Backup | None = newest

    def all(self) -> list[Backup]:
        """Every backup that is kept, newest first."""
        folders = dict.fromkeys((self.wish.folder, self.wish.nearby))
        found = [backup for folder in folders for backup in _listed(folder)]
        return sorted(found, key=lambda backup: (backup.made, backup.seq), reverse=True)

    def due(self) -> bool:
        """Whether the time has come and something happened since."""
        if not self.wish.minutes or self._seq() == (self.last.seq if self.last else 0):
            return False
        now = self._now()
        if self.trouble and self._tried and abs(now - self._tried) < AGAIN_AFTER:
            return False
        return self.last is None or abs(now - self.last.made) >= timedelta(minutes=self.wish.minutes)

    def make(self) -> Backup:
        """A backup now; into the nearby folder where the wished one fails. Raises `Trouble`."""
        self._tried = now = self._now()
        try:
            self.last = self._make(self.wish.folder, now)
            self.trouble = ""
        except self.Trouble as trouble:
            self._tell(trouble)
            if self.wish.folder == self.wish.nearby or isinstance(trouble, sqlite3.Error):
                raise
            self.last = self._make(self.wish.nearby, now)
        if self._trusted():
            clear(self.last.file.parent, now)
        return self.last

    def _tell(self, trouble: Exception) -> None:
        if str(trouble) != self.trouble:
            log.error("backup_failed", error=str(trouble)[:300])
        self.trouble = str(trouble)

    def attempt(self) -> None:
        """A backup where one is due; what went wrong is logged once and shown by `health`."""
        try:
            if not self._my_turn():
                self.last = next(iter(self.all()), self.last)
            elif self.due():
                self.make()
        except self.Trouble as trouble:
            self._tell(trouble)

    def run(self, sleep: Callable[[float], Any], running: Callable[[], bool]) -> None:
        """Until the process ends."""
        while running():
            try:
                self.attempt()
            except Exception:  # the database may be away; the next look is soon
                log.exception("backup_not_attempted")
            sleep(LOOK_EVERY_SECONDS)

    def health(self) -> dict[str, Any]:
        """When the last backup was made, and whether it is too old or the wished disk is gone."""
        age = None if self.last is None else (self._now() - self.last.made).total_seconds()
        return {
            "last_at": self.last.made.isoformat() if self.last else None,
            "seq": self.last.seq if self.last else None,
            "age_minutes": None if age is None else int(age // 60),
            "every_minutes": self.wish.minutes,
            "failing": bool(self.trouble),
        }

    def where(self) -> str:
        """The folder of the last backup, or where the next one goes."""
        return str(self.last.file.parent if self.last else self.wish.folder)

    def is_old(self) -> bool:
        """More happened than one would want to lose with this machine's disk."""
        if not self.wish.minutes or self._seq() == (self.last.seq if self.last else 0):
            return False
        late = timedelta(minutes=OLD_AFTER * self.wish.minutes)
        return self.last is not None and self._now() - self.last.made > late


def _listed(folder: Path) -> list[Backup]:
    """A disk that is gone lists nothing."""
    try:
        return found_in(folder)
    except OSError:
        return []
