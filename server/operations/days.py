"""The business day: which day it is by the site's rule, how one ends and the next begins."""

from collections import Counter as Tally
from datetime import date, datetime
from typing import Any, Literal

from server.domain import ticket as tickets
from server.domain.access import ADMIN, SUPERVISOR, Actor, one_of
from server.domain.chain import short
from server.domain.events import (
    ClockConfirmed,
    ClockDoubted,
    ClockStepped,
    ClockTrusted,
    CounterClosed,
    DayClosed,
    DayOpened,
    DayReopened,
    NumbersStopped,
    ReportSigned,
    TicketExpired,
    TicketFinished,
)  # fmt: skip
from server.domain.hours import local_day, opens_on
from server.domain.mall import Mall
from server.domain.numbering import DayVerdict, LastSeen, business_day
from server.domain.refusals import AlreadySigned, ClockInDoubt, DayAlreadyClosed, DayIsOpen, NotFound
from server.domain.staffing import CLOSED, Desk
from server.operations import day_figures
from server.operations.recording import Asked, Done, done, done_before, record
from server.ports import Hall, Head, Unit


def verdict_now(mall: Mall, head: Head, now: datetime, believed: datetime | None = None) -> DayVerdict:
    """What the rule of the clock says of this moment. `believed`: when the running server last believed its clock."""
    seen = _last_seen(head, believed)
    last = LastSeen(head.day, seen, head.confirmed_day) if head.day and seen else None
    return business_day(now, mall.site.timezone, last, lambda day: opens_on(mall, day), head.confirmed_day)


def _last_seen(head: Head, believed: datetime | None) -> datetime | None:
    return max((at for at in (head.at, believed) if at is not None), default=None)


def today(unit: Unit, now: datetime, believed: datetime | None = None) -> date:
    """The business day of this moment; ends yesterday and begins today where that is due.

    A clock that makes no sense keeps the day it was: calls go on, numbers wait for a person. Raises ClockInDoubt
    where there never was a day to keep. `believed` as in verdict_now.
    """
    head = unit.journal.head()
    verdict = verdict_now(unit.mall, head, now, believed)
    if verdict.in_doubt:
        if head.day is None:
            raise ClockInDoubt(now=now.isoformat(), last=None)
        _tell_of_clock(unit, head, verdict, now, believed)
        return head.day
    if verdict.day != head.day:
        _turn(unit, head.day, verdict.day, now)
    return verdict.day


def _turn(unit: Unit, previous: date | None, day: date, now: datetime) -> None:
    if previous is not None and unit.site.report(previous) is None:
        _end(unit, previous, None, now)
    _clear_all(unit, now)  # somebody may have sat down after the closing
    if previous is not None:
        _release_waiting(unit, previous, now)
    unit.desks.forget_notes()
    unit.journal.change_head(day=day, day_closed=False, clock_doubted=False)
    record(unit, DayOpened(day.isoformat()), now)


def watch(hall: Hall, believed: datetime | None = None) -> datetime | None:
    """Turn the day without waiting for a visitor, and tell the desks of a strange clock.

    Called every few seconds with what it returned before: the last moment the clock was believed.
    """
    now = hall.clock.now()
    with hall.store.read() as unit:
        head = unit.journal.head()
        verdict = verdict_now(unit.mall, head, now, believed)
    if not _nothing_new(head, verdict):
        with hall.store.write() as unit:
            _tell_of_clock(unit, unit.journal.head(), verdict, now, believed)
            if not verdict.in_doubt:
                today(unit, now, believed)
    return believed if verdict.in_doubt or verdict.stepped_back else now


def _nothing_new(head: Head, verdict: DayVerdict) -> bool:
    same_day = verdict.in_doubt or verdict.day == head.day
    return same_day and verdict.in_doubt == head.clock_doubted and verdict.stepped_back == head.clock_stepped


