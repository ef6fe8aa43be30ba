"""Passwords: argon2, one at a time, off the thread that serves the hall."""

import threading
from collections.abc import Callable
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

Aside = Callable[..., Any]


class Argon2Passwords:
    """`aside(function, *arguments)` runs slow work where it delays nobody; the turn is taken before, never inside."""

    def __init__(self, aside: Aside) -> None:
        self._aside = aside
        self._hasher = PasswordHasher(parallelism=1)  # more lanes would take the hub's core too
        self._one_at_a_time = threading.Semaphore(1)

    def hash(self, password: str) -> str:
        with self._one_at_a_time:
            return str(self._aside(self._hasher.hash, password))

    def verify(self, hash: str, password: str) -> bool:
        with self._one_at_a_time:
            return bool(self._aside(self._matches, hash, password))

    def verify_in_turn(self, find_hash: Callable[[], str], password: str) -> bool:
        """As `verify`, but even the hash is looked up in turn: thirty at once then come to the hub one by one."""
        with self._one_at_a_time:
            return bool(self._aside(self._matches, find_hash(), password))

    def _matches(self, hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(hash, password)
        except (Argon2Error, InvalidHashError):
            return False


def right_here(function: Callable[..., Any], *arguments: Any) -> Any:
    """An `aside` for tools and tests that have no hub to keep free."""
    return function(*arguments)
