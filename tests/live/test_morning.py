"""Everything is switched on at once in the morning: all devices knock while the server starts, and all are right by themselves."""

import asyncio
import json
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Iterator
from typing import Any

import aiohttp
import pytest

from tests import loops
from tests.running_house import RunningHouse, running_house

pytestmark = pytest.mark.slow

KIOSKS, DISPLAYS, DESKS, PHONES = 4, 10, 31, 100
RIGHT_WITHIN = 10.0  # seconds from the server's first answer until everybody is right
GIVES_UP = 90.0
KNOCKS_EVERY = 0.4


@pytest.fixture(scope="module")
def house() -> Iterator[RunningHouse]:
    with running_house(slow_passwords=True) as house:
        yield house


class Morning:
    """Clients that do what the pages do when they are opened: ask until somebody answers, then listen."""

    def __init__(self, house: RunningHouse, session: aiohttp.ClientSession) -> None:
        self.house, self.session = house, session
        self.statuses: Counter[int] = Counter()
        self.first_answer: float | None = None
        self.right_at: list[float] = []

    async def ask(self, path: str, **more: Any) -> Any:
        """Again and again, as a page does, until the server says something that is no trouble of its own."""
        while True:
            try:
                async with self.session.get(f"{self.house.url}{path}", **more) as answer:
                    self.statuses[answer.status] += 1
                    self.first_answer = self.first_answer or time.monotonic()
                    if answer.status == 200:
                        return await answer.json()
            except (aiohttp.ClientError, OSError, TimeoutError):
                pass
            await asyncio.sleep(KNOCKS_EVERY)

    async def listen(self, room: str, key: str | None = None, headers: dict[str, str] | None = None) -> dict[str, Any]:
        """The room's snapshot, however often it takes."""
        while True:
            try:
                return await self._snapshot(room, key, headers)
            except (aiohttp.ClientError, OSError, TimeoutError, TypeError, StopAsyncIteration):
                await asyncio.sleep(KNOCKS_EVERY)

    async def _snapshot(self, room: str, key: str | None, headers: dict[str, str] | None) -> dict[str, Any]:
        address = f"{self.house.url}/socket.io/?EIO=4&transport=websocket"
        async with self.session.ws_connect(address, headers=headers) as socket:
            await socket.receive_str(timeout=10)
            await socket.send_str("40" + json.dumps({"room": room, "key": key, "since": None}))
            while True:
                frame = await socket.receive_str(timeout=10)
                if frame.startswith('42["snapshot"'):
                    return dict(json.loads(frame[2:])[1])

    async def device(self, room: str, key: str, *paths: str) -> dict[str, Any]:
        for path in paths:
            await self.ask(path, headers={"Authorization": f"Bearer {key}"})
        return await self._right(self.listen(room, key))

    async def desk(self, cookie: str, counter: int, agency: str) -> dict[str, Any]:
        headers = {"Cookie": cookie}
        await self.ask("/words/counter/id.json", headers=headers)
        signed = await self.ask("/api/v1/session", headers=headers)
        assert signed["staff"]["username"] == f"petugas{counter}"
        await self.ask(f"/api/v1/counters/{counter}", headers=headers)
        return await self._right(self.listen(f"desk:{agency}", headers=headers))

    async def phone(self, ticket: str, queue: str) -> dict[str, Any]:
        await self.ask(f"/api/v1/tickets/{ticket}")
        return await self._right(self.listen(f"queue:{queue}"))

    async def _right(self, listening: Awaitable[dict[str, Any]]) -> dict[str, Any]:
        snapshot = await listening
        self.right_at.append(time.monotonic())
        return snapshot


def test_the_whole_hall_comes_up_by_itself_while_the_server_starts(house: RunningHouse) -> None:
    kiosk_keys = [house.pair("kiosk", zone=zone) for zone in (1, 2, 3, 4)]
    display_keys = [house.pair("display", zone=1 + n % 4) for n in range(DISPLAYS)]
    kiosk = house.caller(kiosk_keys[0])
    tickets = [kiosk.command("/tickets", service="A1", language="id")["ticket"] for _ in range(12)]
    clerks = {n: house.caller().sign_in(f"petugas{n}", house.password) for n in range(1, DESKS + 1)}
    agencies = {one["number"]: one["agency"] for one in kiosk.get("/mall")[1]["counters"]}
    house.kill()

    async def morning() -> tuple[Morning, list[dict[str, Any]]]:
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
            all_of_it = Morning(house, session)
            coming = [
                *(all_of_it.device(f"zone:{n + 1}", key, "/api/v1/devices/me", "/api/v1/mall", "/api/v1/services")
                  for n, key in enumerate(kiosk_keys)),
                *(all_of_it.device(f"zone:{1 + n % 4}", key, "/api/v1/devices/me", "/api/v1/mall")
                  for n, key in enumerate(display_keys)),
                *(all_of_it.desk(clerk.cookie, n, agencies[n]) for n, clerk in clerks.items()),
                *(all_of_it.phone(tickets[n % len(tickets)]["id"], "A") for n in range(PHONES)),
            ]  # fmt: skip
            waiting = asyncio.gather(*coming)
            await asyncio.sleep(1.0)  # they knock at a door that is not there yet
            threading.Thread(target=house.start_server, daemon=True).start()
            return all_of_it, await asyncio.wait_for(waiting, GIVES_UP)

    seen, snapshots = loops.run(morning())
    assert len(snapshots) == KIOSKS + DISPLAYS + DESKS + PHONES
    assert {status for status in seen.statuses if status >= 500} == set()
    assert {snapshot["clock_doubted"] for snapshot in snapshots} == {False}
    assert {q["waiting"] for one in snapshots for q in one["queues"] if q["code"] == "A"} == {12}
    assert seen.first_answer is not None
    took = max(seen.right_at) - seen.first_answer
    print(f"{len(snapshots)} clients right within {took:.2f} s of the first answer; answers {dict(seen.statuses)}")
    assert took < RIGHT_WITHIN
    for caller in (kiosk, *clerks.values()):
        caller.close()
