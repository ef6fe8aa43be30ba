"""Appointments through the door: promised by staff, kept at a kiosk by the code, called by the profile's line."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from server.domain.mall import Mall
from tests.halls import MONDAY, ZONE, Door, Site, hall_mall
from tests.unit.small_mall import both

PROFILE = {"code": "janji", "name": both("Janji temu"), "lines": [
    {"code": "prio", "classes": ["priority"], "most": 1}, {"code": "janji", "classes": ["appointment"], "most": 1},
]}  # fmt: skip


def mall() -> Mall:
    counters = [
        {"number": 1, "zone": 1, "agency": "A", "queues": ["A"], "profile": "janji"},
        {"number": 3, "zone": 2, "agency": "D", "queues": ["D", "DS"]},
    ]
    return hall_mall(profiles=[PROFILE], counters=counters)


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site(mall=mall())


def at(clock: str, day: str = "2026-11-23") -> str:
    return f"{day}T{clock}:00+07:00"


def booked(door: Door, clock: str = "10:00", day: str = "2026-11-23") -> str:
    code: str = door.done("/appointments", service="A2", at=at(clock, day))["appointment"]["code"]
    return code


def labels(door: Door) -> list[str]:
    return [row["label"] for row in door.get("/counters/1").json["waiting"]]


def test_staff_promise_one_of_the_free_times_and_get_its_code(site: Site) -> None:
    greeter = site.staff("greeter", "greeter")
    days = greeter.get("/appointments/times?service=A2").json["days"]
    assert (days[0]["day"], days[0]["times"][0]) == ("2026-11-23", {"at": "2026-11-23T03:00:00.000000Z", "left": 2})
    assert [day["day"] for day in days[1:3]] == ["2026-11-24", "2026-11-25"]
    answer = greeter.do("/appointments", service="A2", at=days[0]["times"][0]["at"], language="en")
    told = answer.json["appointment"]
    assert answer.status_code == 201
    assert {name: told[name] for name in ("service", "agency", "day", "language", "state")} == {
        "service": "A2", "agency": "A", "day": "2026-11-23", "language": "en", "state": "booked",
    }  # fmt: skip
    assert (len(told["code"]), told["code"][4]) == (9, "-")
    assert greeter.get("/appointments").json == {"day": "2026-11-23", "appointments": [told]}
    assert greeter.get("/appointments/times?service=A2").json["days"][0]["times"][0]["left"] == 1


def test_the_same_request_promises_one_time_once(site: Site) -> None:
    greeter = site.staff("greeter", "greeter")
    first, again = (
        greeter.post("/appointments", request_id="janji-0001", service="A2", at=at("10:00")) for _ in range(2)
    )
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    other = greeter.post("/appointments", request_id="janji-0001", service="A2", at=at("11:00"))
    assert other.json["error"] == "request_id_reused"


@pytest.mark.parametrize(
    ("service", "clock", "error"),
    [("A1", "10:00", "not_bookable"), ("A2", "09:00", "slot_past"), ("A2", "10:30", "slot_not_offered"),
     ("Z9", "10:00", "not_found")],
)  # fmt: skip
def test_what_cannot_be_promised_is_refused_in_words_and_changes_nothing(
    site: Site, service: str, clock: str, error: str
) -> None:
    greeter = site.staff("greeter", "greeter")
    before = site.rows()
    refused = greeter.do("/appointments", service=service, at=at(clock))
    assert (refused.json["error"], bool(refused.json["message"])) == (error, True)
    assert site.rows() == before


def test_a_time_is_full_until_somebody_cancels(site: Site) -> None:
    greeter = site.staff("greeter", "greeter")
    codes = [booked(greeter), booked(greeter)]
    assert greeter.do("/appointments", service="A2", at=at("10:00")).json["error"] == "slot_full"
    cancelled = greeter.done("/appointments/cancel", code=codes[0].lower())
    assert cancelled["appointment"]["state"] == "cancelled"
    assert greeter.do("/appointments", service="A2", at=at("10:00")).status_code == 201
    assert greeter.do("/appointments/cancel", code=codes[0]).json["error"] == "appointment_cancelled"
    assert greeter.do("/appointments/cancel", code="ZZZZ-ZZZZ").json["error"] == "appointment_unknown"
    assert site.kiosk().do("/tickets", code=codes[0]).json["error"] == "appointment_cancelled"


@pytest.mark.parametrize(
    ("clock", "arrival", "kept"),
    [("09:30", "in_time", "2026-11-23T03:00:00.000Z"), ("10:16", "late", None)],
)
def test_whoever_comes_gets_a_number_and_in_time_it_is_one_of_the_appointments(
    site: Site, clock: str, arrival: str, kept: str | None
) -> None:
    code = booked(site.staff("greeter", "greeter"))
    site.clock.at(clock)
    kiosk = site.kiosk()
    first, again = (kiosk.post("/tickets", request_id="kunci-0001", code=code) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    for answer in (first, again):
        assert answer.json["appointment"] == {"at": "2026-11-23T03:00:00.000000Z", "arrival": arrival}
        assert answer.json["ticket"]["appointment"] == kept
    assert kiosk.do("/tickets", code=code).json["error"] == "appointment_used"
    assert site.signed_in("greeter").get("/appointments").json["appointments"][0]["state"] == "kept"


def test_whoever_comes_too_early_is_told_from_when_the_code_counts_and_keeps_it(site: Site) -> None:
    code, kiosk = booked(site.staff("greeter", "greeter")), site.kiosk()
    kiosk.done("/tickets", service="D1")
    site.clock.at("09:29")
    before = site.rows()
    refused = kiosk.do("/tickets", code=code)
    told = refused.json
    assert (refused.status_code, told["error"], told["since"]) == (
        409, "appointment_early", "2026-11-23T02:30:00.000000Z"
    )  # fmt: skip
    assert "10.00" in told["message"]
    assert "09.30" in told["message"]
    assert site.rows() == before
    site.clock.at("09:30")
    assert kiosk.done("/tickets", code=code)["appointment"]["arrival"] == "in_time"


def test_its_code_counts_only_on_its_day_and_for_its_service(site: Site) -> None:
    code = booked(site.staff("greeter", "greeter"), "10:00", "2026-11-24")
    kiosk = site.kiosk()
    kiosk.done("/tickets", service="D1")
    before = site.rows()
    refused = kiosk.do("/tickets", code=code)
    assert (refused.json["error"], refused.json["day"]) == ("appointment_not_today", "2026-11-24")
    assert site.rows() == before
    site.clock.moment = datetime.fromisoformat(at("09:45", "2026-11-24"))
    assert kiosk.do("/tickets", code=code, service="D1").json["error"] == "appointment_of_another"
    assert kiosk.do("/tickets", code=code, service="A2").status_code == 201


def test_its_number_is_given_although_the_quota_is_used_up_but_not_while_none_are_given(
    make_site: Callable[..., Site],
) -> None:
    full = mall()
    site = make_site(mall=replace(full, services=tuple(replace(one, quota=1) for one in full.services)))
    greeter, admin, kiosk = site.staff("greeter", "greeter"), site.staff("admin", "admin"), site.kiosk()
    code = booked(greeter)
    kiosk.done("/tickets", service="A2")
    site.clock.at("09:40")
    pause = admin.done("/pauses", scope="agency", code="A", reason="meeting", numbers=False)["pause"]
    assert kiosk.do("/tickets", code=code).json["error"] == "agency_paused"
    admin.done(f"/pauses/{pause}/lift")
    assert kiosk.do("/tickets", service="A2").json["error"] == "quota_used_up"
    assert kiosk.do("/tickets", code=code).status_code == 201


def test_who_comes_by_appointment_goes_first_as_often_as_the_profile_says_and_the_journal_tells_why(site: Site) -> None:
    clerk = site.clerk(1)
    codes = [booked(clerk), booked(clerk)]
    site.clock.at("09:45")
    kiosk = site.kiosk()
    for body in ({"service": "A2"}, {"service": "A2"}, {"code": codes[0]}, {"code": codes[1]}):
        kiosk.done("/tickets", **body)
    view = clerk.get("/counters/1").json
    assert (view["next"]["label"], view["next"]["why"], view["next"]["rule"]) == ("A-003", "appointments", "janji")
    assert [row["appointment"] is not None for row in view["waiting"]] == [False, False, True, True]
    called = []
    while labels(clerk):
        expects = clerk.get("/counters/1").json["ticket"]
        called.append(clerk.done("/counters/1/next", expects=expects and expects["id"])["ticket"]["label"])
    assert called == ["A-003", "A-001", "A-004", "A-002"]
    why = clerk.get("/why?first=A-003&then=A-001").json
    assert why["code"] == "appointment_rule"
    assert "janji temu" in why["message"]["id"]


def test_an_undone_transfer_brings_the_appointment_back_that_another_service_does_not_have(site: Site) -> None:
    clerk, greeter = site.clerk(1), site.staff("greeter", "greeter")
    code = booked(greeter)
    site.clock.at("10:00")
    ticket = site.kiosk().done("/tickets", code=code)["ticket"]["id"]
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/transfer", ticket=ticket, service="D1")
    assert site.public.get(f"/tickets/{ticket}").json["ticket"]["appointment"] is None
    assert site.faults() == []
    undone = clerk.done("/counters/1/undo")
    assert undone["ticket"]["appointment"] == "2026-11-23T03:00:00.000Z"


def test_it_comes_out_on_paper_with_what_to_bring(site: Site) -> None:
    greeter, agent = site.staff("greeter", "greeter"), site.agent()
    code = greeter.done("/appointments", service="A2", at=at("10:00"), printer="p2")["appointment"]["code"]
    [job] = agent.post("/jobs/claim", targets=["printer:p2"]).json["jobs"]
    content = job["content"]
    assert (job["kind"], content["code"], content["at"]) == ("appointment", code, "2026-11-23T03:00:00+00:00")
    assert content["documents"] == [both("KTP-el asli")]
    assert agent.post(f"/jobs/{job['id']}/done", parts=[]).status_code == 200
    assert greeter.do("/appointments/print", code=code, printer="p1").status_code == 201
    assert greeter.do("/appointments/print", code=code, printer="p9").json["error"] == "not_found"


def test_a_slip_that_was_begun_and_never_reported_is_let_go(site: Site) -> None:
    greeter, agent = site.staff("greeter", "greeter"), site.agent()
    greeter.done("/appointments", service="A2", at=at("10:00"), printer="p2")
    agent.post("/jobs/claim", targets=["printer:p2"])
    site.clock.forward(minutes=5)
    site.round()


def test_a_clerk_and_a_manager_promise_for_the_own_agency_only(site: Site) -> None:
    other = site.staff("lain", "manager", "D")
    code = booked(site.staff("petugas", "clerk", "A"))
    for answer in (
        other.do("/appointments", service="A2", at=at("10:00")), other.do("/appointments/cancel", code=code),
        other.get("/appointments/times?service=A2"), other.do("/appointments/print", code=code, printer="p1"),
    ):  # fmt: skip
        assert (answer.status_code, answer.json["error"]) == (403, "not_allowed")
    assert other.get("/appointments").json["appointments"] == []


def test_wrong_codes_cannot_be_tried_without_end_by_cancelling(site: Site) -> None:
    greeter = site.staff("greeter", "greeter")
    told = [greeter.do("/appointments/cancel", code=f"TRY{n:05d}").status_code for n in range(12)]
    assert (told[:10], told[10:]) == ([404] * 10, [429, 429])


def test_no_code_and_no_person_is_in_the_journal_or_in_the_news(site: Site) -> None:
    greeter = site.staff("greeter", "greeter")
    code = booked(greeter).replace("-", "")
    site.clock.at("10:00")
    site.kiosk().done("/tickets", code=code)
    told = {name: greeter.get(f"/news?room={name}&since=0").text for name in ("floor", "hall", "queue:A")}
    names = ("AppointmentMade", "AppointmentKept")
    assert [[name in text for name in names] for text in told.values()] == [[True, True], [False, False], [False, True]]
    assert all(code not in text for text in told.values())
    assert code not in str(site.rows()["journal"])


def test_a_day_without_appointments_is_an_empty_list(site: Site) -> None:
    day = date(2026, 11, 30).isoformat()
    assert site.staff("greeter", "greeter").get(f"/appointments?day={day}").json == {"day": day, "appointments": []}
    assert MONDAY.astimezone(ZONE).date() == date(2026, 11, 23)


EDGES = ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00"]


@pytest.mark.parametrize("moment", EDGES)
def test_a_time_at_the_edge_of_the_calendar_is_refused_and_changes_nothing(site: Site, moment: str) -> None:
    greeter = site.staff("greeter", "greeter")
    greeter.get("/appointments/times?service=A2")
    before = site.rows()
    booked = greeter.do("/appointments", service="A2", at=moment)
    slip = {"service": "A2", "number": 1, "state": "waiting", "issued_at": moment}
    keyed = greeter.do("/paper-tickets", tickets=[slip])
    assert [(one.status_code, one.json["error"]) for one in (booked, keyed)] == [(422, "bad_request")] * 2
    assert site.rows() == before


def test_the_closing_page_says_who_is_still_to_come_and_who_did_not(site: Site) -> None:
    boss = site.staff("bos", "supervisor")
    kept, cancelled = booked(boss, "10:00"), booked(boss, "11:00")
    for clock, day in (("10:00", "2026-11-23"), ("11:00", "2026-11-23"), ("10:00", "2026-11-24")):
        booked(boss, clock, day)
    site.clock.at("09:40")
    site.kiosk().done("/tickets", code=kept)
    boss.done("/appointments/cancel", code=cancelled)

    def promised() -> list[tuple[int, int]]:
        agencies = boss.get("/floor/closing").json["agencies"]
        return [(one["expected"], one["missed"]) for one in agencies]

    assert promised() == [(2, 0), (0, 0)]
    site.clock.at("10:30")
    assert promised() == [(1, 1), (0, 0)]
