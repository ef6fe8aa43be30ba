"""An agency's central system is down: who waits is held, told, and released with a note that counts on another day."""

from typing import Any

import pytest

from tests.api.test_postpone import given, line
from tests.halls import Door, Site


def down(site: Site, code: str = "A", scope: str = "agency") -> Door:
    admin = site.staff("admin", "admin")
    admin.done("/pauses", scope=scope, code=code, reason="central_system_down")
    return admin


def codes(admin: Door) -> dict[str, str]:
    return {note["label"]: note["code"] for note in admin.get("/notes").json["notes"]}


def tomorrow(site: Site, clock: str = "08:30") -> None:
    site.clock.forward(days=1)
    site.clock.at(clock)


def test_who_waits_is_held_until_the_clerk_says_that_the_system_is_back(site: Site) -> None:
    given(site, "A2")
    clerk = site.clerk(1)
    down(site)
    held = clerk.do("/counters/1/next", expects=None)
    assert (held.status_code, held.json["error"]) == (409, "system_still_down")
    assert held.json["message"]
    assert clerk.get("/counters/1").json["held"] == ["A1", "A2"]
    assert line(site) == ["A-001"]
    called = clerk.done("/counters/1/next", expects=None, system_back=True)
    assert (called["ticket"]["label"], called["held"]) == ("A-001", [])
    assert site.kiosk().do("/tickets", service="A2").status_code == 201


def test_a_service_that_is_down_lets_the_others_of_its_queue_go_on(site: Site) -> None:
    given(site, "A1", "A2")
    clerk = site.clerk(1)
    down(site, "A1", "service")
    assert clerk.done("/counters/1/next", expects=None)["ticket"]["label"] == "A-002"


def test_a_visitor_at_the_counter_can_be_finished_while_others_are_held(site: Site) -> None:
    given(site, "A2", "A2")
    clerk = site.clerk(1)
    visitor = clerk.done("/counters/1/next", expects=None)["ticket"]["id"]
    down(site)
    assert clerk.do("/counters/1/next", expects=visitor).json["error"] == "system_still_down"
    assert clerk.done("/counters/1/finish", ticket=visitor)["ticket"] is None


def test_released_visitors_have_a_note_on_the_phone_and_are_counted(site: Site) -> None:
    mine, other = given(site, "A2", "D1")
    admin = down(site)
    assert admin.done("/releases", scope="agency", code="A")["released"] == ["A-001"]
    told = site.public.get(f"/tickets/{mine['id']}").json["ticket"]
    assert (told["state"], told["note"]["until"], told["note"]["used"]) == ("expired", "2026-11-26", False)
    assert told["note"]["code"] == codes(admin)["A-001"]
    assert site.public.get(f"/tickets/{other['id']}").json["ticket"]["state"] == "waiting"
    report = admin.done("/day/close", waiting="release")["report"]
    assert {name: n for name, n in report["totals"].items() if n} == {"issued": 2, "released": 2, "noted": 1}


def test_a_note_gives_a_number_ahead_of_that_days_arrivals_in_the_old_order(site: Site) -> None:
    given(site, "A2", "A2")
    admin = down(site)
    admin.done("/releases", scope="agency", code="A")
    notes = codes(admin)
    tomorrow(site, "08:00")
    site.kiosk()
    admin.done(f"/pauses/{_pause(admin)}/lift")
    given(site, "A2", "A2")
    kiosk = site.kiosk()
    second = kiosk.done("/tickets", note=notes["A-002"].lower().replace("-", " "))["ticket"]
    first = kiosk.done("/tickets", note=notes["A-001"], service="A2")["ticket"]
    assert line(site) == [first["label"], second["label"], "A-001", "A-002"]
    assert (first["ahead"], second["ahead"]) == (0, 0)


def _pause(admin: Door) -> str:
    return str(admin.get("/snapshot?room=hall").json["pauses"][0]["id"])


@pytest.fixture
def note(site: Site) -> tuple[Door, str]:
    """A code of yesterday, the system being back."""
    given(site, "A2")
    admin = down(site)
    admin.done("/releases", scope="service", code="A2")
    [code] = codes(admin).values()
    admin.done(f"/pauses/{_pause(admin)}/lift")
    tomorrow(site)
    return site.signed_in("admin"), code


