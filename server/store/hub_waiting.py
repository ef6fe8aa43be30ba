"""Waiting for PostgreSQL on the hub's own loop: a selector for each statement cost as much as the statement."""

import os
from collections.abc import Callable, Generator
from typing import Any

READS, WRITES, NEITHER = 1, 2, 0  # as psycopg counts them
Until = Callable[[int, int, float], int]


def install(until: Until, monotonic: Callable[[], float]) -> None:
    """From now on psycopg waits like this. `until(fileno, READS | WRITES, seconds)`: what became possible in time."""
    from psycopg import errors, waiting

    def lost() -> Exception:
        return errors.OperationalError("connection socket closed")

    def expired() -> Exception:
        return errors._WaitTimeout("wait timeout expired")

    waiting.wait = waiting_by(until, monotonic, lost, expired)


def waiting_by(
    until: Until, monotonic: Callable[[], float], lost: Callable[[], Exception], expired: Callable[[], Exception]
) -> Callable[..., Any]:
    """What psycopg calls `wait`: drives a statement to its end. Raises `lost()`, `expired()` after a `timeout`."""

    def wait(
        statement: Generator[int, int, Any], fileno: int, interval: float = 0.0, timeout: float | None = None
    ) -> Any:
        deadline = None if timeout is None else monotonic() + timeout
        try:
            wanted = next(statement)
            while True:
                seconds = interval if deadline is None else max(0.0, min(interval, deadline - monotonic()))
                ready = until(fileno, wanted, seconds)
                if ready == NEITHER and not _is_open(fileno):
                    raise lost()
                wanted = statement.send(ready)
                if deadline is not None and monotonic() >= deadline:
                    raise expired()
        except StopIteration as done:
            return done.value

    return wait


def _is_open(fileno: int) -> bool:
    try:
        os.fstat(fileno)
    except OSError:
        return False
    return True
