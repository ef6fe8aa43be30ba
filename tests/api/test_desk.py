"""The desk through the door: taking a counter, calling, and everything that is refused there."""

from typing import Any

import pytest

from tests.halls import Site


def test_a_whole_visit(site: Site) -> None:
    mine = site.kiosk().done("/tickets", service="A2")["ticket"]["id"]
    clerk = site.clerk(1)
    called = clerk.done("/counters/1/next", expects=None)
    assert (called["ticket"]["label"], called["ticket"]["state"], called["waiting_count"]) == ("A-001", "called", 0)
    site.later(15)
    assert clerk.done("/counters/1/recall", ticket=mine)["ticket"]["calls"] == 2
    assert clerk.done("/counters/1/start", ticket=mine)["ticket"]["state"] == "serving"
    assert clerk.done("/counters/1/finish", ticket=mine)["ticket"] is None
    assert site.public.get(f"/tickets/{mine}").json["ticket"]["state"] == "finished"


def test_next_closes_the_present_visit_and_calls_who_waits_longest(site: Site) -> None:
    kiosk, clerk = site.kiosk(), site.clerk(3)
    first = kiosk.done("/tickets", service="D2")["ticket"]
    second = kiosk.done("/tickets", service="D1")["ticket"]
    assert clerk.done("/counters/3/next", expects=None)["ticket"]["label"] == first["label"]
    assert clerk.done("/counters/3/next", expects=first["id"])["ticket"]["label"] == second["label"]
    closed = site.public.get(f"/tickets/{first['id']}").json["ticket"]
    assert closed["state"] == "finished"
    with site.hall.store.read() as unit:
        kept = unit.tickets.get(first["id"])
    assert kept is not None
    assert kept.mark == "closed_by_next"


def test_a_lost_reply_and_a_second_press_call_one_visitor(site: Site) -> None:
    kiosk, clerk = site.kiosk(), site.clerk(1)
    for _ in range(2):
        kiosk.done("/tickets", service="A2")
    answers = [clerk.post("/counters/1/next", request_id="press-001", expects=None) for _ in range(2)]
    assert [answer.json["ticket"]["label"] for answer in answers] == ["A-001", "A-001"]
    assert site.events().count("TicketCalled") == 1


def test_next_with_an_old_view_of_the_counter_changes_nothing(site: Site) -> None:
    kiosk, clerk = site.kiosk(), site.clerk(1)
    for _ in range(2):
        kiosk.done("/tickets", service="A2")
    clerk.done("/counters/1/next", expects=None)
    before = site.rows()
    answer = clerk.do("/counters/1/next", expects=None)
    assert (answer.status_code, answer.json["error"], answer.json["label"]) == (409, "state_changed", "A-001")
    assert site.rows() == before


def test_nobody_waiting_leaves_the_present_visit_as_it_is(site: Site) -> None:
    mine = site.kiosk().done("/tickets", service="A2")["ticket"]["id"]
    clerk = site.clerk(1)
    clerk.done("/counters/1/next", expects=None)
    answer = clerk.do("/counters/1/next", expects=mine)
    assert (answer.status_code, answer.json["error"]) == (409, "nobody_waiting")
    assert clerk.get("/counters/1").json["ticket"]["label"] == "A-001"


def test_two_counters_of_one_queue_never_call_the_same_visitor(site: Site) -> None:
    kiosk, one, two = site.kiosk(), site.clerk(1), site.clerk(2)
    for _ in range(2):
        kiosk.done("/tickets", service="A2")
    labels = [door.done(f"/counters/{n}/next", expects=None)["ticket"]["label"] for n, door in ((1, one), (2, two))]
    assert labels == ["A-001", "A-002"]


def test_absent_comes_only_after_the_sites_number_of_calls(site: Site) -> None:
    mine = site.kiosk().done("/tickets", service="A2")["ticket"]["id"]
    clerk = site.clerk(1)
    clerk.done("/counters/1/next", expects=None)
    early = clerk.do("/counters/1/absent", ticket=mine)
    assert (early.status_code, early.json["error"], early.json["needed"]) == (409, "absent_too_early", 3)
    assert clerk.do("/counters/1/recall", ticket=mine).json["error"] == "recalled_too_soon"
    for _ in range(2):
        site.later(15)
        clerk.done("/counters/1/recall", ticket=mine)
    may = clerk.get("/counters/1").json["may"]
    assert (may["absent"], may["again_in_seconds"]) == (True, 15)
    early = clerk.do("/counters/1/absent", ticket=mine)
    assert (early.json["error"], early.json["seconds"]) == ("absent_too_early", 15), "the visitor is given time to come"
    site.later(15)
    assert clerk.done("/counters/1/absent", ticket=mine)["ticket"] is None
    assert site.public.get(f"/tickets/{mine}").json["ticket"]["state"] == "absent"


