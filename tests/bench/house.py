"""The house as a whole: call to words, thirty sign-ins at once, memory at rest, and what a kiosk loads cold."""

import threading
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.bench.table import Row, percentile
from tests.browser.chromium import executable
from tests.running_house import RunningHouse, running_house

SIGN_INS, CALLS = 30, 20
LAG_MINUTE = 65  # the health page tells the worst lag of the last minute: start-up and calls must be out of it


def words_ready(house: RunningHouse) -> list[float]:
    """Seconds from a call's answer to its AnnouncementReady, each for a number never spoken before."""
    kiosk, clerk, display = house.caller(house.pair("kiosk")), house.clerk(5), house.caller(house.pair("display"))
    at, took = None, []
    _, snapshot = display.get("/snapshot?room=hall")
    seq = snapshot["seq"]
    for _ in range(CALLS):
        kiosk.command("/tickets", service="B1", language="en")
        began = time.perf_counter()
        at = clerk.command("/counters/5/next", expects=at["id"] if at else None)["ticket"]
        seq = _heard(display, seq, at["label"])
        took.append(time.perf_counter() - began)
    return took


def _heard(display: Any, seq: int, label: str) -> int:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        _, answer = display.get(f"/news?room=hall&since={seq}&wait=5")
        seq = answer["seq"]
        if any(n["name"] == "AnnouncementReady" and n["label"] == label for n in answer["news"]):
            return seq
    raise AssertionError(f"no words for {label}")


def sign_ins(house: RunningHouse) -> tuple[float, float, float]:
    """(the hub's worst lag in ms, as the health page tells, the longest other answer in ms, seconds until all were in)."""
    callers = [house.caller() for _ in range(SIGN_INS)]
    time.sleep(LAG_MINUTE)
    threads = [
        threading.Thread(target=caller.sign_in, args=(f"petugas{n + 1}", house.password))
        for n, caller in enumerate(callers)
    ]
    began, lags = time.perf_counter(), []
    for thread in threads:
        thread.start()
    probe = house.caller()
    while any(thread.is_alive() for thread in threads):
        before = time.perf_counter()
        probe.get("/health")
        lags.append(time.perf_counter() - before)
        time.sleep(0.02)
    took = time.perf_counter() - began
    _, health = probe.get("/health")
    return health["hub_lag_ms"], percentile(lags, 100) * 1000, took


def memory(house: RunningHouse) -> dict[str, float]:
    """MB of each process and its children: proportional, so that what they share counts once."""
    return {name: sum(map(_pss, _family(process.pid))) / 1024 for name, process in house.processes.items()}


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return []
    return [pid, *(one for child in children for one in _family(int(child)))]


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def cold_bytes(house: RunningHouse) -> int:
    """Bytes over the wire for a kiosk's first page, everything counted."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1080, "height": 1920})
        session, total = page.context.new_cdp_session(page), [0]
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda event: total.append(int(event["encodedDataLength"])))
        page.goto(f"{house.url}/kiosk/")
        page.wait_for_timeout(3000)
        browser.close()
    return sum(total)


def run() -> list[Row]:
    with running_house(slow_passwords=True, agents=True) as house:
        time.sleep(5)
        ready = words_ready(house)
        lag, longest, took = sign_ins(house)
        cold = cold_bytes(house)
        time.sleep(2)
        used = memory(house)
    total = sum(used.values())
    parts = ", ".join(f"{name} {mb:.0f}" for name, mb in used.items())
    return [
        Row("call → words ready, two languages, p50", percentile(ready, 50) * 1000, "ms", f"≤ 300 (p99 {percentile(ready, 99) * 1000:.0f})", percentile(ready, 50) <= 0.3),
        Row("30 sign-ins at once: worst hub lag", lag, "ms", f"≤ 50 (longest other answer {longest:.0f} ms; all signed in after {took:.1f} s)", lag <= 50),
        Row("memory of all processes at rest", total, "MB", f"≤ 250 ({parts})", total <= 250),
        Row("a kiosk's cold load", cold / 1024, "KB", "≤ 350", cold <= 350 * 1024),
    ]  # fmt: skip
