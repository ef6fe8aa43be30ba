"""Which answer a phone already has: so that asking again by its ETag costs one look at the journal's head."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

MOST = 4096


@dataclass(frozen=True, slots=True)
class Told:
    """A ticket's answer: its ETag, whose agency's events can change it, and how far those were."""

    etag: str
    agency: str
    stamp: Hashable


class Unchanged:
    """The last answer for each ticket that this process told, bounded in number."""

    def __init__(self) -> None:
        self._told: dict[str, Told] = {}

    def of(self, ticket: str) -> Told | None:
        return self._told.get(ticket)

    def keep(self, ticket: str, told: Told) -> None:
        if len(self._told) >= MOST:
            self._told.clear()
        self._told[ticket] = told


class Lately:
    """The last answer by name, as long as its stamp is still true: what many ask at once is worked out once."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Hashable, Any]] = {}

    def of(self, name: str, stamp: Hashable, make: Callable[[], Any]) -> Any:
        """`stamp` was read before: what happens meanwhile makes an answer that is newer than it says, never older."""
        kept = self._kept.get(name)
        if kept is None or kept[0] != stamp:
            kept = self._kept[name] = (stamp, make())
        return kept[1]
