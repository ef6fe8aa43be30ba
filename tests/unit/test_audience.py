"""Whom a message is for: by its scope, the queues whose phones hear of it and the rooms in which it is read."""

import pytest

from server.domain.audience import place_of, queues_of, reads
from tests.halls import hall_mall

MALL = hall_mall()
ROOMS = (
    "hall",
    "floor",
    "zone:1",
    "zone:2",
    "desk:A",
    "desk:D",
    "floor:A",
    "floor:D",
    "queue:A",
    "queue:D",
    "queue:DS",
)


@pytest.mark.parametrize(("scope", "code", "place", "queues"), [
    ("site", "", (None, None), ["A", "D", "DS"]), ("zone", "2", (2, None), ["D", "DS"]),
    ("agency", "A", (None, "A"), ["A"]), ("service", "D2", (None, "D"), ["DS"]),
])  # fmt: skip
def test_a_scope_lies_somewhere_and_concerns_its_queues(
    scope: str, code: str, place: tuple[int | None, str | None], queues: list[str]
) -> None:
    assert (place_of(MALL, scope, code), queues_of(MALL, scope, code)) == (place, queues)


@pytest.mark.parametrize(("scope", "code"), [("zone", "9"), ("zone", "x"), ("agency", "Q"), ("service", "Q1")])
def test_what_the_mall_has_not_lies_nowhere(scope: str, code: str) -> None:
    assert place_of(MALL, scope, code) is None
    assert [room for room in ROOMS if reads(MALL, room, scope, code)] == ["hall", "floor"]


def test_a_phone_reads_what_concerns_its_own_queue_alone() -> None:
    assert [room for room in ROOMS if reads(MALL, room, "service", "D2")] == [
        "hall", "floor", "zone:2", "desk:D", "floor:D", "queue:DS"
    ]  # fmt: skip
