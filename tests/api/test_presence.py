"""Agents that vanish and come back: the desks are told, and nobody pretends to know how the printers are."""

from typing import Any

from server.api.presence import Presence, line_of
from tests.halls import Door, Site


def look(door: Door) -> list[tuple[str, str]]:
    troubles: list[dict[str, Any]] = door.get("/counters/1").json["troubles"]
    return [(one["kind"], one["code"]) for one in troubles]


def voice_of(site: Site) -> str:
    told = site.staff(f"look{len(site.events())}", "admin").get("/snapshot?zone=1").json
    return str(told["fields"][0]["voice"])


def test_without_a_voice_agent_the_hall_knows_that_it_has_only_chimes(site: Site) -> None:
    assert voice_of(site) == "absent"
    assert ("voice", "absent") in look(site.clerk(1))


def test_an_agent_that_asks_for_announcements_is_the_voice(site: Site) -> None:
    clerk, agent = site.clerk(1), site.agent()
    agent.post("/jobs/claim", targets=["field:1"])
    assert voice_of(site) == "ready"
    assert ("voice", "absent") not in look(clerk)
    agent.post("/devices/me/state", state="failing")
    assert voice_of(site) == "failing"
    assert ("voice", "failing") in look(clerk)


def test_an_agent_that_drives_printers_is_not_taken_for_the_voice(site: Site) -> None:
    site.agent().post("/jobs/claim", targets=["printer:p1"])
    assert voice_of(site) == "absent"


def test_a_voice_that_no_longer_asks_is_absent_and_recovers_by_itself(site: Site) -> None:
    clerk, agent = site.clerk(1), site.agent()
    agent.post("/jobs/claim", targets=["field:1"])
    site.later(39)
    site.round()
    assert voice_of(site) == "ready"
    site.later(2)
    site.round()
    site.round()
    assert voice_of(site) == "absent"
    assert ("voice", "absent") in look(clerk)
    agent.post("/jobs/claim", targets=["field:1"])
    assert voice_of(site) == "ready"
    assert site.events().count("VoiceChanged") == 3


def test_without_its_agent_a_printers_state_is_not_known(site: Site) -> None:
    clerk, agent = site.clerk(1), site.agent()
    agent.post("/jobs/claim", targets=["printer:p1", "printer:p2"])
    for printer in ("p1", "p2"):
        agent.post(f"/printers/{printer}/state", state="ready")
    assert not [one for one in look(clerk) if one[0] == "printer"]
    site.later(41)
    clerk.get("/counters/1")
    site.round()
    assert ("printer", "offline") in look(clerk) or ("printer", "unknown") in look(clerk)


def test_a_dead_voice_does_not_keep_the_next_one_silent(site: Site) -> None:
    """An agent was replaced: the old key never comes back, the new one speaks."""
    old = site.agent()
    old.post("/jobs/claim", targets=["field:1"])
    site.later(41)
    site.round()
    new = site.agent()
    new.post("/jobs/claim", targets=["field:1"])
    site.round()
    assert voice_of(site) == "ready"


def test_a_kiosk_whose_line_is_open_in_one_process_is_heard_in_the_others(site: Site) -> None:
    """What processes know of each other are beats in the database."""
    seconds = [0.0]
    here, there = (Presence(lambda: seconds[0]) for _ in range(2))
    there.exchange(site.hall.store)
    here.see(line_of("kios1"))
    here.exchange(site.hall.store)
    assert not there.heard(line_of("kios1"), 15)
    there.exchange(site.hall.store)
    assert there.heard(line_of("kios1"), 15)
    seconds[0] += 16
    there.exchange(site.hall.store)
    assert not there.heard(line_of("kios1"), 15)
