"""A small hall in which every move can be tried, and what must hold whatever was done in it."""

import json
from collections import Counter as Tally
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from server.domain.access import Actor
from server.domain.events import TicketCalled
from server.domain.mall import Mall
from server.domain.refusals import Refusal
from server.domain.staffing import OPEN, Desk
from server.domain.teaching import TELLING, Lines, followed, without_undone
from server.domain.ticket import CALLED, SERVING, WAITING, Ticket
from server.operations import choosing, counters, pauses, staff
from server.operations.availability import moment_of, offers
from server.operations.recording import Done
from server.store import proving
from server.store.floor_tables import legs
from server.store.tables import desks, tallies, tickets
from server.store.unit import SqlStore
from tests.builders import a_hall
from tests.halls import MONDAY
from tests.unit.small_mall import a_mall, a_service, an_agency, both

COUNTERS = {1: "A", 2: "A", 3: "D", 4: "A", 5: "D"}
QUEUES = ("A", "AS", "D", "DS")
SERVICES = ("A1", "A2", "A3", "D1", "D2")
UNDOABLE = ("next", "call", "finish", "absent", "park", "transfer")


def floor_mall(visit_order: str) -> Mall:
    """Counters 1 and 2 share priority "one after two others" and appointments; 4 prefers English and helps; A2 is booked."""
    return a_mall(
        calling={"visit_order": visit_order, "appointment_early_minutes": 240, "appointment_late_minutes": 30},
        agencies=[
            an_agency("A", a_service("A1", "A"), a_service("A2", "A", appointments={"per_hour": 4}), a_service("A3", "AS")),
            an_agency("D", a_service("D1", "D"), a_service("D2", "DS")),
        ],
        profiles=[
            {"code": "ratio", "name": both("Satu dari tiga"),
             "lines": [{"code": "prio", "classes": ["priority"], "most": 1, "after": 2},
                       {"code": "janji", "classes": ["appointment"], "most": 1}]},
            {"code": "mixed", "name": both("Campur"),
             "lines": [{"code": "english", "languages": ["en"], "most": 2}, {"code": "help", "queues": ["A"]}]},
        ],
        counters=[
            {"number": 1, "zone": 1, "agency": "A", "queues": ["A"], "profile": "ratio"},
            {"number": 2, "zone": 1, "agency": "A", "queues": ["A"], "profile": "ratio"},
            {"number": 3, "zone": 1, "agency": "D", "queues": ["D", "DS"]},
            {"number": 4, "zone": 1, "agency": "A", "queues": ["AS"], "profile": "mixed"},
            {"number": 5, "zone": 1, "agency": "D", "queues": ["DS"]},
        ],
    )  # fmt: skip


@dataclass(frozen=True)
class State:
    """The tables at one moment."""

    tickets: dict[str, Ticket]
    desks: dict[int, Desk]
    tallies: dict[tuple[str, str], tuple[int, int]]
    legs: frozenset[tuple[Any, ...]]
    credits: dict[int, Any]
    seq: int

    def line(self, *queues: str) -> list[Ticket]:
        waiting = [one for one in self.tickets.values() if one.state == WAITING and one.queue in queues]
        return sorted(waiting, key=lambda one: one.position)

    def compared(self) -> tuple[Any, ...]:
        """With places in line instead of positions: those who stood behind somebody who came and went stand there still."""
        ranks = {one.id: rank for queue in QUEUES for rank, one in enumerate(self.line(queue))}
        placed = {id: replace(one, position=ranks.get(id, one.position)) for id, one in self.tickets.items()}
        seats = {n: replace(desk, auto_call=False) for n, desk in self.desks.items()}
        return placed, seats, self.tallies, self.legs, self.credits


def remembered(store: SqlStore, now: datetime) -> tuple[Any, ...]:
    """What a process keeps for as long as the journal stands still, whoever wrote meanwhile."""
    with store.read() as unit:
        day = unit.journal.head().day
        visitors, waiting, issued = {}, {}, {}
        if day is not None:
            visitors = {one: (v.service, v.called_at, v.counter) for one, v in unit.tickets.at_desks(day).items()}
            waiting, issued = unit.tickets.waiting_counts(day), unit.tickets.issued_of_each(SERVICES, day)
        site = unit.site.pauses(), unit.site.alarms(), unit.site.printer_states()
        told = [offer.wait for offer in offers(unit, moment_of(unit, now))]
        return unit.counters.all(), visitors, waiting, issued, site, told


