"""A connection to the web server: what is written to it goes out at once, and a dead one is no trouble."""

import io
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from server.connections import Connections, bounded


class Protocol:
    """As eventlet's: a connection is set up as soon as it is made."""

    def __init__(self, state: Any, server: Any) -> None:
        self.connection = state[1]
        self.rfile = io.BytesIO()
        self.setup()

    def setup(self) -> None:
        pass


@contextmanager
def within(*_: Any) -> Iterator[None]:
    yield


def made(connection: socket.socket) -> None:
    protocol = bounded(Protocol, within, lambda: 0.0, Connections(lambda: 0.0, most=8, of_address=8))
    protocol((("10.0.0.9", 1), connection), None)


def test_no_answer_waits_for_the_other_side_to_confirm_its_beginning() -> None:
    with socket.socket() as connection:
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 0
        made(connection)
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


def test_a_connection_that_is_gone_already_is_no_trouble() -> None:
    connection = socket.socket()
    connection.close()
    made(connection)
