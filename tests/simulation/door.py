"""How the people of a simulated day reach the operations: with power cuts, lost replies and second presses on the way.

What each was told is kept, so that it can be held against the journal afterwards.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from server.domain.access import Actor
from server.domain.mall import Mall
from server.domain.refusals import Refusal
from server.operations.recording import Done
from server.ports import Hall, Store, Unit
from server.store.unit import SqlStore
from tests.simulation.plants import Plant


class PowerCut(Exception):
    """The process died before the commit: nothing of the command may be there."""


class ReplyLost(Exception):
    """The process died, or the cable was out, after the commit: all of the command must be there."""


class Mains:
    """The store behind a power line that can be told to fail at the next command."""

    def __init__(self, store: Store, plant: Plant) -> None:
        self.store = store
        self.next_mishap: type[Exception] | None = None
        self._plant = plant

    @contextmanager
    def write(self) -> Iterator[Unit]:
        with self.store.write() as unit:
            yield self._plant(unit)
            self._fail(PowerCut)
        self._fail(ReplyLost)

    @contextmanager
    def read(self) -> Iterator[Unit]:
        with self.store.read() as unit:
            yield unit

    def mall(self) -> Mall:
        return self.store.mall()

    def _fail(self, kind: type[Exception]) -> None:
        if self.next_mishap is kind:
            self.next_mishap = None
            raise kind


@dataclass
class Books:
    """What the people were told, and what is plainly wrong with it."""

    issued: dict[str, Mapping[str, Any]] = field(default_factory=dict)  # ticket → {queue, kiosk, at}
    done: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)  # (command, first answer)
    refused: Counter[str] = field(default_factory=Counter)
    mishaps: Counter[str] = field(default_factory=Counter)
    commands: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)  # jobs whose paper came out, reported or not

    @property
    def operations(self) -> int:
        return self.commands.total()


class Door:
    """One command after the other; a mishap sends the same request_id again, as pages do."""

    def __init__(self, hall: Hall, mains: Mains, chance: Random, restart: Callable[[], None], risk: float) -> None:
        self.hall, self.books, self._mains = hall, Books(), mains
        self._chance, self._restart, self._risk = chance, restart, risk
        self._requests = 0
        self.refusal: str | None = None

    def ask(self, act: Callable[..., Done], actor: Actor, **arguments: Any) -> Mapping[str, Any] | None:
        """The answer, or None for a refusal, whose code is then `refusal`."""
        self._requests += 1
        request_id = f"req-{self._requests:07d}"
        done = self._until_answered(act, actor, request_id, arguments)
        if done is None:
            return None
        self.books.done.append((act.__name__, {**arguments, "by": actor.id, **done.result}))
        if self._chance.random() < self._risk:
            self._again(act, actor, request_id, arguments, done)
        return done.result

    def _until_answered(
        self, act: Callable[..., Done], actor: Actor, request_id: str, arguments: Mapping[str, Any]
    ) -> Done | None:
        """The page repeats its request until it hears something. What was committed must be known again."""
        committed = False
        while True:
            try:
                done: Done = self.run(act, self.hall, actor, request_id=request_id, **arguments)
            except Refusal as refusal:
                self.refusal = refusal.code
                self.books.refused[refusal.code] += 1
                if committed:
                    self.books.wrong.append(f"{act.__name__} was done, and refused when repeated: {refusal.code}")
                return None
            except PowerCut:
                continue
            except ReplyLost:
                committed = True
                continue
            if committed and not done.again:
                self.books.wrong.append(f"{act.__name__} was done twice: the lost reply's request was not known")
            return done

    def run(self, act: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Run one operation, perhaps into a mishap. Raises PowerCut, ReplyLost, Refusal."""
        self.books.commands[f"{act.__module__.rpartition('.')[2]}.{act.__name__}"] += 1
        self._mains.next_mishap = self._mishap()
        try:
            return act(*arguments, **named)
        except (PowerCut, ReplyLost) as mishap:
            self.books.mishaps[type(mishap).__name__] += 1
            if isinstance(mishap, PowerCut) or self._chance.random() < 0.05:
                self._restart()
            raise
        except Refusal:
            raise
        except Exception as crash:  # whatever it is, no command may end like this
            self.books.wrong.append(f"{act.__name__} crashed: {crash!r}")
            raise Refusal() from crash
        finally:
            self._mains.next_mishap = None

    def _mishap(self) -> type[Exception] | None:
        drawn = self._chance.random()
        if drawn < self._risk / 5:
            return PowerCut
        return ReplyLost if drawn < self._risk else None

    def _again(
        self, act: Callable[..., Done], actor: Actor, request_id: str, arguments: Mapping[str, Any], first: Done
    ) -> None:
        """A second press, or a page that was reloaded: the same request once more."""
        self.books.mishaps["SecondPress"] += 1
        second = self._until_answered(act, actor, request_id, arguments)
        if second is None or not second.again or dict(second.result) != dict(first.result):
            said = self.refusal if second is None else dict(second.result)
            self.books.wrong.append(f"{act.__name__} pressed twice: {dict(first.result)}, then {said}")


def fresh(mains: Mains, listeners: list[Any]) -> None:
    """A restart: what the process knew is gone, the database stays."""
    old = mains.store
    assert isinstance(old, SqlStore)
    mains.store = SqlStore(old.database)
    mains.store.listeners = listeners
