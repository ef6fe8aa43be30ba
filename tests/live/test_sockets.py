"""The socket: who may connect, snapshot on arrival, then news; and the long poll that is its twin."""

import threading
import time
from typing import Any

import pytest
from flask_socketio import SocketIOTestClient

from server.guarding import hear_lines
from tests.halls import Door, Site


def connect(site: Site, door: Door | None = None, **auth: Any) -> SocketIOTestClient:
    application = site.application
    client: SocketIOTestClient = application.socketio.test_client(
        application.flask, auth=auth, flask_test_client=door.client if door else None
    )
    return client


def key_of(door: Door) -> str:
    return door.headers["Authorization"].removeprefix("Bearer ")


def said(client: SocketIOTestClient) -> list[tuple[str, Any]]:
    return [(one["name"], one["args"][0]) for one in client.get_received()]


def test_a_display_gets_the_whole_state_and_then_the_news(site: Site) -> None:
    display = site.device("display", 1)
    client = connect(site, room="zone:1", key=key_of(display), since=None)
    ((name, snapshot),) = said(client)
    assert (name, snapshot["room"], snapshot["calls"]) == ("snapshot", "zone:1", [])
    site.kiosk().done("/tickets", service="A2")
    site.application.pusher.push()
    ((name, news),) = said(client)
    assert (name, [one["name"] for one in news]) == ("news", ["DayOpened", "TicketIssued"])
    assert news[0]["after"] == snapshot["seq"]


def test_who_comes_back_gets_only_what_was_missed(site: Site) -> None:
    display = site.device("display", 1)
    before = display.get("/snapshot?zone=1").json["seq"]
    site.kiosk().done("/tickets", service="A2")
    events = said(connect(site, room="zone:1", key=key_of(display), since=before))
    assert [name for name, _ in events] == ["news", "heartbeat"]
    assert [one["name"] for one in events[0][1]] == ["DayOpened", "TicketIssued"]
    assert events[1][1]["head"] == events[0][1][-1]["seq"]


def test_who_was_away_too_long_gets_the_whole_state(site: Site) -> None:
    client = connect(site, room="zone:1", key=key_of(site.device("display", 1)), since=10_000)
    assert [name for name, _ in said(client)] == ["snapshot"]


def test_news_of_another_room_are_not_heard(site: Site) -> None:
    client = connect(site, room="zone:2", key=key_of(site.device("display", 2)), since=None)
    said(client)
    kiosk = site.kiosk()
    kiosk.done("/tickets", service="A2")
    site.application.pusher.push()
    names = [one["name"] for _, news in said(client) for one in news]
    assert names == ["DayOpened"]


def test_a_clerk_listens_by_cookie_to_the_own_agencys_desks(site: Site) -> None:
    clerk = site.staff("petugas1", "clerk", "A")
    assert connect(site, clerk, room="desk:A").is_connected()
    assert not connect(site, clerk, room="desk:D").is_connected()
    assert connect(site, site.staff("admin", "admin"), room="desk:D").is_connected()


def test_anybody_may_listen_to_a_queue(site: Site) -> None:
    assert connect(site, room="queue:A").is_connected()


@pytest.mark.parametrize(
    "auth",
    [
        {}, {"room": "hall"}, {"room": "zone:1", "key": "nobody.secret"}, {"room": None}, {"room": ["hall"]},
        {"room": "x" * 1000}, {"room": "queue:ZZ"}, {"room": "desk:A"}, {"room": "hall", "key": 7},
        {"room": "hall", "key": "\ud800.x"}, {"room": "hall", "key": "x" * 10_000}, {"room": "queue:\0"},
        {"room": "zone:\u0661"},
    ],
)  # fmt: skip
def test_nobody_else_gets_in(site: Site, auth: dict[str, Any]) -> None:
    assert not connect(site, **auth).is_connected()


@pytest.mark.parametrize("since", ["5", -1, True, 1.5, 10**30, -(10**30), [], None])
def test_an_odd_since_is_answered_all_the_same(site: Site, since: Any) -> None:
    client = connect(site, room="queue:A", since=since)
    assert client.is_connected()
    assert said(client)


def test_a_socket_takes_no_orders(site: Site) -> None:
    client = connect(site, room="zone:1", key=key_of(site.kiosk()))
    said(client)
    before = site.rows()
    for name in ("message", "json", "next", "issue", "news", "snapshot"):
        client.emit(name, {"service": "A2", "counter": 1})
    assert site.rows() == before
    assert said(client) == []


def test_a_long_poll_wakes_at_the_commit(site: Site) -> None:
    display, kiosk = site.device("display", 1), site.kiosk()
    kiosk.done("/tickets", service="A2")
    since = display.get("/snapshot?zone=1").json["seq"]
    found: dict[str, Any] = {}

    def listen() -> None:
        began = time.monotonic()
        found.update(display.get(f"/news?room=zone:1&since={since}&wait=20").json)
        found["took"] = time.monotonic() - began

    listener = threading.Thread(target=listen)
    listener.start()
    time.sleep(0.2)
    kiosk.done("/tickets", service="A2")
    listener.join(timeout=15)
    assert [one["name"] for one in found["news"]] == ["TicketIssued"]
    assert found["took"] < 15


def test_an_agent_that_waits_for_work_wakes_at_the_commit(site: Site) -> None:
    agent, kiosk = site.agent(), site.kiosk()
    found: list[Any] = []
    waiting = threading.Thread(
        target=lambda: found.extend(agent.post("/jobs/claim", targets=["printer:p1"], wait_seconds=20).json["jobs"])
    )
    waiting.start()
    time.sleep(0.2)
    kiosk.done("/tickets", service="A2")
    waiting.join(timeout=15)
    assert [job["content"]["label"] for job in found] == ["A-001"]


def test_a_poll_with_nothing_new_ends_empty_when_its_time_is_over(site: Site) -> None:
    answer = site.device("display", 1).get("/news?room=zone:1&since=1&wait=0.2").json
    assert (answer["news"], answer["reset"]) == ([], False)


def test_the_floor_is_heard_by_socket_by_those_who_may_and_says_who_did_it(site: Site) -> None:
    boss, manager = site.staff("bos", "supervisor"), site.staff("manajer", "manager", "D")
    client = connect(site, boss, room="floor")
    assert [(name, body["room"]) for name, body in said(client)] == [("snapshot", "floor")]
    clerk = site.clerk(1)
    site.application.pusher.push()
    taken = next(one for _, news in said(client) for one in news if one["name"] == "CounterTaken")
    assert clerk.actor is not None
    assert taken["by"] == clerk.actor.id
    assert connect(site, manager, room="floor:D").is_connected()
    for door, room in ((manager, "floor"), (manager, "floor:A"), (clerk, "floor:A"), (site.public, "floor")):
        assert not connect(site, door, room=room).is_connected(), room


def test_a_kiosk_with_an_open_socket_is_heard_of_without_asking_for_anything(site: Site) -> None:
    kiosk, application = site.kiosk(1), site.application
    connect(site, room="zone:1", key=key_of(kiosk))
    hear_lines(application.sockets, application.house.presence)
    site.round()
    assert [one["connected"] for one in application.house.whole("floor")["kiosks"]] == [True]
    assert not application.house.presence.heard(kiosk.name, 60)  # an open line is nobody at work
