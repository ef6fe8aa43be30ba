"""Priority is asked for and confirmed or declined by a person; the reason is counted, and kept with nobody."""

from collections.abc import Callable

import pytest

from tests.halls import Site, hall_mall

FIRST = {"code": "first", "name": {"id": "Dulu", "en": "First"}, "lines": [
    {"code": "prio", "classes": ["priority"], "most": 2}]}  # fmt: skip


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    """Counter 1 calls priority first, two in a row at most."""
    one = {"number": 1, "zone": 1, "agency": "A", "queues": ["A"], "profile": "first"}
    three = {"number": 3, "zone": 2, "agency": "D", "queues": ["D", "DS"]}
    return make_site(mall=hall_mall(profiles=[FIRST], counters=[one, three]))


def waiting(site: Site, n: int = 4, **last: str) -> str:
    kiosk = site.kiosk()
    for _ in range(n - 1):
        kiosk.done("/tickets", service="A2")
    return str(kiosk.done("/tickets", service="A2", **last)["ticket"]["id"])


def test_a_request_alone_moves_nobody_forward(site: Site) -> None:
    mine = waiting(site, priority="elderly")
    assert site.public.get(f"/tickets/{mine}").json["ticket"]["priority"] == "requested"
    assert site.clerk(1).done("/counters/1/next", expects=None)["ticket"]["label"] == "A-001"


def test_confirmed_it_goes_first_and_the_journal_says_by_which_rule_and_how_many_were_passed(site: Site) -> None:
    waiting(site, priority="disability")
    clerk = site.clerk(1)
    assert clerk.done("/tickets/A-004/priority", decision="confirmed")["ticket"]["priority"] == "confirmed"
    assert clerk.get("/counters/1").json["next"]["label"] == "A-004"
    assert clerk.done("/counters/1/next", expects=None)["ticket"]["label"] == "A-004"
    with site.hall.store.read() as unit:
        (call,) = [e.event for e in unit.journal.after(0, 1000) if type(e.event).__name__ == "TicketCalled"]
    assert (call.profile, call.rule, call.passed, call.reason) == ("first", "prio", 3, None)  # type: ignore[union-attr]


def test_declined_it_keeps_its_place_by_arrival(site: Site) -> None:
    waiting(site, n=2, priority="pregnant")
    clerk = site.clerk(1)
    clerk.done("/tickets/A-002/priority", decision="declined")
    waiting(site, n=2)
    present, labels = None, []
    for _ in range(4):
        ticket = clerk.done("/counters/1/next", expects=present)["ticket"]
        present = ticket["id"]
        labels.append(ticket["label"])
    assert labels == ["A-001", "A-002", "A-003", "A-004"]


def test_after_two_in_a_row_one_in_order_is_called(site: Site) -> None:
    waiting(site, n=5)
    clerk, present, labels = site.clerk(1), None, []
    for n in (3, 4, 5):
        clerk.done(f"/tickets/A-00{n}/priority", decision="confirmed")
    for _ in range(5):
        ticket = clerk.done("/counters/1/next", expects=present)["ticket"]
        present = ticket["id"]
        labels.append(ticket["label"])
    assert labels == ["A-003", "A-004", "A-001", "A-005", "A-002"]


@pytest.mark.parametrize("kind", ["elderly", "disability", "pregnant", "infant", "disaster"])
def test_for_which_reason_is_counted_and_stands_with_no_ticket_and_in_no_journal(site: Site, kind: str) -> None:
    waiting(site, priority=kind)
    rows = site.rows()
    counted = rows.pop("priority_counts")
    assert [row[1:] for row in counted] == [("A", kind, 1)]
    assert [name for name, found in rows.items() if name != "mall_rows" and kind in str(found)] == []


def test_a_group_that_is_none_is_refused_and_gives_no_number(site: Site) -> None:
    kiosk = site.kiosk()
    before = site.rows()
    assert kiosk.do("/tickets", service="A2", priority="cousin").status_code == 422
    assert site.rows() == before


def test_a_kiosk_asks_and_never_confirms_and_an_agency_decides_for_its_own_visitors(site: Site) -> None:
    mine = waiting(site, priority="infant")
    doors = [site.kiosk(), site.clerk(3), site.staff("auditor", "auditor")]
    before = site.rows()
    for door in doors:
        for name in ("A-004", mine):
            assert door.do(f"/tickets/{name}/priority", decision="confirmed").status_code in (403, 404)
    assert site.rows() == before


def test_whose_visit_is_over_needs_no_priority(site: Site) -> None:
    mine = waiting(site, n=1)
    clerk = site.clerk(1)
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/finish", ticket=mine)
    assert clerk.do("/tickets/A-001/priority", decision="confirmed").json["error"] == "move_not_allowed"
    assert clerk.do("/tickets/A-077/priority", decision="confirmed").json["error"] == "not_found"
    assert clerk.do("/tickets/A-001/priority", decision="perhaps").status_code == 422


def test_the_same_decision_twice_is_one_event_and_a_lost_reply_is_given_again(site: Site) -> None:
    waiting(site)
    clerk = site.clerk(1)
    body = {"request_id": "decide-0001", "decision": "confirmed"}
    assert [clerk.post("/tickets/A-004/priority", **body).status_code for _ in range(2)] == [200, 200]
    clerk.done("/tickets/A-004/priority", decision="confirmed")
    assert site.events().count("PriorityConfirmed") == 1


def test_no_screen_in_the_hall_hears_who_asked_for_priority(site: Site) -> None:
    waiting(site, priority="elderly")
    clerk = site.clerk(1)
    clerk.done("/tickets/A-004/priority", decision="confirmed")
    display = site.device("display", 1)
    for room in ("hall", "zone:1"):
        answer = display.get(f"/news?room={room}&since=0")
        assert "Priority" not in answer.text
        assert "confirmed" not in display.get(f"/snapshot?room={room}").text
    assert "PriorityConfirmed" in clerk.get("/news?room=desk:A&since=0").text
