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
                           "field": 1, "fields": [1], "parts": [{"language": "id"}], "call_seq": 9, "zones": [2],
                           "back_seconds": 5, "tells": [{"queue": "DS"}]}  # fmt: skip
UNHEARD = {
    "AlarmRaised", "AlarmAnswered", "PriorityRequested", "PriorityConfirmed", "PriorityDeclined",
    "AppointmentMade", "AppointmentCancelled", "AppointmentPrinted", "AppointmentKept",
}  # fmt: skip


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
def test_the_hall_and_the_floor_hear_of_everything(name: str) -> None:
    rooms = rooms_of(a_sample(name, agency="D", queue="DS"), AGENCIES)
    assert ("hall" in rooms) == (name not in UNHEARD)
    assert "floor" in rooms


@pytest.mark.parametrize("name", ["AlarmRaised", "AlarmAnswered"])
def test_a_silent_alarm_and_its_answer_are_heard_at_desks_and_on_the_floor_alone(name: str) -> None:
    rooms = set(rooms_of(a_sample(name, zone=1, agency="A"), AGENCIES))
    assert rooms == {"desk:A", "desk:B", "floor", "floor:A", "floor:B"}


def test_the_answer_to_a_visitors_help_is_heard_in_the_hall() -> None:
    assert {"hall", "zone:1", "desk:A", "floor"} <= set(
        rooms_of(a_sample("AlarmAnswered", zone=1, counter=None), AGENCIES)
    )


def test_that_somebody_asked_for_priority_is_no_news_for_screens() -> None:
    rooms = set(rooms_of(a_sample("PriorityConfirmed", agency="D", queue="DS"), AGENCIES))
    assert rooms == {"desk:D", "floor", "floor:D", "queue:DS"}


def test_who_is_sent_on_is_heard_of_where_they_were_and_where_they_go() -> None:
    left = {"left_queue": "A", "left_agency": "A", "left_zone": 1}
    rooms = set(rooms_of(a_sample("TicketTransferred", agency="D", queue="DS", **left), AGENCIES))
    assert rooms == {
        "hall",
        "zone:1",
        "zone:2",
        "desk:A",
        "desk:D",
        "floor",
        "floor:A",
        "floor:D",
        "queue:A",
        "queue:DS",
    }


def test_an_undone_move_is_heard_in_each_queue_it_touched() -> None:
    rooms = rooms_of(a_sample("MoveUndone", agency="D", tells=[{"queue": "D"}, {"queue": "A"}]), AGENCIES)
    assert {"queue:D", "queue:A"} <= set(rooms)


def test_an_undone_transfer_is_heard_also_where_the_visitor_had_been_sent() -> None:
    tells = [{"queue": "A", "agency": "A", "zone": 1}, {"queue": "DS", "agency": "D", "zone": 2}]
    rooms = rooms_of(a_sample("MoveUndone", agency="A", zone=1, tells=tells), AGENCIES)
    assert {"zone:1", "zone:2", "desk:A", "desk:D", "floor:A", "floor:D", "queue:A", "queue:DS"} <= set(rooms)


def test_a_call_is_heard_in_its_zone_at_its_agencys_desks_and_by_its_queue() -> None:
    rooms = rooms_of(a_sample("TicketCalled", agency="D", queue="DS"), AGENCIES)
    assert set(rooms) == {"hall", "zone:2", "desk:D", "queue:DS", "floor", "floor:D"}


def test_a_trouble_of_a_zone_is_heard_at_every_desk_there_and_nowhere_else() -> None:
    rooms = set(rooms_of(a_sample("HelpAsked", zone=1), AGENCIES))
    assert rooms == {"hall", "zone:1", "desk:A", "desk:B", "floor", "floor:A", "floor:B"}


def test_what_concerns_the_site_is_heard_everywhere_once() -> None:
    rooms = rooms_of(a_sample("DayOpened"), AGENCIES)
    every = [f"{kind}:{agency}" for kind in ("desk", "floor") for agency in "ABD"]
    assert sorted(rooms) == sorted([*every, "floor", "hall", "zone:1", "zone:2"])


def test_a_pause_of_an_agency_is_heard_in_its_zones_only() -> None:
    assert set(rooms_of(a_sample("Paused", agency="D"), AGENCIES)) == {"hall", "zone:2", "desk:D", "floor", "floor:D"}


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
