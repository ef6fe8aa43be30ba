"""Floods and slow callers against the real server: the hall goes on, and whoever floods is put out."""

import asyncio
import contextlib
import http.client
import json
import socket
import time
from collections.abc import Iterator
from statistics import median

import aiohttp
import pytest

from server.connections import REQUEST_SECONDS
from tests import loops
from tests.live.test_real_server import Listener, listening
from tests.running_house import Caller, RunningHouse, new_id, running_house

pytestmark = pytest.mark.slow

SLOW = 200


@pytest.fixture(scope="module")
def house() -> Iterator[RunningHouse]:
    with running_house(slow_passwords=True) as house:
        yield house


def opened(house: RunningHouse, first: bytes) -> socket.socket:
    one = socket.create_connection(("127.0.0.1", house.port), timeout=30)
    one.sendall(first)
    return one


def calling(house: RunningHouse, key: str | None = None) -> contextlib.closing[Caller]:
    return contextlib.closing(house.caller(key))


async def is_put_out(listener: Listener) -> bool:
    """Whether the server ends this socket, whatever it still said before."""
    ends = (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)
    with contextlib.suppress(TimeoutError):
        while True:
            if (await listener._socket.receive(timeout=20)).type in ends:
                return True
    return False


def dribble(sockets: list[socket.socket], byte: bytes) -> int:
    """One more byte to each that is still open; how many are."""
    alive = 0
    for one in sockets:
        try:
            one.sendall(byte)
            one.setblocking(False)
            try:
                alive += one.recv(100) != b""
            except BlockingIOError:
                alive += 1
            finally:
                one.setblocking(True)
        except OSError:
            continue
    return alive


def test_two_hundred_slow_callers_do_not_stop_the_hall_and_are_put_out(house: RunningHouse) -> None:
    """Half never finish their headers, half never their body: a byte a second, for as long as they are let."""
    key = house.pair("kiosk", zone=1)
    kiosk = house.caller(key)
    head = b"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\n"
    body = (
        head
        + b"Content-Type: application/json\r\nAuthorization: Bearer "
        + key.encode()
        + b"\r\nContent-Length: 60000\r\n\r\n{"
    )
    slow = [opened(house, head + b"X-Slow: ") for _ in range(SLOW // 2)] + [
        opened(house, body) for _ in range(SLOW // 2)
    ]
    took, began = [], time.monotonic()
    while time.monotonic() - began < REQUEST_SECONDS - 6:
        before = time.monotonic()
        kiosk.command("/tickets", service="A1" if len(took) % 2 else "A2")
        took.append(time.monotonic() - before)
        still = dribble(slow, b"a")
        time.sleep(0.5)
    assert still == SLOW, "they were all there all the time"
    print(
        f"\n{len(took)} tickets beside {SLOW} slow callers: p50 {median(took) * 1000:.1f} ms, longest {max(took) * 1000:.0f} ms"
    )
    until = time.monotonic() + REQUEST_SECONDS + 10
    while dribble(slow, b"a") and time.monotonic() < until:
        time.sleep(0.5)
    assert dribble(slow, b"a") == 0
    assert kiosk.get("/services")[0] == 200
    for one in slow:
        one.close()
    kiosk.close()


def test_a_client_that_floods_its_socket_is_put_out_and_the_others_hear_on(house: RunningHouse) -> None:
    key, display = house.pair("kiosk", zone=1), house.pair("display", zone=1)

    async def flood() -> bool:
        async with listening(house, "zone:1", display) as honest, listening(house, "zone:1", display) as hostile:
            await honest.next("snapshot")
            with contextlib.suppress(ConnectionError, aiohttp.ClientError):
                for _ in range(5000):
                    await hostile._socket.send_str('42["x",{}]')
            out = await is_put_out(hostile)
            with calling(house, key) as kiosk:
                await asyncio.to_thread(kiosk.command, "/tickets", service="A2")
            news = await honest.next("news")
            return out and any(one["name"] == "TicketIssued" for one in news)

    assert loops.run(flood())
    assert "socket_flood" in house.log("server")


@pytest.mark.parametrize(
    "frame", ["42" + "[" * 9000, "42" + '{"a":' * 1500, "4", "9", "", "42[]", "42[1]", '40{"room":', "451-[]", "x" * 9999,
              "0", "3probe", "44{}", "42999999999999999999999[\"x\"]"],
)  # fmt: skip
def test_no_odd_frame_ends_more_than_its_own_socket(house: RunningHouse, frame: str) -> None:
    display = house.pair("display", zone=1)

    async def send() -> None:
        async with listening(house, "zone:1", display) as odd:
            await odd.next("snapshot")
            await odd._socket.send_str(frame)
        async with listening(house, "zone:1", display) as honest:
            assert (await honest.next("snapshot"))["room"] == "zone:1"

    loops.run(send())


def test_a_frame_beyond_the_bound_ends_its_socket(house: RunningHouse) -> None:
    display = house.pair("display", zone=1)

    async def send() -> bool:
        async with listening(house, "zone:1", display) as odd:
            await odd.next("snapshot")
            await odd._socket.send_str("42" + "x" * 200_000)
            return await is_put_out(odd)

    assert loops.run(send())


@pytest.mark.parametrize("origin", ["http://evil.test", "null", "https://127.0.0.1.evil.test", "http://127.0.0.1:1"])
def test_a_page_of_another_site_opens_no_socket(house: RunningHouse, origin: str) -> None:
    """Cross-site hijacking: a browser always says where the page is from, and the cookie alone is not enough."""

    async def status(origin: str) -> int:
        async with aiohttp.ClientSession() as session:
            try:
                url = f"{house.url}/socket.io/?EIO=4&transport=websocket"
                async with session.ws_connect(url, headers={"Origin": origin}) as opened:
                    return 101 if not opened.closed else 0
            except aiohttp.WSServerHandshakeError as refused:
                return refused.status

    assert loops.run(status(origin)) == 400
    assert loops.run(status(house.url)) == 101


def test_sockets_speak_websocket_only(house: RunningHouse) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=20)
    connection.request("GET", "/socket.io/?EIO=4&transport=polling")
    assert connection.getresponse().status == 400
    connection.close()


def raw(house: RunningHouse, request: bytes, seconds: float = 5) -> bytes:
    """All that the server answers to these bytes."""
    with socket.create_connection(("127.0.0.1", house.port), timeout=seconds) as one:
        one.sendall(request)
        answer = b""
        with contextlib.suppress(OSError):
            while more := one.recv(65536):
                answer += more
                if answer.count(b"HTTP/1.") > 2:
                    break
        return answer


HEAD = b"POST /api/v1/sign-out HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
SMUGGLED = b"GET /api/v1/health HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize(
    "request_", [
        HEAD + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        HEAD + b"Content-Length: -5\r\n\r\n{}" + SMUGGLED,
        HEAD + b"Content-Length: 2, 5\r\n\r\n{}" + SMUGGLED,
        HEAD + b"Content-Length: 0x2\r\n\r\n{}" + SMUGGLED,
        HEAD + b"X-Long: " + b"a" * 70_000 + b"\r\n\r\n",
        b"GET /api/v1/services?x=" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        HEAD + b"".join(b"X-%d: y\r\n" % n for n in range(8000)) + b"\r\n",
        b"GET http://evil.test/ HTTP/1.1\r\n\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 50 + b"\r\n\r\n",
    ], ids=["both lengths", "negative", "two", "hex", "long header", "long query", "many headers", "absolute", "tls"],
)  # fmt: skip
def test_a_request_that_could_be_read_two_ways_is_answered_once_at_most(house: RunningHouse, request_: bytes) -> None:
    answer = raw(house, request_, seconds=3)
    assert answer.count(b'"status":') == 0, "what was hidden behind it is not answered"
    assert b" 200 " not in answer.split(b"\r\n")[0]
    assert b"Traceback" not in answer
    with calling(house) as caller:
        assert caller.get("/health")[0] == 200


