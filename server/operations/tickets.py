"""What happens to a ticket outside the counter: issued, postponed, cancelled, printed again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from server.domain import ordering
from server.domain import ticket as rules
from server.domain.access import ADMIN, CLERK, GREETER, KIOSK, MANAGER, SUPERVISOR, Actor, of_agency, one_of
from server.domain.appointments import Appointment
from server.domain.chain import short, spoken_code
from server.domain.events import SlipReprinted, TicketCancelled, TicketIssued, TicketPostponed
from server.domain.mall import Mall, Service
from server.domain.notes import Note
from server.domain.numbering import label
from server.domain.opening import admission
from server.domain.refusals import MoveNotAllowed, NotAdmitted, NotFound, TooManyTickets
from server.domain.ticket import Ticket
from server.operations import appointments, codes, notes, plans
from server.operations.alarms import notice_burst
from server.operations.availability import situation_of
from server.operations.days import today
from server.operations.priority import request as request_priority
from server.operations.recording import Asked, Done, done, done_before, record
from server.ports import Hall, Unit

ISSUERS = (KIOSK, CLERK, GREETER, MANAGER, SUPERVISOR, ADMIN)


def issue(
    hall: Hall, actor: Actor, *, service: str | None, language: str, request_id: str, printer: str | None = None,
    counter: int | None = None, code: str | None = None, then: Sequence[str] = (), priority: str | None = None,
) -> Done:  # fmt: skip
    """Give the next number of the service's queue.

    `code`: of a note of an outage, then ahead of all who joined later; or of an appointment, then of that class where
    its holder comes in time; the result tells under `appointment` how that was.
    `then`: the services that follow with the same number, each of which must give numbers now. `priority`: for which
    reason (ticket.GROUPS) it is asked; a person confirms it.

    A kiosk prints at its own printer; staff name one, or get that of their
    `counter`'s zone, or of the service's. Raises NotFound,
    NotAllowed, TooManyTickets, what the code's rules raise (codes.presented), and NotAdmitted with the verdict's code
    (opening.admission).
    """
    one_of(actor, *ISSUERS)
    arguments = {"service": service, "language": language, "printer": printer, "counter": counter}
    more = {"note": code, "then": list(then), "priority": priority}
    asked = Asked(request_id, actor, "issue", {**arguments, **{name: value for name, value in more.items() if value}})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        recent = _not_too_many(unit, actor, now)
        day = today(unit, now)
        held = codes.presented(unit, code, service, day, now)
        wanted = _service(unit.mall, actor, held.service if held else service or "")
        _admitted(unit, wanted, now, promised=held is not None)
        for one in plans.sound(unit.mall, wanted.code, then):
            _admitted(unit, unit.mall.service_by_code[one], now, promised=False)
        number, waiting = unit.tickets.take_number(wanted.queue, day)
        ticket = Ticket(
            hall.ids.secret(), day, wanted.queue, number, label(unit.mall.number_format, wanted.queue, number),
            wanted.code, wanted.agency, _language(unit.mall, language), rules.WAITING, 0, now, waiting - 1,
            kiosk=actor.id if actor.role == KIOSK else None, series=wanted.queue, **_promised(unit, held, now),
        )  # fmt: skip
        ticket = _record_issue(unit, ticket, waiting, _printer(unit.mall, actor, wanted, printer, counter), now)
        result: dict[str, Any] = {"ticket": ticket.id}
        if isinstance(held, Note):
            ticket = notes.redeem(unit, held, ticket, now)
        elif held is not None:
            result["appointment"] = appointments.keep(unit, held, ticket, now)
        ticket = plans.write(unit, ticket, tuple(then), _staff_id(actor), now)
        if priority is not None:
            request_priority(unit, ticket, priority, _staff_id(actor), now)
        if recent + 1 >= unit.mall.limits.burst_tickets:
            notice_burst(hall, unit, actor, now)
        return done(unit, asked, result, now)


def _promised(unit: Unit, held: Note | Appointment | None, now: datetime) -> dict[str, Any]:
    """What a code gives its ticket from the beginning: an earlier time to have joined at, or the class of its time."""
    if isinstance(held, Note):
        return {"joined_at": held.joined_at}
    return {} if held is None else {"appointment": appointments.promised_to(unit, held, now)}


def _record_issue(unit: Unit, ticket: Ticket, waiting: int, printer: str | None, now: datetime) -> Ticket:
    """The journal's seq orders the waiting; its hash anchors the slip."""
    zone = unit.mall.zone_of_queue(ticket.queue).number
    recorded = record(unit, TicketIssued(
        ticket.id, ticket.label, ticket.queue, ticket.number, ticket.service, ticket.agency, zone,
        ticket.language, waiting, ticket.kiosk, printer,
    ), now)  # fmt: skip
    ticket = replace(ticket, position=recorded.seq, chain=short(recorded.hash), code=spoken_code(recorded.hash))
    unit.tickets.add(ticket)
    return ticket


