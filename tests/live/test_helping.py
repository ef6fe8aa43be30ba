"""A call to a counter of another zone than its queue's: that zone's screens know it, also after a reload."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.halls import Site, hall_mall
from tests.unit.small_mall import a_service, an_agency


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    """One agency in two zones: counter 1 serves A in the first, counter 3 serves AB in the second."""
    agency = an_agency("A", a_service("A1", "A"), a_service("A2", "AB"))
    counters = [
        {"number": 1, "zone": 1, "agency": "A", "queues": ["A"]},
        {"number": 3, "zone": 2, "agency": "A", "queues": ["AB"]},
    ]
    return make_site(mall=hall_mall(agencies=[agency], counters=counters))


def on_the_wall(site: Site, zone: int) -> list[tuple[Any, ...]]:
    """What a display of that zone finds when it is switched on."""
    calls = site.device("display", zone).get(f"/snapshot?room=zone:{zone}").json["calls"]
    return [(call["label"], call["zone"], call["counter"]) for call in calls]


def test_a_call_of_a_helped_queue_stands_in_the_snapshot_of_the_helping_counters_zone(site: Site) -> None:
    helper = site.clerk(3)
    site.staff("kepala", "supervisor").done("/counters/3/help", queues=["A"])
    site.kiosk().done("/tickets", service="A1")
    called = helper.done("/counters/3/next", expects=None)["ticket"]["label"]
    assert on_the_wall(site, 2) == [(called, 2, 3)]


def test_it_stays_there_when_the_counter_helps_no_more(site: Site) -> None:
    helper, supervisor = site.clerk(3), site.staff("kepala", "supervisor")
    supervisor.done("/counters/3/help", queues=["A"])
    site.kiosk().done("/tickets", service="A1")
    called = helper.done("/counters/3/next", expects=None)["ticket"]["label"]
    supervisor.done("/counters/3/help", queues=[])
    assert on_the_wall(site, 2) == [(called, 2, 3)]


def test_a_chosen_visitor_of_another_zones_queue_stands_where_the_call_was_made(site: Site) -> None:
    site.kiosk().done("/tickets", service="A1")
    site.clerk(3).done("/counters/3/call", expects=None, ticket="A-001", reason="urgent")
    assert (on_the_wall(site, 2), on_the_wall(site, 1)) == ([("A-001", 2, 3)], [])


def test_who_is_sent_to_a_counter_of_another_zone_stands_where_the_call_was_made(site: Site) -> None:
    mine = site.kiosk().done("/tickets", service="A1")["ticket"]["id"]
    here, there = site.clerk(1), site.clerk(3)
    here.done("/counters/1/next", expects=None)
    here.done("/counters/1/transfer", ticket=mine, counter=3)
    assert on_the_wall(site, 1) == []
    there.done("/counters/3/next", expects=None)
    assert on_the_wall(site, 2) == [("A-001", 2, 3)]


def test_the_calls_of_other_zones_take_no_place_from_a_zones_own(site: Site) -> None:
    kiosk, own, other = site.kiosk(), site.clerk(3), site.clerk(1)
    site.staff("kepala", "supervisor").done("/counters/3/help", queues=["A"])
    kiosk.done("/tickets", service="A2")
    own.done("/counters/3/next", expects=None)
    present = None
    for _ in range(13):
        site.later(10)
        kiosk.done("/tickets", service="A1")
        present = other.done("/counters/1/next", expects=present)["ticket"]["id"]
    assert on_the_wall(site, 2) == [("AB-001", 2, 3)]
    assert {zone for _, zone, _ in on_the_wall(site, 1)} == {1}


def test_who_comes_back_late_is_no_longer_absent_on_the_screens_where_the_call_was_made(site: Site) -> None:
    ticket = site.kiosk().done("/tickets", service="A1")["ticket"]
    helper = site.clerk(3)
    helper.done("/counters/3/call", expects=None, ticket=ticket["label"], reason="urgent")
    wall = site.device("display", 2)
    for _ in range(2):
        site.later(60)
        helper.done("/counters/3/recall", ticket=ticket["id"])
    site.later(60)
    helper.done("/counters/3/absent", ticket=ticket["id"])
    seen = wall.get("/snapshot?room=zone:2").json
    helper.done(f"/tickets/{ticket['label']}/return")
    heard = wall.get(f"/news?room=zone:2&since={seen['seq']}&timeline={seen['timeline']}").json["news"]
    assert [(one["name"], one["label"], one["left_zone"]) for one in heard] == [("TicketReturned", ticket["label"], 2)]
