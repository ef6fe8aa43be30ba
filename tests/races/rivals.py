"""Rivals: client processes that stand at one barrier and then do the same thing at the same moment."""

import http.client
import multiprocessing
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from tests.running_house import Caller, new_id

MEETS_WITHIN = 90.0  # signing in is slow by intent, and the machine may be busy
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([__name__])

# What a rival may be told besides "done": each is a rule of the hall, in the one shape of error.
CLEAR_REFUSALS = {
    "nobody_waiting", "state_changed", "counter_held", "counter_not_held", "counter_not_open", "move_not_allowed",
    "request_id_reused", "holds_another_counter", "nobody_behind", "postponed_too_often",
    "paper_keyed_before", "note_used", "appointment_used", "slot_full", "recalled_too_soon", "nothing_to_undo", "undo_too_late",
}  # fmt: skip


@dataclass(frozen=True)
class Reply:
    """What one request was answered."""

    status: int
    answer: Any
    asked: dict[str, Any] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        return self.status in (200, 201)

    @property
    def code(self) -> str | None:
        return None if self.is_done or not isinstance(self.answer, dict) else self.answer.get("error")

    @property
    def is_clear(self) -> bool:
        """Done, or a refusal with its code and a sentence; never a crash."""
        if self.is_done:
            return True
        refused = self.status < 500 and self.code in CLEAR_REFUSALS
        return refused and bool(self.answer.get("message"))

    @property
    def ticket(self) -> dict[str, Any] | None:
        return self.answer.get("ticket") if self.is_done else None


def ask(caller: Caller, path: str, request_id: str | None = None, **body: Any) -> Reply:
    asked = {"request_id": request_id or new_id(), **body}
    status, answer = caller.post(path, **asked)
    return Reply(status, answer, {"path": path, **asked})


def ask_until_answered(caller: Caller, path: str, until: float, **body: Any) -> Reply:
    """As a page does: the same request again and again, until there is an answer. `until`: a monotonic deadline."""
    request_id = new_id()
    while True:
        try:
            reply = ask(caller, path, request_id, **body)
            if reply.code != "database_unavailable" or time.monotonic() > until:
                return reply
        except (OSError, http.client.HTTPException):
            if time.monotonic() > until:
                raise
        time.sleep(0.02)


Rival = tuple[Callable[..., Any], tuple[Any, ...]]


def contest(rivals: Sequence[Rival], within: float = 120.0) -> list[Any]:
    """Each rival in a process of its own: called with `meet` (all wait for all) and its arguments; their results."""
    barrier = _context.Barrier(len(rivals))
    pipes, processes = [], []
    for act, arguments in rivals:
        here, there = _context.Pipe(duplex=False)
        process = _context.Process(target=_run, args=(there, barrier, act, arguments), daemon=True)
        process.start()
        there.close()
        pipes.append(here)
        processes.append(process)
    try:
        return _results(pipes, time.monotonic() + within)
    finally:
        for process, pipe in zip(processes, pipes, strict=True):
            pipe.close()
            process.join(2)
            process.kill()
            process.join(5)
            process.close()


def _run(there: Connection, barrier: Any, act: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    try:
        there.send((True, act(lambda: barrier.wait(MEETS_WITHIN), *arguments)))
    except BaseException as trouble:
        barrier.abort()
        there.send((False, f"{act.__name__}: {trouble!r}"))


def _results(pipes: Sequence[Connection], until: float) -> list[Any]:
    found = []
    for pipe in pipes:
        assert pipe.poll(max(0.0, until - time.monotonic())), "a rival did not come to an end in time"
        well, result = pipe.recv()
        assert well, result
        found.append(result)
    return found
