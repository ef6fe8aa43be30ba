"""The bell: wakes whoever waits for news or for jobs, right after a commit, and lets everybody else sleep."""

import threading
from collections import Counter
from collections.abc import Iterable, Sequence

from server.ports import Recorded

EVERYTHING = "*"


class Bell:
    """Long polls sleep on topics: a job's target, or a room. A ring between looking and sleeping is not missed:
    take the `turn` first, then look, then `wait` for another turn."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._rung: Counter[str] = Counter()

    def turn(self, topics: Iterable[str] = (EVERYTHING,)) -> int:
        """How often any of these topics was rung so far."""
        return sum(self._rung[topic] for topic in topics)

    def ring(self, recorded: Sequence[Recorded] = (), targets: Sequence[str] = ()) -> None:
        rooms = {room for one in recorded for room in one.after}
        with self._condition:
            self._rung.update((EVERYTHING, *rooms, *targets))
            self._condition.notify_all()

    def wait(self, turn: int, seconds: float, topics: Sequence[str] = (EVERYTHING,)) -> int:
        """Sleep until one of the topics was rung after `turn`, at most `seconds`; the turn now."""
        with self._condition:
            self._condition.wait_for(lambda: self.turn(topics) != turn, timeout=max(0.0, seconds))
            return self.turn(topics)
