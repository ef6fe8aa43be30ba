"""What a device job carries: everything its paper or its phrase needs, so that agents ask nothing more."""

from datetime import datetime
from typing import Any

from server.domain import calling
from server.domain.mall import Mall, Service, Tariff
from server.domain.notes import shown
from server.domain.numbering import PAPER
from server.domain.ticket import Ticket
from server.operations.availability import wait_for
from server.operations.reactions import ANNOUNCEMENT, APPOINTMENT, NOTE, PAPER_BLOCK, REPORT, WAITING_LIST
from server.operations.waiting_lists import list_of
from server.ports import Job, Unit


def content_of(unit: Unit, job: Job, now: datetime, public_url: str) -> dict[str, Any]:
    if job.kind == REPORT:
        return _report(unit, job)
    if job.kind == WAITING_LIST:
        return _list(unit, job, now)
    if job.kind == PAPER_BLOCK:
        return dict(job.body)
    if job.kind == APPOINTMENT:
        return _appointment(unit, job)
    ticket = unit.tickets.get(job.ticket or "")
    assert ticket is not None
    if job.kind == NOTE:
        return _note(unit, ticket)
    if job.kind == ANNOUNCEMENT:
        return _announcement(unit, job, ticket)
    return _slip(unit, job, ticket, now, public_url)


def documents_of(mall: Mall, service: Service) -> list[dict[str, str]]:
    return [dict(mall.document_by_code[code].text) for code in service.documents]


def tariff_line(line: Tariff) -> dict[str, Any]:
    """An unverified line carries no amount, so that nobody can show it by mistake."""
    return {
        "label": dict(line.label),
        "amount": line.amount if line.verified else None,
        "basis": line.basis,
        "checked_on": line.checked_on.isoformat() if line.checked_on else None,
        "verified": line.verified,
    }


def _slip(unit: Unit, job: Job, ticket: Ticket, now: datetime, public_url: str) -> dict[str, Any]:
    mall = unit.mall
    service, agency = mall.service_by_code[ticket.service], mall.agency_by_code[ticket.agency]
    zone, printer = mall.zone_of_queue(ticket.queue), mall.printer_by_id.get(job.body["printer"])
    kiosk = unit.people.device(ticket.kiosk) if ticket.kiosk else None
    return {
        "language": ticket.language, "languages": list(mall.site.languages),
        "form": printer.form if printer else "full", "demonstration": mall.demonstration,
        "site": _site(mall), "agency": {"short": agency.short, "name": dict(agency.name)},
        "service": dict(service.name), "label": ticket.label, "zone": zone.number, "floor": zone.floor,
        "zone_name": dict(zone.name), "issued_at": ticket.issued_at.isoformat(),
        "timezone": mall.site.timezone, "ahead": ticket.ahead_at_issue,
        "wait": wait_for(unit, service, ticket.ahead_at_issue, ticket.issued_at),
        "documents": documents_of(mall, service), "tariffs": [tariff_line(t) for t in service.tariffs],
        "other_costs": [tariff_line(t) for t in service.other_costs], "paid_to": service.paid_to,
        "url": f"{public_url}/t/{ticket.id}", "code": ticket.code, "chain": ticket.chain,
        "kiosk": kiosk.name if kiosk else None, "late_return_places": mall.calling.late_return_places,
        "reprint": bool(job.body["reprint"]), "priority": ticket.priority,
        "then": [_stop(mall, code) for code in ticket.plan if code in mall.service_by_code],
        "scanner": any(one.scanner for one in mall.kiosks),
        "appointment": ticket.appointment.isoformat() if ticket.appointment else None,
    }  # fmt: skip


def _stop(mall: Mall, code: str) -> dict[str, Any]:
    """Where the visit goes on with the same number."""
    service = mall.service_by_code[code]
    zone = mall.zone_of_queue(service.queue)
    return {
        "service": dict(service.name), "agency": mall.agency_by_code[service.agency].short, "zone": zone.number,
        "floor": zone.floor, "counters": sorted(one.number for one in mall.counters_by_queue[service.queue]),
    }  # fmt: skip


