"""How a visit ended, as the clerk says it, and what was really delivered; who lacks a document comes back."""

from typing import Any

import pytest

from tests.halls import Door, Site


def at_counter(site: Site, **more: Any) -> tuple[Door, str]:
    mine = site.kiosk().done("/tickets", **{"service": "A2", **more})["ticket"]["id"]
    clerk = site.clerk(1)
    clerk.done("/counters/1/next", expects=None)
    return clerk, mine


def stops(door: Door, label: str = "A-001") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = door.get(f"/labels/{label}").json["ticket"]["stops"]
    return found


@pytest.mark.parametrize("outcome", ["done", "incomplete", "referred", "not_needed"])
def test_an_outcome_stands_with_the_stop_and_in_the_journal(site: Site, outcome: str) -> None:
    clerk, mine = at_counter(site)
    clerk.done("/counters/1/finish", ticket=mine, outcome=outcome)
    (stop,) = stops(clerk)
    assert (stop["outcome"], stop["inferred"], stop["counter"]) == (outcome, False, 1)
    with site.hall.store.read() as unit:
        event = unit.journal.after(0, 1000)[-1].event
    assert getattr(event, "outcome", None) == outcome


def test_what_was_delivered_is_counted_by_service_each_once(site: Site) -> None:
    clerk, mine = at_counter(site)
    told = [{"service": "A2", "count": 2}, {"service": "A1", "count": 1}, {"service": "A2"}]
    clerk.done("/counters/1/finish", ticket=mine, delivered=told)
    assert stops(clerk)[0]["delivered"] == [{"service": "A1", "count": 1}, {"service": "A2", "count": 3}]


def test_what_was_delivered_is_for_staff_and_no_news_for_screens_and_phones(site: Site) -> None:
    clerk, mine = at_counter(site)
    clerk.done("/counters/1/finish", ticket=mine, delivered=[{"service": "A2", "count": 2}])

    def told(door: Door, room: str) -> dict[str, Any]:
        last: dict[str, Any] = door.get(f"/news?room={room}&since=0").json["news"][-1]
        assert last["name"] == "TicketFinished"
        return last

    assert told(clerk, "desk:A")["delivered"] == [{"service": "A2", "count": 2}]
    for room in ("hall", "zone:1", "queue:A"):
        assert "delivered" not in told(site.device("display", 1), room)


@pytest.mark.parametrize("service", ["D1", "Z9"])
def test_nobody_delivers_what_the_own_agency_does_not_have(site: Site, service: str) -> None:
    clerk, mine = at_counter(site)
    before = site.rows()
    answer = clerk.do("/counters/1/finish", ticket=mine, delivered=[{"service": service}])
    assert (answer.status_code, answer.json["error"]) == (404, "not_found")
    assert site.rows() == before


def test_an_outcome_that_is_none_is_refused(site: Site) -> None:
    clerk, mine = at_counter(site)
    assert clerk.do("/counters/1/finish", ticket=mine, outcome="bribed").status_code == 422


def test_finish_sent_twice_finishes_once_and_with_another_outcome_is_refused(site: Site) -> None:
    clerk, mine = at_counter(site)
    body = {"request_id": "finish-0001", "ticket": mine, "outcome": "referred"}
    assert [clerk.post("/counters/1/finish", **body).status_code for _ in range(2)] == [200, 200]
    assert site.events().count("TicketFinished") == 1
    assert clerk.post("/counters/1/finish", **{**body, "outcome": "done"}).json["error"] == "request_id_reused"


def test_a_visit_that_next_closed_is_marked_inferred(site: Site) -> None:
    clerk, mine = at_counter(site)
    site.kiosk().done("/tickets", service="A2")
    clerk.done("/counters/1/next", expects=mine)
    assert stops(clerk)[0]["inferred"]