def _tell_of_clock(unit: Unit, head: Head, verdict: DayVerdict, now: datetime, believed: datetime | None) -> None:
    """Set the flags first: what is recorded under a doubted clock must not move the furthest moment seen."""
    if (verdict.stepped_back, verdict.in_doubt) != (head.clock_stepped, head.clock_doubted):
        unit.journal.change_head(clock_stepped=verdict.stepped_back, clock_doubted=verdict.in_doubt)
    if (head.clock_stepped or head.clock_doubted) and not (verdict.stepped_back or verdict.in_doubt):
        record(unit, ClockTrusted((head.day or verdict.day).isoformat()), now)
    if verdict.stepped_back and not head.clock_stepped:
        seen = _last_seen(head, believed) or now
        record(unit, ClockStepped(int((seen - now).total_seconds())), now)
    if verdict.in_doubt and not head.clock_doubted:
        record(unit, ClockDoubted(now.date().isoformat()), now)


def trust_clock(hall: Hall) -> None:
    """The demonstration may sleep for weeks: its first moment is today, without asking a person."""
    now = hall.clock.now()
    with hall.store.write() as unit:
        verdict = verdict_now(unit.mall, unit.journal.head(), now)
        if verdict.in_doubt:
            unit.journal.change_head(confirmed_day=local_day(unit.mall, now), clock_doubted=False)
        today(unit, now)


def confirm_clock(hall: Hall, actor: Actor, *, day: date, request_id: str) -> Done:
    """A person has looked at the clock and says that it is this day. Raises ClockInDoubt where it shows another."""
    one_of(actor, SUPERVISOR, ADMIN)
    asked = Asked(request_id, actor, "confirm_clock", {"day": day.isoformat()})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        if day != local_day(unit.mall, now):
            raise ClockInDoubt(now=now.isoformat(), last=None)
        unit.journal.change_head(confirmed_day=day, clock_doubted=False)
        record(unit, ClockConfirmed(day.isoformat(), actor.id), now)
        today(unit, now)
        return done(unit, asked, {"day": day.isoformat()}, now)


def close(hall: Hall, actor: Actor, *, waiting: Literal["serve", "release"], request_id: str) -> Done:
    """End the day. "serve": no more numbers, those who wait are still called. "release": everything ends now."""
    one_of(actor, SUPERVISOR, ADMIN)
    asked = Asked(request_id, actor, "close_day", {"waiting": waiting})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        day = today(unit, now)
        if unit.site.report(day) is not None:
            raise DayAlreadyClosed(day=day.isoformat())
        if waiting == "serve":
            unit.journal.change_head(day_closed=True)
            record(unit, NumbersStopped(day.isoformat(), actor.id), now)
        else:
            _end(unit, day, actor.id, now)
        return done(unit, asked, {"day": day.isoformat()}, now)


def reopen(hall: Hall, actor: Actor, *, request_id: str) -> Done:
    """Numbers are given again, also after the report was written: the next closing writes another. Raises DayIsOpen.

    Who was released stays released, and counters are opened by those who sit down there.
    """
    one_of(actor, SUPERVISOR, ADMIN)
    asked = Asked(request_id, actor, "reopen_day", {})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        day = today(unit, now)
        if not unit.journal.head().day_closed:
            raise DayIsOpen(day=day.isoformat())
        unit.site.remove_report(day)
        unit.journal.change_head(day_closed=False)
        record(unit, DayReopened(day.isoformat(), actor.id), now)
        return done(unit, asked, {"day": day.isoformat()}, now)


