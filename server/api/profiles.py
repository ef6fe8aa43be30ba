"""Work profiles over HTTP: in words, with what they mean for those who wait; written, removed, given to a counter."""

from typing import Any

from flask import g
from flask_openapi3 import APIBlueprint, Tag

from server.api.floor_shapes import GiveProfileBody, PreviewBody, ProfileBody, ProfilePath
from server.api.house import hall
from server.api.identity import known
from server.api.shapes import Command, CounterPath, ErrorShape, Open
from server.operations import work_profiles
from server.sentences.order import bound_sentence, profile_sentences

_REFUSED: dict[Any, Any] = {401: ErrorShape, 403: ErrorShape, 404: ErrorShape, 409: ErrorShape, 422: ErrorShape}
api = APIBlueprint("profiles", __name__, abp_tags=[Tag(name="floor")], abp_responses=_REFUSED)


@api.get("/profiles", responses={200: Open})
def all_profiles() -> dict[str, Any]:
    """Each profile with its lines in words, who works by it, and for each queue how many may pass."""
    return _in_words(work_profiles.listed(hall(), known()))


def _in_words(view: dict[str, Any]) -> dict[str, Any]:
    services = view.pop("services")
    for profile in view.get("profiles", ()):
        profile["sentences"] = profile_sentences(profile["lines"], services)
    if "lines" in view:
        view["sentences"] = profile_sentences(view["lines"], services)
    for queue in view["queues"]:
        queue["sentence"] = bound_sentence(**queue["bound"])
    return view


@api.put("/profiles/<profile>", responses={200: Open})
def write(path: ProfilePath, body: ProfileBody) -> dict[str, Any]:
    """This profile, new or changed; nothing changes where the mall would contradict itself (`problems`)."""
    g.request_id = body.request_id
    lines = [line.model_dump(exclude_defaults=True) for line in body.lines]
    done = work_profiles.write(
        hall(), known(), code=path.profile, name=dict(body.name), lines=lines, request_id=body.request_id
    )
    return {**done.result, **_in_words(work_profiles.listed(hall(), known()))}


@api.post("/profiles/<profile>/remove", responses={200: Open})
def remove(path: ProfilePath, body: Command) -> dict[str, Any]:
    """No more; refused while a counter works by it."""
    g.request_id = body.request_id
    done = work_profiles.remove(hall(), known(), code=path.profile, request_id=body.request_id)
    return {**done.result, **_in_words(work_profiles.listed(hall(), known()))}


@api.post("/profiles/<profile>/preview", responses={200: Open})
def preview(path: ProfilePath, body: PreviewBody) -> dict[str, Any]:
    """What it would mean: its sentences and bounds. Nothing is written."""
    lines = [line.model_dump(exclude_defaults=True) for line in body.lines]
    return _in_words(work_profiles.preview(hall(), known(), code=path.profile, lines=lines))


@api.put("/counters/<counter>/profile", responses={200: Open})
def give(path: CounterPath, body: GiveProfileBody) -> dict[str, Any]:
    """This counter works by that profile from its next call on."""
    g.request_id = body.request_id
    done = work_profiles.give(
        hall(), known(), counter=path.counter, profile=body.profile, request_id=body.request_id
    )  # fmt: skip
    return dict(done.result)