class Floor:
    """Everybody who acts, each with the real operations; `refused` counts what was not allowed."""

    def __init__(self, visit_order: str = "arrival", now: datetime = MONDAY) -> None:
        self.hall = a_hall(now=now, mall=floor_mall(visit_order))
        self.clerks = {n: self._person(f"petugas{n}", "clerk", agency) for n, agency in COUNTERS.items()}
        self.admin, self.greeter = self._person("kepala", "admin"), self._person("penyambut", "greeter")
        self.neighbour = SqlStore(self.hall.store.database)  # type: ignore[attr-defined]
        self.refused: Tally[str] = Tally()
        self.done: Tally[str] = Tally()
        self.moves: dict[int, tuple[str, State, int]] = {}
        self._numbers = count(1)
        self._known: State | None = None
        self.last: Callable[[], Done] | None = None
        self.undone_at, self.restored, self.kept = 0, 0, 0
        for n in COUNTERS:
            self.sit(n)

    def _person(self, name: str, role: str, agency: str | None = None) -> Actor:
        return staff.as_actor(staff.add(self.hall, username=name, role=role, password_hash="x", agency=agency))

    def sit(self, n: int) -> None:
        """Somebody is at this counter, and it is open."""
        if self.state().desks.get(n, Desk(n)).holder is None:
            self.attempt(counters.take, self.clerks[n], counter=n, holder_vanished=False)
        self.attempt(counters.open, self.whoever(n), counter=n)

    def whoever(self, n: int) -> Actor:
        """Who sits there; where nobody does, the clerk whose place it is tries."""
        holder = self.state().desks.get(n, Desk(n)).holder
        return next((one for one in self.clerks.values() if one.id == holder), self.clerks[n])

    def attempt(self, act: Callable[..., Done], actor: Actor, **arguments: Any) -> Done | None:
        """One command with a request id of its own. A refusal changes nothing."""
        request_id, before = f"request-{next(self._numbers):06d}", self.state()
        self.hall.clock.true += timedelta(milliseconds=1)  # type: ignore[attr-defined]  # no two commands at once
        again = lambda: act(self.hall, actor, **arguments, request_id=request_id)  # noqa: E731
        try:
            answer = again()
        except Refusal as refusal:
            code = refusal.code
        else:
            self.done[act.__name__] += 1
            self.last = again
            self.kept += answer.result.get("appointment", {}).get("arrival") == "in_time"
            self.check(before)
            return answer
        self.refused[f"{act.__name__}: {code}"] += 1
        assert self.look() == before, code
        return None

    def move(self, act: Callable[..., Done], n: int, **arguments: Any) -> Done | None:
        """A move at a counter that its clerk may take back."""
        before = self.state()
        done = self.attempt(act, self.whoever(n), counter=n, **arguments)
        if done is not None and act.__name__ in UNDOABLE:
            self.moves[n] = (act.__name__, before, self.state().seq)
        return done

    def seated(self, n: int) -> str | None:
        return self.state().desks.get(n, Desk(n)).ticket

    def state(self) -> State:
        """As it was after the last step."""
        return self._known or self.look()

    def look(self) -> State:
        with self.hall.store.database.reading() as connection:  # type: ignore[attr-defined]
            found = {row.id: Ticket(**row._mapping) for row in connection.execute(select(tickets))}
            seats = {row.number: Desk(**row._mapping) for row in connection.execute(select(desks))}
            tally = {(row.queue, row.day.isoformat()): (row.last, row.waiting)
                     for row in connection.execute(select(tallies)) if row.last or row.waiting}  # fmt: skip
            stops = frozenset(tuple(row) for row in connection.execute(select(legs)))
        with self.hall.store.read() as unit:
            head, credits = unit.journal.head(), {}
            for n, desk in seats.items():
                place = choosing.place_of(unit, unit.mall.counter_by_number[n], desk)
                credits[n] = choosing.credits_of(unit, place, head.day) if head.day else ()
        self._known = State(found, seats, tally, stops, credits, head.seq)
        return self._known

    def check(self, before: State) -> None:
        """What must hold after every step."""
        with self.hall.store.database.reading() as connection:  # type: ignore[attr-defined]
            assert proving.faults(connection) == []
        now = self.look()
        at_counters = {id for id, one in now.tickets.items() if one.state in (CALLED, SERVING)}
        seated = [desk.ticket for desk in now.desks.values() if desk.ticket]
        assert sorted(seated) == sorted(at_counters), "each visitor at one counter, and none lost between two"
        assert all(now.tickets[d.ticket].counter == n for n, d in now.desks.items() if d.ticket)
        for queue in QUEUES:
            places = [one.position for one in now.line(queue)]
            assert len(set(places)) == len(places), queue
        for one in now.tickets.values():
            assert len({one.service, *one.plan}) == 1 + len(one.plan), "no service twice"
        for ticket, n, *_ in now.legs:
            assert n <= now.tickets[ticket].leg
        self._called_rightly(before, now)
        moment, fresh = self.hall.clock.now(), SqlStore(self.neighbour.database)
        assert remembered(self.neighbour, moment) == remembered(fresh, moment), "the journal did not go on"

    def _called_rightly(self, before: State, now: State) -> None:
        with self.hall.store.read() as unit:
            called = [one.event for one in unit.journal.after(before.seq, 1000) if isinstance(one.event, TicketCalled)]
            held = {code for agency in "AD" for code in pauses.held(unit, agency, self.hall.clock.now())}
        for event in called:
            if event.reason is not None:
                continue
            mine, desk = now.tickets[event.ticket], before.desks[event.counter]
            queues = {*self.hall.store.mall().counter_by_number[event.counter].queues, *desk.helps}  # type: ignore[attr-defined]
            earlier = [one for one in now.line(*queues) if one.position < mine.position]
            if event.rule and len(called) == 1:  # of several in a round the later ones may have been passed
                assert event.passed == len(earlier), event
            was = before.tickets[event.ticket]
            assert not self._bars(before, was, event), f"{was.label} waits for somebody else"
            assert event.service not in held
            if not event.rule:
                free = [one.label for one in earlier if not self._bars(before, one, event) and one.service not in held]
                assert free == [], f"{event.label} was called before {free}"

    def _bars(self, before: State, ticket: Ticket, event: TicketCalled) -> bool:
        """Whether this one waits for a counter or person that is there, serves its queue, and is another."""
        there = [
            desk for desk in before.desks.values()
            if desk.state == OPEN and desk.holder and ticket.queue in (
                *self.hall.store.mall().counter_by_number[desk.number].queues, *desk.helps  # type: ignore[attr-defined]
            )
        ]  # fmt: skip
        counters = {desk.number for desk in there} - {event.counter}
        people = {desk.holder for desk in there} - {event.by}
        return ticket.wanted_counter in counters or ticket.wanted_staff in people

    def heard(self) -> dict[str, list[str]]:
        """Who waits where, in line, as the estimates hear it from the journal; moves that were taken back left out."""
        with self.hall.store.read() as unit:
            told = unit.journal.told_after(0, TELLING, 100_000)
        lines = Lines()
        followed(lines, without_undone([(seq, name, json.loads(body), at) for seq, name, body, at in told]))
        return {queue: [one.ticket for one in lines.standing.get(queue, [])] for queue in QUEUES}

    def undone(self, n: int) -> None:
        """After an undo: where nobody else has acted since the move, all is as it was before it.

        But a pool keeps the credit that a call in order gave (profiles.taken_back): never less than before.
        """
        name, before, seq = self.moves.pop(n, ("", None, 0))
        if before is not None and self.undone_at == seq:
            *was, credits_were = before.compared()
            *present, credits_are = self.state().compared()
            assert present == was, name
            for n_of, held in credits_were.items():
                assert all(now.left >= then.left for then, now in zip(held, credits_are[n_of], strict=True)), name
            self.restored += 1
