"""Labels, and which business day it is under a clock that may be wrong."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from server.domain.hours import opens_on
from server.domain.numbering import DayVerdict, LastSeen, business_day, digits, label, meant
from tests.unit.small_mall import sanggau

ZONE = "Asia/Pontianak"
PONTIANAK = ZoneInfo(ZONE)
SANGGAU = sanggau()
MONDAY, TUESDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 27)


def at(day: date, clock: str = "9.00") -> datetime:
    hour, minute, *second = (int(part) for part in clock.split("."))
    return datetime(day.year, day.month, day.day, hour, minute, *second, tzinfo=PONTIANAK).astimezone(UTC)


def seen(day: date, clock: str = "15.00", confirmed: date | None = None) -> LastSeen:
    return LastSeen(day, at(day, clock), confirmed)


def verdict(now: datetime, last: LastSeen | None, confirmed_day: date | None = None) -> DayVerdict:
    return business_day(now, ZONE, last, lambda day: opens_on(SANGGAU, day), confirmed_day)


# ── labels ──


def test_label_is_what_people_read() -> None:
    assert label("{queue}-{n:03d}", "A", 42) == "A-042"
    assert label("{queue}-{n:03d}", "DS", 1) == "DS-001"


QUEUES = {"A", "DS", "P", "KP"}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("c14", "c14"), ("a14", "A-014"), ("A 14", "A-014"), ("ds.1", "DS-001"), ("a1000", "A-1000"), ("p3", "P-003"),
        ("kp7", "KP-007"), ("ap7", "A-P07"), ("A-P07", "A-P07"), ("pp7", "P-P07"), ("paspor", "paspor"), ("14", "14"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_label_is_understood_however_it_is_typed_and_nothing_else_is(typed: str, read: str) -> None:
    assert meant("{queue}-{n:03d}", QUEUES, typed) == read


def test_label_grows_beyond_its_digits() -> None:
    assert label("{queue}-{n:03d}", "A", 1000) == "A-1000"


def test_digits_are_those_of_the_format() -> None:
    assert [digits(written) for written in ("{queue}-{n:03d}", "{queue}{n:02d}", "{queue}-{n}")] == [3, 2, 1]


# ── the usual days ──


def test_day_begins_at_midnight_with_no_restart() -> None:
    last = seen(MONDAY, "23.59.50")
    assert verdict(at(MONDAY, "23.59.59"), last) == DayVerdict(MONDAY)
    assert verdict(at(TUESDAY, "0.00"), last) == DayVerdict(TUESDAY)


def test_server_off_at_midnight_begins_the_new_day_when_it_is_back() -> None:
    assert verdict(at(TUESDAY, "7.15"), seen(MONDAY, "16.20")) == DayVerdict(TUESDAY)


def test_server_off_over_a_weekend_begins_monday() -> None:
    assert verdict(at(date(2026, 11, 30), "7.15"), seen(FRIDAY)) == DayVerdict(date(2026, 11, 30))


def test_server_off_over_holidays_and_a_weekend_begins_the_next_opening_day() -> None:
    """Christmas eve and day are closed in 2026, and a weekend follows: no opening day is skipped."""
    assert verdict(at(date(2026, 12, 28), "7.15"), seen(date(2026, 12, 23))) == DayVerdict(date(2026, 12, 28))


def test_three_opening_days_may_be_skipped_and_a_fourth_asks_a_person() -> None:
    assert verdict(at(FRIDAY), seen(MONDAY)) == DayVerdict(FRIDAY)
    asked = verdict(at(date(2026, 12, 1)), seen(MONDAY))
    assert asked == DayVerdict(MONDAY, in_doubt=True, why="days_skipped")


def test_running_server_passes_into_a_closed_day_without_doubt() -> None:
    assert verdict(at(date(2026, 11, 28), "0.00.05"), seen(FRIDAY, "23.59.55")) == DayVerdict(date(2026, 11, 28))


# ── a clock that is wrong ──


def test_start_on_a_closed_day_asks_a_person_and_keeps_the_old_day() -> None:
    asked = verdict(at(date(2026, 11, 28)), seen(FRIDAY))
    assert asked == DayVerdict(FRIDAY, in_doubt=True, why="not_an_opening_day")


def test_jump_of_twelve_hours_is_still_believed() -> None:
    last = seen(FRIDAY, "16.00")
    assert verdict(last.at + timedelta(hours=12), last) == DayVerdict(date(2026, 11, 28))
    assert verdict(last.at + timedelta(hours=12, seconds=1), last).in_doubt


def test_step_back_keeps_the_day_and_is_told() -> None:
    assert verdict(at(MONDAY, "23.00"), seen(TUESDAY, "0.30")) == DayVerdict(TUESDAY, stepped_back=True)


def test_small_correction_of_the_clock_is_no_step_back() -> None:
    last = seen(TUESDAY, "0.00.30")
    assert verdict(last.at - timedelta(seconds=60), last) == DayVerdict(TUESDAY)
    assert verdict(last.at - timedelta(seconds=61), last).stepped_back


def test_start_in_the_year_2000_asks_a_person() -> None:
    now = datetime(2000, 1, 1, tzinfo=UTC)
    assert verdict(now, seen(MONDAY)) == DayVerdict(MONDAY, stepped_back=True, in_doubt=True, why="before_first_day")
    assert verdict(now, None).in_doubt


def test_start_in_2037_asks_a_person() -> None:
    now = at(date(2037, 11, 23))
    assert verdict(now, seen(MONDAY)) == DayVerdict(MONDAY, in_doubt=True, why="days_skipped")
    assert verdict(now, None) == DayVerdict(date(2037, 11, 23), in_doubt=True, why="far_ahead")


def test_persons_word_lets_the_doubted_day_begin() -> None:
    saturday = date(2026, 11, 28)
    assert verdict(at(saturday), seen(FRIDAY, confirmed=saturday)) == DayVerdict(saturday)
    assert verdict(at(saturday), seen(FRIDAY, confirmed=MONDAY)).in_doubt
    assert verdict(at(date(2037, 1, 5)), None, date(2037, 1, 5)) == DayVerdict(date(2037, 1, 5))


def test_persons_word_never_takes_the_day_back() -> None:
    assert verdict(at(MONDAY), seen(TUESDAY, confirmed=MONDAY)) == DayVerdict(TUESDAY, stepped_back=True)


def test_first_start_takes_the_day_it_finds_even_a_sunday() -> None:
    assert verdict(at(date(2026, 11, 29)), None) == DayVerdict(date(2026, 11, 29))


# ── time zones ──


@pytest.mark.parametrize(
    ("zone", "last_moment_of_monday"),
    [("Asia/Pontianak", 17), ("Asia/Makassar", 16), ("Asia/Jayapura", 15)],
)
def test_day_turns_at_midnight_of_the_site_not_of_the_server(zone: str, last_moment_of_monday: int) -> None:
    midnight = datetime(2026, 11, 23, last_moment_of_monday, tzinfo=UTC)
    for now, day in ((midnight - timedelta(microseconds=1), MONDAY), (midnight, TUESDAY)):
        assert business_day(now, zone, None, lambda _: True) == DayVerdict(day)
