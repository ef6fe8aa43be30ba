"""Several processes of one site, on threads: one makes the rounds, all know whom the others saw, each tells its own."""

from collections.abc import Iterator
from typing import Any

import pytest

from server.api.presence import Polls, Presence
from server.live.bell import Bell
from server.live.pushing import Pusher
from server.store.engine import Database
from server.store.unit import SqlStore
from server.together import RENEWED_EVERY, STANDS_STILL, Turn
from tests.halls import Site


class Steady:
    """A process's own steady clock."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def other(site: Site) -> Iterator[SqlStore]:
    """The same site as another process sees it: its own connection, nothing known in memory."""
    database = Database(site.settings.url)
    yield SqlStore(database)
    database.close()


def test_exactly_one_of_two_makes_the_rounds(site: Site, other: SqlStore) -> None:
    clock = Steady()
    one, two = Turn(site.hall.store, "one", clock), Turn(other, "two", clock)
    for _ in range(30):
        assert (one.is_mine(), two.is_mine()) == (True, False)
        clock.seconds += 1.0


def test_another_makes_them_soon_after_the_first_has_died_and_it_stays_so(site: Site, other: SqlStore) -> None:
    clock = Steady()
    one, two = Turn(site.hall.store, "one", clock), Turn(other, "two", clock)
    assert one.is_mine()
    assert not two.is_mine()
    clock.seconds += STANDS_STILL - 0.5
    assert not two.is_mine()
    clock.seconds += 0.5
    assert two.is_mine()
    assert not one.is_mine(), "one was only asleep, and finds that its turn is over"
    clock.seconds += RENEWED_EVERY
    assert two.is_mine()


def test_of_two_that_want_to_follow_at_once_one_does(site: Site, other: SqlStore) -> None:
    clock = Steady()
    dead, one, two = Turn(other, "dead", clock), Turn(site.hall.store, "one", clock), Turn(other, "two", clock)
    assert dead.is_mine()
    assert not one.is_mine()
    assert not two.is_mine()
    clock.seconds += STANDS_STILL
    assert [one.is_mine(), two.is_mine()].count(True) == 1


def test_no_clock_of_the_wall_decides_whose_turn_it_is(site: Site, other: SqlStore) -> None:
    mine, theirs = Steady(), Steady()
    theirs.seconds = 1_000_000.0
    one, two = Turn(site.hall.store, "one", mine), Turn(other, "two", theirs)
    assert one.is_mine()
    site.clock.forward(hours=5)
    assert not two.is_mine()


def test_whom_one_process_saw_has_not_vanished_for_another(site: Site, other: SqlStore) -> None:
    clock = Steady()
    here, there = Presence(clock), Presence(clock)
    here.exchange(site.hall.store)
    there.exchange(other)
    clock.seconds = 50.0
    here.see("agent")
    here.exchange(site.hall.store)
    assert there.vanished("agent", 40)
    there.exchange(other)
    assert not there.vanished("agent", 40)
    clock.seconds = 100.0
    here.exchange(site.hall.store)
    there.exchange(other)
    assert there.vanished("agent", 40), "a number that stands still is nobody seen"


def test_what_could_not_be_told_is_told_at_the_next_exchange(site: Site, other: SqlStore) -> None:
    clock = Steady()
    here, there = Presence(clock), Presence(clock)
    there.exchange(other)
    here.see("agent")

    class Away:
        def write(self) -> Any:
            raise OSError("the database is away")

    with pytest.raises(OSError, match="away"):
        here.exchange(Away())  # type: ignore[arg-type]
    here.exchange(site.hall.store)
    clock.seconds = 50.0
    there.exchange(other)
    assert not there.vanished("agent", 40)


def test_the_newest_poll_of_an_agent_is_the_newest_in_every_process(site: Site, other: SqlStore) -> None:
    here, there = Polls(site.hall.store, site.hall.ids.short), Polls(other, site.hall.ids.short)
    with here.newest("agent", ["printer:p1", "printer:p2"]) as left_hanging:
        assert left_hanging()
        with there.newest("agent", ["printer:p2", "printer:p1"]) as newest:
            assert newest()
            assert not left_hanging()
        with there.newest("agent", ["field:1"]) as other_work:
            assert other_work()


def test_a_process_tells_its_clients_what_another_committed_in_order_with_its_own(site: Site, other: SqlStore) -> None:
    sent: list[int] = []
    bell = Bell()
    pusher = Pusher(
        other, site.clock, lambda name, data, room: sent.extend(one["seq"] for one in data if room == "hall"), bell
    )
    pusher.begin()
    kiosk = site.kiosk()
    kiosk.done("/tickets", service="A2")
    turn = bell.turn(["zone:1"])
    assert pusher.catch_up() > 0
    pusher.push()
    assert bell.turn(["zone:1"]) > turn, "who polls in this process is woken"
    kiosk.done("/tickets", service="A2")
    with other.read() as unit:
        last = unit.journal.after(pusher._cursor, 10)[-1]
    kiosk.done("/tickets", service="A2")
    pusher.heard([last])
    pusher.push()
    pusher.catch_up()
    pusher.push()
    assert sent == list(range(sent[0], sent[-1] + 1))
    assert pusher.catch_up() == 0


def test_whose_key_is_withdrawn_elsewhere_is_told_as_the_journal_goes_by(site: Site, other: SqlStore) -> None:
    passed: list[str] = []
    pusher = Pusher(
        other, site.clock, lambda name, data, room: None, Bell(), lambda one: passed.append(type(one.event).__name__)
    )
    pusher.begin()
    display, admin = site.device("display", 1), site.staff("admin", "admin")
    assert display.actor is not None
    admin.done(f"/devices/{display.actor.id}/withdraw")
    pusher.catch_up()
    pusher.push()
    assert "DeviceWithdrawn" in passed
