"""A log is played again in the order of time, and four predictors say what they think at each arrival."""

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import fmean

from server.domain.promises import Calibration, Promise, calibrated
from server.domain.waiting import Hours, Wait, estimate
from tests.bench.waiting_floor import Floor, day_of, moment
from tests.bench.waiting_log import DAY, Change, Log, Visit, code_of

LAST, TEN, FORMULA, OURS = "last wait", "mean of the last ten", "(queue + 1) · mean ÷ active", "ours"
RIVALS = (LAST, TEN, FORMULA)
DONE, CHANGED, JOINED, CALLED, AT_ONCE, LEFT = range(6)
Event = tuple[float, int, int, Visit | Change]


@dataclass(slots=True)
class Guess:
    """What each said of one visit, in minutes, and what came."""

    visit: Visit
    said: dict[str, float]
    wait: Wait | None
    actual: float = 0.0


@dataclass
class Replay:
    log: Log
    guesses: list[Guess] = field(default_factory=list)  # of those who were called, in the order of their calls
    promises: list[Promise] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.floor, self.calibration = Floor(self.log), Calibration()
        self._open: dict[Visit, Guess] = {}
        self._waits: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=10))
        self._lengths: dict[str, tuple[int, float]] = defaultdict(lambda: (0, 0.0))

    def run(self) -> "Replay":
        for at, what, _, it in sorted(events(self.log), key=lambda event: event[:3]):
            self.floor.turn(at)
            if isinstance(it, Change):
                self.floor.changed(it)
            elif what == JOINED:
                self._open[it] = Guess(it, *self._say(it))
                self.floor.joined(it)
            elif what == CALLED:
                self._called(it, at)
            elif what in (DONE, AT_ONCE):
                self.floor.done(it, at)
                self._lasted(it, at)
            else:
                self.floor.left(it, at)
        return self

    def _called(self, visit: Visit, at: float) -> None:
        self.floor.called(visit, at)
        guess = self._open.pop(visit, None)
        waited = (at - visit.arrived) / 60
        self._waits[visit.queue].append(waited)
        if guess is None:
            return
        guess.actual = waited
        self.guesses.append(guess)
        if guess.wait is not None:
            w = guess.wait
            kept = Promise(
                visit.kind, visit.queue, w.regime, w.p50, w.p90, waited, moment(at).date(), hour_of(visit.arrived)
            )
            self.promises.append(kept)
            self.calibration = calibrated(self.calibration, kept)

    def _lasted(self, visit: Visit, at: float) -> None:
        if visit.started is not None and visit.called is not None and visit.mark is None:
            n, mean = self._lengths[visit.queue]
            self._lengths[visit.queue] = n + 1, mean + ((at - visit.called) / 60 - mean) / (n + 1)

    def _say(self, visit: Visit) -> tuple[dict[str, float], Wait | None]:
        said: dict[str, float] = {}
        waits, floor, queue = self._waits[visit.queue], self.floor, visit.queue
        seats = floor.seats(queue, visit.arrived)
        if waits:
            said |= {LAST: waits[-1], TEN: fmean(waits)}
        n, mean = self._lengths[queue]
        active = [seat for seat in seats if queue in seat.queues]
        waiting = len(floor.lines[queue])
        if n and active:
            idle = any(seat.busy is None and seat.back_in <= 0 for seat in active)
            said[FORMULA] = 0.0 if idle and not waiting else (waiting + 1) * mean / len(active)
        wait = self.ours(visit, seats)
        if wait is not None:
            said[OURS] = wait.p50
        return said, wait

    def ours(self, visit: Visit, seats: list) -> Wait | None:  # type: ignore[type-arg]
        floor = self.floor
        mine = code_of(visit, self.log.kinds)
        line = floor.line(visit.queue, seats)
        passes = floor.learned.passes(visit.queue, visit.rank, len(floor.lines[visit.queue]))
        closed = self.log.closed.get(day_of(visit.arrived), ())
        hours = Hours(breaks=tuple((moment(begins), moment(ends)) for begins, ends in closed))
        return estimate(
            floor.learned,
            mine,
            line,
            seats,
            moment(visit.arrived),
            hours,
            self.calibration,
            passes,
            hour_of(visit.arrived),
        )


def hour_of(at: float) -> int:
    return int(at % DAY // 3600)


def events(log: Log) -> Iterator[Event]:
    for n, change in enumerate(log.changes):
        yield change.at, CHANGED, n, change
    for n, visit in enumerate(log.visits):
        yield visit.arrived, JOINED, n, visit
        if visit.called is not None:
            yield visit.called, CALLED, n, visit
            if visit.finished is not None:
                yield visit.finished, DONE if visit.finished > visit.called else AT_ONCE, n, visit
        elif visit.finished is not None:
            yield visit.finished, LEFT, n, visit
