"""From the commit of a call to its number painted in Chromium, alone and beside 200 other displays."""

import asyncio
import json
import multiprocessing
import time
from datetime import datetime
from typing import Any

import aiohttp
from playwright.sync_api import sync_playwright

from tests.bench.table import Row, percentile
from tests.browser.chromium import executable
from tests.running_house import RunningHouse, running_house

CALLS, PAUSE_SECONDS, OTHERS = 60, 0.3, 200


def _others(port: int, key: str, n: int, ready: Any, stop: Any, out: Any) -> None:
    """Raw Engine.IO frames over aiohttp: a client library's own work would distort the figures."""
    heard = asyncio.run(_listen_all(port, key, n, ready, stop))
    out.put(heard)


async def _listen_all(port: int, key: str, n: int, ready: Any, stop: Any) -> list[int]:
    connected = asyncio.Semaphore(20)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        tasks = [asyncio.create_task(_listen(session, port, key, connected, ready, stop)) for _ in range(n)]
        return list(await asyncio.gather(*tasks))


async def _listen(session: Any, port: int, key: str, gate: Any, ready: Any, stop: Any) -> int:
    """How many calls one display heard."""
    url = f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
    calls = 0
    async with gate:
        socket = await session.ws_connect(url, compress=0, max_msg_size=0)
        await socket.receive()
        await socket.send_str("40" + json.dumps({"key": key, "room": "hall"}))
        await socket.receive()
    with ready.get_lock():
        ready.value += 1
    while not stop.is_set():
        try:
            message = await socket.receive(timeout=1)
        except TimeoutError:
            continue
        if message.type is not aiohttp.WSMsgType.TEXT:
            break
        if message.data == "2":
            await socket.send_str("3")
        calls += message.data.count('"TicketCalled"')
    await socket.close()
    return calls


def painted(house: RunningHouse) -> tuple[list[float], int]:
    """(seconds from each call's moment in the journal to its paint, calls made) on one real display."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.goto(f"{house.url}/display/?sound=off")
        page.wait_for_function("window.antreanDisplay && document.fonts.status === 'loaded'", timeout=20000)
        page.wait_for_timeout(1500)
        called = _call_many(house)
        page.wait_for_timeout(1500)
        seen = {one["label"]: one["time"] / 1000 for one in page.evaluate("window.antreanDisplay.painted")}
        browser.close()
    missing = called.keys() - seen.keys()
    assert not missing, f"never painted: {sorted(missing)}"
    return [seen[label] - at for label, at in called.items()], len(called)


def _call_many(house: RunningHouse) -> dict[str, float]:
    """Calls from counter 25 (agency T); label → epoch seconds of its event, taken just before its commit."""
    kiosk, clerk = house.caller(house.pair("kiosk", zone=1)), house.caller().sign_in("petugas25", house.password)
    _, desk = clerk.get("/counters/25")
    if not desk["counter"]["held_by_me"]:
        clerk.command("/counters/25/take")
        clerk.command("/counters/25/open")
    at, called = desk["ticket"], {}
    for _ in range(CALLS):
        kiosk.command("/tickets", service="T1", language="id")
        began = time.perf_counter()
        at = clerk.command("/counters/25/next", expects=at["id"] if at else None)["ticket"]
        called[at["label"]] = datetime.fromisoformat(at["called_at"]).timestamp()
        time.sleep(max(0.0, PAUSE_SECONDS - (time.perf_counter() - began)))
    return called


def beside(house: RunningHouse, others: int) -> tuple[list[float], list[int]]:
    """The same with this many other displays, and how many calls each of them heard."""
    context = multiprocessing.get_context("spawn")
    ready, stop, out = context.Value("i", 0), context.Event(), context.Queue()
    crowd = context.Process(target=_others, args=(house.port, house.pair("display"), others, ready, stop, out))
    crowd.start()
    until = time.monotonic() + 60
    while ready.value < others and time.monotonic() < until:
        time.sleep(0.1)
    assert ready.value == others, f"only {ready.value} connected"
    took, _ = painted(house)
    stop.set()
    heard = out.get(timeout=30)
    crowd.join(10)
    return took, heard


def run() -> list[Row]:
    with running_house(slow_passwords=True) as house:
        alone, _ = painted(house)
        crowded, heard = beside(house, OTHERS)
    whole = min(heard) == max(heard) == CALLS
    rows = [("alone", alone, 0.1, True), (f"beside {OTHERS} displays", crowded, 0.2, whole)]
    return [
        Row(
            f"commit → painted, {what}: p99", percentile(took, 99) * 1000, "ms",
            f"≤ {aim * 1000:.0f} (p50 {percentile(took, 50) * 1000:.0f}; others that heard all {CALLS}: "
            f"{sum(n == CALLS for n in heard) if what != 'alone' else 0})",
            percentile(took, 99) <= aim and received,
        )
        for what, took, aim, received in rows
    ]  # fmt: skip
