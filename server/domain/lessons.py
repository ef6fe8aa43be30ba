"""What one finished visit teaches: robust, slow, and blind to ends that nobody saw."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite

from server.domain.serving_times import BENDS, LONG_MEMORY, NOTHING, Kind, Learned, Tally
from server.domain.ticket import KEYED_IN

SHORTEST, LONGEST = 0.05, 240.0  # minutes; outside lies a slip of the finger, or a forgotten visit
LONGEST_GAP = 20.0  # minutes between two visitors; beyond that the clerk was away, which the hall knows otherwise
SETTLED = 20.0  # visits after which a service is known well enough to compare counters by it
COUNTER_MEMORY = 150.0  # visits after which the oldest fade: clerks change their counters
LEAVING_MEMORY = 60_000.0  # minutes of waiting
PASSED_MEMORY = 3000.0  # people
MOST_PASSED = 4.0  # of those ahead
CLIPPED, FORGOTTEN = 4.0, 12.0  # in spreads above the mean: counts as no more than that; teaches nothing at all


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
    mark: str | None = None
    walked: float | None = None
    gap: float | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """One who was not served: called in vain for `minutes`, or gone before the call after `waited` minutes."""

    queue: str
    minutes: float | None = None
    waited: float | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """One who was called: how many stood ahead at joining, and how many were called first, by whatever rule.

    `rank` is what the rules look at (a priority, a class), "" for everybody else. `waited` minutes did it take.
    """

    queue: str
    rank: str
    ahead: int
    before: int
    waited: float = 0.0


def learned_with(learned: Learned, visit: Served | Missed | Passed, kind: Kind | None = None) -> Learned:
    """What is known after one more visit. `kind` is its service; without it a visit's minutes teach nothing."""
    return _Lesson(learned).taken(visit, kind)


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

    def __init__(self, learned: Learned) -> None:
        self._learned = learned
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
        return self._learned.having(self._new)

    def _missed(self, visit: Missed) -> None:
        if visit.minutes is None:
            self._waited(visit.queue, visit.waited or 0.0, left=True)
        elif isfinite(visit.minutes):
            self._both("come", visit.queue, 0.0)
            self._both("missed", visit.queue, min(max(0.0, visit.minutes), LONGEST_GAP))

    def _waited(self, queue: str, minutes: float, left: bool) -> None:
        minutes = min(max(minutes, 0.1), LONGEST)
        for which in (queue, ""):
            known = self._learned.tallies.get(f"leave:{which}", NOTHING)
            self._new[f"leave:{which}"] = known.after(float(left) / minutes, LEAVING_MEMORY, minutes)

    def _passed(self, visit: Passed) -> None:
        """Short lines teach how many of the first few are called before, long ones how many of the rest.

        By as many people as it is about: a long line tells more of the rule than a short one.
        """
        self._waited(visit.queue, visit.waited, left=False)
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
        if visit.mark == KEYED_IN:
            return
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
        if usual <= 0:
            self._note("length", kind.queue, visit.minutes)
            return
        at_this_counter = usual * learned.speed(visit.counter, kind.code)
        ratio = visit.minutes / at_this_counter
        if ratio > 1 + FORGOTTEN * spread and self._settled(kind):
            return
        share = min(ratio, 1 + CLIPPED * spread)
        self._level(visit, kind, share * at_this_counter, usual)
        self._both("spread", kind.queue, (share - 1) ** 2)

    def _level(self, visit: Served, kind: Kind, minutes: float, usual: float) -> None:
        self._both_wrong(kind, minutes)
        self._note("length", kind.queue, minutes)
        if kind.code:
            self._note("service", kind.code, minutes)
        if visit.counter is not None and self._settled(kind):
            self._note("counter", str(visit.counter), minutes / usual, COUNTER_MEMORY)
            self._note("pair", f"{visit.counter}/{kind.code}", minutes / usual, COUNTER_MEMORY)

    def _settled(self, kind: Kind) -> bool:
        level = f"service:{kind.code}" if kind.code else f"queue:{kind.queue}"
        return self._learned.tallies.get(level, NOTHING).weight >= SETTLED

    def _both_wrong(self, kind: Kind, minutes: float) -> None:
        if kind.minutes > 0:
            self._note("queue", kind.queue, minutes / kind.minutes)
            self._note("mall", "", minutes / kind.minutes)
