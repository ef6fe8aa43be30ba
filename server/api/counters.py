"""Counters over HTTP: who sits where, and every button of the desk. Each command answers the desk anew."""

from typing import Any

from flask import g
from flask_openapi3 import APIBlueprint, Tag

from server.api.house import hall, house
from server.api.identity import known
from server.api.said import desk_said
from server.api.shapes import (
    Command,
    CounterPath,
    DeskAnswer,
    ErrorShape,
    NextBody,
    Open,
    PauseCounterBody,
    TakeBody,
    VisitorBody,
)  # fmt: skip
from server.domain.access import ROLES, one_of
from server.domain.refusals import CounterHeld
from server.operations import calls, counters, desk_views

_REFUSED: dict[Any, Any] = {401: ErrorShape, 403: ErrorShape, 404: ErrorShape, 409: ErrorShape, 422: ErrorShape}
api = APIBlueprint("counters", __name__, abp_tags=[Tag(name="counters")], abp_responses=_REFUSED)


def _vanish_seconds() -> int:
    return hall().store.mall().calling.holder_vanished_seconds


@api.get("/counters", responses={200: Open})
def all_counters() -> dict[str, Any]:
    """The counters of the caller's reach, and which may be taken."""
    seconds, presence = _vanish_seconds(), house().presence
    actor = one_of(known(), *ROLES)
    return {"counters": desk_views.counters_view(hall(), actor, lambda staff: presence.vanished(staff, seconds))}


@api.get("/counters/<counter>", responses={200: DeskAnswer})
def look(path: CounterPath) -> dict[str, Any]:
    """The desk of this counter: my visitor, who waits, what hinders."""
    return _desk(path.counter)


def _desk(counter: int) -> dict[str, Any]:
    return desk_said(hall(), desk_views.desk_view(hall(), known(), counter))


@api.post("/counters/<counter>/take", responses={200: DeskAnswer})
def take(path: CounterPath, body: TakeBody) -> dict[str, Any]:
    """Sit down. A counter whose holder vanished can be taken over."""
    g.request_id, actor = body.request_id, known()
    gone = _vanished_holder(path.counter) if body.take_over else None
    counters.take(
        hall(), actor, counter=path.counter, holder_vanished=gone is not None, holder=gone, request_id=body.request_id
    )
    return _desk(path.counter)


def _vanished_holder(counter: int) -> str | None:
    """Whom the caller may displace. Nobody where the caller sits already: only the reply was lost."""
    with hall().store.read() as unit:
        holder = unit.counters.get(counter).holder
    if holder is None or holder == known().id:
        return None
    if not house().presence.vanished(holder, _vanish_seconds()):
        raise CounterHeld(counter=counter)
    return holder


@api.post("/counters/<counter>/open", responses={200: DeskAnswer})
def open_counter(path: CounterPath, body: Command) -> dict[str, Any]:
    """Calls may go to this counter; also the way back from a pause."""
    g.request_id = body.request_id
    counters.open(hall(), known(), counter=path.counter, request_id=body.request_id)
    return _desk(path.counter)


@api.post("/counters/<counter>/pause", responses={200: DeskAnswer})
def pause(path: CounterPath, body: PauseCounterBody) -> dict[str, Any]:
    g.request_id, request_id = body.request_id, body.request_id
    counters.pause(
        hall(), known(), counter=path.counter, reason=body.reason, minutes=body.minutes, request_id=request_id
    )
    return _desk(path.counter)


@api.post("/counters/<counter>/close", responses={200: DeskAnswer})
def close(path: CounterPath, body: Command) -> dict[str, Any]:
    g.request_id = body.request_id
    counters.close(hall(), known(), counter=path.counter, request_id=body.request_id)
    return _desk(path.counter)


@api.post("/counters/<counter>/leave", responses={200: DeskAnswer})
def leave(path: CounterPath, body: Command) -> dict[str, Any]:
    """Stand up; the counter is free for somebody else."""
    g.request_id = body.request_id
    counters.leave(hall(), known(), counter=path.counter, request_id=body.request_id)
    return _desk(path.counter)


@api.post("/counters/<counter>/next", responses={200: DeskAnswer})
def next_visitor(path: CounterPath, body: NextBody) -> dict[str, Any]:
    """Close the present visit and call who waits longest."""
    g.request_id = body.request_id
    calls.next(
        hall(), known(), counter=path.counter, expects=body.expects, request_id=body.request_id,
        system_back=body.system_back,
    )  # fmt: skip
    return _desk(path.counter)


@api.post("/counters/<counter>/recall", responses={200: DeskAnswer})
def recall(path: CounterPath, body: VisitorBody) -> dict[str, Any]:
    return _with_visitor(calls.recall, path, body)


@api.post("/counters/<counter>/start", responses={200: DeskAnswer})
def start(path: CounterPath, body: VisitorBody) -> dict[str, Any]:
    """The visitor has arrived."""
    return _with_visitor(calls.start, path, body)


@api.post("/counters/<counter>/finish", responses={200: DeskAnswer})
def finish(path: CounterPath, body: VisitorBody) -> dict[str, Any]:
    return _with_visitor(calls.finish, path, body)


@api.post("/counters/<counter>/absent", responses={200: DeskAnswer})
def absent(path: CounterPath, body: VisitorBody) -> dict[str, Any]:
    """The visitor did not come; only after the site's number of calls."""
    return _with_visitor(calls.absent, path, body)


def _with_visitor(act: Any, path: CounterPath, body: VisitorBody) -> dict[str, Any]:
    g.request_id = body.request_id
    act(hall(), known(), counter=path.counter, ticket=body.ticket, request_id=body.request_id)
    return _desk(path.counter)
