"""Whatever people do in whatever order: the journal's replay is the tables, nobody is lost, and an undo restores."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from server.domain.calling import CHOSEN_REASONS
from server.domain.ticket import GROUPS, OUTCOMES, PARK_REASONS, Ticket
from server.operations import (
    appointments,
    calls,
    colleagues,
    counters,
    days,
    idle,
    notes,
    paper,
    parking,
    pauses,
    plans,
    priority,
    returning,
    tickets,
    transfers,
    undoing,
)  # fmt: skip
from tests.properties.a_floor import COUNTERS, QUEUES, SERVICES, Floor

STEPS, STEPS_SEEDS = 220, 2
LIVING = ("waiting", "parked", "absent", "called", "serving")
UNDONE = ("next", "call", "finish", "park", "transfer")
counter = st.sampled_from(sorted(COUNTERS))
busy = st.sampled_from([1, 1, 2, 2, 3, 4, 5])
service = st.sampled_from(SERVICES)
pick = st.integers(0, 60)


class Day(RuleBasedStateMachine):
    """Visitors by arrival in the building; `Joining` is the same hall with the other rule."""

    visit_order = "arrival"

    def __init__(self) -> None:
        super().__init__()
        self.floor = Floor(self.visit_order)
        self.slips = 0
        self.codes: list[str] = []
        for n, code in enumerate(("A1", "A2", "A3", "D1", "D2", "A2", "D2", "A1")):
            self.issue(code, ["D1"] if n % 3 == 0 and code != "D1" else [], GROUPS[n % 5] if n % 2 else None, "id")
        for n in COUNTERS:
            self.next(n)

    def teardown(self) -> None:
        self.floor.hall.store.database.close()  # type: ignore[attr-defined]

    def anybody(self, n: int) -> Ticket:
        """Mostly somebody who may still be moved, and of them each kind in turn."""
        found = sorted(self.floor.state().tickets.values(), key=lambda one: one.label)
        kinds = [[one for one in found if one.state == state] for state in LIVING] + [found]
        some = [kind for kind in kinds if kind]
        kind = some[n % len(some)]
        return kind[n // len(some) % len(kind)]

    def label(self, n: int) -> str:
        return self.anybody(n).label

    def id(self, n: int) -> str:
        return self.anybody(n).id

    def at(self, n: int) -> str:
        return self.floor.seated(n) or "nobody"

    @rule(service=service, then=st.lists(service, max_size=2), kind=st.sampled_from([None, None, *GROUPS]),
          language=st.sampled_from(["id", "en"]))  # fmt: skip
    def issue(self, service: str, then: list[str], kind: str | None, language: str) -> None:
        self.floor.attempt(
            tickets.issue, self.floor.greeter, service=service, language=language, then=then, priority=kind
        )

    @rule(service=st.sampled_from(["A1", "A2"]), more=st.integers(1, 3))
    def several_come(self, service: str, more: int) -> None:
        for _ in range(more):
            self.floor.attempt(tickets.issue, self.floor.greeter, service=service, language="id")

    @rule(n=busy)
    def next(self, n: int) -> None:
        self.floor.move(calls.next, n, expects=self.floor.seated(n))

    @rule(n=busy, who=pick, reason=st.sampled_from(CHOSEN_REASONS))
    def call(self, n: int, who: int, reason: str) -> None:
        self.floor.move(calls.call, n, expects=self.floor.seated(n), ticket=self.label(who), reason=reason)

    @rule(n=busy)
    def recall(self, n: int) -> None:
        self.floor.move(calls.recall, n, ticket=self.at(n))

    @rule(n=busy)
    def start(self, n: int) -> None:
        self.floor.move(calls.start, n, ticket=self.at(n))

    @rule(n=busy, outcome=st.sampled_from(OUTCOMES), delivered=st.lists(service, max_size=2))
    def finish(self, n: int, outcome: str, delivered: list[str]) -> None:
        things = [{"service": one, "count": 2} for one in delivered]
        self.floor.move(calls.finish, n, ticket=self.at(n), outcome=outcome, delivered=things)

    @rule(n=busy)
    def nobody_comes(self, n: int) -> None:
        for _ in range(2):
            self.floor.hall.clock.true += timedelta(seconds=16)  # type: ignore[attr-defined]
            self.floor.move(calls.recall, n, ticket=self.at(n))
        self.floor.hall.clock.true += timedelta(seconds=16)  # type: ignore[attr-defined]
        self.floor.move(calls.absent, n, ticket=self.at(n))

    @rule(n=busy, why=st.sampled_from(PARK_REASONS), minutes=st.sampled_from([None, 1, 10]))
    def park(self, n: int, why: str, minutes: int | None) -> None:
        self.floor.move(parking.park, n, ticket=self.at(n), why=why, minutes=minutes)

    @rule(n=busy, service=st.none() | service, to=st.none() | counter, person=st.none() | counter)
    def transfer(self, n: int, service: str | None, to: int | None, person: int | None) -> None:
        name = None if person is None else f"petugas{person}"
        self.floor.move(transfers.transfer, n, ticket=self.at(n), service=service, to_counter=to, to_staff=name)

    @rule(n=busy)
    def undo(self, n: int) -> None:
        self.floor.undone_at = self.floor.state().seq
        if self.floor.attempt(undoing.undo, self.floor.whoever(n), counter=n) is not None:
            self.floor.undone(n)

    @rule(n=busy, what=st.sampled_from(["next", "call", "finish", "park", "transfer"]), who=pick)
    def move_and_undo(self, n: int, what: str, who: int) -> None:
        {"next": lambda: self.next(n), "call": lambda: self.call(n, who, "urgent"),
         "finish": lambda: self.finish(n, OUTCOMES[who % 4], []), "park": lambda: self.park(n, "form", 1),
         "transfer": lambda: self.transfer(n, SERVICES[who % 5], None, None)}[what]()  # fmt: skip
        self.undo(n)

    @rule(who=pick)
    def comes_back(self, who: int) -> None:
        self.floor.attempt(returning.let_return, self.floor.greeter, ticket=self.label(who))

    @rule(who=pick, service=service)
    def moves_to_another_queue(self, who: int, service: str) -> None:
        self.floor.attempt(transfers.move_waiting, self.floor.greeter, ticket=self.label(who), service=service)

    @rule(who=pick, plan=st.lists(service, max_size=3))
    def changes_the_plan(self, who: int, plan: list[str]) -> None:
        self.floor.attempt(plans.change, self.floor.greeter, ticket=self.label(who), plan=plan)

    @rule(who=pick, decision=st.sampled_from(["requested", "confirmed", "confirmed", "declined"]))
    def decides_priority(self, who: int, decision: str) -> None:
        self.floor.attempt(priority.decide, self.floor.greeter, ticket=self.label(who), decision=decision)

    @rule(who=pick, places=st.integers(1, 3))
    def postpones(self, who: int, places: int) -> None:
        self.floor.attempt(tickets.postpone, self.floor.greeter, ticket=self.id(who), places=places)

    @rule(who=pick)
    def cancels(self, who: int) -> None:
        self.floor.attempt(tickets.cancel, self.floor.greeter, ticket=self.id(who))

    @rule(n=busy)
    def hands_over(self, n: int) -> None:
        if self.floor.attempt(colleagues.hand_over, self.floor.whoever(n), counter=n) is not None:
            self.floor.moves.pop(n, None)

    @rule(n=busy, by=counter)
    def hands_over_to(self, n: int, by: int) -> None:
        """The colleague stands up at the other counter, where nobody may be, and sits down here."""
        self.hands_over(n)
        self.comes_and_goes(by, "leave")
        self.sits_down(n, by)

    @rule(n=busy, by=counter)
    def sits_down(self, n: int, by: int) -> None:
        self.floor.attempt(counters.take, self.floor.clerks[by], counter=n, holder_vanished=by % 2 == 0)

    @rule(n=busy, what=st.sampled_from(["pause", "close", "leave", "back", "back", "back"]))
    def comes_and_goes(self, n: int, what: str) -> None:
        if what == "pause":
            self.floor.attempt(counters.pause, self.floor.whoever(n), counter=n, reason="break", minutes=None)
        elif what == "back":
            self.floor.sit(n)
        else:
            self.floor.attempt(getattr(counters, what), self.floor.whoever(n), counter=n)

    @rule(n=busy, queues=st.lists(st.sampled_from(["A", "AS", "D", "DS"]), max_size=2))
    def helps(self, n: int, queues: list[str]) -> None:
        self.floor.attempt(colleagues.help_queues, self.floor.admin, counter=n, queues=queues)

    @rule(n=busy, on=st.booleans())
    def calls_by_itself(self, n: int, on: bool) -> None:
        self.floor.attempt(colleagues.set_auto_call, self.floor.whoever(n), counter=n, on=on)

    @rule(seconds=st.sampled_from([1, 5, 16, 61, 600]), gone=st.sampled_from([None, 1, 2]))
    def a_round(self, seconds: int, gone: int | None) -> None:
        self.floor.hall.clock.true += timedelta(seconds=seconds)  # type: ignore[attr-defined]
        vanished = self.floor.clerks[gone].id if gone else ""
        for duty in (returning.bring_back_due, lambda hall: idle.call_idle(hall, lambda who, _: who == vanished)):
            before = self.floor.state()
            duty(self.floor.hall)
            self.floor.check(before)

    @rule(down=st.booleans(), code=st.sampled_from(["A2", "D1"]))
    def a_central_system(self, down: bool, code: str) -> None:
        standing = self._pauses()
        if down and not standing:
            self.floor.attempt(
                pauses.pause, self.floor.admin, scope="service", code=code, reason="central_system_down", numbers=False,
                minutes=None,
            )  # fmt: skip
        for one in standing:
            self.floor.attempt(pauses.lift, self.floor.admin, pause=one)

    def _pauses(self) -> list[str]:
        with self.floor.hall.store.read() as unit:
            return [row.id for row in unit.site.pauses()]

    @rule(service=service, minutes=st.integers(1, 90))
    def a_slip_of_paper_is_keyed_in(self, service: str, minutes: int) -> None:
        self.slips += 1
        since = self.floor.hall.clock.now() - timedelta(minutes=minutes)
        slip = {"service": service, "number": self.slips, "state": "waiting", "issued_at": since}
        self.floor.attempt(paper.key_in, self.floor.admin, slips=[slip])

    @rule(hour=st.integers(0, 5))
    def an_appointment_is_made(self, hour: int) -> None:
        """Of the next hours that are free, today or tomorrow."""
        days = appointments.times(self.floor.hall, self.floor.greeter, "A2")["days"]
        at = datetime.fromisoformat([time["at"] for day in days[:2] for time in day["times"]][hour])
        made = self.floor.attempt(
            appointments.book, self.floor.greeter, service="A2", at=at, language="id", printer=None
        )  # fmt: skip
        self.codes += [made.result["code"]] if made else []

    @rule(who=pick, cancels=st.sampled_from([False, False, False, True]))
    def somebody_brings_a_code(self, who: int, cancels: bool) -> None:
        """Perhaps one that was used before, is off, or is for another day."""
        if not self.codes:
            return
        code = self.codes[who % len(self.codes)]
        if cancels:
            self.floor.attempt(appointments.cancel, self.floor.greeter, code=code)
        else:
            self.floor.attempt(tickets.issue, self.floor.greeter, service=None, language="id", code=code)

    @rule(code=st.sampled_from(["A3", "D2"]))
    def who_waits_goes_home(self, code: str) -> None:
        more: dict[str, Any] = {"scope": "service", "code": code, "reason": "power", "printer": None}
        self.floor.attempt(notes.release, self.floor.admin, **more)

    @precondition(lambda self: self.floor.last is not None)
    @rule()
    def the_reply_was_lost(self) -> None:
        """The last command again with its own request id: the same answer, and nothing more."""
        before = self.floor.state()
        assert self.floor.last is not None
        assert self.floor.last().again
        assert self.floor.look() == before

    @rule(dice=st.integers(0, 9), how=st.sampled_from(["serve", "release"]))
    def the_day_ends(self, dice: int, how: Any) -> None:
        if dice == 0:
            self.floor.attempt(days.close, self.floor.admin, waiting=how)

    @rule(dice=st.integers(0, 9))
    def the_next_day_begins(self, dice: int) -> None:
        if dice > 0:
            return
        self.floor.hall.clock.true += timedelta(days=1)  # type: ignore[attr-defined]
        before = self.floor.state()
        days.watch(self.floor.hall)
        self.floor.check(before)
        left = [one.label for one in self.floor.state().tickets.values() if one.state in ("waiting", "parked")]
        assert left == [], "who waited or was parked yesterday waits no more"


def everybody_acts(day: Day, chance: Random) -> None:
    """One step of a long day, in which people mostly do what people do."""
    n, other, who = chance.choice([1, 1, 2, 2, 3, 4, 5]), chance.choice(sorted(COUNTERS)), chance.randrange(61)
    code, some = chance.choice(SERVICES), chance.sample(SERVICES, chance.randrange(3))
    steps: list[tuple[int, Callable[[], None]]] = [
        (9, lambda: day.issue(code, some, chance.choice([None, None, "elderly"]), chance.choice(["id", "en"]))),
        (14, lambda: day.next(n)), (6, lambda: day.call(n, who, "urgent")), (5, lambda: day.start(n)),
        (8, lambda: day.finish(n, chance.choice(OUTCOMES), [code])), (3, lambda: day.nobody_comes(n)),
        (5, lambda: day.park(n, "form", chance.choice([None, 1, 10]))), (3, lambda: day.recall(n)),
        (5, lambda: day.transfer(n, chance.choice([None, code]), None, None)),
        (4, lambda: day.transfer(n, None, other, None)), (4, lambda: day.transfer(n, chance.choice([None, code]), None, other)),
        (5, lambda: day.undo(n)), (9, lambda: day.move_and_undo(n, chance.choice(UNDONE), who)),
        (7, lambda: day.comes_back(who)), (4, lambda: day.moves_to_another_queue(who, code)),
        (4, lambda: day.changes_the_plan(who, some)), (5, lambda: day.decides_priority(who, "confirmed")),
        (4, lambda: day.postpones(who, 2)), (2, lambda: day.cancels(who)), (2, lambda: day.hands_over_to(n, other)),
        (1, lambda: day.sits_down(n, other)), (1, lambda: day.comes_and_goes(n, chance.choice(["pause", "leave"]))),
        (9, lambda: day.comes_and_goes(n, "back")), (2, lambda: day.helps(n, ["A", "AS"])), (2, lambda: day.calls_by_itself(n, True)),
        (6, lambda: day.a_round(chance.choice([1, 16, 61]), chance.choice([None, 1]))),
        (1, lambda: day.a_central_system(chance.random() < 0.3, "A2")), (3, lambda: day.the_reply_was_lost()),
        (2, lambda: day.a_slip_of_paper_is_keyed_in(code, who + 1)), (1, lambda: day.who_waits_goes_home("A3")),
        (6, lambda: day.an_appointment_is_made(chance.randrange(6))), (9, lambda: day.somebody_brings_a_code(who, who % 7 == 0)),
    ]  # fmt: skip
    chance.choices([step for _, step in steps], [weight for weight, _ in steps])[0]()


@pytest.mark.parametrize("seed", range(STEPS_SEEDS))
@pytest.mark.parametrize("kind", ["arrival", "joining"])
def test_a_long_day_of_every_move_keeps_everybody_and_every_undo_restores(kind: str, seed: int) -> None:
    day, chance = (Day if kind == "arrival" else Joining)(), Random(f"{kind}-{seed}")
    for step in range(STEPS):
        try:
            everybody_acts(day, chance)
        except Exception as trouble:
            raise AssertionError(f"kind {kind}, seed {seed}, step {step}: {trouble!r}") from trouble
        if step % 20 == 0:
            stand = {queue: [one.id for one in day.floor.state().line(queue)] for queue in QUEUES}
            assert day.floor.heard() == stand, f"kind {kind}, seed {seed}, step {step}"
    day.the_day_ends(0, "release")
    day.the_next_day_begins(0)
    day.teardown()
    print(f"\n{kind} {seed}: {dict(day.floor.done)}, {day.floor.restored} undone exactly")
    assert {"next", "call", "finish", "transfer", "undo", "book"} <= day.floor.done.keys()
    assert day.floor.kept > 0
    assert day.floor.restored > 0


class Joining(Day):
    visit_order = "joining"


HOW = settings(
    max_examples=12, stateful_step_count=45, deadline=None, print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip
TestByArrival = Day.TestCase
TestByArrival.settings = HOW
TestByJoining = Joining.TestCase
TestByJoining.settings = HOW
