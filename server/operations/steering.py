"""What a supervisor, or an agency's manager, changes for today alone: how many numbers, and how long."""

from datetime import time

from server.domain.access import ADMIN, MANAGER, SUPERVISOR, Actor, of_agency, one_of
from server.domain.events import CheckConfirmed, HoursExtended, QuotaRaised
from server.domain.extending import extended
from server.domain.hours import day_hours
from server.domain.refusals import NotFound, QuotaNotRaised
from server.operations import setup
from server.operations.days import today
from server.operations.recording import Asked, Done, done, done_before, record
from server.ports import Hall

CHECKS = ("sound", "paper", "clock")


def raise_quota(hall: Hall, actor: Actor, *, service: str, quota: int, request_id: str) -> Done:
    """So many numbers of this service today, more than until now. Raises NotFound, QuotaNotRaised."""
    one_of(actor, MANAGER, SUPERVISOR, ADMIN)
    asked = Asked(request_id, actor, "raise_quota", {"service": service, "quota": quota})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now, found = hall.clock.now(), unit.mall.service_by_code.get(service)
        if found is None:
            raise NotFound(what="service", service=service)
        of_agency(actor, found.agency)
        day = today(unit, now)
        present = unit.floor.quotas(day).get(service, found.quota)
        if present is None or quota <= present:
            raise QuotaNotRaised(present="–" if present is None else present)
        unit.floor.set_quota(day, service, quota)
        record(unit, QuotaRaised(service, found.agency, quota, actor.id), now)
        return done(unit, asked, {"service": service, "quota": quota}, now)


def extend_hours(
    hall: Hall, actor: Actor, *, agency: str | None, close: time, last_ticket: time | None, request_id: str
) -> Done:
    """Today ends later, for one agency or (None) the hall: a special day of the mall. Never earlier.

    Raises NotFound, NotAllowed (the hall is beyond a manager), HoursClosed, HoursNotExtended.
    """
    one_of(actor, MANAGER, SUPERVISOR, ADMIN)
    said = {"agency": agency, "close": str(close), "last_ticket": str(last_ticket) if last_ticket else None}
    asked = Asked(request_id, actor, "extend_hours", said)
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        if agency is not None and agency not in unit.mall.agency_by_code:
            raise NotFound(what="agency", agency=agency)
        of_agency(actor, agency or "")
        day = today(unit, now)
        mall = extended(unit.mall, agency, day, close, last_ticket)
        setup.change(unit, mall, actor.id, now)
        hours = day_hours(mall, agency, day)[0]
        assert hours is not None
        last, ends = hours.last_ticket.strftime("%H:%M"), hours.close.strftime("%H:%M")
        record(unit, HoursExtended(day.isoformat(), agency, last, ends, actor.id), now)
        result = {"day": day.isoformat(), "agency": agency, "last_ticket": last, "close": ends}
        return done(unit, asked, result, now)


def confirm_check(hall: Hall, actor: Actor, *, check: str, request_id: str) -> Done:
    """Somebody has looked, or listened: one of CHECKS, of today."""
    one_of(actor, MANAGER, SUPERVISOR, ADMIN)
    asked = Asked(request_id, actor, "confirm_check", {"check": check})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        day = today(unit, now)
        unit.floor.set_check(day, check, actor.id, now)
        record(unit, CheckConfirmed(day.isoformat(), check, actor.id), now)
        return done(unit, asked, {"day": day.isoformat(), "check": check}, now)
