"""An appointment: a promised time at a service, when it can be had, and what becomes of whoever comes with its code."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from server.domain.hours import DaySpan, local_day, span_of
from server.domain.instants import instant_text
from server.domain.mall import Mall, Service
from server.domain.refusals import (
    AppointmentEarly,
    AppointmentGone,
    AppointmentNotToday,
    AppointmentOfAnother,
    AppointmentUsed,
    NotBookable,
    SlotFull,
    SlotNotOffered,
    SlotPast,
)

IN_TIME, LATE = "in_time", "late"
BOOKED, KEPT, CANCELLED, MISSED = "booked", "kept", "cancelled", "missed"
AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Appointment:
    """Nobody's name: whoever holds the code has it. `at` is aware UTC, `day` the hall's day of it."""

    id: str
    code: str
    service: str
    agency: str
    language: str
    day: date
    at: datetime
    made_at: datetime
    made_by: str
    used_at: datetime | None = None
    used_by: str | None = None  # the ticket it gave
    cancelled_at: datetime | None = None


def times_of(mall: Mall, service: Service, day: date) -> tuple[datetime, ...]:
    """The times of a day that can be promised: each hour from the opening, but for breaks.

    Whoever comes at the last moment that counts must still get a number, so the last one is that long before the last
    number. Empty where the agency is closed, or the service takes no appointments.
    """
    span = span_of(mall, service.agency, day)
    if service.appointments is None or span is None:
        return ()
    return tuple(at for at in _hours(span, timedelta(minutes=mall.calling.appointment_late_minutes)))


def _hours(span: DaySpan, late: timedelta) -> Iterator[datetime]:
    at = span.opens_at
    while at + late <= span.last_ticket_at and at < span.closes_at:
        if not any(start <= at < end for start, end in span.breaks):
            yield at
        at += AN_HOUR


def bookable_days(mall: Mall, now: datetime) -> tuple[date, ...]:
    """Today and the days after it for which appointments are made."""
    today = local_day(mall, now)
    return tuple(today + timedelta(days=n) for n in range(mall.calling.appointment_days + 1))


def free(mall: Mall, service: Service, day: date, booked: Mapping[datetime, int], now: datetime) -> dict[datetime, int]:
    """The times of a day that lie ahead and have room, with how many more each takes."""
    most = service.appointments.per_hour if service.appointments else 0
    ahead = (at for at in times_of(mall, service, day) if at > now)
    return {at: most - booked.get(at, 0) for at in ahead if booked.get(at, 0) < most}


def bookable(mall: Mall, service: Service, at: datetime, booked: int, now: datetime) -> date:
    """The hall's day of a time that can be promised. Raises NotBookable, SlotPast, SlotNotOffered, SlotFull."""
    if service.appointments is None:
        raise NotBookable(service=service.code)
    if at <= now:
        raise SlotPast(service=service.code)
    day = local_day(mall, at)
    if day not in bookable_days(mall, now) or at not in times_of(mall, service, day):
        raise SlotNotOffered(service=service.code)
    if booked >= service.appointments.per_hour:
        raise SlotFull(service=service.code)
    return day


def presentable(
    mall: Mall, appointment: Appointment, service: str | None, today: date, now: datetime
) -> Appointment:  # fmt: skip
    """The appointment that gives a number now.

    Raises AppointmentUsed, AppointmentGone, AppointmentNotToday, AppointmentOfAnother, AppointmentEarly.
    """
    unspent(appointment)
    if appointment.day != today:
        raise AppointmentNotToday(day=appointment.day.isoformat())
    if service is not None and service != appointment.service:
        raise AppointmentOfAnother(service=appointment.service)
    if now < (since := earliest(mall, appointment)):
        at = appointment.at
        raise AppointmentEarly(
            at=instant_text(at), since=instant_text(since), time=_clock(mall, at), since_time=_clock(mall, since)
        )
    return appointment


def _clock(mall: Mall, moment: datetime) -> str:
    """As the hall's clock shows it: 09:30."""
    return moment.astimezone(ZoneInfo(mall.site.timezone)).strftime("%H:%M")


def unspent(appointment: Appointment) -> Appointment:
    """One that was neither used nor cancelled. Raises AppointmentUsed, AppointmentGone."""
    if appointment.used_at is not None:
        raise AppointmentUsed()
    if appointment.cancelled_at is not None:
        raise AppointmentGone()
    return appointment


def arrival(mall: Mall, appointment: Appointment, now: datetime) -> str:
    """IN_TIME until the minutes after the promised time, then LATE; who comes too early is asked to come again."""
    return LATE if now > latest(mall, appointment) else IN_TIME


def earliest(mall: Mall, appointment: Appointment) -> datetime:
    """From when its code gives a number."""
    return appointment.at - timedelta(minutes=mall.calling.appointment_early_minutes)


def latest(mall: Mall, appointment: Appointment) -> datetime:
    """The last moment at which its holder still comes in time."""
    return appointment.at + timedelta(minutes=mall.calling.appointment_late_minutes)


def state_of(mall: Mall, appointment: Appointment, now: datetime) -> str:
    """BOOKED, KEPT (it gave a number), CANCELLED, or MISSED: its time is over."""
    if appointment.used_at is not None:
        return KEPT
    if appointment.cancelled_at is not None:
        return CANCELLED
    return MISSED if now > latest(mall, appointment) else BOOKED
