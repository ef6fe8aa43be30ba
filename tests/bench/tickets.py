"""Tickets a second over HTTP with everything on, beside raw SQLite commits; and the speed of `next`."""

import multiprocessing
import sqlite3
import statistics
import time
from pathlib import Path
from typing import Any

from tests.bench.table import UNBOUNDED, Row, percentile
from tests.running_house import Caller, RunningHouse, new_id, running_house

CLIENTS, PROCESSES, SECONDS = 16, 2, 8.0


def _client(port: int, key: str, barrier: Any, out: Any, seconds: float) -> None:
    """Several connections in one process, each in its own thread: the load, not the measure, must be cheap."""
    import threading

    def run() -> None:
        caller = Caller(port, key)
        caller.get("/health")
        barrier.wait()
        until, took = time.perf_counter() + seconds, []
        while time.perf_counter() < until:
            before = time.perf_counter()
            status, answer = caller.post("/tickets", service="A1", language="id", request_id=new_id())
            took.append(time.perf_counter() - before)
            assert status == 201, answer
        out.put(took)

    threads = [threading.Thread(target=run) for _ in range(CLIENTS // PROCESSES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def many_clients(house: RunningHouse) -> tuple[float, list[float]]:
    """(tickets a second, seconds each took) from CLIENTS connections."""
    key = house.pair("kiosk", zone=1)
    context = multiprocessing.get_context("spawn")
    barrier, out = context.Barrier(CLIENTS), context.Queue()
    args = (house.port, key, barrier, out, SECONDS)
    workers = [context.Process(target=_client, args=args) for _ in range(PROCESSES)]
    for worker in workers:
        worker.start()
    took = [one for _ in range(CLIENTS) for one in out.get(timeout=SECONDS + 60)]
    for worker in workers:
        worker.join(10)
    return len(took) / SECONDS, took


def one_kiosk(house: RunningHouse, n: int = 300) -> list[float]:
    caller, took = house.caller(house.pair("kiosk", zone=1)), []
    for _ in range(n):
        before = time.perf_counter()
        status, answer = caller.post("/tickets", service="B3", language="id", request_id=new_id())
        took.append(time.perf_counter() - before)
        assert status == 201, answer
    return took


def raw_commits(folder: Path, seconds: float = 3.0) -> float:
    """Commits a second of one bare insert each, under the same pragmas on the same disk."""
    connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT)")
    n, until = 0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO t (body) VALUES (?)", ("x" * 300,))
        connection.execute("COMMIT")
        n += 1
    connection.close()
    return n / seconds


def next_calls(house: RunningHouse, waiting: int, calls: int = 60) -> float:
    """Median seconds of `next` at counter 5 with this many waiting in its queue B."""
    kiosk = house.caller(house.pair("kiosk", zone=1))
    clerk = house.clerk(5, opened=False)
    _, desk = clerk.get("/counters/5")
    if not desk["counter"]["held_by_me"]:
        clerk.command("/counters/5/take")
        clerk.command("/counters/5/open")
    _, desk = clerk.get("/counters/5")
    for _ in range(max(0, waiting + calls - desk["waiting_count"])):
        kiosk.post("/tickets", service="B3", language="id", request_id=new_id())
    at, took = desk["ticket"], []
    for _ in range(calls):
        before = time.perf_counter()
        desk = clerk.command("/counters/5/next", expects=at["id"] if at else None)
        took.append(time.perf_counter() - before)
        at = desk["ticket"]
    return statistics.median(took)


def run() -> list[Row]:
    with running_house(slow_passwords=True, environment=UNBOUNDED) as house:
        alone = one_kiosk(house)
        few = next_calls(house, 10)
        rate, took = many_clients(house)
        raw = raw_commits(house.data)
        many = next_calls(house, 10_000)
    return [
        Row("tickets a second, 16 clients, everything on", rate, "/s", f"≥ 250 (raw SQLite commits {raw:.0f}/s, ratio {rate / raw:.2f})", rate >= 250),
        Row("  p50 / p99 of one ticket", percentile(took, 99) * 1000, "ms", f"p99 ≤ 150 (p50 {percentile(took, 50) * 1000:.0f})", percentile(took, 99) <= 0.15),
        Row("one kiosk alone, p50", percentile(alone, 50) * 1000, "ms", f"≤ 15 (p99 {percentile(alone, 99) * 1000:.0f})", percentile(alone, 50) <= 0.015),
        Row("next: 10,000 waiting against 10", many / few, "×", f"≤ 1.5 ({few * 1000:.1f} → {many * 1000:.1f} ms)", many / few <= 1.5),
    ]  # fmt: skip
