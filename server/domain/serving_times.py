"""What finished visits taught: how long serving takes, learned slowly and leaning on the minutes that were typed in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import inf, isfinite, sqrt
from typing import Any, Protocol

SHORTEST, LONGEST = 0.05, 240.0  # minutes; outside lies a slip of the finger, or a forgotten visit
LONGEST_GAP = 20.0  # minutes between two visitors; beyond that the clerk was away, which the hall knows otherwise

TYPED_IN_WEIGHT = 10.0  # what was typed in, or what the level above knows, counts as much as ten visits
COUNTER_WEIGHT = 25.0  # how many visits it takes until a counter's own speed is half believed
SETTLED = 20.0  # visits after which a service is known well enough to compare counters by it
TODAY_WEIGHT = 1e9  # the same for a queue's pace of this day
LONG_MEMORY, COUNTER_MEMORY = 1000.0, 150.0  # visits after which the oldest fade; clerks change their counters

PASSED_WEIGHT = 30.0  # how many people it takes until a queue's passing is half believed
PASSED_MEMORY = 3000.0
MOST_PASSED = 4.0  # of those ahead
BENDS = (0, 3, 12)  # how many of the first few are called before me is one thing, how many of a long line another

USUAL_SPREAD = 0.6  # a visit's standard deviation as a share of its mean, until measured
NARROWEST, WIDEST = 0.3, 1.5
CLIPPED, FORGOTTEN = 4.0, 12.0  # in spreads above the mean: counts as no more than that; teaches nothing at all

USUAL_GAP, USUAL_WALK, USUAL_MISSED = 0.25, 0.5, 1.5  # minutes: free to call, call to start, called in vain
USUALLY_COME = 0.95


class Kind(Protocol):
    """What somebody came for: `mall.Service` is one. `minutes` is what was typed in."""

    @property
    def code(self) -> str: ...
    @property
    def queue(self) -> str: ...
    @property
    def minutes(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Served:
    """One visit that ended. With a `mark` nobody said when, so its minutes teach nothing.

    `counter` None: unknown which; `service` "": unknown which of its queue.
    `walked` are minutes from call to start; `gap` those from a free counter to this call while its visitor waited.
    """

    service: str
    queue: str
    counter: int | str | None
    minutes: float
    day: date | None = None
    mark: str | None = None
    walked: float | None = None
    gap: float | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """One who waited and was not served: called in vain for `minutes`, or gone before the call (0)."""

    queue: str
    minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class Passed:
    """One who was called: how many stood ahead at joining, and how many were called first, by whatever rule.

    `rank` is what the rules look at (a priority, a class), "" for everybody else.
    """

    queue: str
    rank: str
    ahead: int
    before: int


@dataclass(frozen=True, slots=True)
class Tally:
    """A long-run mean. After `most` of them the oldest fade, so slow change is followed, slowly."""

    weight: float = 0.0
    mean: float = 0.0

    def after(self, value: float, most: float = LONG_MEMORY, counts: float = 1.0) -> "Tally":
        weight = min(self.weight + counts, most)
        return Tally(weight, self.mean + (value - self.mean) * min(1.0, counts / weight))

    def leaning_on(self, prior: float, by: float | None = None) -> float:
        by = TYPED_IN_WEIGHT if by is None else by
        return (self.weight * self.mean + by * prior) / (self.weight + by)


NOTHING = Tally()


@dataclass(frozen=True)
class Learned:
    """All that was learned, by level: the mall, a queue, a service, a counter, a counter's service, this day."""

    tallies: Mapping[str, Tally] = field(default_factory=dict)
    day: date | None = None

    def _at(self, level: str, which: str = "") -> Tally:
        return self.tallies.get(f"{level}:{which}", NOTHING)

    def minutes(self, kind: Kind) -> float:
        """One visit's mean minutes for this service at any counter."""
        return self._at("service", kind.code).leaning_on(kind.minutes * self.wrongness(kind.queue))

    def wrongness(self, queue: str) -> float:
        """By how much the typed-in minutes of this queue are wrong, leaning on those of the whole mall."""
        return self._at("queue", queue).leaning_on(self._at("mall").leaning_on(1.0))

    def speed(self, counter: int | str | None, service: str = "") -> float:
        """A counter's minutes as a share of everybody's, leaning on 1."""
        if counter is None:
            return 1.0
        own = self._at("counter", str(counter)).leaning_on(1.0, COUNTER_WEIGHT)
        if not service:
            return own
        return self._at("pair", f"{counter}/{service}").leaning_on(own, COUNTER_WEIGHT)

    def spread(self, queue: str) -> float:
        """A visit's standard deviation as a share of its mean."""
        everywhere = self._at("spread").leaning_on(USUAL_SPREAD**2, 30)
        return min(WIDEST, max(NARROWEST, sqrt(self._at("spread", queue).leaning_on(everywhere, 30))))

    def pace_today(self, queue: str) -> float:
        """This day's minutes as a share of the usual, leaning on 1."""
        return self._at("today", queue).leaning_on(1.0, TODAY_WEIGHT)

    def gap(self, queue: str) -> float:
        return self._at("gap", queue).leaning_on(self._at("gap").leaning_on(USUAL_GAP))

    def turn(self, kind: Kind, counter: int | str) -> float:
        """Minutes that one visitor in line will take of this counter, those included who do not come."""
        come, called = self.come(kind.queue)
        serving = self.minutes(kind) * self.speed(counter, kind.code) + self.walk(kind.queue)
        missed = self._at("missed", kind.queue).leaning_on(self._at("missed").leaning_on(USUAL_MISSED))
        return come * serving + (called - come) * missed + called * self.gap(kind.queue)

    def walk(self, queue: str) -> float:
        return self._at("walk", queue).leaning_on(self._at("walk").leaning_on(USUAL_WALK))

    def come(self, queue: str) -> tuple[float, float]:
        """The shares of those in line who will be served, and who will at least be called."""
        come = self._at("come", queue).leaning_on(self._at("come").leaning_on(USUALLY_COME))
        stay = self._at("stay", queue).leaning_on(self._at("stay").leaning_on(1.0))
        return min(come, stay), stay

    def called_before(self, queue: str, rank: str, ahead: float) -> float:
        """How many are likely to be called before one of this rank with `ahead` people ahead."""
        parts = zip(BENDS, (*BENDS[1:], inf), strict=True)
        return sum(self._passing(queue, rank, begin) * (min(ahead, end) - begin) for begin, end in parts if ahead > begin)

    def _passing(self, queue: str, rank: str, begin: int) -> float:
        everywhere = self._at("passed", f"/{rank}/{begin}").leaning_on(1.0, PASSED_WEIGHT)
        return self._at("passed", f"{queue}/{rank}/{begin}").leaning_on(everywhere, PASSED_WEIGHT)

    def passes(self, queue: str, rank: str, ahead: int) -> float:
        """How many more than `ahead` (below zero: how many fewer); the rules teach it by whom they called."""
        return self.called_before(queue, rank, ahead) - ahead

    def having(self, new: Mapping[str, Tally], day: date | None) -> "Learned":
        return Learned({**self.tallies, **new}, day)


