"""Appointments over HTTP: the times that are free, one promised, cancelled, printed; the list of a day. For staff."""

from typing import Any

from flask import g
from flask_openapi3 import APIBlueprint, Tag

from server.api.appointment_shapes import AppointmentCodeBody, BookBody, PrintAppointmentBody, TimesQuery
from server.api.house import hall, house
from server.api.identity import known
from server.api.shapes import ErrorShape, NotesQuery, Open
from server.operations import appointments

_REFUSED: dict[Any, Any] = {401: ErrorShape, 403: ErrorShape, 404: ErrorShape, 409: ErrorShape, 422: ErrorShape}
api = APIBlueprint("appointments", __name__, abp_tags=[Tag(name="appointments")], abp_responses=_REFUSED)


@api.get("/appointments", responses={200: Open})
def all_appointments(query: NotesQuery) -> dict[str, Any]:
    """The appointments of a day, today unless said, by their time."""
    return appointments.listed(hall(), known(), query.day)


@api.get("/appointments/times", responses={200: Open})
def times(query: TimesQuery) -> dict[str, Any]:
    """The times of a service that can still be promised, day by day."""
    return appointments.times(hall(), known(), query.service)


@api.post("/appointments", responses={200: Open, 201: Open})
def book(body: BookBody) -> tuple[dict[str, Any], int]:
    """Promise a time at a service. Whoever brings the code then gets a number of that class."""
    g.request_id = body.request_id
    done = appointments.book(
        hall(), known(), service=body.service, at=body.at, language=body.language, printer=body.printer,
        request_id=body.request_id,
    )  # fmt: skip
    return {"appointment": appointments.one(hall(), done.result["code"])}, 200 if done.again else 201


@api.post("/appointments/cancel", responses={200: Open})
def cancel(body: AppointmentCodeBody) -> dict[str, Any]:
    """It is off: the time is free again, the code gives no number any more."""
    g.request_id, actor = body.request_id, known()
    house().throttle.check("note", actor.id)
    done = appointments.cancel(hall(), actor, code=body.code, request_id=body.request_id)
    house().throttle.forgive("note", actor.id)
    return {"appointment": appointments.one(hall(), done.result["code"])}


@api.post("/appointments/print", responses={201: Open})
def print_again(body: PrintAppointmentBody) -> tuple[dict[str, Any], int]:
    """An appointment on paper, with what to bring."""
    g.request_id, actor = body.request_id, known()
    house().throttle.check("note", actor.id)
    done = appointments.print_again(
        hall(), actor, code=body.code, printer=body.printer, request_id=body.request_id
    )  # fmt: skip
    house().throttle.forgive("note", actor.id)
    return {"appointment": appointments.one(hall(), done.result["code"])}, 201
