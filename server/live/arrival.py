"""Who connects is checked, joins one room, and gets the whole state, or what was missed. A socket takes no orders."""

from collections.abc import Callable
from typing import Any

import structlog
from flask_socketio import SocketIO, emit, join_room

from server.domain.refusals import NotFound
from server.live.messages import for_room, news_of
from server.ports import Hall, Recorded, StoreUnavailable
from server.store.snapshots import head_of, room_exists, snapshot

MISSED_AT_MOST = 500

log = structlog.get_logger()
Admit = Callable[[dict[str, Any], str], tuple[str, ...] | None]


def missed(hall: Hall, room: str, since: int, timeline: str | None = None) -> dict[str, Any]:
    """News of the room after `since`: {seq, room, news, reset}. `reset`: take a snapshot.

    Too much may have happened to tell, or a restored backup has begun another timeline than the caller's.
    """
    with hall.store.read() as unit:
        if not room_exists(unit.mall, room):
            raise NotFound(what="room", room=room)
        head = head_of(unit, room)
        rows: list[Recorded] = unit.journal.after(since, MISSED_AT_MOST) if since < head else []
        other = timeline not in (None, unit.journal.head().timeline)
        reset = other or since > head or (bool(rows) and rows[-1].seq < head)
        mall = unit.mall
    news = [for_room(news_of(row, mall), row, room) for row in rows if room in row.after]
    return {"seq": head, "room": room, "news": [] if reset else news, "reset": reset}


def whole(hall: Hall, room: str) -> dict[str, Any]:
    """The room's snapshot. Raises NotFound for a room the mall does not have."""
    with hall.store.read() as unit:
        if not room_exists(unit.mall, room):
            raise NotFound(what="room", room=room)
        return snapshot(unit, room, hall.clock.now())


def receive(socketio: SocketIO, hall: Hall, admit: Admit, came: Callable[[], None], left: Callable[[], None]) -> None:
    """Answer connections: `admit(auth, room)` says who may listen where; `came` and `left` count who does.

    It answers None, or the rooms by which this client can be shut out later: its device's, its session's.
    """

    @socketio.on("connect")  # type: ignore[untyped-decorator]
    def connect(auth: Any = None) -> bool | None:
        auth = auth if isinstance(auth, dict) else {}
        room, since = auth.get("room"), auth.get("since")
        if not isinstance(room, str) or len(room) > 20:
            return False
        try:
            keys = admit(auth, room)
            if keys is None:
                return False
            for key in keys:
                join_room(key)
            _greet(hall, room, since if isinstance(since, int) and since >= 0 else None, _timeline(auth))
        except NotFound:
            return False
        except StoreUnavailable as trouble:  # who is turned away knocks again
            log.warning("greeting_waits", reason=str(trouble))
            return False
        except Exception:
            log.exception("greeting_failed")
            return False
        came()
        return None

    @socketio.on("disconnect")  # type: ignore[untyped-decorator]
    def disconnect(reason: Any = None) -> None:
        left()


def _timeline(auth: dict[str, Any]) -> str | None:
    timeline = auth.get("timeline")
    return timeline if isinstance(timeline, str) else None


def _greet(hall: Hall, room: str, since: int | None, timeline: str | None) -> None:
    """Join first, look then: what is committed between comes twice, never not at all; the client drops the double."""
    join_room(room)
    if since is not None:
        news = missed(hall, room, since, timeline)
        if not news["reset"]:
            emit("news", news["news"], ignore_queue=True)
            emit("heartbeat", {"room": room, "head": news["seq"], "now": None}, ignore_queue=True)
            return
    emit("snapshot", whole(hall, room), ignore_queue=True)
