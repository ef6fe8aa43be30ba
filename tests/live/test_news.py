"""News: what a room hears and what never leaves the journal; snapshot, `after`, holes, resets."""

from collections.abc import Callable
from typing import Any

import pytest

from server.domain.events import EVENTS
from server.live.arrival import MISSED_AT_MOST, missed, whole
from server.live.messages import PRIVATE
from server.operations import restoring
from tests.halls import Site


def a_busy_hour(site: Site) -> None:
    """Every kind of thing that happens in a hall, once or more."""
    kiosk, clerk, far = site.kiosk(1), site.clerk(1), site.clerk(3)
    agent, display, admin = site.agent(), site.device("display", 1), site.staff("admin", "admin")
    tickets = [kiosk.done("/tickets", service=s)["ticket"]["id"] for s in ("A2", "A2", "D1", "A1", "A2")]
    kiosk.done("/help")
    site.public.do(f"/tickets/{tickets[3]}/cancel")
    for job in agent.post("/jobs/claim", targets=["printer:p1"]).json["jobs"]:
        agent.post(f"/jobs/{job['id']}/done")
    clerk.done("/counters/1/next", expects=None)
    site.later(15)
    clerk.done("/counters/1/recall", ticket=tickets[0])
    clerk.done("/counters/1/start", ticket=tickets[0])
    clerk.done("/counters/1/next", expects=tickets[0])
    far.done("/counters/3/next", expects=None)
    clerk.done(f"/tickets/{tickets[4]}/reprint")
    agent.post("/printers/p1/state", state="paper_out")
    display.post("/fields/1/player", instance="tab")
    display.post("/devices/me/state", state="sound_blocked")
    pause = admin.done("/pauses", scope="agency", code="A", reason="meeting")["pause"]
    admin.done(f"/pauses/{pause}/lift")
    clerk.done("/counters/1/finish", ticket=tickets[1])
    clerk.done("/counters/1/pause", reason="break")
    far.done("/counters/3/finish", ticket=tickets[2])
    far.done("/counters/3/leave")
    admin.done("/day/close", waiting="release")


@pytest.fixture
def busy(site: Site) -> Site:
    a_busy_hour(site)
    return site


def news_of(site: Site, room: str, since: int = 0) -> list[dict[str, Any]]:
    told = missed(site.hall, room, since)
    assert not told["reset"]
    news: list[dict[str, Any]] = told["news"]
    return news


def test_news_never_carry_the_id_of_a_ticket_of_staff_or_a_key(busy: Site) -> None:
    secrets = {row[0] for table in ("tickets", "staff") for row in busy.rows()[table]}
    told = repr([missed(busy.hall, room, 0) for room in ("hall", "zone:1", "zone:2", "desk:A", "desk:D", "queue:A")])
    assert "TicketCalled" in told
    assert [secret for secret in secrets if secret in told] == []
    assert not any(name in PRIVATE for room in ("hall", "desk:A") for one in news_of(busy, room) for name in one)


def test_snapshots_never_carry_the_id_of_a_ticket_or_of_staff(busy: Site) -> None:
    secrets = {row[0] for table in ("tickets", "staff") for row in busy.rows()[table]}
    told = repr([whole(busy.hall, room) for room in ("hall", "zone:1", "desk:A", "queue:A")])
    assert "A-001" in told
    assert [secret for secret in secrets if secret in told] == []


@pytest.mark.parametrize("room", ["hall", "zone:1", "zone:2", "desk:A", "desk:D", "queue:A", "queue:DS"])
def test_after_leads_from_one_news_to_the_next_without_a_hole(busy: Site, room: str) -> None:
    news = news_of(busy, room)
    assert [one["after"] for one in news] == [0, *(one["seq"] for one in news)][: len(news)]
    assert (news[-1]["seq"] if news else 0) == whole(busy.hall, room)["seq"]


