"""Passwords: argon2, one at a time, off the thread that serves the hall."""

import threading
from collections.abc import Callable
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

Aside = Callable[..., Any]


MOST_WAITING = 40  # six seconds of passwords; thirty clerks begin at the same time
BUSY_SECONDS = 7


class TooManyWaiting(Exception):
    """So many strangers wait for their turn that one more would wait too long."""


class Argon2Passwords:
    """`aside(function, *arguments)` runs slow work where it delays nobody; the turn is taken before, never inside.

    Strangers queue up among themselves for one place: whoever signs in at a machine that knows them goes past a flood
    of wrong passwords, and waits for one at most.
    """

    def __init__(self, aside: Aside) -> None:
        self._aside = aside
        self._hasher = PasswordHasher(parallelism=1)  # more lanes would take the hub's core too
        self._one_at_a_time = threading.Semaphore(1)
        self._one_stranger = threading.Semaphore(1)
        self._waiting = 0

    def hash(self, password: str) -> str:
        with self._one_at_a_time:
            return str(self._aside(self._hasher.hash, password))

    def verify(self, hash: str, password: str) -> bool:
        with self._one_at_a_time:
            return bool(self._aside(self._matches, hash, password))

    def verify_in_turn(self, find_hash: Callable[[], str], password: str, known: bool = False) -> bool:
        """As `verify`, but even the hash is looked up in turn: thirty at once then come to the hub one by one.

        Raises TooManyWaiting, for strangers.
        """
        if known:
            return self._in_turn(find_hash, password)
        if self._waiting >= MOST_WAITING:
            raise TooManyWaiting()
        self._waiting += 1
        try:
            with self._one_stranger:
                return self._in_turn(find_hash, password)
        finally:
            self._waiting -= 1

    def _in_turn(self, find_hash: Callable[[], str], password: str) -> bool:
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
