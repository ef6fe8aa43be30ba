"""What the greeter sees through the door: a number as people type it, and what waits for somebody in the hall."""

from typing import Any

import pytest

from tests.halls import Door, Site


def inbox(door: Door) -> Any:
    answer = door.get("/greeter")
    assert answer.status_code == 200, answer.text
    return answer.json


def labels(rows: list[dict[str, Any]]) -> list[str]:
    return [row["label"] for row in rows]


@pytest.mark.parametrize("typed", ["a1", "A-1", "A-001", "a001", "a_01"])
def test_a_number_is_found_however_it_is_typed(site: Site, typed: str) -> None:
    site.kiosk().done("/tickets", service="A2")
    greeter = site.staff("greeter", "greeter")
    assert greeter.get(f"/labels/{typed}").json["ticket"]["label"] == "A-001"


def test_a_number_nobody_has_is_not_found_by_its_whole_label(site: Site) -> None:
    answer = site.staff("greeter", "greeter").get("/labels/a7")
    assert (answer.status_code, answer.json["error"], answer.json["ticket"]) == (404, "not_found", "A-007")


def test_priority_waits_for_a_person_until_one_has_decided(site: Site) -> None:
    kiosk, greeter = site.kiosk(), site.staff("greeter", "greeter")
    kiosk.done("/tickets", service="A2", priority="elderly")
    kiosk.done("/tickets", service="A2")
    (row,) = inbox(greeter)["requested"]
    assert (row["label"], row["zone"], row["floor"], "elderly" in str(row)) == ("A-001", 1, 1, False)
    assert greeter.done("/tickets/A-001/priority", decision="confirmed")["ticket"]["priority"] == "confirmed"
    assert inbox(greeter)["requested"] == []


def test_who_did_not_come_stands_in_the_list_until_returned(site: Site) -> None:
    mine = site.kiosk().done("/tickets", service="A2")["ticket"]["id"]
    clerk, greeter = site.clerk(1), site.staff("greeter", "greeter")
    clerk.done("/counters/1/next", expects=None)
    for _ in range(2):
        site.later(60)
        clerk.done("/counters/1/recall", ticket=mine)
    site.later(60)
    clerk.done("/counters/1/absent", ticket=mine)
    (row,) = inbox(greeter)["away"]
    assert (row["label"], row["may_return"], row["counter"], row["parked"]) == ("A-001", "late", 1, None)
    back = greeter.done("/tickets/A-001/return")["ticket"]
    assert (back["state"], back["ahead"]) == ("waiting", 0)
    assert inbox(greeter)["away"] == []


def test_who_was_parked_or_sent_for_a_document_stands_there_too(site: Site) -> None:
    kiosk, clerk, greeter = site.kiosk(), site.clerk(1), site.staff("greeter", "greeter")
    first, second = (kiosk.done("/tickets", service="A2")["ticket"]["id"] for _ in range(2))
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/start", ticket=first)
    clerk.done("/counters/1/park", ticket=first, why="copy", minutes=None)
    site.later(60)
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/start", ticket=second)
    clerk.done("/counters/1/finish", ticket=second, outcome="incomplete")
    away = inbox(greeter)["away"]
    assert [(row["label"], row["may_return"]) for row in away] == [("A-002", "documents"), ("A-001", "parked")]
    assert away[1]["parked"]["why"] == "copy"


def test_each_agencys_longest_wait_is_told_with_the_longest_first(site: Site) -> None:
    kiosk, greeter = site.kiosk(), site.staff("greeter", "greeter")
    kiosk.done("/tickets", service="D1")
    site.later(600)
    for _ in range(2):
        kiosk.done("/tickets", service="A2")
    told = inbox(greeter)["longest"]
    assert [(row["agency"], row["label"], row["waiting"]) for row in told] == [("D", "D-001", 1), ("A", "A-001", 2)]
    assert told[0]["since"] < told[1]["since"]


def test_help_asked_at_a_kiosk_stands_there_until_somebody_goes(site: Site) -> None:
    alarm = site.kiosk(2).done("/help")["alarm"]
    greeter = site.staff("greeter", "greeter")
    (told,) = inbox(greeter)["alarms"]
    assert (told["id"], told["kind"], told["zone"], told["floor"]) == (alarm, "help", 2, 2)
    greeter.done(f"/alarms/{alarm}/answer")
    assert inbox(greeter)["alarms"] == []


def test_a_clerks_silent_alarm_stays_off_the_tablet(site: Site) -> None:
    clerk, greeter = site.clerk(1), site.staff("greeter", "greeter")
    clerk.done("/counters/1/alarm")
    assert inbox(greeter)["alarms"] == []


def test_a_manager_sees_the_own_agency_only(site: Site) -> None:
    kiosk = site.kiosk(2)
    kiosk.done("/help")
    for service in ("A2", "D1"):
        kiosk.done("/tickets", service=service, priority="pregnant")
    told = inbox(site.staff("kepala", "manager", "A"))
    assert (labels(told["requested"]), labels(told["longest"]), told["alarms"]) == (["A-001"], ["A-001"], [])
    assert len(inbox(site.staff("lain", "manager", "D"))["alarms"]) == 1


@pytest.mark.parametrize(("role", "agency"), [("clerk", "A"), ("auditor", None)])
def test_the_page_is_not_for_clerks_and_auditors(site: Site, role: str, agency: str | None) -> None:
    assert site.staff("orang", role, agency).get("/greeter").status_code == 403


def test_nobody_is_called_while_the_agency_rests_and_that_is_said(site: Site) -> None:
    site.kiosk().done("/tickets", service="A2")
    site.staff("kepala", "manager", "A").done(
        "/pauses", scope="agency", code="A", reason="meeting", numbers=True, minutes=15
    )
    ticket = site.staff("greeter", "greeter").get("/labels/A-001").json["ticket"]
    assert ticket["hold"]["code"] == "paused"
    assert set(ticket["hold"]["message"]) == {"id", "en"}
