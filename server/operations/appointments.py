"""Appointments: a time at a service promised by staff, cancelled, printed; and kept, when its code gives a number."""

from datetime import date, datetime, timedelta
from typing import Any

from server.domain import appointments as rules
from server.domain.access import ADMIN, CLERK, GREETER, MANAGER, SUPERVISOR, Actor, of_agency, one_of, reaches
from server.domain.appointments import IN_TIME, Appointment
from server.domain.events import AppointmentCancelled, AppointmentKept, AppointmentMade, AppointmentPrinted
from server.domain.instants import instant_text
from server.domain.mall import Mall, Service
from server.domain.notes import shown, written
from server.domain.refusals import AppointmentUnknown, NotBookable, NotFound
from server.domain.ticket import Ticket
from server.operations.codes import fresh
from server.operations.recording import Asked, Done, done, done_before, record
from server.ports import Hall, Unit

BOOKERS = (CLERK, GREETER, MANAGER, SUPERVISOR, ADMIN)


def book(
    hall: Hall, actor: Actor, *, service: str, at: datetime, language: str, printer: str | None, request_id: str
) -> Done:  # fmt: skip
    """Promise this time, one of `times`, to whoever gets the code; on paper too where a `printer` is named.

    Raises NotFound, NotAllowed, NotBookable, SlotPast, SlotNotOffered, SlotFull.
    """
    one_of(actor, *BOOKERS)
    arguments = {"service": service, "at": instant_text(at), "language": language, "printer": printer}
    asked = Asked(request_id, actor, "book", arguments)
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now, wanted = hall.clock.now(), _service(unit.mall, actor, service)
        _known_printer(unit.mall, printer)
        day = at.date()  # of the clock that asked: a day before and after are looked at, too
        around = unit.appointments.booked(service, day - timedelta(days=1), day + timedelta(days=1))
        day = rules.bookable(unit.mall, wanted, at, around.get(at, 0), now)
        spoken = language if language in unit.mall.site.languages else unit.mall.site.languages[0]
        made = Appointment(
            hall.ids.short(), fresh(hall, unit), service, wanted.agency, spoken, day, at, now, actor.id
        )  # fmt: skip
        unit.appointments.add(made)
        record(unit, AppointmentMade(
            made.id, service, made.agency, day.isoformat(), instant_text(at), actor.id
        ), now)  # fmt: skip
        if printer is not None:
            _print(unit, actor, made, printer, now)
        return done(unit, asked, {"code": made.code}, now)


def _service(mall: Mall, actor: Actor, code: str) -> Service:
    found = mall.service_by_code.get(code)
    if found is None:
        raise NotFound(what="service", service=code)
    of_agency(actor, found.agency)
    if found.appointments is None:
        raise NotBookable(service=code)
    return found


def _known_printer(mall: Mall, printer: str | None) -> None:
    if printer is not None and printer not in mall.printer_by_id:
        raise NotFound(what="printer", printer=printer)


def cancel(hall: Hall, actor: Actor, *, code: str, request_id: str) -> Done:
    """Its time is free again. Raises AppointmentUnknown, AppointmentUsed, AppointmentGone, NotAllowed."""
    one_of(actor, *BOOKERS)
    asked = Asked(request_id, actor, "cancel_appointment", {"code": code})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now, found = hall.clock.now(), _theirs(unit, actor, code)
        rules.unspent(found)
        unit.appointments.cancel(found.code, now)
        record(unit, AppointmentCancelled(
            found.id, found.service, found.agency, found.day.isoformat(), instant_text(found.at), actor.id
        ), now)  # fmt: skip
        return done(unit, asked, {"code": found.code}, now)


