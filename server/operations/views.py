"""What people may see of the hall: the mall, what can be had now, a ticket, a day's report. Reads only."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from server.domain import numbering
from server.domain import ticket as tickets
from server.domain.access import BOUND_TO_AGENCY, Actor, reaches
from server.domain.mall import Agency, Mall, Service
from server.domain.opening import Verdict, site_opening
from server.domain.profiles import class_of
from server.domain.ticket import Ticket
from server.operations import notes
from server.operations.availability import Offer, agency_state, hold_of, moment_of, offers, wait_for
from server.operations.contents import documents_of, tariff_line
from server.operations.stamps import stamp
from server.operations.tickets import ticket_of
from server.ports import Hall, Unit


def iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def mall_view(hall: Hall, public_url: str) -> dict[str, Any]:
    """The mall's facts as every page needs them; changes only with `version`."""
    now = hall.clock.now()
    with hall.store.read() as unit:
        mall, version = unit.mall, unit.journal.head().mall_version
    offset = now.astimezone(ZoneInfo(mall.site.timezone)).utcoffset()
    return {
        "version": version, "demonstration": mall.demonstration,
        "label": dict(mall.label) if mall.label else None,
        "today": now.astimezone(ZoneInfo(mall.site.timezone)).date().isoformat(),
        "timezone": mall.site.timezone,
        "utc_offset_minutes": int(offset.total_seconds() // 60) if offset else 0,
        "site": {
            "code": mall.site.code, "name": dict(mall.site.name), "short": mall.site.short,
            "operator": mall.site.operator, "address": mall.site.address,
            "languages": list(mall.site.languages), "public_url": public_url,
            "complaints": dict(mall.site.complaints),
        },
        "calling": {
            "calls_before_absent": mall.calling.calls_before_absent,
            "late_return_places": mall.calling.late_return_places,
            "promised_wait_minutes": mall.calling.promised_wait_minutes,
            "appointment_early_minutes": mall.calling.appointment_early_minutes,
            "appointment_late_minutes": mall.calling.appointment_late_minutes,
            "appointment_days": mall.calling.appointment_days,
            "postpone_places": mall.calling.postpone_places, "postpone_times": mall.calling.postpone_times,
        },
        "numbers": {
            "code_length": max(len(queue) for queue in mall.counters_by_queue),
            "digits": numbering.digits(mall.number_format),
        },
        "zones": [
            {"number": z.number, "floor": z.floor, "name": dict(z.name), "sound_field": z.sound_field}
            for z in mall.zones
        ],
        "agencies": [_agency(mall, agency) for agency in mall.agencies],
        "services": [_service(mall, service) for service in mall.services],
        "frequent": list(mall.frequent), "search": _search(mall),
        "counters": [
            {"number": c.number, "zone": c.zone, "floor": mall.zone_by_number[c.zone].floor,
             "agency": c.agency, "queues": list(c.queues)}
            for c in mall.counters
        ],
        "printers": [{"id": p.id, "name": p.name, "zone": p.zone} for p in mall.printers],
        "kiosks": [{"id": k.id, "zone": k.zone, "scanner": k.scanner} for k in mall.kiosks],
    }  # fmt: skip


def _agency(mall: Mall, agency: Agency) -> dict[str, Any]:
    zones = mall.zones_of_agency(agency.code)
    return {
        "code": agency.code, "name": dict(agency.name), "short": agency.short, "spoken": dict(agency.spoken),
        "about": dict(agency.about) if agency.about else None, "zones": list(zones),
        "floor": mall.zone_by_number[zones[0]].floor if zones else None,
    }  # fmt: skip


def _service(mall: Mall, service: Service) -> dict[str, Any]:
    zone = mall.zone_of_queue(service.queue)
    return {
        "code": service.code, "agency": service.agency, "queue": service.queue, "zone": zone.number,
        "floor": zone.floor, "name": dict(service.name), "short": dict(service.short),
        "documents": [_document(mall, code) for code in service.documents],
        "tariffs": [tariff_line(line) for line in service.tariffs],
        "other_costs": [tariff_line(line) for line in service.other_costs], "paid_to": service.paid_to,
        "completion": dict(service.completion) if service.completion else None,
        "frequent": service.code in mall.frequent, "search": list(service.search),
        "appointments": {"per_hour": service.appointments.per_hour} if service.appointments else None,
    }  # fmt: skip


def _search(mall: Mall) -> dict[str, Any]:
    return {
        "synonyms": {word: list(others) for word, others in mall.search.synonyms.items()},
        "ignore": list(mall.search.ignore),
    }


def _document(mall: Mall, code: str) -> dict[str, Any]:
    document = mall.document_by_code[code]
    return {"text": dict(document.text), "form": document.form}


def verdict_view(verdict: Verdict | None) -> dict[str, Any] | None:
    if verdict is None:
        return None
    return {
        "code": verdict.code, "reason": verdict.reason, "since": iso(verdict.since),
        "until": iso(verdict.until), "opens_at": iso(verdict.opens_at),
        "numbers_from": iso(verdict.numbers_from), "name": dict(verdict.name) if verdict.name else None,
    }  # fmt: skip


def services_view(hall: Hall) -> dict[str, Any]:
    """The one function's verdict for every service, and one word for every agency."""
    now = hall.clock.now()
    with hall.store.read() as unit:
        moment, mall = moment_of(unit, now), unit.mall
        offered = offers(unit, moment)
    site = site_opening(mall, now)
    return {
        "now": iso(now), "day": moment.day.isoformat() if moment.day else None,
        "site_open": {
            "state": site.state, "reason": site.reason, "opens_at": iso(site.opens_at),
            "closes_at": iso(site.closes_at), "last_ticket_at": iso(site.last_ticket_at),
        },
        "services": [_offer(offer) for offer in offered],
        "agencies": [_agency_now(agency, offered) for agency in mall.agencies],
    }  # fmt: skip


def _offer(offer: Offer) -> dict[str, Any]:
    verdict = offer.admission
    return {
        "code": offer.service.code, "agency": offer.service.agency, "can_take": verdict.can_take,
        "refusal": verdict_view(verdict.refusal), "notice": verdict_view(verdict.notice),
        "waiting": offer.waiting, "ahead": offer.waiting, "wait": offer.wait,
        "remaining": verdict.remaining, "counters_open": offer.counters_open,
    }  # fmt: skip


def _agency_now(agency: Agency, offered: list[Offer]) -> dict[str, Any]:
    own = [offer for offer in offered if offer.service.agency == agency.code]
    queues = {offer.service.queue: offer.waiting for offer in own}
    state, verdict = agency_state(own)
    told = verdict_view(verdict)
    return {
        "code": agency.code, "state": state, "waiting": sum(queues.values()), "verdict": told,
        "until": told["until"] if told else None, "opens_at": told["opens_at"] if told else None,
    }  # fmt: skip


def ticket_view(hall: Hall, ticket: str, public_url: str) -> dict[str, Any]:
    """A ticket as its holder may know it. Raises NotFound."""
    return ticket_told(hall, ticket, public_url)[0]


def ticket_told(hall: Hall, ticket: str, public_url: str) -> tuple[dict[str, Any], int, tuple[Any, ...]]:
    """The same, with the last seq of its queue's room at that moment, and its `stamp`."""
    with hall.store.read() as unit:
        found, now, head = ticket_of(unit, ticket), hall.clock.now(), unit.journal.head()
        seq = head.rooms.get(f"queue:{found.queue}", 0)
        return _ticket(unit, found, now, public_url), seq, stamp(head, found.agency, now)


def _ticket(unit: Unit, ticket: Ticket, now: datetime, public_url: str) -> dict[str, Any]:
    mall = unit.mall
    service, zone = mall.service_by_code[ticket.service], mall.zone_of_queue(ticket.queue)
    ahead = unit.tickets.ahead_of(ticket)
    waits = ticket.state == tickets.WAITING
    return {
        "id": ticket.id, "label": ticket.label, "number": ticket.number, "queue": ticket.queue,
        "day": ticket.day.isoformat(), "service": ticket.service, "service_name": dict(service.name),
        "agency": ticket.agency, "agency_short": mall.agency_by_code[ticket.agency].short,
        "zone": zone.number, "floor": zone.floor, "zone_name": dict(zone.name),
        "language": ticket.language, "state": ticket.state, "issued_at": iso(ticket.issued_at),
        "called_at": iso(ticket.called_at), "started_at": iso(ticket.started_at),
        "ended_at": iso(ticket.ended_at), "counter": ticket.counter, "calls": ticket.calls, "ahead": ahead,
        "wait": wait_for(unit, service, ahead, now, class_of(ticket)) if waits else None,
        "hold": verdict_view(hold_of(unit, service, now)) if waits else None,
        "documents": documents_of(mall, service), "url": f"{public_url}/t/{ticket.id}",
        "code": ticket.code, "chain": ticket.chain, "slip": slip_view(unit, ticket.id),
        "may_cancel": tickets.allows(ticket.state, "cancel"), "position": ticket.position,
        "postponed": ticket.postponed, "note": notes.of_ticket(unit, ticket),
        "priority": ticket.priority, "leg": ticket.leg, "outcome": ticket.outcome,
        "may_return": tickets.may_return(ticket), "plan": plan_view(mall, ticket),
        "parked": {"why": ticket.parked_why, "until": iso(ticket.parked_until)}
        if ticket.state == tickets.PARKED else None,
        "appointment": iso(ticket.appointment),
    }  # fmt: skip


def plan_view(mall: Mall, ticket: Ticket) -> list[dict[str, Any]]:
    """The services that follow, with where they are."""
    known = [mall.service_by_code[code] for code in ticket.plan if code in mall.service_by_code]
    return [
        {"code": one.code, "name": dict(one.name), "short": dict(one.short), "agency": one.agency,
         "agency_short": mall.agency_by_code[one.agency].short, "zone": (zone := mall.zone_of_queue(one.queue)).number,
         "floor": zone.floor}
        for one in known
    ]  # fmt: skip


# What a slip's job means to the person who waits for paper.
_SLIP_STATES = {
    "waiting": "queued", "claimed": "printing", "done": "printed", "failed": "failed",
    "uncertain": "uncertain", "expired": "expired",
}  # fmt: skip
_CANNOT_PRINT = ("paper_out", "cover_open", "offline")


def slip_view(unit: Unit, ticket: str) -> dict[str, Any]:
    job = unit.jobs.of_ticket(ticket, "slip")
    if job is None:
        return {"state": "none", "reason": None, "printer": None}
    printer = job.body["printer"]
    state, reason = _SLIP_STATES[job.state], None if job.state == "claimed" else job.reason
    standing = unit.site.printer_states().get(printer, ("unknown", None))[0]
    if job.state == "waiting" and standing in _CANNOT_PRINT:
        state, reason = "held", standing
    return {"state": state, "reason": reason, "printer": printer}


def report_view(hall: Hall, actor: Actor, day: date) -> dict[str, Any] | None:
    """The closing report of a day; its lines and totals are the own agency's where the role is bound to one."""
    with hall.store.read() as unit:
        report = unit.site.report(day)
        if report is not None:
            report = {**report, "signed": signed(unit, day)}
    if report is None or actor.role not in BOUND_TO_AGENCY:
        return report
    own = [line for line in report["agencies"] if reaches(actor, line["agency"])]
    return {**report, "agencies": own, "totals": {name: _sum(own, name) for name in report["totals"]}}


def _sum(lines: list[dict[str, Any]], name: str) -> int:
    """One agency alone knows no visits of several: its services are its served."""
    return sum(line["served" if name == "services" else name] for line in lines)


def signed(unit: Unit, day: date) -> dict[str, Any] | None:
    """Who put the name under the day's report, and when."""
    found = unit.site.signature(day)
    if found is None:
        return None
    person = unit.people.staff(found[0])
    return {"by": person.username if person else found[0], "at": iso(found[1])}
