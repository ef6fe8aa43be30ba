"""Whoever the system hears of late stands where the time puts them, and nobody else loses or gains but by one place."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.domain import notes, ordering, ticket
from server.domain.ticket import Ticket

OPENING = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
minutes = st.integers(0, 300)


def a_ticket(number: int, minute: int, position: int) -> Ticket:
    joined = OPENING + timedelta(minutes=minute)
    return Ticket(
        f"t{number}", date(2026, 11, 23), "A", number, f"A-{number}", "A1", "A", "id", ticket.WAITING, position, joined
    )  # fmt: skip


@st.composite
def lines(draw: st.DrawFn) -> list[Ticket]:
    """A line in order of joining, its positions rising with gaps."""
    joined = sorted(draw(st.lists(minutes, max_size=12)))
    return [a_ticket(n + 1, minute, 10 * n + 3) for n, minute in enumerate(joined)]


def joins(line: list[Ticket], mine: Ticket) -> list[Ticket]:
    """The line after `mine` joined it."""
    moved = {one.id: one for one in ordering.taken_place(mine, line)}
    return sorted((moved.get(one.id, one) for one in [*line, mine]), key=lambda one: one.position)


@given(lines(), st.lists(minutes, max_size=8))
def test_paper_keyed_in_in_any_order_stands_by_its_time_and_before_whoever_came_later(
    line: list[Ticket], papers: list[int]
) -> None:
    for n, minute in enumerate(papers):
        line = joins(line, a_ticket(-(n + 1), minute, 1000 + n))
    assert [one.id for one in line] == [one.id for one in sorted(line, key=ordering.since)]


@given(lines(), minutes)
def test_a_place_is_made_for_the_one_who_joins_and_for_nobody_else(line: list[Ticket], minute: int) -> None:
    after = joins(line, a_ticket(-1, minute, 1000))
    assert [one.position for one in after] == [*(one.position for one in line), 1000]
    assert [one.id for one in after if one.number > 0] == [one.id for one in line]


@given(lines(), minutes)
def test_whoever_stands_before_is_not_moved(line: list[Ticket], minute: int) -> None:
    mine, *passed = ordering.taken_place(a_ticket(-1, minute, 1000), line)
    assert {one.id for one in passed} == {one.id for one in line if ordering.since(one) > ordering.since(mine)}


@given(lines(), st.integers(0, 11))
def test_a_postponed_visitor_does_not_let_paper_fall_behind_later_numbers(line: list[Ticket], at: int) -> None:
    """Somebody from the front stands further back: paper still comes before every later number."""
    if len(line) < 2:
        return
    places = [one.position for one in line]
    first, *others = line
    line = [replace(one, position=place) for one, place in zip([*others, first], places, strict=True)]
    mine = a_ticket(-1, 0 if at == 0 else at * 25, 1000)
    after = joins(line, mine)
    behind = after[[one.id for one in after].index(mine.id) :]
    later = {one.id for one in line if ordering.since(one) > ordering.since(mine)}
    assert later <= {one.id for one in behind}


@given(lines())
def test_the_notes_of_a_line_keep_its_order_whatever_the_times_say(line: list[Ticket]) -> None:
    turned = [replace(one, position=n) for n, one in enumerate(reversed(line))]
    moments = notes.in_line(turned)
    assert moments == sorted(set(moments))


@given(lines(), st.integers(0, 15))
def test_who_comes_late_stands_behind_so_many_and_nobody_else_changes_places(line: list[Ticket], places: int) -> None:
    mine = a_ticket(99, 0, 1000)
    moved = {one.id: one for one in ordering.returned_place(mine, line, places)}
    after = sorted((moved.get(one.id, one) for one in [*line, mine]), key=lambda one: one.position)
    assert [one.id for one in after if one.id != mine.id] == [one.id for one in line]
    assert [one.id for one in after].index(mine.id) == min(places, len(line))
    assert [one.position for one in after] == [*(one.position for one in line), 1000]  # no place is made but mine