def sign(hall: Hall, actor: Actor, *, day: date | None, request_id: str) -> Done:
    """A person has read the day's report and puts the name under it; the signed one is printed.

    Raises NotFound where there is no report yet, ReportSigned where it carries a name already.
    """
    one_of(actor, SUPERVISOR, ADMIN)
    asked = Asked(request_id, actor, "sign_report", {"day": day.isoformat() if day else None})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        meant = day or today(unit, now)
        report, signed = unit.site.report(meant), unit.site.signature(meant)
        if report is None:
            raise NotFound(what="report", day=meant.isoformat())
        if signed is not None:
            raise AlreadySigned(day=meant.isoformat())
        unit.site.sign_report(meant, actor.id, now)
        record(unit, ReportSigned(meant.isoformat(), report["head"], actor.id), now)
        return done(unit, asked, {"day": meant.isoformat(), "head": report["head"]}, now)


def _end(unit: Unit, day: date, by: str | None, now: datetime) -> None:
    """Release who waits, close what is open, write the report. The report's head code covers all that."""
    _release_waiting(unit, day, now)
    left_open = [desk.number for desk in unit.counters.all().values() if desk.state != CLOSED]
    _clear_all(unit, now)
    unit.desks.forget_notes()  # what colleagues wrote to each other was for this day
    unit.journal.change_head(day_closed=True)
    head = unit.journal.head()
    report = closing_report(unit, day, sorted(left_open), head, now)
    unit.site.add_report(day, report, now)
    record(unit, DayClosed(day.isoformat(), report["head"], by), now)


def _release_waiting(unit: Unit, day: date, now: datetime) -> None:
    for left in unit.tickets.of_day(day, [tickets.WAITING, tickets.PARKED]):
        waits = left.state == tickets.WAITING
        unit.tickets.save(left, tickets.expire(left, now))
        n = unit.tickets.change_waiting(left.queue, day, -1 if waits else 0)
        zone = unit.mall.zone_of_queue(left.queue).number
        record(unit, TicketExpired(
            left.id, left.label, left.queue, left.agency, zone, n, "end_of_day", left.position if waits else 0
        ), now)  # fmt: skip


def _clear_all(unit: Unit, now: datetime) -> None:
    for desk in list(unit.counters.all().values()):
        _clear(unit, desk, now)


def _clear(unit: Unit, desk: Desk, now: datetime) -> None:
    place = unit.mall.counter_by_number.get(desk.number)
    visitor = unit.tickets.get(desk.ticket) if desk.ticket else None
    zone, agency = (place.zone, place.agency) if place else (0, "")
    unit.desks.forget_undo(desk.number)
    if visitor is not None:
        finished = tickets.finish(visitor, now, mark=tickets.END_OF_DAY)
        unit.tickets.save(visitor, finished)
        unit.legs.add(tickets.leg_of(visitor, desk.holder or "", now, tickets.DONE, tickets.END_OF_DAY))
        record(unit, TicketFinished(
            finished.id, finished.label, finished.queue, finished.agency, zone, desk.number, "done",
            finished.mark, "",
        ), now)  # fmt: skip
    if desk != Desk(desk.number, since=desk.since):
        unit.counters.save(desk, Desk(desk.number, since=now))
        record(unit, CounterClosed(desk.number, zone, agency, None, tickets.END_OF_DAY), now)


def closing_report(unit: Unit, day: date, left_open: list[int], head: Head, now: datetime) -> dict[str, Any]:
    """What the day came to: by agency, in all, and the chain's head code that anchors it on paper.

    The totals count numbers, each by how its visit ended; `services` is what the agencies served together.
    """
    by_agency = day_figures.of_agencies(unit, day)
    columns = ("issued", "served", "absent", "cancelled", "released", "inferred", "paper", "noted")
    total: Tally[str] = sum(by_agency.values(), Tally())
    served = {"served": day_figures.numbers_served(unit, day), "services": total["served"]}
    return {
        "day": day.isoformat(), "closed_at": now.isoformat(), "seq": head.seq, "head": short(head.hash),
        "hash": head.hash, "totals": {**{name: total[name] for name in columns}, **served},
        "counters_left_open": left_open,
        "agencies": [
            {"agency": code, **{name: counts[name] for name in columns}}
            for code, counts in by_agency.items() if counts.total()
        ],
    }  # fmt: skip
