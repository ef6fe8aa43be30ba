"""Which times can be promised, and what becomes of whoever comes with the code of one."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from server.domain import appointments
from server.domain.appointments import Appointment
from server.domain.mall import Mall
from server.domain.mall_file import dump, parse
from server.domain.refusals import MallNotSound, Refusal
from tests.halls import MONDAY, ZONE
from tests.unit.small_mall import a_mall, a_service, an_agency, raw_mall

TODAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)


def mall(**calling: Any) -> Mall:
    booked = a_service("D1", "D", appointments={"per_hour": 2})
    agencies = [an_agency("A", a_service("A1", "A")), an_agency("D", booked, a_service("D2", "DS"))]
    return a_mall(agencies=agencies, calling=calling)


def at(clock: str, day: date = TODAY) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE)


def clocks(times: Any) -> list[str]:
    return [one.astimezone(ZONE).strftime("%H:%M") for one in times]


def an_appointment(**more: Any) -> Appointment:
    usual: dict[str, Any] = {"id": "one", "code": "ABCDEFGH", "service": "D1", "agency": "D", "language": "id"}
    return Appointment(**{**usual, "day": TODAY, "at": at("10:00"), "made_at": MONDAY, "made_by": "s", **more})


def said(rule: Callable[[], Any]) -> Any:
    """The rule's answer, or the code of its refusal."""
    try:
        return rule()
    except Refusal as refusal:
        return refusal.code


def test_each_hour_from_the_opening_can_be_promised_as_long_as_a_number_is_sure() -> None:
    """Open 8 to 16, last number at 15: who is promised 15.00 and comes at 15.10 would get none."""
    hall = mall()
    assert clocks(appointments.times_of(hall, hall.service_by_code["D1"], TODAY)) == [
        "08:00", "09:00", "10:00", "11:00", "12:00", "13:00", "14:00",
    ]  # fmt: skip
    assert (
        clocks(appointments.times_of(mall(appointment_late_minutes=0), hall.service_by_code["D1"], TODAY))[-1]
        == "15:00"
    )


def test_nothing_is_promised_in_a_break_on_a_closed_day_or_for_a_service_without_appointments() -> None:
    hall = mall()
    assert "12:00" not in clocks(appointments.times_of(hall, hall.service_by_code["D1"], FRIDAY))
    assert appointments.times_of(hall, hall.service_by_code["D1"], date(2026, 12, 25)) == ()
    assert appointments.times_of(hall, hall.service_by_code["D1"], TODAY + timedelta(days=5)) == ()
    assert appointments.times_of(hall, hall.service_by_code["A1"], TODAY) == ()


def test_what_is_free_lies_ahead_and_has_room() -> None:
    hall = mall()
    booked = {at("11:00"): 2, at("13:00"): 1}
    free = appointments.free(hall, hall.service_by_code["D1"], TODAY, booked, at("10:00"))
    assert dict(zip(clocks(free), free.values(), strict=True)) == {"12:00": 2, "13:00": 1, "14:00": 2}


@pytest.mark.parametrize(
    ("service", "when", "booked", "code"),
    [
        ("A1", at("10:00"), 0, "not_bookable"),
        ("D1", at("09:00"), 0, "slot_past"),
        ("D1", at("10:30"), 0, "slot_not_offered"),
        ("D1", at("15:00"), 0, "slot_not_offered"),
        ("D1", at("10:00", date(2026, 12, 8)), 0, "slot_not_offered"),
        ("D1", at("10:00"), 2, "slot_full"),
        ("D1", at("10:00"), 1, None),
        ("D1", at("10:00", date(2026, 12, 7)), 0, None),
    ],
)
def test_a_time_is_promised_or_refused_with_its_reason(
    service: str, when: datetime, booked: int, code: str | None
) -> None:
    hall = mall()
    told = said(lambda: appointments.bookable(hall, hall.service_by_code[service], when, booked, MONDAY))
    assert told == (code or when.date())


@pytest.mark.parametrize(
    ("more", "service", "today", "code"),
    [
        ({}, None, TODAY, None),
        ({}, "D1", TODAY, None),
        ({}, "D2", TODAY, "appointment_of_another"),
        ({}, None, FRIDAY, "appointment_not_today"),
        ({"used_at": MONDAY}, None, TODAY, "appointment_used"),
        ({"cancelled_at": MONDAY}, None, FRIDAY, "appointment_cancelled"),
    ],
)
def test_a_code_counts_once_on_its_day_for_its_service(
    more: dict[str, Any], service: str | None, today: date, code: str | None
) -> None:
    one = an_appointment(**more)
    assert said(lambda: appointments.presentable(mall(), one, service, today, one.at)) == (code or one)


@pytest.mark.parametrize(
    ("clock", "arrival"),
    [("10:00", "in_time"), ("10:15", "in_time"), ("10:16", "late")],
)
def test_in_time_is_until_a_quarter_after(clock: str, arrival: str) -> None:
    assert appointments.arrival(mall(), an_appointment(), at(clock)) == arrival


def test_an_appointment_is_booked_until_it_is_kept_cancelled_or_missed() -> None:
    one = an_appointment()
    assert appointments.state_of(mall(), one, at("10:15")) == "booked"
    assert appointments.state_of(mall(), one, at("10:16")) == "missed"
    assert appointments.state_of(mall(), an_appointment(used_at=MONDAY), at("12:00")) == "kept"
    assert appointments.state_of(mall(), an_appointment(cancelled_at=MONDAY), at("12:00")) == "cancelled"


def test_the_malls_file_says_who_may_be_booked_and_comes_back_as_it_was() -> None:
    hall = mall(appointment_early_minutes=10, appointment_days=3)
    assert parse(dump(hall)) == hall
    raw = raw_mall()
    raw["agencies"][0]["services"][0]["appointments"] = {"per_hour": 0, "per_day": 3}
    with pytest.raises(MallNotSound) as refused:
        parse(raw)
    assert refused.value.details["problems"] == [
        "agencies[0].services[0].appointments.per_hour: must be a whole number from 1 to 60",
        "agencies[0].services[0].appointments.per_day: is not a key of this format",
    ]
