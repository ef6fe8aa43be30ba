"""What people are told follows what happens on the floor: who goes first, who helps, who is soon back, who gave up."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from server.domain.lessons import Missed, Passed, Served, learned_from
from server.domain.promises import Calibration
from server.domain.promises import as_plain as calibration_plain
from server.domain.serving_times import as_plain
from server.operations import lessons
from server.operations.known_waits import known
from tests.halls import Door, Site, hall_mall
from tests.unit.small_mall import a_service, an_agency

FIRST = {"code": "first", "name": {"id": "Dulu", "en": "First"}, "lines": [
    {"code": "prio", "classes": ["priority"], "most": 1, "after": 2}]}  # fmt: skip
COUNTERS = [
    {"number": 1, "zone": 1, "agency": "A", "queues": ["A"], "profile": "first"},
    {"number": 2, "zone": 1, "agency": "A", "queues": ["AS"]},
    {"number": 3, "zone": 2, "agency": "D", "queues": ["D", "DS"]},
]


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    """Counter 1 calls one priority after every two others; counter 2 has a queue of its own, and may be sent to help."""
    agencies = [
        an_agency("A", a_service("A1", "A"), a_service("A9", "AS")),
        an_agency("D", a_service("D1", "D"), a_service("D2", "DS")),
    ]
    return make_site(mall=hall_mall(profiles=[FIRST], counters=COUNTERS, agencies=agencies, frequent=["A1"]))


def high(site: Site, service: str = "A1") -> int:
    """Minutes by which nine of ten of those who join now are called."""
    services = site.public.get("/services").json["services"]
    told: dict[str, int] = next(one["wait"] for one in services if one["code"] == service)
    return told["high_minutes"]


def told(site: Site, ticket: str) -> dict[str, int]:
    wait: dict[str, int] = site.public.get(f"/tickets/{ticket}").json["ticket"]["wait"]
    return wait


def join(site: Site, n: int, service: str = "A1") -> list[str]:
    """At several kiosks: each gives a few numbers a minute."""
    kiosks = [site.kiosk() for _ in range(0, n, 10)]
    return [str(kiosks[i // 10].done("/tickets", service=service)["ticket"]["id"]) for i in range(n)]


def taught(site: Site, *visits: Served | Missed | Passed) -> None:
    """As if days had passed: these lessons stand beside what is known."""
    site.later(1)  # an answer is kept for its second
    with site.hall.store.write() as unit:
        learned = learned_from(visits, unit.mall.service_by_code, known(unit)[0])
        unit.floor.learn("wait", "state", {
            "learned": as_plain(learned), "calibration": calibration_plain(Calibration()),
            "until": "2026-11-23T00:00:00Z",
        }, site.clock.now())  # fmt: skip


def test_confirmed_priority_is_told_at_once_what_the_rule_means(site: Site) -> None:
    site.clerk(1)
    last = join(site, 13)[-1]
    before = told(site, last)
    site.staff("penyapa", "greeter").done("/tickets/A-013/priority", decision="confirmed")
    after = told(site, last)
    assert after["high_minutes"] < before["high_minutes"] / 2


def test_whoever_waits_behind_others_of_the_same_class_is_told_of_their_turns_too(site: Site) -> None:
    site.clerk(1)
    tickets, greeter = join(site, 13), site.staff("penyapa", "greeter")
    greeter.done("/tickets/A-013/priority", decision="confirmed")
    alone = told(site, tickets[-1])
    for n in (8, 9, 10):
        greeter.done(f"/tickets/A-{n:03}/priority", decision="confirmed")
    assert told(site, tickets[-1])["high_minutes"] > alone["high_minutes"]


def test_who_was_passed_by_others_for_days_is_told_a_longer_wait(site: Site) -> None:
    site.clerk(1)
    join(site, 12)
    before = high(site)
    taught(site, *[Passed("A", "ordinary", 12, 18, 90.0)] * 60)
    assert high(site) > before


def test_helping_counter_shortens_what_is_told_until_it_closes(site: Site) -> None:
    site.clerk(1)
    two, manager = site.clerk(2), site.staff("kepala", "manager", "A")
    join(site, 10)
    alone = high(site)
    manager.done("/counters/2/help", queues=["A"])
    helped = high(site)
    assert helped < alone * 0.7
    two.done("/counters/2/close")
    two.done("/counters/2/open")
    assert high(site) == alone


def test_helping_counter_that_has_a_line_of_its_own_helps_less(site: Site) -> None:
    site.clerk(1), site.clerk(2)
    manager = site.staff("kepala", "manager", "A")
    manager.done("/counters/2/help", queues=["A"])
    join(site, 10)
    idle = high(site)
    join(site, 8, "A9")
    join(site, 1)
    assert high(site) >= idle + 15


def test_counter_that_pauses_until_a_time_is_counted_from_then_on(site: Site) -> None:
    one = site.clerk(1)
    join(site, 2)
    open_now = high(site)
    one.done("/counters/1/pause", reason="prayer", minutes=40)
    paused = high(site)
    assert open_now + 30 <= paused <= open_now + 60
    site.later(30 * 60)
    assert high(site) <= paused - 25


def test_counter_whose_clerk_is_long_overdue_is_not_counted_with(site: Site) -> None:
    one = site.clerk(1)
    join(site, 2)
    one.done("/counters/1/pause", reason="meal", minutes=20)
    site.later(90 * 60)
    told_now = site.public.get("/services").json["services"]
    assert next(s["wait"] for s in told_now if s["code"] == "A1") is None


@pytest.mark.parametrize(("scope", "code"), [("site", "MPP"), ("agency", "A"), ("service", "A1")])
def test_pause_of_service_agency_or_site_until_a_time_is_waited_through(site: Site, scope: str, code: str) -> None:
    site.clerk(1), site.clerk(3)
    mine = join(site, 3)[-1]
    before, elsewhere = told(site, mine), high(site, "D1")
    admin = site.staff("admin", "admin")
    pause = admin.done("/pauses", scope=scope, code=code, reason="meeting", numbers=True, minutes=45)["pause"]
    during = told(site, mine)
    assert during["high_minutes"] >= before["high_minutes"] + 40
    assert (high(site, "D1") > elsewhere) == (scope == "site")
    admin.done(f"/pauses/{pause}/lift")
    assert told(site, mine) == before


def test_while_a_central_system_is_down_without_an_end_no_wait_is_told(site: Site) -> None:
    site.clerk(1)
    mine = join(site, 3)[-1]
    manager = site.staff("kepala", "manager", "A")
    manager.done("/pauses", scope="agency", code="A", reason="central_system_down", numbers=False)
    assert told(site, mine) is None
    manager.done("/pauses", scope="agency", code="A", reason="central_system_down", numbers=False, minutes=30)
    assert told(site, mine) is None


def test_central_system_that_is_down_until_a_time_is_waited_for(site: Site) -> None:
    site.clerk(1)
    mine = join(site, 3)[-1]
    before = told(site, mine)
    manager = site.staff("kepala", "manager", "A")
    manager.done("/pauses", scope="service", code="A1", reason="central_system_down", numbers=False, minutes=30)
    assert told(site, mine)["high_minutes"] >= before["high_minutes"] + 25


def test_who_cancels_makes_room_at_once(site: Site) -> None:
    site.clerk(1)
    tickets = join(site, 12)
    before, kiosk = told(site, tickets[-1]), site.kiosk()
    for one in tickets[:6]:
        kiosk.done(f"/tickets/{one}/cancel")
    assert told(site, tickets[-1])["high_minutes"] < before["high_minutes"] * 0.7


def test_hall_in_which_many_give_up_learns_it_and_tells_long_lines_a_shorter_wait(site: Site) -> None:
    site.clerk(1)
    join(site, 20)
    before, kiosk = high(site), site.kiosk()
    for one in join(site, 20):
        site.later(120)
        kiosk.done(f"/tickets/{one}/cancel")
    site.later(61)
    learn_all(site)
    with site.hall.store.read() as unit:
        assert known(unit)[0].leaving("A") > 0.003
    assert high(site) < before


def learn_all(site: Site) -> None:
    for _ in range(5):
        lessons.learn(site.hall)


def test_who_is_called_in_vain_again_and_again_shortens_what_the_next_are_told(site: Site) -> None:
    clerk = site.clerk(1)
    join(site, 18)
    with site.hall.store.read() as unit:
        usual = known(unit)[0].turn(unit.mall.service_by_code["A1"], 1)
    for _ in range(8):
        _in_vain(site, clerk)
    site.later(61)
    learn_all(site)
    with site.hall.store.read() as unit:
        assert known(unit)[0].turn(unit.mall.service_by_code["A1"], 1) < usual


def _in_vain(site: Site, clerk: Door) -> None:
    ticket = clerk.done("/counters/1/next", expects=None)["ticket"]["id"]
    for _ in range(2):
        site.later(16)
        clerk.done("/counters/1/recall", ticket=ticket)
    site.later(16)
    clerk.done("/counters/1/absent", ticket=ticket)


def test_clerk_who_presses_only_next_teaches_that_people_came(site: Site) -> None:
    """Else only those who were absent would teach who comes, and every wait be told far too short."""
    clerk, present = site.clerk(1), None
    join(site, 12)
    for _ in range(10):
        present = clerk.done("/counters/1/next", expects=present)["ticket"]["id"]
        site.later(300)
    site.later(61)
    learn_all(site)
    with site.hall.store.read() as unit:
        come = known(unit)[0].tallies["come:A"]
    assert (come.weight, come.mean) == (9, 1.0)


def test_move_that_was_taken_back_teaches_nothing(site: Site) -> None:
    clerk = site.clerk(1)
    join(site, 3)
    site.later(600)
    clerk.done("/counters/1/next", expects=None)
    site.later(20)
    clerk.done("/counters/1/undo")
    site.later(61)
    learn_all(site)
    with site.hall.store.read() as unit:
        assert known(unit)[0].tallies == {}


def test_statements_for_one_estimate_do_not_grow_with_the_line(site: Site) -> None:
    site.clerk(1), site.clerk(3)
    mine = join(site, 1)[0]
    few = statements(site, mine)
    join(site, 11)
    site.later(60)
    join(site, 12)
    assert statements(site, mine) == few


def statements(site: Site, ticket: str) -> int:
    seen: list[str] = []

    def note(conn, cursor, statement, parameters, context, executemany):  # type: ignore[no-untyped-def]
        seen.append(statement)

    event.listen(site.database.engine, "before_cursor_execute", note)
    try:
        told(site, ticket)
    finally:
        event.remove(site.database.engine, "before_cursor_execute", note)
    return len(seen)