def test_a_flood_of_wrong_passwords_delays_nobody_in_the_hall(house: RunningHouse) -> None:
    """The guesser is told to wait; meanwhile a clerk signs in with one right password, and the kiosk goes on."""
    key = house.pair("kiosk", zone=1)

    async def guess(session: aiohttp.ClientSession, n: int) -> int:
        body = {"username": "petugas3", "password": f"tebakan-{n}"}
        async with session.post(f"{house.url}/api/v1/sign-in", json=body) as answer:
            return answer.status

    async def flood() -> tuple[list[int], float]:
        async with aiohttp.ClientSession() as session:
            guesses = [asyncio.create_task(guess(session, n)) for n in range(300)]
            took = []
            with calling(house, key) as kiosk:
                for _ in range(10):
                    before = time.monotonic()
                    await asyncio.to_thread(kiosk.command, "/tickets", service="A2")
                    took.append(time.monotonic() - before)
            return await asyncio.gather(*guesses), median(took)

    statuses, took = loops.run(flood())
    assert statuses.count(401) <= 6
    assert set(statuses) == {401, 429}
    print(f"\nbeside 300 wrong passwords a ticket took {took * 1000:.1f} ms (p50)")
    before = time.monotonic()
    with calling(house) as caller:
        clerk = caller.sign_in("petugas4", house.password)
        print(f"another clerk signed in after {time.monotonic() - before:.2f} s")
        assert clerk.get("/counters")[0] == 200


def test_logs_stay_one_line_an_event_whatever_was_sent(house: RunningHouse) -> None:
    before = len(house.log("server").splitlines())
    with calling(house) as caller:
        for name in ("a\nlevel='info' event='forged'", "\x1b[31mred", "a\r\nb"):
            caller.post("/sign-in", username=name, password="x")
            caller.post("/devices/pair", code="ABCD")
            caller.ask("POST", f"/tickets/{new_id()}/cancel", json.loads('{"request_id": "a\\nb-00000"}'))
    raw(house, b"GET /x%0d%0aforged:%20y HTTP/1.1\r\nHost: x\r\nUser-Agent: a\x1b[31m\r\nConnection: close\r\n\r\n")
    new = house.log("server").splitlines()[before:]
    assert [line for line in new if "forged" in line and not line.startswith("timestamp=")] == []
    assert "\x1b" not in "".join(new)
