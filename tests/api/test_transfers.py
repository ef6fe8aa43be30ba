"""Sending a visitor on: the number stays, the reach changes at once, and nobody waits for somebody who is not there."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.halls import Door, Site, hall_mall


def at_counter(site: Site, others: int = 0) -> tuple[Door, str]:
    """The clerk of counter 1 with A-001; as many others wait behind."""
    kiosk = site.kiosk()
    mine = kiosk.done("/tickets", service="A2")["ticket"]["id"]
    for _ in range(others):
        site.later(1)
        kiosk.done("/tickets", service="A2")
    clerk = site.clerk(1)
    clerk.done("/counters/1/next", expects=None)
    return clerk, mine


def next_label(door: Door, counter: int, expects: str | None = None) -> str:
    answer = door.do(f"/counters/{counter}/next", expects=expects)
    return str(answer.json["ticket"]["label"] if answer.status_code == 200 else answer.json["error"])


def test_to_another_agencys_service_the_number_stays_and_the_reach_changes_at_once(site: Site) -> None:
    clerk, mine = at_counter(site)
    other = site.clerk(3)
    assert other.get("/labels/A-001").status_code == 403
    assert clerk.done("/counters/1/transfer", ticket=mine, service="D1")["ticket"] is None
    assert clerk.get("/labels/A-001").json["error"] == "not_allowed"
    assert clerk.do("/tickets/A-001/priority", decision="confirmed").status_code == 403
    told = other.get("/labels/A-001").json["ticket"]
    assert (told["label"], told["service"], told["queue"], told["state"]) == ("A-001", "D1", "D", "waiting")
    assert next_label(other, 3) == "A-001"
    holder = site.public.get(f"/tickets/{mine}").json["ticket"]
    assert (holder["label"], holder["counter"], holder["service"]) == ("A-001", 3, "D1")


def test_whoever_is_sent_on_stands_by_the_time_of_arrival_in_the_building(site: Site) -> None:
    clerk, mine = at_counter(site)
    site.later(60)
    site.kiosk(2).done("/tickets", service="D1")
    clerk.done("/counters/1/transfer", ticket=mine, service="D1")
    other = site.clerk(3)
    assert [next_label(other, 3), next_label(other, 3, mine)] == ["A-001", "D-001"]


def test_by_the_other_rule_of_the_site_they_stand_at_the_end(make_site: Callable[..., Site]) -> None:
    site = make_site(mall=hall_mall(calling={"visit_order": "joining"}))
    clerk, mine = at_counter(site)
    site.later(60)
    site.kiosk(2).done("/tickets", service="D1")
    clerk.done("/counters/1/transfer", ticket=mine, service="D1")
    assert next_label(site.clerk(3), 3) == "D-001"


def test_who_is_sent_to_one_counter_is_called_by_no_other_while_somebody_is_there(site: Site) -> None:
    clerk, mine = at_counter(site, others=1)
    two = site.clerk(2)
    clerk.done("/counters/1/transfer", ticket=mine, counter=2)
    assert next_label(clerk, 1) == "A-002", "the one behind"
    assert clerk.do("/counters/1/finish", ticket=clerk.get("/counters/1").json["ticket"]["id"]).status_code == 200
    assert next_label(clerk, 1) == "nobody_waiting"
    assert clerk.get("/counters/1").json["may"]["next"] is False
    assert next_label(two, 2) == "A-001"


@pytest.mark.parametrize("how", ["pause", "close", "leave", "hand-over"])
def test_when_that_counter_calls_nobody_the_others_call_them_so_that_nobody_is_lost(site: Site, how: str) -> None:
    clerk, mine = at_counter(site)
    two = site.clerk(2)
    clerk.done("/counters/1/transfer", ticket=mine, counter=2)
    two.done(f"/counters/2/{how}", **({"reason": "meal"} if how == "pause" else {}))
    assert next_label(clerk, 1) == "A-001"


def test_who_is_sent_to_a_person_is_called_where_that_person_sits(site: Site) -> None:
    clerk, mine = at_counter(site)
    two, _ = site.clerk(2, "siti"), site.account("budi", "clerk", "A")
    clerk.done("/counters/1/transfer", ticket=mine, staff="siti")
    assert next_label(clerk, 1) == "nobody_waiting"
    assert next_label(two, 2) == "A-001"
    site.later(5)
    two.done("/counters/2/transfer", ticket=mine, staff="budi")
    assert next_label(clerk, 1) == "A-001", "budi sits nowhere: whoever is there calls"


def test_a_person_who_sits_where_the_queue_is_not_served_holds_nobody(make_site: Callable[..., Site]) -> None:
    counters = [{"number": 1, "zone": 1, "agency": "D", "queues": ["D"]},
                {"number": 2, "zone": 1, "agency": "D", "queues": ["DS"]},
                {"number": 3, "zone": 1, "agency": "A", "queues": ["A"]}]  # fmt: skip
    site = make_site(mall=hall_mall(counters=counters))
    mine = site.kiosk(1).done("/tickets", service="D1")["ticket"]["id"]
    one, _ = site.clerk(1), site.clerk(2, "siti")
    one.done("/counters/1/next", expects=None)
    one.done("/counters/1/transfer", ticket=mine, staff="siti", service="D1")
    assert next_label(one, 1) == "D-001"


@pytest.mark.parametrize(
    ("aim", "status", "code"),
    [
        ({}, 422, "bad_request"),
        ({"service": "Z9"}, 404, "not_found"),
        ({"counter": 99}, 404, "not_found"),
        ({"counter": 3, "service": "A2"}, 404, "not_found"),
        ({"staff": "nobody"}, 404, "not_found"),
        ({"staff": "blocked"}, 404, "not_found"),
        ({"staff": "auditor"}, 404, "not_found"),
        ({"staff": "elsewhere"}, 404, "not_found"),
    ],
)
def test_nobody_is_sent_where_nobody_would_ever_call_them(
    site: Site, aim: dict[str, Any], status: int, code: str
) -> None:
    clerk, mine = at_counter(site)
    admin = site.staff("admin", "admin")
    site.account("blocked", "clerk", "A")
    site.account("auditor", "auditor")
    site.account("elsewhere", "clerk", "D")
    admin.done("/staff/blocked/block")
    before = site.rows()
    answer = clerk.do("/counters/1/transfer", ticket=mine, **aim)
    assert (answer.status_code, answer.json["error"]) == (status, code), answer.text
    assert site.rows() == before


def test_a_counter_of_another_agency_takes_them_for_what_it_serves(site: Site) -> None:
    clerk, mine = at_counter(site)
    three = site.clerk(3)
    clerk.done("/counters/1/transfer", ticket=mine, counter=3)
    assert next_label(three, 3) == "A-001"
    assert three.get("/counters/3").json["ticket"]["service"] == "D1"


def test_a_lost_reply_to_a_transfer_is_given_again_and_nobody_is_sent_twice(site: Site) -> None:
    clerk, mine = at_counter(site)
    body = {"request_id": "transfer-1", "ticket": mine, "service": "D1"}
    assert [clerk.post("/counters/1/transfer", **body).status_code for _ in range(2)] == [200, 200]
    assert site.events().count("TicketTransferred") == 1


def test_who_waits_in_the_wrong_queue_is_moved_by_whoever_reaches_it(site: Site) -> None:
    kiosk, greeter, other = site.kiosk(), site.staff("greeter", "greeter"), site.clerk(3)
    kiosk.done("/tickets", service="A2")
    assert other.do("/tickets/A-001/transfer", service="D1").json["error"] == "not_allowed"
    moved = greeter.done("/tickets/A-001/transfer", service="D2")["ticket"]
    assert (moved["label"], moved["queue"], moved["state"]) == ("A-001", "DS", "waiting")
    assert "id" not in moved
    counts = {s["code"]: s["waiting"] for s in site.public.get("/services").json["services"]}
    assert (counts["A2"], counts["D2"]) == (0, 1)
    assert next_label(other, 3) == "A-001"
    assert greeter.do("/tickets/A-001/transfer", service="D1").json["error"] == "move_not_allowed", "called already"


def test_who_is_parked_is_moved_and_waits_there(site: Site) -> None:
    clerk, mine = at_counter(site)
    clerk.done("/counters/1/park", ticket=mine, why="payment")
    site.staff("greeter", "greeter").done("/tickets/A-001/transfer", service="D1")
    assert next_label(site.clerk(3), 3) == "A-001"
    assert clerk.get("/counters/1").json["parked"] == []


def test_a_visit_that_is_sent_to_a_later_stop_of_its_plan_is_not_sent_there_again(site: Site) -> None:
    kiosk, clerk, three = site.kiosk(), site.clerk(1), site.clerk(3)
    mine = kiosk.done("/tickets", service="A2", then=["D1", "D2"])["ticket"]["id"]
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/transfer", ticket=mine, service="D2")
    assert [one["code"] for one in three.get("/labels/A-001").json["ticket"]["plan"]] == ["D1"]
    for expected in ("D2", "D1"):
        assert three.done("/counters/3/next", expects=None)["ticket"]["service"] == expected
        three.done("/counters/3/finish", ticket=mine)
    assert site.public.get(f"/tickets/{mine}").json["ticket"]["state"] == "finished"


def test_no_id_of_staff_travels_with_the_news_but_on_the_floor(site: Site) -> None:
    clerk, mine = at_counter(site)
    site.account("siti", "clerk", "A")
    clerk.done("/counters/1/transfer", ticket=mine, staff="siti")
    display, supervisor = site.device("display", 1), site.staff("supervisor", "supervisor")
    for room in ("hall", "zone:1", "queue:A", "desk:A"):
        (one,) = [n for n in clerk.get(f"/news?room={room}&since=0").json["news"] if n["name"] == "TicketTransferred"]
        assert {"by", "to_staff", "ticket"}.isdisjoint(one), room
    assert display.get("/news?room=floor&since=0").status_code == 403
    (one,) = [n for n in supervisor.get("/news?room=floor&since=0").json["news"] if n["name"] == "TicketTransferred"]
    assert one["to_staff"]
    assert "ticket" not in one
