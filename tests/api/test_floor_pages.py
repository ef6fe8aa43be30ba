"""The floor by the API: its alerts, the morning's and the evening's page, each within reach."""

from typing import Any

import pytest

from tests.halls import Door, Site


def codes(door: Door, path: str = "/floor", name: str = "alerts") -> list[str]:
    return [one["code"] for one in door.get(path).json[name]]


def test_the_floor_is_the_rooms_snapshot_with_what_runs_on_with_the_time(site: Site) -> None:
    site.kiosk().done("/tickets", service="A2")
    floor = site.staff("bos", "supervisor").get("/floor").json
    assert floor["room"] == "floor"
    assert [one["label"] for queue in floor["queues"] for one in queue["line"]] == ["A-001"]
    waits = {one["queue"]: one for one in floor["waits"]}
    assert (waits["A"]["waiting"], waits["A"]["longest"]["label"]) == (1, "A-001")
    assert floor["scores"] == {}


def test_people_who_wait_where_nobody_is_open_are_the_floors_first_alert(site: Site) -> None:
    boss = site.staff("bos", "supervisor")
    site.kiosk().done("/tickets", service="A2")
    [alert] = boss.get("/floor").json["alerts"]
    assert (alert["code"], alert["level"], alert["subject"]) == (
        "nobody_serves",
        "critical",
        {"kind": "queue", "code": "A"},
    )
    assert alert["message"]["id"].startswith("1 orang menunggu")
    assert set(alert["message"]) >= {"id", "en"}


def test_a_wait_over_its_threshold_is_told_on_the_floor_and_at_the_desk_of_its_agency(site: Site) -> None:
    boss, near, far = site.staff("bos", "supervisor"), site.clerk(1), site.clerk(3)
    site.kiosk().done("/tickets", service="A2")
    site.later(31 * 60)
    assert codes(boss) == ["waiting_long"]
    assert codes(near, "/counters/1") == ["waiting_long"]
    assert codes(far, "/counters/3") == []
    site.later(30 * 60)
    assert codes(boss) == ["waiting_critical"]


def test_who_was_sent_to_a_counter_whose_clerk_vanished_is_an_alert_until_somebody_takes_over(site: Site) -> None:
    boss, one, two = site.staff("bos", "supervisor"), site.clerk(1), site.clerk(2)
    mine = site.kiosk().done("/tickets", service="A2")["ticket"]["id"]
    one.done("/counters/1/next", expects=None)
    one.done("/counters/1/transfer", ticket=mine, counter=2)
    site.later(100)
    assert codes(boss) == []
    site.later(30)
    [alert] = boss.get("/floor").json["alerts"]
    assert (alert["code"], alert["values"]["label"], alert["values"]["counter"]) == ("sent_to_nobody", "A-001", 2)
    assert "Loket 2" in alert["message"]["id"]
    two.get("/counters/2")
    site.later(4)
    assert codes(boss) == []
    site.later(130)
    assert codes(boss) == ["sent_to_nobody"]
    one.done("/counters/1/call", expects=None, ticket="A-001", reason="urgent")
    assert codes(boss) == []


def test_alerts_of_counters_quota_and_things(site: Site) -> None:
    boss, clerk, kiosk, agent = site.staff("bos", "supervisor"), site.clerk(1), site.kiosk(), site.agent()
    ids = [kiosk.done("/tickets", service="A1")["ticket"]["id"] for _ in range(2)]
    assert codes(boss) == ["quota_used"]
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/start", ticket=ids[0])
    clerk.done("/counters/1/pause", reason="meal", minutes=5)
    agent.post("/printers/p1/state", state="paper_out")
    clerk.done("/counters/1/alarm")
    site.later(20 * 60)
    assert codes(boss)[:4] == ["silent_alarm", "nobody_serves", "paper_out", "counter_back_late"]
    site.later(60 * 60)
    assert "forgotten_visit" in codes(boss)
    assert codes(boss, "/floor/closing", "forgotten") == ["forgotten_visit"]


def test_who_may_not_be_served_today_is_told_before_the_closing(site: Site) -> None:
    boss, clerk, kiosk = site.staff("bos", "supervisor"), site.clerk(1), site.kiosk()
    closes = boss.get("/floor").json["hours"]["A"]["closes"]
    site.clock.moment = site.clock.moment.fromisoformat(closes.replace("Z", "+00:00"))
    site.clock.forward(minutes=-70)
    for _ in range(9):
        kiosk.do("/tickets", service="A2")
        site.clock.forward(seconds=40)
    clerk.done("/counters/1/next", expects=None)
    found = {one["code"]: one for one in boss.get("/floor").json["alerts"]}
    alert = found["may_not_be_served"]
    assert 0 < alert["values"]["likely"] <= 8
    assert alert["values"]["label"] is not None


