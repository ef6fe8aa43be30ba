"""The agent's small file: what it claimed, sent and has yet to report, so that a killed agent never prints twice."""

import fcntl
import json
import os
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

from printers.door import Outcome

CLAIMED, SENDING, ENDED, DELIVERED = "claimed", "sending", "ended", "delivered"
LINES_BEFORE_REWRITE = 1000
KILLED = "agent_restarted"


class JournalBusy(Exception):
    """Another agent writes to this file."""


class Journal:
    """One line a step. What is on disk decides: "sending" is written through before the first byte goes out."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._lock = threading.Lock()
        self._file = path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise JournalBusy(str(path)) from error
        self._steps: dict[str, dict[str, Any]] = {}
        self._replay()
        self._rewrite()

    def close(self) -> None:
        self._file.close()

    def claimed(self, job: str, printer: str) -> None:
        self._note(job, {"step": CLAIMED, "printer": printer})

    def sending(self, job: str, printer: str) -> None:
        self._note(job, {"step": SENDING, "printer": printer}, through=True)

    def ended(self, job: str, printer: str, outcome: Outcome) -> None:
        self._note(job, {"step": ENDED, "printer": printer, "outcome": asdict(outcome)}, through=True)

    def delivered(self, job: str) -> None:
        self._note(job, {"step": DELIVERED})

    def outcome_of(self, job: str) -> Outcome | None:
        """How a job that was begun earlier ended, as far as anyone can know; None for one never seen."""
        step = self._steps.get(job)
        return _outcome(step) if step else None

    def undelivered(self) -> dict[str, Outcome]:
        """Every job the server has not heard the end of."""
        return {job: _outcome(step) for job, step in self._steps.items()}

    def _note(self, job: str, step: dict[str, Any], through: bool = False) -> None:
        with self._lock:
            self._remember(job, step)
            self._file.write(json.dumps({"job": job, **step}) + "\n")
            self._file.flush()
            if through:
                os.fsync(self._file.fileno())
            self._lines += 1
            if self._lines > LINES_BEFORE_REWRITE:
                self._rewrite()

    def _remember(self, job: str, step: dict[str, Any]) -> None:
        if step["step"] == DELIVERED:
            self._steps.pop(job, None)
        else:
            self._steps[job] = step

    def _replay(self) -> None:
        self._file.seek(0)
        for line in self._file:
            try:
                step = json.loads(line)
                self._remember(step.pop("job"), step)
            except (ValueError, KeyError):
                continue  # the last line of a machine that lost power

    def _rewrite(self) -> None:
        """Only what is open stays in the file."""
        self._file.seek(0)
        self._file.truncate()
        for job, step in self._steps.items():
            self._file.write(json.dumps({"job": job, **step}) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._lines = len(self._steps)


def _outcome(step: dict[str, Any]) -> Outcome:
    """Claimed only: nothing reached the paper. Sending: nobody knows."""
    if step["step"] == ENDED:
        return Outcome(**step["outcome"])
    if step["step"] == SENDING:
        return Outcome("uncertain", KILLED)
    return Outcome("failed", KILLED, retry=True)
