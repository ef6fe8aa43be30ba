"""Setting the site up through the door: the mall's file and accounts; and a hall that goes on while the mall changes."""

from collections.abc import Callable
from typing import Any

import pytest

from server.domain.events import MallChanged
from server.domain.mall_file import dump
from server.passwords import Argon2Passwords, right_here
from tests.halls import Door, Site, hall_mall


def put(door: Door, mall: dict[str, Any]) -> Any:
    return door.client.put("/api/v1/mall/file", headers=door.headers, json={"mall": mall})


def test_the_mall_comes_out_as_the_file_that_goes_in(site: Site) -> None:
    admin = site.staff("admin", "admin")
    file = admin.get("/mall/file").json["mall"]
    before = site.rows()
    assert put(admin, file).status_code == 200
    assert site.rows() == before, "loading what is there changes nothing"
    file["frequent"] = ["D1"]
    assert put(admin, file).json["counters"] == 3
    assert site.public.get("/mall").json["frequent"] == ["D1"]
    assert site.events()[-1] == "MallChanged"


def test_the_journal_says_who_changed_the_mall(site: Site) -> None:
    admin, file = site.staff("admin", "admin"), dump(hall_mall())
    file["frequent"] = []
    assert put(admin, file).status_code == 200
    with site.hall.store.read() as unit:
        (event,) = [one.event for one in unit.journal.after(1, 100) if isinstance(one.event, MallChanged)]
    assert admin.actor is not None
    assert event.by == admin.actor.id


def test_a_mall_that_contradicts_itself_is_refused_with_every_problem(site: Site) -> None:
    admin = site.staff("admin", "admin")
    file = admin.get("/mall/file").json["mall"]
    file["frequent"], file["counters"][0]["zone"] = ["Z9"], 9
    before = site.rows()
    answer = put(admin, file)
    assert (answer.status_code, answer.json["error"]) == (422, "mall_not_sound")
    assert len(answer.json["problems"]) >= 2
    assert site.rows() == before


def test_a_mall_as_large_as_a_real_one_fits_through_the_door(site: Site) -> None:
    from tests.unit.small_mall import sanggau

    assert put(site.staff("admin", "admin"), dump(sanggau())).json["services"] == 51


def test_odd_files_are_refused_and_break_nothing(site: Site) -> None:
    admin = site.staff("admin", "admin")
    before = site.rows()
    for odd in (
        {},
        {"format": "antrean-mall/1"},
        {"site": None},
        {"agencies": [None]},
        {"zones": {"a": 1}},
        {"x": "\ud800"},
    ):
        answer = put(admin, odd)
        assert answer.status_code == 422, (odd, answer.text)
    assert site.rows() == before


def test_only_an_admin_sets_the_site_up(site: Site) -> None:
    for role in ("clerk", "greeter", "manager", "supervisor", "auditor"):
        door = site.staff(role, role, "A" if role in ("clerk", "manager") else None)
        assert door.get("/mall/file").status_code == 403
        assert put(door, {}).status_code in (403, 422)
        answer = door.post("/staff", username="new", role="admin", password="long-enough")
        assert (answer.status_code, answer.json["error"]) == (403, "not_allowed")
    assert site.kiosk().get("/mall/file").status_code == 403
    assert site.public.get("/mall/file").status_code == 401


def test_an_admin_makes_an_account_that_can_sign_in(site: Site) -> None:
    admin = site.staff("admin", "admin")
    site.application.house.passwords = Argon2Passwords(right_here)
    made = admin.post("/staff", username="petugas9", role="clerk", password="rahasia-sekali", agency="A")
    assert made.status_code == 201
    signed = site.public.post("/sign-in", username="petugas9", password="rahasia-sekali")
    assert (signed.status_code, signed.json["staff"]["agency"]) == (200, "A")
    assert "rahasia" not in str(site.rows())


