"""A small day through the operations: what the hall learned from its journal is what the bench learns from its log."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from server.domain.serving_times import Learned
from server.operations import lessons
from server.operations.known_waits import known
from tests.bench.waiting_day import log_of
from tests.bench.waiting_log import read, write
from tests.bench.waiting_replay import Replay
from tests.halls import Door, Site, hall_mall

FIRST = {"code": "first", "name": {"id": "Dulu", "en": "First"}, "lines": [
    {"code": "prio", "classes": ["priority"], "most": 1, "after": 2}]}  # fmt: skip
COUNTERS = [
    {"number": 1, "zone": 1, "agency": "A", "queues": ["A"], "profile": "first"},
    {"number": 2, "zone": 1, "agency": "A", "queues": ["A"], "profile": "first"},
    {"number": 3, "zone": 2, "agency": "D", "queues": ["D", "DS"]},
]
AS_STORED = 1e-5  # what was learned is stored with nine digits, each time


@dataclass
class Clerk:
    """One desk of the played day, and when its clerk acts next."""

    door: Door
    counter: int
    at: float
    visitor: str | None = None
    started: bool = False


class SmallDay:
    """Visitors and three clerks, a second for each move, so that nothing happens at the same moment."""

    def __init__(self, site: Site, seed: int, visitors: int = 45) -> None:
        self.site, self.chance = site, Random(seed)
        self.kiosk, self.greeter = site.kiosk(), site.staff("penyapa", "greeter")
        self.clerks = [Clerk(site.clerk(n), n, 60.0) for n in (1, 2, 3)]
        self.arrivals = sorted(self.chance.uniform(0, 4000) for _ in range(visitors))
        self.second = 0.0
        self.waiting: list[str] = []
        self.called_in_vain = self.cancelled = self.undone = 0

    def play(self, until: float = 2.5 * 3600) -> None:
        while self.second < until:
            due = min(self.clerks, key=lambda one: one.at)
            joins = self.arrivals[0] if self.arrivals else until
            self._wait_for(min(due.at, joins))
            if joins <= due.at and self.arrivals:
                self.arrivals.pop(0)
                self._join()
            else:
                self._act(due)

    def _wait_for(self, second: float) -> None:
        """At least a second after what was before."""
        step = max(1.0, second - self.second)
        self.site.later(step)
        self.second += step

    def _join(self) -> None:
        ticket = self.kiosk.done("/tickets", service=self.chance.choice(["A2", "A2", "D1", "D2"]))["ticket"]
        self.waiting.append(ticket["id"])
        if self.chance.random() < 0.25:
            self.greeter.done(f"/tickets/{ticket['label']}/priority", decision="confirmed")
        elif self.chance.random() < 0.2:
            self._wait_for(0)
            self._cancel()
        lessons.promise(self.site.hall)
        lessons.learn(self.site.hall)

    def _cancel(self) -> None:
        gone = self.chance.choice(self.waiting)
        if self.kiosk.do(f"/tickets/{gone}/cancel").status_code == 200:
            self.cancelled += 1
        self.waiting.remove(gone)

    def _act(self, clerk: Clerk) -> None:
        path, chance = f"/counters/{clerk.counter}", self.chance
        if clerk.visitor is None or chance.random() < 0.15:
            self._next(clerk)
        elif not clerk.started and chance.random() < 0.15:
            self._absent(clerk)
        elif not clerk.started:
            clerk.door.done(f"{path}/start", ticket=clerk.visitor)
            clerk.started, clerk.at = True, self.second + chance.uniform(120, 700)
        else:
            clerk.door.done(f"{path}/finish", ticket=clerk.visitor)
            clerk.visitor, clerk.at = None, self.second + chance.uniform(5, 50)
            if chance.random() < 0.1:
                clerk.door.done(f"{path}/pause", reason="toilet", minutes=5)
                self._wait_for(self.second + 200)
                clerk.door.done(f"{path}/open")

    def _next(self, clerk: Clerk) -> None:
        answer = clerk.door.do(f"/counters/{clerk.counter}/next", expects=clerk.visitor)
        if answer.status_code == 200 and self.chance.random() < 0.1:
            self._wait_for(0)
            clerk.door.done(f"/counters/{clerk.counter}/undo")
            self.undone += 1
            clerk.at = self.second + self.chance.uniform(5, 50)
            return
        if answer.status_code == 200:
            clerk.visitor, clerk.started = answer.json["ticket"]["id"], False
            clerk.at = self.second + self.chance.uniform(10, 60)
        else:
            clerk.at = self.second + 45

    def _absent(self, clerk: Clerk) -> None:
        path = f"/counters/{clerk.counter}"
        for _ in range(2):
            self._wait_for(self.second + 16)
            clerk.door.done(f"{path}/recall", ticket=clerk.visitor)
        self._wait_for(self.second + 16)
        clerk.door.done(f"{path}/absent", ticket=clerk.visitor)
        self.called_in_vain += 1
        clerk.visitor, clerk.at = None, self.second + 20


@pytest.fixture(params=[1, 2])
def played(request: pytest.FixtureRequest, make_site: Callable[..., Site]) -> tuple[Site, SmallDay]:
    site = make_site(mall=hall_mall(profiles=[FIRST], counters=COUNTERS))
    day = SmallDay(site, request.param)
    day.play()
    site.later(120)
    for _ in range(30):
        lessons.learn(site.hall)
    return site, day


def learned_by(site: Site) -> Learned:
    with site.hall.store.read() as unit:
        return known(unit)[0]


def of_log(site: Site, path: Path) -> Learned:
    """Written as CSV and read again: the mall's typed-in minutes and the desks' states are all that is added."""
    with site.hall.store.read() as unit:
        day = unit.journal.head().day
        assert isinstance(day, date)
        whole = log_of(unit, day)
    write(path, whole.visits, whole=True)
    log = replace(read(path), kinds=whole.kinds, changes=whole.changes, queues_of=whole.queues_of)
    assert len(log.visits) == len(whole.visits)
    return Replay(log).run().floor.learned


def test_what_was_learned_from_the_journal_is_what_the_log_of_the_same_day_teaches(
    played: tuple[Site, SmallDay], tmp_path: Path
) -> None:
    site, day = played
    assert min(day.called_in_vain, day.cancelled, day.undone) > 0
    live, log = learned_by(site).tallies, of_log(site, tmp_path / "day.csv").tallies
    assert set(live) == set(log)
    for key, one in log.items():
        assert (live[key].weight, live[key].mean) == pytest.approx((one.weight, one.mean), rel=AS_STORED), key
    for level in ("passed:A/priority/", "passed:A/ordinary/", "leave:A", "gap:A", "come:A", "missed:A", "walk:A"):
        assert any(key.startswith(level) for key in live), level


def test_learning_in_one_go_and_bit_by_bit_come_to_the_same(played: tuple[Site, SmallDay]) -> None:
    """As after an outage of the learning: the journal is read from where it was left."""
    site, _ = played
    before = learned_by(site).tallies
    with site.hall.store.write() as unit:
        unit.floor.learn(
            "wait", "state", {"learned": {}, "calibration": {}, "until": "2026-11-23T00:00:00Z"}, site.clock.now()
        )
        unit.floor.learn("wait", lessons.LINES, {"seq": 0, "standing": {}, "places": {}}, site.clock.now())
    for _ in range(30):
        lessons.learn(site.hall)
    after = learned_by(site).tallies
    assert set(after) == set(before)
    for key, one in before.items():
        assert (after[key].weight, after[key].mean) == pytest.approx((one.weight, one.mean), rel=AS_STORED), key
