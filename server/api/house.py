"""What the door needs of the house: the hall, the bell, who was seen, where sounds lie, how to wait aside."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol, cast

from flask import current_app, request

from server.api.presence import Polls, Presence
from server.api.prompt_shelf import PromptShelf
from server.api.throttle import Throttle
from server.api.unchanged import Lately, Unchanged
from server.domain.access import Actor
from server.operations.devices import hashed
from server.operations.staff import SESSION_LASTS
from server.ports import Hall


class Bell(Protocol):
    def turn(self, topics: Sequence[str]) -> int: ...
    def wait(self, turn: int, seconds: float, topics: Sequence[str]) -> int: ...


class Backups(Protocol):
    Trouble: tuple[type[Exception], ...]

    def make(self) -> Any: ...
    def all(self) -> list[Any]: ...
    def where(self) -> str: ...


class Passwords(Protocol):
    def hash(self, password: str) -> str: ...
    def verify_in_turn(self, find_hash: Callable[[], str], password: str, known: bool = False) -> bool: ...


class KnownKeys:
    """Device keys that were looked up a moment ago: a kiosk's every tap need not ask the database who it is.

    Bounded in number and time, so that a key withdrawn by another process opens nothing for long.
    """

    SECONDS, MOST = 10.0, 2000

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._known: dict[str, tuple[float, Actor]] = {}
        self._ever: dict[str, str] = {}  # whose key this was; says who pays for a request, and opens nothing

    def of(self, key: str) -> Actor | None:
        kept = self._known.get(hashed(key))
        return kept[1] if kept is not None and self._monotonic() - kept[0] < self.SECONDS else None

    def keep(self, key: str, actor: Actor) -> None:
        if len(self._known) >= self.MOST:
            self._known.clear()
            self._ever.clear()
        self._known[hashed(key)] = (self._monotonic(), actor)
        self._ever[hashed(key)] = actor.id

    def owner(self, key: str) -> str | None:
        """Who brought this key at some time, known or withdrawn by now."""
        return self._ever.get(hashed(key))

    def forget(self, device: str) -> None:
        """Its key was withdrawn: the next request asks the database."""
        for kept in [kept for kept, (_, actor) in list(self._known.items()) if actor.id == device]:
            self._known.pop(kept, None)


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
    prompts: PromptShelf
    throttle: Throttle
    polls: Polls = field(default_factory=Polls)
    unchanged: Unchanged = field(default_factory=Unchanged)
    lately: Lately = field(default_factory=Lately)
    session_lasts: timedelta = SESSION_LASTS
    session_idle: timedelta = timedelta(hours=2)
    shut_out: Callable[[str], None] = field(default=lambda room: None)  # closes its sockets, everywhere
    command_line_key: str = ""
    public_url: str = ""
    demonstration: bool = False
    version: str = ""
    missed: Callable[[str, int, str | None], dict[str, Any]] = field(default=lambda room, since, timeline: {})
    whole: Callable[[str], dict[str, Any]] = field(default=lambda room: {})
    look_every: Callable[[], float] = field(default=lambda: math.inf)  # seconds a long poll may trust in being rung
    health: Callable[[], dict[str, Any]] = field(default=dict)
    metrics: Callable[[], bytes] = field(default=bytes)
    aside: Callable[..., Any] = field(default=lambda function, *arguments: function(*arguments))  # off the hub
    backups: Backups | None = None  # none where the database's own server backs it up


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
        here.bell.wait(turn, min(left, here.look_every()), topics)
