"""What people may see of the hall: the mall, what can be had now, a ticket, a counter. Reads only."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from server.domain import numbering, staffing
from server.domain import ticket as tickets
from server.domain.access import BOUND_TO_AGENCY, Actor, reaches
from server.domain.hours import calling_break
from server.domain.mall import Agency, Mall, Service
from server.domain.opening import Verdict, site_opening
from server.domain.staffing import Desk
from server.domain.ticket import Ticket
from server.operations import notes, pauses
from server.operations.availability import Minutes, Offer, agency_state, hold_of, moment_of, offers, wait_for
from server.operations.calls import counter_of
from server.operations.contents import documents_of, tariff_line
from server.operations.stamps import stamp
from server.operations.tickets import ticket_of
from server.ports import Hall, Job, Unit

WAITING_SHOWN = 50
Vanished = Callable[[str], bool]


def _nobody(staff: str) -> bool:
    return False


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
        "wait": wait_for(unit, service, ahead, now) if waits else None,
        "hold": verdict_view(hold_of(unit, service, now)) if waits else None,
        "documents": documents_of(mall, service), "url": f"{public_url}/t/{ticket.id}",
        "code": ticket.code, "chain": ticket.chain, "slip": slip_view(unit, ticket.id),
        "may_cancel": tickets.allows(ticket.state, "cancel"), "position": ticket.position,
        "postponed": ticket.postponed, "note": notes.of_ticket(unit, ticket),
    }  # fmt: skip


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


def counters_view(hall: Hall, actor: Actor, vanished: Vanished) -> list[dict[str, Any]]:
    """The counters of the actor's reach. `vanished` says of a staff id that it was not seen for long."""
    with hall.store.read() as unit:
        mall, desks = unit.mall, unit.counters.all()
    counters = [c for c in mall.counters if reaches(actor, c.agency)]
    return [_counter(mall, c.number, desks.get(c.number, Desk(c.number)), actor, vanished) for c in counters]


def _counter(mall: Mall, number: int, desk: Desk, actor: Actor, vanished: Vanished) -> dict[str, Any]:
    place = mall.counter_by_number[number]
    held, mine = desk.holder is not None, desk.holder == actor.id
    return {
        "number": number, "zone": place.zone, "floor": mall.zone_by_number[place.zone].floor,
        "agency": place.agency, "agency_short": mall.agency_by_code[place.agency].short,
        "queues": list(place.queues), "state": desk.state, "holder": held, "held_by_me": mine,
        "can_take": not held or mine,
        "can_take_over": held and not mine and vanished(desk.holder or ""),
    }  # fmt: skip


def desk_view(hall: Hall, actor: Actor, counter: int) -> dict[str, Any]:
    """All that the clerk of this counter needs. Raises NotFound, NotAllowed."""
    now = hall.clock.now()
    with hall.store.read() as unit:
        place, mall = counter_of(unit, actor, counter), unit.mall
        desk = unit.counters.get(counter)
        visitor = unit.tickets.get(desk.ticket) if desk.ticket else None
        head = unit.journal.head()
        waiting = unit.tickets.waiting(place.queues, head.day, WAITING_SHOWN) if head.day else []
        counts = unit.tickets.waiting_counts(head.day) if head.day else {}
        agency = mall.agency_by_code[place.agency]
        resting = calling_break(mall, place.agency, now)
        offered = offers(unit, moment_of(unit, now, place.agency), place.agency)
        return {
            "counter": {
                **_counter(mall, counter, desk, actor, _nobody), "holder": desk.holder is not None,
                "since": iso(desk.since), "agency_short": agency.short, "agency_name": dict(agency.name),
                "pause": {"reason": desk.pause_reason, "since": iso(desk.since), "until": iso(desk.pause_until)}
                if desk.state == staffing.PAUSED else None,
            },
            "ticket": _visitor(unit, visitor, now) if visitor else None,
            "waiting": [_waiting(mall, ticket) for ticket in waiting],
            "waiting_count": sum(counts.get(queue, 0) for queue in place.queues),
            "next": {"label": waiting[0].label} if waiting else None,
            "break": {"until": iso(resting.until), "reason": dict(resting.reason)} if resting else None,
            "held": sorted(pauses.held(unit, place.agency, now)),
            "may": _may(mall, desk, visitor, bool(waiting) and resting is None),
            "services": [
                {"code": o.service.code, "name": dict(o.service.name), "can_take": o.admission.can_take,
                 "refusal": verdict_view(o.admission.refusal), "waiting": o.waiting}
                for o in offered
            ],
            "printers": _printers(unit, mall), "troubles": _troubles(unit, mall, place.zone, place.agency, now),
            "recent": _recent(unit, mall, place.queues),
            "promised_wait_minutes": mall.calling.promised_wait_minutes,
            "timezone": mall.site.timezone, "demonstration": mall.demonstration,
            "seq": head.rooms.get(f"desk:{place.agency}", 0), "now": iso(now),
            "day": head.day.isoformat() if head.day else None,
        }  # fmt: skip


