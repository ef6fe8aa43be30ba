"""The push after each commit: in order, once, to the rooms that care; and what a crash between left unsaid."""

from typing import Any

from server.live.bell import Bell
from server.live.pushing import Pusher
from tests.halls import Site

Sent = list[tuple[str, Any, str]]


def a_pusher(site: Site, sent: Sent) -> Pusher:
    return Pusher(site.hall.store, site.clock, lambda name, data, room: sent.append((name, data, room)), Bell())


def heard(sent: Sent, room: str) -> list[int]:
    return [one["seq"] for name, data, where in sent if name == "news" and where == room for one in data]


def test_each_commit_is_pushed_once_in_order_to_its_rooms(site: Site) -> None:
    sent: Sent = []
    pusher = a_pusher(site, sent)
    pusher.begin()
    site.hall.store.listeners.append(pusher.heard)  # type: ignore[attr-defined]
    kiosk = site.kiosk()
    for service in ("A2", "D1", "A2"):
        kiosk.done("/tickets", service=service)
    assert pusher.push() == 4
    assert pusher.push() == 0
    assert heard(sent, "hall") == sorted(heard(sent, "hall"))
    assert len(heard(sent, "hall")) == 4
    assert (len(heard(sent, "queue:A")), len(heard(sent, "queue:D")), heard(sent, "queue:DS")) == (2, 1, [])


def test_commits_handed_over_out_of_order_are_pushed_in_order(site: Site) -> None:
    sent: Sent = []
    pusher = a_pusher(site, sent)
    pusher.begin()
    kiosk = site.kiosk()
    for _ in range(3):
        kiosk.done("/tickets", service="A2")
    with site.hall.store.read() as unit:
        one, two, *rest = unit.journal.after(pusher._cursor, 100)
    pusher.heard([two])
    pusher.push()
    pusher.heard([one])
    pusher.push()
    pusher.heard(rest)
    pusher.push()
    seqs = heard(sent, "hall")
    assert seqs == sorted(set(seqs))
    assert len(seqs) == 4
    assert pusher._fresh == {}, "what was said is not kept"


def test_what_was_committed_but_never_pushed_is_said_at_the_next_look(site: Site) -> None:
    """As after a crash between commit and push, or from another process."""
    sent: Sent = []
    pusher = a_pusher(site, sent)
    pusher.begin()
    site.kiosk().done("/tickets", service="A2")
    assert pusher.push() == 0, "nobody told this pusher"
    pusher.catch_up()
    assert pusher.push() == 2
    assert len(heard(sent, "zone:1")) == 2


def test_the_heartbeat_carries_each_rooms_head(site: Site) -> None:
    sent: Sent = []
    pusher = a_pusher(site, sent)
    kiosk = site.kiosk()
    kiosk.done("/tickets", service="A2")
    kiosk.done("/tickets", service="D1")
    pusher.beat()
    heads = {room: data["head"] for name, data, room in sent if name == "heartbeat"}
    with site.hall.store.read() as unit:
        last = {name: max(one.seq for one in unit.journal.after(0, 100) if name in one.after) for name in heads}
    assert heads == last
    assert heads["queue:A"] < heads["queue:D"] == heads["hall"]


def test_a_push_that_fails_is_said_again(site: Site) -> None:
    sent: Sent = []
    failing = [True]

    def emit(name: str, data: Any, room: str) -> None:
        if failing[0] and room == "zone:1":
            raise OSError("a socket died")
        sent.append((name, data, room))

    bell = Bell()
    pusher = Pusher(site.hall.store, site.clock, emit, bell)
    pusher.begin()
    site.hall.store.listeners.append(pusher.heard)  # type: ignore[attr-defined]
    site.kiosk().done("/tickets", service="A2")
    rounds = iter([True, True, False])
    ticks = iter(range(1, 1000))

    def running() -> bool:
        failing[0] = not sent and failing[0]
        bell.ring()
        return next(rounds)

    pusher.run(lambda: float(next(ticks)) * 10, running)
    failing[0] = False
    pusher.catch_up()
    pusher.push()
    assert heard(sent, "zone:1")[-2:] == [2, 3]
