"""A day in the hall from a seed: the agenda, the clock, the restarts; and what everybody shares."""

import heapq
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from server.domain.access import Actor
from server.domain.hours import opens_on
from server.domain.refusals import Refusal
from server.live.bell import Bell
from server.live.pushing import Pusher
from server.operations import days, devices, idle, jobs, lessons, pauses, returning, setup
from server.ports import Hall
from server.store.engine import Database
from server.store.unit import SqlStore
from tests.builders import a_database, sanggau
from tests.fakes import SeededIds, VirtualClock
from tests.simulation.door import Books, Door, Mains, PowerCut, ReplyLost, fresh
from tests.simulation.evidence import Evidence
from tests.simulation.invariants import faults
from tests.simulation.plants import PLANTS
from tests.simulation.screens import Screens

Behaviour = Iterator[float]  # yields the seconds until its next move

ROUND_SECONDS = 120.0  # a real server makes its rounds every second; a day of those would only be slow


@dataclass(frozen=True)
class Plan:
    """What kind of day it is. `risk` is the share of commands that meet a power cut or lose their reply."""

    seed: int
    visitors: int = 315
    risk: float = 0.03
    clock_wrong: bool = True
    monday: bool = False
    crowd: str = ""  # everybody wants this agency, many ask for priority, and its clerks send people about
    plant: str = "nothing"  # a bug of plants.py
    database: str = ""  # the URL of an empty one; else SQLite in memory


class Day:
    """One hall, its clock and its agenda. `run` lets everybody act until the agenda is empty."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.chance, self.mall = plan, Random(plan.seed), sanggau()
        self.zone = ZoneInfo(self.mall.site.timezone)
        self.day = self._some_weekday()
        self.clock = VirtualClock(self.at("07:24"))
        self.database = Database(plan.database) if plan.database else a_database()
        self.mains = Mains(SqlStore(self.database), PLANTS[plan.plant]())
        self.hall = Hall(self.mains, self.clock, SeededIds(Random(plan.seed + 1)))
        self.restarts = 0
        self.awake: Counter[str] = Counter()  # new jobs that the agents were woken for, by target
        self.kiosks: list[Actor] = []
        self.sounds: set[str] = set()  # announcements whose words are ready to be played
        self.door = Door(self.hall, self.mains, self.chance, self.restart, plan.risk)
        self.screens = Screens(
            self.hall, self.chance, ["hall", "zone:1", "zone:4", "desk:A", "queue:C", "floor", "floor:D"]
        )
        self._agenda: list[tuple[datetime, int, Behaviour]] = []
        self._entries = 0
        self._begin()

    @property
    def books(self) -> Books:
        return self.door.books

    def _some_weekday(self) -> date:
        days_of_two_weeks = [date(2026, 11, 23) + timedelta(days=n) for n in range(14)]
        open_days = [day for day in days_of_two_weeks if opens_on(self.mall, day)]
        return self.chance.choice([day for day in open_days if day.weekday() == 0 or not self.plan.monday])

    def at(self, clock: str, day: date | None = None) -> datetime:
        """A moment of the day, in the site's time."""
        return datetime.combine(day or self.day, time.fromisoformat(clock), self.zone)

    def _begin(self) -> None:
        setup.save(self.hall, self.mall, None)
        self.pusher = Pusher(self.hall.store, self.clock, self.screens.hear, Bell())
        self.mains.store.listeners += [self._notice]  # type: ignore[attr-defined]
        self.pusher.begin()
        self.screens.connect()

    def _notice(self, recorded: Any, targets: Any) -> None:
        self.pusher.heard(recorded)
        self.awake.update(targets)

    def restart(self) -> None:
        """The process is gone; what it had not pushed yet is asked for by the screens."""
        self.restarts += 1
        fresh(self.mains, [self._notice])
        self.pusher = Pusher(self.hall.store, self.clock, self.screens.hear, Bell())
        self.pusher.begin()
        self.awake.update([*(f"printer:{p.id}" for p in self.mall.printers), "field:1", "field:2"])

    # the agenda

    def invite(self, behaviour: Behaviour, at: datetime) -> None:
        self._entries += 1
        heapq.heappush(self._agenda, (at, self._entries, behaviour))

    def run(self) -> None:
        """Everybody acts in the order of true time, whatever the clock on the wall says."""
        while self._agenda:
            at, _, behaviour = heapq.heappop(self._agenda)
            self.clock.pass_to(at)
            seconds = next(behaviour, None)
            if seconds is not None:
                self.invite(behaviour, at + timedelta(seconds=seconds))

    def rounds(self, until: datetime) -> Behaviour:
        """What the running server does by itself; and the push of news to the screens."""
        believed = None
        while self.clock.true < until:
            for each in (
                jobs.lapse, devices.miss_players, pauses.lift_ended, returning.bring_back_due, lessons.promise,
                lessons.learn,
            ):  # fmt: skip
                self.quietly(each, self.hall)
            self.quietly(idle.call_idle, self.hall, self._vanished)
            believed = self.quietly(days.watch, self.hall, believed)
            self.pusher.push()
            self.screens.heartbeat()
            yield ROUND_SECONDS

    def _vanished(self, staff: str, seconds: float) -> bool:
        return False  # whoever left without a word is taken over by a colleague

    def quietly(self, act: Any, *arguments: Any, **named: Any) -> Any:
        """Run what nobody waits for; after a mishap it is simply due again later."""
        try:
            return self.door.run(act, *arguments, **named)
        except (PowerCut, ReplyLost):
            return None
        except Refusal as refusal:
            self.books.refused[refusal.code] += 1
            return None

    # the end

    def next_opening_day(self) -> date:
        following = (self.day + timedelta(days=n) for n in range(1, 30))
        return next(day for day in following if opens_on(self.mall, day))

    def faults(self) -> list[str]:
        """Whatever contradicts itself, a while after the last act: leases have run out, news has arrived."""
        self.clock.pass_to(self.clock.true + timedelta(minutes=2))
        jobs.lapse(self.hall)
        self.pusher.push()
        self.screens.catch_up()
        with self.database.reading() as connection:
            found = faults(Evidence(connection, self.mall, self.books, self.clock.now()))
            found += self.screens.faults(connection)
        return found

    def figures(self) -> Counter[str]:
        """What happened, for the log."""
        return Counter(
            operations=self.books.operations, tickets=len(self.books.issued), restarts=self.restarts,
            refusals=self.books.refused.total(), **self.books.mishaps, **self.books.commands,
        )  # fmt: skip
