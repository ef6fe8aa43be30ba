"""Every message on the wire: what an event of the journal becomes for the rooms that hear of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.domain.events import (
    PaperKeyedIn,
    TicketCalled,
    TicketContinued,
    TicketFinished,
    TicketIssued,
    TicketParked,
    TicketReturned,
    TicketTransferred,
    body_of,
    name_of,
)
from server.domain.instants import instant_text
from server.domain.mall import Mall
from server.ports import Recorded

# What stays in the journal: ticket ids are their holders' right to cancel, staff ids and kiosks are nobody's news.
PRIVATE = frozenset({
    "ticket", "by", "taken_over_from", "kiosk", "staff", "to_staff", "visitor", "restored", "plan", "priority", "stands"
})  # fmt: skip
# The floor's own rooms are heard by those who steer the hall: there it is said who did it, by the id of the account.
FOR_THE_FLOOR = ("by", "taken_over_from", "to_staff", "priority", "stands")
# What only staff have a use for: it is told at desks and on the floor, not in the hall, its zones and queues.
FOR_STAFF: dict[type, tuple[str, ...]] = {
    TicketCalled: ("profile", "rule", "reason", "passed"),
    TicketFinished: ("delivered",),
    TicketParked: ("why",),
}
# An event that puts a ticket at a place in line; without `positions` it stands at the end.
JOINS_LATE = (PaperKeyedIn, TicketReturned, TicketTransferred, TicketContinued)


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Sent to each room every few seconds: its head heals a push that a crash swallowed."""

    room: str
    head: int
    now: datetime

    def as_wire(self) -> dict[str, Any]:
        return {"room": self.room, "head": self.head, "now": instant_text(self.now)}


def news_of(recorded: Recorded, mall: Mall) -> dict[str, Any]:
    """The news all rooms share; `after` is added a room."""
    body = {name: value for name, value in body_of(recorded.event).items() if name not in PRIVATE}
    at = instant_text(recorded.at)
    return {"seq": recorded.seq, "name": name_of(recorded.event), "at": at, **body, **_told_more(recorded, body, mall)}


def _told_more(recorded: Recorded, body: Mapping[str, Any], mall: Mall) -> dict[str, Any]:
    """Names and places that a screen needs to paint the news without asking."""
    more: dict[str, Any] = {}
    if (agency := mall.agency_by_code.get(body.get("agency") or "")) is not None:
        more["agency_short"] = agency.short
    if (service := mall.service_by_code.get(body.get("service") or "")) is not None:
        more["service_short"] = dict(service.short)
    if (zone := mall.zone_by_number.get(body.get("zone") or 0)) is not None:
        more["floor"] = zone.floor
    if "parts" in body:
        more["parts"] = [{**part, "url": f"/api/v1/sounds/{part['digest']}.wav"} for part in body["parts"]]
    if isinstance(recorded.event, TicketIssued):
        more["position"] = recorded.seq  # where it stands in line: at the end
    if isinstance(recorded.event, JOINS_LATE) and recorded.event.positions:
        more["position"] = recorded.seq  # the line is longer by this; who stands where is in `positions`
    if "field" in body:
        more["zones"] = [z.number for z in mall.zones if z.sound_field == body["field"]]
    return more


def for_room(news: Mapping[str, Any], recorded: Recorded, room: str) -> dict[str, Any]:
    told = {**news, "after": recorded.after[room]}
    kind = room.partition(":")[0]
    if kind not in ("desk", "floor"):
        told = {name: value for name, value in told.items() if name not in FOR_STAFF.get(type(recorded.event), ())}
    if kind == "floor":
        body = body_of(recorded.event)
        told |= {name: body[name] for name in FOR_THE_FLOOR if name in body}
    return told
