"""Messages to those who wait: who may show them, where they are read, and when they go."""

import pytest

from server.live.arrival import missed, whole
from tests.halls import Site

WORDS = {"id": "Sistem KTP-el terganggu. Mohon menunggu", "en": "The ID card system is down. Please wait"}


def read_in(site: Site, room: str) -> list[str]:
    return [one["texts"]["id"] for one in whole(site.hall, room)["messages"]]


@pytest.mark.parametrize(("scope", "code", "rooms"), [
    ("site", "", {"hall", "zone:1", "zone:2", "queue:A", "queue:D", "queue:DS", "floor", "floor:A", "floor:D", "desk:A", "desk:D"}),
    ("zone", "2", {"hall", "zone:2", "queue:D", "queue:DS", "floor", "floor:D", "desk:D"}),
    ("agency", "A", {"hall", "zone:1", "queue:A", "floor", "floor:A", "desk:A"}),
    ("service", "D1", {"hall", "zone:2", "queue:D", "floor", "floor:D", "desk:D"}),
])  # fmt: skip
def test_a_message_is_read_and_heard_of_where_it_is_meant_and_nowhere_else(
    site: Site, scope: str, code: str, rooms: set[str]
) -> None:
    boss = site.staff("bos", "supervisor")
    boss.done("/messages", scope=scope, code=code, texts=WORDS)
    every = [
        "hall",
        "zone:1",
        "zone:2",
        "queue:A",
        "queue:D",
        "queue:DS",
        "floor",
        "floor:A",
        "floor:D",
        "desk:A",
        "desk:D",
    ]
    assert {room for room in every if read_in(site, room)} == rooms
    heard = {room for room in every if "MessageShown" in [one["name"] for one in missed(site.hall, room, 0)["news"]]}
    assert heard == rooms


def test_the_words_stand_outside_the_journal_and_the_news(site: Site) -> None:
    boss = site.staff("bos", "supervisor")
    boss.done("/messages", scope="site", texts=WORDS)
    assert "KTP" not in repr(site.rows()["journal"])
    assert "KTP" not in repr(missed(site.hall, "hall", 0))


def test_a_phone_reads_its_queues_messages_without_an_account(site: Site) -> None:
    site.staff("bos", "supervisor").done("/messages", scope="service", code="D1", texts=WORDS)
    assert [one["texts"] for one in site.public.get("/messages?room=queue:D").json["messages"]] == [WORDS]
    assert site.public.get("/messages?room=queue:A").json["messages"] == []
    assert site.public.get("/messages?room=hall").status_code == 401


def test_a_message_goes_when_its_time_has_come(site: Site) -> None:
    site.staff("bos", "supervisor").done("/messages", scope="site", texts=WORDS, minutes=5)
    site.later(299)
    site.round()
    assert read_in(site, "hall") == [WORDS["id"]]
    site.later(2)
    site.round()
    assert read_in(site, "hall") == []
    assert site.events()[-1] == "MessageLifted"


def test_a_message_is_lifted_once_and_by_those_who_may(site: Site) -> None:
    boss, other = site.staff("bos", "supervisor"), site.staff("manajer-d", "manager", "D")
    message = boss.done("/messages", scope="agency", code="A", texts=WORDS)["message"]
    assert other.do(f"/messages/{message}/lift").status_code == 403
    site.staff("manajer-a", "manager", "A").done(f"/messages/{message}/lift")
    assert boss.do(f"/messages/{message}/lift").status_code == 404
    assert read_in(site, "hall") == []


@pytest.mark.parametrize(("scope", "code"), [("site", ""), ("zone", "1"), ("agency", "D"), ("service", "D1")])
def test_a_manager_speaks_for_the_own_agency_alone(site: Site, scope: str, code: str) -> None:
    manager = site.staff("manajer-a", "manager", "A")
    assert manager.do("/messages", scope=scope, code=code, texts=WORDS).status_code == 403
    manager.done("/messages", scope="service", code="A2", texts=WORDS)


@pytest.mark.parametrize("role", ["clerk", "greeter", "auditor"])
def test_who_does_not_steer_shows_no_messages(site: Site, role: str) -> None:
    door = site.staff("orang", role, "A" if role == "clerk" else None)
    assert door.do("/messages", scope="agency", code="A", texts=WORDS).status_code == 403


@pytest.mark.parametrize("texts", [{}, {"en": "Only English"}, {"id": "x" * 161}, {"id": ""}, {"id": "dua\nbaris"}])
def test_a_message_has_words_in_indonesian_on_one_line_of_at_most_160(site: Site, texts: dict[str, str]) -> None:
    assert site.staff("bos", "supervisor").do("/messages", scope="site", texts=texts).status_code == 422


def test_a_message_holds_no_number_of_a_person(site: Site) -> None:
    boss = site.staff("bos", "supervisor")
    refused = boss.do("/messages", scope="site", texts={"id": "Pemilik NIK 6103 0112 3456 0001 ke Loket 3"})
    assert (refused.status_code, refused.json["error"]) == (422, "note_holds_number")
    assert read_in(site, "hall") == []


@pytest.mark.parametrize(("scope", "code"), [("zone", "9"), ("zone", "satu"), ("agency", "Q"), ("service", "Q1")])
def test_what_the_mall_does_not_have_gets_no_message(site: Site, scope: str, code: str) -> None:
    assert site.staff("bos", "supervisor").do("/messages", scope=scope, code=code, texts=WORDS).status_code == 404


def test_a_pause_tells_those_who_wait_why_and_its_words_go_with_it(site: Site) -> None:
    manager = site.staff("manajer-a", "manager", "A")
    pause = manager.done("/pauses", scope="service", code="A2", reason="meeting", minutes=30, texts=WORDS)["pause"]
    assert read_in(site, "queue:A") == [WORDS["id"]]
    manager.done(f"/pauses/{pause}/lift")
    assert read_in(site, "queue:A") == []
    manager.done("/pauses", scope="agency", code="A", reason="meeting", minutes=1, texts=WORDS)
    site.later(61)
    site.round()
    assert read_in(site, "queue:A") == []


def test_the_same_request_shows_one_message(site: Site) -> None:
    boss = site.staff("bos", "supervisor")
    first, again = (boss.post("/messages", request_id="sama-sama", scope="site", texts=WORDS) for _ in range(2))
    assert first.json == again.json
    assert len(read_in(site, "hall")) == 1
