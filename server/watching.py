"""How the house keeps going by itself: hub lag, metrics, and the rounds that nobody else makes."""

import os
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from server.operations import days, devices, idle, jobs, lessons, messages, pauses, returning, tidying
from server.ports import Hall

log = structlog.get_logger()

LAG_EVERY = 0.05
LAGS_KEPT = 1200  # a minute of them
TOLD_EVERY = 2.0
ROUND_SECONDS = 1.0
TIDY_EVERY = timedelta(hours=1)
LEARN_EVERY = timedelta(seconds=20)
ROUNDS_UNSAID = 60


class HubLag:
    """How late a short sleep ends: what every other request on this hub had to wait."""

    def __init__(
        self, monotonic: Callable[[], float], sleep: Callable[[float], Any],
        tell: Callable[[float], object] = lambda worst: None,
    ) -> None:  # fmt: skip
        self._monotonic, self._sleep, self._tell = monotonic, sleep, tell
        self._late: deque[float] = deque(maxlen=LAGS_KEPT)
        self._due = monotonic()

    def run(self, running: Callable[[], bool]) -> None:
        while running():
            before = self._monotonic()
            self._sleep(LAG_EVERY)
            self._late.append(max(0.0, self._monotonic() - before - LAG_EVERY))
            if self._monotonic() >= self._due:
                self._due = self._monotonic() + TOLD_EVERY
                self._tell(self.worst())

    def worst(self) -> float:
        """Seconds, over the last minute."""
        return max(self._late, default=0.0)


class Figures:
    """What Prometheus may read: of this process, or of all that one parent started into one folder."""

    def __init__(self) -> None:
        self._together = "PROMETHEUS_MULTIPROC_DIR" in os.environ
        self.registry = CollectorRegistry()
        self.requests = Counter("antrean_requests", "Requests by status", ["status"], registry=self.registry)
        self.seconds = Histogram("antrean_request_seconds", "Time to answer", registry=self.registry)
        self.emits = Counter(
            "antrean_emits", "Messages told to a room's listeners, each once however many they are", ["name", "room"],
            registry=self.registry,
        )  # fmt: skip
        self.events = Counter("antrean_events", "Events of the journal by name", ["name"], registry=self.registry)
        self.lag = Gauge(
            "antrean_hub_lag_seconds", "Worst hub lag of the last minute", registry=self.registry,
            multiprocess_mode="liveall",
        )  # fmt: skip
        self.clients = Gauge(
            "antrean_live_clients", "Connected sockets", registry=self.registry, multiprocess_mode="liveall"
        )

    def text(self) -> bytes:
        if not self._together:
            return generate_latest(self.registry)
        all_of_them = CollectorRegistry()
        MultiProcessCollector(all_of_them)  # type: ignore[no-untyped-call]
        return generate_latest(all_of_them)


class Rounds:
    """every second: lapsed leases, silent players, ended pauses, the business day; and hourly, tidying."""

    def __init__(
        self, hall: Hall, vanished: Callable[[str, float], bool], sounds: Path, also: Callable[[], None] = lambda: None,
        my_turn: Callable[[], bool] = lambda: True,
        lines: tuple[Callable[[str], bool], Callable[[str], bool]] = (lambda device: False, lambda device: False),
    ) -> None:  # fmt: skip
        self._lines = lines
        self._hall, self._vanished, self._sounds, self._also, self._my_turn = hall, vanished, sounds, also, my_turn
        self._believed: datetime | None = None
        self._tidied: datetime | None = None
        self._learned: datetime | None = None
        self._said, self._unsaid = "", 0

    def once(self) -> None:
        """Every duty, whatever became of the one before. Raises ExceptionGroup."""
        troubles = []
        duties = (
            self._lapse, self._miss, self._lift, self._watch, self._bring_back, self._call_idle, self._promise,
            self._learn, self._also, self._tidy_hourly,
        )  # fmt: skip
        for duty in duties:
            try:
                duty()
            except Exception as trouble:
                troubles.append(trouble)
        if troubles:
            raise ExceptionGroup("a round", troubles)

    def _lapse(self) -> None:
        jobs.lapse(self._hall)
        jobs.expire_unspoken(self._hall)

    def _miss(self) -> None:
        devices.miss_players(self._hall)
        devices.miss_agents(self._hall, lambda agent: self._vanished(agent, devices.AGENT_VANISHES_SECONDS))
        devices.watch_connections(self._hall, *self._lines)

    def _lift(self) -> None:
        pauses.lift_ended(self._hall)
        messages.lift_ended(self._hall)

    def _watch(self) -> None:
        self._believed = days.watch(self._hall, self._believed)

    def _promise(self) -> None:
        lessons.promise(self._hall)

    def _learn(self) -> None:
        """Now and then is enough: what one visit teaches is little."""
        now = self._hall.clock.now()
        if self._learned is None or abs(now - self._learned) >= LEARN_EVERY:
            self._learned = now
            lessons.learn(self._hall)

    def _bring_back(self) -> None:
        returning.bring_back_due(self._hall)

    def _call_idle(self) -> None:
        idle.call_idle(self._hall, self._vanished)

    def _tidy_hourly(self) -> None:
        now = self._hall.clock.now()
        if self._tidied is None or abs(now - self._tidied) >= TIDY_EVERY:
            self._tidied = now
            tidying.tidy(self._hall, self._sounds)

    def attempt(self) -> None:
        """One round, where it is this process that makes them; what went wrong is logged."""
        try:
            if self._my_turn():
                self.once()
        except Exception as trouble:
            self._say(trouble)

    def _say(self, trouble: Exception) -> None:
        """The same trouble each second would fill the disk that is full: it is said again after a minute."""
        said = repr(trouble)
        self._unsaid = 0 if said != self._said else (self._unsaid + 1) % ROUNDS_UNSAID
        self._said = said
        if self._unsaid == 0:
            log.exception("round_failed")

    def run(self, sleep: Callable[[float], Any], running: Callable[[], bool]) -> None:
        while running():
            self.attempt()
            sleep(ROUND_SECONDS)
