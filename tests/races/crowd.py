"""A crowd of listeners in a process of its own: raw Engine.IO, each by the client's rule, noting all it heard and when."""

import asyncio
import json
import multiprocessing
import random
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp

SILENCE, HOLE = 12.0, 0.25  # as server/web/static/live.js
KNOCKS = (0.3, 0.8)
_context = multiprocessing.get_context("forkserver")


@dataclass
class Heard:
    """What one listener heard: `raw` as it came, `applied` by the client's rule; each (seq, name, when)."""

    room: str
    began_at: int = 0
    raw: list[tuple[int, str, float]] = field(default_factory=list)
    applied: list[tuple[int, str, float]] = field(default_factory=list)
    sockets: int = 0
    asked: int = 0
    resets: int = 0


class Listener:
    """Applies news whose `after` it has, drops what it knows, and asks for what is missing."""

    def __init__(self, session: aiohttp.ClientSession, url: str, room: str, key: str) -> None:
        self._session, self._url, self._room, self._key = session, url, room, key
        self.heard = Heard(room)
        self.seq: int | None = None
        self.is_open = False
        self._held: dict[int, dict[str, Any]] = {}
        self._asking: asyncio.Task[None] | None = None

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            with suppress(aiohttp.ClientError, TimeoutError, OSError):
                await self._listen(stop)
            self.is_open = False
            if not stop.is_set():
                await self._ask()
                await asyncio.sleep(random.uniform(*KNOCKS))

    async def _listen(self, stop: asyncio.Event) -> None:
        socket = await asyncio.wait_for(
            self._session.ws_connect(f"{self._url}/socket.io/?EIO=4&transport=websocket", compress=0, max_msg_size=0), 2
        )
        async with socket:
            await socket.send_str("40" + json.dumps({"room": self._room, "key": self._key, "since": self.seq}))
            while not stop.is_set():
                message = await socket.receive(timeout=SILENCE)
                if message.type is not aiohttp.WSMsgType.TEXT:
                    return
                if message.data == "2":
                    await socket.send_str("3")
                elif message.data.startswith("44"):
                    return
                elif message.data.startswith("42"):
                    self._hear(*json.loads(message.data[2:]))
                    if self.seq is not None:
                        self._greeted()

    def _hear(self, name: str, data: Any) -> None:
        if name == "snapshot":
            self._begin(data)
        elif name == "news" and self.seq is not None:
            self._take(data)
        elif name == "heartbeat" and self.seq is not None and data["head"] > self.seq:
            self._ask_soon()

    def _greeted(self) -> None:
        """It is in the room before it is greeted: a heartbeat may come first, and tells nothing yet."""
        if not self.is_open:
            self.is_open, self.heard.sockets = True, self.heard.sockets + 1

    def _begin(self, snapshot: dict[str, Any]) -> None:
        self.heard.resets += self.seq is not None
        if self.seq is None:
            self.heard.began_at = snapshot["seq"]
        self.seq = snapshot["seq"]

    def _take(self, news: list[dict[str, Any]]) -> None:
        now = time.time()
        self.heard.raw += [(one["seq"], one["name"], now) for one in news]
        self._held.update({one["seq"]: one for one in news})
        self._apply(now)
        if self._held:
            self._ask_soon()
        elif self._asking is not None:
            self._asking.cancel()  # the hole has closed by itself

    def _apply(self, now: float) -> None:
        assert self.seq is not None
        for seq in sorted(self._held):
            one = self._held[seq]
            if seq > self.seq:
                if one["after"] > self.seq:
                    return
                self.heard.applied.append((seq, one["name"], now))
                self.seq = seq
            del self._held[seq]

    def _ask_soon(self) -> None:
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask_after_a_while())

    async def _ask_after_a_while(self) -> None:
        await asyncio.sleep(HOLE)
        await self._ask()

    async def _ask(self) -> None:
        """GET /news: all that follows, so its links need no checking."""
        if self.seq is None:
            return
        self.heard.asked += 1
        path = f"{self._url}/api/v1/news?room={self._room}&since={self.seq}"
        with suppress(aiohttp.ClientError, TimeoutError, OSError):
            headers = {"Authorization": f"Bearer {self._key}"}
            async with self._session.get(path, headers=headers, timeout=aiohttp.ClientTimeout(2.5)) as answer:
                if answer.status == 200:
                    self._follow(await answer.json())

    def _follow(self, answer: dict[str, Any]) -> None:
        if answer["reset"]:
            self.heard.resets += 1
            return
        now = time.time()
        assert self.seq is not None
        fresh = [one for one in answer["news"] if one["seq"] > self.seq]
        self.heard.applied += [(one["seq"], one["name"], now) for one in fresh]
        self.seq = max(self.seq, answer["seq"], *(one["seq"] for one in fresh), self.seq)
        self._apply(now)


class Crowd:
    """`rooms` has one room for each listener. `wait_open` until all are connected; `end` gives what each heard."""

    def __init__(self, url: str, key: str, rooms: list[str]) -> None:
        self._open, self._stop = _context.Value("i", 0), _context.Event()
        self.rooms = sorted(set(rooms))
        self._slowest = _context.Array("q", len(self.rooms))
        self._pipe, there = _context.Pipe(duplex=False)
        arguments = (url, key, rooms, self._open, self._slowest, self._stop, there)
        self._size = len(rooms)
        self._process = _context.Process(target=_run, args=arguments, daemon=True)
        self._process.start()
        there.close()

    def wait_open(self, within: float = 60.0) -> None:
        """Until every listener has an open socket."""
        self._until(lambda: self._open.value == self._size, within, "open")

    def wait_closed(self, within: float) -> None:
        """Until nobody listens any more."""
        self._until(lambda: self._open.value == 0, within, "closed")

    def wait_heard(self, due: Mapping[str, int], within: float) -> None:
        """Until every listener has heard its room's last news, whose number `due` has for each room."""

        def all_heard() -> bool:
            return all(self._slowest[n] >= due[room] for n, room in enumerate(self.rooms))

        self._until(all_heard, within, f"at {due}")

    def _until(self, there: Any, within: float, what: str) -> None:
        until = time.monotonic() + within
        while not there():
            assert time.monotonic() < until, f"{self._open.value} of {self._size} open; not all {what}"
            time.sleep(0.01)

    def end(self) -> list[Heard]:
        self._stop.set()
        assert self._pipe.poll(30), "the crowd does not come home"
        heard: list[Heard] = self._pipe.recv()
        self.close()
        return heard

    def close(self) -> None:
        self._stop.set()
        self._process.join(5)
        self._process.kill()
        self._process.join(5)


def _run(url: str, key: str, rooms: list[str], opened: Any, slowest: Any, stop: Any, there: Any) -> None:
    there.send(asyncio.run(_listen_all(url, key, rooms, opened, slowest, stop)))


async def _listen_all(url: str, key: str, rooms: list[str], opened: Any, slowest: Any, stop: Any) -> list[Heard]:
    ending = asyncio.Event()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, force_close=True)) as session:
        listeners = [Listener(session, url, room, key) for room in rooms]
        together = [[one for one in listeners if one.heard.room == room] for room in sorted(set(rooms))]
        tasks = [asyncio.create_task(one.run(ending)) for one in listeners]
        while not stop.is_set():
            opened.value = sum(one.is_open for one in listeners)
            slowest[:] = [min(one.seq or 0 for one in those) for those in together]
            await asyncio.sleep(0.01)
        ending.set()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return [one.heard for one in listeners]
