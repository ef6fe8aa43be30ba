"""Who waits, as a list to read aloud when the displays are dead: on a page, and on paper."""

from datetime import datetime
from typing import Any

from server.domain.access import BOUND_TO_AGENCY, ROLES, Actor, of_agency, one_of
from server.domain.chain import short
from server.domain.events import WaitingListPrinted
from server.domain.instants import instant_text
from server.domain.refusals import NotAllowed, NotFound
from server.domain.ticket import CALLED, SERVING, WAITING, Ticket
from server.operations.days import today
from server.operations.recording import Asked, Done, done, done_before, record
from server.ports import Hall, Unit


def listed(hall: Hall, actor: Actor, agency: str | None, zone: int | None) -> dict[str, Any]:
    """Raises NotFound, NotAllowed. A clerk or manager has the own agency's."""
    one_of(actor, *ROLES)
    with hall.store.read() as unit:
        return list_of(unit, *_scope(unit, actor, agency, zone), hall.clock.now())


def _scope(unit: Unit, actor: Actor, agency: str | None, zone: int | None) -> tuple[str | None, int | None]:
    wanted = actor.agency if agency is None and actor.role in BOUND_TO_AGENCY else agency
    if wanted is None and actor.role in BOUND_TO_AGENCY:
        raise NotAllowed(agency=None)  # of no agency, and so of none
    if wanted is not None and wanted not in unit.mall.agency_by_code:
        raise NotFound(what="agency", agency=wanted)
    if zone is not None and zone not in unit.mall.zone_by_number:
        raise NotFound(what="zone", zone=zone)
    if wanted is not None:
        of_agency(actor, wanted)
    return wanted, zone


def list_of(unit: Unit, agency: str | None, zone: int | None, now: datetime) -> dict[str, Any]:
    """In calling order within each agency, with who is at a counter; the chain's head says when it was true."""
    mall, head = unit.mall, unit.journal.head()
    states = [WAITING, CALLED, SERVING]
    found = unit.tickets.of_day(head.day, states) if head.day else []
    mine = [one for one in found if agency in (None, one.agency) and zone in (None, _zone(unit, one))]
    shorts = {one.agency: mall.agency_by_code[one.agency].short for one in mine}
    return {
        "now": instant_text(now), "day": head.day.isoformat() if head.day else None, "seq": head.seq,
        "head": short(head.hash) if head.hash else "", "agency": agency, "zone": zone, "waiting": sum(
            one.state == WAITING for one in mine
        ),
        "agencies": [
            {"agency": code, "short": shorts[code], "zones": list(mall.zones_of_agency(code)),
             "waiting": [_row(unit, one) for one in mine if (one.agency, one.state) == (code, WAITING)],
             "called": [_row(unit, one) for one in mine if one.agency == code and one.state != WAITING]}
            for code in (agency.code for agency in mall.agencies) if code in shorts
        ],
    }  # fmt: skip


def _zone(unit: Unit, ticket: Ticket) -> int | None:
    return unit.mall.zone_of_queue(ticket.queue).number if ticket.queue in unit.mall.counters_by_queue else None


def _row(unit: Unit, ticket: Ticket) -> dict[str, Any]:
    service = unit.mall.service_by_code.get(ticket.service)
    return {
        "label": ticket.label, "service": dict(service.short) if service else {"id": ticket.service},
        "since": instant_text(ticket.issued_at), "counter": ticket.counter,
    }  # fmt: skip


def print_list(
    hall: Hall, actor: Actor, *, agency: str | None, zone: int | None, printer: str | None, request_id: str
) -> Done:
    """The list on a ticket printer; unnamed, that of the zone. What stands on it is what is true when it is printed."""
    one_of(actor, *(role for role in ROLES if role != "auditor"))
    asked = Asked(request_id, actor, "print_list", {"agency": agency, "zone": zone, "printer": printer})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        today(unit, now)
        agency, zone = _scope(unit, actor, agency, zone)
        where = _printer(unit, agency, zone, printer)
        stands = unit.mall.printer_by_id[where].zone
        record(unit, WaitingListPrinted(agency, zone, where, stands, actor.id), now)
        return done(unit, asked, {"printer": where}, now)


def _printer(unit: Unit, agency: str | None, zone: int | None, named: str | None) -> str:
    zones = [zone] if zone else list(unit.mall.zones_of_agency(agency)) if agency else []
    usual = [unit.mall.zone_by_number[number].printer for number in zones]
    first = unit.mall.printers[0].id if unit.mall.printers else None
    chosen = named or next((one for one in usual if one), first)
    if chosen is None or chosen not in unit.mall.printer_by_id:
        raise NotFound(what="printer", printer=chosen)
    return chosen
