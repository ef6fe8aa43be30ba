"""Alerts: what on the floor needs a person, and in which order."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from server.domain import alerts
from server.domain.alerts import CRITICAL, ORDER, WARNING, Facts, Late, Thing, alerts_of
from server.domain.staffing import OPEN, PAUSED, Desk
from server.domain.ticket import CALLED, SERVING, WAITING, Ticket
from server.sentences import alert_sentence
from tests.unit.small_mall import a_mall

MALL = a_mall()
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # Monday, ten in the hall
SERVICE = MALL.services[0]
QUEUE, AGENCY = SERVICE.queue, SERVICE.agency
COUNTER = MALL.counters_by_queue[QUEUE][0]
STAFFED = {COUNTER.number: Desk(COUNTER.number, OPEN, holder="x")}
QUIET = Facts(MALL, NOW, frozenset(MALL.agency_by_code), desks=STAFFED)


def ago(**time: float) -> datetime:
    return NOW - timedelta(**time)


def a_ticket(number: int = 1, state: str = WAITING, issued_at: datetime = NOW, **more: Any) -> Ticket:
    return Ticket(
        f"t{number}", date(2026, 11, 23), QUEUE, number, f"{QUEUE}-{number:03d}", SERVICE.code, AGENCY, "id", state, number,
        issued_at, **more,
    )  # fmt: skip


def told(**changes: Any) -> list[tuple[str, str]]:
    return [(one.code, one.level) for one in alerts_of(replace(QUIET, **changes))]


def test_a_quiet_floor_has_nothing_to_say() -> None:
    assert told() == []


@pytest.mark.parametrize(("minutes", "says"), [
    (29, []), (30, [("waiting_long", WARNING)]), (59, [("waiting_long", WARNING)]), (60, [("waiting_critical", CRITICAL)]),
])  # fmt: skip
def test_a_wait_is_measured_by_the_thresholds_of_its_service(minutes: int, says: list[tuple[str, str]]) -> None:
    assert told(waiting=[a_ticket(issued_at=ago(minutes=minutes))]) == says


def test_a_service_speaks_once_for_who_has_waited_longest_for_it() -> None:
    late = a_ticket(2, issued_at=ago(minutes=50), queued_at=ago(minutes=40))
    [alert] = alerts_of(replace(QUIET, waiting=[a_ticket(issued_at=ago(minutes=35)), late]))
    assert (alert.values["label"], alert.values["minutes"]) == (late.label, 40)


def test_who_waits_where_no_counter_is_open_needs_somebody_now() -> None:
    assert told(counts={QUEUE: 2}) == []
    assert told(counts={QUEUE: 2}, desks={}) == [("nobody_serves", CRITICAL)]
    assert told(counts={QUEUE: 0}, desks={}) == []


def test_what_somebody_has_paused_is_no_news_to_the_floor() -> None:
    assert told(counts={QUEUE: 2}, desks={}, paused=frozenset([AGENCY])) == []


def test_a_counter_that_helps_serves() -> None:
    other = next(c for c in MALL.counters if QUEUE not in c.queues)
    assert told(counts={QUEUE: 2}, desks={other.number: Desk(other.number, OPEN, helps=(QUEUE,))}) == []


def test_nobody_need_be_there_before_the_opening() -> None:
    assert told(counts={QUEUE: 2}, desks={}, now=datetime(2026, 11, 22, 23, 0, tzinfo=UTC)) == []


@pytest.mark.parametrize(("over", "level"), [(1, WARNING), (14, WARNING), (15, CRITICAL)])
def test_a_counter_is_late_back_from_its_pause(over: int, level: str) -> None:
    paused = Desk(COUNTER.number, PAUSED, "x", pause_reason="meal", pause_until=ago(minutes=over))
    assert told(desks={COUNTER.number: paused}) == [("counter_back_late", level)]
    assert told(desks={COUNTER.number: replace(paused, pause_until=None)}) == []


def test_who_was_sent_to_a_counter_whose_clerk_vanished_needs_somebody_now() -> None:
    sent, gone = a_ticket(wanted_counter=COUNTER.number, queued_at=ago(minutes=3)), frozenset({COUNTER.number})
    by_name = a_ticket(2, wanted_staff="x", queued_at=ago(minutes=5))
    [alert] = alerts_of(replace(QUIET, waiting=[sent, by_name, a_ticket(3)], vanished=gone))
    assert (alert.code, alert.level, alert.subject) == (
        "sent_to_nobody", CRITICAL, {"kind": "counter", "code": str(COUNTER.number)}
    )  # fmt: skip
    assert (alert.values["label"], alert.values["count"], alert.values["minutes"]) == (by_name.label, 2, 5)
    assert told(waiting=[sent]) == []
    assert told(waiting=[a_ticket(3)], vanished=gone) == []
    closed = {COUNTER.number: Desk(COUNTER.number, PAUSED, holder="x")}
    assert told(waiting=[sent], vanished=gone, desks=closed) == []  # then any other counter calls


def test_calls_without_an_answer_and_forgotten_visits_are_told_with_their_counter() -> None:
    called = a_ticket(state=CALLED, called_at=ago(minutes=2), calls=MALL.calling.calls_before_absent)
    assert told(visitors={COUNTER.number: called}) == [("no_answer", WARNING)]
    assert told(visitors={COUNTER.number: replace(called, calls=1)}) == []
    visit = a_ticket(state=SERVING, started_at=ago(minutes=31))
    assert told(visitors={COUNTER.number: visit}, usual={SERVICE.code: 10.0}) == [("forgotten_visit", WARNING)]
    assert told(visitors={COUNTER.number: visit}, usual={SERVICE.code: 10.4}) == []


@pytest.mark.parametrize(("issued", "says"), [
    (8, []), (9, [("quota_nearly_used", WARNING)]), (10, [("quota_used", WARNING)]),
])  # fmt: skip
def test_a_quota_is_told_when_nearly_used_and_when_used(issued: int, says: list[tuple[str, str]]) -> None:
    limited = replace(SERVICE, quota=10)
    mall = replace(MALL, services=(limited, *MALL.services[1:]))
    assert told(mall=mall, issued={SERVICE.code: issued}) == says
    assert told(mall=mall, issued={SERVICE.code: issued}, quotas={SERVICE.code: 20}) == []


def test_who_may_not_be_served_today_is_critical_once_somebody_surely_is_not() -> None:
    maybe, surely = {QUEUE: Late(3, 0, "A-004")}, {QUEUE: Late(3, 1, "A-004")}
    assert told(counts={QUEUE: 5}, late=maybe) == [("may_not_be_served", WARNING)]
    assert told(counts={QUEUE: 5}, late=surely) == [("may_not_be_served", CRITICAL)]


def test_things_speak_by_their_states() -> None:
    assert told(printers=[Thing("p1", "Printer 1", "paper_out")]) == [("paper_out", CRITICAL)]
    assert told(printers=[Thing("p1", "Printer 1", "ready"), Thing("p2", "Printer 2", "paper_low")]) == [
        ("paper_low", WARNING)
    ]
    one, other = Thing("k1", "Kios 1", "lost"), Thing("k2", "Kios 2", "connected")
    assert told(kiosks=[one, other]) == [("kiosk_offline", WARNING)]
    assert told(kiosks=[one]) == [("kiosk_offline", CRITICAL)]
    assert told(displays=[Thing("d", "Layar", "lost"), Thing("e", "Layar 2", "sound_blocked")]) == [
        ("display_offline", WARNING), ("display_silent", WARNING)
    ]  # fmt: skip
    assert told(voice="failing", fields_without_player=[1]) == [("voice_failing", WARNING), ("player_missing", WARNING)]


def test_what_must_be_decided_first_stands_first() -> None:
    found = told(
        alarms=[Thing("b", "Kios", "burst", ago(minutes=1)), Thing("s", "1", "silent", ago(minutes=1), 1, 1)],
        clock_doubted=True, counts={QUEUE: 3}, desks={}, waiting=[a_ticket(issued_at=ago(minutes=40))],
        printers=[Thing("p1", "Printer 1", "paper_out", ago(minutes=9))],
    )  # fmt: skip
    assert [code for code, _ in found] == [
        "silent_alarm", "clock_doubted", "nobody_serves", "paper_out", "waiting_long", "kiosk_burst"
    ]  # fmt: skip


def test_another_agencys_floor_hears_nothing_of_it() -> None:
    other = frozenset(MALL.agency_by_code) - {AGENCY}
    assert told(agencies=other, counts={QUEUE: 3}, desks={}, late={QUEUE: Late(3, 3, None)}) == []


def test_every_alert_has_a_sentence_in_every_language() -> None:
    values = dict.fromkeys(
        ("label", "minutes", "limit", "service_short", "count", "who", "queue", "likely", "name", "counter", "calls", "usual",
         "quota", "left", "field"), "x"
    )  # fmt: skip
    assert all(set(alert_sentence(code, values)) >= {"id", "en"} for code in ORDER)
    made = {code for code, _ in (*alerts._PRINTERS.values(), *alerts._ALARMS.values())}
    assert made <= set(ORDER)
