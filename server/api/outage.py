"""The hall's side of an outage day over HTTP: slips of paper keyed in, the list of who waits, release with a note."""

from typing import Any

from flask import g
from flask_openapi3 import APIBlueprint, Tag

from server.api.house import hall, house, public_url
from server.api.identity import known
from server.api.shapes import (
    ErrorShape,
    NotesQuery,
    Open,
    PaperBody,
    PrintBlockBody,
    PrintListBody,
    PrintNoteBody,
    ReleaseBody,
    WaitingListQuery,
)  # fmt: skip
from server.operations import notes, paper, paper_blocks, views, waiting_lists

_REFUSED: dict[Any, Any] = {401: ErrorShape, 403: ErrorShape, 404: ErrorShape, 409: ErrorShape, 422: ErrorShape}
api = APIBlueprint("outage", __name__, abp_tags=[Tag(name="outage")], abp_responses=_REFUSED)


@api.post("/paper-tickets", responses={200: Open, 201: Open})
def key_in(body: PaperBody) -> tuple[dict[str, Any], int]:
    """Key in slips that were given by hand, with their times: all of them or none. A refusal names its `row`."""
    g.request_id = body.request_id
    slips = [slip.model_dump() for slip in body.tickets]
    done = paper.key_in(hall(), known(), slips=slips, request_id=body.request_id)
    told = [_by_label(views.ticket_view(hall(), id, public_url())) for id in done.result["tickets"]]
    return {"tickets": told}, 200 if done.again else 201


def _by_label(ticket: dict[str, Any]) -> dict[str, Any]:
    """The desk learns no id of who waits: with it one could cancel or postpone in the holder's name."""
    return {**{name: value for name, value in ticket.items() if name != "url"}, "id": ticket["label"]}


@api.post("/paper-blocks/print", responses={201: Open})
def print_block(body: PrintBlockBody) -> tuple[dict[str, Any], int]:
    """Numbers to tear off, on a ticket printer, before they are needed."""
    g.request_id = body.request_id
    done = paper_blocks.print_block(
        hall(), known(), queue=body.queue, first=body.first, count=body.count, printer=body.printer,
        request_id=body.request_id,
    )  # fmt: skip
    return dict(done.result), 201


@api.get("/waiting-list", responses={200: Open})
def waiting_list(query: WaitingListQuery) -> dict[str, Any]:
    """Who waits, in calling order, for calling by voice."""
    return waiting_lists.listed(hall(), known(), query.agency, query.zone)


@api.post("/waiting-list/print", responses={201: Open})
def print_list(body: PrintListBody) -> tuple[dict[str, Any], int]:
    """The list on a ticket printer."""
    g.request_id = body.request_id
    done = waiting_lists.print_list(
        hall(), known(), agency=body.agency, zone=body.zone, printer=body.printer, request_id=body.request_id
    )
    return dict(done.result), 201


@api.post("/releases", responses={201: Open})
def release(body: ReleaseBody) -> tuple[dict[str, Any], int]:
    """Everybody who waits for this agency or service goes home with a note that counts on another day, or without."""
    g.request_id = body.request_id
    done = notes.release(
        hall(), known(), scope=body.scope, code=body.code, reason=body.reason, printer=body.printer,
        request_id=body.request_id, note=body.note, labels=body.labels,
    )  # fmt: skip
    return dict(done.result), 201


@api.get("/notes", responses={200: Open})
def all_notes(query: NotesQuery) -> dict[str, Any]:
    """The notes made on a day, today unless said."""
    return notes.listed(hall(), known(), query.day)


@api.post("/notes/print", responses={201: Open})
def print_note(body: PrintNoteBody) -> tuple[dict[str, Any], int]:
    """A note on paper, for whoever asks."""
    g.request_id, actor = body.request_id, known()
    house().throttle.check("note", actor.id)
    done = notes.print_again(hall(), actor, note=body.note, printer=body.printer, request_id=body.request_id)
    house().throttle.forgive("note", actor.id)
    return dict(done.result), 201
