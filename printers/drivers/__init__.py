"""How bytes reach a printer: what every driver can do."""

from collections.abc import Callable
from typing import Protocol

Stalled = Callable[[], bool]  # asked about once a second while nothing moves: shall we go on waiting?


class SendBroken(Exception):
    """Sending stopped. `sent` bytes may have reached the paper."""

    def __init__(self, reason: str, sent: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sent = sent


class Driver(Protocol):
    """One printer. Used by one thread at a time."""

    @property
    def can_ask(self) -> bool:
        """False where the printer has no way to tell its state: then it is never known, and still printed to."""

    @property
    def must_confirm(self) -> bool:
        """True where somebody always says that a job is done: without it nobody knows."""

    def ask(self, question: bytes, answers: int) -> bytes:
        """Send real-time status questions; the answering bytes, fewer where it stays silent. OSError: not there."""

    def ask_after(self, question: bytes, answers: int) -> bytes:
        """The same behind a job that is still under way: whatever happens, what was sent stays sent."""

    def ask_aside(self, question: bytes, answers: int) -> bytes:
        """The same past a stalled job, where the printer lets us."""

    def send(self, data: bytes, stalled: Stalled) -> None:
        """Hand all of it over; raises SendBroken."""

    def confirmed(self, seconds: float) -> bool:
        """Whether the printer said that it carried out everything sent so far; waits that long for it."""

    @property
    def line_broke(self) -> bool:
        """Whether the connection a job went out on is gone: what was still on its way is lost."""

    def give_up(self) -> None:
        """Nobody waits for the last job any more: what somebody else still holds of it shall not come out later."""

    def close(self) -> None:
        """Let go of the printer."""