def _service(mall: Mall, actor: Actor, code: str) -> Service:
    service = mall.service_by_code.get(code)
    if service is None:
        raise NotFound(what="service", service=code)
    of_agency(actor, service.agency)
    return service


def _language(mall: Mall, wanted: str) -> str:
    return wanted if wanted in mall.site.languages else mall.site.languages[0]


def _not_too_many(unit: Unit, actor: Actor, now: datetime) -> int:
    """How many this kiosk gave in the last minute; 0 for staff. Raises TooManyTickets."""
    if actor.role != KIOSK:
        return 0
    limit = unit.mall.limits.kiosk_tickets_per_minute
    recent = unit.tickets.issued_by_kiosk(actor.id, now - timedelta(seconds=60), now)
    if recent >= limit:
        raise TooManyTickets(per_minute=limit, seconds=60)
    return recent


def _admitted(unit: Unit, service: Service, now: datetime, promised: bool) -> None:
    """Who was promised a number by a code gets it although the day's quota is used up."""
    situation = situation_of(unit, service, now)
    situation = replace(situation, issued_today=0) if promised else situation
    verdict = admission(unit.mall, service.code, now, situation).refusal
    if verdict is not None:
        times = {name: getattr(verdict, name) for name in ("since", "until", "opens_at")}
        raise NotAdmitted(
            verdict.code, reason=verdict.reason, service=service.code,
            **{name: value.isoformat() if value else None for name, value in times.items()},
        )  # fmt: skip


def _printer(mall: Mall, actor: Actor, service: Service, named: str | None, counter: int | None = None) -> str | None:
    """Where the slip comes out. Raises NotFound for a printer the mall does not have."""
    if actor.role == KIOSK:
        return actor.printer
    if named is None:
        desk = mall.counter_by_number.get(counter or 0)
        return (mall.zone_by_number[desk.zone] if desk else mall.zone_of_queue(service.queue)).printer
    if named not in mall.printer_by_id:
        raise NotFound(what="printer", printer=named)
    return named


def cancel(hall: Hall, actor: Actor, *, ticket: str, request_id: str) -> Done:
    """Give the place back; the id is the holder's right to do so. The day's quota is not given back."""
    asked = Asked(request_id, actor, "cancel", {"ticket": ticket})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        before = _theirs(unit, actor, ticket)
        unit.tickets.save(before, rules.cancel(before, now))
        waits = before.state == rules.WAITING  # who was set aside stands in no line
        waiting = unit.tickets.change_waiting(before.queue, before.day, -1 if waits else 0)
        zone = unit.mall.zone_of_queue(before.queue).number
        reason = "holder" if actor.kind != "staff" else "staff"
        record(unit, TicketCancelled(
            before.id, before.label, before.queue, before.agency, zone, waiting, reason,
            before.position if waits else 0, _staff_id(actor),
        ), now)  # fmt: skip
        return done(unit, asked, {"ticket": ticket}, now)