def test_a_room_hears_of_itself_and_the_hall_of_everything(busy: Site) -> None:
    hall = {one["seq"] for one in news_of(busy, "hall")}
    with busy.hall.store.read() as unit:
        assert hall == {one.seq for one in unit.journal.after(0, 1000)}
    assert {one["queue"] for one in news_of(busy, "queue:A")} == {"A"}
    assert {one["agency"] for one in news_of(busy, "desk:A") if one.get("agency")} == {"A"}
    assert {one["zone"] for one in news_of(busy, "zone:2") if one.get("zone")} == {2}


def test_what_was_missed_is_what_was_not_yet_heard(busy: Site) -> None:
    everything = news_of(busy, "zone:1")
    heard = everything[4]["seq"]
    assert news_of(busy, "zone:1", heard) == everything[5:]
    assert news_of(busy, "zone:1", everything[-1]["seq"]) == []


def test_a_client_from_the_future_takes_a_snapshot(busy: Site) -> None:
    told = missed(busy.hall, "hall", 10_000)
    assert (told["reset"], told["news"]) == (True, [])


def test_a_client_of_another_timeline_takes_a_snapshot(busy: Site) -> None:
    """After a restored backup the same numbers tell another story."""
    present = whole(busy.hall, "hall")
    assert not missed(busy.hall, "hall", 3, present["timeline"])["reset"]
    restoring.go_on(busy.hall, busy.clock.now(), skip=0)
    assert missed(busy.hall, "hall", 3, present["timeline"])["reset"]
    assert whole(busy.hall, "hall")["timeline"] != present["timeline"]


def test_a_client_that_missed_too_much_takes_a_snapshot(site: Site) -> None:
    greeter = site.staff("greeter", "greeter")
    for _ in range(MISSED_AT_MOST // 10 + 1):
        site.later(60)
        greeter.done("/tickets", service="A2")
    with site.hall.store.write() as unit:
        from server.domain.events import PrinterChanged

        for n in range(MISSED_AT_MOST):
            unit.journal.append(PrinterChanged("p1", 1, [1], f"state{n}"), site.clock.now())
    assert missed(site.hall, "hall", 0)["reset"]
    assert not missed(site.hall, "hall", missed(site.hall, "hall", 0)["seq"] - 5)["reset"]


def test_the_snapshot_is_what_the_news_would_have_made(site: Site) -> None:
    """The calls shown are those of the news, newest first, with the state each came to."""
    a_busy_hour(site)
    called = [one["label"] for one in news_of(site, "zone:1") if one["name"] == "TicketCalled"]
    shown = whole(site.hall, "zone:1")["calls"]
    assert sorted(call["label"] for call in shown) == sorted(called)
    assert {call["state"] for call in shown} == {"finished"}


def test_a_snapshot_of_a_zone_is_about_that_zone(busy: Site) -> None:
    zone = whole(busy.hall, "zone:2")
    assert [counter["number"] for counter in zone["counters"]] == [3]
    assert [queue["code"] for queue in zone["queues"]] == ["D", "DS"]
    assert [printer["id"] for printer in zone["printers"]] == ["p2"]
    assert [field["number"] for field in zone["fields"]] == [2]


def test_news_carry_the_names_a_screen_needs_to_paint_them(busy: Site) -> None:
    called = next(one for one in news_of(busy, "zone:1") if one["name"] == "TicketCalled")
    assert (called["label"], called["counter"], called["zone"], called["floor"]) == ("A-001", 1, 1, 1)
    assert called["agency_short"] == "A"
    assert set(called["service_short"]) == {"id", "en"}
    assert called["at"].endswith("Z")


def test_every_event_can_become_news(busy: Site) -> None:
    told = {one["name"] for one in news_of(busy, "hall")}
    assert told <= set(EVENTS)
    assert len(told) >= 20


def test_what_happened_while_nobody_listened_is_there_over_http(make_site: Callable[..., Site]) -> None:
    site = make_site()
    display = site.device("display", 1)
    first = display.get("/snapshot?zone=1").json
    site.kiosk().done("/tickets", service="A2")
    news = display.get(f"/news?room=zone:1&since={first['seq']}").json
    assert [one["name"] for one in news["news"]] == ["DayOpened", "TicketIssued"]
    assert news["news"][0]["after"] == first["seq"]
    assert (news["seq"], news["reset"]) == (news["news"][-1]["seq"], False)
