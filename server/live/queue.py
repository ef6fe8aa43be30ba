"""The queue between several web processes: Flask-SocketIO's message queue over Valkey, which nobody ever waits for."""

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

import structlog
from socketio import Manager, PubSubManager

CHANNEL = "antrean"
ANSWERS_WITHIN = 2.0  # a queue that takes longer is as good as dead
LISTENS = 1.0
ASKED_EVERY, SILENT_AFTER = 5.0, 12.0
RECONNECTS_EVERY, SETTLES_WITHIN = 1.0, 2.0
ORDERS_KEPT = 1000

log = structlog.get_logger()


class Channel(Protocol):
    """One connection to the queue: Valkey's, or a test's."""

    def publish(self, text: str) -> None: ...
    def listen(self, seconds: float) -> str | None:
        """The next message; None where none came. Raises where the queue is silent or gone."""
        ...

    def close(self) -> None: ...


class Queue(PubSubManager):  # type: ignore[misc]
    """Rings the bells of the other processes, and carries what Flask-SocketIO itself has to tell them.

    Nothing depends on it: each process looks into the journal every second anyway. So what cannot be sent is not waited
    for: rings are lost, orders (close these sockets) are kept for the next connection. One that was lost is found again
    by whoever follows the journal.
    """

    name = "antrean"

    def __init__(self, connect: Callable[[], Channel], rung: Callable[[Sequence[str]], None]) -> None:
        super().__init__(channel=CHANNEL)
        self._connect, self._rung = connect, rung
        self._stirred = threading.Condition()
        self._targets: set[str] = set()
        self._ringing = False
        self._orders: deque[dict[str, Any]] = deque(maxlen=ORDERS_KEPT)
        self._up = {"hears": False, "says": False}
        self._said_down = False
        self._running = False

    def initialize(self) -> None:
        """Called by Socket.IO at its first client; `begin` is ours, for who only polls wants to be woken too."""
        Manager.initialize(self)

    def begin(self) -> None:
        self._running = True
        self.server.start_background_task(self._thread)
        self.server.start_background_task(self._send)

    def end(self) -> None:
        self._running = False
        with self._stirred:
            self._stirred.notify_all()

    @property
    def is_up(self) -> bool:
        return all(self._up.values())

    def ring(self, targets: Sequence[str] = ()) -> None:
        """Something was committed here. Many rings at once become one."""
        with self._stirred:
            self._targets.update(targets)
            self._ringing = True
            self._stirred.notify_all()

    def close_sockets(self, room: str) -> None:
        """Close every socket in this room, here and in all processes."""
        self._close_here(room)
        self._publish({"method": "close_sockets", "room": room, "host_id": self.host_id})

    def _close_here(self, room: str) -> None:
        close_sockets(self.server, room)

    def _publish(self, data: dict[str, Any]) -> None:
        with self._stirred:
            self._orders.append(data)
            self._stirred.notify_all()

    def _send(self) -> None:
        """Says what there is to say, in order; a dead queue costs a try each second, and nobody's time."""
        channel: Channel | None = None
        failed = False
        while self._running:
            try:
                channel = channel or self._connect_after(failed)
                failed = False
                self._say_all(channel)
                self._tell("says", True)
            except Exception as trouble:
                self._give_up("says", channel, trouble)
                channel, failed = None, True
                continue
            with self._stirred:
                self._stirred.wait_for(lambda: self._ringing or self._orders or not self._running, LISTENS)

    def _connect_after(self, failed: bool) -> Channel:
        """A queue that was away has lost its listeners, too: they are given the time to come back."""
        channel = self._connect()
        if failed:
            self.server.sleep(SETTLES_WITHIN)
        return channel

    def _say_all(self, channel: Channel) -> None:
        while self._orders:
            channel.publish(json.dumps(self._orders[0]))
            self._orders.popleft()
        if self._ringing:
            self._ringing, targets, self._targets = False, self._targets, set()
            try:
                channel.publish(json.dumps({"method": "ring", "targets": sorted(targets), "host_id": self.host_id}))
            except Exception:
                self.ring(tuple(targets))  # with the next connection
                raise

    def _listen(self) -> Iterator[dict[str, Any]]:
        """What Socket.IO of other processes tells ours; rings and orders of our own are answered on the way."""
        channel: Channel | None = None
        while self._running:
            try:
                channel = channel or self._connect_anew()
                text = channel.listen(LISTENS)
            except Exception as trouble:
                self._give_up("hears", channel, trouble)
                channel = None
                continue
            message = _read(text)
            if message is not None and message.get("host_id") != self.host_id and not self._is_ours(message):
                yield message

    def _thread(self) -> None:
        """The base's loop calls an end of listening an error; ours ends with the process."""
        for message in self._listen():
            handle = {"emit": self._handle_emit, "disconnect": self._handle_disconnect,
                      "close_room": self._handle_close_room}.get(message.get("method", ""))  # fmt: skip
            try:
                if handle is not None:
                    handle(message)
            except Exception:
                log.exception("queue_message_failed", method=message.get("method"))

    def _connect_anew(self) -> Channel:
        """Whatever was said while nobody listened: everybody looks once."""
        channel = self._connect()
        channel.listen(0)
        self._tell("hears", True)
        self._rung(())
        return channel

    def _is_ours(self, message: dict[str, Any]) -> bool:
        if message.get("method") == "ring":
            self._rung([target for target in message.get("targets", ()) if isinstance(target, str)])
        elif message.get("method") == "close_sockets":
            self._close_here(str(message.get("room")))
        else:
            return False
        return True

    def _give_up(self, way: str, channel: Channel | None, trouble: Exception) -> None:
        self._tell(way, False, str(trouble))
        if channel is not None:
            channel.close()
        self.server.sleep(RECONNECTS_EVERY)

    def _tell(self, way: str, is_up: bool, reason: str = "") -> None:
        """One line when it goes and one when it comes back, not one a second."""
        before = self.is_up
        self._up[way] = is_up
        if not is_up and not self._said_down:
            self._said_down = True
            log.warning("queue_lost", reason=reason)
        elif self.is_up and not before:
            self._said_down = False
            log.info("queue_reached")