def test_a_note_counts_once_and_the_same_request_gives_the_same_ticket(site: Site, note: tuple[Door, str]) -> None:
    kiosk = site.kiosk()
    first, again = (kiosk.post("/tickets", request_id="note-0001", note=note[1]) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json["ticket"]["id"] == again.json["ticket"]["id"]
    used = kiosk.do("/tickets", note=note[1])
    assert (used.status_code, used.json["error"]) == (409, "note_used")


def test_a_note_of_another_service_or_unknown_is_refused_and_changes_nothing(
    site: Site, note: tuple[Door, str]
) -> None:
    kiosk = site.kiosk()
    kiosk.done("/tickets", service="D1")
    before = site.rows()
    for body, code in (
        ({"service": "D1", "note": note[1]}, "note_of_another_service"),
        ({"note": "ZZZZ-ZZZZ"}, "note_unknown"),
    ):
        refused = kiosk.do("/tickets", **body)
        assert (refused.json["error"], bool(refused.json["message"])) == (code, True)
    assert kiosk.do("/tickets").status_code == 422
    assert site.rows() == before


def test_a_note_expires_after_the_agencys_next_working_days(site: Site, note: tuple[Door, str]) -> None:
    site.clock.forward(days=3)
    refused = site.kiosk().do("/tickets", note=note[1])
    assert (refused.status_code, refused.json["error"]) == (409, "note_expired")


def test_a_note_gives_its_number_although_the_quota_is_used_up(site: Site) -> None:
    given(site, "A1")
    admin = down(site)
    admin.done("/releases", scope="agency", code="A")
    [code] = codes(admin).values()
    admin.done(f"/pauses/{_pause(admin)}/lift")
    tomorrow(site)
    given(site, "A1", "A1")
    kiosk = site.kiosk()
    assert kiosk.do("/tickets", service="A1").json["error"] == "quota_used_up"
    assert kiosk.do("/tickets", note=code).status_code == 201


def test_codes_cannot_be_tried_without_end(site: Site) -> None:
    kiosk = site.kiosk()
    told = [kiosk.do("/tickets", note=f"TRY{n:05d}").status_code for n in range(12)]
    assert told[:10] == [404] * 10
    assert told[10:] == [429, 429]


def test_notes_come_out_on_paper_with_their_code(site: Site) -> None:
    given(site, "A2")
    agent, admin = site.agent(), down(site)
    agent.post("/jobs/claim", targets=["printer:p1"])
    admin.done("/releases", scope="agency", code="A", printer="p2")
    [job] = agent.post("/jobs/claim", targets=["printer:p2"]).json["jobs"]
    assert (job["kind"], job["content"]["code"]) == ("note", codes(admin)["A-001"])
    assert agent.post(f"/jobs/{job['id']}/done", parts=[]).status_code == 200
    admin.done("/notes/print", note=codes(admin)["A-001"], printer="p1")
    assert site.events().count("NotePrinted") == 2


@pytest.mark.parametrize(("role", "agency", "status"), [
    ("manager", "A", 201), ("manager", "D", 403), ("clerk", "A", 403), ("greeter", None, 403), ("supervisor", None, 201),
])  # fmt: skip
def test_a_manager_releases_the_own_agency_only(site: Site, role: str, agency: str | None, status: int) -> None:
    given(site, "A2")
    person = site.staff("orang", role, agency)
    assert person.do("/releases", scope="agency", code="A").status_code == status


def rows(answer: dict[str, Any]) -> dict[str, list[str]]:
    return {one["agency"]: [row["label"] for row in one["waiting"]] for one in answer["agencies"]}


def test_the_list_has_who_waits_in_calling_order_and_who_is_at_a_counter(site: Site) -> None:
    given(site, "A2", "D1", "A1")
    clerk = site.clerk(1)
    clerk.done("/counters/1/next", expects=None)
    greeter = site.staff("greeter", "greeter")
    told = greeter.get("/waiting-list").json
    assert rows(told) == {"A": ["A-002"], "D": ["D-001"]}
    assert [(one["label"], one["counter"]) for one in told["agencies"][0]["called"]] == [("A-001", 1)]
    assert rows(greeter.get("/waiting-list?zone=2").json) == {"D": ["D-001"]}
    assert rows(clerk.get("/waiting-list").json) == {"A": ["A-002"]}
    assert clerk.get("/waiting-list?agency=D").status_code == 403
    assert site.public.get("/waiting-list").status_code == 401
    assert len(told["head"]) == 9


def test_the_list_on_paper_says_what_is_true_when_it_is_printed(site: Site) -> None:
    given(site, "D1")
    agent, greeter = site.agent(), site.staff("greeter", "greeter")
    assert greeter.done("/waiting-list/print", zone=2) == {"printer": "p2"}
    given(site, "D1")
    [job] = agent.post("/jobs/claim", targets=["printer:p2"]).json["jobs"]
    assert job["kind"] == "waiting_list"
    assert rows(job["content"]) == {"D": ["D-001", "D-002"]}
    site.clock.forward(minutes=5)
    site.round()  # an agent that died: nobody knows whether the list came out


def test_numbers_to_tear_off_come_out_of_the_printer_named(site: Site) -> None:
    agent, greeter = site.agent(), site.staff("greeter", "greeter")
    told = greeter.done("/paper-blocks/print", queue="A", first=7, count=2, printer="p2")
    assert told == {"first": "A-P07", "last": "A-P08", "printer": "p2"}
    [job] = agent.post("/jobs/claim", targets=["printer:p2"]).json["jobs"]
    assert (job["kind"], job["content"]["labels"]) == ("paper_block", ["A-P07", "A-P08"])
    assert greeter.done("/paper-blocks/print", queue="A", first=999, count=5, printer="p2")["last"] == "A-P999"
    assert greeter.do("/paper-blocks/print", queue="Q", printer="p2").status_code == 404
    assert greeter.do("/paper-blocks/print", queue="A", printer="p9").status_code == 404
    assert site.clerk(1).do("/paper-blocks/print", queue="D", printer="p2").status_code == 403


def test_the_call_made_last_is_shown_first_although_the_clock_stepped_back(site: Site) -> None:
    given(site, "A2", "A2")
    one, two = site.clerk(1), site.clerk(2)
    one.done("/counters/1/next", expects=None)
    site.clock.forward(minutes=-30)
    two.done("/counters/2/next", expects=None)
    calls = one.get("/snapshot?zone=1").json["calls"]
    assert [call["label"] for call in calls] == ["A-002", "A-001"]


def test_a_pause_made_while_the_clock_was_ahead_lasts_as_long_as_it_was_meant_to(site: Site) -> None:
    admin = site.staff("admin", "admin")
    site.clock.forward(hours=3)
    admin.done("/pauses", scope="agency", code="A", reason="meeting", minutes=30)
    site.clock.forward(hours=-3)
    site.round()
    [pause] = admin.get("/snapshot?room=hall").json["pauses"]
    assert pause["until"] == "2026-11-23T02:30:00.000000Z"
