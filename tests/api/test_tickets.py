"""Tickets through the door: one tap is one ticket, and every reason why there is none."""

from collections.abc import Callable
from typing import Any

from tests.halls import Site


def test_a_tap_gives_a_number_and_says_where_to_go(site: Site) -> None:
    answer = site.kiosk().do("/tickets", service="A1", language="en")
    ticket = answer.json["ticket"]
    assert answer.status_code == 201
    assert (ticket["label"], ticket["number"], ticket["state"], ticket["language"]) == ("A-001", 1, "waiting", "en")
    assert (ticket["zone"], ticket["floor"], ticket["ahead"]) == (1, 1, 0)
    assert ticket["url"] == f"http://antrean.test/t/{ticket['id']}"
    assert answer.json["slip"] == {"state": "queued", "reason": None, "printer": "p1"}


def test_second_tap_gets_the_same_ticket(site: Site) -> None:
    kiosk = site.kiosk()
    first = kiosk.post("/tickets", service="A1", request_id="tap-00001")
    second = kiosk.post("/tickets", service="A1", request_id="tap-00001")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json["ticket"]["id"] == second.json["ticket"]["id"]
    assert site.events().count("TicketIssued") == 1


def test_a_request_id_that_comes_with_something_else_is_refused(site: Site) -> None:
    kiosk = site.kiosk()
    kiosk.post("/tickets", service="A1", request_id="tap-00001")
    before = site.rows()
    other = kiosk.post("/tickets", service="A2", request_id="tap-00001")
    stranger = site.kiosk(2)
    before["devices"] = site.rows()["devices"]
    stolen = stranger.post("/tickets", service="A1", request_id="tap-00001")
    for answer in (other, stolen):
        assert (answer.status_code, answer.json["error"]) == (409, "request_id_reused")
    assert site.rows() == before


def test_numbers_of_a_queue_follow_each_other_over_services_kiosks_and_desks(site: Site) -> None:
    one, two, greeter = site.kiosk(1), site.kiosk(2), site.staff("greeter", "greeter")
    given = [
        door.done("/tickets", service=service)["ticket"]["label"]
        for door, service in ((one, "A1"), (two, "A2"), (greeter, "A1"), (one, "A2"), (two, "D1"))
    ]
    assert given == ["A-001", "A-002", "A-003", "A-004", "D-001"]


def test_the_kiosk_prints_at_its_own_printer_the_desk_at_the_zones_or_a_named_one(site: Site) -> None:
    greeter = site.staff("greeter", "greeter")
    assert site.kiosk(2).done("/tickets", service="A2")["slip"]["printer"] == "p2"
    assert greeter.done("/tickets", service="A2")["slip"]["printer"] == "p1"
    assert greeter.done("/tickets", service="A2", printer="p2")["slip"]["printer"] == "p2"
    unknown = greeter.do("/tickets", service="A2", printer="p9")
    assert (unknown.status_code, unknown.json["error"]) == (404, "not_found")


def test_a_desk_without_a_printer_still_gives_a_number(make_site: Callable[..., Site]) -> None:
    from tests.halls import hall_mall

    site = make_site(mall=hall_mall(printers=[], kiosks=[], zones=[
        {"number": n, "floor": 1, "name": {"id": "Z", "en": "Z"}, "sound_field": 1} for n in (1, 2)
    ]))  # fmt: skip
    answer = site.staff("greeter", "greeter").done("/tickets", service="A2")
    assert answer["slip"] == {"state": "none", "reason": None, "printer": None}


def test_the_holder_of_the_id_sees_the_ticket_and_how_many_are_ahead(site: Site) -> None:
    kiosk = site.kiosk()
    kiosk.done("/tickets", service="A2")
    mine = kiosk.done("/tickets", service="A1")["ticket"]
    seen = site.public.get(f"/tickets/{mine['id']}")
    assert (seen.status_code, seen.json["ticket"]["ahead"], seen.json["ticket"]["may_cancel"]) == (200, 1, True)
    assert site.public.get("/tickets/somebody-elses").status_code == 404