def _visitor(unit: Unit, ticket: Ticket, now: datetime) -> dict[str, Any]:
    mall, service = unit.mall, unit.mall.service_by_code[ticket.service]
    minutes = Minutes(unit).of(service)
    waited = ((ticket.first_called_at or now) - ticket.issued_at).total_seconds()
    return {
        "id": ticket.id, "label": ticket.label, "service": ticket.service, "service_name": dict(service.name),
        "service_short": dict(service.short), "queue": ticket.queue, "language": ticket.language,
        "state": ticket.state, "issued_at": iso(ticket.issued_at), "called_at": iso(ticket.called_at),
        "started_at": iso(ticket.started_at), "calls": ticket.calls, "waited_seconds": max(0, int(waited)),
        "documents": documents_of(mall, service), "tariffs": [tariff_line(t) for t in service.tariffs],
        "other_costs": [tariff_line(t) for t in service.other_costs], "paid_to": service.paid_to,
        "usual_minutes": {"low": max(1, round(minutes * 0.75)), "high": max(2, round(minutes * 1.25))},
        "slip": slip_view(unit, ticket.id),
    }  # fmt: skip


def _waiting(mall: Mall, ticket: Ticket) -> dict[str, Any]:
    """By its label: the id of somebody who waits is theirs alone, and would let a clerk act in their name."""
    service = mall.service_by_code[ticket.service]
    return {
        "id": ticket.label, "label": ticket.label, "service": ticket.service, "service_short": dict(service.short),
        "issued_at": iso(ticket.issued_at), "language": ticket.language,
    }  # fmt: skip


def _recent(unit: Unit, mall: Mall, queues: tuple[str, ...]) -> list[dict[str, Any]]:
    """The last tickets called from these queues: whose slip might be printed again."""
    day = unit.journal.head().day
    called = unit.tickets.last_called(queues, day, 8) if day else []
    return [
        {**_waiting(mall, t), "state": t.state, "counter": t.counter, "called_at": iso(t.called_at)} for t in called
    ]


def _may(mall: Mall, desk: Desk, visitor: Ticket | None, somebody_next: bool) -> dict[str, Any]:
    state = visitor.state if visitor else ""
    needed = mall.calling.calls_before_absent
    return {
        "next": desk.state == staffing.OPEN and somebody_next,
        "recall": tickets.allows(state, "recall") if visitor else False,
        "start": tickets.allows(state, "start") if visitor else False,
        "finish": tickets.allows(state, "finish") if visitor else False,
        "absent": visitor is not None and tickets.allows(state, "absent") and visitor.calls >= needed,
        "absent_after_calls": needed,
    }  # fmt: skip


def _printers(unit: Unit, mall: Mall) -> list[dict[str, Any]]:
    states = unit.site.printer_states()
    return [
        {"id": p.id, "name": p.name, "zone": p.zone, "state": states.get(p.id, ("unknown",))[0]} for p in mall.printers
    ]


