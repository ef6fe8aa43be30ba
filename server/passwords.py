"""Passwords: argon2, one at a time, off the thread that serves the hall."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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

    One at a time. Whoever signs in at a machine that knows them goes before all strangers: a flood of wrong passwords
    delays them by one at most.
    """

    def __init__(self, aside: Aside) -> None:
        self._aside = aside
        self._hasher = PasswordHasher(parallelism=1)  # more lanes would take the hub's core too
        self._change = threading.Condition()
        self._busy = False
        self._strangers = self._known = 0  # who waits

    def hash(self, password: str) -> str:
        with self._turn(known=True):
            return str(self._aside(self._hasher.hash, password))

    def verify(self, hash: str, password: str) -> bool:
        return self.verify_in_turn(lambda: hash, password, known=True)

    def verify_in_turn(self, find_hash: Callable[[], str], password: str, known: bool = False) -> bool:
        """Even the hash is looked up in turn: thirty at once then come to the hub one by one.

        Raises TooManyWaiting, for strangers.
        """
        with self._turn(known):
            return bool(self._aside(self._matches, find_hash(), password))

    @contextmanager
    def _turn(self, known: bool) -> Iterator[None]:
        with self._change:
            self._wait(known)
            self._busy = True
        try:
            yield
        finally:
            with self._change:
                self._busy = False
                self._change.notify_all()

    def _wait(self, known: bool) -> None:
        if known:
            self._known += 1
            try:
                self._change.wait_for(lambda: not self._busy)
            finally:
                self._known -= 1
            return
        if self._strangers >= MOST_WAITING:
            raise TooManyWaiting()
        self._strangers += 1
        try:
            self._change.wait_for(lambda: not self._busy and not self._known)
        finally:
            self._strangers -= 1

    def _matches(self, hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(hash, password)
        except (Argon2Error, InvalidHashError):
            return False


def right_here(function: Callable[..., Any], *arguments: Any) -> Any:
    """An `aside` for tools and tests that have no hub to keep free."""
    return function(*arguments)
