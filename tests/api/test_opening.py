"""When no number can be had: each refusal at the door, the same verdict beforehand, with when and what instead."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.halls import Door, Site


def verdict(site: Site, service: str = "A2") -> dict[str, Any]:
    services = site.public.get("/services").json["services"]
    return next(one for one in services if one["code"] == service)


def refused(site: Site, kiosk: Door, service: str = "A2") -> str:
    """The code of the refusal; the verdict told before says the same, and nothing was changed."""
    before = site.rows()
    answer = kiosk.do("/tickets", service=service)
    told = verdict(site, service)
    assert answer.status_code == 409
    assert site.rows() == before
    assert (told["can_take"], told["refusal"]["code"]) == (False, answer.json["error"])
    assert set(told["refusal"]["message"]) == {"id", "en"}
    return str(answer.json["error"])


@pytest.mark.parametrize(("clock", "code"), [("06:00", "not_yet_open"), ("07:29", "not_yet_open"),
                                             ("15:01", "too_late"), ("23:00", "too_late")])  # fmt: skip
def test_outside_the_hours_there_is_no_number(site: Site, clock: str, code: str) -> None:
    kiosk = site.kiosk()
    site.clock.at(clock)
    assert refused(site, kiosk) == code


@pytest.mark.parametrize("clock", ["07:30", "15:00"])
def test_the_first_and_the_last_minute_give_numbers(site: Site, clock: str) -> None:
    kiosk = site.kiosk()
    site.clock.at(clock)
    assert kiosk.do("/tickets", service="A2").status_code == 201


def test_on_a_holiday_and_on_a_closed_day_there_is_no_number(make_site: Callable[..., Site]) -> None:
    from tests.halls import MONDAY

    holiday = make_site("holiday", moment=MONDAY + timedelta(days=32))
    sunday = make_site("sunday", moment=MONDAY + timedelta(days=6))
    assert refused(holiday, holiday.kiosk()) == "holiday"
    assert refused(sunday, sunday.kiosk()) == "closed_today"


def test_in_friday_prayer_numbers_are_given_and_nobody_is_called(make_site: Callable[..., Site]) -> None:
    from tests.halls import MONDAY

    site = make_site(moment=MONDAY + timedelta(days=4))
    kiosk, clerk = site.kiosk(), site.clerk(1)
    site.clock.at("11:30")
    kiosk.done("/tickets", service="A2")
    assert (verdict(site)["can_take"], verdict(site)["notice"]["code"]) == (True, "on_break")
    answer = clerk.do("/counters/1/next", expects=None)
    assert (answer.status_code, answer.json["error"]) == (409, "on_break")
    assert answer.json["until"].startswith("2026-11-27T06:00")
    site.clock.at("13:00")
    assert clerk.done("/counters/1/next", expects=None)["ticket"]["label"] == "A-001"


def test_full_is_full_and_says_when_there_are_numbers_again(site: Site) -> None:
    kiosk = site.kiosk()
    assert verdict(site, "A1")["remaining"] == 2
    for _ in range(2):
        kiosk.done("/tickets", service="A1")
    assert refused(site, kiosk, "A1") == "quota_used_up"
    assert verdict(site, "A1")["refusal"]["opens_at"].startswith("2026-11-24T01:00")


def test_before_anybody_sits_there_the_kiosk_says_so_and_still_gives_numbers(site: Site) -> None:
    kiosk = site.kiosk()
    assert verdict(site)["notice"]["code"] == "no_counter_staffed"
    kiosk.done("/tickets", service="A2")
    site.clerk(1)
    assert verdict(site)["notice"] is None


def test_an_agency_is_full_only_when_nothing_else_can_be_had(site: Site) -> None:
    def word() -> str:
        agencies = site.public.get("/services").json["agencies"]
        return str(next(one["state"] for one in agencies if one["code"] == "A"))

    kiosk = site.kiosk()
    for _ in range(2):
        kiosk.done("/tickets", service="A1")
    assert word() == "open"
    site.clock.at("15:30")
    assert word() == "closed"


def test_services_say_how_many_wait_and_how_long_it_is_likely_to_take(site: Site) -> None:
    kiosk = site.kiosk()
    site.clerk(1)
    for _ in range(3):
        kiosk.done("/tickets", service="A2")
    told = verdict(site)
    assert told["waiting"] == 3
    assert 0 < told["wait"]["low_minutes"] <= told["wait"]["high_minutes"]


def test_the_mall_never_turns_an_unverified_line_into_a_price(make_site: Callable[..., Site]) -> None:
    from tests.unit.small_mall import sanggau

    site = make_site(mall=sanggau())
    lines = [
        line for service in site.public.get("/mall").json["services"]
        for line in (*service["tariffs"], *service["other_costs"])
    ]  # fmt: skip
    assert any(not line["verified"] for line in lines)
    assert all(line["amount"] is None for line in lines if not line["verified"])


def test_the_mall_is_not_sent_again_until_it_changed(site: Site) -> None:
    first = site.public.get("/mall")
    assert site.public.get("/mall", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
