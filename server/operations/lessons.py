"""What the hall learns of waiting: each visit is taken in once, each promise is held against what came."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from server.domain import promises, serving_times, teaching
from server.domain.instants import instant_text
from server.domain.lessons import learned_from
from server.domain.mall import Mall
from server.domain.profiles import class_of
from server.domain.promises import Calibration, Promise, Score, calibrated, scored_with
from server.domain.serving_times import Learned
from server.domain.teaching import TELLING, Lines, Row, followed, without_undone
from server.domain.ticket import Leg, Ticket
from server.operations.known_waits import STATE, WAIT, known, read
from server.operations.waits import Waits
from server.ports import Hall, Unit

LINES = "lines"
SCORE = "score"
AT_ONCE, ROWS_AT_ONCE = 500, 200
PROMISED_AT_ONCE = 60
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
# Who was not told within so long is not held against us: the server was away when they came.
FRESH = timedelta(minutes=2)
UNTOLD = "none"  # nothing was known to promise


@dataclass(frozen=True, slots=True)
class _News:
    """What happened since the last look and can no longer be taken back: the journal's rows, the stops that ended."""

    rows: list[Row]
    legs: list[Leg]


def learn(hall: Hall) -> int:
    """Take in what the journal tells since the last look, but what a desk may still take back; how many stops ended.

    It is read and worked out without the site's lock; where somebody else did the same meanwhile nothing is written.
    """
    now = hall.clock.now()
    with hall.store.read() as unit:
        if unit.journal.head().clock_doubted:
            return 0
        stored, lines = unit.floor.lesson(WAIT, STATE), _lines(unit)
        learned, calibration, until = read(stored) if stored else (Learned(), Calibration(), LONG_AGO)
        settled = now - timedelta(seconds=unit.mall.calling.undo_seconds)
        news = _News(_rows(unit, lines.seq, settled, now), _ended(unit, until, settled))
        mall = unit.mall
    if not news.rows and not news.legs:
        return 0
    learned = learned_from(followed(lines, news.rows), mall.service_by_code, learned)
    told = [promise for leg in news.legs if (promise := promise_of(leg, mall)) is not None]
    for one in told:
        calibration = calibrated(calibration, one)
    with hall.store.write() as unit:
        if unit.floor.lesson(WAIT, STATE) != stored:
            return 0
        _keep(unit, learned, calibration, news.legs[-1].ended_at if news.legs else until, lines, now)
        _score(unit, told, now)
    return len(news.legs)


def _lines(unit: Unit) -> Lines:
    """As they were after the last look. Where there was none the journal is read from its beginning."""
    stored = unit.floor.lesson(WAIT, LINES)
    return teaching.from_plain(json.loads(stored)) if stored else Lines()


def _rows(unit: Unit, after: int, settled: datetime, now: datetime) -> list[Row]:
    """Those that no undoing can reach any more. What a clock that was ahead has dated is not waited for."""
    told = unit.journal.told_after(after, TELLING, ROWS_AT_ONCE)
    rows = [(seq, name, json.loads(body), at) for seq, name, body, at in told]
    if len(rows) == ROWS_AT_ONCE:  # who takes one of these back may be told of in the next ones
        reached = min(settled, rows[-1][3] - timedelta(seconds=unit.mall.calling.undo_seconds))
        settled = reached if rows[0][3] < reached else settled
    last = max((row[0] for row in takewhile(lambda row: row[3] < settled or row[3] > now, rows)), default=after)
    return [row for row in without_undone(rows) if row[0] <= last]


def _ended(unit: Unit, since: datetime, settled: datetime) -> list[Leg]:
    return [leg for leg in unit.legs.ended_since(since, AT_ONCE) if leg.ended_at < settled]


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


def _keep(unit: Unit, learned: Learned, calibration: Calibration, until: datetime, lines: Lines, now: datetime) -> None:
    unit.floor.learn(WAIT, STATE, {
        "learned": serving_times.as_plain(learned), "calibration": promises.as_plain(calibration),
        "until": instant_text(until),
    }, now)  # fmt: skip
    unit.floor.learn(WAIT, LINES, teaching.as_plain(lines), now)


def _score(unit: Unit, told: Iterable[Promise], now: datetime) -> None:
    """How good each day's promises were, in all and by service: what ended is added to what is known of its day."""
    by_day: dict[date, list[Promise]] = {}
    for one in told:
        if one.day is not None:
            by_day.setdefault(one.day, []).append(one)
    for day, those in by_day.items():
        stored = unit.floor.lesson(SCORE, day.isoformat())
        known = json.loads(stored) if stored else {"day": day.isoformat(), "all": None, "services": {}}
        for one in those:
            known["all"] = _plain(scored_with(_score_from(known["all"]), one))
            known["services"][one.service] = _plain(scored_with(_score_from(known["services"].get(one.service)), one))
        unit.floor.learn(SCORE, day.isoformat(), known, now)


SCORED = ("error", "mae", "rmse", "under_promised")


def _plain(score: Score) -> dict[str, float]:
    return {"n": score.n, **{name: round(getattr(score, name), 6) for name in (*SCORED, "coverage")}}


def _score_from(plain: Mapping[str, float] | None) -> Score | None:
    return None if plain is None else Score(int(plain["n"]), *(plain[name] for name in SCORED))


def promise(hall: Hall) -> int:
    """Write down what those who joined just now are told, to be held against what comes; how many. Each second."""
    now = hall.clock.now()
    with hall.store.read() as unit:
        day = unit.journal.head().day
        new = unit.tickets.unpromised(day, PROMISED_AT_ONCE) if day else []
        told = _all_told(unit, new, day, now) if day and new else []
    if not told:
        return 0
    with hall.store.write() as unit:
        for ticket, low, high, how in told:
            unit.tickets.promise(ticket.id, low, high, how)
    return len(told)


def _all_told(unit: Unit, new: Iterable[Ticket], day: date, now: datetime) -> list[tuple[Ticket, int, int, str]]:
    """Desks and lines are read once, however many have joined."""
    waits = Waits(unit, day, unit.counters.all(), now)
    return [(ticket, *_told(unit, ticket, waits, now)) for ticket in new]


def _told(unit: Unit, ticket: Ticket, waits: Waits, now: datetime) -> tuple[int, int, str]:
    """(P50, P90) in seconds from joining the queue, and the way it was reckoned."""
    late = now - ticket.waits_since
    service = unit.mall.service_by_code.get(ticket.service)
    if service is None or not timedelta(0) <= late <= FRESH:
        return 0, 0, UNTOLD
    wait = waits.of(service, unit.tickets.ahead_of(ticket), class_of(ticket))
    if wait is None:
        return 0, 0, UNTOLD
    passed = int(late.total_seconds())
    return round(wait.p50 * 60) + passed, round(wait.p90 * 60) + passed, wait.regime


def known_minutes(unit: Unit, service: str) -> float:
    """One visit's mean minutes at the counter, as far as it is known."""
    return known(unit)[0].minutes(unit.mall.service_by_code[service])
