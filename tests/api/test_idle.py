"""An idle counter that asked for it calls the next arrival by itself, and only while somebody is really there."""

import pytest

from tests.halls import Door, Site


def idle(site: Site, counter: int = 1) -> Door:
    clerk = site.clerk(counter)
    assert clerk.done(f"/counters/{counter}/auto-call", on=True)["auto_call"] is True
    return clerk


def label(door: Door, counter: int = 1) -> str | None:
    ticket = door.get(f"/counters/{counter}").json["ticket"]
    return ticket["label"] if ticket else None


def test_the_next_arrival_is_called_without_a_press_in_the_clerks_name(site: Site) -> None:
    clerk = idle(site)
    site.round()
    assert label(clerk) is None
    site.kiosk().done("/tickets", service="A2")
    site.round()
    assert label(clerk) == "A-001"
    assert clerk.actor is not None
    with site.hall.store.read() as unit:
        (call,) = [e.event for e in unit.journal.after(0, 1000) if type(e.event).__name__ == "TicketCalled"]
    assert getattr(call, "by", None) == clerk.actor.id


def test_who_is_at_the_counter_is_not_sent_away_for_the_next(site: Site) -> None:
    clerk, kiosk = idle(site), site.kiosk()
    for _ in range(2):
        kiosk.done("/tickets", service="A2")
    for _ in range(3):
        site.round()
    assert label(clerk) == "A-001"
    assert clerk.get("/counters/1").json["waiting_count"] == 1


def test_two_idle_counters_share_the_arrivals(site: Site) -> None:
    one, two, kiosk = idle(site, 1), idle(site, 2), site.kiosk()
    for _ in range(2):
        kiosk.done("/tickets", service="A2")
    site.round()
    assert sorted([str(label(one, 1)), str(label(two, 2))]) == ["A-001", "A-002"]


@pytest.mark.parametrize("how", ["off", "paused", "closed", "left", "handed over", "vanished", "blocked"])
def test_nobody_is_called_to_a_counter_where_nobody_is(site: Site, how: str) -> None:
    clerk, admin = idle(site), site.staff("admin", "admin")
    site.kiosk().done("/tickets", service="A2")
    acts = {
        "off": lambda: clerk.done("/counters/1/auto-call", on=False),
        "paused": lambda: clerk.done("/counters/1/pause", reason="toilet"),
        "closed": lambda: clerk.done("/counters/1/close"),
        "left": lambda: clerk.done("/counters/1/leave"),
        "handed over": lambda: clerk.done("/counters/1/hand-over"),
        "vanished": lambda: site.later(121),
        "blocked": lambda: admin.done("/staff/petugas1/block"),
    }
    acts[how]()
    site.round()
    assert site.events().count("TicketCalled") == 0


def test_nobody_is_called_during_a_break(site: Site) -> None:
    """Friday's prayer."""
    site.clock.forward(days=4)
    site.clock.at("11:14")
    site.round()
    clerk = idle(site)
    site.kiosk().done("/tickets", service="A2")
    site.clock.at("11:30")
    site.round()
    assert label(clerk) is None
    site.clock.at("13:00")
    site.round()
    assert label(clerk) == "A-001"


def test_who_waits_for_a_central_system_is_held(site: Site) -> None:
    clerk, admin = idle(site), site.staff("admin", "admin")
    site.kiosk().done("/tickets", service="A2")
    pause = admin.done("/pauses", scope="agency", code="A", reason="central_system_down")["pause"]
    site.round()
    assert label(clerk) is None
    admin.done(f"/pauses/{pause}/lift")
    site.round()
    assert label(clerk) == "A-001"


def test_an_undone_call_is_not_made_again_by_itself(site: Site) -> None:
    clerk = idle(site)
    site.kiosk().done("/tickets", service="A2")
    site.round()
    desk = clerk.done("/counters/1/undo")
    assert (desk["ticket"], desk["auto_call"]) == (None, False)
    site.round()
    assert label(clerk) is None


def test_whoever_takes_a_counter_over_says_anew_whether_to_be_called_for(site: Site) -> None:
    idle(site)
    site.later(121)
    rival = site.staff("rival", "clerk", "A")
    assert rival.done("/counters/1/take", take_over=True)["auto_call"] is False
    site.kiosk().done("/tickets", service="A2")
    site.round()
    assert label(rival) is None


def test_asked_twice_it_is_one_event_and_others_do_not_set_it(site: Site) -> None:
    clerk = idle(site)
    clerk.done("/counters/1/auto-call", on=True)
    assert site.events().count("AutoCallSet") == 1
    assert site.clerk(2).do("/counters/1/auto-call", on=True).json["error"] == "counter_not_held"
    assert site.clerk(3).do("/counters/1/auto-call", on=True).json["error"] == "not_allowed"
