"""What the hall learns of waiting: each visit is taken in once, each promise is held against what came."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from server.domain import promises, serving_times
from server.domain import ticket as tickets
from server.domain.instants import instant_text
from server.domain.lessons import Missed, Served, learned_with
from server.domain.mall import Mall
from server.domain.promises import Calibration, Promise, Score, calibrated
from server.domain.serving_times import Learned
from server.domain.ticket import Leg, Ticket
from server.operations.known_waits import STATE, WAIT, known, read
from server.operations.waits import Waits, visitors_at
from server.ports import Hall, Unit

SCORE = "score"
AT_ONCE = 500
PROMISED_AT_ONCE = 60
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
# Who was not told within so long is not held against us: the server was away when they came.
FRESH = timedelta(minutes=2)
UNTOLD = "none"  # nothing was known to promise


def learn(hall: Hall) -> int:
    """Take in the visits that ended since the last look, but those a desk may still take back; how many."""
    now = hall.clock.now()
    with hall.store.read() as unit:
        if unit.journal.head().clock_doubted or not _fresh(unit, now):
            return 0
    with hall.store.write() as unit:
        stored = unit.floor.lesson(WAIT, STATE)
        learned, calibration, _ = read(stored) if stored else (Learned(), Calibration(), LONG_AGO)
        legs = _fresh(unit, now)
        for leg in legs:
            learned = _taught(learned, leg, unit.mall)
            promise = promise_of(leg, unit.mall)
            calibration = calibrated(calibration, promise) if promise else calibration
        if legs:
            _keep(unit, learned, calibration, legs, now)
        return len(legs)


def _fresh(unit: Unit, now: datetime) -> list[Leg]:
    stored = unit.floor.lesson(WAIT, STATE)
    since = read(stored)[2] if stored else LONG_AGO
    settled = now - timedelta(seconds=unit.mall.calling.undo_seconds)
    return [leg for leg in unit.legs.ended_since(since, AT_ONCE) if leg.ended_at <= settled]


def _taught(learned: Learned, leg: Leg, mall: Mall) -> Learned:
    if leg.outcome == tickets.ABSENT:
        return learned_with(learned, Missed(leg.queue, minutes=(leg.ended_at - leg.called_at) / MINUTE))
    service = mall.service_by_code.get(leg.service)
    if leg.started_at is None or service is None:
        return learned
    served = Served(
        leg.service, leg.queue, leg.counter, (leg.ended_at - leg.started_at) / MINUTE, leg.mark,
        (leg.started_at - leg.called_at) / MINUTE,
    )  # fmt: skip
    return learned_with(learned, served, service)


def promise_of(leg: Leg, mall: Mall) -> Promise | None:
    """What this visitor was told at joining, and what came of it; None where nothing was promised."""
    if leg.promised_low is None or leg.promised_high is None or leg.promised_how in (None, UNTOLD):
        return None
    actual = (leg.called_at - leg.queued_at) / MINUTE
    return Promise(
        leg.service, leg.queue, leg.promised_how or "", leg.promised_low / 60, leg.promised_high / 60, actual, leg.day,
        hour_of(mall, leg.queued_at),
    )  # fmt: skip


def hour_of(mall: Mall, moment: datetime) -> int:
    return moment.astimezone(ZoneInfo(mall.site.timezone)).hour


def _keep(unit: Unit, learned: Learned, calibration: Calibration, legs: list[Leg], now: datetime) -> None:
    unit.floor.learn(WAIT, STATE, {
        "learned": serving_times.as_plain(learned), "calibration": promises.as_plain(calibration),
        "until": instant_text(legs[-1].ended_at),
    }, now)  # fmt: skip
    for day in {leg.day for leg in legs}:
        unit.floor.learn(SCORE, day.isoformat(), scored(unit.legs.of_day(day), unit.mall, day), now)


def scored(legs: Iterable[Leg], mall: Mall, day: date) -> dict[str, Any]:
    """How good a day's promises were, in all and by service: n, error, mae, rmse, under_promised, coverage."""
    told = [promise for leg in legs if (promise := promise_of(leg, mall)) is not None]
    by_service = {service: plain(score) for (_, service), score in promises.scores(told).items()}
    in_all = promises.score(told)
    return {"day": day.isoformat(), "all": plain(in_all) if in_all else None, "services": by_service}


def plain(score: Score) -> dict[str, float]:
    figures = {name: round(getattr(score, name), 3) for name in ("error", "mae", "rmse", "under_promised", "coverage")}
    return {"n": score.n, **figures}


def promise(hall: Hall) -> int:
    """Write down what those who joined just now are told, to be held against what comes; how many. Each second."""
    now = hall.clock.now()
    with hall.store.read() as unit:
        day = unit.journal.head().day
        new = unit.tickets.unpromised(day, PROMISED_AT_ONCE) if day else []
        told = [(ticket, *_told(unit, ticket, day, now)) for ticket in new] if day else []
    if not told:
        return 0
    with hall.store.write() as unit:
        for ticket, low, high, how in told:
            unit.tickets.promise(ticket.id, low, high, how)
    return len(told)


def _told(unit: Unit, ticket: Ticket, day: date, now: datetime) -> tuple[int, int, str]:
    """(P50, P90) in seconds from joining the queue, and the way it was reckoned."""
    late = now - ticket.waits_since
    service = unit.mall.service_by_code.get(ticket.service)
    if service is None or not timedelta(0) <= late <= FRESH:
        return 0, 0, UNTOLD
    desks = unit.counters.all()
    wait = Waits(unit, day, desks, visitors_at(unit, desks, day), now).of(service, unit.tickets.ahead_of(ticket))
    if wait is None:
        return 0, 0, UNTOLD
    passed = int(late.total_seconds())
    return round(wait.p50 * 60) + passed, round(wait.p90 * 60) + passed, wait.regime


def known_minutes(unit: Unit, service: str) -> float:
    """One visit's mean minutes at the counter, as far as it is known."""
    return known(unit)[0].minutes(unit.mall.service_by_code[service])
