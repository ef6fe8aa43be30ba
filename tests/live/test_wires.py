"""A message made into bytes once: each listener reads whole frames in order, also one that is slow, locked or far behind."""

import queue
import select
import socket
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import socketio

from server.live.wires import Wires, frame_of


class Wire:
    """A listener's websocket over a real pair of sockets, as eventlet has it: a bare one inside that never waits."""

    def __init__(self) -> None:
        self.far, near = socket.socketpair()
        near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        near.setblocking(False)
        self.extensions: dict[str, Any] = {}
        self._sendlock = Lock()
        self.socket = SimpleNamespace(fd=near, sendall=self._sendall)

    def _sendall(self, data: bytes) -> None:
        while data:
            select.select([], [self.socket.fd], [], 10)
            data = data[self.socket.fd.send(data) :]

    def read(self, size: int) -> bytes:
        self.far.settimeout(10)
        found = b""
        while len(found) < size:
            found += self.far.recv(65536)
        return found

    def close(self) -> None:
        self.far.close()
        self.socket.fd.close()


class Lock:
    """Eventlet's semaphore, as far as it is used."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.acquire, self.release, self.locked = self._lock.acquire, self._lock.release, self._lock.locked


@pytest.fixture
def server() -> socketio.Server:
    server = socketio.Server(async_mode="threading")
    server.by_queue = []
    server._send_eio_packet = lambda sid, packet: server.by_queue.append((sid, packet.encode()))
    return server


@pytest.fixture
def listen(server: socketio.Server) -> Iterator[Callable[[str], Wire]]:
    wires: list[Wire] = []

    def join(sid: str) -> Wire:
        wire = Wire()
        wires.append(wire)
        server.eio.sockets[sid] = SimpleNamespace(closed=False, queue=queue.Queue())
        server.manager.basic_enter_room(f"s-{sid}", "/", None, eio_sid=sid)
        server.manager.basic_enter_room(f"s-{sid}", "/", "queue:A", eio_sid=sid)
        return wire

    yield join
    for wire in wires:
        wire.close()


@pytest.mark.parametrize("size", [0, 125, 126, 65535, 65536, 200_000])
def test_a_frame_says_how_long_it_is(size: int) -> None:
    frame = frame_of(b"x" * size)
    short = frame[1]
    told = int.from_bytes(frame[2:4]) if short == 126 else int.from_bytes(frame[2:10]) if short == 127 else short
    assert (frame[0], told, frame.endswith(b"x" * size)) == (0x81, size, True)


def test_all_listeners_of_a_room_read_the_same_bytes_and_nobody_else_does(
    server: socketio.Server, listen: Callable[[str], Wire]
) -> None:
    wires = {sid: listen(sid) for sid in ("one", "two")}
    server.manager.basic_leave_room("s-two", "/", "queue:A")
    telling = Wires(server)
    telling._wires.update(wires)
    telling.emit("news", [{"seq": 1, "name": "Panggilan é"}], "queue:A")
    text = b'42["news",[{"seq":1,"name":"Panggilan \\u00e9"}]]'
    assert wires["one"].read(len(frame_of(text))) == frame_of(text)
    assert select.select([wires["two"].far], [], [], 0)[0] == []
    assert server.by_queue == []


def test_who_cannot_take_it_at_once_gets_it_by_socket_io_in_its_turn(
    server: socketio.Server, listen: Callable[[str], Wire]
) -> None:
    behind, writing, compressed, unknown = (listen(sid) for sid in ("behind", "writing", "compressed", "unknown"))
    server.eio.sockets["behind"].queue.put("an older message")
    writing._sendlock.acquire()
    compressed.extensions = {"permessage-deflate": {}}
    telling = Wires(server)
    telling._wires.update(behind=behind, writing=writing, compressed=compressed)
    telling.emit("news", [], "queue:A")
    assert sorted(sid for sid, _ in server.by_queue) == ["behind", "compressed", "unknown", "writing"]
    assert {packet for _, packet in server.by_queue} == {'42["news",[]]'}
    assert unknown is not None


def test_a_slow_listener_reads_every_frame_whole_and_in_order(
    server: socketio.Server, listen: Callable[[str], Wire]
) -> None:
    wire = listen("slow")
    telling = Wires(server)
    telling._wires["slow"] = wire
    sent = [[{"seq": n, "text": "x" * 3000}] for n in range(200)]
    for news in sent:
        telling.emit("news", news, "queue:A")
    frames = [frame_of(telling_text(news)) for news in sent]
    straight = len(frames) - len(server.by_queue)
    whole = b"".join(frames[:straight])
    assert 0 < straight < len(frames)
    assert wire.read(len(whole)) == whole
    assert [packet.encode() for _, packet in server.by_queue] == [telling_text(news) for news in sent[straight:]]


def telling_text(news: list[dict[str, Any]]) -> bytes:
    return f'42["news",[{{"seq":{news[0]["seq"]},"text":"{news[0]["text"]}"}}]]'.encode()