def print_again(hall: Hall, actor: Actor, *, code: str, printer: str, request_id: str) -> Done:
    """On paper, for whoever asks. Raises AppointmentUnknown, AppointmentUsed, AppointmentGone, NotFound, NotAllowed."""
    one_of(actor, *BOOKERS)
    asked = Asked(request_id, actor, "print_appointment", {"code": code, "printer": printer})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now, found = hall.clock.now(), rules.unspent(_theirs(unit, actor, code))
        _known_printer(unit.mall, printer)
        _print(unit, actor, found, printer, now)
        return done(unit, asked, {"code": found.code}, now)


def _print(unit: Unit, actor: Actor, appointment: Appointment, printer: str, now: datetime) -> None:
    record(unit, AppointmentPrinted(appointment.id, appointment.agency, printer, actor.id), now)


def _theirs(unit: Unit, actor: Actor, code: str) -> Appointment:
    """Raises AppointmentUnknown, also for one of a service the mall no longer has."""
    found = unit.appointments.get(written(code))
    if found is None or found.service not in unit.mall.service_by_code:
        raise AppointmentUnknown()
    of_agency(actor, found.agency)
    return found


def promised_to(unit: Unit, appointment: Appointment, now: datetime) -> datetime | None:
    """The time that makes its ticket one of the appointments; None where its holder comes too late."""
    return appointment.at if rules.arrival(unit.mall, appointment, now) == IN_TIME else None


def keep(unit: Unit, appointment: Appointment, ticket: Ticket, now: datetime) -> dict[str, str]:
    """The number just given is for it. When it was promised, and how its holder came: in_time, late."""
    arrival = rules.arrival(unit.mall, appointment, now)
    unit.appointments.keep(appointment.code, ticket.id, now)
    zone = unit.mall.zone_of_queue(ticket.queue).number
    promised = instant_text(appointment.at)
    record(unit, AppointmentKept(
        ticket.id, ticket.label, ticket.queue, ticket.service, ticket.agency, zone, appointment.id, promised, arrival
    ), now)  # fmt: skip
    return {"at": promised, "arrival": arrival}


def times(hall: Hall, actor: Actor, service: str) -> dict[str, Any]:
    """The times that can still be promised, day by day. Raises NotFound, NotAllowed, NotBookable."""
    one_of(actor, *BOOKERS)
    now = hall.clock.now()
    with hall.store.read() as unit:
        mall, wanted = unit.mall, _service(unit.mall, actor, service)
        days = rules.bookable_days(mall, now)
        booked = unit.appointments.booked(service, days[0], days[-1])
    offered = {day: rules.free(mall, wanted, day, booked, now) for day in days}
    return {"service": service, "days": [_day(day, free) for day, free in offered.items() if free]}


def _day(day: date, free: dict[datetime, int]) -> dict[str, Any]:
    return {"day": day.isoformat(), "times": [{"at": instant_text(at), "left": left} for at, left in free.items()]}


def listed(hall: Hall, actor: Actor, day: date | None) -> dict[str, Any]:
    """The appointments of a day (today), within reach, by their time."""
    one_of(actor, *BOOKERS)
    now = hall.clock.now()
    with hall.store.read() as unit:
        mall, wanted = unit.mall, day or rules.bookable_days(unit.mall, now)[0]
        found = [one for one in unit.appointments.of_day(wanted) if one.service in mall.service_by_code]
    mine = [_shown(mall, one, now) for one in found if reaches(actor, one.agency)]
    return {"day": wanted.isoformat(), "appointments": mine}


def one(hall: Hall, code: str) -> dict[str, Any]:
    """One appointment as staff see it. Raises AppointmentUnknown."""
    with hall.store.read() as unit:
        found = unit.appointments.get(written(code))
        if found is None:
            raise AppointmentUnknown()
        return _shown(unit.mall, found, hall.clock.now())


def _shown(mall: Mall, appointment: Appointment, now: datetime) -> dict[str, Any]:
    return {
        "code": shown(appointment.code), "service": appointment.service, "agency": appointment.agency,
        "day": appointment.day.isoformat(), "at": instant_text(appointment.at), "language": appointment.language,
        "state": rules.state_of(mall, appointment, now),
    }  # fmt: skip
