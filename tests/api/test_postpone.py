"""A few places more, through the door: who goes first, how often, and everything that is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.halls import Site, hall_mall


def given(site: Site, *services: str) -> list[dict[str, Any]]:
    kiosk = site.kiosk()
    return [kiosk.done("/tickets", service=service)["ticket"] for service in services]


def line(site: Site, queue: str = "A") -> list[str]:
    with site.hall.store.read() as unit:
        day = unit.journal.head().day
        assert day is not None
        return [ticket.label for ticket in unit.tickets.waiting([queue], day, 50)]


def test_the_next_three_go_first_and_the_number_stays(site: Site) -> None:
    mine = given(site, *["A2"] * 6)[1]
    answer = site.public.done(f"/tickets/{mine['id']}/postpone")
    assert line(site) == ["A-001", "A-003", "A-004", "A-005", "A-002", "A-006"]
    told = (answer["places"], answer["ticket"]["label"], answer["ticket"]["ahead"], answer["ticket"]["postponed"])
    assert told == (3, "A-002", 4, 1)


def test_as_many_as_asked_for_and_fewer_where_fewer_wait_behind(site: Site) -> None:
    phone = site.public
    one, two = (ticket["id"] for ticket in given(site, *["A2"] * 4)[:2])
    assert phone.done(f"/tickets/{one}/postpone", places=1)["places"] == 1
    assert phone.done(f"/tickets/{two}/postpone", places=10)["places"] == 3
    assert line(site) == ["A-001", "A-003", "A-004", "A-002"]


def test_the_desk_calls_whoever_stands_first_now(site: Site) -> None:
    mine = given(site, "A2", "A2")[0]
    clerk = site.clerk(1)
    site.public.done(f"/tickets/{mine['id']}/postpone")
    desk = clerk.get("/counters/1").json
    assert [one["label"] for one in desk["waiting"]] == ["A-002", "A-001"]
    assert clerk.done("/counters/1/next", expects=None)["ticket"]["label"] == "A-002"


def test_another_queue_of_the_same_counter_keeps_its_places(site: Site) -> None:
    tickets = given(site, "D1", "D2", "D1", "D2")
    site.public.done(f"/tickets/{tickets[0]['id']}/postpone")
    clerk, called = site.clerk(3), []
    for _ in tickets:
        desk = clerk.get("/counters/3").json
        expects = desk["ticket"]["id"] if desk["ticket"] else None
        called.append(clerk.done("/counters/3/next", expects=expects)["ticket"]["label"])
    assert called == ["D-002", "DS-001", "D-001", "DS-002"]


def test_a_second_press_is_the_first_once_more(site: Site) -> None:
    mine = given(site, *["A2"] * 6)[0]
    for _ in range(2):
        answer = site.public.post(f"/tickets/{mine['id']}/postpone", request_id="later-0001")
        assert (answer.status_code, answer.json["places"]) == (200, 3)
    assert line(site)[3] == "A-001"
    assert site.events().count("TicketPostponed") == 1


def test_the_third_time_and_the_last_in_line_are_refused_in_words(site: Site) -> None:
    phone = site.public
    first, *_, last = (ticket["id"] for ticket in given(site, *["A2"] * 8))
    for _ in range(2):
        phone.done(f"/tickets/{first}/postpone", places=1)
    before = site.rows()
    often, nobody = (phone.do(f"/tickets/{one}/postpone") for one in (first, last))
    assert (often.status_code, often.json["error"], often.json["times"]) == (409, "postponed_too_often", 2)
    assert "2 kali" in often.json["message"]
    assert (nobody.status_code, nobody.json["error"]) == (409, "nobody_behind")
    assert site.rows() == before


def test_a_mall_may_allow_other_numbers_or_none(make_site: Callable[..., Site]) -> None:
    site = make_site(mall=hall_mall(calling={"postpone_places": 1, "postpone_times": 1}))
    phone = site.public
    mine = given(site, *["A2"] * 4)[0]
    assert phone.done(f"/tickets/{mine['id']}/postpone")["places"] == 1
    assert phone.do(f"/tickets/{mine['id']}/postpone").json["error"] == "postponed_too_often"
    told = phone.get("/mall").json["calling"]
    assert (told["postpone_places"], told["postpone_times"]) == (1, 1)


@pytest.mark.parametrize("state", ["called", "cancelled"])
def test_only_who_waits_can_let_others_go_first(site: Site, state: str) -> None:
    phone = site.public
    mine = given(site, "A2", "A2")[0]
    if state == "called":
        site.clerk(1).done("/counters/1/next", expects=None)
    else:
        phone.done(f"/tickets/{mine['id']}/cancel")
    before = site.rows()
    answer = phone.do(f"/tickets/{mine['id']}/postpone")
    assert (answer.status_code, answer.json["error"], answer.json["state"]) == (409, "move_not_allowed", state)
    assert site.rows() == before


@pytest.mark.parametrize("places", [0, 11, -1, "3", 2.5, True])
def test_a_number_of_places_that_is_none_is_refused(site: Site, places: Any) -> None:
    mine = given(site, "A2", "A2")[0]
    answer = site.public.do(f"/tickets/{mine['id']}/postpone", places=places)
    assert (answer.status_code, answer.json["error"]) == (422, "bad_request")


def test_nobody_can_postpone_by_guessing(site: Site) -> None:
    given(site, "A2", "A2")
    assert site.public.do("/tickets/A-001/postpone").status_code == 404


def test_news_tell_the_places_that_moved_and_never_an_id(site: Site) -> None:
    phone = site.public
    tickets = given(site, *["A2"] * 3)
    before = {one["id"]: one["position"] for one in tickets}
    phone.done(f"/tickets/{tickets[0]['id']}/postpone")
    news = phone.get("/news?room=queue:A&since=0").json["news"]
    told = next(one for one in news if one["name"] == "TicketPostponed")
    assert told["positions"] == list(before.values())
    assert not set(before) & set(str(told).split("'"))
    assert [one["position"] for one in news if one["name"] == "TicketIssued"] == list(before.values())
    after = {one["id"]: phone.get(f"/tickets/{one['id']}").json["ticket"]["position"] for one in tickets}
    assert list(after.values()) == [told["positions"][2], *told["positions"][:2]]


def test_whoever_falls_out_of_line_says_which_place_is_free(site: Site) -> None:
    phone = site.public
    called, cancelled, _ = given(site, *["A2"] * 3)
    site.clerk(1).done("/counters/1/next", expects=None)
    phone.done(f"/tickets/{cancelled['id']}/cancel")
    news = phone.get("/news?room=queue:A&since=0").json["news"]
    freed = {one["name"]: one["position"] for one in news if one["name"] in ("TicketCalled", "TicketCancelled")}
    assert freed == {"TicketCalled": called["position"], "TicketCancelled": cancelled["position"]}
