"""Set aside until a moment or until they return: nobody is forgotten, and everybody sees who parked whom."""

from typing import Any

import pytest

from tests.halls import Door, Site


def parked(site: Site, minutes: int | None, others: int = 2) -> tuple[Door, str]:
    kiosk, clerk = site.kiosk(), site.clerk(1)
    mine = kiosk.done("/tickets", service="A2")["ticket"]["id"]
    for _ in range(others):
        kiosk.done("/tickets", service="A2")
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/park", ticket=mine, why="form", minutes=minutes)
    return clerk, mine


def line(door: Door) -> list[str]:
    return [row["label"] for row in door.get("/counters/1").json["waiting"]]


def test_parking_frees_the_counter_and_all_desks_of_the_agency_see_who_parked_whom_and_why(site: Site) -> None:
    clerk, _ = parked(site, 10)
    assert clerk.get("/counters/1").json["ticket"] is None
    (row,) = site.clerk(2).get("/counters/2").json["parked"]
    assert (row["label"], row["why"], row["by"], row["counter"]) == ("A-001", "form", "petugas1", 1)
    assert row["until"].startswith("2026-11-23T02:10")
    assert "id" not in row or row["id"] == "A-001"
    assert site.staff("other", "clerk", "D").get("/counters/3").json["parked"] == []


def test_until_a_moment_they_come_back_to_the_front_by_themselves_and_not_before(site: Site) -> None:
    clerk, _ = parked(site, 10)
    site.later(599)
    site.round()
    assert line(clerk) == ["A-002", "A-003"]
    site.later(1)
    site.round()
    assert line(clerk) == ["A-001", "A-002", "A-003"]
    site.round()
    assert site.events().count("TicketReturned") == 1


def test_until_they_return_they_wait_for_nobody_until_they_stand_there(site: Site) -> None:
    clerk, _ = parked(site, None)
    site.later(3600)
    site.round()
    assert line(clerk) == ["A-002", "A-003"]
    assert clerk.done("/tickets/A-001/return")["ticket"]["ahead"] == 0
    assert line(clerk) == ["A-001", "A-002", "A-003"]


def test_whoever_holds_the_slip_returns_at_the_kiosk_and_nobody_does_by_the_label_alone(site: Site) -> None:
    _, mine = parked(site, None)
    kiosk = site.kiosk()
    assert kiosk.do("/tickets/A-001/return").json["error"] == "not_found"
    assert kiosk.done(f"/tickets/{mine}/return")["ticket"]["label"] == "A-001"
    assert kiosk.do(f"/tickets/{mine}/return").json["error"] == "move_not_allowed"


def test_a_lost_reply_to_a_return_is_given_again_and_nobody_waits_twice(site: Site) -> None:
    clerk, mine = parked(site, None)
    kiosk = site.kiosk()
    answers = [kiosk.post(f"/tickets/{mine}/return", request_id="return-0001") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert clerk.get("/counters/1").json["waiting_count"] == 3
    assert site.events().count("TicketReturned") == 1


@pytest.mark.parametrize("caller", ["other", "auditor", "display", "public"])
def test_others_let_nobody_return(site: Site, caller: str) -> None:
    _, mine = parked(site, None)
    doors: dict[str, Any] = {
        "other": site.staff("other", "clerk", "D"), "auditor": site.staff("auditor", "auditor"),
        "display": site.device("display", 1), "public": site.public,
    }  # fmt: skip
    before = site.rows()
    for name in ("A-001", mine):
        assert doors[caller].do(f"/tickets/{name}/return").status_code in (401, 403, 404)
    assert site.rows() == before


def test_a_parked_visitor_who_goes_home_gives_the_number_back_and_the_queue_counts_right(site: Site) -> None:
    clerk, mine = parked(site, 10)
    site.public.done(f"/tickets/{mine}/cancel")
    assert clerk.get("/counters/1").json["waiting_count"] == 2
    site.later(600)
    site.round()
    assert line(clerk) == ["A-002", "A-003"]


def test_the_days_end_lets_the_parked_go(site: Site) -> None:
    clerk, mine = parked(site, 400)
    site.staff("admin", "admin").done("/day/close", waiting="release")
    assert site.public.get(f"/tickets/{mine}").json["ticket"]["state"] == "expired"
    assert clerk.get("/counters/1").json["waiting_count"] == 0
    site.later(400 * 60)
    site.round()
    assert site.events().count("TicketReturned") == 0


def test_who_waits_only_is_not_parked(site: Site) -> None:
    clerk, _ = parked(site, 10)
    for body in ({"ticket": "A-002"}, {"ticket": "nobody"}):
        answer = clerk.do("/counters/1/park", why="form", **body)
        assert (answer.status_code, answer.json["error"]) == (409, "state_changed")
    assert clerk.do("/counters/1/park", ticket="A-002", why="boredom").status_code == 422


def test_why_somebody_is_parked_is_not_told_in_the_hall(site: Site) -> None:
    clerk, _ = parked(site, 10)
    display = site.device("display", 1)
    told = [display.get(f"/news?room={room}&since=0").json["news"][-1] for room in ("hall", "zone:1", "queue:A")]
    assert [one["name"] for one in told] == ["TicketParked"] * 3
    assert all("why" not in one and "by" not in one for one in told)
    assert clerk.get("/news?room=desk:A&since=0").json["news"][-1]["why"] == "form"
