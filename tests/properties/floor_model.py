"""The smallest hall: who waits, pools of counters with their credits, and what may happen; it keeps count of who was passed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from server.domain import ordering, profiles
from server.domain import ticket as moves
from server.domain.passing import Pool, most_passing
from server.domain.profiles import Choice, Credits, Select, class_of
from server.domain.ticket import Ticket
from tests.halls import MONDAY
from tests.store.conftest import a_ticket

Rule = Callable[..., Choice | None]
QUEUES, SERVICES, LANGUAGES = ("A", "B"), ("A1", "A2"), ("id", "en")


@dataclass
class Watched:
    """What happened to one visitor while waiting."""

    pools: list[Pool]  # that serve the visitor's queue
    ahead: int  # at joining, and whoever came to stand ahead later
    passed: int = 0
    was_held: bool = False


@dataclass(frozen=True)
class Last:
    """The last call: what it did to the pool's credits, and whom it passed."""

    pool: Pool
    ticket: Ticket
    before: Credits
    after: Credits
    passed: list[str]


@dataclass
class Floor:
    """A hall in which anything may happen in any order; every fair rule is checked as it goes."""

    pools: list[Pool]
    rule: Rule = profiles.choose
    waiting: dict[str, Ticket] = field(default_factory=dict)
    gone: list[Ticket] = field(default_factory=list)  # called, in order; may return
    watched: dict[str, Watched] = field(default_factory=dict)
    credits: dict[str, Credits] = field(default_factory=dict)
    last: "Last | None" = None
    held: tuple[str, ...] = ()
    minute: int = 0
    seq: int = 0

    def line(self, queues: Iterable[str]) -> list[Ticket]:
        return sorted((t for t in self.waiting.values() if t.queue in queues), key=lambda t: t.position)

    def head(self, select: Select) -> Ticket | None:
        return next((one for one in self.line(select.queues) if select.holds(one)), None)

    def ahead_of(self, ticket: Ticket) -> int:
        queues = {queue for pool in self.watched[ticket.id].pools for queue in pool.queues} | {ticket.queue}
        return sum(other.position < ticket.position for other in self.line(queues))

    # what may happen

    def arrive(self, queue: str, service: str, language: str, priority: str) -> None:
        """`priority`: a ticket's, or "booked": by appointment, which a confirmed priority may have too ("both")."""
        self.seq += 1
        appointment = MONDAY if priority in ("booked", "both") else None
        priority = {"booked": "", "both": "confirmed"}.get(priority, priority)
        joined = MONDAY + timedelta(minutes=self.minute)
        ticket = a_ticket(
            self.seq, queue=queue, service=service, language=language, priority=priority, issued_at=joined,
            appointment=appointment,
        )  # fmt: skip
        self._joins(ticket)

    def _joins(self, ticket: Ticket) -> None:
        serving = [pool for pool in self.pools if ticket.queue in pool.queues]
        self.waiting[ticket.id] = ticket
        self.watched[ticket.id] = Watched(serving, 0, was_held=ticket.service in self.held)
        self.watched[ticket.id].ahead = self.ahead_of(ticket)

    def say_priority(self, n: int, priority: str) -> None:
        if one := self._nth(n):
            self.waiting[one.id] = replace(one, priority=priority)

    def cancel(self, n: int) -> None:
        if one := self._nth(n):
            del self.waiting[one.id]

    def hold(self, services: tuple[str, ...]) -> None:
        self.held = services
        for one in self.waiting.values():
            self.watched[one.id].was_held |= one.service in services

    def postpone(self, n: int, places: int) -> None:
        if one := self._nth(n):
            behind = [other for other in self.line([one.queue]) if other.position > one.position]
            if behind:
                self._take_places(ordering.postponement(one, behind[:places], times=99))

    def come_back(self, n: int, places: int) -> None:
        """Somebody who was called, was not there, and comes late."""
        if self.gone:
            self.seq += 1
            late = replace(self.gone.pop(n % len(self.gone)), state=moves.WAITING, position=self.seq)
            line = self.line([late.queue])
            self._joins(late)
            self._take_places(ordering.returned_place(late, line, places))

    def _take_places(self, changed: list[Ticket]) -> None:
        before = {one.id: self.ahead_of(one) for one in self.waiting.values()}
        self.waiting |= {one.id: one for one in changed}
        self._stand_behind(before)

    def _stand_behind(self, before: dict[str, int]) -> None:
        """Who came to stand ahead of somebody counts as ahead from then on."""
        for one in before:
            self.watched[one].ahead += max(0, self.ahead_of(self.waiting[one]) - before[one])

    def choose_by_hand(self, n: int) -> None:
        """Staff call somebody with a reason: that is in the journal, and no line's doing."""
        if one := self._nth(n):
            self.gone.append(self.waiting.pop(one.id))

    def undo(self) -> None:
        """The last call is taken back, unless its visitor is here again already."""
        if self.last is None or self.last.ticket not in self.gone:
            return
        last, self.last, has = self.last, None, self.credits[self.last.pool.key]
        self.credits[last.pool.key] = profiles.taken_back(last.pool.profile, has, last.before, last.after)
        self.gone.remove(last.ticket)
        for one in last.passed:
            self.watched[one].passed -= 1
        before = {one.id: self.ahead_of(one) for one in self.waiting.values()}
        self._joins(last.ticket)
        self._stand_behind(before)

    def call(self, n: int) -> Choice | None:
        pool = self.pools[n % len(self.pools)]
        has = self.credits.get(pool.key, profiles.begin(pool.profile))
        asked = profiles.wanted(pool.profile, pool.queues, self.held)
        heads = {select: self.head(select) for select in asked}
        now = MONDAY + timedelta(minutes=self.minute)
        choice = self.rule(pool.profile, pool.queues, heads, has, now, self.held)
        self._is_sound(pool, choice, heads[asked[-1]])
        if choice is not None:
            self._called(pool, choice)
        return choice

    def _nth(self, n: int) -> Ticket | None:
        line = self.line(QUEUES)
        return line[n % len(line)] if line else None

    # what must hold

    def _is_sound(self, pool: Pool, choice: Choice | None, longest: Ticket | None) -> None:
        if choice is None:
            assert longest is None, "somebody waits, and nobody is called"
            return
        chosen = choice.ticket
        assert chosen.id in self.waiting, "called twice"
        assert chosen.service not in self.held, "called though held"
        alike = [one for one in self.line([chosen.queue]) if _kind(one) == _kind(chosen)]
        assert alike[0].id == chosen.id, "an earlier one of the same kind waits on"
        assert choice.passes == (longest is not None and longest.position < chosen.position)
        assert choice.line is not None or longest is chosen, "who is not next was called by no line"
        for line, credit in zip(pool.profile.lines, choice.credits, strict=True):
            assert 0 <= credit.left <= (line.limit.most if line.limit else 0)
            assert 0 <= credit.since < (line.limit.after if line.limit else 1)

    def _called(self, pool: Pool, choice: Choice) -> None:
        before, self.credits[pool.key] = self.credits.get(pool.key, profiles.begin(pool.profile)), choice.credits
        self.gone.append(self.waiting.pop(choice.ticket.id))
        earlier = [one for one in self.line(pool.queues) if one.position < choice.ticket.position]
        passed = [one for one in earlier if not self.watched[one.id].was_held]
        self.last = Last(pool, choice.ticket, before, choice.credits, [one.id for one in passed])
        for one in passed:
            self.watched[one.id].passed += 1
            self._was_passed(one)

    def _was_passed(self, one: Ticket) -> None:
        watched = self.watched[one.id]
        bound = most_passing(watched.pools, watched.ahead)
        assert watched.passed <= bound, f"{watched.passed} passed {one.label}; {bound} may, {watched.ahead} ahead"


