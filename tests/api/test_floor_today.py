"""What is changed for today alone: quota, hours, the day opened again, its report signed; release without a note."""

from datetime import date

import pytest

from server.domain.hours import day_hours
from server.live.arrival import whole
from tests.halls import Site

TODAY = date(2026, 11, 23)


def test_a_raised_quota_gives_as_many_more_numbers_today(site: Site) -> None:
    kiosk, manager = site.kiosk(), site.staff("manajer", "manager", "A")
    assert [kiosk.do("/tickets", service="A1").status_code for _ in range(3)] == [201, 201, 409]
    manager.done("/services/A1/quota", quota=3)
    services = {one["code"]: one for one in site.public.get("/services").json["services"]}
    assert (services["A1"]["can_take"], services["A1"]["remaining"]) == (True, 1)
    assert [kiosk.do("/tickets", service="A1").status_code for _ in range(2)] == [201, 409]


def test_tomorrow_has_the_malls_quota_again(site: Site) -> None:
    kiosk, boss = site.kiosk(), site.staff("bos", "supervisor")
    boss.done("/services/A1/quota", quota=9)
    site.later(24 * 3600)
    assert [kiosk.do("/tickets", service="A1").status_code for _ in range(3)] == [201, 201, 409]


@pytest.mark.parametrize(("service", "quota"), [("A1", 2), ("A1", 1), ("A2", 50)])
def test_a_quota_is_only_raised_and_only_where_there_is_one(site: Site, service: str, quota: int) -> None:
    refused = site.staff("bos", "supervisor").do(f"/services/{service}/quota", quota=quota)
    assert (refused.status_code, refused.json["error"]) == (409, "quota_not_raised")


def test_an_agencys_hours_end_later_and_no_other_agencys_do(site: Site) -> None:
    done = site.staff("manajer", "manager", "A").done("/hours/extend", agency="A", close="17:30")
    mall = site.hall.store.mall()
    mine, other = (day_hours(mall, agency, TODAY)[0] for agency in ("A", "D"))
    assert mine is not None
    assert other is not None
    assert (mine.close.strftime("%H:%M"), done["close"]) == ("17:30", "17:30")
    assert other == day_hours(mall, "D", date(2026, 11, 30))[0]
    assert day_hours(mall, "A", date(2026, 11, 30))[0] == other


def test_numbers_are_given_for_as_long_as_the_hours_were_extended(site: Site) -> None:
    kiosk, boss = site.kiosk(), site.staff("bos", "supervisor")
    usual = day_hours(site.hall.store.mall(), None, TODAY)[0]
    assert usual is not None
    boss.done("/hours/extend", close="20:00", last_ticket="19:30")
    site.clock.at("19:29")
    assert kiosk.do("/tickets", service="A2").status_code == 201
    site.clock.at("19:31")
    assert kiosk.do("/tickets", service="A2").json["error"] == "too_late"


def test_extending_the_hall_keeps_longer_hours_and_closed_agencies_as_they_are(site: Site) -> None:
    boss = site.staff("bos", "supervisor")
    boss.done("/hours/extend", agency="D", close="21:00")
    boss.done("/hours/extend", close="18:00")
    mall = site.hall.store.mall()
    closes = {agency: day_hours(mall, agency, TODAY)[0].close.strftime("%H:%M") for agency in (None, "A", "D")}  # type: ignore[union-attr]
    assert closes == {None: "18:00", "A": "18:00", "D": "21:00"}


def test_hours_are_never_shortened_and_never_made_where_it_is_closed(site: Site) -> None:
    boss = site.staff("bos", "supervisor")
    refused = boss.do("/hours/extend", close="10:00")
    assert (refused.status_code, refused.json["error"]) == (409, "hours_not_extended")
    site.later(6 * 24 * 3600)  # Sunday
    refused = boss.do("/hours/extend", close="20:00")
    assert (refused.status_code, refused.json["error"]) == (409, "hours_closed")


def test_the_hall_and_other_agencies_are_beyond_a_manager(site: Site) -> None:
    manager = site.staff("manajer", "manager", "A")
    assert [manager.do("/hours/extend", agency=agency, close="20:00").status_code for agency in (None, "D")] == [
        403,
        403,
    ]
    assert manager.do("/services/D1/quota", quota=5).status_code == 403
    assert [manager.do(f"/day/{what}").status_code for what in ("reopen", "sign")] == [403, 403]