def test_an_unchanged_ticket_is_not_sent_again(site: Site) -> None:
    mine = site.kiosk().done("/tickets", service="A1")["ticket"]
    first = site.public.get(f"/tickets/{mine['id']}")
    again = site.public.get(f"/tickets/{mine['id']}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_holder_cancels_and_the_number_is_not_given_again(site: Site) -> None:
    kiosk = site.kiosk()
    mine = kiosk.done("/tickets", service="A2")["ticket"]
    cancelled = site.public.do(f"/tickets/{mine['id']}/cancel")
    assert (cancelled.status_code, cancelled.json["ticket"]["state"]) == (200, "cancelled")
    assert kiosk.done("/tickets", service="A2")["ticket"]["label"] == "A-002"


def test_a_cancelled_number_gives_its_place_of_the_quota_not_back(site: Site) -> None:
    kiosk = site.kiosk()
    first = kiosk.done("/tickets", service="A1")["ticket"]
    kiosk.done("/tickets", service="A1")
    site.public.do(f"/tickets/{first['id']}/cancel")
    full = kiosk.do("/tickets", service="A1")
    assert (full.status_code, full.json["error"]) == (409, "quota_used_up")
    assert kiosk.do("/tickets", service="A2").status_code == 201


def test_a_ticket_that_was_called_cannot_be_cancelled(site: Site) -> None:
    mine = site.kiosk().done("/tickets", service="A2")["ticket"]
    site.clerk(1).done("/counters/1/next", expects=None)
    before = site.rows()
    answer = site.public.do(f"/tickets/{mine['id']}/cancel")
    assert (answer.status_code, answer.json["error"]) == (409, "move_not_allowed")
    assert site.rows() == before


def test_cancelling_twice_with_one_request_id_answers_the_same(site: Site) -> None:
    mine = site.kiosk().done("/tickets", service="A2")["ticket"]
    answers = [site.public.post(f"/tickets/{mine['id']}/cancel", request_id="cancel-01") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert site.events().count("TicketCancelled") == 1


def test_staff_print_a_slip_again_and_it_says_so(site: Site) -> None:
    mine = site.kiosk().done("/tickets", service="A2")["ticket"]
    clerk, agent = site.clerk(1), site.agent()
    assert clerk.done(f"/tickets/{mine['id']}/reprint", printer="p2")["slip"]["printer"] == "p2"
    (again,) = agent.post("/jobs/claim", targets=["printer:p2"]).json["jobs"]
    assert (again["content"]["reprint"], again["content"]["label"]) == (True, "A-001")
    (first,) = agent.post("/jobs/claim", targets=["printer:p1"]).json["jobs"]
    assert first["content"]["reprint"] is False


def test_a_clerk_neither_issues_nor_reprints_for_another_agency(site: Site) -> None:
    theirs = site.kiosk().done("/tickets", service="D1")["ticket"]
    clerk = site.clerk(1)
    before = site.rows()
    for answer in (clerk.do("/tickets", service="D1"), clerk.do(f"/tickets/{theirs['id']}/reprint")):
        assert (answer.status_code, answer.json["error"]) == (403, "not_allowed")
    assert site.rows() == before


def test_a_kiosk_gives_no_more_than_its_number_a_minute(site: Site) -> None:
    kiosk = site.kiosk()
    for _ in range(12):
        kiosk.done("/tickets", service="A2")
    before = site.rows()
    answer = kiosk.do("/tickets", service="A2")
    assert (answer.status_code, answer.json["error"], answer.json["per_minute"]) == (429, "too_many_tickets", 12)
    assert site.rows() == before
    assert site.kiosk(2).do("/tickets", service="A2").status_code == 201
    site.later(61)
    assert kiosk.do("/tickets", service="A2").status_code == 201


def test_a_burst_at_one_kiosk_alarms_the_desk_once(site: Site) -> None:
    kiosk = site.kiosk()
    for _ in range(7):
        kiosk.done("/tickets", service="A2")
    assert "BurstNoticed" not in site.events()
    for _ in range(3):
        kiosk.done("/tickets", service="A2")
    assert site.events().count("BurstNoticed") == 1
    troubles = site.clerk(1).get("/counters/1").json["troubles"]
    assert [t["code"] for t in troubles if t["kind"] == "burst"] == ["burst"]


def test_people_who_come_one_by_one_are_no_burst(site: Site) -> None:
    kiosk = site.kiosk()
    for _ in range(12):
        kiosk.done("/tickets", service="A2")
        site.later(6)
    assert "BurstNoticed" not in site.events()


def test_a_language_the_site_does_not_have_becomes_its_first(site: Site) -> None:
    assert site.kiosk().done("/tickets", service="A2", language="fr")["ticket"]["language"] == "id"


def test_a_service_that_does_not_exist_is_not_found(site: Site) -> None:
    answer = site.kiosk().do("/tickets", service="Z9")
    assert (answer.status_code, answer.json["what"]) == (404, "service")


def test_every_ticket_has_a_chain_code_that_the_journal_confirms(site: Site) -> None:
    from server.domain.chain import short, spoken_code

    mine = site.kiosk().done("/tickets", service="A2")["ticket"]
    with site.hall.store.read() as unit:
        issued = [one for one in unit.journal.after(0, 100) if type(one.event).__name__ == "TicketIssued"]
    assert (mine["chain"], mine["code"]) == (short(issued[0].hash), spoken_code(issued[0].hash))


def test_who_comes_behind_changes_how_far_the_room_is_but_not_the_ticket(site: Site) -> None:
    kiosk = site.kiosk()
    mine = kiosk.done("/tickets", service="A1")["ticket"]
    first = site.public.get(f"/tickets/{mine['id']}")
    kiosk.done("/tickets", service="A2")
    unchanged = site.public.get(f"/tickets/{mine['id']}", headers={"If-None-Match": first.headers["ETag"]})
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert site.public.get(f"/tickets/{mine['id']}").json["seq"] > first.json["seq"]


def test_a_queues_room_tells_where_people_stand_and_no_other_room_does(site: Site) -> None:
    kiosk = site.kiosk()
    given = [kiosk.done("/tickets", service=service)["ticket"] for service in ("A1", "D1", "A2")]
    queues = site.public.get("/snapshot?room=queue:A").json["queues"]
    assert [one["positions"] for one in queues] == [[given[0]["position"], given[2]["position"]]]
    assert all("positions" not in one for one in kiosk.get("/snapshot?room=hall").json["queues"])


def test_a_waiting_ticket_says_why_nobody_is_called_just_now(site: Site) -> None:
    mine = site.kiosk().done("/tickets", service="A1")["ticket"]

    def hold() -> Any:
        return site.public.get(f"/tickets/{mine['id']}").json["ticket"]["hold"]

    assert hold()["code"] == "no_counter_staffed"
    clerk = site.clerk(1)
    assert hold() is None
    clerk.done("/counters/1/pause", reason="prayer", minutes=15)
    assert (hold()["code"], hold()["until"] is not None) == ("counters_paused", True)
    clerk.done("/counters/1/open")
    supervisor = site.staff("boss", "supervisor")
    supervisor.done("/pauses", scope="agency", code="A", reason="central_system_down", numbers=False)
    assert hold()["code"] == "central_system_down"


def test_an_unchanged_ticket_costs_one_look_and_any_event_of_its_agency_a_new_one(site: Site) -> None:
    greeter = site.staff("greeter", "greeter")
    agent, public = site.agent(), site.public
    ids = [greeter.done("/tickets", service="A2")["ticket"]["id"] for _ in range(3)]

    def ask(etag: str | None = None) -> Any:
        return public.get(f"/tickets/{ids[2]}", headers={"If-None-Match": etag} if etag else {})

    while slip := agent.post("/jobs/claim", targets=["printer:p1"]).json["jobs"]:
        agent.post(f"/jobs/{slip[0]['id']}/done")
    etag = ask().headers["ETag"]
    assert [ask(etag).status_code for _ in range(3)] == [304] * 3
    assert ask("another").status_code == 200
    public.do(f"/tickets/{ids[0]}/cancel")
    nearer = ask(etag)
    assert (nearer.status_code, nearer.json["ticket"]["ahead"]) == (200, 1)
    site.clerk(1)
    with_a_counter = ask(nearer.headers["ETag"])
    assert (with_a_counter.status_code, with_a_counter.json["ticket"]["wait"] is not None) == (200, True)
