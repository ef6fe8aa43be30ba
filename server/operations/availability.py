"""What can be had now: the one function's verdict for every service, with people ahead and the likely wait."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from server.domain import staffing
from server.domain.mall import Mall, Service
from server.domain.opening import Admission, Pause, Situation, Verdict, admission
from server.domain.profiles import ORDINARY
from server.domain.staffing import Desk
from server.domain.waiting import Wait
from server.operations.waits import Waits
from server.ports import Head, PauseRow, Unit


@dataclass(frozen=True, slots=True)
class Moment:
    """All that the verdicts of one moment need, read once."""

    now: datetime
    day: date | None
    head: Head
    pauses: tuple[Pause, ...]
    desks: Mapping[int, Desk]
    waiting: Mapping[str, int]
    issued: Mapping[str, int]
    quotas: Mapping[str, int] = field(default_factory=dict)  # where somebody changed the mall's for today


def moment_of(unit: Unit, now: datetime, agency: str | None = None) -> Moment:
    """This moment for the whole mall, or for one agency. Only services with a quota need their numbers counted."""
    head = unit.journal.head()
    day = head.day
    counted = [s.code for s in unit.mall.services if s.quota is not None and agency in (None, s.agency)]
    issued = unit.tickets.issued_of_each(counted, day) if day and counted else {}
    waiting = unit.tickets.waiting_counts(day) if day else {}
    quotas = unit.floor.quotas(day) if day and counted else {}
    return Moment(now, day, head, _pauses(unit.site.pauses()), unit.counters.all(), waiting, issued, quotas)


def _pauses(rows: Iterable[PauseRow]) -> tuple[Pause, ...]:
    return tuple(Pause(row.scope, row.code, row.reason, row.numbers, row.since, row.until) for row in rows)


def situation_of(unit: Unit, service: Service, now: datetime) -> Situation:
    """What issuing asks: only what can refuse (who sits where is a notice, never a refusal)."""
    head = unit.journal.head()
    issued, quota = 0, None
    if service.quota is not None and head.day:
        issued = unit.tickets.issued_of(service.code, head.day)
        quota = unit.floor.quotas(head.day).get(service.code)
    return Situation(_pauses(unit.site.pauses()), issued, quota, 0, 0, head.day_closed, head.clock_doubted)


def situation_at(mall: Mall, moment: Moment, service: Service) -> Situation:
    desks = [moment.desks.get(c.number, Desk(c.number)) for c in mall.counters_by_queue[service.queue]]
    return Situation(
        moment.pauses, moment.issued.get(service.code, 0), moment.quotas.get(service.code),
        counters_open=sum(desk.state == staffing.OPEN for desk in desks),
        counters_staffed=sum(desk.holder is not None for desk in desks),
        day_closed=moment.head.day_closed, clock_in_doubt=moment.head.clock_doubted,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """One service now: may a number be taken, how many wait, how long it is likely to take."""

    service: Service
    admission: Admission
    waiting: int
    counters_open: int
    wait: dict[str, int] | None


def waits_at(unit: Unit, moment: Moment) -> Waits:
    """The waits of this moment, for whoever asks more than the offers say."""
    return Waits(unit, moment.day, moment.desks, moment.now, moment.pauses)


def offers(unit: Unit, moment: Moment, agency: str | None = None, waits: Waits | None = None) -> list[Offer]:
    """The mall's services, or one agency's. `waits`: those of the moment, where they are known."""
    mall, waits = unit.mall, waits or waits_at(unit, moment)
    wanted = [service for service in mall.services if agency in (None, service.agency)]
    return [_offer(mall, moment, service, waits) for service in wanted]


def _offer(mall: Mall, moment: Moment, service: Service, waits: Waits) -> Offer:
    situation = situation_at(mall, moment, service)
    waiting = moment.waiting.get(service.queue, 0)
    verdict = admission(mall, service.code, moment.now, situation)
    return Offer(service, verdict, waiting, situation.counters_open, _told(waits.of(service, waiting)))


def wait_for(
    unit: Unit, service: Service, ahead: int, now: datetime, rank: str = ORDINARY
) -> dict[str, int] | None:  # fmt: skip
    """The likely wait of this class behind `ahead`, {low_minutes, high_minutes}, or None where nothing can be said."""
    return _told(Waits(unit, unit.journal.head().day, unit.counters.all(), now).of(service, ahead, rank))


def _told(wait: Wait | None) -> dict[str, int] | None:
    return None if wait is None else {"low_minutes": wait.shown.low_minutes, "high_minutes": wait.shown.high_minutes}


HOLDS = ("central_system_down", "agency_paused", "service_paused", "paused", "on_break", "no_counter_staffed")


def hold_of(unit: Unit, service: Service, now: datetime) -> Verdict | None:
    """Why nobody of this service is called just now although people wait, or None."""
    head, issued = unit.journal.head(), {service.code: 0}
    moment = Moment(now, head.day, head, _pauses(unit.site.pauses()), unit.counters.all(), {}, issued)
    verdict = admission(unit.mall, service.code, now, situation_at(unit.mall, moment, service))
    told = next((v for v in (verdict.refusal, verdict.notice) if v is not None and v.code in HOLDS), None)
    return told or _all_paused([moment.desks.get(c.number) for c in unit.mall.counters_by_queue[service.queue]])


def _all_paused(desks: Iterable[Desk | None]) -> Verdict | None:
    """Everybody who serves this queue is away for a while: until the first comes back."""
    seats = [desk for desk in desks if desk is not None and desk.state in (staffing.OPEN, staffing.PAUSED)]
    if not seats or any(desk.state == staffing.OPEN for desk in seats):
        return None
    ends = [desk.pause_until for desk in seats]
    return Verdict("counters_paused", until=None if None in ends else min(end for end in ends if end is not None))


def agency_state(offered: list[Offer]) -> tuple[str, Any]:
    """One word for an agency, and the verdict behind it: the best that any of its services offers."""
    verdicts = [offer.admission for offer in offered]
    takeable = [verdict for verdict in verdicts if verdict.can_take]
    if takeable:
        paused = next((v.notice for v in takeable if v.notice and v.notice.code == "paused"), None)
        return ("paused", paused) if paused and len(takeable) == len(verdicts) else ("open", takeable[0].notice)
    refusals = [verdict.refusal for verdict in verdicts if verdict.refusal]
    words = {"central_system_down": "disturbed", "quota_used_up": "full"}
    words |= {"agency_paused": "paused", "service_paused": "paused"}
    chosen = next((r for r in refusals if r.code in words), refusals[0])
    return words.get(chosen.code, "closed"), chosen