@pytest.mark.parametrize("move", ["recall", "start", "finish", "absent"])
def test_a_move_names_the_visitor_at_the_counter_or_is_refused(site: Site, move: str) -> None:
    kiosk, clerk = site.kiosk(), site.clerk(1)
    kiosk.done("/tickets", service="A2")
    other = kiosk.done("/tickets", service="A2")["ticket"]["id"]
    clerk.done("/counters/1/next", expects=None)
    before = site.rows()
    answer = clerk.do(f"/counters/1/{move}", ticket=other)
    assert (answer.status_code, answer.json["error"]) == (409, "state_changed")
    assert site.rows() == before


def test_who_is_served_is_neither_called_again_nor_absent(site: Site) -> None:
    mine = site.kiosk().done("/tickets", service="A2")["ticket"]["id"]
    clerk = site.clerk(1)
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/start", ticket=mine)
    for move in ("recall", "start", "absent"):
        answer = clerk.do(f"/counters/1/{move}", ticket=mine)
        assert (answer.status_code, answer.json["error"]) == (409, "move_not_allowed")


def test_two_people_never_hold_one_counter(site: Site) -> None:
    site.clerk(1)
    rival = site.staff("rival", "clerk", "A")
    answer = rival.do("/counters/1/take")
    assert (answer.status_code, answer.json["error"]) == (409, "counter_held")
    assert rival.do("/counters/1/take", take_over=True).status_code == 409


def test_one_person_never_holds_two_counters(site: Site) -> None:
    answer = site.clerk(1).do("/counters/2/take")
    assert (answer.status_code, answer.json["error"], answer.json["counter"]) == (409, "holds_another_counter", 1)


def test_a_counter_whose_holder_vanished_can_be_taken_over_with_its_visitor(site: Site) -> None:
    mine = site.kiosk().done("/tickets", service="A2")["ticket"]["id"]
    site.clerk(1).done("/counters/1/next", expects=None)
    site.later(121)
    rival = site.staff("rival", "clerk", "A")
    (shown, *_) = rival.get("/counters").json["counters"]
    assert (shown["can_take"], shown["can_take_over"]) == (False, True)
    assert rival.do("/counters/1/take").status_code == 409
    taken = rival.done("/counters/1/take", take_over=True)
    assert (taken["counter"]["held_by_me"], taken["ticket"]["label"]) == (True, "A-001")
    assert rival.done("/counters/1/finish", ticket=mine)["ticket"] is None


def test_who_is_seen_again_keeps_the_counter(site: Site) -> None:
    clerk = site.clerk(1)
    site.later(119)
    clerk.get("/counters/1")
    site.later(119)
    answer = site.staff("rival", "clerk", "A").do("/counters/1/take", take_over=True)
    assert (answer.status_code, answer.json["error"]) == (409, "counter_held")


