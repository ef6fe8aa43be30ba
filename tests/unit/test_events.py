"""Events: written and read back the same, and the rooms that hear of each."""

import json
from dataclasses import fields
from typing import Any

import pytest

from server.domain.access import ADMIN, AUDITOR, CLERK, GREETER, MANAGER, SUPERVISOR, Actor, of_agency, one_of, reaches
from server.domain.events import EVENTS, body_of, from_body, name_of, rooms_of
from server.domain.refusals import NotAllowed

AGENCIES = {1: ("A", "B"), 2: ("D",)}
SAMPLES: dict[str, Any] = {"zone": 2, "counter": 3, "calls": 1, "number": 7, "waiting": 4, "numbers": True, "player": True,
                           "field": 1, "fields": [1], "parts": [{"language": "id"}], "call_seq": 9, "zones": [2], "tells": [],
                           "back_seconds": 5}  # fmt: skip


def a_sample(name: str, **more: Any) -> Any:
    kind = EVENTS[name]
    return kind(**{f.name: {**SAMPLES, **more}.get(f.name, f.name) for f in fields(kind)})


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_is_read_back_as_it_was_written(name: str) -> None:
    event = a_sample(name)
    assert name_of(event) == name
    assert from_body(name, json.loads(json.dumps(body_of(event)))) == event


def test_a_row_of_no_event_is_not_taken_for_one() -> None:
    with pytest.raises(KeyError):
        from_body("TicketVanished", {})
    with pytest.raises(TypeError):
        from_body("DayOpened", {"day": "2026-11-23", "weather": "rain"})


@pytest.mark.parametrize("name", EVENTS)
def test_the_hall_hears_of_everything_but_a_silent_alarm_and_so_does_the_floor(name: str) -> None:
    rooms = rooms_of(a_sample(name, agency="D", queue="DS"), AGENCIES)
    assert ("hall" in rooms) == (name != "AlarmRaised")
    assert "floor" in rooms


def test_an_undone_transfer_is_heard_also_where_the_visitor_had_been_sent() -> None:
    tells = [{"queue": "A", "agency": "A", "zone": 1}, {"queue": "DS", "agency": "D", "zone": 2}]
    rooms = rooms_of(a_sample("MoveUndone", agency="A", zone=1, tells=tells), AGENCIES)
    assert {"zone:1", "zone:2", "desk:A", "desk:D", "floor:A", "floor:D", "queue:A", "queue:DS"} <= set(rooms)


def test_a_call_is_heard_in_its_zone_at_its_agencys_desks_and_by_its_queue() -> None:
    rooms = rooms_of(a_sample("TicketCalled", agency="D", queue="DS"), AGENCIES)
    assert set(rooms) == {"hall", "zone:2", "desk:D", "queue:DS", "floor", "floor:D"}


def test_a_trouble_of_a_zone_is_heard_at_every_desk_there_and_nowhere_else() -> None:
    desks = {"desk:A", "desk:B", "floor:A", "floor:B"}
    assert set(rooms_of(a_sample("HelpAsked", zone=1), AGENCIES)) == {"hall", "zone:1", "floor", *desks}


def test_what_concerns_the_site_is_heard_everywhere_once() -> None:
    rooms = rooms_of(a_sample("DayOpened"), AGENCIES)
    staff = ["desk:A", "desk:B", "desk:D", "floor", "floor:A", "floor:B", "floor:D"]
    assert sorted(rooms) == [*staff, "hall", "zone:1", "zone:2"]


def test_a_pause_of_an_agency_is_heard_in_its_zones_only() -> None:
    told = {"hall", "zone:2", "desk:D", "floor", "floor:D"}
    assert set(rooms_of(a_sample("Paused", agency="D"), AGENCIES)) == told


@pytest.mark.parametrize("role", [GREETER, SUPERVISOR, AUDITOR, ADMIN])
def test_a_role_of_the_whole_hall_reaches_every_agency(role: str) -> None:
    assert reaches(Actor("staff", "x", role), "D")


@pytest.mark.parametrize("role", [CLERK, MANAGER])
def test_a_clerk_or_manager_reaches_the_own_agency_alone(role: str) -> None:
    actor = Actor("staff", "x", role, "A")
    assert of_agency(actor, "A") is actor
    with pytest.raises(NotAllowed):
        of_agency(actor, "D")
    with pytest.raises(NotAllowed):
        of_agency(Actor("staff", "x", role, None), "D")


def test_a_role_that_is_not_named_is_not_allowed() -> None:
    actor = Actor("staff", "x", AUDITOR)
    assert one_of(actor, CLERK, AUDITOR) is actor
    with pytest.raises(NotAllowed) as refusal:
        one_of(actor, CLERK, ADMIN)
    assert refusal.value.details == {"needs": ["admin", "clerk"]}
