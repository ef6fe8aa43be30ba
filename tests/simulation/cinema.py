"""Plays simulated days, two at a time in processes of their own, and brings back what was found."""

import gc
import multiprocessing
import os
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass

from tests.simulation.cast import a_day
from tests.simulation.day import Plan


@dataclass(frozen=True)
class Seen:
    """A played day: what contradicts itself, what happened, and the head of its journal."""

    plan: Plan
    faults: list[str]
    figures: Counter[str]
    head: str


def play(plan: Plan) -> Seen:
    gc.disable()  # a day makes no circles worth stopping for, and the process is short
    try:
        day = a_day(plan)
        found, figures = day.faults(), day.figures()
        with day.hall.store.read() as unit:
            head = unit.journal.head().hash
        day.database.close()
        return Seen(plan, found, figures, head)
    finally:
        gc.enable()
        gc.collect()


class Cinema:
    """Days are played ahead in the order they were announced; each is waited for by the test that wants it."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        workers = max(1, min(2, os.cpu_count() or 1))
        self._pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"))
        self._played: dict[Plan, Future[Seen]] = {}
        for plan in plans:
            self._announce(plan)

    def _announce(self, plan: Plan) -> Future[Seen]:
        if plan not in self._played:
            self._played[plan] = self._pool.submit(play, plan)
        return self._played[plan]

    def see(self, plan: Plan) -> Seen:
        return self._announce(plan).result(timeout=280)

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