def _read(text: str | None) -> dict[str, Any] | None:
    try:
        message = json.loads(text) if text else None
    except ValueError:
        return None
    return message if isinstance(message, dict) else None


def close_sockets(server: Any, room: str) -> None:
    """The sockets of this process that are in the room."""
    for sid, eio_sid in list(server.manager.get_participants("/", room)):
        server.disconnect(sid, ignore_queue=True)
        server.start_background_task(server.eio.disconnect, eio_sid)


class ValkeyChannel:
    """A connection to Valkey or Redis that answers soon or counts as lost."""

    def __init__(self, url: str, monotonic: Callable[[], float]) -> None:
        import redis  # an extra: only a site with several processes needs it
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        url = url.replace("valkey", "redis", 1) if url.startswith("valkey") else url
        self._client = redis.Redis.from_url(
            url, socket_timeout=ANSWERS_WITHIN, socket_connect_timeout=ANSWERS_WITHIN, retry=Retry(NoBackoff(), 0)
        )
        self._client.ping()
        self._pubsub: Any = None
        self._monotonic = monotonic
        self._heard = self._asked = monotonic()

    def publish(self, text: str) -> None:
        self._client.publish(CHANNEL, text)

    def listen(self, seconds: float) -> str | None:
        if self._pubsub is None:
            self._pubsub = self._client.pubsub()  # type: ignore[no-untyped-call]
            self._pubsub.subscribe(CHANNEL)
        self._ask_whether_alive()
        message = self._pubsub.get_message(timeout=seconds)
        if message is None:
            return None
        self._heard = self._monotonic()
        return message["data"].decode() if message["type"] == "message" else None

    def _ask_whether_alive(self) -> None:
        """A line whose other end lost its power says nothing at all: silence is asked about, then believed."""
        now = self._monotonic()
        if now - self._heard > SILENT_AFTER:
            raise TimeoutError("the queue says nothing")
        if now - max(self._asked, self._heard) > ASKED_EVERY:
            self._asked = now
            self._pubsub.ping()

    def close(self) -> None:
        try:
            if self._pubsub is not None:
                self._pubsub.close()
            self._client.close()
        except Exception:
            log.debug("queue_closed_badly")