def test_a_take_over_whose_reply_was_lost_answers_the_same_again(site: Site) -> None:
    site.clerk(1)
    site.later(121)
    rival = site.staff("rival", "clerk", "A")
    answers = [rival.post("/counters/1/take", request_id="take-0001", take_over=True) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert site.events().count("CounterTaken") == 2


def test_of_two_who_take_over_at_once_the_second_displaces_nobody(site: Site) -> None:
    """Both saw the vanished holder; when the second one's order arrives, the first sits there."""
    from server.domain.refusals import CounterHeld
    from server.operations import counters

    gone = site.clerk(1).actor
    first, second = (site.staff(name, "clerk", "A").actor for name in ("first", "second"))
    assert gone
    assert first
    assert second
    seen: dict[str, Any] = {"counter": 1, "holder_vanished": True, "holder": gone.id}
    counters.take(site.hall, first, **seen, request_id="take-0001")
    with pytest.raises(CounterHeld):
        counters.take(site.hall, second, **seen, request_id="take-0002")


def test_who_lost_the_counter_can_do_nothing_there(site: Site) -> None:
    site.kiosk().done("/tickets", service="A2")
    clerk = site.clerk(1)
    site.later(121)
    site.staff("rival", "clerk", "A").done("/counters/1/take", take_over=True)
    answer = clerk.do("/counters/1/next", expects=None)
    assert (answer.status_code, answer.json["error"]) == (409, "counter_not_held")


def test_a_counter_that_is_closed_or_paused_calls_nobody(site: Site) -> None:
    site.kiosk().done("/tickets", service="A2")
    clerk = site.clerk(1, opened=False)
    assert clerk.do("/counters/1/next", expects=None).json["error"] == "counter_not_open"
    assert clerk.do("/counters/1/pause", reason="break").json["error"] == "counter_not_open"
    clerk.done("/counters/1/open")
    paused = clerk.done("/counters/1/pause", reason="prayer", minutes=15)["counter"]
    assert (paused["state"], paused["pause"]["reason"]) == ("paused", "prayer")
    assert paused["pause"]["until"].startswith("2026-11-23T02:15")
    assert clerk.do("/counters/1/next", expects=None).json["error"] == "counter_not_open"
    assert clerk.done("/counters/1/open")["counter"]["pause"] is None
    clerk.done("/counters/1/next", expects=None)


def test_a_pause_may_change_its_reason(site: Site) -> None:
    clerk = site.clerk(1)
    clerk.done("/counters/1/pause", reason="break")
    assert clerk.done("/counters/1/pause", reason="system")["counter"]["pause"]["reason"] == "system"


def test_a_visitor_at_the_counter_keeps_it_from_closing(site: Site) -> None:
    mine = site.kiosk().done("/tickets", service="A2")["ticket"]["id"]
    clerk = site.clerk(1)
    clerk.done("/counters/1/next", expects=None)
    for move in ("close", "leave"):
        answer = clerk.do(f"/counters/1/{move}")
        assert (answer.status_code, answer.json["error"], answer.json["label"]) == (409, "visitor_at_counter", "A-001")
    clerk.done("/counters/1/finish", ticket=mine)
    assert clerk.done("/counters/1/close")["counter"]["state"] == "closed"
    assert clerk.done("/counters/1/leave")["counter"]["holder"] is False


def test_opening_an_open_counter_leaves_no_event(site: Site) -> None:
    clerk = site.clerk(1)
    events = site.events()
    clerk.done("/counters/1/open")
    assert site.events() == events


def test_a_desk_shows_who_waits_with_labels_and_service(site: Site) -> None:
    kiosk = site.kiosk()
    for service in ("A2", "D1", "A1"):
        kiosk.done("/tickets", service=service)
    desk = site.clerk(1).get("/counters/1").json
    assert [one["label"] for one in desk["waiting"]] == ["A-001", "A-002"]
    assert (desk["waiting_count"], desk["next"]["label"], desk["next"]["why"]) == (2, "A-001", None)
    assert [one["code"] for one in desk["services"]] == ["A1", "A2"]


def test_help_asked_at_a_kiosk_reaches_the_desks_of_its_zone_until_answered(site: Site) -> None:
    kiosk, near, far = site.kiosk(1), site.clerk(1), site.clerk(3)
    alarm = kiosk.done("/help")["alarm"]
    assert kiosk.done("/help")["alarm"] == alarm, "an alarm that still stands is the same alarm"

    def asked(door: object, counter: int) -> list[str]:
        troubles = door.get(f"/counters/{counter}").json["troubles"]  # type: ignore[attr-defined]
        return [trouble["id"] for trouble in troubles if trouble["kind"] == "help"]

    assert (asked(near, 1), asked(far, 3)) == ([alarm], [])
    near.done(f"/alarms/{alarm}/answer")
    assert asked(near, 1) == []
    assert near.do(f"/alarms/{alarm}/answer").status_code == 404
    assert kiosk.done("/help")["alarm"] != alarm


def test_a_counter_that_does_not_exist_is_not_found(site: Site) -> None:
    admin = site.staff("admin", "admin")
    assert admin.get("/counters/99").json["error"] == "not_found"
    assert admin.do("/counters/99/take").json["error"] == "not_found"


def learned_from(site: Site) -> list[float]:
    with site.hall.store.read() as unit:
        return unit.tickets.durations("A", 10)


def test_an_honest_visit_teaches_its_minutes(site: Site) -> None:
    mine = site.kiosk().done("/tickets", service="A2")["ticket"]["id"]
    clerk = site.clerk(1)
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/start", ticket=mine)
    site.later(420)
    clerk.done("/counters/1/finish", ticket=mine)
    assert learned_from(site) == [7.0]


def test_a_visit_that_was_inferred_or_never_started_teaches_nothing(site: Site) -> None:
    kiosk, clerk = site.kiosk(), site.clerk(1)
    first, second = (kiosk.done("/tickets", service="A2")["ticket"]["id"] for _ in range(2))
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/start", ticket=first)
    site.later(420)
    clerk.done("/counters/1/next", expects=first)
    site.later(60)
    clerk.done("/counters/1/finish", ticket=second)
    assert learned_from(site) == []
