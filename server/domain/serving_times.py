"""What finished visits taught: how long serving takes, learned slowly and leaning on the minutes that were typed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf, sqrt
from typing import Protocol

LONG_MEMORY = 1000.0  # visits after which the oldest fade
TYPED_IN_WEIGHT = 10.0  # what was typed in, or what the level above knows, counts as much as ten visits
TYPED_IN_DOUBT = 0.4  # how far typed-in minutes are usually off, as a share
QUEUE_WEIGHT, MALL_WEIGHT = 20.0, 40.0  # visits until a queue's, the mall's error in them is half believed
A_DAY = 1440.0  # minutes
FEW = 5.0  # visits without which nothing is known where nothing was typed in
COUNTER_WEIGHT = 60.0  # how many visits it takes until a counter's own speed is half believed

LEAVING_WEIGHT = 300.0  # minutes of waiting
PASSED_WEIGHT = 30.0  # how many people it takes until a queue's passing is half believed
BENDS = (0, 3, 12)  # how many of the first few are called before me is one thing, how many of a long line another

USUAL_SPREAD = 0.6  # a visit's standard deviation as a share of its mean, until measured
NARROWEST, WIDEST = 0.3, 1.5

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
class Tally:
    """A long-run mean. After `most` of them the oldest fade, so slow change is followed, slowly."""

    weight: float = 0.0
    mean: float = 0.0

    def after(self, value: float, most: float = LONG_MEMORY, counts: float = 1.0) -> "Tally":
        weight = min(self.weight + counts, most)
        return Tally(weight, self.mean + (value - self.mean) * min(1.0, counts / weight))

    def leaning_on(self, prior: float, by: float = TYPED_IN_WEIGHT) -> float:
        return (self.weight * self.mean + by * prior) / (self.weight + by)


NOTHING = Tally()


@dataclass(frozen=True)
class Learned:
    """All that was learned, by level: the mall, a queue, a service, a counter, a counter's service."""

    tallies: Mapping[str, Tally] = field(default_factory=dict)
    # What was worked out from them: many ask for the same while nothing new is learned.
    _turns: dict[tuple[str, str, float, int | str], float] = field(default_factory=dict, repr=False, compare=False)

    def _at(self, level: str, which: str = "") -> Tally:
        return self.tallies.get(f"{level}:{which}", NOTHING)

    def minutes(self, kind: Kind) -> float:
        """One visit's mean minutes for this service at any counter; where none were typed in, those of its queue."""
        usual = kind.minutes * self.wrongness(kind.queue) if kind.minutes > 0 else self._at("length", kind.queue).mean
        return self._at("service", kind.code).leaning_on(usual)

    def knows(self, kind: Kind) -> bool:
        """Whether anything can be said of it: minutes were typed in, or a few visits of its queue seen."""
        return 0 < kind.minutes <= A_DAY or self._at("length", kind.queue).weight >= FEW

    def doubt(self, kind: Kind) -> float:
        """How far its minutes may be off, as a share, while few visits of its queue were seen."""
        most, by = (TYPED_IN_DOUBT, TYPED_IN_WEIGHT) if kind.minutes > 0 else (1.0, FEW)
        return most * sqrt(by / (self._at("length", kind.queue).weight + by))

    def wrongness(self, queue: str) -> float:
        """By how much the typed-in minutes of this queue are wrong, leaning on those of the whole mall."""
        return self._at("queue", queue).leaning_on(self._at("mall").leaning_on(1.0, MALL_WEIGHT), QUEUE_WEIGHT)

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

    def gap(self, queue: str) -> float:
        return self._at("gap", queue).leaning_on(self._at("gap").leaning_on(USUAL_GAP))

    def turn(self, kind: Kind, counter: int | str) -> float:
        """Minutes that one visitor in line will take of this counter, those included who do not come."""
        key = (kind.code, kind.queue, kind.minutes, counter)
        if key not in self._turns:
            self._turns[key] = self._turn(kind, counter)
        return self._turns[key]

    def _turn(self, kind: Kind, counter: int | str) -> float:
        come = self._at("come", kind.queue).leaning_on(self._at("come").leaning_on(USUALLY_COME))
        serving = self.minutes(kind) * self.speed(counter, kind.code) + self.walk(kind.queue)
        missed = self._at("missed", kind.queue).leaning_on(self._at("missed").leaning_on(USUAL_MISSED))
        return come * serving + (1 - come) * missed + self.gap(kind.queue)

    def walk(self, queue: str) -> float:
        return self._at("walk", queue).leaning_on(self._at("walk").leaning_on(USUAL_WALK))

    def leaving(self, queue: str) -> float:
        """How many of those who wait give up, per minute of waiting."""
        everywhere = self._at("leave").leaning_on(0.0, LEAVING_WEIGHT)
        return self._at("leave", queue).leaning_on(everywhere, LEAVING_WEIGHT)

    def called_before(self, queue: str, rank: str, ahead: float) -> float:
        """How many are likely to be called before one of this rank with `ahead` people ahead."""
        parts = zip(BENDS, (*BENDS[1:], inf), strict=True)
        return sum(
            self._passing(queue, rank, begin) * (min(ahead, end) - begin) for begin, end in parts if ahead > begin
        )

    def _passing(self, queue: str, rank: str, begin: int) -> float:
        everywhere = self._at("passed", f"/{rank}/{begin}").leaning_on(1.0, PASSED_WEIGHT)
        return self._at("passed", f"{queue}/{rank}/{begin}").leaning_on(everywhere, PASSED_WEIGHT)

    def passes(self, queue: str, rank: str, ahead: int, by_rule: float | None = None) -> float:
        """How many more than `ahead` (below zero: how many fewer); the rules teach it by whom they called.

        `by_rule`: how many are called before by the profiles in force, where they say; it counts until enough was seen.
        """
        before = self.called_before(queue, rank, ahead)
        if by_rule is not None and ahead:
            bend = max(bend for bend in BENDS if bend < ahead)
            seen = self._at("passed", f"{queue}/{rank}/{bend}").weight
            before = (seen * before + PASSED_WEIGHT * by_rule) / (seen + PASSED_WEIGHT)
        return before - ahead

    def having(self, new: Mapping[str, Tally]) -> "Learned":
        return Learned({**self.tallies, **new})


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


def as_plain(learned: Learned) -> dict[str, list[float]]:
    """As JSON takes it; `from_plain` reads it again. Nine digits: what is rounded each time else stands still."""
    return {key: [_digits(one.weight), _digits(one.mean)] for key, one in learned.tallies.items()}


def _digits(value: float) -> float:
    return float(f"{value:.9g}")


def from_plain(plain: Mapping[str, Sequence[float]]) -> Learned:
    return Learned({key: Tally(weight, mean) for key, (weight, mean) in plain.items()})
