"""Hours, breaks, closed days, and the one answer to "can a number be taken here now"."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from server.domain.hours import DayReason
from server.domain.mall import Mall
from server.domain.mall_file import dump, parse
from server.domain.opening import (
    Admission,
    Pause,
    Situation,
    Verdict,
    admission,
    calling_break,
    day_hours,
    next_opening,
    open_today,
    opens_on,
    site_opening,
)
from tests.unit.small_mall import a_mall, a_service, an_agency, both, raw_mall

PONTIANAK = ZoneInfo("Asia/Pontianak")
MONDAY, FRIDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 27), date(2026, 11, 28)
STAFFED = Situation(counters_open=1, counters_staffed=1)


def at(clock: str, day: date = MONDAY) -> datetime:
    """That time on the wall in Sanggau, as the server has it."""
    hour, minute, *second = (int(part) for part in clock.split("."))
    return datetime(day.year, day.month, day.day, hour, minute, *second, tzinfo=PONTIANAK).astimezone(UTC)


def ask(clock: str, day: date = MONDAY, mall: Mall | None = None, service: str = "D1", **now: Any) -> Admission:
    situation = Situation(**{"counters_open": 1, "counters_staffed": 1, **now})
    return admission(mall or a_mall(), service, at(clock, day), situation)


def refusal(*asked: Any, **now: Any) -> Verdict:
    answer = ask(*asked, **now)
    assert not answer.can_take
    assert answer.notice is None
    assert answer.refusal is not None
    return answer.refusal


def notice(*asked: Any, **now: Any) -> Verdict:
    answer = ask(*asked, **now)
    assert answer.can_take
    assert answer.refusal is None
    assert answer.notice is not None
    return answer.notice


def a_pause(numbers: bool = False, **given: Any) -> Pause:
    usual = {"scope": "agency", "code": "D", "reason": "meeting", "since": at("9.00")}
    return Pause(**{**usual, "numbers": numbers, **given})


# ── days ──


def test_week_decides_an_ordinary_day() -> None:
    hours, reason = day_hours(a_mall(), "A", MONDAY)
    assert hours is not None
    assert reason == DayReason("site_week")
    assert day_hours(a_mall(), "A", SATURDAY) == (None, DayReason("site_week"))


def test_agency_week_goes_before_the_week_of_the_site() -> None:
    raw = raw_mall()
    raw["agencies"][0] = an_agency("A", a_service("A1", "A"), hours={"saturday": {"open": "09:00", "close": "11:00"}})
    mall = parse(raw)
    hours, reason = day_hours(mall, "A", SATURDAY)
    assert hours is not None
    assert reason.kind == "agency_week"
    assert day_hours(mall, "A", MONDAY)[0] is None
    assert day_hours(mall, "D", SATURDAY)[0] is None
    assert opens_on(mall, SATURDAY)
    assert not opens_on(mall, SATURDAY + timedelta(days=1))


def test_holiday_goes_before_every_week() -> None:
    hours, reason = day_hours(a_mall(), "A", date(2026, 12, 25))
    assert hours is None
    assert reason == DayReason("holiday", both("Natal"))


def test_special_day_goes_before_a_holiday() -> None:
    special = {"day": "2026-12-25", "hours": {"open": "09:00", "close": "10:00"}, "name": both("Jaga")}
    hours, reason = day_hours(a_mall(special_days=[special]), "A", date(2026, 12, 25))
    assert hours is not None
    assert reason == DayReason("special", both("Jaga"))


# ── the answer ──


def test_number_can_be_taken_in_opening_hours() -> None:
    assert ask("9.42") == Admission(True)


def test_number_can_be_taken_before_opening_and_says_when_it_opens() -> None:
    assert ask("7.29").can_take is False
    assert notice("7.30") == Verdict("opens_later", until=at("8.00"), opens_at=at("8.00"))
    assert notice("7.59.59").code == "opens_later"
    assert ask("8.00").notice is None


def test_too_early_says_when_numbers_are_given_and_when_it_opens() -> None:
    said = refusal("6.00")
    assert (said.code, said.numbers_from, said.opens_at) == ("not_yet_open", at("7.30"), at("8.00"))


def test_last_minute_on_the_sign_still_gives_a_number() -> None:
    assert ask("15.00.59").can_take
    said = refusal("15.01")
    assert (said.code, said.since) == ("too_late", at("15.00"))
    assert said.opens_at == at("8.00", date(2026, 11, 24))


def test_after_the_last_number_on_friday_monday_is_named() -> None:
    assert refusal("15.30", FRIDAY).opens_at == at("8.00", date(2026, 11, 30))


def test_weekend_is_closed_until_monday() -> None:
    said = refusal("10.00", SATURDAY)
    assert (said.code, said.opens_at) == ("closed_today", at("8.00", date(2026, 11, 30)))


def test_holiday_is_named_and_the_next_opening_lies_over_the_weekend() -> None:
    said = refusal("10.00", date(2026, 12, 25))
    assert (said.code, said.name) == ("holiday", both("Natal"))
    assert said.opens_at == at("8.00", date(2026, 12, 28))


def test_special_closed_day_is_named() -> None:
    mall = a_mall(special_days=[{"day": "2026-11-23", "hours": None, "name": both("Banjir")}])
    said = refusal("10.00", mall=mall)
    assert (said.code, said.name) == ("closed_today", both("Banjir"))


def test_numbers_are_given_during_friday_prayer_with_a_notice() -> None:
    said = notice("11.30", FRIDAY)
    assert (said.code, said.until) == ("on_break", at("13.00", FRIDAY))
    assert said.name == {"id": "Salat Jumat", "en": "Friday prayer"}
    assert ask("13.00", FRIDAY).notice is None


def test_closed_day_of_business_gives_no_more_numbers_until_tomorrow() -> None:
    said = refusal("7.45", day_closed=True)
    assert (said.code, said.opens_at) == ("day_closed", at("8.00", date(2026, 11, 24)))


def test_clock_in_doubt_gives_no_number() -> None:
    assert refusal("9.00", clock_in_doubt=True) == Verdict("clock_in_doubt")


def test_used_up_quota_names_tomorrow() -> None:
    assert ask("9.00", service="A1", issued_today=1).remaining == 1
    said = refusal("9.00", service="A1", issued_today=2)
    assert (said.code, said.opens_at) == ("quota_used_up", at("8.00", date(2026, 11, 24)))
    assert said.numbers_from == at("7.30", date(2026, 11, 24))


def test_quota_used_up_before_opening_does_not_name_today() -> None:
    assert refusal("7.40", service="A1", issued_today=2).opens_at == at("8.00", date(2026, 11, 24))


def test_service_without_quota_has_no_remaining_numbers_to_tell() -> None:
    assert ask("9.00", issued_today=500).remaining is None


def test_remaining_never_falls_below_none() -> None:
    assert ask("9.00", service="A1", issued_today=7).remaining == 0


@pytest.mark.parametrize(
    ("scope", "code", "told"),
    [
        ("site", "MPP", "agency_paused"),
        ("agency", "D", "agency_paused"),
        ("service", "D1", "service_paused"),
    ],
)
def test_pause_without_numbers_is_a_refusal(scope: str, code: str, told: str) -> None:
    pause = a_pause(scope=scope, code=code, until=at("10.15"))
    assert refusal("9.42", pauses=(pause,)) == Verdict(told, reason="meeting", since=at("9.00"), until=at("10.15"))


def test_central_system_down_says_since_when() -> None:
    said = refusal("9.42", pauses=(a_pause(reason="central_system_down"),))
    assert said == Verdict("central_system_down", reason="central_system_down", since=at("9.00"))


def test_pause_with_numbers_is_a_notice() -> None:
    said = notice("9.42", pauses=(a_pause(numbers=True, until=at("10.15")),))
    assert said == Verdict("paused", reason="meeting", since=at("9.00"), until=at("10.15"))


def test_pause_of_another_agency_or_service_changes_nothing() -> None:
    others = (a_pause(code="A"), a_pause(scope="service", code="D2"))
    assert ask("9.42", pauses=others) == Admission(True)


def test_pause_ends_by_itself_at_its_end() -> None:
    assert not ask("10.14.59", pauses=(a_pause(until=at("10.15")),)).can_take
    assert ask("10.15", pauses=(a_pause(until=at("10.15")),)) == Admission(True)


def test_of_two_pauses_the_one_that_stops_numbers_is_told() -> None:
    pauses = (a_pause(numbers=True), a_pause(reason="power", until=at("10.15")))
    assert refusal("9.42", pauses=pauses).reason == "power"


def test_what_holds_for_the_day_is_told_before_a_pause() -> None:
    pause = a_pause(scope="site", until=at("16.00"))
    assert refusal("15.30", pauses=(pause,)).code == "too_late"
    assert refusal("9.00", service="A1", issued_today=2, pauses=(pause,)).code == "quota_used_up"


def test_nobody_at_the_counter_is_told_but_numbers_are_given() -> None:
    assert notice("9.00", counters_open=0, counters_staffed=0).code == "no_counter_staffed"


def test_clerk_on_a_short_pause_is_not_nobody() -> None:
    assert ask("9.00", counters_open=0, counters_staffed=1).notice is None


# ── breaks, next opening, the whole site ──


def test_nobody_is_called_during_the_break_and_its_end_is_known() -> None:
    mall = a_mall()
    assert calling_break(mall, "D", at("11.14.59", FRIDAY)) is None
    found = calling_break(mall, "D", at("11.15", FRIDAY))
    assert found is not None
    assert (found.since, found.until) == (at("11.15", FRIDAY), at("13.00", FRIDAY))
    assert calling_break(mall, "D", at("13.00", FRIDAY)) is None
    assert calling_break(mall, "D", at("11.30", MONDAY)) is None


def test_next_opening_is_today_while_it_lies_ahead() -> None:
    assert next_opening(a_mall(), "A", at("6.00")) == at("8.00")
    assert next_opening(a_mall(), "A", at("8.00")) == at("8.00", date(2026, 11, 24))


def test_next_opening_is_unknown_beyond_sixty_days() -> None:
    closed = [
        {"day": (MONDAY + timedelta(days=n)).isoformat(), "hours": None, "name": both("Banjir")} for n in range(62)
    ]
    assert next_opening(a_mall(special_days=closed), "A", at("9.00")) is None
    assert refusal("9.00", mall=a_mall(special_days=closed)).opens_at is None


def test_site_is_open_from_the_first_number_to_the_closing() -> None:
    mall = a_mall()
    assert site_opening(mall, at("7.29")).state == "closed"
    opened = site_opening(mall, at("15.30"))
    assert (opened.state, opened.opens_at, opened.last_ticket_at) == ("open", at("8.00"), at("15.00"))
    assert opened.closes_at == at("16.00")
    shut = site_opening(mall, at("16.01"))
    assert (shut.state, shut.reason) == ("closed", "too_late")
    assert shut.opens_at == at("8.00", date(2026, 11, 24))


def test_site_says_why_it_is_closed_on_a_holiday() -> None:
    shut = site_opening(a_mall(), at("9.00", date(2026, 12, 25)))
    assert (shut.reason, shut.name) == ("holiday", both("Natal"))


def test_hours_are_those_of_the_site_whatever_the_server_runs_on() -> None:
    raw = raw_mall()
    raw["site"]["timezone"] = "Asia/Jayapura"  # two hours ahead of Pontianak
    assert ask("6.00", mall=parse(raw)).can_take
    assert refusal("13.30", mall=parse(raw)).code == "too_late"


@pytest.mark.parametrize("clock", ["0.00", "3.17", "12.00", "23.59.59"])
@pytest.mark.parametrize("day", [MONDAY, SATURDAY, date(2026, 12, 25)])
def test_demonstration_is_open_today_whatever_the_hour(clock: str, day: date) -> None:
    raw = raw_mall()
    raw["agencies"][1] = an_agency("D", a_service("D1", "D"), a_service("D2", "DS"), hours={})
    mall = open_today(parse(raw), day)
    assert ask(clock, day, mall=mall) == Admission(True)
    assert calling_break(mall, "D", at(clock, day)) is None
    assert site_opening(mall, at(clock, day)).state == "open"


def test_demonstration_day_is_labelled_and_leaves_other_days_alone() -> None:
    mall = open_today(a_mall(), SATURDAY)
    assert day_hours(mall, "A", SATURDAY)[1].name == {"id": "Hari demonstrasi", "en": "Demonstration day"}
    assert day_hours(mall, "A", date(2026, 11, 29))[0] is None
    assert parse(dump(mall)) == mall
    assert len(open_today(mall, SATURDAY).special_days) == 1
