"""Two kinds of hall, played from a seed: the demonstration mall, and a branch that behaves quite otherwise."""

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log, pi, sin, sqrt
from random import Random

from tests.bench.waiting_log import DAY, Change, Kind, Log, Visit

HOUR, MINUTE = 3600.0, 60.0
OPENS, CLOSES, NUMBERS_FROM, NUMBERS_UNTIL = 8 * HOUR, 16 * HOUR, 7.5 * HOUR, 15 * HOUR
FIRST_DAY = 20780  # days since the epoch: a Monday


@dataclass(slots=True, eq=False)
class Guest:
    kind: Kind
    arrived: float
    first: bool  # goes before others
    patience: float


@dataclass(slots=True, eq=False)
class Desk:
    name: str
    queues: tuple[str, ...]
    speed: float = 1.0
    state: str = "closed"
    busy: bool = False
    others: int = 0  # called since the last who goes first
    wishes: str = ""  # what it does after this visitor


@dataclass(frozen=True)
class Manners:
    """How a hall behaves. Lengths of visits are `minutes(kind, desk, moment, chance)`."""

    minutes: Callable[[Kind, Desk, float, Random], float]
    absent: float = 0.06
    forgotten: float = 0.04
    pauses: float = 0.03
    pause_minutes: tuple[float, float] = (4, 14)
    others_between: int = 2  # who goes first does so after so many others
    walk: tuple[float, float] = (8, 50)  # seconds
    gap: tuple[float, float] = (4, 35)


@dataclass
class Play:
    """One hall for some days: desks, a line for each queue, an agenda."""

    desks: Sequence[Desk]
    manners: Manners
    chance: Random
    visits: list[Visit] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    lines: dict[str, list[Guest]] = field(default_factory=dict)
    closed: Sequence[tuple[float, float]] = ()
    now: float = 0.0
    _agenda: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    _entries: int = 0

    def at(self, when: float, act: Callable[[], None]) -> None:
        self._entries += 1
        heapq.heappush(self._agenda, (when, self._entries, act))

    def run(self) -> None:
        while self._agenda:
            self.now, _, act = heapq.heappop(self._agenda)
            act()

    # visitors

    def join(self, guest: Guest) -> None:
        self.lines.setdefault(guest.kind.queue, []).append(guest)
        self.at(guest.arrived + guest.patience, lambda: self.leave(guest))
        idle = [desk for desk in self.desks if self.calls(desk) and guest.kind.queue in desk.queues]
        if idle:
            self.soon(self.chance.choice(idle))

    def leave(self, guest: Guest) -> None:
        if guest in self.lines[guest.kind.queue]:
            self.lines[guest.kind.queue].remove(guest)
            self.note(guest, None, None, None, None)

    def note(
        self,
        guest: Guest,
        desk: Desk | None,
        called: float | None,
        started: float | None,
        ended: float | None,
        mark: str | None = None,
    ) -> None:
        rank = "first" if guest.first else ""
        name = desk.name if desk else ""
        kind = guest.kind
        self.visits.append(
            Visit(kind.queue, kind.code, guest.arrived, called, started, ended or self.now, name, rank, mark)
        )

    # desks

    def calls(self, desk: Desk) -> bool:
        return desk.state == "open" and not desk.busy

    def change(self, desk: Desk, state: str, until: float | None = None) -> None:
        """At once where nobody is there, else after this visitor."""
        if desk.busy and state != "open":
            desk.wishes = state
            return
        desk.state, desk.wishes = state, ""
        self.changes.append(Change(self.now, desk.name, state, until))
        if state == "open":
            self.soon(desk)

    def soon(self, desk: Desk) -> None:
        self.at(self.now + self.chance.uniform(*self.manners.gap), lambda: self.next(desk))

    def next(self, desk: Desk) -> None:
        if not self.calls(desk):
            return
        for begins, ends in self.closed:
            if begins <= self.now < ends:
                self.at(ends + self.chance.uniform(5, 60), lambda: self.next(desk))
                return
        guest = self.chosen(desk)
        if guest is not None:
            self.serve(desk, guest)

    def chosen(self, desk: Desk) -> Guest | None:
        waiting = [guest for queue in desk.queues for guest in self.lines.get(queue, ())]
        first = [guest for guest in waiting if guest.first]
        if first and (desk.others >= self.manners.others_between or len(first) == len(waiting)):
            waiting = first
        guest = min(waiting, key=lambda one: one.arrived, default=None)
        if guest is not None:
            self.lines[guest.kind.queue].remove(guest)
            desk.others = 0 if guest.first else desk.others + 1
        return guest

    def serve(self, desk: Desk, guest: Guest) -> None:
        desk.busy, called, chance = True, self.now, self.chance
        if chance.random() < self.manners.absent:
            self.at(called + chance.uniform(80, 150), lambda: self.done(desk, guest, called, None))
            return
        started = called + chance.uniform(*self.manners.walk)
        minutes = self.manners.minutes(guest.kind, desk, self.now, chance)
        self.at(started + minutes * MINUTE, lambda: self.done(desk, guest, called, started))

    def done(self, desk: Desk, guest: Guest, called: float, started: float | None) -> None:
        mark = "closed_by_next" if self.chance.random() < self.manners.forgotten else None
        self.note(guest, desk, called, started, self.now, mark)
        desk.busy = False
        if desk.wishes:
            self.change(desk, desk.wishes)
        elif self.chance.random() < self.manners.pauses:
            self.pause(desk)
        else:
            self.soon(desk)

    def pause(self, desk: Desk) -> None:
        length = self.chance.uniform(*self.manners.pause_minutes) * MINUTE
        told = self.now + length if self.chance.random() < 0.5 else None
        self.change(desk, "paused", told)
        self.at(self.now + length, lambda: self.change(desk, "open") if desk.state == "paused" else None)


