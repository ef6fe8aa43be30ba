"""Pausing the site, an agency or a service: with a reason, by whom, until when."""

import pytest

from server.domain.mall_file import dump
from tests.api.test_opening import refused, verdict
from tests.halls import Site, hall_mall


def test_a_manager_pauses_the_own_agency_and_lifts_it(site: Site) -> None:
    kiosk, manager = site.kiosk(), site.staff("kepala", "manager", "A")
    pause = manager.done("/pauses", scope="agency", code="A", reason="meeting", numbers=False)["pause"]
    assert refused(site, kiosk) == "agency_paused"
    assert kiosk.do("/tickets", service="D1").status_code == 201
    manager.done(f"/pauses/{pause}/lift")
    assert kiosk.do("/tickets", service="A2").status_code == 201


def test_a_pause_that_leaves_numbers_is_only_a_notice(site: Site) -> None:
    site.staff("kepala", "manager", "A").done("/pauses", scope="agency", code="A", reason="meeting", numbers=True)
    told = verdict(site)
    assert (told["can_take"], told["notice"]["code"]) == (True, "paused")


def test_a_central_system_that_is_down_stops_numbers_always(site: Site) -> None:
    kiosk = site.kiosk()
    site.staff("admin", "admin").done(
        "/pauses", scope="service", code="A2", reason="central_system_down", numbers=True, minutes=30
    )
    assert refused(site, kiosk) == "central_system_down"


def test_a_pause_ends_by_itself(site: Site) -> None:
    kiosk = site.kiosk()
    site.staff("admin", "admin").done("/pauses", scope="site", reason="power", numbers=False, minutes=10)
    assert refused(site, kiosk, "D1") == "agency_paused"
    site.later(601)
    assert kiosk.do("/tickets", service="D1").status_code == 201
    site.round()
    assert site.events()[-1] == "Resumed"
    assert site.public.get("/services").json["services"][0]["can_take"]


@pytest.mark.parametrize(
    ("scope", "code", "status"),
    [("site", "", 403), ("agency", "D", 403), ("service", "D1", 403), ("agency", "Z", 404), ("service", "Z9", 404)],
)
def test_a_manager_reaches_the_own_agency_only(site: Site, scope: str, code: str, status: int) -> None:
    manager = site.staff("kepala", "manager", "A")
    before = site.rows()
    answer = manager.do("/pauses", scope=scope, code=code, reason="meeting")
    assert answer.status_code == status
    assert site.rows() == before


def test_a_pause_that_is_lifted_or_never_was_is_not_found(site: Site) -> None:
    admin = site.staff("admin", "admin")
    pause = admin.done("/pauses", scope="site", reason="other")["pause"]
    admin.done(f"/pauses/{pause}/lift")
    assert admin.do(f"/pauses/{pause}/lift").status_code == 404


def test_a_pause_of_what_the_mall_no_longer_has_can_be_lifted(site: Site) -> None:
    admin, file = site.staff("admin", "admin"), dump(hall_mall())
    pause = admin.done("/pauses", scope="service", code="D2", reason="other")["pause"]
    file["agencies"][1]["services"].pop(1)
    file["counters"][2]["queues"].remove("DS")
    assert admin.client.put("/api/v1/mall/file", headers=admin.headers, json={"mall": file}).status_code == 200
    admin.done(f"/pauses/{pause}/lift")
    assert admin.get("/snapshot?room=hall").json["pauses"] == []
