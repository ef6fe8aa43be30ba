"""The walk through the line: how long the counters need until it is one's turn, as a mean and a standard deviation."""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from math import erfc, exp, hypot, log, sqrt

from server.domain.serving_times import Kind, Learned

FREE, NEXT, LINE = "free", "next", "line"  # nobody in the way; a visit or two must end first; a line must

REACTION = 0.3  # minutes until a free counter calls, until calibrated
UNSURE = 0.15  # what cannot be known beforehand (a slow day, a pause), as a share of the wait
ROUGHLY = 0.3  # minutes below which no wait is foretold
SINCE_WHENEVER = -1.0  # a visitor is there, nobody knows since when
THINNED_TIMES = 3  # how often the wait and who gives up in it are reckoned from each other
AWAY_MINUTES = 10.0  # a pause without an end
GIVEN_UP = 60.0  # minutes beyond which it is no longer counted with
SOONEST_BACK = 0.5  # minutes: it was to end by now
LONGEST_REST = 2.0  # of its mean: a visit that lasts far too long was rather forgotten


@dataclass(frozen=True, slots=True)
class Seat:
    """A counter that calls, or will. `busy` minutes ago its visitor was called; None where nobody is there.

    `serves` is that visitor's service, None where unknown. In `back_in` minutes it calls again, where it pauses; a
    visitor who is there meanwhile is served to the end.
    """

    counter: int | str
    queues: tuple[str, ...]
    busy: float | None = None
    serves: Kind | None = None
    back_in: float = 0.0


@dataclass(frozen=True, slots=True)
class Forecast:
    """Minutes of calling time until the call; breaks and hours are not in it."""

    mean: float
    deviation: float
    regime: str


@dataclass(frozen=True, slots=True)
class _Working:
    """One counter as the walk sees it: when it is free, and what each visitor takes of it, in minutes."""

    free_in: float
    free_variance: float
    turn: float
    spread: float

    @property
    def left(self) -> float:
        """What is left of a visit at a moment that has nothing to do with it."""
        return self.turn * (1 + self.spread**2) / 2


def back_in(now: datetime, since: datetime | None, until: datetime | None) -> float | None:
    """Minutes until a counter that pauses calls again: when its clerk said, or soon. None: who should be back is not.

    What has no end, and what has passed it, is likely to last as long again.
    """
    if until is not None and until > now:
        return max(SOONEST_BACK, (until - now) / timedelta(minutes=1))
    begun = since if until is None else until
    over = 0.0 if begun is None else max(0.0, (now - begun) / timedelta(minutes=1))
    if over > GIVEN_UP:
        return None
    return max(SOONEST_BACK if until is not None else AWAY_MINUTES / 2, over)


def connected(queue: str, seats: Sequence[Seat]) -> list[Seat]:
    """The counters that serve this queue, those that serve another queue of theirs, and so on."""
    queues = {queue}
    found: list[Seat] = []
    rest = list(seats)
    while near := [seat for seat in rest if queues.intersection(seat.queues)]:
        found += near
        rest = [seat for seat in rest if seat not in near]
        queues.update(*(seat.queues for seat in near))
    return found


def forecast(
    learned: Learned, mine: Kind, line: Sequence[Kind], seats: Sequence[Seat], passes: float = 0.0,
    turns: "Turns | None" = None, beyond: int = 0,
) -> Forecast | None:  # fmt: skip
    """The wait of one who joins `mine.queue` behind `line`, or None where no counter serves it.

    `turns`: those of the same moment, where several ask.

    `line` is everybody ahead in the order in which they are called, those of other queues included where `seats`
    serve several; `beyond` how many more of `mine.queue` stand behind them and are much like them; `passes` how many
    more are likely to be called first (below zero: how many fewer).
    """
    own = [seat for seat in seats if mine.queue in seat.queues]
    if not own or not learned.knows(mine):
        return None
    turns = turns or Turns(learned)
    ahead = _in_my_way(turns, mine.queue, line, seats)
    of_mine = sum(one.queue == mine.queue for one in ahead)
    many = max(0.0, len(ahead) + (beyond + passes) * (len(ahead) / of_mine if of_mine else 1.0))
    mix = _mixed(ahead or [mine])
    working = [_working(turns, seat, mix) for seat in own]
    free = sum(one.free_in <= 0 for one in working)
    if many < free:
        return Forecast(REACTION, REACTION, FREE)
    unsure = _Unsure(hypot(UNSURE, learned.doubt(mine)), min(seat.back_in for seat in own))
    return _thinned([_taken(one) for one in working], many - free, abs(passes), learned.leaving(mine.queue), unsure)


