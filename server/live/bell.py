"""The bell: wakes whoever waits for news or for jobs, right after a commit."""

import threading
from collections.abc import Sequence

from server.ports import Recorded


class Bell:
    """Long polls sleep on it; the store rings it. A ring between looking and sleeping is not missed: hold a `turn`."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._turn = 0

    @property
    def turn(self) -> int:
        return self._turn

    def ring(self, recorded: Sequence[Recorded] = (), targets: Sequence[str] = ()) -> None:
        with self._condition:
            self._turn += 1
            self._condition.notify_all()

    def wait(self, turn: int, seconds: float) -> int:
        """Sleep until somebody rang after `turn`, at most `seconds`; the turn now."""
        with self._condition:
            self._condition.wait_for(lambda: self._turn != turn, timeout=max(0.0, seconds))
            return self._turn
