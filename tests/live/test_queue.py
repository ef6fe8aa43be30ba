"""The queue between processes: rings and orders cross over, nobody waits for it, and it finds its way back."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import socketio

from server.live import queue as queues
from server.live.queue import Queue, ValkeyChannel
from tests.valkey import Valkey, program, running_valkey

pytestmark = pytest.mark.skipif(program() is None, reason="needs Valkey from pip")


@pytest.fixture(scope="module")
def valkey() -> Iterator[Valkey]:
    with running_valkey() as running:
        yield running


class Process:
    """A Socket.IO server with its queue, as each web process has one."""

    def __init__(self, url: str) -> None:
        self.rung: list[tuple[str, ...]] = []
        self.queue = Queue(lambda: ValkeyChannel(url, time.monotonic), lambda targets: self.rung.append(tuple(targets)))
        self.server = socketio.Server(async_mode="threading", client_manager=self.queue)
        self.queue.set_server(self.server)
        self.queue.begin()

    def end(self) -> None:
        self.queue.end()


@pytest.fixture
def processes(valkey: Valkey) -> Iterator[tuple[Process, Process]]:
    both = Process(valkey.url), Process(valkey.url)
    eventually(lambda: all(one.queue.is_up for one in both))
    for one in both:
        one.rung.clear()
    yield both
    for one in both:
        one.end()


def eventually(true: Callable[[], Any], within: float = 15.0) -> None:
    until = time.monotonic() + within
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_commit_of_one_process_rings_the_other_and_not_itself(processes: tuple[Process, Process]) -> None:
    here, there = processes
    here.queue.ring(["printer:p1"])
    eventually(lambda: ("printer:p1",) in there.rung)
    assert here.rung == []


def test_many_rings_at_once_become_few_and_no_target_is_lost(processes: tuple[Process, Process]) -> None:
    here, there = processes
    for n in range(500):
        here.queue.ring([f"printer:p{n}"])
    eventually(lambda: len({target for targets in there.rung for target in targets}) == 500)
    assert len(there.rung) < 500


def test_who_was_not_connected_is_rung_when_the_queue_is_back(
    processes: tuple[Process, Process], valkey: Valkey
) -> None:
    here, there = processes
    valkey.kill()
    here.queue.ring(["field:1"])
    eventually(lambda: not here.queue.is_up and not there.queue.is_up)
    there.rung.clear()
    valkey.start()
    eventually(lambda: here.queue.is_up and there.queue.is_up)
    eventually(lambda: there.rung)


def test_nobody_waits_for_a_queue_that_hangs(processes: tuple[Process, Process], valkey: Valkey) -> None:
    here, there = processes
    valkey.hang()
    try:
        began = time.monotonic()
        for n in range(1000):
            here.queue.ring([f"printer:p{n}"])
        here.queue.close_sockets("actor:nobody")
        assert time.monotonic() - began < queues.ANSWERS_WITHIN
        eventually(lambda: not here.queue.is_up)
    finally:
        valkey.wake()
    eventually(lambda: here.queue.is_up and any("printer:p999" in targets for targets in there.rung))


def test_an_order_given_while_the_queue_is_dead_is_carried_out_when_it_is_back(
    processes: tuple[Process, Process], valkey: Valkey
) -> None:
    here, there = processes
    closed = threading.Event()
    there.queue.enter_room(there.queue.connect("eio1", "/"), "/", "actor:d1", "eio1")
    there.server.disconnect = lambda *told, **more: closed.set()  # type: ignore[method-assign]
    valkey.kill()
    eventually(lambda: not here.queue.is_up)
    here.queue.close_sockets("actor:d1")
    assert not closed.is_set()
    valkey.start()
    eventually(closed.is_set)


@pytest.mark.parametrize(
    "text", ["", "nonsense", "[]", "7", '{"method": 5}', '{"method": "ring", "targets": [1, null]}']
)
def test_nonsense_on_the_channel_disturbs_nobody(processes: tuple[Process, Process], valkey: Valkey, text: str) -> None:
    here, there = processes
    line = ValkeyChannel(valkey.url, time.monotonic)
    line.publish(text)
    line.close()
    here.queue.ring(["still:here"])
    eventually(lambda: ("still:here",) in there.rung)


def test_a_process_starts_without_a_queue_and_joins_it_later() -> None:
    with running_valkey() as valkey:
        valkey.kill()
        early = Process(valkey.url)
        early.queue.ring(["printer:p1"])
        assert not early.queue.is_up
        valkey.start()
        eventually(lambda: early.queue.is_up)
        early.end()