@dataclass(frozen=True, slots=True)
class _Unsure:
    """What cannot be known beforehand, as a share of the wait; of a pause with a told end less than of visits."""

    share: float
    away: float  # minutes until the first counter calls at all

    def of(self, mean: float) -> float:
        return self.share * max(0.0, mean - self.away) + UNSURE * min(mean, self.away)


class Turns:
    """What each visitor takes of each counter at one moment, asked for once per service and counter."""

    def __init__(self, learned: Learned) -> None:
        self.learned = learned
        self._known: dict[tuple[str, int | str], float] = {}
        self._spreads: dict[str, float] = {}
        self._rests: dict[int | str, tuple[float, float]] = {}  # of visitors whose service is known

    def of(self, kind: Kind, counter: int | str) -> float:
        key = (_key(kind), counter)
        if key not in self._known:
            self._known[key] = max(0.01, self.learned.turn(kind, counter))
        return self._known[key]

    def spread(self, queue: str) -> float:
        if queue not in self._spreads:
            self._spreads[queue] = self.learned.spread(queue)
        return self._spreads[queue]

    def rest(self, seat: Seat, otherwise: float) -> tuple[float, float]:
        """(mean, variance) of the minutes until this counter calls again."""
        if seat.busy is None:
            return max(0.0, seat.back_in), 0.0
        if seat.serves is None:
            return self._rest(seat, otherwise)
        if seat.counter not in self._rests:
            self._rests[seat.counter] = self._rest(seat, otherwise)
        return self._rests[seat.counter]

    def _rest(self, seat: Seat, otherwise: float) -> tuple[float, float]:
        assert seat.busy is not None
        queue = seat.serves.queue if seat.serves is not None else seat.queues[0]
        spread, gap = self.spread(queue), self.learned.gap(queue)
        turn = self._visit(seat.serves, seat.counter) if seat.serves is not None else otherwise
        mean, variance = rest_of(turn, spread, seat.busy)
        return max(mean + gap, seat.back_in), variance

    def _visit(self, kind: Kind, counter: int | str) -> float:
        """Minutes from the call to the end of a visit that takes place."""
        learned = self.learned
        serving = learned.minutes(kind) * learned.speed(counter, kind.code)
        return serving + learned.walk(kind.queue)


def _in_my_way(turns: Turns, queue: str, line: Sequence[Kind], seats: Sequence[Seat]) -> list[Kind]:
    """Whom the counters of my queue will call before me. Counters that serve other queues too share those lines."""
    if all(len(seat.queues) == 1 for seat in seats if queue in seat.queues):
        return [one for one in line if one.queue == queue]
    lines: dict[str, deque[tuple[int, Kind]]] = {}
    for place, one in enumerate(line):
        lines.setdefault(one.queue, deque()).append((place, one))
    lines.setdefault(queue, deque())
    return _called_first(turns, queue, lines, list(seats))


def _called_first(turns: Turns, queue: str, lines: dict[str, deque[tuple[int, Kind]]], seats: list[Seat]) -> list[Kind]:
    """Walk all lines through all counters at their mean pace, until one of them would call me."""
    usual = {_key(one): one for waiting in lines.values() for _, one in waiting}
    guess = sum(turns.of(one, seats[0].counter) for one in usual.values()) / len(usual) if usual else 1.0
    free = [(turns.rest(seat, guess)[0], n) for n, seat in enumerate(seats)]
    heapify(free)
    before_me: list[Kind] = []
    while free:
        at, n = heappop(free)
        seat = seats[n]
        heads = [lines[q][0] + (q,) for q in seat.queues if lines.get(q)]
        if not heads:
            if queue in seat.queues:
                return before_me
            continue
        _, one, its = min(heads, key=lambda head: head[0])
        lines[its].popleft()
        if queue in seat.queues:
            before_me.append(one)
        heappush(free, (at + turns.of(one, seat.counter), n))
    return before_me


