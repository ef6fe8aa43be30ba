"""Device jobs over HTTP: agents long-poll, report, and bring the sounds they made."""

import hashlib
from typing import Any

from flask import Response, request, send_from_directory
from flask_openapi3 import APIBlueprint, Tag

from server.api.device_shapes import BeginBody, ClaimBody, DoneBody, FailedBody, UncertainBody
from server.api.errors import DiskTrouble, SoundNotSound
from server.api.house import hall, house, long_poll, public_url
from server.api.identity import known
from server.api.shapes import ErrorShape, JobPath, JobsAnswer, NoBody, OkAnswer, Open, PartQuery, SoundPath
from server.domain.access import AGENT, one_of
from server.operations import devices, jobs

_REFUSED: dict[Any, Any] = {401: ErrorShape, 403: ErrorShape, 404: ErrorShape, 409: ErrorShape, 422: ErrorShape}
api = APIBlueprint("jobs", __name__, abp_tags=[Tag(name="jobs")], abp_responses=_REFUSED)

MOST_SOUND_BYTES = 2 * 1024 * 1024


@api.post("/jobs/claim", responses={200: JobsAnswer})
def claim(body: ClaimBody) -> dict[str, Any]:
    """At most one job a target. Waits up to `wait_seconds` for work; an empty claim writes nothing."""
    actor = one_of(known(), AGENT)
    url = public_url()
    house().presence.see(actor.id)
    devices.welcome(hall(), actor, targets=body.targets)

    def look() -> list[dict[str, Any]]:
        if not is_newest():
            return []
        wanted = jobs.waiting_for(hall(), body.targets)
        if not wanted:
            return []
        targets = [target for target in dict.fromkeys(body.targets) if target in wanted]
        return jobs.claim(hall(), actor, targets=targets, public_url=url, begins=body.begins)

    with house().polls.newest(actor.id, body.targets) as is_newest:
        return {"jobs": long_poll(look, body.wait_seconds, body.targets)}


@api.post("/jobs/<job>/done", responses={200: OkAnswer})
def done(path: JobPath, body: DoneBody) -> dict[str, Any]:
    jobs.finish(hall(), known(), job=path.job, parts=[part.model_dump() for part in body.parts])
    return {"ok": True}


@api.post("/jobs/<job>/failed", responses={200: OkAnswer})
def failed(path: JobPath, body: FailedBody) -> dict[str, Any]:
    """`retry`: nothing of it came out, it waits again."""
    jobs.fail(hall(), known(), job=path.job, reason=body.reason, retry=body.retry)
    return {"ok": True}


@api.post("/jobs/<job>/uncertain", responses={200: OkAnswer})
def uncertain(path: JobPath, body: UncertainBody) -> dict[str, Any]:
    """Nobody knows whether it came out; a person decides."""
    jobs.doubt(hall(), known(), job=path.job, reason=body.reason)
    return {"ok": True}


@api.post("/jobs/<job>/begin", responses={200: OkAnswer})
def begin(path: JobPath, body: BeginBody) -> dict[str, Any]:
    """Before the first byte; refused where the job was offered again meanwhile."""
    jobs.begin(hall(), known(), job=path.job, claim=body.claim)
    return {"ok": True}


@api.post("/jobs/<job>/renew", responses={200: OkAnswer})
def renew(path: JobPath, body: NoBody) -> dict[str, Any]:
    jobs.renew(hall(), known(), job=path.job)
    return {"ok": True}


@api.put("/jobs/<job>/sound", responses={200: Open, 413: ErrorShape, 503: ErrorShape})
def sound(path: JobPath, query: PartQuery) -> dict[str, Any]:
    """One part of an announcement, as WAV; kept under its digest."""
    request.max_content_length = MOST_SOUND_BYTES
    actor = one_of(known(), AGENT)
    with hall().store.read() as unit:
        jobs.mine(unit, actor, path.job)
    wav = request.get_data(cache=False)
    if wav[:4] != b"RIFF" or wav[8:12] != b"WAVE" or len(wav) < 1000:
        raise SoundNotSound()
    return {"digest": _keep(wav)}


def _keep(wav: bytes) -> str:
    """Write beside, then rename: a reader never sees half a file. Raises DiskTrouble."""
    digest = hashlib.sha256(wav).hexdigest()[:32]
    target = house().sounds / f"{digest}.wav"
    if target.exists():
        target.touch()  # wanted again: the hourly tidying looks at its age
    else:
        part = target.with_suffix(f".{len(wav)}.part")
        try:
            part.write_bytes(wav)
            part.replace(target)
        except OSError:
            part.unlink(missing_ok=True)
            raise DiskTrouble() from None
    return digest


@api.get("/sounds/<name>", responses={200: None, 404: ErrorShape})
def heard(path: SoundPath) -> Response:
    """The words of a call or a prompt, for paired devices and staff."""
    known()
    folder = house().sounds.resolve()
    if not (folder / path.name).exists():
        folder = house().prompts.path(path.name).resolve().parent
    return send_from_directory(folder, path.name, mimetype="audio/wav", max_age=86400)
