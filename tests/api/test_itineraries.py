"""Several services in one visit through the door: the proposed order, why, what is closed; and nothing is written."""

from typing import Any

from tests.halls import Site


def advice(site: Site, services: str, **more: Any) -> Any:
    answer = site.kiosk().get(f"/itineraries?services={services}", **more)
    assert answer.status_code == 200, answer.text
    return answer.json


def test_the_service_with_the_shorter_queue_goes_first_and_the_page_says_why(site: Site) -> None:
    site.clerk(1)
    site.clerk(3)
    kiosk = site.kiosk()
    for _ in range(8):
        kiosk.done("/tickets", service="A2")
    told = advice(site, "A2,D1")
    assert (told["proposed"]["services"], told["chosen"]["services"], told["same"]) == (
        ["D1", "A2"],
        ["A2", "D1"],
        False,
    )
    assert told["why"][0]["code"] == "shortest_first"
    assert "lebih dahulu" in told["why"][0]["message"]["id"]
    assert told["why"][0]["message"]["en"]
    assert told["saves_minutes"] > 0
    assert told["proposed"]["total"]["high_minutes"] <= told["chosen"]["total"]["high_minutes"]


def test_what_gives_no_number_is_said_and_left_out_of_the_order(site: Site) -> None:
    kiosk = site.kiosk()
    for _ in range(2):
        kiosk.done("/tickets", service="A1")
    told = advice(site, "A1,D1")
    assert told["proposed"]["services"] == ["D1"]
    assert [(one["service"], one["refusal"]["code"]) for one in told["closed"]] == [("A1", "quota_used_up")]
    assert told["closed"][0]["refusal"]["message"]["id"]


def test_without_open_counters_no_range_is_promised(site: Site) -> None:
    told = advice(site, "A2,D1")
    assert told["proposed"]["total"] is None
    assert [stop["called"] for stop in told["proposed"]["stops"]] == [None, None]


def test_asking_changes_no_row_and_refusals_name_the_reason(site: Site) -> None:
    kiosk = site.kiosk()
    before = site.rows()
    assert kiosk.get("/itineraries?services=A2,D1").status_code == 200
    told = [kiosk.get(f"/itineraries?services={services}") for services in ("A2,A2", "ZZ", "A2,ZZ", "", "A2,,D1")]
    assert [answer.status_code for answer in told] == [422, 404, 404, 422, 422]
    assert site.public.get("/itineraries?services=A2").status_code == 401
    assert site.rows() == before
