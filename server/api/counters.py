"""Counters over HTTP: who sits where, and every button of the desk. Each command answers the desk anew."""

from typing import Any

from flask import g
from flask_openapi3 import APIBlueprint, Tag

from server.api.house import hall, house
from server.api.identity import known
from server.api.said import desk_said
from server.api.shapes import (
    AutoCallBody,
    CallBody,
    ColleagueNoteBody,
    Command,
    CounterPath,
    DeskAnswer,
    ErrorShape,
    FinishBody,
    HelpQueuesBody,
    NextBody,
    NotePath,
    Open,
    ParkBody,
    PauseCounterBody,
    TakeBody,
    TransferBody,
    VisitorBody,
)  # fmt: skip
from server.domain.access import ROLES, one_of
from server.domain.refusals import CounterHeld
from server.operations import calls, colleague_views, colleagues, counters, desk_views, parking, transfers, undoing

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


@api.get("/counters/<counter>/colleagues", responses={200: Open})
def colleagues_at(path: CounterPath) -> dict[str, Any]:
    """The counters of this one's agency and who sits there now, by sign-in name: to whom a visitor can be sent."""
    return {"colleagues": colleague_views.at_counters(hall(), known(), path.counter)}


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
def finish(path: CounterPath, body: FinishBody) -> dict[str, Any]:
    """The visit is over: its outcome, and what was delivered. A visit of several services goes on to the next."""
    delivered = [one.model_dump() for one in body.delivered]
    return _with_visitor(calls.finish, path, body, outcome=body.outcome, delivered=delivered)


@api.post("/counters/<counter>/call", responses={200: DeskAnswer})
def call(path: CounterPath, body: CallBody) -> dict[str, Any]:
    """Close the present visit and call the one that is chosen, with a reason that the journal keeps."""
    g.request_id = body.request_id
    calls.call(
        hall(), known(), counter=path.counter, expects=body.expects, ticket=body.ticket, reason=body.reason,
        request_id=body.request_id,
    )  # fmt: skip
    return _desk(path.counter)


@api.post("/counters/<counter>/park", responses={200: DeskAnswer})
def park(path: CounterPath, body: ParkBody) -> dict[str, Any]:
    """Set the visitor aside, for some minutes or until they return."""
    return _with_visitor(parking.park, path, body, why=body.why, minutes=body.minutes)


@api.post("/counters/<counter>/transfer", responses={200: DeskAnswer})
def transfer(path: CounterPath, body: TransferBody) -> dict[str, Any]:
    """The visitor waits on: for another service, one counter, or one person. The number stays."""
    aim = {"service": body.service, "to_counter": body.counter, "to_staff": body.staff}
    return _with_visitor(transfers.transfer, path, body, **aim)


@api.post("/counters/<counter>/undo", responses={200: DeskAnswer})
def undo(path: CounterPath, body: Command) -> dict[str, Any]:
    """Take my last move at this counter back, within the site's minute."""
    g.request_id = body.request_id
    undoing.undo(hall(), known(), counter=path.counter, request_id=body.request_id)
    return _desk(path.counter)


@api.post("/counters/<counter>/hand-over", responses={200: Open})
def hand_over(path: CounterPath, body: Command) -> dict[str, Any]:
    """Stand up, in the middle of a visit or not; whoever takes the counter next has its visitor."""
    g.request_id = body.request_id
    return dict(colleagues.hand_over(hall(), known(), counter=path.counter, request_id=body.request_id).result)


@api.post("/counters/<counter>/auto-call", responses={200: DeskAnswer})
def auto_call(path: CounterPath, body: AutoCallBody) -> dict[str, Any]:
    """Whether the next arrival is called by itself while nobody is here."""
    g.request_id = body.request_id
    colleagues.set_auto_call(hall(), known(), counter=path.counter, on=body.on, request_id=body.request_id)
    return _desk(path.counter)


@api.post("/counters/<counter>/help", responses={200: Open})
def help_queues(path: CounterPath, body: HelpQueuesBody) -> dict[str, Any]:
    """This counter also serves these queues of its agency until it closes."""
    g.request_id = body.request_id
    return dict(
        colleagues.help_queues(
            hall(), known(), counter=path.counter, queues=body.queues, request_id=body.request_id
        ).result
    )  # fmt: skip


@api.post("/counters/<counter>/alarm", responses={201: Open})
def alarm(path: CounterPath, body: Command) -> tuple[dict[str, Any], int]:
    """A clerk needs help, without a sound: colleagues of the zone and the floor hear of it."""
    g.request_id = body.request_id
    return dict(colleagues.raise_alarm(hall(), known(), counter=path.counter, request_id=body.request_id).result), 201


@api.post("/counters/<counter>/notes", responses={200: DeskAnswer, 201: DeskAnswer})
def leave_note(path: CounterPath, body: ColleagueNoteBody) -> tuple[dict[str, Any], int]:
    """A few words for the next colleague, until the day ends; nothing that looks like a person's number."""
    g.request_id = body.request_id
    colleagues.leave_note(
        hall(), known(), counter=path.counter, ticket=body.ticket, text=body.text, request_id=body.request_id
    )
    return _desk(path.counter), 201


@api.post("/colleague-notes/<note>/remove", responses={200: Open})
def remove_note(path: NotePath, body: Command) -> dict[str, Any]:
    """It was read."""
    g.request_id = body.request_id
    return dict(colleagues.remove_note(hall(), known(), note=path.note, request_id=body.request_id).result)


@api.post("/counters/<counter>/absent", responses={200: DeskAnswer})
def absent(path: CounterPath, body: VisitorBody) -> dict[str, Any]:
    """The visitor did not come; only after the site's number of calls."""
    return _with_visitor(calls.absent, path, body)


def _with_visitor(act: Any, path: CounterPath, body: VisitorBody, **more: Any) -> dict[str, Any]:
    g.request_id = body.request_id
    act(hall(), known(), counter=path.counter, ticket=body.ticket, request_id=body.request_id, **more)
    return _desk(path.counter)
