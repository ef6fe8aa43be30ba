"""Among colleagues: a counter handed over in the middle of a visit, help for another queue, notes, the silent alarm."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.halls import Door, Site, hall_mall

SPEAKING = ("hall", "zone:1", "zone:2", "queue:A", "queue:D")


def at_counter(site: Site) -> tuple[Door, str]:
    mine = site.kiosk().done("/tickets", service="A2")["ticket"]["id"]
    clerk = site.clerk(1)
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/start", ticket=mine)
    return clerk, mine


def test_a_colleague_takes_over_in_the_middle_of_a_visit_and_ends_it(site: Site) -> None:
    clerk, mine = at_counter(site)
    assert clerk.done("/counters/1/hand-over") == {"counter": 1}
    assert clerk.do("/counters/1/finish", ticket=mine).json["error"] == "counter_not_held"
    colleague = site.staff("colleague", "clerk", "A")
    taken = colleague.done("/counters/1/take")
    assert (taken["ticket"]["label"], taken["ticket"]["state"], taken["counter"]["state"]) == (
        "A-001",
        "serving",
        "open",
    )
    assert colleague.done("/counters/1/finish", ticket=mine)["ticket"] is None
    assert clerk.done("/counters/2/take")["counter"]["held_by_me"], "who handed over sits down elsewhere"


def test_a_hand_over_that_was_sent_twice_is_one(site: Site) -> None:
    clerk, _ = at_counter(site)
    answers = [clerk.post("/counters/1/hand-over", request_id="hand-over-1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert site.events().count("CounterHandedOver") == 1
    assert clerk.do("/counters/1/hand-over").json["error"] == "counter_not_held"


def test_a_counter_that_was_handed_over_and_left_ends_with_the_day(site: Site) -> None:
    clerk, mine = at_counter(site)
    clerk.done("/counters/1/hand-over")
    site.clock.forward(days=1)
    site.round()
    told = site.public.get(f"/tickets/{mine}").json["ticket"]
    assert told["state"] == "finished"
    assert site.staff("colleague", "clerk", "A").get("/counters/1").json["counter"]["state"] == "closed"


@pytest.fixture
def helping(make_site: Callable[..., Site]) -> Site:
    """Counter 1 serves queue D, counter 2 queue DS of the same agency; counter 3 is another agency's."""
    return make_site(
        mall=hall_mall(counters=[
            {"number": 1, "zone": 1, "agency": "D", "queues": ["D"]},
            {"number": 2, "zone": 2, "agency": "D", "queues": ["DS"]},
            {"number": 3, "zone": 1, "agency": "A", "queues": ["A"]},
        ])
    )  # fmt: skip


def test_a_counter_sent_to_help_serves_that_queue_too_until_it_closes(helping: Site) -> None:
    manager, two, kiosk = helping.staff("manager", "manager", "D"), helping.clerk(2), helping.kiosk(1)
    first = kiosk.done("/tickets", service="D1")["ticket"]["id"]
    kiosk.done("/tickets", service="D1")
    assert two.do("/counters/2/next", expects=None).json["error"] == "nobody_waiting"
    assert manager.done("/counters/2/help", queues=["D"]) == {"counter": 2, "helps": ["D"]}
    desk = two.done("/counters/2/next", expects=None)
    assert (desk["ticket"]["label"], desk["waiting_count"], desk["helps"]) == ("D-001", 1, ["D"])
    two.done("/counters/2/finish", ticket=first)
    two.done("/counters/2/close")
    two.done("/counters/2/open")
    assert two.get("/counters/2").json["helps"] == []
    assert two.do("/counters/2/next", expects=None).json["error"] == "nobody_waiting"


def test_who_waits_longest_over_both_queues_is_first_at_a_helping_counter(helping: Site) -> None:
    manager, two, kiosk = helping.staff("manager", "manager", "D"), helping.clerk(2), helping.kiosk(1)
    kiosk.done("/tickets", service="D1")
    kiosk.done("/tickets", service="D2")
    manager.done("/counters/2/help", queues=["D"])
    assert two.done("/counters/2/next", expects=None)["ticket"]["label"] == "D-001"