def _kind(ticket: Ticket) -> tuple[Any, ...]:
    return ticket.queue, ticket.service, ticket.language, class_of(ticket)


def spread(pools: list[Pool], shares: list[int], rule: Rule = profiles.choose) -> int:
    """How many an adversary gets before one visitor: there is always somebody new for every line, later than all.

    `shares` says how many of those who are ahead each pool calls in order, one pool after the other.
    """
    floor = Floor(pools, rule, minute=10_000)
    for _ in range(sum(shares)):
        floor.arrive("A", "A1", "id", "")
    floor.arrive("A", "A1", "id", "declined")
    passed = 0
    for n, share in enumerate(shares):
        left = share
        while passed < 10_000:
            before = dict(floor.waiting), dict(floor.credits)
            _supply(floor)
            choice = floor.call(n)
            assert choice is not None
            if choice.line is None and left == 0:
                floor.waiting, floor.credits = before
                break
            left -= choice.line is None
            passed += choice.passes
    return passed


def _supply(floor: Floor) -> None:
    """Somebody of each kind a line may want, who joined last and waited long."""
    floor.minute = 0
    for queue, service, language, priority in (
        ("A", "A2", "id", "requested"), ("A", "A1", "en", ""), ("A", "A1", "id", "confirmed"), ("B", "A1", "id", ""),
        ("A", "A1", "id", "booked"),
    ):  # fmt: skip
        of = {"confirmed": "priority", "booked": "appointment"}.get(priority, "ordinary")
        kind = Select((queue,), (service,), (language,), (of,))
        if floor.head(kind) is None:
            floor.arrive(queue, service, language, priority)
    floor.minute = 10_000
