"""Who was seen, and whose long poll is the newest: in this process, or in all that serve one site."""

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from server.ports import Store

TOGETHER_EVERY = 3.0  # seconds between two looks at what the other processes saw


def line_of(device: str) -> str:
    """The name under which a kiosk's or display's open line is seen: not to be taken for a person at work."""
    return f"line:{device}"


class Presence:
    """When each staff member and agent was last seen; what was never seen counts from this process's start."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._start = monotonic()
        self._seen: dict[str, float] = {}
        self._untold: set[str] = set()
        self._beats: dict[str, int] | None = None
        self._lock = threading.Lock()

    def see(self, who: str) -> None:
        with self._lock:
            self._seen[who] = self._monotonic()
            self._untold.add(who)

    def vanished(self, who: str, seconds: float) -> bool:
        return self._monotonic() - self._seen.get(who, self._start) > seconds

    def heard(self, who: str, seconds: float) -> bool:
        """Whether it was seen within this time; what was never seen was not."""
        seen = self._seen.get(who)
        return seen is not None and self._monotonic() - seen <= seconds

    def exchange(self, store: Store) -> None:
        """Tell the other processes whom this one saw, and learn whom they saw since the last exchange."""
        with self._lock:
            seen, self._untold = self._untold, set()
        try:
            if seen:
                with store.write() as unit:
                    unit.processes.beat(sorted(seen))
            with store.read() as unit:
                beats = unit.processes.beats()
        except Exception:
            with self._lock:
                self._untold |= seen
            raise
        self._learn(beats)

    def _learn(self, beats: dict[str, int]) -> None:
        """A number that moved was moved a moment ago; where it stands at the first look, nobody knows since when."""
        before, self._beats, now = self._beats, beats, self._monotonic()
        if before is None:
            return
        with self._lock:
            self._seen.update({who: now for who, beat in beats.items() if before.get(who) != beat})


class Polls:
    """Which long poll for the same work is the newest: one that its restarted agent left hanging must take nothing.

    `store`: where the processes of a shared site write it down for each other; None in a process that is alone.
    """

    def __init__(self, store: Store | None = None, new_poll: Callable[[], str] = str) -> None:
        self._newest: dict[str, object] = {}
        self._store, self._new_poll = store, new_poll

    @contextmanager
    def newest(self, agent: str, targets: Sequence[str]) -> Iterator[Callable[[], bool]]:
        """Begin a poll; the answer tells whether it still is the newest."""
        asked = hashlib.sha256("\n".join((agent, *sorted(targets))).encode()).hexdigest()
        mine = object()
        self._newest[asked] = mine
        poll = self._announce(asked)
        try:
            yield lambda: self._newest.get(asked) is mine and self._is_newest(asked, poll)
        finally:
            if self._newest.get(asked) is mine:
                del self._newest[asked]

    def _announce(self, asked: str) -> str:
        poll = self._new_poll()
        if self._store is not None:
            with self._store.write() as unit:
                unit.processes.begin_poll(asked, poll)
        return poll

    def _is_newest(self, asked: str, poll: str) -> bool:
        if self._store is None:
            return True
        with self._store.read() as unit:
            return unit.processes.newest_poll(asked) == poll