def _troubles(unit: Unit, mall: Mall, zone: int, agency: str, now: datetime) -> list[dict[str, Any]]:
    """What hinders this zone now: printers, voice, displays, help asked, bursts, slips in doubt, the clock."""
    return [
        *_printer_troubles(unit, mall, zone), *_sound_troubles(unit, mall, zone, now), *_alarms(unit, zone),
        *_slip_troubles(unit, mall, agency), *_clock_troubles(unit),
    ]  # fmt: skip


def _trouble(kind: str, id: str, code: str, zone: int | None, since: datetime | None, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "id": id, "code": code, "zone": zone, "since": iso(since), "action": None, **more}


def _printer_troubles(unit: Unit, mall: Mall, zone: int) -> list[dict[str, Any]]:
    states = unit.site.printer_states()
    here = [(p, *states[p.id]) for p in mall.printers if zone in mall.zones_printing_at(p.id) and p.id in states]
    return [_trouble("printer", p.id, state, zone, since, name=p.name) for p, state, since in here if state != "ready"]


def _sound_troubles(unit: Unit, mall: Mall, zone: int, now: datetime) -> list[dict[str, Any]]:
    field, found = mall.zone_by_number[zone].sound_field, []
    devices = unit.people.devices()
    states = [d.state for d in devices if d.kind == "agent"]
    if "ready" not in states:
        found.append(_trouble("voice", "voice", "failing" if "failing" in states else "absent", zone, None))
    player = unit.site.players().get(field)
    if player is None or not player.speaks(now):
        found.append(_trouble("display", f"field-{field}", "no_player", zone, player.until if player else None))
    silent = [d for d in devices if d.kind == "display" and d.state == "sound_blocked" and d.zone == zone]
    if found and found[-1]["code"] == "no_player":
        found += [_trouble("display", d.id, "sound_blocked", zone, None, name=d.name) for d in silent[-1:]]
    return found


def _alarms(unit: Unit, zone: int) -> list[dict[str, Any]]:
    standing = [alarm for alarm in unit.site.alarms() if alarm.zone == zone]
    return [_trouble(a.kind, a.id, a.kind, zone, a.since, name=a.device_name, action="answer") for a in standing]


def _slip_troubles(unit: Unit, mall: Mall, agency: str) -> list[dict[str, Any]]:
    """Slips that failed or may not have come out, of tickets that still wait: a person decides."""
    head = unit.journal.head()
    if head.day is None:
        return []
    midnight = datetime.combine(head.day, time(), ZoneInfo(mall.site.timezone))
    return [_slip_trouble(job, t) for job, t in _doubtful(unit, midnight) if t.agency == agency][:5]


def _doubtful(unit: Unit, since: datetime) -> list[tuple[Job, Ticket]]:
    jobs = unit.jobs.in_state("slip", ("failed", "uncertain"), since)
    pairs = [(job, unit.tickets.get(job.ticket or "")) for job in jobs]
    return [
        (job, ticket) for job, ticket in pairs
        if ticket is not None and ticket.state == tickets.WAITING
        and (last := unit.jobs.of_ticket(ticket.id, "slip")) is not None and last.id == job.id
    ]  # fmt: skip


def _slip_trouble(job: Job, ticket: Ticket) -> dict[str, Any]:
    return _trouble(
        "slip", job.id, job.state, None, job.created_at, reason=job.reason, ticket=ticket.label,
        ticket_label=ticket.label, action="reprint",
    )  # fmt: skip


def _clock_troubles(unit: Unit) -> list[dict[str, Any]]:
    head = unit.journal.head()
    doubted = [_trouble("clock", "clock", "doubted", None, None)] if head.clock_doubted else []
    stepped = [_trouble("clock", "clock", "stepped", None, head.at)] if head.clock_stepped else []
    return doubted or stepped


def report_view(hall: Hall, actor: Actor, day: date) -> dict[str, Any] | None:
    """The closing report of a day; its lines and totals are the own agency's where the role is bound to one."""
    with hall.store.read() as unit:
        report = unit.site.report(day)
    if report is None or actor.role not in BOUND_TO_AGENCY:
        return report
    own = [line for line in report["agencies"] if reaches(actor, line["agency"])]
    return {**report, "agencies": own, "totals": {name: sum(line[name] for line in own) for name in report["totals"]}}
