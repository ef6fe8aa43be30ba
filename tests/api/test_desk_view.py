"""What the desk is told beyond its visitor: who is next and why, what may be taken back, colleagues, a silent alarm."""

from collections.abc import Callable

from tests.halls import Site, hall_mall

COUNTERS = [(1, "A", ["A"]), (2, "D", ["D", "DS"])]


PRIORITY_FIRST = {
    "code": "utama", "name": {"id": "Prioritas lebih dahulu", "en": "Priority first"},
    "lines": [{"code": "prioritas", "classes": ["priority"], "most": 2}],
}  # fmt: skip


def test_the_desk_says_by_which_line_the_next_one_goes_before_others(make_site: Callable[..., Site]) -> None:
    counters = [{"number": n, "zone": n, "agency": a, "queues": q, "profile": "utama"} for n, a, q in COUNTERS]
    site = make_site(mall=hall_mall(profiles=[PRIORITY_FIRST], counters=counters))
    kiosk, clerk = site.kiosk(), site.clerk(1)
    labels = [kiosk.done("/tickets", service="A2")["ticket"]["label"] for _ in range(2)]
    first = clerk.get("/counters/1").json["next"]
    assert (first["label"], first["why"], first["passes"]) == (labels[0], None, False)
    clerk.done(f"/tickets/{labels[1]}/priority", decision="confirmed")
    first = clerk.get("/counters/1").json["next"]
    assert (first["label"], first["why"], first["rule"], first["passes"]) == (labels[1], "first", "prioritas", True)


def test_a_move_whose_visitor_was_acted_upon_since_is_not_offered_to_be_taken_back(site: Site) -> None:
    mine = site.kiosk().done("/tickets", service="A2")["ticket"]["id"]
    clerk = site.clerk(1)
    assert clerk.done("/counters/1/next", expects=None)["undo"]["move"] == "next"
    assert clerk.done("/counters/1/start", ticket=mine)["undo"] is None
    assert clerk.do("/counters/1/undo").json["error"] == "undo_too_late"
    assert clerk.done("/counters/1/finish", ticket=mine)["undo"]["label"] == "A-001"


def test_a_silent_alarm_shows_at_the_zones_other_desks_and_not_where_it_was_given(site: Site) -> None:
    afraid, colleague = site.clerk(1), site.clerk(2)
    afraid.done("/counters/1/alarm")
    told = [one for one in colleague.get("/counters/2").json["troubles"] if one["kind"] == "silent"]
    assert [(one["message"]["id"], one["action"]) for one in told] == [("Petugas Loket 1 butuh bantuan", "answer")]
    assert [one for one in afraid.get("/counters/1").json["troubles"] if one["kind"] == "silent"] == []


def test_a_desk_is_told_who_of_its_agency_sits_where_and_nobody_elses(site: Site) -> None:
    clerk, other = site.clerk(1), site.clerk(2)
    told = clerk.get("/counters/1/colleagues").json["colleagues"]
    assert 1 not in [one["counter"] for one in told]
    (beside,) = [one for one in told if one["counter"] == 2]
    assert (beside["state"], beside["queues"]) == ("open", ["A"])
    assert beside["username"] == other.get("/session").json["staff"]["username"]
    stranger = site.staff("stranger", "clerk", "D")
    assert stranger.get("/counters/1/colleagues").status_code == 403


def test_a_counter_that_was_handed_over_says_whose_number_stands_there(site: Site) -> None:
    site.kiosk().done("/tickets", service="A2")
    clerk = site.clerk(1)
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/hand-over")
    (left,) = [one for one in clerk.get("/counters").json["counters"] if one["number"] == 1]
    assert (left["holder"], left["can_take"], left["label"]) == (False, True, "A-001")
