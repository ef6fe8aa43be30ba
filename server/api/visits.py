"""A visit as staff steer it, by the ticket's label: find, return, priority, plan, another queue."""

from typing import Any

from flask import g
from flask_openapi3 import APIBlueprint, Tag

from server.api.house import hall
from server.api.identity import known
from server.api.shapes import (
    Command,
    ErrorShape,
    LabelPath,
    MoveBody,
    Open,
    PlanBody,
    PriorityBody,
    TicketPath,
)  # fmt: skip
from server.operations import plans, priority, returning, transfers, visit_views

_REFUSED: dict[Any, Any] = {401: ErrorShape, 403: ErrorShape, 404: ErrorShape, 409: ErrorShape, 422: ErrorShape}
api = APIBlueprint("visits", __name__, abp_tags=[Tag(name="visits")], abp_responses=_REFUSED)


@api.get("/labels/<label>", responses={200: Open})
def find(path: LabelPath) -> dict[str, Any]:
    """A ticket of today by its label, as staff may see it: state, place, plan, priority, its stops; never its id."""
    return {"ticket": visit_views.by_label(hall(), known(), path.label)}


@api.post("/tickets/<ticket>/return", responses={200: Open})
def let_return(path: TicketPath, body: Command) -> dict[str, Any]:
    """The visitor is back: late, with the missing document, or from being parked. A kiosk brings the slip's id."""
    g.request_id = body.request_id
    done = returning.let_return(hall(), known(), ticket=path.ticket, request_id=body.request_id)
    return {"ticket": visit_views.by_id(hall(), done.result["ticket"])}


@api.post("/tickets/<ticket>/priority", responses={200: Open})
def decide(path: TicketPath, body: PriorityBody) -> dict[str, Any]:
    """Confirm or decline what was asked at the kiosk, or note it unasked; by label."""
    g.request_id = body.request_id
    done = priority.decide(
        hall(), known(), ticket=path.ticket, decision=body.decision, request_id=body.request_id
    )  # fmt: skip
    return {"ticket": visit_views.by_id(hall(), done.result["ticket"])}


@api.post("/tickets/<ticket>/plan", responses={200: Open})
def plan(path: TicketPath, body: PlanBody) -> dict[str, Any]:
    """Which services follow after the present one; by label."""
    g.request_id = body.request_id
    done = plans.change(hall(), known(), ticket=path.ticket, plan=body.services, request_id=body.request_id)
    return {"ticket": visit_views.by_id(hall(), done.result["ticket"])}


@api.post("/tickets/<ticket>/transfer", responses={200: Open})
def move(path: TicketPath, body: MoveBody) -> dict[str, Any]:
    """Whoever waits in the wrong queue goes to the right one; by label. The number and the time of arrival stay."""
    g.request_id = body.request_id
    done = transfers.move_waiting(
        hall(), known(), ticket=path.ticket, service=body.service, request_id=body.request_id
    )  # fmt: skip
    return {"ticket": visit_views.by_id(hall(), done.result["ticket"])}
