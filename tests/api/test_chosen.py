"""Calling the one that staff choose: with a reason, by label, within the own agency, and never silently."""

from typing import Any

import pytest

from tests.halls import Door, Site


def waiting(site: Site, n: int = 3, service: str = "A2") -> list[str]:
    kiosk = site.kiosk()
    return [kiosk.done("/tickets", service=service)["ticket"]["id"] for _ in range(n)]


def calls(site: Site) -> list[Any]:
    with site.hall.store.read() as unit:
        return [one.event for one in unit.journal.after(0, 1000) if type(one.event).__name__ == "TicketCalled"]


def choose(clerk: Door, label: str, expects: str | None = None, **more: Any) -> Any:
    return clerk.do("/counters/1/call", **{"expects": expects, "ticket": label, "reason": "urgent", **more})


def test_a_chosen_visitor_is_called_before_those_who_joined_earlier_and_the_journal_says_why(site: Site) -> None:
    ids, clerk = waiting(site), site.clerk(1)
    desk = choose(clerk, "A-003", reason="together").json
    assert (desk["ticket"]["label"], desk["ticket"]["id"], desk["waiting_count"]) == ("A-003", ids[2], 2)
    (event,) = calls(site)
    assert (event.label, event.reason, event.passed, event.rule) == ("A-003", "together", 2, "")
    assert clerk.done("/counters/1/next", expects=ids[2])["ticket"]["label"] == "A-001"


def test_choosing_closes_the_present_visit_as_next_does(site: Site) -> None:
    ids, clerk = waiting(site), site.clerk(1)
    clerk.done("/counters/1/next", expects=None)
    assert choose(clerk, "A-003", expects=ids[0]).json["ticket"]["label"] == "A-003"
    with site.hall.store.read() as unit:
        (leg,) = unit.legs.of_ticket(ids[0])
    assert (leg.outcome, leg.mark) == ("done", "closed_by_next")


def test_the_same_choice_sent_twice_calls_once(site: Site) -> None:
    waiting(site)
    clerk = site.clerk(1)
    body = {"request_id": "choose-0001", "expects": None, "ticket": "A-002", "reason": "urgent"}
    answers = [clerk.post("/counters/1/call", **body) for _ in range(2)]
    assert [answer.json["ticket"]["label"] for answer in answers] == ["A-002", "A-002"]
    assert len(calls(site)) == 1
    other = clerk.post("/counters/1/call", **{**body, "ticket": "A-003"})
    assert (other.status_code, other.json["error"]) == (409, "request_id_reused")


def test_who_is_next_anyway_passes_nobody(site: Site) -> None:
    waiting(site)
    choose(site.clerk(1), "A-001")
    assert calls(site)[0].passed == 0


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"ticket": "A-009"}, 404, "not_found"),
        ({"ticket": "D-001"}, 404, "not_found"),
        ({"reason": "friend"}, 422, "bad_request"),
        ({"expects": "somebody"}, 409, "state_changed"),
    ],
)
def test_what_cannot_be_chosen_is_said_and_changes_nothing(
    site: Site, body: dict[str, Any], status: int, code: str
) -> None:
    waiting(site)
    site.kiosk(2).done("/tickets", service="D1")
    clerk = site.clerk(1)
    before = site.rows()
    answer = choose(clerk, **{"label": body.pop("ticket", "A-002"), **body})
    assert (answer.status_code, answer.json["error"]) == (status, code), answer.text
    assert site.rows() == before


def test_who_was_cancelled_served_or_is_at_a_counter_cannot_be_chosen(site: Site) -> None:
    ids, clerk, other = waiting(site), site.clerk(1), site.clerk(2)
    other.done("/counters/2/next", expects=None)
    site.public.done(f"/tickets/{ids[1]}/cancel")
    other_served = ids[0]
    for label in ("A-001", "A-002"):
        assert choose(clerk, label).json["error"] == "move_not_allowed"
    other.done("/counters/2/finish", ticket=other_served)
    assert choose(clerk, "A-001").json["error"] == "move_not_allowed"


def test_a_colleague_of_another_agency_chooses_nobody_here(site: Site) -> None:
    waiting(site)
    site.clerk(1)
    answer = site.clerk(3).do("/counters/1/call", expects=None, ticket="A-002", reason="urgent")
    assert (answer.status_code, answer.json["error"]) == (403, "not_allowed")


def test_a_closed_counter_and_one_that_somebody_else_holds_choose_nobody(site: Site) -> None:
    waiting(site)
    clerk = site.clerk(1, opened=False)
    assert choose(clerk, "A-002").json["error"] == "counter_not_open"
    assert site.clerk(2).do("/counters/1/call", expects=None, ticket="A-002", reason="urgent").json["error"] == (
        "counter_not_held"
    )


def test_who_waits_for_a_system_that_is_down_is_held_for_a_choice_too(site: Site) -> None:
    waiting(site)
    clerk, admin = site.clerk(1), site.staff("admin", "admin")
    admin.done("/pauses", scope="service", code="A2", reason="central_system_down")
    assert choose(clerk, "A-002").json["error"] == "system_still_down"


def test_an_absent_a_parked_and_an_incomplete_visitor_can_be_chosen(site: Site) -> None:
    ids, clerk = waiting(site, 4), site.clerk(1)
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/park", ticket=ids[0], why="copy")
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/finish", ticket=ids[1], outcome="incomplete")
    clerk.done("/counters/1/next", expects=None)
    for _ in range(2):
        site.later(15)
        clerk.done("/counters/1/recall", ticket=ids[2])
    site.later(15)
    clerk.done("/counters/1/absent", ticket=ids[2])
    present = None
    for n in (2, 1, 0):
        assert choose(clerk, f"A-00{n + 1}", present, reason="returning").json["ticket"]["label"] == f"A-00{n + 1}"
        present = ids[n]
    assert [row["label"] for row in clerk.get("/counters/1").json["waiting"]] == ["A-004"]


def test_a_visit_that_goes_on_in_the_same_queue_hinders_nobody_from_being_called(site: Site) -> None:
    """It stands before all who came later, and moves them back, at the moment when one of them is called."""
    kiosk, clerk = site.kiosk(), site.clerk(1)
    first = kiosk.done("/tickets", service="A1", then=["A2"])["ticket"]["id"]
    for _ in range(2):
        site.later(1)
        kiosk.done("/tickets", service="A2")
    clerk.done("/counters/1/next", expects=None)
    assert choose(clerk, "A-002", expects=first).json["ticket"]["label"] == "A-002"
    clerk.done("/counters/1/undo")
    again = clerk.done("/counters/1/next", expects=first)["ticket"]
    assert (again["label"], again["service"]) == ("A-001", "A2"), "first to come is first for the next service, too"
    assert clerk.done("/counters/1/next", expects=first)["ticket"]["label"] == "A-002"
