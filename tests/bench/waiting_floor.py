"""The floor as a log tells it, moment by moment: who waits, which counters are really active, what was learned."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median

from server.domain.lessons import Missed, Passed, Served, learned_with
from server.domain.serving_times import Learned
from server.domain.walking import Seat, back_in, connected
from tests.bench.waiting_log import DAY, Change, Kind, Log, Visit, code_of

GRACE, GAPS = (
    20.0,
    8.0,
)  # a counter idle for so many seconds, and usual gaps, while somebody waits is thought to be away
UNSEEN = 3600.0  # seconds without a visitor after which it is thought to be away anyhow
PASSED_BY = 8  # so many who came later were called: whoever still stands there has left
SERVES = 0.02  # of a counter's visitors, below which a queue is not its own


@dataclass(eq=False)
class Desk:
    name: str
    visit: Visit | None = None
    since: float = 0.0
    freed: float | None = None
    state: str | None = None  # None: the log does not tell
    changed: float = 0.0
    until: float | None = None
    called: "Counter[str]" = field(default_factory=Counter)
    queues: tuple[str, ...] = ()

    def learn_queue(self, queue: str) -> None:
        self.called[queue] += 1
        total = self.called.total()
        self.queues = tuple(sorted(q for q, n in self.called.items() if n >= SERVES * total))


@dataclass(eq=False)
class Standing:
    """One who waits, and what was so when they came."""

    visit: Visit
    kind: Kind
    ahead: int


def day_of(at: float) -> int:
    return int(at // DAY)


def moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)


class Floor:
    """Hears of each event in time order, and knows nothing of the future."""

    def __init__(self, log: Log) -> None:
        self.log, self.learned = log, Learned()
        self.lines: dict[str, dict[Visit, Standing]] = defaultdict(dict)
        self.desks = {name: Desk(name, state="closed", queues=queues) for name, queues in log.queues_of.items()}
        self.today = -1
        self._firsts: list[float] = []  # when the first call of each day came, in seconds of the day
        self._early: Counter[str] = Counter()
        self._days: dict[str, set[int]] = defaultdict(set)
        self._later: dict[Standing, int] = {}  # how many who came later were called first
        self._gaps: dict[Visit, float] = {}
        self._called_today = False

    # events

    def turn(self, at: float) -> None:
        if day_of(at) == self.today:
            return
        self.today = day_of(at)
        self.lines.clear()
        self._called_today = False
        for desk in self.desks.values():
            desk.visit, desk.freed = None, None
            desk.state = "closed" if self.log.queues_of else None

    def joined(self, visit: Visit) -> Standing:
        line = self.lines[visit.queue]
        standing = Standing(visit, code_of(visit, self.log.kinds), len(line))
        line[visit] = standing
        return standing

    def left(self, visit: Visit, at: float) -> None:
        if self.lines[visit.queue].pop(visit, None) is not None:
            self.learned = learned_with(self.learned, Missed(visit.queue, waited=(at - visit.arrived) / 60))

    def called(self, visit: Visit, at: float) -> Standing | None:
        standing = self.lines[visit.queue].pop(visit, None)
        if not self._called_today:
            self._called_today = True
            self._firsts.append(at % DAY)
        if standing is not None:
            self._passed(standing, at)
        if visit.server:
            desk = self.desks.setdefault(visit.server, Desk(visit.server))
            gap, desk.visit, desk.since = self._gap_of(desk, visit, at), visit, at
            if gap is not None:
                self._gaps[visit] = gap
            if not self.log.queues_of:
                desk.learn_queue(visit.queue)
            if at % DAY < self._firsts[-1] + 1800 and self.today not in self._days[desk.name]:
                self._early[desk.name] += 1
            self._days[desk.name].add(self.today)
        return standing

    def _gap_of(self, desk: Desk, visit: Visit, at: float) -> float | None:
        if desk.freed is None or visit.arrived > desk.freed or (desk.state == "open" and desk.changed > desk.freed):
            return None
        return (at - desk.freed) / 60

    def _passed(self, mine: Standing, at: float) -> None:
        """Whoever was passed by too many later ones has left without a word."""
        line = self.lines[mine.visit.queue]
        still = [one for one in line if one.arrived < mine.visit.arrived]
        later = self._later.pop(mine, 0)
        self.learned = learned_with(
            self.learned,
            Passed(
                mine.visit.queue,
                mine.visit.rank,
                mine.ahead,
                mine.ahead - len(still) + later,
                (at - mine.visit.arrived) / 60,
            ),
        )
        for one in still:
            self._later[line[one]] = self._later.get(line[one], 0) + 1
            if one.called is None and one.finished is None and self._later[line[one]] >= PASSED_BY:
                self.left(one, at)

    def done(self, visit: Visit, at: float) -> None:
        desk = self.desks.get(visit.server)
        if desk is None:
            return
        if desk.visit is visit:
            desk.visit, desk.freed = None, at
        assert visit.called is not None
        if visit.started is None:
            self.learned = learned_with(self.learned, Missed(visit.queue, (at - visit.called) / 60))
            return
        served = Served(
            visit.kind, visit.queue, visit.server, (at - visit.started) / 60,
            visit.mark, (visit.started - visit.called) / 60, self._gaps.pop(visit, None),
        )  # fmt: skip
        self.learned = learned_with(self.learned, served, code_of(visit, self.log.kinds))

    def changed(self, change: Change) -> None:
        desk = self.desks[change.server]
        desk.state, desk.changed, desk.until = change.state, change.at, change.until

    # the counters

    def seats(self, queue: str, now: float) -> list[Seat]:
        """Those that are active, or soon will be, in all lines that this queue's counters serve."""
        active = [seat for desk in self.desks.values() if (seat := self._seat(desk, now)) is not None]
        return connected(queue, active)

    def _seat(self, desk: Desk, now: float) -> Seat | None:
        if desk.visit is not None:
            back = self._back(desk, now) if desk.state == "paused" else 0.0
            if desk.state == "closed" or back is None:
                return None
            busy = (now - desk.since) / 60
            return Seat(desk.name, desk.queues, busy, code_of(desk.visit, self.log.kinds), back_in=back)
        if desk.state is not None:
            return self._known(desk, now)
        return self._guessed(desk, now)

    def _known(self, desk: Desk, now: float) -> Seat | None:
        if desk.state == "open":
            return Seat(desk.name, desk.queues)
        if desk.state == "paused":
            back = self._back(desk, now)
            return None if back is None else Seat(desk.name, desk.queues, back_in=back)
        closed = self.log.closed.get(self.today, ())
        early = bool(closed) and now < closed[0][1]
        return Seat(desk.name, desk.queues) if early else None

    def _back(self, desk: Desk, now: float) -> float | None:
        return back_in(moment(now), moment(desk.changed), None if desk.until is None else moment(desk.until))

    def _guessed(self, desk: Desk, now: float) -> Seat | None:
        """A bare log: a counter that stands idle while somebody waits is away; one not seen today may yet come."""
        if desk.freed is None:
            return self._yet_to_come(desk, now)
        if now - desk.freed > UNSEEN:
            return None
        if any(self._left_waiting(queue, desk.freed, now) for queue in desk.queues):
            return None
        return Seat(desk.name, desk.queues)

    def _left_waiting(self, queue: str, freed: float, now: float) -> bool:
        """Whether its first has waited longer beside this free counter than a clerk usually lets one wait."""
        first = next(iter(self.lines[queue]), None)
        grace = max(GRACE, GAPS * 60 * self.learned.gap(queue))
        return first is not None and now - max(freed, first.arrived) > grace

    def _yet_to_come(self, desk: Desk, now: float) -> Seat | None:
        days = len(self._days[desk.name])
        if not days or self._early[desk.name] < days / 2:
            return None
        opens = self.today * DAY + median(self._firsts[-10:])
        if now > opens + 1800:
            return None
        return Seat(desk.name, desk.queues, back_in=max(0.5, (opens - now) / 60 + 1))

    def line(self, queue: str, seats: Iterable[Seat]) -> list[Kind]:
        queues = {queue}.union(*(seat.queues for seat in seats))
        if len(queues) == 1:
            return [one.kind for one in self.lines[queue].values()]
        ahead = [one for each in queues for one in self.lines[each].values()]
        ahead.sort(key=lambda one: one.visit.arrived)
        return [one.kind for one in ahead]