def test_help_stays_within_the_agency_and_is_sent_by_those_who_steer(helping: Site) -> None:
    manager, two = helping.staff("manager", "manager", "D"), helping.clerk(2)
    helping.staff("other", "manager", "A")
    before = helping.rows()
    assert manager.do("/counters/2/help", queues=["A"]).json["error"] == "not_found"
    assert manager.do("/counters/2/help", queues=["ZZ"]).json["error"] == "not_found"
    assert manager.do("/counters/3/help", queues=["A"]).json["error"] == "not_allowed"
    assert two.do("/counters/2/help", queues=["D"]).json["error"] == "not_allowed"
    assert helping.rows() == before


def notes(door: Door, counter: int = 1) -> list[str]:
    return [one["text"] for one in door.get(f"/counters/{counter}").json["notes"]]


def test_a_note_waits_at_its_counter_until_somebody_has_read_it(site: Site) -> None:
    clerk, two = site.clerk(1), site.clerk(2)
    (note,) = clerk.done("/counters/1/notes", text="Tinta  stempel habis")["notes"]
    assert (note["text"], note["about"]) == ("Tinta stempel habis", "counter")
    assert notes(two, 2) == []
    colleague = site.staff("colleague", "clerk", "A")
    assert notes(colleague) == ["Tinta stempel habis"]
    colleague.done(f"/colleague-notes/{note['id']}/remove")
    assert notes(clerk) == []
    assert colleague.do(f"/colleague-notes/{note['id']}/remove").json["error"] == "not_found"


def test_a_note_about_a_ticket_is_seen_where_its_holder_stands(site: Site) -> None:
    clerk, _ = at_counter(site)
    clerk.done("/counters/1/notes", text="Formulir sudah diisi", ticket="A-001")
    two = site.clerk(2)
    assert notes(two, 2) == []
    clerk.done("/counters/1/transfer", ticket=clerk.get("/counters/1").json["ticket"]["id"], counter=2)
    two.done("/counters/2/next", expects=None)
    assert notes(two, 2) == ["Formulir sudah diisi"]


def test_notes_stay_within_the_agency(site: Site) -> None:
    clerk, other = site.clerk(1), site.clerk(3)
    site.kiosk(2).done("/tickets", service="D1")
    (note,) = clerk.done("/counters/1/notes", text="Hanya untuk kita")["notes"]
    before = site.rows()
    assert clerk.do("/counters/1/notes", text="Halo", ticket="D-001").json["error"] == "not_allowed"
    assert other.do("/counters/1/notes", text="Halo").json["error"] == "not_allowed"
    assert other.do(f"/colleague-notes/{note['id']}/remove").json["error"] == "not_found"
    assert site.rows() == before


@pytest.mark.parametrize(
    "text",
    [
        "NIK 6103041207850001", "6103 0412 0785 0001", "61.03.04.120785.0001", "KK: 6103041207/850001", "hp 0812-3456-7890",
        "6103,0412,0785,0001", "6 1 0 3 0 4 1 2 0 7 8 5", "6103_0412_0785", "61030412\u200b07850001", "٦١٠٣٠٤١٢٠٧٨٥",
    ],
)  # fmt: skip
def test_a_note_that_holds_what_looks_like_a_persons_number_is_refused_and_nothing_is_kept(
    site: Site, text: str
) -> None:
    clerk = site.clerk(1)
    before = site.rows()
    answer = clerk.do("/counters/1/notes", text=text)
    assert (answer.status_code, answer.json["error"]) == (422, "note_holds_number")
    assert site.rows() == before


@pytest.mark.parametrize("text", ["A-042 kembali jam 10.30", "Lantai 2, zona 3, loket 14", "Kuota 25, sisa 3"])
def test_a_note_may_hold_the_numbers_of_a_working_day(site: Site, text: str) -> None:
    assert site.clerk(1).done("/counters/1/notes", text=text)["notes"][0]["text"] == text


def test_a_notes_words_stand_in_its_own_row_alone(site: Site) -> None:
    clerk = site.clerk(1)
    clerk.done("/counters/1/notes", text="Rahasia kecil")
    rows = site.rows()
    assert [name for name, found in rows.items() if "Rahasia" in str(found)] == ["colleague_notes"]
    display, supervisor = site.device("display", 1), site.staff("supervisor", "supervisor")
    told = [display.get(f"/news?room={room}&since=0").text for room in ("hall", "zone:1", "queue:A")]
    told += [display.get(f"/snapshot?room={room}").text for room in ("hall", "zone:1")]
    told += [supervisor.get("/news?room=floor&since=0").text, clerk.get("/news?room=desk:A&since=0").text]
    assert not any("Rahasia" in text for text in told)