def test_a_day_whose_numbers_were_stopped_gives_numbers_again(site: Site) -> None:
    kiosk, boss = site.kiosk(), site.staff("bos", "supervisor")
    boss.done("/day/close", waiting="serve")
    assert kiosk.do("/tickets", service="A2").json["error"] == "day_closed"
    boss.done("/day/reopen")
    assert kiosk.do("/tickets", service="A2").status_code == 201
    assert boss.do("/day/reopen").json["error"] == "day_is_open"


def test_a_day_that_was_reported_is_reopened_and_reported_anew(site: Site) -> None:
    kiosk, boss = site.kiosk(), site.staff("bos", "supervisor")
    kiosk.done("/tickets", service="A2")
    first = boss.done("/day/close", waiting="release")["report"]
    boss.done("/day/sign")
    boss.done("/day/reopen")
    assert boss.get(f"/day/report?day={TODAY}").status_code == 404
    kiosk.done("/tickets", service="D1")
    second = boss.done("/day/close", waiting="release")["report"]
    assert (first["totals"]["issued"], second["totals"]["issued"]) == (1, 2)
    assert first["head"] != second["head"]
    assert second["signed"] is None


def test_a_reopened_day_that_nobody_closes_is_reported_when_the_next_begins(site: Site) -> None:
    kiosk, boss = site.kiosk(), site.staff("bos", "supervisor")
    kiosk.done("/tickets", service="A2")
    boss.done("/day/close", waiting="release")
    boss.done("/day/reopen")
    site.later(24 * 3600)
    site.round()
    assert boss.get(f"/day/report?day={TODAY}").json["totals"]["issued"] == 1


def test_a_person_signs_the_days_report_once_and_it_is_printed_with_the_name(site: Site) -> None:
    agent, boss, admin = site.agent(), site.staff("bos", "supervisor"), site.staff("admin", "admin")
    assert boss.do("/day/sign").status_code == 404
    report = boss.done("/day/close", waiting="release")["report"]
    signed = boss.done("/day/sign")
    assert signed["head"] == report["head"]
    assert (signed["report"]["signed"]["by"], signed["report"]["head"]) == ("bos", report["head"])
    assert admin.do("/day/sign").json["error"] == "already_signed"
    site.later(1)
    printed = [agent.post("/jobs/claim", targets=["printer:p1"]).json["jobs"][0] for _ in range(1)]
    agent.post(f"/jobs/{printed[0]['id']}/done")
    printed += agent.post("/jobs/claim", targets=["printer:p1"]).json["jobs"]
    assert [job["kind"] for job in printed] == ["report", "report"]
    assert printed[1]["content"]["signed"]["by"] == "bos"
    assert whole(site.hall, "floor")["report"]["signed_by"] == boss.actor.id  # type: ignore[union-attr]


def test_those_who_left_are_released_without_a_note(site: Site) -> None:
    kiosk, manager = site.kiosk(), site.staff("manajer", "manager", "A")
    gone, stays = (kiosk.done("/tickets", service="A2")["ticket"] for _ in range(2))
    released = manager.done("/releases", scope="agency", code="A", note=False, labels=[gone["label"]], reason="left")
    assert released["released"] == [gone["label"]]
    assert site.public.get(f"/tickets/{gone['id']}").json["ticket"]["state"] == "expired"
    assert site.public.get(f"/tickets/{stays['id']}").json["ticket"]["state"] == "waiting"
    assert manager.get("/notes").json["notes"] == []


def test_a_parked_visitor_who_left_is_released_by_name(site: Site) -> None:
    kiosk, clerk, manager = site.kiosk(), site.clerk(1), site.staff("manajer", "manager", "A")
    mine, other = (kiosk.done("/tickets", service="A2")["ticket"] for _ in range(2))
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/park", ticket=mine["id"], why="form", minutes=None)
    assert manager.done("/releases", scope="agency", code="A", note=False)["released"] == [other["label"]]
    assert manager.done("/releases", scope="agency", code="A", note=False, labels=[mine["label"]])["released"] == [
        mine["label"]
    ]
    assert whole(site.hall, "floor")["parked"] == []