def postpone(hall: Hall, actor: Actor, *, ticket: str, places: int | None, request_id: str) -> Done:
    """Let the next `places` (the mall's, unless said) of the queue go first; fewer where fewer wait behind.

    The id is the holder's right to do so. Raises NotFound, MoveNotAllowed, PostponedTooOften, NobodyBehind.
    """
    asked = Asked(request_id, actor, "postpone", {"ticket": ticket, "places": places})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        mine = _theirs(unit, actor, ticket)
        rule = unit.mall.calling
        behind = unit.tickets.waiting_behind(mine, places or rule.postpone_places)
        _let_go_first(unit, actor, mine, behind, rule.postpone_times, now)
        return done(unit, asked, {"ticket": ticket, "places": len(behind)}, now)


def _let_go_first(unit: Unit, actor: Actor, mine: Ticket, behind: list[Ticket], times: int, now: datetime) -> None:
    in_line = ordering.postponement(mine, behind, times)
    for before, after in zip([*behind, mine], in_line, strict=True):
        unit.tickets.save(before, after)
    zone = unit.mall.zone_of_queue(mine.queue).number
    record(unit, TicketPostponed(
        mine.id, mine.label, mine.queue, mine.service, mine.agency, zone, len(behind),
        [mine.position, *(one.position for one in behind)], _staff_id(actor),
    ), now)  # fmt: skip


def _theirs(unit: Unit, actor: Actor, ticket: str) -> Ticket:
    """The ticket of whoever holds its id. Who is signed in acts as staff, within the own agency, and is named."""
    found = ticket_of(unit, ticket)
    if actor.kind == "staff":
        one_of(actor, CLERK, GREETER, MANAGER, SUPERVISOR, ADMIN)
        of_agency(actor, found.agency)
    return found


def _staff_id(actor: Actor) -> str | None:
    return actor.id if actor.kind == "staff" else None


def _called_by_staff(unit: Unit, ticket: str, now: datetime) -> Ticket:
    """The ticket by its id, or by its label of today: the desk is not told the ids of those who wait."""
    labelled = unit.tickets.labelled(ticket, today(unit, now))
    return ticket_of(unit, labelled.id if labelled else ticket)


def ticket_of(unit: Unit, ticket: str) -> Ticket:
    """The ticket. Raises NotFound also for an old one whose service the mall no longer has."""
    found = unit.tickets.get(ticket)
    if found is None or not _is_of(unit.mall, found):
        raise NotFound(what="ticket")
    return found


def _is_of(mall: Mall, ticket: Ticket) -> bool:
    known = ticket.service in mall.service_by_code and ticket.agency in mall.agency_by_code
    return known and ticket.queue in mall.counters_by_queue


def reprint(hall: Hall, actor: Actor, *, ticket: str, printer: str | None, request_id: str) -> Done:
    """Print the slip once more: the same number, marked as printed again.

    Raises NotFound without a printer, MoveNotAllowed for a ticket of another day.
    """
    one_of(actor, CLERK, GREETER, MANAGER, SUPERVISOR, ADMIN)
    asked = Asked(request_id, actor, "reprint", {"ticket": ticket, "printer": printer})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        again = _called_by_staff(unit, ticket, now)
        of_agency(actor, again.agency)
        if again.day != today(unit, now):
            raise MoveNotAllowed(state=again.state, move="reprint", label=again.label)
        service = unit.mall.service_by_code[again.service]
        where = _printer(unit.mall, actor, service, printer)
        if where is None:
            raise NotFound(what="printer", printer=None)
        zone = unit.mall.zone_of_queue(again.queue).number
        record(unit, SlipReprinted(again.id, again.label, again.agency, zone, where, actor.id), now)
        return done(unit, asked, {"ticket": again.id, "printer": where}, now)