def longer(chance: Random, mean: float, spread: float) -> float:
    """A log-normal length with this mean, its standard deviation a share of it."""
    sigma = sqrt(log(1 + spread**2))
    return mean * exp(chance.gauss(0, sigma) - sigma**2 / 2)


# The demonstration mall: 31 counters, numbers from half past seven, a rush in the morning, shifts at noon.


def mall(seed: int, days: int = 10) -> Log:
    """Clerks differ, typed-in minutes are wrong by up to a half, one in ten goes first, some do not come."""
    from tests.unit.small_mall import sanggau

    chance, facts = Random(seed), sanggau()
    kinds = {s.code: Kind(s.code, s.queue, s.minutes) for s in facts.services}
    true = {s.code: s.minutes * chance.uniform(0.65, 1.5) for s in facts.services}
    spread = {s.code: chance.uniform(0.45, 0.8) for s in facts.services}
    clerks = {(c.number, shift): longer(chance, 1.0, 0.2) for c in facts.counters for shift in (0, 1)}
    load = {queue: chance.uniform(0.5, 0.92) for queue in sorted(facts.counters_by_queue)}

    def minutes(kind: Kind, desk: Desk, moment: float, chance: Random) -> float:
        return max(0.3, longer(chance, true[kind.code] * desk.speed, spread[kind.code]))

    visits: list[Visit] = []
    changes: list[Change] = []
    closed: dict[int, Sequence[tuple[float, float]]] = {}
    for n in range(days):
        day = FIRST_DAY + n + n // 5 * 2
        closed[day] = _breaks(day)
        desks = [Desk(str(c.number), c.queues) for c in facts.counters]
        play = Play(desks, Manners(minutes), chance, closed=closed[day])
        _shifts(play, day, clerks)
        for queue, counters in sorted(facts.counters_by_queue.items()):
            own = [kind for kind in kinds.values() if kind.queue == queue]
            mean = sum(true[kind.code] for kind in own) / len(own) + 1
            people = load[queue] * chance.uniform(0.85, 1.15) * len(counters) * 7 * 60 / mean
            _arrivals(play, day, own, int(people), chance)
        play.run()
        visits += play.visits
        changes += play.changes
    queues_of = {str(c.number): c.queues for c in facts.counters}
    return Log(sorted(visits, key=lambda one: one.arrived), kinds, changes, queues_of, closed)


def _breaks(day: int) -> list[tuple[float, float]]:
    at, friday = day * DAY, (day - FIRST_DAY) % 7 == 4
    prayer = [(at + 11.25 * HOUR, at + 13 * HOUR)] if friday else []
    return [(at, at + OPENS), *prayer]


def _shifts(play: Play, day: int, clerks: Mapping[tuple[int, int], float]) -> None:
    """Each counter opens a little late, changes its clerk at noon, and some do not open at all."""
    chance = play.chance
    shared: dict[tuple[str, ...], int] = {}
    for desk in play.desks:
        nth = shared[desk.queues] = shared.get(desk.queues, 0) + 1
        if nth > 1 and chance.random() < 0.15:
            continue
        opens = day * DAY + OPENS + chance.uniform(-10, 6) * MINUTE

        def begin(desk: Desk = desk, shift: int = 0) -> None:
            today = longer(chance, 1.0, 0.1)
            desk.speed = clerks[int(desk.name), shift] * today
            if desk.state == "closed":
                play.change(desk, "open")

        play.at(opens, begin)
        play.at(day * DAY + 12 * HOUR, lambda desk=desk: begin(desk, 1))  # type: ignore[misc]
        if nth > 2:
            play.at(day * DAY + chance.uniform(13, 15) * HOUR, lambda desk=desk: play.change(desk, "closed"))  # type: ignore[misc]