def test_notes_are_gone_with_the_day_also_those_written_after_the_closing(site: Site) -> None:
    clerk, admin = site.clerk(1), site.staff("admin", "admin")
    clerk.done("/counters/1/notes", text="Sebelum tutup")
    admin.done("/day/close", waiting="release")
    assert site.rows()["colleague_notes"] == []
    admin.done("/counters/1/notes", text="Sesudah tutup")
    site.clock.forward(days=1)
    site.round()
    assert site.rows()["colleague_notes"] == []


def alarms(door: Door, counter: int) -> list[dict[str, Any]]:
    troubles = door.get(f"/counters/{counter}").json["troubles"]
    return [trouble for trouble in troubles if trouble["kind"] == "silent"]


def test_a_silent_alarm_is_told_at_the_desks_of_the_zone_and_on_the_floor(site: Site) -> None:
    clerk, near, far = site.clerk(1), site.clerk(2), site.clerk(3)
    supervisor = site.staff("supervisor", "supervisor")
    alarm = clerk.done("/counters/1/alarm")["alarm"]
    assert clerk.done("/counters/1/alarm")["alarm"] == alarm, "an alarm that still stands is the same alarm"
    (told,) = alarms(near, 2)
    assert (told["id"], told["action"], set(told["message"])) == (alarm, "answer", {"id", "en"})
    assert "1" in told["message"]["id"]
    assert alarms(far, 3) == []
    for room, door in (("desk:A", clerk), ("floor", supervisor), ("floor:A", supervisor)):
        assert "AlarmRaised" in door.get(f"/news?room={room}&since=0").text
    near.done(f"/alarms/{alarm}/answer")
    assert alarms(near, 2) == []


@pytest.mark.parametrize("room", SPEAKING)
def test_no_screen_in_the_hall_hears_of_a_silent_alarm_nor_of_its_end(site: Site, room: str) -> None:
    clerk, display = site.clerk(1), site.device("display", 1)
    clerk.done("/counters/1/alarm")
    alarm = clerk.done("/counters/1/alarm")["alarm"]
    during = display.get(f"/snapshot?room={room}")
    clerk.done(f"/alarms/{alarm}/answer")
    news = display.get(f"/news?room={room}&since=0")
    assert (during.status_code, news.status_code) == (200, 200)
    assert alarm not in during.text + news.text
    assert "silent" not in during.text
    assert "Alarm" not in news.text


def test_a_silent_alarm_needs_a_seat(site: Site) -> None:
    site.clerk(1)
    assert site.staff("rival", "clerk", "A").do("/counters/1/alarm").json["error"] == "counter_not_held"
    assert site.device("display", 1).do("/counters/1/alarm").status_code == 403


HEARS: dict[str, set[str]] = {
    "supervisor": {"floor", "floor:A", "floor:D"},
    "auditor": {"floor", "floor:A", "floor:D"},
    "admin": {"floor", "floor:A", "floor:D"},
    "greeter": {"floor", "floor:A", "floor:D"},
    "manager": {"floor:A"},
    "clerk": set(),
}


@pytest.mark.parametrize("role", HEARS)
def test_the_floor_is_heard_by_those_who_steer_or_watch_it_and_an_agencys_by_its_manager(site: Site, role: str) -> None:
    door = site.staff(role, role, "A" if role in ("manager", "clerk") else None)
    rooms = ("floor", "floor:A", "floor:D")
    assert {room for room in rooms if door.get(f"/news?room={room}&since=0").status_code == 200} == HEARS[role]
    assert door.get("/news?room=floor:ZZ&since=0").status_code in (403, 404)


def test_no_device_and_nobody_of_the_public_hears_the_floor(site: Site) -> None:
    for door in (site.public, site.kiosk(), site.device("display", 1), site.agent()):
        for path in ("/news?room=floor&since=0", "/news?room=floor:A&since=0", "/snapshot?room=floor"):
            assert door.get(path).status_code in (401, 403)
