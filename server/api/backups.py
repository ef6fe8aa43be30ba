"""Backups over HTTP, for admins: make one now, list those that are kept."""

from typing import Any

from flask_openapi3 import APIBlueprint, Tag

from server.api.errors import DiskTrouble
from server.api.house import house
from server.api.identity import known
from server.api.shapes import ErrorShape, Open
from server.domain.access import ADMIN, SUPERVISOR, one_of
from server.operations.views import iso

_REFUSED: dict[Any, Any] = {401: ErrorShape, 403: ErrorShape, 404: ErrorShape, 503: ErrorShape}
api = APIBlueprint("backups", __name__, abp_tags=[Tag(name="setup")], abp_responses=_REFUSED)


def _shown(backup: Any) -> dict[str, Any]:
    """Its name and what it holds; where it lies is the machine's business."""
    return {"name": backup.file.name, "made_at": iso(backup.made), "seq": backup.seq, "bytes": backup.size}


@api.post("/backups", responses={201: Open})
def back_up() -> tuple[dict[str, Any], int]:
    """A backup of the whole site now, while the hall goes on."""
    one_of(known(), ADMIN)
    keeper = house().backups
    assert keeper is not None
    try:
        return {"backup": _shown(keeper.make())}, 201
    except keeper.Trouble:
        raise DiskTrouble() from None


@api.get("/backups", responses={200: Open})
def backups() -> dict[str, Any]:
    """The backups that are kept, newest first."""
    one_of(known(), ADMIN, SUPERVISOR)
    keeper = house().backups
    return {"backups": [_shown(backup) for backup in keeper.all()] if keeper else []}
