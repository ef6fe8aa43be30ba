"""Messages to those who wait over HTTP: shown on displays and phones, and taken down."""

from typing import Any

from flask import g
from flask_openapi3 import APIBlueprint, Tag

from server.api.floor import room_asked
from server.api.floor_shapes import MessageBody, MessagePath
from server.api.house import hall
from server.api.identity import known
from server.api.shapes import Command, ErrorShape, Open, RoomQuery
from server.operations import messages

_REFUSED: dict[Any, Any] = {401: ErrorShape, 403: ErrorShape, 404: ErrorShape, 409: ErrorShape, 422: ErrorShape}
api = APIBlueprint("messages", __name__, abp_tags=[Tag(name="floor")], abp_responses=_REFUSED)


@api.get("/messages", responses={200: Open})
def all_messages(query: RoomQuery) -> dict[str, Any]:
    """The words that stand for those who look at this room."""
    return {"messages": messages.shown_in(hall(), room_asked(query))}


@api.post("/messages", responses={201: Open})
def show(body: MessageBody) -> tuple[dict[str, Any], int]:
    """Words on the displays and phones of the site, a zone, an agency or a service."""
    g.request_id = body.request_id
    done = messages.show(
        hall(), known(), scope=body.scope, code=body.code, texts=body.texts, minutes=body.minutes,
        request_id=body.request_id,
    )  # fmt: skip
    return dict(done.result), 201


@api.post("/messages/<message>/lift", responses={200: Open})
def lift(path: MessagePath, body: Command) -> dict[str, Any]:
    """Take it down."""
    g.request_id = body.request_id
    return dict(messages.lift(hall(), known(), message=path.message, request_id=body.request_id).result)
