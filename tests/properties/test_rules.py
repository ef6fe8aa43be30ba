"""Whatever happens: moves keep to the table, the first come is first served, and no chain can be changed unseen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.domain import ordering
from server.domain import ticket as moves
from server.domain.chain import GENESIS, link, short, spoken_code
from server.domain.refusals import MoveNotAllowed, NobodyBehind
from server.domain.ticket import MOVES, Ticket
from tests.halls import MONDAY
from tests.store.conftest import a_ticket

ACTS: dict[str, Callable[[Ticket, int], Ticket]] = {
    "call": lambda t, n: moves.call(t, n % 31 + 1, MONDAY + timedelta(minutes=n)),
    "recall": lambda t, n: moves.recall(t, MONDAY + timedelta(minutes=n)),
    "start": lambda t, n: moves.start(t, MONDAY + timedelta(minutes=n)),
    "finish": lambda t, n: moves.finish(t, MONDAY + timedelta(minutes=n)),
    "absent": lambda t, n: moves.absent(t, MONDAY + timedelta(minutes=n)),
    "postpone": lambda t, n: moves.postpone(t, t.position + n),
    "cancel": lambda t, n: moves.cancel(t, MONDAY + timedelta(minutes=n)),
    "expire": lambda t, n: moves.expire(t, MONDAY + timedelta(minutes=n)),
}
ENDED = ("finished", "absent", "cancelled", "expired")


@given(st.lists(st.sampled_from(sorted(ACTS)), max_size=30))
def test_a_ticket_only_ever_moves_as_the_table_says(tried: list[str]) -> None:
    ticket = a_ticket()
    for n, move in enumerate(tried):
        starts, leads_to = MOVES[move]
        before = ticket
        try:
            ticket = ACTS[move](ticket, n)
        except MoveNotAllowed:
            assert before.state not in starts
            assert ticket is before
        else:
            assert before.state in starts
            assert ticket.state == leads_to
    assert (ticket.counter is None) == (ticket.calls == 0)
    assert (ticket.ended_at is not None) == (ticket.state in ENDED)
    assert ticket.first_called_at is None or ticket.first_called_at <= (ticket.called_at or MONDAY)


@given(st.lists(st.integers(min_value=1, max_value=10_000), unique=True, max_size=40), st.data())
def test_whatever_queues_a_counter_serves_nobody_is_overtaken(positions: list[int], data: st.DataObject) -> None:
    queues: dict[str, list[Ticket]] = {"A": [], "D": [], "DS": []}
    for n, position in enumerate(positions):
        queue = data.draw(st.sampled_from(sorted(queues)))
        queues[queue].append(replace(a_ticket(n + 1), queue=queue, position=position))
    served = []
    while True:
        heads = [min(waiting, key=lambda t: t.position, default=None) for waiting in queues.values()]
        chosen = ordering.first(heads)
        if chosen is None:
            break
        queues[chosen.queue].remove(chosen)
        served.append(chosen.position)
    assert served == sorted(positions)


@given(st.lists(st.sampled_from("AD"), min_size=1, max_size=30), st.data())
def test_whoever_postpones_lets_exactly_n_go_first_and_nobody_else_notices(
    queues: list[str], data: st.DataObject
) -> None:
    hall = [replace(a_ticket(n), queue=queue, position=3 * n) for n, queue in enumerate(queues, 1)]
    mine = data.draw(st.sampled_from(hall))
    behind = [t for t in hall if t.queue == mine.queue and t.position > mine.position]
    places = data.draw(st.integers(min_value=1, max_value=10))
    try:
        changed = {t.id: t for t in ordering.postponement(mine, behind[:places], times=2)}
    except NobodyBehind:
        assert not behind
        return
    after = sorted((changed.get(t.id, t) for t in hall), key=lambda t: t.position)
    assert [t.position for t in after] == [t.position for t in hall]
    assert [t.queue for t in after] == queues  # other queues stand where they stood
    others = [t.id for t in hall if t.queue == mine.queue and t != mine]
    line = [t.id for t in after if t.queue == mine.queue]
    assert [one for one in line if one != mine.id] == others
    before = [t.id for t in hall if t.queue == mine.queue].index(mine.id)
    assert line.index(mine.id) == before + min(places, len(behind))
    assert changed[mine.id].postponed == 1


def chained(rows: list[str]) -> list[str]:
    hashes, previous = [], GENESIS
    for row in rows:
        previous = link(previous, row)
        hashes.append(previous)
    return hashes


@given(st.lists(st.text(max_size=20), min_size=1, max_size=20), st.data())
def test_a_changed_row_changes_every_hash_after_it_and_none_before(rows: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(min_value=0, max_value=len(rows) - 1))
    other = data.draw(st.text(max_size=20).filter(lambda text: text != rows[place]))
    before, after = chained(rows), chained([*rows[:place], other, *rows[place + 1 :]])
    assert before[:place] == after[:place]
    assert all(one != two for one, two in zip(before[place:], after[place:], strict=True))


@given(st.text(max_size=50), st.text(max_size=50))
def test_codes_on_paper_are_short_and_hold_nothing_that_reads_as_something_else(previous: str, stored: str) -> None:
    head = link(previous, stored)
    assert len(head) == 64
    assert len(short(head)) == 9
    assert short(head)[4] == "-"
    code = spoken_code(head)
    assert len(code) == 5
    assert not set(code) & set("01IOL")
