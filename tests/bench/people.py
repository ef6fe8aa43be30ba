"""Two and four hundred people at once, each with work of their own; and the server's memory after an hour of them."""

import asyncio
import gc
import multiprocessing
import random
import re
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp

from tests.bench.table import UNBOUNDED, Row, percentile
from tests.running_house import RunningHouse, new_id, running_house

CLERKS = 30
SECONDS, WARM_SECONDS = 40.0, 8.0
PAUSE = (1.0, 3.0)  # seconds between two things a person does
# Of a hundred people: thirty clerks at most; the rest of them hold a phone, stand at a kiosk, or look around.
KIOSKS, LOOKERS = 0.15, 0.15
AIMS = {200: None, 400: (0.05, 0.25)}  # people → median, 95th percentile, seconds
VISITS_OF_FIVE_MINUTES, VISITS_OF_AN_HOUR = 84, 1000


class Person:
    """Asks as fast as it is answered, with pauses like a person's; keeps how long each answer took."""

    def __init__(self, session: aiohttp.ClientSession, port: int, headers: dict[str, str], took: list[float]) -> None:
        self._session, self._base, self._headers, self._took = session, f"http://127.0.0.1:{port}/api/v1", headers, took

    async def ask(self, method: str, path: str, **more: Any) -> Any:
        headers = {**self._headers, **more.pop("headers", {})}
        began = time.perf_counter()
        async with self._session.request(method, self._base + path, headers=headers, **more) as answer:
            body = await answer.json() if answer.status != 304 else None
        self._took.append(time.perf_counter() - began)
        if answer.status >= 500 or answer.status == 429:
            raise AssertionError(f"{method} {path}: {answer.status} {body}")
        return body, answer

    async def do(self, path: str, **body: Any) -> Any:
        return (await self.ask("POST", path, json={"request_id": new_id(), **body}))[0]


async def at_the_kiosk(person: Person, tickets: list[str]) -> None:
    await person.ask("GET", "/services")
    answer = await person.do("/tickets", service=random.choice(["A1", "C1", "D1", "H2", "T1", "U1"]), language="id")
    if "ticket" in answer:
        tickets.append(answer["ticket"]["id"])


async def with_a_phone(person: Person, tickets: list[str], seen: dict[str, str]) -> None:
    if not tickets:
        return
    ticket = random.choice(tickets[-200:])
    headers = {"If-None-Match": seen[ticket]} if ticket in seen else {}
    _, answer = await person.ask("GET", f"/tickets/{ticket}", headers=headers)
    seen[ticket] = answer.headers.get("ETag", "")


async def looking_around(person: Person) -> None:
    await person.ask("GET", random.choice(["/services", "/snapshot?room=queue:A", "/mall", "/health"]))


async def at_the_desk(person: Person, counter: int) -> None:
    desk, _ = await person.ask("GET", f"/counters/{counter}")
    at = desk["ticket"]
    desk = await person.do(f"/counters/{counter}/next", expects=at["id"] if at else None)
    if desk.get("ticket") and random.random() < 0.5:
        await person.do(f"/counters/{counter}/start", ticket=desk["ticket"]["id"])


async def _life(deed: Callable[[], Awaitable[None]], until: float) -> None:
    await asyncio.sleep(random.uniform(0, PAUSE[1]))
    while time.monotonic() < until:
        await deed()
        await asyncio.sleep(random.uniform(*PAUSE))


async def _hall(port: int, people: int, keys: list[str], clerks: list[dict[str, str]]) -> list[float]:
    took: list[float] = []
    tickets: list[str] = []
    until = time.monotonic() + WARM_SECONDS + SECONDS
    kiosks, lookers = int(people * KIOSKS), int(people * LOOKERS)
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar()
    ) as web:
        deeds: list[Callable[[], Awaitable[None]]] = []
        for n in range(people):
            if n < len(clerks):
                deeds.append(_desk(Person(web, port, clerks[n], took), n + 1))
            elif n < len(clerks) + kiosks:
                key = keys[n % len(keys)]
                deeds.append(_kiosk(Person(web, port, {"Authorization": f"Bearer {key}"}, took), tickets))
            elif n < len(clerks) + kiosks + lookers:
                deeds.append(_looker(Person(web, port, {"Authorization": f"Bearer {keys[0]}"}, took)))
            else:
                deeds.append(_phone(Person(web, port, {}, took), tickets))
        lives = [asyncio.create_task(_life(deed, until)) for deed in deeds]
        await asyncio.sleep(WARM_SECONDS)
        took.clear()
        await asyncio.gather(*lives)
    return took


