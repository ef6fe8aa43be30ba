"""What a day's journal teaches of those who go first: each by the class it was of when it was called."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.domain.lessons import Passed
from server.domain.teaching import Lines, followed

MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)


def rows(*events: tuple[str, dict[str, Any]]) -> list[tuple[int, str, dict[str, Any], datetime]]:
    """A minute between each."""
    return [(n, name, body, MORNING + timedelta(minutes=n)) for n, (name, body) in enumerate(events, 1)]


def issued(ticket: str, **more: Any) -> tuple[str, dict[str, Any]]:
    return "TicketIssued", {"ticket": ticket, "queue": "A", "service": "A1", **more}


def kept(ticket: str, arrival: str) -> tuple[str, dict[str, Any]]:
    return "AppointmentKept", {"ticket": ticket, "queue": "A", "arrival": arrival}


def called(ticket: str, counter: int = 1) -> tuple[str, dict[str, Any]]:
    return "TicketCalled", {"ticket": ticket, "queue": "A", "service": "A1", "counter": counter}


def passed(*events: tuple[str, dict[str, Any]]) -> list[tuple[str, int, float]]:
    lessons = followed(Lines(), rows(*events))
    return [(one.rank, one.ahead, one.before) for one in lessons if isinstance(one, Passed)]


def test_who_keeps_an_appointment_is_of_its_class_and_found_nobody_before_them_called() -> None:
    assert passed(issued("a"), issued("b"), kept("b", "in_time"), called("b"), called("a", 2)) == [
        ("appointment", 1, 0), ("ordinary", 0, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("arrival", ["early", "late"])
def test_who_comes_at_another_time_is_in_line_as_everybody(arrival: str) -> None:
    assert passed(issued("a"), issued("b"), kept("b", arrival), called("a"), called("b", 2)) == [
        ("ordinary", 0, 0), ("ordinary", 1, 1),
    ]  # fmt: skip


def test_a_declined_priority_leaves_an_appointment_what_it_is() -> None:
    asked, answer = issued("a", priority="requested"), ("PriorityDeclined", {"ticket": "a", "queue": "A"})
    assert passed(asked, kept("a", "in_time"), answer, called("a")) == [("appointment", 0, 0)]
    assert passed(asked, answer, called("a")) == [("ordinary", 0, 0)]


def test_a_confirmed_priority_goes_before_an_appointment() -> None:
    confirmed = ("PriorityConfirmed", {"ticket": "a", "queue": "A"})
    assert passed(issued("a"), kept("a", "in_time"), confirmed, called("a")) == [("priority", 0, 0)]
