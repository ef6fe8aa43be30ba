"""Devices through the door: keys, pairing codes, the demonstration's own pairing, who speaks for a field."""

from collections.abc import Callable

import pytest

from tests.halls import Door, Site, hall_mall


def test_a_code_pairs_one_device_once(site: Site) -> None:
    admin = site.staff("admin", "admin")
    offer = admin.post("/devices/pairings", kind="kiosk", name="Kios Depan", place="k2").json
    paired = site.public.post("/devices/pair", code=offer["code"].lower())
    assert paired.status_code == 201
    device = paired.json["device"]
    assert (device["name"], device["zone"], device["printer"], device["sound_fields"]) == ("Kios Depan", 2, "p2", [2])
    kiosk = Door(site.public.client, {"Authorization": f"Bearer {paired.json['key']}"})
    assert kiosk.get("/devices/me").json["device"] == device
    assert kiosk.do("/tickets", service="A2").status_code == 201
    again = site.public.post("/devices/pair", code=offer["code"])
    assert (again.status_code, again.json["error"]) == (404, "not_found")


def test_a_code_dies_after_a_quarter_of_an_hour(site: Site) -> None:
    code = site.staff("admin", "admin").post("/devices/pairings", kind="display", name="Layar").json["code"]
    site.clock.forward(minutes=15, seconds=1)
    assert site.public.post("/devices/pair", code=code).status_code == 404


def test_a_code_is_for_places_that_exist(site: Site) -> None:
    admin = site.staff("admin", "admin")
    for wrong in ({"zone": 9}, {"place": "k9"}, {"printer": "p9"}):
        answer = admin.post("/devices/pairings", kind="kiosk", name="Kios", **wrong)
        assert (answer.status_code, answer.json["error"]) == (404, "not_found"), wrong


def test_neither_codes_nor_keys_are_kept_readable(site: Site) -> None:
    code = site.staff("admin", "admin").post("/devices/pairings", kind="display", name="Layar").json["code"]
    kiosk = site.kiosk()
    kept = str(site.rows())
    assert code not in kept
    assert kiosk.headers["Authorization"].partition(".")[2] not in kept


@pytest.mark.parametrize(
    "header",
    ["Bearer nobody.secret", "Bearer ", "Bearer", "Basic abc", "Bearer " + "x" * 200, "Bearer ä.ö", "Bearer ."],
)
def test_a_key_that_is_not_known_opens_nothing(site: Site, header: str) -> None:
    before = site.rows()
    answer = Door(site.public.client, {"Authorization": header}).do("/tickets", service="A2")
    assert answer.status_code == 401
    assert answer.json["error"] in ("key_unknown", "not_signed_in")
    assert site.rows() == before


def test_the_right_device_with_a_wrong_secret_opens_nothing(site: Site) -> None:
    key = site.kiosk().headers["Authorization"]
    answer = Door(site.public.client, {"Authorization": key[:-1] + "~"}).do("/tickets", service="A2")
    assert (answer.status_code, answer.json["error"]) == (401, "key_unknown")


def test_no_device_pairs_by_itself_in_production(site: Site) -> None:
    before = site.rows()
    answer = site.public.post("/devices/pair", kind="kiosk", zone=1)
    assert (answer.status_code, answer.json["needs"]) == (403, ["pairing_code"])
    assert site.rows() == before


def test_the_demonstration_pairs_from_this_machine_alone(make_site: Callable[..., Site]) -> None:
    site = make_site(demonstration=True)
    paired = site.public.post("/devices/pair", kind="kiosk", zone=1, name="Kios Demo")
    assert (paired.status_code, paired.json["device"]["name"]) == (201, "Kios Demo")
    client = site.public.client
    for name in ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"):
        answer = client.post("/api/v1/devices/pair", json={"kind": "kiosk"}, headers={name: "10.0.0.5"})
        assert answer.status_code == 403, name
    far = client.post("/api/v1/devices/pair", json={"kind": "kiosk"}, environ_base={"REMOTE_ADDR": "10.0.0.5"})
    assert far.status_code == 403
    near = client.post("/api/v1/devices/pair", json={"kind": "kiosk"}, environ_base={"REMOTE_ADDR": "::1"})
    assert near.status_code == 201


def test_pairing_needs_a_code_or_a_kind(make_site: Callable[..., Site]) -> None:
    answer = make_site(demonstration=True).public.post("/devices/pair")
    assert (answer.status_code, answer.json["error"]) == (422, "bad_request")


def test_an_agent_learns_which_printers_it_drives(site: Site) -> None:
    printers = site.agent().get("/printers").json["printers"]
    assert [(p["id"], p["driver"], p["address"]) for p in printers] == [
        ("p1", "virtual", "127.0.0.1:9101"), ("p2", "virtual", "127.0.0.1:9102"),
    ]  # fmt: skip
    assert site.kiosk().get("/printers").status_code == 403