def _mixed(line: Sequence[Kind]) -> list[tuple[Kind, float]]:
    """Each service in it, and its share."""
    kinds = {_key(one): one for one in line}
    return [(kinds[key], n / len(line)) for key, n in Counter(map(_key, line)).items()]


def _key(kind: Kind) -> str:
    return kind.code or kind.queue


def _working(turns: Turns, seat: Seat, mix: Sequence[tuple[Kind, float]]) -> _Working:
    turn = sum(turns.of(one, seat.counter) * share for one, share in mix)
    spread = turns.spread(mix[0][0].queue)
    free_in, variance = turns.rest(seat, turn)
    return _Working(free_in, variance, turn, spread)


def _taken(one: _Working) -> _Working:
    """A free counter takes somebody of the line at once."""
    if one.free_in > 0:
        return one
    return _Working(one.turn, (one.turn * one.spread) ** 2, one.turn, one.spread)


def _thinned(working: Sequence[_Working], many: float, passes: float, leaving: float, unsure: _Unsure) -> Forecast:
    """Some of those ahead give up before their turn: the more, the longer it takes."""
    found = _walked(working, many, passes, unsure)
    if leaving * found.mean < 0.01:
        return found
    for _ in range(THINNED_TIMES):
        lost = leaving * found.mean
        found = _walked(working, many * (1 - exp(-lost)) / lost, passes, unsure)
    return found


def _walked(working: Sequence[_Working], many: float, passes: float, unsure: _Unsure) -> Forecast:
    """When the counters have begun `many` more visits and are free for one's own.

    Each has ended (t - free_in + left) / turn visits by the minute t, on average and once that is above zero.
    """
    spread = sum(one.spread for one in working) / len(working)
    ended = many + (1 + spread**2) / 2
    mean = max(_solved(working, ended), min(one.free_in for one in working) / len(working))
    at_work = [one for one in working if one.free_in - one.left < mean] or [min(working, key=lambda w: w.free_in)]
    rate = sum(1 / one.turn for one in at_work)
    visits = sum(
        (one.free_variance + one.spread**2 * one.turn * max(0.0, mean - one.free_in)) / one.turn**2 for one in at_work
    )
    deviation = sqrt((visits + passes) / rate**2 + unsure.of(mean) ** 2 + ROUGHLY**2)
    return Forecast(max(mean, ROUGHLY / 2), deviation, NEXT if many < len(working) else LINE)


def _solved(working: Sequence[_Working], ended: float) -> float:
    """The minute by which that many visits have ended."""
    begin = sorted((one.free_in - one.left, 1 / one.turn) for one in working)
    rate = done = 0.0
    at = begin[0][0]
    for starts, speed in begin:
        if rate and done + (starts - at) * rate >= ended:
            break
        done, at, rate = done + (starts - at) * rate, starts, rate + speed
    return at + (ended - done) / rate


def rest_of(mean: float, spread: float, elapsed: float) -> tuple[float, float]:
    """(mean, variance) of what is left of a visit that has lasted `elapsed` minutes (below zero: unknown how long).

    Visits are taken as log-normal: the longer one has lasted, the longer it is likely to last still.
    """
    if elapsed < 0:
        left = mean * (1 + spread**2) / 2
        return left, left**2 * spread
    sigma = sqrt(log(1 + spread**2))
    if elapsed < mean * 0.02:
        return max(mean - elapsed, 0.0), (mean * spread) ** 2
    z = (log(elapsed / mean) + sigma**2 / 2) / sigma
    if z > 4:
        return LONGEST_REST * mean / 2, (mean * spread) ** 2
    beyond = _above(z)
    first = mean * _above(z - sigma) / beyond
    second = mean**2 * exp(sigma**2) * _above(z - 2 * sigma) / beyond
    left, variance = first - elapsed, max(0.0, second - first**2)
    return min(left, LONGEST_REST * mean), min(variance, (LONGEST_REST * mean) ** 2)


def _above(z: float) -> float:
    """The share of a standard normal that lies above z."""
    return 0.5 * erfc(z / sqrt(2))
