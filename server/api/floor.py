"""The hall as a whole over HTTP: snapshot and news, help and alarms, pauses, the day, health."""

from datetime import date
from typing import Any

from flask import Response, g
from flask_openapi3 import APIBlueprint, Tag

from server.api.errors import BadRequest, error
from server.api.floor_shapes import FloorQuery
from server.api.house import hall, house, long_poll
from server.api.identity import known, may_listen, who
from server.api.presence import line_of
from server.api.said import alerts_said
from server.api.shapes import (
    AlarmPath,
    CloseDayBody,
    Command,
    ConfirmClockBody,
    DayQuery,
    ErrorShape,
    HelpBody,
    NewsAnswer,
    NewsQuery,
    Open,
    PauseBody,
    PausePath,
    RoomQuery,
)  # fmt: skip
from server.domain.access import ADMIN, AUDITOR, MANAGER, SUPERVISOR, Actor, one_of
from server.domain.refusals import NotAllowed
from server.operations import alarms, closing, days, floor_views, pauses, readiness, views

_REFUSED: dict[Any, Any] = {401: ErrorShape, 403: ErrorShape, 404: ErrorShape, 409: ErrorShape, 422: ErrorShape}
api = APIBlueprint("floor", __name__, abp_tags=[Tag(name="floor")], abp_responses=_REFUSED)


def room_asked(query: RoomQuery) -> str:
    """The room this caller may listen to. Raises NotAllowed, NotSignedIn."""
    room = query.named()
    if not may_listen(known() if not room.startswith("queue:") else who(), room):
        raise NotAllowed(room=room)
    return room


def _hear(actor: Actor) -> None:
    """A device that asks for news has an open line, though no socket."""
    if actor.kind == "device":
        house().presence.see(line_of(actor.id))


@api.get("/snapshot", responses={200: Open})
def snapshot(query: RoomQuery) -> dict[str, Any]:
    """The whole state of a room, with its sequence number."""
    return house().whole(room_asked(query))


@api.get("/news", responses={200: NewsAnswer})
def news(query: NewsQuery) -> dict[str, Any]:
    """What a room heard after `since`; waits up to `wait` seconds for something."""
    room, found = room_asked(query), {}
    _hear(who())

    def look() -> bool:
        found.update(house().missed(room, query.since, query.timeline))
        return bool(found["news"]) or found["reset"]

    long_poll(look, query.wait, [room])
    return found


@api.get("/floor", responses={200: Open})
def whole_floor(query: FloorQuery) -> dict[str, Any]:
    """The floor's snapshot, with what runs on with the time: alerts, waits, offers, scores."""
    room = floor_views.room_of(hall(), known(), query.agency)
    told: dict[str, Any] = house().lately.of(
        f"floor {room}", floor_views.stamp(hall(), room),
        lambda: alerts_said({**house().whole(room), **floor_views.computed(hall(), room, house().presence.vanished)}),
    )  # fmt: skip
    return told


@api.get("/floor/ready", responses={200: Open})
def ready() -> dict[str, Any]:
    """Is all there for the day to begin?"""
    backups = house().backups
    return readiness.ready_view(hall(), known(), house().health(), backups.where() if backups else "")


@api.get("/floor/closing", responses={200: Open})
def closing_page() -> dict[str, Any]:
    """Who was not served, what was forgotten, and the report."""
    return alerts_said(closing.closing_view(hall(), known()), "forgotten")


@api.post("/help", responses={201: Open})
def ask_help(body: HelpBody) -> tuple[dict[str, Any], int]:
    """A visitor at a kiosk asks for an officer: the desks of that zone hear it."""
    g.request_id = body.request_id
    return dict(alarms.ask_help(hall(), known(), request_id=body.request_id).result), 201


@api.post("/alarms/<alarm>/answer", responses={200: Open})
def answer(path: AlarmPath, body: Command) -> dict[str, Any]:
    g.request_id = body.request_id
    return dict(alarms.answer(hall(), known(), alarm=path.alarm, request_id=body.request_id).result)


@api.post("/pauses", responses={201: Open})
def pause(body: PauseBody) -> tuple[dict[str, Any], int]:
    """Pause the site, an agency or a service, with a reason of the list."""
    g.request_id = body.request_id
    done = pauses.pause(
        hall(), known(), scope=body.scope, code=body.code, reason=body.reason, numbers=body.numbers,
        minutes=body.minutes, request_id=body.request_id, texts=body.texts,
    )  # fmt: skip
    return dict(done.result), 201


@api.post("/pauses/<pause>/lift", responses={200: Open})
def lift(path: PausePath, body: Command) -> dict[str, Any]:
    g.request_id = body.request_id
    return dict(pauses.lift(hall(), known(), pause=path.pause, request_id=body.request_id).result)


@api.post("/day/close", responses={200: Open})
def close_day(body: CloseDayBody) -> dict[str, Any]:
    """End the day: serve on who waits, or release them; the closing report carries the chain's head code."""
    g.request_id = body.request_id
    done = days.close(hall(), known(), waiting=body.waiting, request_id=body.request_id)
    return {**done.result, "report": _report(date.fromisoformat(done.result["day"]))}


def _report(day: date) -> dict[str, Any] | None:
    return views.report_view(hall(), known(), day)


@api.get("/day/report", responses={200: Open})
def report(query: DayQuery) -> dict[str, Any] | Response:
    one_of(known(), MANAGER, SUPERVISOR, AUDITOR, ADMIN)
    return _report(query.day) or error("not_found", 404)


@api.post("/clock/confirm", responses={200: Open})
def confirm_clock(body: ConfirmClockBody) -> dict[str, Any]:
    """A person has looked at the server's clock: it is this day."""
    g.request_id = body.request_id
    try:
        day = date.fromisoformat(body.day)
    except ValueError:
        raise BadRequest(problem="day") from None
    return dict(days.confirm_clock(hall(), known(), day=day, request_id=body.request_id).result)


@api.get("/health", responses={200: Open})
def health() -> dict[str, Any]:
    """Whether the house works, and what the live database connection really uses."""
    return house().health()


@api.get("/metrics", responses={200: None})
def metrics() -> Response:
    """Prometheus figures, for staff and devices."""
    known()
    return Response(house().metrics(), mimetype="text/plain; version=0.0.4")