def test_a_printers_new_state_is_news_and_the_same_state_is_not(site: Site) -> None:
    agent = site.agent()
    for state in ("ready", "paper_out", "paper_out"):
        assert agent.post("/printers/p1/state", state=state).status_code == 200
    assert site.events().count("PrinterChanged") == 2
    troubles = site.clerk(1).get("/counters/1").json["troubles"]
    assert [(t["id"], t["code"]) for t in troubles if t["kind"] == "printer"] == [("p1", "paper_out")]
    assert agent.post("/printers/p9/state", state="ready").status_code == 404


def test_a_kiosk_learns_that_its_paper_is_out_from_its_own_ticket(site: Site) -> None:
    site.agent().post("/printers/p1/state", state="paper_out")
    answer = site.kiosk().do("/tickets", service="A2")
    assert answer.status_code == 201
    assert (answer.json["slip"]["state"], answer.json["slip"]["reason"]) == ("held", "paper_out")


def test_exactly_one_player_speaks_for_a_field(site: Site) -> None:
    one, two = site.device("display", 1), site.device("display", 1)

    def granted(door: Door, instance: str) -> bool:
        return bool(door.post("/fields/1/player", instance=instance).json["granted"])

    assert granted(one, "tab-1")
    assert not granted(two, "tab-1")
    assert not granted(one, "tab-2"), "another window of the same screen is another player"
    assert granted(one, "tab-1"), "the player renews its lease"
    site.later(13)
    assert granted(two, "tab-1")


def test_a_clock_that_steps_back_leaves_no_field_silent(site: Site) -> None:
    gone, there = site.device("display", 1), site.device("display", 1)
    assert gone.post("/fields/1/player", instance="tab-1").json["granted"]
    site.clock.forward(hours=-1)
    assert there.post("/fields/1/player", instance="tab-1").json["granted"]


def test_the_zones_display_goes_before_the_halls_once_that_one_has_fallen_silent(site: Site) -> None:
    hall, zone = site.device("display"), site.device("display", 1)

    def granted(door: Door) -> bool:
        return bool(door.post("/fields/1/player", instance="tab").json["granted"])

    assert granted(hall)
    assert not granted(zone), "the hall's display still believes that it may speak"
    assert not granted(hall), "it is asked to give way"
    site.later(13)
    assert granted(zone)
    assert not granted(hall)


def test_a_display_speaks_for_its_own_fields_only(site: Site) -> None:
    answer = site.device("display", 1).post("/fields/2/player", instance="tab")
    assert (answer.status_code, answer.json["what"]) == (404, "field")


def test_a_page_that_goes_leaves_its_fields_voice_to_whoever_asks_next(site: Site) -> None:
    one, two = site.device("display", 1), site.device("display", 1)
    assert one.post("/fields/1/player", instance="tab-1").json["granted"]
    two.post("/fields/1/player/leave", instance="tab-1")
    assert not two.post("/fields/1/player", instance="tab").json["granted"], "nobody leaves for another"
    assert one.post("/fields/1/player/leave", instance="tab-1").status_code == 200
    site.round()
    assert one.post("/fields/1/player", instance="tab-2").json["granted"], "the same page, loaded again"
    assert "PlayerChanged" not in site.events()[1 + site.events().index("PlayerChanged") :], "nobody is troubled"
    one.post("/fields/1/player/leave", instance="tab-2")
    site.later(6)
    site.round()
    assert site.events()[-1] == "PlayerChanged", "it did not come back"


def test_the_desks_are_told_of_a_player_that_fell_silent(site: Site) -> None:
    display = site.device("display", 1)
    display.post("/fields/1/player", instance="tab")
    site.later(5)
    display.post("/fields/1/player", instance="tab")
    assert site.events().count("PlayerChanged") == 1
    site.later(13)
    site.round()
    site.round()
    assert site.events().count("PlayerChanged") == 2
    troubles = site.clerk(1).get("/counters/1").json["troubles"]
    assert ("display", "no_player") in [(t["kind"], t["code"]) for t in troubles]


def test_a_display_that_may_not_sound_says_so(site: Site) -> None:
    display = site.device("display", 1)
    for _ in range(2):
        assert display.post("/devices/me/state", state="sound_blocked").status_code == 200
    assert site.events().count("DisplayChanged") == 1
    assert site.device("display").get("/snapshot?room=hall").json["displays"] == [
        {"name": "Display", "zone": 1, "state": "sound_blocked"}
    ]


def test_a_kiosk_without_a_place_of_its_own_still_calls_somebody_to_help(make_site: Callable[..., Site]) -> None:
    site = make_site(mall=hall_mall(kiosks=[]))
    kiosk = site.device("kiosk")
    kiosk.done("/help")
    troubles = site.clerk(1).get("/counters/1").json["troubles"]
    assert ("help", "help") in [(one["kind"], one["code"]) for one in troubles]
