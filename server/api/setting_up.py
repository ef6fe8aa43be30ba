"""Setting the site up over HTTP, for admins: the mall's file, and staff accounts."""

from typing import Annotated, Any

from flask_openapi3 import APIBlueprint, Tag
from pydantic import Field, StringConstraints

from server.api.house import hall, house
from server.api.identity import known
from server.api.shapes import Body, Code, ErrorShape, Name, Number, Open
from server.domain.access import ADMIN, one_of
from server.operations import setup, staff

_REFUSED: dict[Any, Any] = {401: ErrorShape, 403: ErrorShape, 404: ErrorShape, 413: ErrorShape, 422: ErrorShape}
api = APIBlueprint("setup", __name__, abp_tags=[Tag(name="setup")], abp_responses=_REFUSED)


class MallBody(Body):
    mall: Annotated[dict[str, Any], Field(description="The mall's file, as `server dump` writes it")]


class StaffBody(Body):
    username: Name
    role: Code
    password: Annotated[str, StringConstraints(min_length=8, max_length=200)]
    agency: Code | None = None
    home_counter: Number | None = None


@api.get("/mall/file", responses={200: Open})
def dump() -> dict[str, Any]:
    """The mall as its file."""
    one_of(known(), ADMIN)
    return {"mall": setup.dump(hall())}


@api.put("/mall/file", responses={200: Open})
def load(body: MallBody) -> dict[str, Any]:
    """Make this file the site's mall; nothing changes where it contradicts itself."""
    admin = one_of(known(), ADMIN)
    mall = setup.load(hall(), body.mall, admin.id)
    return {
        "short": mall.site.short, "agencies": len(mall.agencies), "services": len(mall.services),
        "counters": len(mall.counters), "zones": len(mall.zones),
    }  # fmt: skip


@api.post("/staff", responses={201: Open})
def add_staff(body: StaffBody) -> tuple[dict[str, Any], int]:
    """A new account; an existing one of that name gets the new password, and its sessions end."""
    admin = one_of(known(), ADMIN)
    hashed = house().passwords.hash(body.password)
    person = staff.add(
        hall(), username=body.username, role=body.role, password_hash=hashed, agency=body.agency,
        home_counter=body.home_counter, by=admin.id,
    )  # fmt: skip
    house().shut_out(f"actor:{person.id}")
    return {"username": person.username, "role": person.role}, 201


@api.get("/staff", responses={200: Open})
def all_staff() -> dict[str, Any]:
    """Every account, for admins and supervisors."""
    return {"staff": staff.listed(hall(), known())}
