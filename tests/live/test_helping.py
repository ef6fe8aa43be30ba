"""A counter that helps another queue calls to its own zone: that zone's screens know the call, also after a reload."""

from collections.abc import Callable

from tests.halls import Site, hall_mall
from tests.unit.small_mall import a_service, an_agency


def test_a_call_of_a_helped_queue_stands_in_the_snapshot_of_the_helping_counters_zone(
    make_site: Callable[..., Site],
) -> None:
    agency = an_agency("A", a_service("A1", "A"), a_service("A2", "AB"))
    counters = [
        {"number": 1, "zone": 1, "agency": "A", "queues": ["A"]},
        {"number": 3, "zone": 2, "agency": "A", "queues": ["AB"]},
    ]
    site = make_site(mall=hall_mall(agencies=[agency], counters=counters))
    helper = site.clerk(3)
    site.staff("kepala", "supervisor").done("/counters/3/help", queues=["A"])
    site.kiosk().done("/tickets", service="A1")
    called = helper.done("/counters/3/next", expects=None)["ticket"]["label"]
    zone = site.device("display", 2).get("/snapshot?room=zone:2").json
    assert [(call["label"], call["zone"]) for call in zone["calls"]] == [(called, 2)]
