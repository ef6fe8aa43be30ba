"""One message to many listeners: made into bytes once, and written straight to each socket that can take them."""

import contextlib
import struct
from collections.abc import Callable
from typing import Any

from engineio import packet as frames
from socketio import packet as messages

NAMESPACE = "/"


class Wires:
    """What Socket.IO does for each listener anew (queue, writer, encoding) is most of the cost of a call to 1,500.

    A listener whose queue is empty and whose last bytes are gone gets the frame at once, without waiting; every
    other one through Socket.IO as ever: it is behind, its system's buffer is full, or there is no such wire (threads).
    """

    def __init__(self, server: Any) -> None:
        self._server = server
        self._wires: dict[str, Any] = {}
        self._keep_wires()

    def _keep_wires(self) -> None:
        """Remember each listener's websocket: Engine.IO hands it to the handler of that listener alone."""
        plain = self._server.eio._async["websocket"]
        if plain is None:
            return

        def kept(handler: Callable[[Any], Any], engine: Any) -> Any:
            sid = handler.__self__.sid  # type: ignore[attr-defined]

            def handle(wire: Any) -> Any:
                self._wires[sid] = wire
                try:
                    return handler(wire)
                finally:
                    self._wires.pop(sid, None)

            return plain(handle, engine)

        self._server.eio._async = {**self._server.eio._async, "websocket": kept}

    def emit(self, name: str, data: Any, room: str) -> None:
        """To this process's own listeners in the room."""
        text = self._server.packet_class(messages.EVENT, namespace=NAMESPACE, data=[name, data]).encode()
        packet = frames.Packet(frames.MESSAGE, text)
        frame = frame_of(packet.encode().encode())
        for _, sid in self._server.manager.get_participants(NAMESPACE, room):
            if not self._at_once(sid, frame):
                self._server._send_eio_packet(sid, packet)

    def _at_once(self, sid: str, frame: bytes) -> bool:
        wire, listener = self._wires.get(sid), self._server.eio.sockets.get(sid)
        if wire is None or listener is None or listener.closed or not _is_free(wire, listener):
            return False
        try:
            sent = wire.socket.fd.send(frame)
        except OSError:  # its buffer is full, or it is gone: Socket.IO waits for the one and notices the other
            return False
        if sent < len(frame):
            self._finish(wire, frame[sent:])
        return True

    def _finish(self, wire: Any, rest: bytes) -> None:
        """The system took a part. Nobody else may write before the rest: the lock is taken before anything yields."""
        wire._sendlock.acquire()

        def write() -> None:
            try:
                with contextlib.suppress(OSError):
                    wire.socket.sendall(rest)
            finally:
                wire._sendlock.release()

        self._server.start_background_task(write)


def _is_free(wire: Any, listener: Any) -> bool:
    """Nothing waits in its queue, nothing is half written, nothing compresses, and its socket never makes us wait."""
    lock = getattr(wire, "_sendlock", None)
    bare: Any = getattr(getattr(wire, "socket", None), "fd", None)
    if lock is None or lock.locked() or not hasattr(bare, "gettimeout") or bare.gettimeout() != 0:
        return False
    return not getattr(wire, "extensions", None) and bool(listener.queue.empty())


def frame_of(text: bytes) -> bytes:
    """One unmasked text frame of RFC 6455."""
    if len(text) < 126:
        return struct.pack("!BB", 0x81, len(text)) + text
    if len(text) < 65536:
        return struct.pack("!BBH", 0x81, 126, len(text)) + text
    return struct.pack("!BBQ", 0x81, 127, len(text)) + text
