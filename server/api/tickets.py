"""Tickets over HTTP: issue, look, postpone, cancel, print again; and what can be had now."""

from typing import Any

from flask import g, jsonify, request
from flask_openapi3 import APIBlueprint, Tag
from werkzeug.http import generate_etag
from werkzeug.wrappers import Response

from server.api.errors import BadRequest
from server.api.house import hall, house, public_url
from server.api.identity import known, who
from server.api.said import itinerary_said, services_said
from server.api.shapes import (
    Command,
    ErrorShape,
    IssueBody,
    ItineraryQuery,
    Open,
    PostponeBody,
    ReprintBody,
    TicketAnswer,
    TicketPath,
)  # fmt: skip
from server.api.unchanged import Told
from server.operations import itineraries, stamps, tickets, views
from server.operations.recording import Done

ON_ITS_WAY = ("queued", "printing", "held")  # a slip that moves on without an event

api = APIBlueprint(
    "tickets", __name__, abp_tags=[Tag(name="tickets")], abp_responses={409: ErrorShape, 422: ErrorShape}
)


@api.get("/mall", responses={200: Open})
def mall() -> Response:
    """The mall's facts: agencies, services with documents and official tariffs, zones, counters."""
    told = house().lately.of(
        "mall", stamps.mall_stamp(hall()), lambda: jsonify(views.mall_view(hall(), house().public_url)).get_data()
    )
    answer = Response(told, mimetype="application/json")
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


@api.get("/services", responses={200: Open})
def services() -> dict[str, Any]:
    """What can be had now, and if not why and when."""
    said = house().lately.of(
        "services", stamps.hall_stamp(hall()), lambda: services_said(hall(), views.services_view(hall()))
    )
    return {**said, "now": views.iso(hall().clock.now())}


@api.get("/itineraries", responses={200: Open, 401: ErrorShape, 403: ErrorShape, 404: ErrorShape})
def itinerary(query: ItineraryQuery) -> dict[str, Any]:
    """Several services in one visit: the order with the least total time, against the visitor's own, and why."""
    return itinerary_said(hall(), itineraries.advise(hall(), known(), query.services.split(",")))


@api.post("/tickets", responses={200: TicketAnswer, 201: TicketAnswer, 403: ErrorShape, 429: ErrorShape})
def issue(body: IssueBody) -> tuple[dict[str, Any], int]:
    """Take a number. The same request_id gives the same ticket again, with 200."""
    g.request_id, actor = body.request_id, known()
    code = body.code or body.note
    if body.service is None and code is None:
        raise BadRequest(problem="service or code")
    if code:
        house().throttle.check("note", actor.id)
    done = tickets.issue(
        hall(),
        actor,
        code=code,
        service=body.service,
        language=body.language,
        request_id=body.request_id,
        printer=body.printer,
        counter=body.counter,
        then=body.then,
        priority=body.priority,
    )
    if code:
        house().throttle.forgive("note", actor.id)
    came = {"appointment": done.result["appointment"]} if "appointment" in done.result else {}
    return {**_answer(done), **came}, 200 if done.again else 201


def _answer(done: Done) -> dict[str, Any]:
    return _told(done.result["ticket"])


def _told(id: str) -> dict[str, Any]:
    ticket, seq, _ = views.ticket_told(hall(), id, public_url())
    return {"ticket": ticket, "slip": ticket["slip"], "seq": seq}


@api.get("/tickets/<ticket>", responses={200: TicketAnswer, 404: ErrorShape})
def look(path: TicketPath) -> Response:
    """A ticket, for whoever holds its id. An ETag stands for the ticket alone: `seq` moves on when others come."""
    kept = house().unchanged.of(path.ticket)
    if kept and request.if_none_match.contains(kept.etag) and stamps.stamp_now(hall(), kept.agency) == kept.stamp:
        return _marked(Response(status=304), kept.etag)
    ticket, seq, stamp = views.ticket_told(hall(), path.ticket, public_url())
    etag = generate_etag(repr(ticket).encode())
    if ticket["slip"]["state"] not in ON_ITS_WAY:
        house().unchanged.keep(path.ticket, Told(etag, ticket["agency"], stamp))
    answer = jsonify({"ticket": ticket, "slip": ticket["slip"], "seq": seq})
    return _marked(answer, etag).make_conditional(request)


def _marked(answer: Response, etag: str) -> Response:
    answer.headers["Cache-Control"] = "no-cache, private"
    answer.set_etag(etag)
    return answer


@api.post("/tickets/<ticket>/postpone", responses={200: TicketAnswer, 404: ErrorShape})
def postpone(path: TicketPath, body: PostponeBody) -> dict[str, Any]:
    """Let the next few go first: for the holder of the id. The number stays."""
    g.request_id = body.request_id
    done = tickets.postpone(hall(), who(), ticket=path.ticket, places=body.places, request_id=body.request_id)
    return {**_answer(done), "places": done.result["places"]}


@api.post("/tickets/<ticket>/cancel", responses={200: TicketAnswer, 404: ErrorShape})
def cancel(path: TicketPath, body: Command) -> dict[str, Any]:
    """Give the place back: for the holder of the id. The number is not given again."""
    g.request_id = body.request_id
    return _answer(tickets.cancel(hall(), who(), ticket=path.ticket, request_id=body.request_id))


@api.post("/tickets/<ticket>/reprint", responses={200: TicketAnswer, 403: ErrorShape, 404: ErrorShape})
def reprint(path: TicketPath, body: ReprintBody) -> dict[str, Any]:
    """Print the slip once more, for staff."""
    g.request_id = body.request_id
    done = tickets.reprint(hall(), known(), ticket=path.ticket, printer=body.printer, request_id=body.request_id)
    answer = _answer(done)
    hidden = ("id", "url")  # its holder's right
    return {**answer, "ticket": {name: value for name, value in answer["ticket"].items() if name not in hidden}}