def test_an_account_is_for_a_role_and_an_agency_that_exist(site: Site) -> None:
    admin = site.staff("admin", "admin")
    site.application.house.passwords = Argon2Passwords(right_here)
    for wrong in ({"role": "king"}, {"role": "clerk", "agency": "Z"}, {"role": "clerk", "password": "short"}):
        answer = admin.post("/staff", **{"username": "petugas9", "password": "long-enough", **wrong})
        assert answer.status_code in (404, 422)


SMALLER = [
    ("counters", lambda mall: mall["counters"].pop(0)),
    ("services", lambda mall: mall["agencies"][0]["services"].pop(1)),
    ("agencies", lambda mall: (mall["agencies"].pop(1), mall["counters"].pop(2))),
]


@pytest.mark.parametrize(("what", "shrink"), SMALLER, ids=[what for what, _ in SMALLER])
def test_what_is_in_use_today_does_not_leave_the_mall(site: Site, what: str, shrink: Callable[[Any], Any]) -> None:
    kiosk = site.kiosk()
    for service in ("A2", "D1"):
        kiosk.done("/tickets", service=service)
    site.clerk(1)
    admin, file = site.staff("admin", "admin"), dump(hall_mall())
    shrink(file)
    before = site.rows()
    answer = put(admin, file)
    assert (answer.status_code, answer.json["error"]) == (422, "mall_not_sound")
    assert answer.json["problems"][0].startswith(f"{what}: ")
    assert site.rows() == before


def test_a_counter_does_not_go_to_another_agency_while_somebody_sits_there(site: Site) -> None:
    clerk, admin, file = site.clerk(1), site.staff("admin", "admin"), dump(hall_mall())
    file["counters"][0].update(agency="D", queues=["D"], zone=2)
    assert put(admin, file).json["problems"] == ["counters: somebody is at 1"]
    clerk.done("/counters/1/leave")
    assert put(admin, file).status_code == 200


def test_a_job_of_yesterday_for_a_service_that_is_gone_does_not_stop_its_printer(site: Site) -> None:
    kiosk, admin, agent = site.kiosk(2), site.staff("admin", "admin"), site.agent()
    clerk, ticket = site.clerk(3), kiosk.done("/tickets", service="D1")["ticket"]["id"]
    clerk.done("/counters/3/next", expects=None)
    clerk.done(f"/tickets/{ticket}/reprint", printer="p2")
    site.clock.forward(days=1)
    site.round()
    file = dump(hall_mall())
    file["agencies"].pop(1)
    file["counters"].pop(2)
    assert put(admin, file).status_code == 200
    site.kiosk(2).done("/tickets", service="A2")
    (slip,) = agent.post("/jobs/claim", targets=["printer:p2", "field:2"]).json["jobs"]
    assert slip["content"]["label"] == "A-001"


def test_what_is_not_in_use_may_leave_and_old_tickets_are_not_found(site: Site) -> None:
    kiosk, clerk, admin = site.kiosk(), site.clerk(1), site.staff("admin", "admin")
    old = [kiosk.done("/tickets", service=service)["ticket"]["id"] for service in ("A2", "D1")]
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/finish", ticket=old[0])
    clerk.done("/counters/1/leave")
    file = dump(hall_mall())
    file["counters"].pop(0)
    assert put(admin, file).status_code == 200
    assert admin.get("/snapshot?room=hall").json["calls"] == [], "its call was at a counter that is gone"
    site.clock.forward(days=1)
    site.round()
    file["agencies"].pop(1)
    file["counters"].pop(1)
    assert put(admin, file).status_code == 200
    for path in ("/services", "/mall", "/snapshot?room=hall", "/snapshot?zone=1", "/news?room=hall", "/counters/2"):
        assert admin.get(path).status_code == 200, path
    assert site.public.get(f"/tickets/{old[1]}").status_code == 404
    assert admin.do(f"/tickets/{old[1]}/reprint").status_code == 404
