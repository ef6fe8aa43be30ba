"""What the door needs of the house: the hall, the bell, who was seen, where sounds lie, how to wait aside."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, cast

from flask import current_app, request

from server.domain.access import Actor
from server.operations.devices import hashed
from server.ports import Hall


class Bell(Protocol):
    def turn(self, topics: Sequence[str]) -> int: ...
    def wait(self, turn: int, seconds: float, topics: Sequence[str]) -> int: ...


class Passwords(Protocol):
    def hash(self, password: str) -> str: ...
    def verify_in_turn(self, find_hash: Callable[[], str], password: str) -> bool: ...


class Presence:
    """When each staff member and agent was last seen by this process; what it never saw counts from its start."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._start = monotonic()
        self._seen: dict[str, float] = {}
        self._lock = threading.Lock()

    def see(self, who: str) -> None:
        with self._lock:
            self._seen[who] = self._monotonic()

    def vanished(self, who: str, seconds: float) -> bool:
        return self._monotonic() - self._seen.get(who, self._start) > seconds


class KnownKeys:
    """Device keys that were looked up a moment ago: a kiosk's every tap need not ask the database who it is.

    Bounded in number and time, so that a key withdrawn by another process opens nothing for long.
    """

    SECONDS, MOST = 10.0, 2000

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._known: dict[str, tuple[float, Actor]] = {}

    def of(self, key: str) -> Actor | None:
        kept = self._known.get(hashed(key))
        return kept[1] if kept is not None and self._monotonic() - kept[0] < self.SECONDS else None

    def keep(self, key: str, actor: Actor) -> None:
        if len(self._known) >= self.MOST:
            self._known.clear()
        self._known[hashed(key)] = (self._monotonic(), actor)


class Polls:
    """Which long poll for the same work is the newest: one that its restarted agent left hanging must take nothing."""

    def __init__(self) -> None:
        self._newest: dict[tuple[str, ...], object] = {}

    @contextmanager
    def newest(self, agent: str, targets: Sequence[str]) -> Iterator[Callable[[], bool]]:
        """Begin a poll; the answer tells whether it still is the newest."""
        asked, mine = (agent, *sorted(targets)), object()
        self._newest[asked] = mine
        try:
            yield lambda: self._newest.get(asked) is mine
        finally:
            if self._newest.get(asked) is mine:
                del self._newest[asked]


@dataclass
class House:
    hall: Hall
    bell: Bell
    presence: Presence
    keys: KnownKeys
    passwords: Passwords
    monotonic: Callable[[], float]
    new_csrf_token: Callable[[], str]
    sounds: Path
    polls: Polls = field(default_factory=Polls)
    command_line_key: str = ""
    public_url: str = ""
    demonstration: bool = False
    version: str = ""
    missed: Callable[[str, int], dict[str, Any]] = field(default=lambda room, since: {})
    whole: Callable[[str], dict[str, Any]] = field(default=lambda room: {})
    health: Callable[[], dict[str, Any]] = field(default=dict)
    metrics: Callable[[], bytes] = field(default=bytes)


def house() -> House:
    return cast(House, current_app.extensions["antrean"])


def hall() -> Hall:
    return house().hall


def public_url() -> str:
    """The address on slips and QR codes: the setting's, the mall's, else the one this request came by."""
    return house().public_url or hall().store.mall().site.public_url or request.host_url.rstrip("/")


def long_poll(look: Callable[[], Any], seconds: float, topics: Sequence[str]) -> Any:
    """Look until something is there or the time is over; between looks sleep until a topic is rung.

    Topics are job targets and rooms.
    """
    here = house()
    until = here.monotonic() + seconds
    while True:
        turn = here.bell.turn(topics)
        found = look()
        left = until - here.monotonic()
        if found or left <= 0:
            return found
        here.bell.wait(turn, left, topics)