def test_who_lacked_a_document_comes_back_to_the_front_without_queueing_anew(site: Site) -> None:
    clerk, mine = at_counter(site)
    kiosk = site.kiosk()
    for _ in range(4):
        kiosk.done("/tickets", service="A2")
    clerk.done("/counters/1/finish", ticket=mine, outcome="incomplete")
    assert clerk.get("/labels/A-001").json["ticket"]["may_return"] == "documents"
    site.later(3600)
    back = kiosk.done(f"/tickets/{mine}/return")["ticket"]
    assert (back["state"], back["ahead"]) == ("waiting", 0)
    assert [row["label"] for row in clerk.get("/counters/1").json["waiting"]][:2] == ["A-001", "A-002"]
    assert clerk.done("/counters/1/next", expects=None)["ticket"]["label"] == "A-001"
    clerk.done("/counters/1/finish", ticket=mine)
    assert [stop["outcome"] for stop in stops(clerk)] == ["incomplete", "done"]


def test_of_two_who_come_back_with_documents_the_first_to_return_is_first(site: Site) -> None:
    clerk, first = at_counter(site)
    kiosk = site.kiosk()
    second = kiosk.done("/tickets", service="A2")["ticket"]["id"]
    kiosk.done("/tickets", service="A2")
    clerk.done("/counters/1/finish", ticket=first, outcome="incomplete")
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/finish", ticket=second, outcome="incomplete")
    for mine in (second, first):
        kiosk.done(f"/tickets/{mine}/return")
    assert [row["label"] for row in clerk.get("/counters/1").json["waiting"]] == ["A-002", "A-001", "A-003"]


def test_who_was_served_does_not_come_back(site: Site) -> None:
    clerk, mine = at_counter(site)
    clerk.done("/counters/1/finish", ticket=mine)
    assert site.kiosk().do(f"/tickets/{mine}/return").json["error"] == "move_not_allowed"
    assert clerk.do("/tickets/A-001/return").json["error"] == "move_not_allowed"


def test_a_document_brought_after_the_closing_or_on_another_day_needs_a_new_number(site: Site) -> None:
    clerk, mine = at_counter(site)
    clerk.done("/counters/1/finish", ticket=mine, outcome="incomplete")
    site.staff("admin", "admin").done("/day/close", waiting="release")
    kiosk = site.kiosk()
    assert kiosk.do(f"/tickets/{mine}/return").json["error"] == "day_closed"
    site.clock.forward(days=1)
    site.round()
    assert kiosk.do(f"/tickets/{mine}/return").json["error"] == "move_not_allowed"


def test_a_late_visitor_comes_back_three_places_on(site: Site) -> None:
    clerk, mine = at_counter(site)
    kiosk = site.kiosk()
    for _ in range(5):
        kiosk.done("/tickets", service="A2")
    for _ in range(2):
        site.later(15)
        clerk.done("/counters/1/recall", ticket=mine)
    site.later(15)
    clerk.done("/counters/1/absent", ticket=mine)
    back = clerk.done("/tickets/A-001/return")["ticket"]
    assert (back["ahead"], back["may_return"]) == (3, None)
    labels = [row["label"] for row in clerk.get("/counters/1").json["waiting"]]
    assert labels == ["A-002", "A-003", "A-004", "A-001", "A-005", "A-006"]
    assert clerk.do("/tickets/A-001/return").json["error"] == "move_not_allowed"


def test_who_went_on_to_another_service_still_counts_for_the_quota_of_the_first(site: Site) -> None:
    """A1 gives two numbers a day: that its visitors went on makes no room for more."""
    kiosk, clerk = site.kiosk(), site.clerk(1)
    for _ in range(2):
        mine = kiosk.done("/tickets", service="A1", then=["D1"])["ticket"]["id"]
        clerk.done("/counters/1/next", expects=None)
        clerk.done("/counters/1/finish", ticket=mine)
    assert kiosk.do("/tickets", service="A1").json["error"] == "quota_used_up"
