"""Spoken prompts over HTTP: the voice agent brings them, the kiosk plays them."""

from typing import Any

from flask import Response, jsonify, request
from flask_openapi3 import APIBlueprint, Tag

from server.api.house import hall, house
from server.api.identity import known
from server.api.prompt_shapes import PackBody, PromptPath, PromptQuery, PromptsAnswer
from server.api.prompt_shelf import CLIP, Entry
from server.api.shapes import ErrorShape, Open
from server.domain.access import ADMIN, AGENT, SUPERVISOR, one_of

_REFUSED: dict[Any, Any] = {401: ErrorShape, 403: ErrorShape, 404: ErrorShape, 422: ErrorShape}
api = APIBlueprint("prompts", __name__, abp_tags=[Tag(name="prompts")], abp_responses=_REFUSED)

MOST_PROMPT_BYTES = 2 * 1024 * 1024


def told(entry: Entry) -> dict[str, Any]:
    shown = {name: entry[name] for name in ("key", "language", "text_digest", "seconds")}
    return {**shown, "url": f"/api/v1/sounds/{entry['digest']}.wav"}


@api.get("/prompts", responses={200: PromptsAnswer})
def listed() -> Response:
    """Every prompt there is, for devices and staff. A kiosk asks again with If-None-Match."""
    known()
    answer = jsonify({"prompts": [told(one) for one in house().prompts.listed() if not one["key"].startswith(CLIP)]})
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    return answer.make_conditional(request)  # type: ignore[return-value]


@api.put("/prompts/<language>/<key>", responses={200: Open, 413: ErrorShape, 503: ErrorShape})
def keep(path: PromptPath, query: PromptQuery) -> dict[str, Any]:
    """A prompt's sound, as WAV; `text` is the digest of all that decides how it sounds."""
    request.max_content_length = MOST_PROMPT_BYTES
    one_of(known(), AGENT)
    return told(house().prompts.put(path.language, path.key, query.text, request.get_data(cache=False)))


@api.put("/voice/pack", responses={200: Open, 413: ErrorShape, 503: ErrorShape})
def tell_pack(body: PackBody) -> dict[str, Any]:
    """The voice agent tells what its recorded voice has and lacks; it hears which clips can be listened to already."""
    one_of(known(), AGENT)
    house().prompts.keep_report({"at": hall().clock.now().isoformat(), **body.model_dump()})
    return {"clips": {name: entry["text_digest"] for name, entry in house().prompts.clips().items()}}


@api.get("/voice/pack", responses={200: Open})
def pack() -> dict[str, Any]:
    """The same for those who run the hall, and where each clip can be heard; `at` is null before the first report."""
    one_of(known(), ADMIN, SUPERVISOR)
    report = house().prompts.report() or {"at": None, "pack": None, "engine": "absent", "clips": []}
    heard = house().prompts.clips()
    return {**report, "clips": [{**one, "url": _url(heard, one)} for one in report["clips"]]}


def _url(heard: dict[str, Entry], clip: dict[str, Any]) -> str | None:
    entry = heard.get(f"{clip['language']}/{clip['clip']}")
    return told(entry)["url"] if entry and clip["state"] in ("present", "clipped") else None