def _desk(person: Person, counter: int) -> Callable[[], Awaitable[None]]:
    return lambda: at_the_desk(person, counter)


def _kiosk(person: Person, tickets: list[str]) -> Callable[[], Awaitable[None]]:
    return lambda: at_the_kiosk(person, tickets)


def _looker(person: Person) -> Callable[[], Awaitable[None]]:
    return lambda: looking_around(person)


def _phone(person: Person, tickets: list[str]) -> Callable[[], Awaitable[None]]:
    seen: dict[str, str] = {}
    return lambda: with_a_phone(person, tickets, seen)


def _in_its_own_process(port: int, people: int, keys: list[str], clerks: list[dict[str, str]], out: Any) -> None:
    gc.disable()  # a pause of the crowd's own would be told as one of the house
    out.put(asyncio.run(_hall(port, people, keys, clerks)))


def answers(house: RunningHouse, people: int, keys: list[str], clerks: list[dict[str, str]]) -> Row:
    context = multiprocessing.get_context("spawn")
    out = context.Queue()
    process = context.Process(target=_in_its_own_process, args=(house.port, people, keys, clerks, out))
    process.start()
    took = out.get(timeout=SECONDS + WARM_SECONDS + 60)
    process.join(10)
    p50, p95 = percentile(took, 50), percentile(took, 95)
    aim = AIMS[people]
    told = f"p95 {p95 * 1000:.0f} ms; {len(took) / SECONDS:.0f} requests/s, none failed"
    if aim is None:
        return Row(f"{people} people at once, median answer", p50 * 1000, "ms", told)
    wanted = f"≤ {aim[0] * 1000:.0f}, p95 ≤ {aim[1] * 1000:.0f} ({told})"
    return Row(f"{people} people at once, median answer", p50 * 1000, "ms", wanted, p50 <= aim[0] and p95 <= aim[1])


def signed_in(house: RunningHouse) -> list[dict[str, str]]:
    """The headers of clerks who sit at their open counters."""
    found = []
    for counter in range(1, CLERKS + 1):
        caller = house.clerk(counter)
        found.append(dict(caller._headers))
        caller.close()
    return found


def resident(house: RunningHouse) -> float:
    """Megabytes that the server's process holds for itself."""
    told = Path(f"/proc/{house.processes['server'].pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)[1]) / 1024  # type: ignore[index]


def memory(house: RunningHouse, key: str) -> Row:
    """Visits one after the other as fast as they go, each with its phone's looks: as many as a busy hour has."""
    kiosk, clerk = house.caller(key), house.caller()
    clerk._headers = signed_in_at(house, 5)
    early = 0.0
    for n in range(VISITS_OF_AN_HOUR):
        ticket = kiosk.command("/tickets", service="B3", language="id")["ticket"]
        for _ in range(3):
            kiosk.get(f"/tickets/{ticket['id']}")
        _, desk = clerk.get("/counters/5")
        present = clerk.command("/counters/5/next", expects=desk["ticket"]["id"] if desk["ticket"] else None)["ticket"]
        clerk.command("/counters/5/start", ticket=present["id"])
        clerk.command("/counters/5/finish", ticket=present["id"])
        if n == VISITS_OF_FIVE_MINUTES:
            early = resident(house)
    grown = (resident(house) / early - 1) * 100
    told = f"≤ 5 ({VISITS_OF_AN_HOUR:,} visits against {VISITS_OF_FIVE_MINUTES}; {early:.0f} MB then)"
    return Row("the server's memory after an hour's traffic", grown, "%", told, grown <= 5)


def signed_in_at(house: RunningHouse, counter: int) -> dict[str, str]:
    caller = house.clerk(counter)
    headers = dict(caller._headers)
    caller.close()
    return headers


def run() -> list[Row]:
    rows = []
    with running_house(slow_passwords=True, environment=UNBOUNDED) as house:
        rows.append(memory(house, house.pair("kiosk", zone=1)))
    for people in AIMS:
        with running_house(slow_passwords=True, environment=UNBOUNDED) as house:
            keys = [house.pair("kiosk", zone=zone) for zone in (1, 2, 3, 4)]
            rows.append(answers(house, people, keys, signed_in(house)))
    return rows