def _site(mall: Mall) -> dict[str, Any]:
    return {"name": dict(mall.site.name), "short": mall.site.short, "complaints": dict(mall.site.complaints)}


def _digits(ticket: Ticket) -> int:
    """As many as the label ends with."""
    return len(ticket.label) - len(ticket.label.rstrip("0123456789"))


def _announcement(unit: Unit, job: Job, ticket: Ticket) -> dict[str, Any]:
    mall = unit.mall
    short = unit.jobs.waiting_count(job.target) >= calling.SHORTEN_BEYOND
    return {
        "call_seq": job.body["call_seq"], "label": ticket.label,
        "queue": f"{ticket.queue}{PAPER}" if ticket.is_paper else ticket.queue,
        "number": abs(ticket.number), "digits": _digits(ticket),
        "counter": job.body["counter"], "agency": ticket.agency,
        "agency_spoken": dict(mall.agency_by_code[ticket.agency].spoken),
        "calls": job.body["calls"], "short": short, "reading": mall.calling.reading,
        "languages": calling.languages(ticket.language, mall.site.languages[0], short),
        "called_at": job.created_at.isoformat(), "field": job.body["field"],
    }  # fmt: skip


def _list(unit: Unit, job: Job, now: datetime) -> dict[str, Any]:
    mall = unit.mall
    return {
        **list_of(unit, job.body["agency"], job.body["zone"], now), "language": mall.site.languages[0],
        "site": _site(mall), "timezone": mall.site.timezone, "demonstration": mall.demonstration,
    }  # fmt: skip


def _note(unit: Unit, ticket: Ticket) -> dict[str, Any]:
    mall, note = unit.mall, unit.notes.of_ticket(ticket.id)
    assert note is not None
    service, agency = mall.service_by_code[ticket.service], mall.agency_by_code[ticket.agency]
    return {
        "language": ticket.language, "site": _site(mall), "timezone": mall.site.timezone,
        "demonstration": mall.demonstration, "label": ticket.label, "service": dict(service.name),
        "agency": {"short": agency.short, "name": dict(agency.name)}, "day": ticket.day.isoformat(),
        "until": note.until.isoformat(), "code": shown(note.code), "chain": ticket.chain,
    }  # fmt: skip


def _appointment(unit: Unit, job: Job) -> dict[str, Any]:
    """What its holder takes home; of a service that the mall no longer has, only the code and the time."""
    mall, booked = unit.mall, unit.appointments.by_id(job.body["appointment"])
    assert booked is not None
    service, agency = mall.service_by_code.get(booked.service), mall.agency_by_code.get(booked.agency)
    return {
        "language": booked.language, "site": _site(mall), "timezone": mall.site.timezone,
        "demonstration": mall.demonstration, "code": shown(booked.code), "at": booked.at.isoformat(),
        "service": dict(service.name) if service else None, "agency": agency.short if agency else "",
        "documents": documents_of(mall, service) if service else [],
        "early_minutes": mall.calling.appointment_early_minutes,
        "late_minutes": mall.calling.appointment_late_minutes,
    }  # fmt: skip


def _report(unit: Unit, job: Job) -> dict[str, Any]:
    mall = unit.mall
    day = datetime.fromisoformat(job.body["day"]).date()
    report, name = unit.site.report(day) or {}, unit.site.signature(day)
    person = unit.people.staff(name[0]) if name else None
    signed = {"by": person.username, "at": name[1].isoformat()} if name and person else None
    agencies = [
        {**line, "short": mall.agency_by_code[line["agency"]].short}
        for line in report.get("agencies", [])
        if line["agency"] in mall.agency_by_code
    ]
    return {
        **report, "agencies": agencies, "language": mall.site.languages[0], "site": _site(mall), "signed": signed,
        "timezone": mall.site.timezone, "demonstration": mall.demonstration,
    }  # fmt: skip
