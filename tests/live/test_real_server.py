"""The eventlet server as a process: plain sockets, news at once, and a hub that passwords do not stop."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from tests import loops
from tests.running_house import RunningHouse, running_house

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def house() -> Iterator[RunningHouse]:
    with running_house(slow_passwords=True) as house:
        yield house


class Listener:
    """A websocket that speaks just enough Engine.IO to listen."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket

    async def receive(self) -> str:
        return str(await self._socket.receive_str(timeout=20))

    async def next(self, wanted: str) -> Any:
        """What the next event of this name carries; answers pings on the way."""
        while True:
            frame = await self.receive()
            if frame == "2":
                await self._socket.send_str("3")
            elif frame.startswith("42"):
                name, data = json.loads(frame[2:])
                if name == wanted:
                    return data


@asynccontextmanager
async def listening(house: RunningHouse, room: str, key: str) -> AsyncIterator[Listener]:
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{house.url}/socket.io/?EIO=4&transport=websocket") as socket,
    ):
        listener = Listener(socket)
        assert (await listener.receive()).startswith("0{")
        await socket.send_str("40" + json.dumps({"room": room, "key": key, "since": None}))
        yield listener


def test_compression_of_sockets_is_refused(house: RunningHouse) -> None:
    asked = (
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1", f"Host: 127.0.0.1:{house.port}", "Upgrade: websocket",
        "Connection: Upgrade", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits", "", "",
    )  # fmt: skip
    with socket.create_connection(("127.0.0.1", house.port), timeout=20) as plain:
        plain.sendall("\r\n".join(asked).encode())
        answer = plain.recv(4096).decode(errors="replace")
    assert answer.startswith("HTTP/1.1 101")
    assert "sec-websocket-extensions" not in answer.lower()


def test_news_come_after_the_snapshot_and_a_heartbeat_after_them(house: RunningHouse) -> None:
    async def visit() -> None:
        async with listening(house, "zone:1", house.pair("display", zone=1)) as listener:
            snapshot = await listener.next("snapshot")
            kiosk = house.caller(house.pair("kiosk", zone=1))
            kiosk.command("/tickets", service="A1")
            kiosk.close()
            news = await listener.next("news")
            assert news[0]["after"] == snapshot["seq"]
            while "TicketIssued" not in [one["name"] for one in news]:
                news = await listener.next("news")
            assert (await listener.next("heartbeat"))["head"] >= news[-1]["seq"]

    loops.run(visit())


def test_a_socket_without_a_key_is_turned_away(house: RunningHouse) -> None:
    async def visit() -> None:
        async with listening(house, "hall", "nobody.secret") as listener:
            assert (await listener.receive()).startswith("44")

    loops.run(visit())


def test_thirty_sign_ins_at_once_leave_the_others_served(house: RunningHouse) -> None:
    """How long each waits is for tests/bench; here, that taps go through while passwords are being checked."""
    signed, password = [], house.password

    def sign_in(counter: int) -> None:
        caller = house.caller()
        signed.append(caller.post("/sign-in", username=f"petugas{counter}", password=password)[0])
        caller.close()

    kiosk = house.caller(house.pair("kiosk", zone=1))
    crowd = [threading.Thread(target=sign_in, args=(n,)) for n in range(1, 31)]
    for one in crowd:
        one.start()
    taps = 0
    while any(one.is_alive() for one in crowd):
        kiosk.command("/tickets", service="A1")
        taps += 1
    kiosk.close()
    assert signed == [200] * 30
    assert taps >= 10


def test_the_health_page_of_the_live_server_tells_how_its_database_runs(house: RunningHouse) -> None:
    caller = house.caller()
    status, told = caller.get("/health")
    caller.close()
    assert status == 200
    assert (told["database"]["journal_mode"], told["database"]["synchronous"]) == ("wal", 2)


def test_the_command_line_goes_through_the_server_that_runs(house: RunningHouse) -> None:
    """One process writes to the folder: dumping, loading and accounts ask it over its own door."""
    dumped = command(house, "dump").stdout
    assert "format: antrean-mall/1" in dumped
    file = house.data / "same.yaml"
    file.write_text(dumped, encoding="utf-8")
    assert "51 services" in command(house, "load", str(file)).stdout
    command(house, "create-admin", "ibu", "--password", "rahasia-sekali")
    house.caller().sign_in("ibu", "rahasia-sekali").close()
    assert command(house, "verify").stdout == "whole\n"


def command(house: RunningHouse, *arguments: str) -> subprocess.CompletedProcess[str]:
    told = subprocess.run(
        [sys.executable, "-m", "server", *arguments, "--data", str(house.data)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout + told.stderr
    return told