@pytest.mark.parametrize("role", ["manager", "auditor", "greeter", "supervisor", "admin"])
def test_the_floor_is_read_within_reach(site: Site, role: str) -> None:
    door = site.staff("orang", role, "A" if role == "manager" else None)
    own, other = door.get("/floor?agency=A"), door.get("/floor?agency=D")
    assert own.status_code == 200
    assert other.status_code == (403 if role == "manager" else 200)
    assert door.get("/floor").json["room"] == ("floor:A" if role == "manager" else "floor")
    assert door.get("/floor?agency=Q").status_code in (403, 404)


def test_a_clerk_has_no_floor(site: Site) -> None:
    clerk = site.clerk(1)
    assert [clerk.get(path).status_code for path in ("/floor", "/floor/ready", "/floor/closing")] == [403, 403, 403]


def items(door: Door) -> dict[str, str]:
    return {one["code"]: one["state"] for one in door.get("/floor/ready").json["items"]}


def test_the_morning_page_says_what_is_not_ready_and_what_became_so(site: Site) -> None:
    boss, kiosk, display, agent = site.staff("bos", "supervisor"), site.kiosk(), site.device("display", 1), site.agent()
    before = items(boss)
    assert (before["sound"], before["kiosks"], before["displays"], before["agents"]) == (
        "look",
        "wrong",
        "wrong",
        "wrong",
    )
    assert before["holidays"] == "look"  # it is November, and next year's list is not in
    for printer in ("p1", "p2"):
        agent.post(f"/printers/{printer}/state", state="ready")
    agent.post("/jobs/claim", targets=["printer:p1", "field:1"])
    for door in (kiosk, display):
        door.get("/news?room=zone:1&since=0")
    site.round()
    for check in ("sound", "paper", "clock"):
        boss.done("/checks", check=check)
    after = items(boss)
    assert {after[name] for name in ("sound", "clock", "paper", "kiosks", "displays", "agents", "database")} == {"ok"}
    checks = boss.get("/floor/ready").json["checks"]
    assert checks["sound"]["by"] == "bos"


def test_a_check_counts_for_its_day(site: Site) -> None:
    boss = site.staff("bos", "supervisor")
    boss.done("/checks", check="sound")
    site.later(24 * 3600)
    site.round()
    assert boss.get("/floor/ready").json["checks"] == {"sound": None, "paper": None, "clock": None}


def test_the_morning_page_says_who_is_expected_and_who_is_there(site: Site) -> None:
    from server.operations import staff

    for name, agency, counter in (("petugas1", "A", 1), ("petugas3", "D", 3)):
        staff.add(
            site.hall, username=name, role="clerk", agency=agency, home_counter=counter,
            password_hash="plain:benar-kuda-baterai",
        )  # fmt: skip
    site.signed_in("petugas1").done("/counters/1/take")
    expected: list[dict[str, Any]] = site.staff("bos", "supervisor").get("/floor/ready").json["expected"]
    assert [(one["username"], one["signed_in"], one["sits_at"]) for one in expected] == [
        ("petugas1", True, 1), ("petugas3", False, None)
    ]  # fmt: skip
    own = site.staff("manajer", "manager", "D").get("/floor/ready").json
    assert [one["username"] for one in own["expected"]] == ["petugas3"]
    assert [one["agency"] for one in own["hours"]] == ["D"]


