"""A visit as staff steer it, by label: find, return, priority, plan, another queue; and why one came first."""

from typing import Any

from flask import g
from flask_openapi3 import APIBlueprint, Tag

from server.api.house import hall, house
from server.api.identity import known
from server.api.said import visit_said
from server.api.shapes import (
    Command,
    ErrorShape,
    LabelPath,
    MoveBody,
    Open,
    PlanBody,
    PriorityBody,
    TicketPath,
    WhyQuery,
)  # fmt: skip
from server.operations import explaining, greeter_views, plans, priority, returning, transfers, visit_views
from server.operations.recording import Done
from server.operations.views import iso
from server.sentences.order import why_sentence

_REFUSED: dict[Any, Any] = {401: ErrorShape, 403: ErrorShape, 404: ErrorShape, 409: ErrorShape, 422: ErrorShape}
api = APIBlueprint("visits", __name__, abp_tags=[Tag(name="visits")], abp_responses=_REFUSED)


@api.get("/greeter", responses={200: Open})
def greeter() -> dict[str, Any]:
    """What waits for whoever stands in the hall: priority to confirm, people to bring back, help asked."""
    return greeter_views.greeter_view(hall(), known())


def _told(done: Done) -> dict[str, Any]:
    return {"ticket": visit_said(hall(), visit_views.by_id(hall(), done.result["ticket"]))}


@api.get("/labels/<label>", responses={200: Open})
def find(path: LabelPath) -> dict[str, Any]:
    """A ticket of today by its label (C-014, or c14 as typed), as staff may see it; never its id."""
    return {"ticket": visit_said(hall(), visit_views.by_label(hall(), known(), path.label))}


@api.post("/tickets/<ticket>/return", responses={200: Open})
def let_return(path: TicketPath, body: Command) -> dict[str, Any]:
    """The visitor is back: late, with the missing document, or from being parked. A kiosk brings the slip's id."""
    g.request_id = body.request_id
    done = returning.let_return(hall(), known(), ticket=path.ticket, request_id=body.request_id)
    return _told(done)


@api.post("/tickets/<ticket>/priority", responses={200: Open})
def decide(path: TicketPath, body: PriorityBody) -> dict[str, Any]:
    """Confirm or decline what was asked at the kiosk, or note it unasked; by label."""
    g.request_id = body.request_id
    done = priority.decide(
        hall(), known(), ticket=path.ticket, decision=body.decision, request_id=body.request_id
    )  # fmt: skip
    return _told(done)


@api.post("/tickets/<ticket>/plan", responses={200: Open})
def plan(path: TicketPath, body: PlanBody) -> dict[str, Any]:
    """Which services follow after the present one; by label."""
    g.request_id = body.request_id
    done = plans.change(hall(), known(), ticket=path.ticket, plan=body.services, request_id=body.request_id)
    return _told(done)


@api.post("/tickets/<ticket>/transfer", responses={200: Open})
def move(path: TicketPath, body: MoveBody) -> dict[str, Any]:
    """Whoever waits in the wrong queue goes to the right one; by label. The number and the time of arrival stay."""
    g.request_id = body.request_id
    done = transfers.move_waiting(
        hall(), known(), ticket=path.ticket, service=body.service, request_id=body.request_id
    )  # fmt: skip
    return _told(done)


@api.get("/why", responses={200: Open})
def why(query: WhyQuery) -> dict[str, Any]:
    """Why `first` was called before `then`, any two tickets of a day by label: the rule or reason, from the journal."""
    found = explaining.why_before(hall(), known(), query.first, query.then, query.day, house().aside)
    mall = hall().store.mall()
    details = {name: iso(value) if name.endswith("_at") else value for name, value in found.details.items()}
    message = why_sentence(found.code, found.details, mall.site.timezone)
    return {"code": found.code, "details": details, "message": message}
