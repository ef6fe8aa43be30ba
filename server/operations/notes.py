"""Notes of an outage: who cannot be served today gets a code that counts on another day."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from server.domain import notes
from server.domain import ticket as rules
from server.domain.access import ADMIN, CLERK, GREETER, MANAGER, SUPERVISOR, Actor, of_agency, one_of, reaches
from server.domain.events import NotePrinted, NoteRedeemed, TicketExpired, TicketReleased
from server.domain.notes import Note
from server.domain.refusals import NoteUnknown, NotFound
from server.domain.ticket import Ticket
from server.operations.codes import fresh
from server.operations.days import today
from server.operations.placing import placed
from server.operations.recording import Asked, Done, done, done_before, record
from server.ports import Hall, Unit


def release(
    hall: Hall, actor: Actor, *, scope: str, code: str, reason: str, printer: str | None, request_id: str,
    note: bool = True, labels: Sequence[str] | None = None,
) -> Done:  # fmt: skip
    """Everybody who waits for this agency or service goes home with a note; `printer`: on paper too.

    Without `note`: those who have left; also whoever is parked, where `labels` name them. `labels`: these alone.
    Raises NotFound, NotAllowed. Who is at a counter stays.
    """
    one_of(actor, MANAGER, SUPERVISOR, ADMIN)
    arguments: dict[str, Any] = {"scope": scope, "code": code, "reason": reason, "printer": printer}
    arguments |= {"note": False} if not note else {}
    arguments |= {"labels": list(labels)} if labels is not None else {}
    asked = Asked(request_id, actor, "release", arguments)
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        of_agency(actor, _agency(unit, scope, code))
        _known_printer(unit, printer)
        states = [rules.WAITING] if note or labels is None else [rules.WAITING, rules.PARKED]
        held = [
            one for one in unit.tickets.of_day(today(unit, now), states)
            if getattr(one, scope) == code and (labels is None or one.label in labels)
        ]  # fmt: skip
        if not note:
            return done(unit, asked, {"released": [_let_go(unit, one, reason, now) for one in held]}, now)
        places = zip(held, notes.in_line(held), strict=True)
        released = [_release(hall, unit, actor, one, joined_at, reason, now) for one, joined_at in places]
        for ticket in held if printer else ():
            _print(unit, actor, ticket, str(printer), now)
        return done(unit, asked, {"released": released}, now)


def _let_go(unit: Unit, ticket: Ticket, reason: str, now: datetime) -> str:
    """Released without a note: its holder is gone."""
    waits = ticket.state == rules.WAITING
    unit.tickets.save(ticket, rules.expire(ticket, now))
    left = unit.tickets.change_waiting(ticket.queue, ticket.day, -1 if waits else 0)
    zone = unit.mall.zone_of_queue(ticket.queue).number
    record(unit, TicketExpired(
        ticket.id, ticket.label, ticket.queue, ticket.agency, zone, left, reason, ticket.position if waits else 0
    ), now)  # fmt: skip
    return ticket.label


def _agency(unit: Unit, scope: str, code: str) -> str:
    known = unit.mall.agency_by_code if scope == "agency" else unit.mall.service_by_code
    if code not in known:
        raise NotFound(what=scope, code=code)
    return code if scope == "agency" else unit.mall.service_by_code[code].agency


def _known_printer(unit: Unit, printer: str | None) -> None:
    if printer is not None and printer not in unit.mall.printer_by_id:
        raise NotFound(what="printer", printer=printer)


def _release(
    hall: Hall, unit: Unit, actor: Actor, ticket: Ticket, joined_at: datetime, reason: str, now: datetime
) -> str:
    note = Note(
        fresh(hall, unit), ticket.id, ticket.label, ticket.service, ticket.agency, ticket.language, ticket.day,
        notes.counts_until(unit.mall, ticket.agency, ticket.day), joined_at, now,
    )  # fmt: skip
    unit.tickets.save(ticket, rules.expire(ticket, now, mark=rules.NOTED))
    unit.notes.add(note)
    left = unit.tickets.change_waiting(ticket.queue, ticket.day, -1)
    zone = unit.mall.zone_of_queue(ticket.queue).number
    record(unit, TicketReleased(
        ticket.id, ticket.label, ticket.queue, ticket.service, ticket.agency, zone, left, reason, ticket.position,
        note.until.isoformat(), actor.id,
    ), now)  # fmt: skip
    return ticket.label


def _print(unit: Unit, actor: Actor, ticket: Ticket, printer: str, now: datetime) -> None:
    zone = unit.mall.zone_of_queue(ticket.queue).number
    record(unit, NotePrinted(ticket.id, ticket.label, ticket.agency, zone, printer, actor.id), now)


def print_again(hall: Hall, actor: Actor, *, note: str, printer: str, request_id: str) -> Done:
    """The note on paper, for whoever asks at the desk. Raises NoteUnknown, NotFound, NotAllowed."""
    one_of(actor, CLERK, GREETER, MANAGER, SUPERVISOR, ADMIN)
    asked = Asked(request_id, actor, "print_note", {"note": note, "printer": printer})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        _known_printer(unit, printer)
        found = known(unit, note)
        of_agency(actor, found.agency)
        ticket = unit.tickets.get(found.ticket)
        assert ticket is not None
        _print(unit, actor, ticket, printer, now)
        return done(unit, asked, {"label": found.label}, now)


def known(unit: Unit, code: str) -> Note:
    """Raises NoteUnknown, also for one of a service the mall no longer has."""
    found = unit.notes.get(notes.written(code))
    if found is None or found.service not in unit.mall.service_by_code:
        raise NoteUnknown()
    return found


def redeem(unit: Unit, note: Note, ticket: Ticket, now: datetime) -> Ticket:
    """The number just given for it goes to its place: ahead of all who joined later. The ticket there."""
    mine, positions = placed(unit, ticket)
    unit.tickets.save(ticket, mine)
    unit.notes.redeem(note.code, ticket.id, now)
    zone = unit.mall.zone_of_queue(ticket.queue).number
    record(unit, NoteRedeemed(
        ticket.id, ticket.label, ticket.queue, ticket.service, ticket.agency, zone, note.label,
        note.day.isoformat(), positions,
    ), now)  # fmt: skip
    return mine


def listed(hall: Hall, actor: Actor, day: date | None) -> dict[str, Any]:
    """The notes made on a day (the present one), within reach. For who may release; others ask with a code."""
    one_of(actor, GREETER, MANAGER, SUPERVISOR, ADMIN)
    with hall.store.read() as unit:
        wanted = day or unit.journal.head().day
        found = unit.notes.of_day(wanted) if wanted else []
    mine = [_shown(note) for note in found if reaches(actor, note.agency)]
    return {"day": wanted.isoformat() if wanted else None, "notes": mine}


def _shown(note: Note) -> dict[str, Any]:
    return {
        "code": notes.shown(note.code), "label": note.label, "service": note.service, "agency": note.agency,
        "until": note.until.isoformat(), "used": note.redeemed_at is not None,
    }  # fmt: skip


def of_ticket(unit: Unit, ticket: Ticket) -> dict[str, Any] | None:
    """What the holder of a released ticket is shown."""
    note = unit.notes.of_ticket(ticket.id) if ticket.mark == rules.NOTED else None
    return _shown(note) if note is not None else None
