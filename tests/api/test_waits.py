"""The likely wait as people see it: who is at the counter since when, and lines that share a counter."""

from tests.halls import Site


def wait_of(site: Site, service: str = "A2") -> dict[str, int]:
    services = site.public.get("/services").json["services"]
    told: dict[str, int] = next(one["wait"] for one in services if one["code"] == service)
    return told


def test_wait_shrinks_while_the_visitor_at_the_counter_is_served(site: Site) -> None:
    kiosk, clerk = site.kiosk(), site.clerk(1)
    for _ in range(2):
        kiosk.done("/tickets", service="A2")
    clerk.done("/counters/1/next", expects=None)
    before = wait_of(site)
    site.later(9 * 60)
    assert wait_of(site)["low_minutes"] < before["low_minutes"]


def test_nothing_is_said_while_no_counter_is_open(site: Site) -> None:
    assert wait_of(site) is None
    site.clerk(1)
    assert wait_of(site) == {"low_minutes": 0, "high_minutes": 5}


def test_line_of_another_queue_counts_where_its_counter_is_shared(site: Site) -> None:
    kiosk = site.kiosk(2)
    site.clerk(3)
    alone = wait_of(site, "D2")
    for _ in range(4):
        kiosk.done("/tickets", service="D1")
    beside = wait_of(site, "D2")
    assert beside["low_minutes"] >= alone["low_minutes"] + 20


def test_own_ticket_does_not_wait_for_those_behind_it_in_a_shared_line(site: Site) -> None:
    kiosk = site.kiosk(2)
    site.clerk(3)
    first = kiosk.done("/tickets", service="D2")
    for _ in range(4):
        kiosk.done("/tickets", service="D1")
    mine = kiosk.get(f"/tickets/{first['ticket']['id']}").json["ticket"]["wait"]
    assert mine["high_minutes"] <= 30