def _arrivals(play: Play, day: int, kinds: Sequence[Kind], people: int, chance: Random) -> None:
    for _ in range(people):
        rush = chance.random() < 0.4
        hour = min(14.9, max(7.5, chance.gauss(8.6, 0.7))) if rush else chance.uniform(7.5, 14.9)
        patience = chance.expovariate(1 / (8 * HOUR)) if chance.random() < 0.5 else 12 * HOUR
        guest = Guest(chance.choice(kinds), day * DAY + hour * HOUR, chance.random() < 0.1, patience)
        play.at(guest.arrived, lambda guest=guest: play.join(guest))  # type: ignore[misc]


# A branch of another kind: pools that overlap, long tails, drift, noon with half the people, desks that come and go.


def branch(seed: int, days: int = 15) -> Log:
    """Written to a CSV and read again it tells only its visits: neither hours nor who is at the desk."""
    chance = Random(seed)
    means = {"cash": 4.0, "loans": 18.0, "cards": 7.0, "papers": 11.0}
    kinds = {queue: Kind(queue, queue, minutes) for queue, minutes in means.items()}
    pools = [("cash",)] * 3 + [("cash", "cards")] * 2 + [("cards", "papers")] * 2 + [("papers",)] * 2 + [("loans",)] * 2 + [("loans", "papers")]  # fmt: skip
    clerks = [longer(chance, 1.0, 0.3) for _ in pools]

    def minutes(kind: Kind, desk: Desk, moment: float, chance: Random) -> float:
        hour, day = moment % DAY / HOUR, moment / DAY - FIRST_DAY
        pace = (1 + 0.25 * sin(2 * pi * day / 20)) * (1.35 if 12 <= hour < 13.5 else 1.0)
        tail = chance.paretovariate(2.2) if chance.random() < 0.08 else 0.86
        return max(0.2, longer(chance, kind.minutes * desk.speed * pace * tail, 0.9))

    visits: list[Visit] = []
    for n in range(days):
        day = FIRST_DAY + n + n // 5 * 2
        desks = [Desk(f"s{i}", queues, clerks[i] * longer(chance, 1.0, 0.12)) for i, queues in enumerate(pools)]
        manners = Manners(
            minutes, absent=0.03, pauses=0.02, pause_minutes=(5, 25), others_between=0, walk=(2, 20), gap=(2, 60)
        )
        play = Play(desks, manners, chance)
        _comings_and_goings(play, day)
        busy = chance.uniform(0.8, 1.15)
        for queue, per_hour in {"cash": 52.0, "loans": 7.0, "cards": 17.0, "papers": 15.0}.items():
            _trickle(play, day, kinds[queue], per_hour * busy, chance)
        play.run()
        visits += play.visits
    return Log(sorted(visits, key=lambda one: one.arrived), kinds)


def _comings_and_goings(play: Play, day: int) -> None:
    chance, at = play.chance, day * DAY
    for n, desk in enumerate(play.desks):
        play.at(at + 9 * HOUR + chance.uniform(-3, 12) * MINUTE, lambda desk=desk: play.change(desk, "open"))  # type: ignore[misc]
        lunch = 12 * HOUR if n % 2 else 12.75 * HOUR
        away = at + lunch + chance.uniform(0, 10) * MINUTE
        play.at(away, lambda desk=desk: play.change(desk, "closed"))  # type: ignore[misc]
        play.at(away + chance.uniform(35, 50) * MINUTE, lambda desk=desk: play.change(desk, "open"))  # type: ignore[misc]
        play.at(at + 17 * HOUR, lambda desk=desk: play.change(desk, "open"))  # type: ignore[misc]
        if chance.random() < 0.35:
            away = at + chance.uniform(9.5, 15.5) * HOUR
            play.at(away, lambda desk=desk: play.change(desk, "closed"))  # type: ignore[misc]
            play.at(away + chance.uniform(20, 90) * MINUTE, lambda desk=desk: play.change(desk, "open"))  # type: ignore[misc]


def _trickle(play: Play, day: int, kind: Kind, per_hour: float, chance: Random) -> None:
    at, end = day * DAY + 8.9 * HOUR, day * DAY + 16.5 * HOUR
    while at < end:
        hour = at % DAY / HOUR
        rate = per_hour * (1.35 if 10 <= hour < 12.5 else 0.8 if hour < 10 else 1.0)
        at += chance.expovariate(rate / HOUR)
        patience = chance.expovariate(1 / (70 * MINUTE)) if chance.random() < 0.5 else 6 * HOUR
        guest = Guest(kind, at, chance.random() < 0.12, patience)
        play.at(at, lambda guest=guest: play.join(guest))  # type: ignore[misc]
