"""One visit, several services: the number stays, the stops follow each other, and nobody is called to two at once."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.halls import Door, Site, hall_mall


def visit(site: Site, *then: str, service: str = "A2") -> str:
    return str(site.kiosk().done("/tickets", service=service, then=list(then))["ticket"]["id"])


def serve(door: Door, counter: int, **more: Any) -> str:
    """Call who is next, and finish; which service it was for."""
    ticket = door.done(f"/counters/{counter}/next", expects=None)["ticket"]
    door.done(f"/counters/{counter}/finish", ticket=ticket["id"], **more)
    return str(ticket["service"])


def test_a_visit_chosen_at_the_kiosk_goes_from_service_to_service_under_one_number(site: Site) -> None:
    mine, one, three = visit(site, "D1", "D2"), site.clerk(1), site.clerk(3)
    told = site.public.get(f"/tickets/{mine}").json["ticket"]
    assert ([stop["code"] for stop in told["plan"]], told["leg"]) == (["D1", "D2"], 1)
    assert serve(one, 1) == "A2"
    told = site.public.get(f"/tickets/{mine}").json["ticket"]
    assert (told["label"], told["state"], told["service"], told["zone"], told["leg"]) == (
        "A-001",
        "waiting",
        "D1",
        2,
        2,
    )
    assert [serve(three, 3), serve(three, 3)] == ["D1", "D2"]
    assert site.public.get(f"/tickets/{mine}").json["ticket"]["state"] == "finished"
    stops = three.get("/labels/A-001").json["ticket"]["stops"]
    assert [(stop["service"], stop["counter"]) for stop in stops] == [("A2", 1), ("D1", 3), ("D2", 3)]


def test_the_next_queue_is_entered_by_the_time_of_arrival_in_the_building(site: Site) -> None:
    visit(site, "D1")
    site.later(60)
    site.kiosk(2).done("/tickets", service="D1")
    one, three = site.clerk(1), site.clerk(3)
    serve(one, 1)
    assert three.done("/counters/3/next", expects=None)["ticket"]["label"] == "A-001"


def test_or_by_the_time_of_joining_where_the_site_says_so(make_site: Callable[..., Site]) -> None:
    site = make_site(mall=hall_mall(calling={"visit_order": "joining"}))
    visit(site, "D1")
    site.later(60)
    kiosk = site.kiosk(2)
    kiosk.done("/tickets", service="D1")
    one, three = site.clerk(1), site.clerk(3)
    serve(one, 1)
    site.later(60)
    kiosk.done("/tickets", service="D1")
    labels = [three.done("/counters/3/next", expects=None)["ticket"] for _ in (1,)]
    for _ in range(2):
        labels.append(three.done("/counters/3/next", expects=labels[-1]["id"])["ticket"])
    assert [ticket["label"] for ticket in labels] == ["D-001", "A-001", "D-002"]


def test_who_is_at_one_counter_waits_at_no_other(site: Site) -> None:
    visit(site, "D1")
    one, three = site.clerk(1), site.clerk(3)
    one.done("/counters/1/next", expects=None)
    assert three.do("/counters/3/next", expects=None).json["error"] == "nobody_waiting"
    assert three.do("/counters/3/call", expects=None, ticket="A-001", reason="urgent").status_code == 404


@pytest.mark.parametrize("outcome", ["done", "referred", "not_needed"])
def test_whatever_came_of_one_stop_the_visit_goes_on(site: Site, outcome: str) -> None:
    mine = visit(site, "D1")
    serve(site.clerk(1), 1, outcome=outcome)
    assert site.public.get(f"/tickets/{mine}").json["ticket"]["service"] == "D1"


def test_an_incomplete_stop_is_ended_first_and_then_the_visit_goes_on(site: Site) -> None:
    mine, clerk = visit(site, "D1"), site.clerk(1)
    serve(clerk, 1, outcome="incomplete")
    told = site.public.get(f"/tickets/{mine}").json["ticket"]
    assert (told["state"], told["service"], told["may_return"]) == ("finished", "A2", "documents")
    clerk.done("/tickets/A-001/return")
    assert serve(clerk, 1) == "A2"
    assert site.public.get(f"/tickets/{mine}").json["ticket"]["service"] == "D1"


def test_a_stop_that_next_closed_is_followed_by_the_next_one_too(site: Site) -> None:
    mine, clerk = visit(site, "D1"), site.clerk(1)
    visit(site)
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/next", expects=mine)
    assert site.public.get(f"/tickets/{mine}").json["ticket"]["service"] == "D1"


@pytest.mark.parametrize("then", [["A2"], ["D1", "D1"], ["D1", "D2", "A1", "D1"]])
def test_each_service_is_wanted_once(site: Site, then: list[str]) -> None:
    kiosk = site.kiosk()
    before = site.rows()
    answer = kiosk.do("/tickets", service="A2", then=then)
    assert (answer.status_code, answer.json["error"], answer.json["most"]) == (422, "plan_not_sound", 6)
    assert site.rows() == before


def test_a_service_that_gives_no_numbers_now_cannot_follow(site: Site) -> None:
    kiosk, admin = site.kiosk(), site.staff("admin", "admin")
    admin.done("/pauses", scope="service", code="D1", reason="meeting", numbers=False)
    before = site.rows()
    answer = kiosk.do("/tickets", service="A2", then=["D1"])
    assert (answer.json["error"], answer.json["service"]) == ("service_paused", "D1")
    assert kiosk.do("/tickets", service="A2", then=["Z9"]).status_code == 404
    assert site.rows() == before


def test_a_desk_or_the_greeter_changes_what_follows_and_nobody_of_another_agency_does(site: Site) -> None:
    mine, clerk, greeter, three = visit(site, "D1"), site.clerk(1), site.staff("g", "greeter"), site.clerk(3)
    assert [one["code"] for one in greeter.done("/tickets/A-001/plan", services=["D2", "D1"])["ticket"]["plan"]] == [
        "D2", "D1",
    ]  # fmt: skip
    assert three.do("/tickets/A-001/plan", services=[]).json["error"] == "not_allowed"
    for bad in (["A2"], ["D1", "D1"]):
        assert clerk.do("/tickets/A-001/plan", services=bad).json["error"] == "plan_not_sound"
    assert clerk.do("/tickets/A-001/plan", services=["Z9"]).json["error"] == "not_found"
    clerk.done("/tickets/A-001/plan", services=[])
    serve(clerk, 1)
    assert site.public.get(f"/tickets/{mine}").json["ticket"]["state"] == "finished"
    assert clerk.do("/tickets/A-001/plan", services=["D1"]).json["error"] == "move_not_allowed"


def test_the_same_plan_again_is_no_event_and_the_same_request_the_same_answer(site: Site) -> None:
    visit(site, "D1")
    clerk = site.clerk(1)
    clerk.done("/tickets/A-001/plan", services=["D1"])
    assert site.events().count("PlanChanged") == 1
    for _ in range(2):
        assert clerk.post("/tickets/A-001/plan", request_id="plan-0001", services=["D2"]).status_code == 200
    assert site.events().count("PlanChanged") == 2
    assert clerk.post("/tickets/A-001/plan", request_id="plan-0001", services=[]).json["error"] == "request_id_reused"


def test_staff_find_a_ticket_by_its_label_without_its_id(site: Site) -> None:
    mine = visit(site, "D1")
    for door, counter in ((site.staff("auditor", "auditor"), 0), (site.staff("greeter", "greeter"), 0)):
        answer = door.get("/labels/A-001")
        assert (answer.status_code, counter) == (200, 0)
        assert mine not in answer.text
        assert answer.json["ticket"]["plan"][0]["zone"] == 2
    assert site.staff("a", "admin").get("/labels/A-099").json["error"] == "not_found"
    assert site.public.get("/labels/A-001").status_code == 401
    assert site.kiosk().get("/labels/A-001").status_code == 403


def test_the_days_end_leaves_no_stop_of_anybody_waiting(site: Site) -> None:
    mine, clerk = visit(site, "D1"), site.clerk(1)
    clerk.done("/counters/1/next", expects=None)
    site.staff("admin", "admin").done("/day/close", waiting="release")
    told = site.public.get(f"/tickets/{mine}").json["ticket"]
    assert (told["state"], told["service"]) == ("finished", "A2")


def test_what_somebody_does_at_a_counter_after_the_closing_leaves_nobody_waiting_into_the_next_day(site: Site) -> None:
    mine, clerk = visit(site, "D1"), site.clerk(1)
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/finish", ticket=mine, outcome="incomplete")
    site.staff("admin", "admin").done("/day/close", waiting="release")
    clerk.done("/counters/1/take")
    clerk.done("/counters/1/open")
    clerk.done("/counters/1/call", expects=None, ticket="A-001", reason="returning")
    clerk.done("/counters/1/finish", ticket=mine)
    site.clock.forward(days=1)
    site.round()
    assert site.public.get(f"/tickets/{mine}").json["ticket"]["state"] == "expired"
