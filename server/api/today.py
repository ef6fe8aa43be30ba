"""What is changed for today alone over HTTP: quota and hours, the day opened again, its report signed, and checks."""

from datetime import date, time
from typing import Any

from flask import g
from flask_openapi3 import APIBlueprint, Tag

from server.api.floor_shapes import CheckBody, HoursBody, QuotaBody, ServicePath, SignBody
from server.api.house import hall
from server.api.identity import known
from server.api.shapes import Command, ErrorShape, Open
from server.operations import days, steering, views

_REFUSED: dict[Any, Any] = {401: ErrorShape, 403: ErrorShape, 404: ErrorShape, 409: ErrorShape, 422: ErrorShape}
api = APIBlueprint("today", __name__, abp_tags=[Tag(name="floor")], abp_responses=_REFUSED)


@api.post("/services/<service>/quota", responses={200: Open})
def quota(path: ServicePath, body: QuotaBody) -> dict[str, Any]:
    """More numbers of this service today."""
    g.request_id = body.request_id
    done = steering.raise_quota(
        hall(), known(), service=path.service, quota=body.quota, request_id=body.request_id
    )  # fmt: skip
    return dict(done.result)


@api.post("/hours/extend", responses={200: Open})
def extend(body: HoursBody) -> dict[str, Any]:
    """Today ends later, for one agency or the hall; never earlier."""
    g.request_id = body.request_id
    last = time.fromisoformat(body.last_ticket) if body.last_ticket else None
    done = steering.extend_hours(
        hall(), known(), agency=body.agency, close=time.fromisoformat(body.close), last_ticket=last,
        request_id=body.request_id,
    )  # fmt: skip
    return dict(done.result)


@api.post("/day/reopen", responses={200: Open})
def reopen(body: Command) -> dict[str, Any]:
    """Numbers are given again; a report that was written is replaced at the next closing."""
    g.request_id = body.request_id
    return dict(days.reopen(hall(), known(), request_id=body.request_id).result)


@api.post("/day/sign", responses={200: Open})
def sign(body: SignBody) -> dict[str, Any]:
    """The caller has read the day's report, and puts the name under it."""
    g.request_id, actor = body.request_id, known()
    done = days.sign(hall(), actor, day=body.day, request_id=body.request_id)
    return {**done.result, "report": views.report_view(hall(), actor, date.fromisoformat(done.result["day"]))}


@api.post("/checks", responses={200: Open})
def check(body: CheckBody) -> dict[str, Any]:
    """Somebody has looked at the clock or the paper, or heard the sound, today."""
    g.request_id = body.request_id
    return dict(steering.confirm_check(hall(), known(), check=body.check, request_id=body.request_id).result)
