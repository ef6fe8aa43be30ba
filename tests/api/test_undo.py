"""Taking a desk's last move back within a minute: exactly what was is again, unless somebody else has acted upon it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.halls import Door, Site, hall_mall

KEPT = ("tickets", "legs", "tallies", "credits")


def busy(site: Site, n: int = 3, **more: Any) -> tuple[Door, list[str]]:
    kiosk, clerk = site.kiosk(), site.clerk(1)
    ids = [kiosk.done("/tickets", **{"service": "A2", **more})["ticket"]["id"] for _ in range(n)]
    clerk.done("/counters/1/next", expects=None)
    return clerk, ids


def kept(site: Site) -> dict[str, Any]:
    rows = site.rows()
    return {name: rows[name] for name in KEPT} | {"desks": [row[:5] for row in rows["desks"]]}


def absent(site: Site, clerk: Door, ids: list[str]) -> None:
    clerk.done("/counters/1/absent", ticket=ids[0])


MOVES: dict[str, Callable[[Site, Door, list[str]], object]] = {
    "next": lambda site, clerk, ids: clerk.done("/counters/1/next", expects=ids[0]),
    "call": lambda site, clerk, ids: clerk.done("/counters/1/call", expects=ids[0], ticket="A-003", reason="mistake"),
    "finish": lambda site, clerk, ids: clerk.done("/counters/1/finish", ticket=ids[0], outcome="referred"),
    "absent": absent,
    "park": lambda site, clerk, ids: clerk.done("/counters/1/park", ticket=ids[0], why="form", minutes=10),
    "transfer": lambda site, clerk, ids: clerk.done("/counters/1/transfer", ticket=ids[0], service="D1"),
}


@pytest.mark.parametrize("then", [[], ["D1"]], ids=["one stop", "goes on"])
@pytest.mark.parametrize("move", MOVES)
def test_an_undone_move_leaves_everything_as_it_was(site: Site, move: str, then: list[str]) -> None:
    clerk, ids = busy(site, then=then)
    if move == "absent":
        for _ in range(2):
            site.later(15)
            clerk.done("/counters/1/recall", ticket=ids[0])
        site.later(15)
    before = kept(site)
    MOVES[move](site, clerk, ids)
    assert kept(site)["tickets"] != before["tickets"]
    shown = clerk.get("/counters/1").json["undo"]
    assert (shown["move"], shown["label"]) == (
        move,
        "A-003" if move == "call" else "A-002" if move == "next" else "A-001",
    )
    desk = clerk.done("/counters/1/undo")
    assert desk["ticket"]["label"] == "A-001"
    assert desk["undo"] is None
    after = kept(site)
    tallies = [row for row in after["tallies"] if row[2:] != (0, 0)]  # a queue nobody is in counts nobody
    assert {**after, "tallies": tallies} == before
    assert clerk.do("/counters/1/undo").json["error"] == "nothing_to_undo"


def test_a_lost_reply_to_an_undo_is_given_again(site: Site) -> None:
    clerk, ids = busy(site)
    clerk.done("/counters/1/finish", ticket=ids[0])
    assert [clerk.post("/counters/1/undo", request_id="undo-0001").status_code for _ in range(2)] == [200, 200]
    assert site.events().count("MoveUndone") == 1


def test_after_a_minute_it_is_over(site: Site) -> None:
    clerk, ids = busy(site)
    clerk.done("/counters/1/finish", ticket=ids[0])
    site.later(61)
    assert clerk.get("/counters/1").json["undo"] is None
    before = site.rows()
    assert clerk.do("/counters/1/undo").json["error"] == "nothing_to_undo"
    assert site.rows() == before


def test_only_the_last_move_is_taken_back(site: Site) -> None:
    clerk, ids = busy(site)
    clerk.done("/counters/1/next", expects=ids[0])
    assert clerk.done("/counters/1/undo")["ticket"]["label"] == "A-001"
    assert clerk.do("/counters/1/undo").json["error"] == "nothing_to_undo"


def test_nobody_takes_back_what_a_colleague_did(site: Site) -> None:
    clerk, ids = busy(site)
    clerk.done("/counters/1/finish", ticket=ids[0])
    assert site.clerk(2).do("/counters/1/undo").json["error"] == "counter_not_held"
    clerk.done("/counters/1/hand-over")
    rival = site.staff("rival", "clerk", "A")
    rival.done("/counters/1/take")
    assert rival.do("/counters/1/undo").json["error"] == "nothing_to_undo"
    assert site.clerk(3).do("/counters/1/undo").status_code == 403


@pytest.mark.parametrize("act", ["called", "cancelled", "returned", "planned", "priority"])
def test_what_somebody_has_acted_upon_since_stays(site: Site, act: str) -> None:
    clerk, ids = busy(site, n=1)
    clerk.done("/counters/1/park", ticket=ids[0], why="form")
    greeter = site.staff("greeter", "greeter")
    if act in ("called", "returned"):
        greeter.done("/tickets/A-001/return")
    if act == "called":
        site.clerk(2).done("/counters/2/next", expects=None)
    if act == "cancelled":
        site.public.done(f"/tickets/{ids[0]}/cancel")
    if act == "planned":
        greeter.done("/tickets/A-001/plan", services=["D1"])
    if act == "priority":
        greeter.done("/tickets/A-001/priority", decision="confirmed")
    assert clerk.get("/counters/1").json["undo"] is None, "the desk offers what can be done"
    before = site.rows()
    answer = clerk.do("/counters/1/undo")
    assert (answer.status_code, answer.json["error"], answer.json["label"]) == (409, "undo_too_late", "A-001")
    assert site.rows() == before


def test_the_visitor_undone_from_a_call_is_the_first_again_also_for_others(site: Site) -> None:
    clerk, ids = busy(site)
    clerk.done("/counters/1/next", expects=ids[0])
    clerk.done("/counters/1/undo")
    assert site.clerk(2).done("/counters/2/next", expects=None)["ticket"]["label"] == "A-002"


def test_others_may_let_go_first_meanwhile_and_keep_their_places(site: Site) -> None:
    clerk, ids = busy(site, n=4)
    clerk.done("/counters/1/next", expects=ids[0])
    site.public.done(f"/tickets/{ids[2]}/postpone", places=1)
    assert clerk.done("/counters/1/undo")["ticket"]["label"] == "A-001"
    assert [row["label"] for row in clerk.get("/counters/1").json["waiting"]] == ["A-002", "A-004", "A-003"]


def test_a_closed_counter_gets_nobody_back(site: Site) -> None:
    clerk, ids = busy(site)
    clerk.done("/counters/1/finish", ticket=ids[0])
    clerk.done("/counters/1/close")
    assert clerk.do("/counters/1/undo").json["error"] == "nothing_to_undo"
    clerk.done("/counters/1/open")
    assert clerk.do("/counters/1/undo").json["error"] == "nothing_to_undo"


def test_the_day_that_was_closed_gets_nobody_back(site: Site) -> None:
    clerk, ids = busy(site)
    clerk.done("/counters/1/finish", ticket=ids[0])
    site.staff("admin", "admin").done("/day/close", waiting="release")
    clerk.done("/counters/1/take")
    clerk.done("/counters/1/open")
    assert clerk.do("/counters/1/undo").json["error"] == "nothing_to_undo"


def test_a_call_that_was_taken_back_and_made_at_another_counter_is_spoken_once_for_that_one(site: Site) -> None:
    clerk, _ = busy(site, n=1)
    clerk.done("/counters/1/undo")
    site.clerk(2).done("/counters/2/next", expects=None)
    jobs = site.agent().post("/jobs/claim", targets=["field:1"]).json["jobs"]
    assert [job["content"]["counter"] for job in jobs] == [2]


def with_priority(make_site: Callable[..., Site]) -> tuple[Site, Door, Door]:
    """Counters 1 and 2 share: one priority after two others."""
    both = [{"number": n, "zone": 1, "agency": "A", "queues": ["A"], "profile": "ratio"} for n in (1, 2)]
    profile = {"code": "ratio", "name": {"id": "Satu", "en": "One"},
               "lines": [{"code": "prio", "classes": ["priority"], "most": 1, "after": 2}]}  # fmt: skip
    three = {"number": 3, "zone": 2, "agency": "D", "queues": ["D", "DS"]}
    site = make_site(mall=hall_mall(profiles=[profile], counters=[*both, three]))
    kiosk, greeter = site.kiosk(), site.staff("greeter", "greeter")
    for n in range(1, 8):
        kiosk.done("/tickets", service="A2")
        if n >= 5:
            greeter.done(f"/tickets/A-00{n}/priority", decision="confirmed")
    return site, site.clerk(1), site.clerk(2)


def test_an_undone_priority_call_gives_its_credit_back_once(make_site: Callable[..., Site]) -> None:
    _, one, _ = with_priority(make_site)
    for _ in range(3):
        assert one.done("/counters/1/next", expects=None)["ticket"]["label"] == "A-005"
        one.done("/counters/1/undo")
    first = one.done("/counters/1/next", expects=None)["ticket"]
    assert first["label"] == "A-005"
    assert one.done("/counters/1/next", expects=first["id"])["ticket"]["label"] == "A-001", "one, then two in order"


def test_an_undo_gives_no_credit_back_that_a_colleague_has_used(make_site: Callable[..., Site]) -> None:
    """One is called in order, which fills the line up; the colleague uses that credit; the undo takes it back."""
    _, one, two = with_priority(make_site)
    seat: dict[int, str | None] = {1: None, 2: None}

    def call(door: Door, n: int) -> str:
        ticket = door.done(f"/counters/{n}/next", expects=seat[n])["ticket"]
        seat[n] = ticket["id"]
        return str(ticket["label"])

    assert [call(one, 1), call(one, 1), call(two, 2)] == ["A-005", "A-001", "A-002"]
    assert call(one, 1) == "A-006", "after two in order"
    two.done("/counters/2/undo")
    assert (call(two, 2) if seat.update({2: None}) is None else "") == "A-002"
    assert call(two, 2) == "A-003", "the line is still empty: an undone call in order does not count twice"
