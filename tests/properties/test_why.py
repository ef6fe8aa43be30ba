"""Whatever a day was like, for any two of its tickets the journal says why one was called before the other."""

from collections import Counter as Tally
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import permutations
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain import ordering
from server.domain.mall import Counter, Mall
from server.domain.passages import Row
from server.domain.profiles import Choice
from server.domain.ticket import Ticket
from server.domain.why import answer
from server.sentences.order import why_sentence
from tests.halls import MONDAY
from tests.properties.floor_model import Floor
from tests.properties.test_profiles import any_day, any_hall, lived
from tests.unit.small_mall import a_mall


@dataclass
class Told(Floor):
    """The smallest hall, with its journal: counter n + 1 is of the nth pool."""

    rows: list[Row] = field(default_factory=list)

    @property
    def mall(self) -> Mall:
        counters = tuple(Counter(n, 1, "A", pool.queues, f"p{n - 1}") for n, pool in enumerate(self.pools, 1))
        return replace(a_mall(), counters=counters, profiles=tuple(pool.profile for pool in self.pools))

    @property
    def labels(self) -> list[str]:
        return sorted({body["label"] for _, _, body, _ in self.rows if "label" in body})

    def tell(self, name: str, ticket: Ticket | None = None, **body: Any) -> None:
        about = {} if ticket is None else {
            "ticket": ticket.id, "label": ticket.label, "queue": ticket.queue, "service": ticket.service, "agency": "A",
        }  # fmt: skip
        self.rows.append((self.seq, name, about | body, MONDAY + timedelta(seconds=self.seq)))

    def _next_row(self, name: str, ticket: Ticket | None = None, **body: Any) -> None:
        self.seq += 1
        self.tell(name, ticket, **body)

    def arrive(self, *kind: str) -> None:
        super().arrive(*kind)
        self.tell("TicketIssued", self.waiting[f"ticket{self.seq}"], number=self.seq)

    def cancel(self, n: int) -> None:
        if one := self._nth(n):
            self._next_row("TicketCancelled", one)
        super().cancel(n)

    def hold(self, services: tuple[str, ...]) -> None:
        for code in self.held:
            self._next_row("Resumed", pause=code)
        for code in services:
            self._next_row("Paused", pause=code, scope="service", code=code, reason="central_system_down", until=None)
        super().hold(services)

    def postpone(self, n: int, places: int) -> None:
        one = self._nth(n)
        before = {t.id: t.position for t in self.waiting.values()}
        super().postpone(n, places)
        if one and before[one.id] != self.waiting[one.id].position:
            here, there = before[one.id], self.waiting[one.id].position
            moved = sorted(before[t.id] for t in self.line([one.queue]) if here <= before[t.id] <= there)
            self._next_row("TicketPostponed", one, positions=moved)

    def come_back(self, n: int, places: int) -> None:
        if not self.gone:
            return
        late = self.gone[n % len(self.gone)]
        self._next_row("TicketAbsent", late, counter=1)
        line = self.line([late.queue])
        super().come_back(n, places)
        there = ordering.returned_place(replace(late, position=self.seq), line, places)
        self.tell("TicketReturned", late, why="late", positions=[one.position for one in there])

    def choose_by_hand(self, n: int) -> None:
        if one := self._nth(n):
            self._next_row("TicketCalled", one, counter=1, calls=1, reason="other")
        super().choose_by_hand(n)

    def call(self, n: int) -> Choice | None:
        choice = super().call(n)
        if choice is not None:
            rule = "" if choice.line is None else str(choice.line + 1)
            number = n % len(self.pools) + 1
            self._next_row("TicketCalled", choice.ticket, counter=number, calls=1, profile=f"p{number - 1}", rule=rule)
        return choice

    def undo(self) -> None:
        last = self.last
        super().undo()
        if last is not None and self.last is None:
            one = last.ticket
            row = {"id": one.id, "queue": one.queue, "service": one.service, "position": one.position, "postponed": 0,
                   "state": "waiting", "calls": 0, "counter": None, "mark": None, "priority": "", "plan": []}  # fmt: skip
            self._next_row("MoveUndone", move="next", counter=1, visitor=None, restored=[row])


def a_day(seed: int) -> Told:
    chance = Random(seed)
    floor = Told(any_hall(chance))
    lived(floor, any_day(chance))
    return floor


@given(st.integers(0, 2**32), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_journal_always_knows_why(seed: int, chance: Random) -> None:
    day = a_day(seed)
    mall, pairs = day.mall, list(permutations(day.labels, 2))
    for x, y in chance.sample(pairs, min(12, len(pairs))):
        told = answer(day.rows, x, y, mall)
        assert told.code != "unexplained", (x, y)
        assert why_sentence(told.code, told.details, "Asia/Pontianak")["id"]


def test_such_days_have_every_kind_of_answer() -> None:
    """Else the property above would prove little."""
    found: Tally[str] = Tally()
    for seed in range(200):
        day = a_day(seed)
        mall, pairs = day.mall, Random(seed).sample(list(permutations(day.labels, 2)), 60)
        found.update(answer(day.rows, x, y, mall).code for x, y in pairs)
    assert {
        "joined_earlier", "other_counter", "priority_rule", "appointment_rule", "prefer_rule", "help_rule", "chosen",
        "y_held", "y_postponed", "y_returned_late", "y_called_first", "y_came_later", "y_gone", "x_not_called",
    } <= set(found)  # fmt: skip


def unexplained(seed: int) -> int:
    """How many pairs of the day's first tickets have no answer, once no call tells its rule or reason."""
    day = a_day(seed)
    bare = [(seq, name, body | {"rule": "", "reason": None} if name == "TicketCalled" else body, at)
            for seq, name, body, at in day.rows]  # fmt: skip
    mall, pairs = day.mall, permutations(day.labels[:15], 2)
    return sum(answer(bare, x, y, mall).code == "unexplained" for x, y in pairs)


def test_a_call_without_its_rule_is_found_out() -> None:
    assert sum(unexplained(seed) for seed in range(16)) > 50