def test_the_closing_page_says_who_was_not_served_and_what_was_inferred(site: Site) -> None:
    boss, clerk, kiosk = site.staff("bos", "supervisor"), site.clerk(1), site.kiosk()
    ids = [kiosk.done("/tickets", service="A2")["ticket"]["id"] for _ in range(4)]
    kiosk.done("/tickets", service="D1")
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/next", expects=ids[0])
    clerk.done("/counters/1/park", ticket=ids[1], why="form", minutes=None)
    page = boss.get("/floor/closing").json
    mine = next(one for one in page["agencies"] if one["agency"] == "A")
    assert (mine["waiting"], mine["parked"]) == (["A-003", "A-004"], ["A-002"])
    assert (mine["served"], mine["inferred"], mine["inferred_share"]) == (1, 1, 1.0)
    assert [one["counter"] for one in page["counters_open"]] == [1]
    assert page["report"] is None
    own = site.staff("manajer", "manager", "D").get("/floor/closing").json
    assert [(one["agency"], one["waiting"]) for one in own["agencies"]] == [("D", ["D-001"])]
    boss.done("/day/close", waiting="release")
    boss.done("/day/sign")
    page = boss.get("/floor/closing").json
    assert page["report"]["head"]
    mine = next(one for one in page["agencies"] if one["agency"] == "A")
    assert (mine["waiting"], mine["released"]) == ([], ["A-002", "A-003", "A-004"])
    assert page["signed"]["by"] == "bos"


def test_each_agency_counts_what_it_served_of_a_visit_with_several_services(site: Site) -> None:
    boss, one, three = site.staff("bos", "supervisor"), site.clerk(1), site.clerk(3)
    site.kiosk().done("/tickets", service="A2", then=["D1"])
    site.kiosk().done("/tickets", service="A2")
    first = one.done("/counters/1/next", expects=None)["ticket"]
    second = one.done("/counters/1/next", expects=first["id"])["ticket"]
    one.done("/counters/1/finish", ticket=second["id"])
    mine = three.done("/counters/3/next", expects=None)["ticket"]
    three.done("/counters/3/finish", ticket=mine["id"])
    lines = {line["agency"]: line for line in boss.get("/floor/closing").json["agencies"]}
    assert [(lines[code]["served"], lines[code]["inferred"]) for code in "AD"] == [(2, 1), (1, 0)]
    report = boss.done("/day/close", waiting="release")["report"]
    told = {line["agency"]: (line["issued"], line["served"], line["inferred"]) for line in report["agencies"]}
    assert told == {"A": (2, 2, 1), "D": (0, 1, 0)}
    assert [report["totals"][name] for name in ("issued", "served", "services", "inferred")] == [2, 2, 3, 1]
    own = site.staff("manajer", "manager", "D").get(f"/day/report?day={report['day']}").json["totals"]
    assert [own[name] for name in ("issued", "served", "services")] == [0, 1, 1]


def test_who_came_back_with_what_was_missing_is_served_once(site: Site) -> None:
    boss, clerk = site.staff("bos", "supervisor"), site.clerk(1)
    labels = [site.kiosk().done("/tickets", service="A2")["ticket"]["label"] for _ in range(2)]
    for _ in labels:
        ticket = clerk.done("/counters/1/next", expects=None)["ticket"]
        clerk.done("/counters/1/finish", ticket=ticket["id"], outcome="incomplete")
    for label in labels:
        clerk.done(f"/tickets/{label}/return")
    ticket = clerk.done("/counters/1/next", expects=None)["ticket"]
    clerk.done("/counters/1/finish", ticket=ticket["id"])
    report = boss.done("/day/close", waiting="release")["report"]
    assert [report["agencies"][0][name] for name in ("issued", "served", "released")] == [2, 1, 1]
    assert report["totals"]["services"] == 1


def test_the_closing_page_of_a_hall_that_never_opened_is_empty(site: Site) -> None:
    page = site.staff("bos", "supervisor").get("/floor/closing").json
    assert (page["day"], page["totals"]["served"], page["report"]) == (None, 0, None)


def test_a_paused_agency_is_no_alert_and_one_that_goes_on_is(site: Site) -> None:
    boss = site.staff("bos", "supervisor")
    site.kiosk().done("/tickets", service="A2")
    pause = boss.done("/pauses", scope="agency", code="A", reason="meeting")["pause"]
    assert codes(boss) == []
    boss.done(f"/pauses/{pause}/lift")
    assert codes(boss) == ["nobody_serves"]


def test_the_floors_answer_follows_what_happens_and_the_time(site: Site) -> None:
    """It is worked out once for all who ask at once, and never older than the last event."""
    boss, other = site.staff("bos", "supervisor"), site.staff("bos2", "supervisor")
    kiosk = site.kiosk()
    for n in range(1, 4):
        kiosk.done("/tickets", service="A2")
        assert [door.get("/floor").json["waits"][0]["waiting"] for door in (boss, other)] == [n, n]
    site.clerk(1)
    site.later(31 * 60)
    assert codes(boss) == codes(other) == ["waiting_long"]
