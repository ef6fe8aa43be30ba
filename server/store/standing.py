"""What a moment's rows say, kept by the process for as long as nothing is written: many ask within one moment."""

from collections.abc import Callable, Hashable
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Once(Protocol):
    """`make`'s answer, worked out once for this name and moment. Whoever gets it does not change it."""

    def __call__(self, name: Hashable, make: Callable[[], T]) -> T: ...


class Standing:
    """What was read of the newest moment. Only rows that change with an event of the journal may be kept in it:

    another process of the site writes too, and all that is seen here of its writing is that the journal went on.
    """

    def __init__(self) -> None:
        self._kept: tuple[Hashable, dict[Hashable, Any]] = (None, {})

    def at(self, moment: Hashable) -> dict[Hashable, Any]:
        """What is known of this moment. Another moment begins with nothing."""
        kept = self._kept
        if kept[0] != moment:
            kept = self._kept = (moment, {})
        return kept[1]


class Lately:
    """The last answer under each name, with the stamp it was true for."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[object, Any]] = {}

    def of(self, name: Hashable, stamp: object, make: Callable[[], T]) -> T:
        kept = self._kept.get(name)
        if kept is None or kept[0] != stamp:
            kept = self._kept[name] = (stamp, make())
        found: T = kept[1]
        return found


def once_in(known: Callable[[], dict[Hashable, Any]]) -> Once:
    """Answers kept where `known` says, which is asked anew each time: its moment is that of the unit who asks."""

    def once(name: Hashable, make: Callable[[], T]) -> T:
        answers = known()
        if name not in answers:
            answers[name] = make()
        found: T = answers[name]
        return found

    return once


def every_time(name: Hashable, make: Callable[[], T]) -> T:
    """For a unit that writes: what it reads may be what it just wrote."""
    return make()
