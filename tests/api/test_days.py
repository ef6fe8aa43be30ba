"""The business day through the door: how it turns, how it ends, and what a clock that makes no sense does."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from server.domain.events import ClockStepped
from tests.halls import MONDAY, ZONE, Site


def test_the_next_morning_begins_at_one_without_restart_or_cron(site: Site) -> None:
    kiosk = site.kiosk()
    assert kiosk.done("/tickets", service="A2")["ticket"]["label"] == "A-001"
    site.clock.forward(days=1)
    ticket = kiosk.done("/tickets", service="A2")["ticket"]
    assert (ticket["label"], ticket["day"]) == ("A-001", "2026-11-24")


def test_the_day_turns_by_itself_at_midnight_of_the_hall(site: Site) -> None:
    mine = site.kiosk().done("/tickets", service="A2")["ticket"]["id"]
    site.clock.at("23:59:59")
    site.round()
    assert site.public.get("/health").json["day"] == "2026-11-23"
    site.clock.forward(seconds=1)
    site.round()
    assert site.public.get("/health").json["day"] == "2026-11-24"
    assert site.public.get(f"/tickets/{mine}").json["ticket"]["state"] == "expired"
    assert site.events().count("DayOpened") == 2


def test_a_server_that_was_off_at_midnight_ends_yesterday_first(site: Site) -> None:
    waiting = site.kiosk().done("/tickets", service="A2")["ticket"]["id"]
    clerk = site.clerk(1)
    site.clock.forward(hours=23)
    assert clerk.do("/counters/1/next", expects=None).json["error"] == "nobody_waiting"
    site.round()
    assert site.public.get(f"/tickets/{waiting}").json["ticket"]["state"] == "expired"
    report = site.staff("admin", "admin").get("/day/report?day=2026-11-23").json
    assert (report["totals"]["released"], report["counters_left_open"]) == (1, [1])
    assert site.kiosk().done("/tickets", service="A2")["ticket"]["label"] == "A-001"


def test_releasing_ends_everything_now(site: Site) -> None:
    kiosk = site.kiosk()
    tickets = [kiosk.done("/tickets", service="A2")["ticket"]["id"] for _ in range(3)]
    site.clerk(1).done("/counters/1/next", expects=None)
    admin = site.staff("admin", "admin")
    report = admin.done("/day/close", waiting="release")["report"]
    assert report["totals"] == {
        "issued": 3,
        "served": 1,
        "absent": 0,
        "cancelled": 0,
        "released": 2,
        "inferred": 1,
        "paper": 0,
        "noted": 0,
        "services": 1,
    }
    assert report["counters_left_open"] == [1]
    states = [site.public.get(f"/tickets/{ticket}").json["ticket"]["state"] for ticket in tickets]
    assert states == ["finished", "expired", "expired"]
    assert not any(one["holder"] for one in admin.get("/counters").json["counters"])
    refused = kiosk.do("/tickets", service="A2")
    assert (refused.status_code, refused.json["error"]) == (409, "day_closed")


def test_the_report_carries_the_chains_head(site: Site) -> None:
    from server.domain.chain import short

    report = site.staff("admin", "admin").done("/day/close", waiting="release")["report"]
    with site.hall.store.read() as unit:
        rows = {one.seq: one.hash for one in unit.journal.after(0, 100)}
    assert (report["hash"], report["head"]) == (rows[report["seq"]], short(rows[report["seq"]]))


def test_serving_on_stops_numbers_and_calls_who_waits(site: Site) -> None:
    kiosk, clerk, admin = site.kiosk(), site.clerk(1), site.staff("admin", "admin")
    kiosk.done("/tickets", service="A2")
    assert admin.done("/day/close", waiting="serve")["report"] is None
    assert kiosk.do("/tickets", service="A2").json["error"] == "day_closed"
    mine = clerk.done("/counters/1/next", expects=None)["ticket"]
    clerk.done("/counters/1/finish", ticket=mine["id"])
    report = admin.done("/day/close", waiting="release")["report"]
    assert (report["totals"]["served"], report["totals"]["released"]) == (1, 0)


def test_a_closed_day_is_not_closed_again_and_the_next_one_opens(site: Site) -> None:
    admin, kiosk = site.staff("admin", "admin"), site.kiosk()
    admin.done("/day/close", waiting="release")
    before = site.rows()
    again = admin.do("/day/close", waiting="release")
    assert (again.status_code, again.json["error"]) == (409, "day_closed")
    assert site.rows() == before
    site.clock.forward(days=1)
    assert kiosk.do("/tickets", service="A2").status_code == 201


def test_a_retried_closing_answers_the_first_report(site: Site) -> None:
    admin = site.staff("admin", "admin")
    answers = [admin.post("/day/close", request_id="close-001", waiting="release").json for _ in range(2)]
    assert answers[0] == answers[1]
    assert site.events().count("DayClosed") == 1


def test_a_day_without_report_is_not_found(site: Site) -> None:
    answer = site.staff("admin", "admin").get("/day/report?day=2026-11-22")
    assert (answer.status_code, answer.json["error"]) == (404, "not_found")


def test_a_step_back_keeps_the_day_goes_on_and_tells_the_desk(site: Site) -> None:
    kiosk, clerk = site.kiosk(), site.clerk(1)
    kiosk.done("/tickets", service="A2")
    site.round()
    site.clock.forward(minutes=-30)
    site.round()
    assert kiosk.done("/tickets", service="A2")["ticket"]["label"] == "A-002"
    assert clerk.done("/counters/1/next", expects=None)["ticket"]["label"] == "A-001"
    assert site.events().count("ClockStepped") == 1
    troubles = [(t["kind"], t["code"]) for t in clerk.get("/counters/1").json["troubles"]]
    assert ("clock", "stepped") in troubles


def test_a_step_back_over_midnight_never_brings_yesterdays_numbers_back(make_site: Callable[..., Site]) -> None:
    from tests.halls import hall_mall

    all_day = {"first_ticket": "00:00", "open": "00:00", "last_ticket": "23:59", "close": "23:59"}
    week = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), all_day)
    midnight = datetime(2026, 11, 24, 0, 5, tzinfo=ZONE).astimezone(UTC)
    site = make_site(mall=hall_mall(hours=week), moment=midnight - timedelta(minutes=20))
    kiosk = site.kiosk()
    labels = [kiosk.done("/tickets", service="A2")["ticket"]["label"]]
    site.clock.moment = midnight
    labels.append(kiosk.done("/tickets", service="A2")["ticket"]["label"])
    site.clock.forward(minutes=-10)
    again = kiosk.done("/tickets", service="A2")["ticket"]
    assert [*labels, again["label"], again["day"]] == ["A-001", "A-001", "A-002", "2026-11-24"]


@pytest.mark.parametrize("year", [2000, 2037])
def test_a_first_start_in_a_senseless_year_waits_for_a_person(make_site: Callable[..., Site], year: int) -> None:
    wrong = datetime(year, 6, 1, 9, 0, tzinfo=ZONE).astimezone(UTC)
    site = make_site(moment=wrong)
    kiosk = site.kiosk()
    site.round()
    refused = kiosk.do("/tickets", service="A2")
    assert (refused.status_code, refused.json["error"]) == (409, "clock_in_doubt")
    assert site.public.get("/services").json["services"][0]["refusal"]["code"] == "clock_in_doubt"
    site.clock.moment = MONDAY
    site.round()
    assert kiosk.done("/tickets", service="A2")["ticket"]["day"] == "2026-11-23"


@pytest.mark.parametrize("year", [2000, 2037])
def test_a_start_in_another_age_keeps_the_day_and_asks(make_site: Callable[..., Site], year: int) -> None:
    site = make_site()
    kiosk, clerk = site.kiosk(), site.clerk(1)
    kiosk.done("/tickets", service="A2")
    kiosk.done("/tickets", service="A2")
    site.clock.moment = datetime(year, 6, 1, 9, 0, tzinfo=ZONE).astimezone(UTC)
    site.application.rounds._believed = None  # a new process believed nothing yet
    site.round()
    refused = kiosk.do("/tickets", service="A2")
    assert (refused.status_code, refused.json["error"]) == (409, "clock_in_doubt")
    assert clerk.done("/counters/1/next", expects=None)["ticket"]["label"] == "A-001", "who waits is still called"
    troubles = [(t["kind"], t["code"]) for t in clerk.get("/counters/1").json["troubles"]]
    assert ("clock", "doubted") in troubles
    site.clock.moment = MONDAY + timedelta(minutes=1)
    site.round()
    assert kiosk.done("/tickets", service="A2")["ticket"]["label"] == "A-003"


def test_a_person_confirms_a_day_that_makes_no_sense_to_the_rule(make_site: Callable[..., Site]) -> None:
    site = make_site()
    kiosk, admin = site.kiosk(), site.staff("admin", "admin")
    kiosk.done("/tickets", service="A2")
    site.clock.forward(days=35)
    site.round()
    assert kiosk.do("/tickets", service="A2").json["error"] == "clock_in_doubt"
    wrong = admin.do("/clock/confirm", day="2026-02-30")
    assert (wrong.status_code, wrong.json["error"]) == (422, "bad_request")
    admin.done("/clock/confirm", day="2026-12-28")
    assert kiosk.done("/tickets", service="A2")["ticket"]["day"] == "2026-12-28"
    assert "ClockConfirmed" in site.events()


def test_confirming_another_day_than_the_clocks_does_not_end_the_doubt(site: Site) -> None:
    kiosk, admin = site.kiosk(), site.staff("admin", "admin")
    kiosk.done("/tickets", service="A2")
    site.clock.forward(days=35)
    site.round()
    before = site.rows()
    answer = admin.do("/clock/confirm", day="2026-12-27")
    assert (answer.status_code, answer.json["error"]) == (409, "clock_in_doubt")
    assert site.rows() == before
    site.round()
    assert kiosk.do("/tickets", service="A2").json["error"] == "clock_in_doubt"


def test_health_says_what_the_live_database_connection_uses_and_troubles_of_the_clock(site: Site) -> None:
    well = site.public.get("/health").json
    assert well["status"] == "ok"
    assert (well["database"]["journal_mode"], well["database"]["synchronous"]) == ("wal", 2)
    site.kiosk().done("/tickets", service="A2")
    site.clock.forward(minutes=-30)
    site.round()
    ill = site.public.get("/health").json
    assert (ill["status"], ill["troubles"]) == ("troubled", ["clock_stepped"])


def test_a_quiet_weekend_of_a_running_server_is_no_reason_to_doubt_its_clock(site: Site) -> None:
    site.clock.forward(days=4)  # Friday
    site.kiosk().done("/tickets", service="A2")
    for _ in range(3 * 24):
        site.clock.forward(hours=1)
        site.round()
    assert site.public.get("/health").json["day"] == "2026-11-30"
    assert site.events().count("DayOpened") == 4
    assert "ClockDoubted" not in site.events()


def test_the_day_turns_although_another_duty_of_the_round_fails(site: Site) -> None:
    site.kiosk().done("/tickets", service="A2")
    sounds = site.application.house.sounds
    sounds.rmdir()  # tidying finds nothing to tidy
    with site.database.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO jobs VALUES ('1', 'slip', 't', 'claimed', 'no JSON', '', NULL, 'x', '', 1, NULL)"
        )
    site.clock.forward(days=1)
    with pytest.raises(ExceptionGroup):
        site.round()
    assert site.public.get("/health").json["day"] == "2026-11-24"


def test_how_far_the_clock_went_back_is_counted_from_when_it_was_last_believed(site: Site) -> None:
    site.kiosk().done("/tickets", service="A2")
    site.clock.forward(hours=2)
    site.round()
    site.clock.forward(minutes=-30)
    site.round()
    with site.hall.store.read() as unit:
        stepped = [one.event for one in unit.journal.after(0, 100) if isinstance(one.event, ClockStepped)]
    assert stepped == [ClockStepped(30 * 60)]