def learned_with(learned: Learned, visit: Served | Missed | Passed, kind: Kind | None = None) -> Learned:
    """What is known after one more visit. `kind` is its service, for the minutes typed in; without it only others learn."""
    return _Lesson(learned, visit.day if isinstance(visit, Served) else None).taken(visit, kind)


def learned_from(
    visits: Iterable[Served | Missed | Passed], kinds: Mapping[str, Kind], known: Learned | None = None
) -> Learned:
    """The same for many, oldest first; `kinds` by service code."""
    learned = known or Learned()
    for visit in visits:
        learned = learned_with(learned, visit, kinds.get(visit.service) if isinstance(visit, Served) else None)
    return learned


class _Lesson:
    """One visit's changes, gathered before they are kept."""

    def __init__(self, learned: Learned, day: date | None) -> None:
        if day is not None and learned.day is not None and day != learned.day:
            kept = {key: tally for key, tally in learned.tallies.items() if not key.startswith("today:")}
            learned = replace(learned, tallies=kept)
        self._learned, self._day = learned, day or learned.day
        self._new: dict[str, Tally] = {}

    def _note(self, level: str, which: str, value: float, most: float = LONG_MEMORY) -> None:
        key = f"{level}:{which}"
        self._new[key] = self._learned.tallies.get(key, NOTHING).after(value, most)

    def _both(self, level: str, queue: str, value: float) -> None:
        self._note(level, queue, value)
        self._note(level, "", value)

    def taken(self, visit: Served | Missed | Passed, kind: Kind | None) -> Learned:
        if isinstance(visit, Missed):
            self._missed(visit)
        elif isinstance(visit, Passed):
            self._passed(visit)
        else:
            self._served(visit, kind)
        return self._learned.having(self._new, self._day)

    def _missed(self, visit: Missed) -> None:
        called = visit.minutes > 0
        self._both("stay", visit.queue, float(called))
        self._both("come", visit.queue, 0.0)
        if called and isfinite(visit.minutes):
            self._both("missed", visit.queue, min(visit.minutes, LONGEST_GAP))

    def _passed(self, visit: Passed) -> None:
        """Short lines teach how many of the first few are called before, long ones how many of the rest.

        By as many people as it is about: a long line tells more of the rule than a short one.
        """
        begin = max((bend for bend in BENDS if bend < visit.ahead), default=None)
        if begin is None:
            return
        known = self._learned.called_before(visit.queue, visit.rank, begin)
        people = visit.ahead - begin
        share = max(0.0, min(MOST_PASSED, (visit.before - known) / people))
        for queue in (visit.queue, ""):
            key = f"passed:{queue}/{visit.rank}/{begin}"
            self._new[key] = self._learned.tallies.get(key, NOTHING).after(share, PASSED_MEMORY, people)

    def _served(self, visit: Served, kind: Kind | None) -> None:
        self._both("stay", visit.queue, 1.0)
        self._both("come", visit.queue, 1.0)
        if visit.gap is not None and 0 <= visit.gap <= LONGEST_GAP:
            self._both("gap", visit.queue, visit.gap)
        if visit.mark is not None:
            return
        if visit.walked is not None and 0 <= visit.walked <= LONGEST_GAP:
            self._both("walk", visit.queue, visit.walked)
        if kind is not None and isfinite(visit.minutes) and SHORTEST <= visit.minutes <= LONGEST:
            self._minutes(visit, kind)

    def _minutes(self, visit: Served, kind: Kind) -> None:
        """A visit far longer than usual counts as a long one, one beyond all measure not at all."""
        learned, spread = self._learned, self._learned.spread(kind.queue)
        usual = learned.minutes(kind)
        at_this_counter = usual * learned.speed(visit.counter, kind.code)
        ratio = visit.minutes / at_this_counter
        if ratio > 1 + FORGOTTEN * spread:
            return
        share = min(ratio, 1 + CLIPPED * spread)
        self._level(visit, kind, share * at_this_counter, usual)
        self._both("spread", kind.queue, (share - 1) ** 2)
        self._note("today", kind.queue, share)

    def _level(self, visit: Served, kind: Kind, minutes: float, usual: float) -> None:
        self._both_wrong(kind, minutes)
        if kind.code:
            self._note("service", kind.code, minutes)
        known = self._learned.tallies.get(f"service:{kind.code}", NOTHING).weight >= SETTLED
        if visit.counter is not None and known:
            self._note("counter", str(visit.counter), minutes / usual, COUNTER_MEMORY)
            self._note("pair", f"{visit.counter}/{kind.code}", minutes / usual, COUNTER_MEMORY)

    def _both_wrong(self, kind: Kind, minutes: float) -> None:
        if kind.minutes > 0:
            self._note("queue", kind.queue, minutes / kind.minutes)
            self._note("mall", "", minutes / kind.minutes)


@dataclass(frozen=True, slots=True)
class Typical:
    """Somebody of a queue of whom only that is known."""

    code: str
    queue: str
    minutes: float


def typical(learned: Learned, kinds: Sequence[Kind]) -> Typical:
    """The mean visitor of a queue with these services (at least one), by how often each was asked for."""
    weights = [learned.tallies.get(f"service:{kind.code}", NOTHING).weight + 1 for kind in kinds]
    mean = sum(w * learned.minutes(kind) for w, kind in zip(weights, kinds, strict=True)) / sum(weights)
    queue = kinds[0].queue
    return Typical("", queue, mean / learned.wrongness(queue))


def as_plain(learned: Learned) -> dict[str, Any]:
    """As JSON takes it; `from_plain` reads it again."""
    tallies = {key: [round(one.weight, 3), round(one.mean, 6)] for key, one in learned.tallies.items()}
    return {"day": learned.day.isoformat() if learned.day else None, "tallies": tallies}


def from_plain(plain: Mapping[str, Any]) -> Learned:
    day = date.fromisoformat(plain["day"]) if plain.get("day") else None
    return Learned({key: Tally(weight, mean) for key, (weight, mean) in plain.get("tallies", {}).items()}, day)
