"""Work profiles by the API: in words, with the bound on who may pass; written and given within reach."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.halls import Door, Site, hall_mall, opened

LINES = [{"code": "prioritas", "classes": ["priority"], "most": 1, "after": 2}]
NAME = {"id": "Berimbang", "en": "Balanced"}


@pytest.fixture
def site(tmp_path: Path, empty_database: Path) -> Iterator[Site]:
    counters = [
        {"number": n, "zone": zone, "agency": agency, "queues": queues, **({"profile": profile} if profile else {})}
        for n, zone, agency, queues, profile in (
            (1, 1, "A", ["A"], "utama"), (2, 1, "A", ["A"], "utama"), (3, 2, "D", ["D", "DS"], "lain"),
        )
    ]  # fmt: skip
    profiles = [{"code": code, "name": {"id": code, "en": code}, "lines": LINES} for code in ("utama", "lain", "bebas")]
    with opened(tmp_path / "site", empty_database, hall_mall(counters=counters, profiles=profiles)) as site:
        yield site


def put(door: Door, path: str, **body: Any) -> Any:
    request = {"request_id": door.new_request_id(), **body}
    return door.client.put(f"/api/v1{path}", headers=door.headers, json=request)


def test_each_profile_is_told_in_words_with_its_pools_and_each_queue_with_its_bound(site: Site) -> None:
    told = site.staff("auditor", "auditor").get("/profiles").json
    first = next(one for one in told["profiles"] if one["code"] == "utama")
    assert first["lines"] == LINES
    assert len(first["sentences"]) == 2
    assert all(set(sentence) >= {"id", "en"} for sentence in first["sentences"])
    assert first["pools"] == [{"agency": "A", "queues": ["A"], "counters": [1, 2]}]
    bound = next(one for one in told["queues"] if one["queue"] == "A")
    assert bound["bound"] == {"most": 1, "step": 1, "every": 2}
    assert "1" in bound["sentence"]["id"]


def test_a_manager_sees_and_edits_what_is_of_the_own_agency(site: Site) -> None:
    told = site.staff("manajer", "manager", "A").get("/profiles").json
    assert {one["code"]: one["may_edit"] for one in told["profiles"]} == {"utama": True, "lain": False, "bebas": True}
    assert {one["queue"] for one in told["queues"]} == {"A"}


def test_a_profile_is_changed_and_the_bound_with_it(site: Site) -> None:
    manager = site.staff("manajer", "manager", "A")
    lines = [{"code": "prioritas", "classes": ["priority"], "most": 3}]
    told = put(manager, "/profiles/utama", name=NAME, lines=lines).json
    assert next(one for one in told["queues"] if one["queue"] == "A")["bound"]["most"] == 3
    assert site.events()[-1] == "MallChanged"
    assert put(manager, "/profiles/baru", name=NAME, lines=LINES).status_code == 200


def test_a_profile_of_another_agency_is_beyond_a_manager_and_not_beyond_a_supervisor(site: Site) -> None:
    manager, boss = site.staff("manajer", "manager", "A"), site.staff("bos", "supervisor")
    refused = put(manager, "/profiles/lain", name=NAME, lines=LINES)
    assert (refused.status_code, refused.json["error"]) == (403, "profile_in_use")
    foreign = [{"code": "bantu", "queues": ["D"], "most": 1}]
    assert put(manager, "/profiles/bebas", name=NAME, lines=foreign).status_code == 403
    assert put(boss, "/profiles/lain", name=NAME, lines=LINES).status_code == 200


def test_a_profile_that_contradicts_the_mall_changes_nothing(site: Site) -> None:
    boss = site.staff("bos", "supervisor")
    before = site.rows()["mall_rows"]
    refused = put(boss, "/profiles/utama", name=NAME, lines=[{"code": "semua", "classes": ["priority"]}])
    assert (refused.status_code, refused.json["error"]) == (422, "mall_not_sound")
    assert refused.json["problems"]
    assert site.rows()["mall_rows"] == before


def test_a_counter_works_by_another_profile_from_its_next_call_on(site: Site) -> None:
    manager, clerk, kiosk = site.staff("manajer", "manager", "A"), site.clerk(1), site.kiosk()
    assert put(manager, "/counters/1/profile", profile=None).json["changed"]
    labels = [kiosk.done("/tickets", service="A2")["ticket"]["label"] for _ in range(2)]
    clerk.done(f"/tickets/{labels[1]}/priority", decision="confirmed")
    assert clerk.done("/counters/1/next", expects=None)["ticket"]["label"] == labels[0]
    assert put(manager, "/counters/3/profile", profile=None).status_code == 403
    assert put(manager, "/counters/1/profile", profile="tiada").status_code == 404
    assert put(manager, "/counters/9/profile", profile=None).status_code == 404


def test_a_profile_is_removed_and_never_from_under_a_counter(site: Site) -> None:
    boss, before = site.staff("bos", "supervisor"), site.rows()["mall_rows"]
    refused = boss.do("/profiles/utama/remove")
    assert (refused.status_code, refused.json["error"]) == (409, "profile_has_counters")
    assert refused.json["counters"] == "1, 2"
    assert site.rows()["mall_rows"] == before
    for counter in (1, 2):
        put(boss, f"/counters/{counter}/profile", profile=None)
    asked = {"request_id": boss.new_request_id()}
    told = boss.post("/profiles/utama/remove", **asked).json
    assert [one["code"] for one in told["profiles"]] == ["lain", "bebas"]
    assert site.events()[-1] == "MallChanged"
    assert boss.post("/profiles/utama/remove", **asked).status_code == 200
    assert boss.do("/profiles/utama/remove").status_code == 404
    assert put(boss, "/counters/1/profile", profile="utama").status_code == 404


def test_a_manager_removes_what_no_other_agency_works_by(site: Site) -> None:
    manager = site.staff("manajer", "manager", "A")
    refused = manager.do("/profiles/lain/remove")
    assert (refused.status_code, refused.json["error"]) == (403, "profile_in_use")
    assert manager.do("/profiles/bebas/remove").status_code == 200


@pytest.mark.parametrize("role", ["clerk", "greeter", "auditor"])
def test_who_does_not_steer_writes_no_profile(site: Site, role: str) -> None:
    door = site.staff("orang", role, "A" if role == "clerk" else None)
    assert put(door, "/profiles/bebas", name=NAME, lines=LINES).status_code == 403
    assert put(door, "/counters/1/profile", profile="bebas").status_code == 403
    assert door.do("/profiles/bebas/remove").status_code == 403
    assert door.get("/profiles").status_code == (200 if role == "auditor" else 403)
    assert door.post("/profiles/bebas/preview", lines=LINES).status_code == 403


def test_what_a_profile_would_mean_is_told_before_it_is_written(site: Site) -> None:
    manager, before = site.staff("manajer", "manager", "A"), site.events()
    lines = [{"code": "prioritas", "classes": ["priority"], "most": 3}]
    told = manager.post("/profiles/utama/preview", lines=lines).json
    assert [(one["queue"], one["bound"]["most"]) for one in told["queues"]] == [("A", 3)]
    assert len(told["sentences"]) == 2
    unused = manager.post("/profiles/baru/preview", lines=lines).json
    assert [(one["queue"], one["bound"]["most"]) for one in unused["queues"]] == [("", 3)]
    wrong = manager.post("/profiles/baru/preview", lines=[{"code": "semua", "classes": ["priority"]}])
    assert wrong.status_code == 422
    foreign = [{"code": "bantu", "queues": ["D"], "most": 1}]
    assert manager.post("/profiles/baru/preview", lines=foreign).status_code == 403
    assert site.events() == before
