"""The codes that people type: notes of an outage and appointments share one space, so one screen takes either."""

from datetime import date, datetime

from server.domain import appointments, notes
from server.domain.appointments import Appointment
from server.domain.notes import Note
from server.domain.refusals import NoteUnknown
from server.ports import Hall, Unit


def fresh(hall: Hall, unit: Unit) -> str:
    """A code that nobody has."""
    code = hall.ids.pairing_code()
    while unit.notes.get(code) is not None or unit.appointments.get(code) is not None:
        code = hall.ids.pairing_code()
    return code


def presented(
    unit: Unit, code: str | None, service: str | None, today: date, now: datetime
) -> Note | Appointment | None:
    """What gives a number today. Raises NoteUnknown where nothing has this code, and what the rules of either raise."""
    if code is None:
        return None
    written = notes.written(code)
    note, booked = unit.notes.get(written), unit.appointments.get(written)
    known = unit.mall.service_by_code
    if note is not None and note.service in known:
        return notes.redeemable(note, service, today)
    if booked is not None and booked.service in known:
        return appointments.presentable(unit.mall, booked, service, today, now)
    raise NoteUnknown()
