"""Slips of paper keyed in after an outage: where their holders stand, what is counted, and everything refused."""

from datetime import datetime
from typing import Any

import pytest

from tests.api.test_postpone import given, line
from tests.halls import ZONE, Site


def at(clock: str, day: str = "2026-11-23") -> str:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE).isoformat()


def slip(number: int, clock: str, state: str = "waiting", service: str = "A2", **more: Any) -> dict[str, Any]:
    return {"service": service, "number": number, "state": state, "issued_at": at(clock), **more}


def served(number: int, **more: Any) -> dict[str, Any]:
    times = {"called_at": at("08:20"), "started_at": at("08:22"), "ended_at": at("08:35")}
    return slip(number, "08:10", "served", **{"counter": 1, **times, **more})


def test_who_waits_stands_where_the_time_on_the_paper_puts_them(site: Site) -> None:
    site.clock.at("08:00")
    given(site, "A2")
    site.clock.at("08:40")
    given(site, "A2", "A2")
    clerk = site.clerk(1)
    clerk.done("/paper-tickets", tickets=[slip(2, "08:20")])
    answer = clerk.done("/paper-tickets", tickets=[slip(1, "08:15"), slip(3, "08:30")])
    assert line(site) == ["A-001", "A-P01", "A-P02", "A-P03", "A-002", "A-003"]
    assert [(one["label"], one["ahead"]) for one in answer["tickets"]] == [("A-P01", 1), ("A-P03", 3)]


def test_within_a_minute_paper_goes_first_and_by_its_number(site: Site) -> None:
    site.clock.at("08:30")
    given(site, "A2")
    clerk = site.clerk(1)
    for number in (9, 4):
        clerk.done("/paper-tickets", tickets=[slip(number, "08:30")])
    assert line(site) == ["A-P04", "A-P09", "A-001"]


def test_the_desk_calls_paper_and_the_voice_has_its_letters(site: Site) -> None:
    site.clock.at("08:30")
    clerk, agent = site.clerk(1), site.agent()
    clerk.done("/paper-tickets", tickets=[slip(7, "08:05")])
    assert clerk.done("/counters/1/next", expects=None)["ticket"]["label"] == "A-P07"
    [job] = agent.post("/jobs/claim", targets=["field:1"]).json["jobs"]
    assert [job["content"][name] for name in ("label", "queue", "number", "digits")] == ["A-P07", "AP", 7, 2]


def test_electronic_numbers_go_on_as_if_there_were_no_paper(site: Site) -> None:
    clerk = site.clerk(1)
    clerk.done("/paper-tickets", tickets=[slip(1, "08:05"), slip(2, "08:06")])
    assert [ticket["label"] for ticket in given(site, "A2", "A2")] == ["A-001", "A-002"]


def test_who_was_served_meanwhile_counts_in_the_days_figures_and_teaches_nothing(site: Site) -> None:
    clerk = site.clerk(1)
    clerk.done("/paper-tickets", tickets=[served(1), slip(2, "08:11", "left")])
    with site.hall.store.read() as unit:
        assert unit.tickets.durations("A", 50) == []
        assert unit.tickets.last_called(["A"], unit.journal.head().day, 9) == []  # type: ignore[arg-type]
    report = site.staff("admin", "admin").done("/day/close", waiting="release")["report"]
    told = {name: n for name, n in report["totals"].items() if n}
    assert told == {"issued": 2, "served": 1, "cancelled": 1, "paper": 2, "services": 1}


def test_a_batch_sent_again_is_keyed_in_once(site: Site) -> None:
    clerk = site.clerk(1)
    body = {"request_id": "paper-0001", "tickets": [slip(1, "08:05"), served(2)]}
    first, again = (clerk.post("/paper-tickets", **body) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert [one["id"] for one in first.json["tickets"]] == [one["id"] for one in again.json["tickets"]]
    assert site.events().count("PaperKeyedIn") == 2


def test_each_number_once_a_day_and_again_on_the_next(site: Site) -> None:
    clerk = site.clerk(1)
    clerk.done("/paper-tickets", tickets=[slip(1, "08:05")])
    refused = clerk.do("/paper-tickets", tickets=[slip(1, "08:06", service="A1")])
    assert (refused.status_code, refused.json["error"], refused.json["row"]) == (409, "paper_keyed_before", 1)
    site.clock.forward(days=1)
    tomorrow = {**slip(1, "08:05"), "issued_at": at("08:05", "2026-11-24")}
    assert clerk.do("/paper-tickets", tickets=[tomorrow]).status_code == 201


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("paper_other_day", {**slip(2, "08:05"), "issued_at": at("08:05", "2026-11-22")}),
        ("paper_in_future", slip(2, "09:05")),
        ("paper_in_future", served(2, ended_at=at("09:30"))),
        ("paper_outside_hours", slip(2, "07:29")),
        ("paper_out_of_order", served(2, called_at=at("08:05"))),
        ("paper_out_of_order", served(2, ended_at=at("08:21"))),
        ("paper_incomplete", served(2, counter=None)),
        ("paper_incomplete", slip(2, "08:05", called_at=at("08:10"))),
        ("paper_counter_wrong", served(2, counter=3)),
        ("paper_counter_wrong", served(2, counter=77)),
        ("not_found", slip(2, "08:05", service="Z9")),
        ("not_allowed", slip(2, "08:05", service="D1")),
    ],
)
def test_what_cannot_be_true_is_refused_with_its_row_and_changes_nothing(
    site: Site, code: str, wrong: dict[str, Any]
) -> None:
    clerk = site.clerk(1)
    before = site.rows()
    refused = clerk.do("/paper-tickets", tickets=[slip(1, "08:05"), wrong])
    assert (refused.json["error"], refused.json["row"]) == (code, 2)
    assert 400 <= refused.status_code < 500
    assert refused.json["message"]
    assert site.rows() == before


def test_a_clock_in_doubt_and_a_closed_day_take_no_paper(site: Site) -> None:
    clerk, admin = site.clerk(1), site.staff("admin", "admin")
    admin.done("/day/close", waiting="release")
    assert clerk.do("/paper-tickets", tickets=[slip(1, "08:05")]).json["error"] == "day_closed"


@pytest.mark.parametrize(("role", "status"), [("greeter", 201), ("supervisor", 201), ("auditor", 403)])
def test_greeters_and_supervisors_key_in_for_everybody_auditors_for_nobody(site: Site, role: str, status: int) -> None:
    person = site.staff("orang", role)
    answer = person.do("/paper-tickets", tickets=[slip(1, "08:05"), slip(1, "08:05", service="D1")])
    assert answer.status_code == status


def test_a_kiosk_and_the_public_key_in_nothing(site: Site) -> None:
    assert site.kiosk().do("/paper-tickets", tickets=[slip(1, "08:05")]).status_code == 403
    assert site.public.do("/paper-tickets", tickets=[slip(1, "08:05")]).status_code == 401
