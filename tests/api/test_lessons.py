"""What the hall learns of waiting: promises are written down, held against what came, and scored."""

from typing import Any

import pytest

from server.operations import lessons
from tests.halls import Door, Site


def a_visit(site: Site, clerk: Door, kiosk: Door, minutes: float) -> str:
    ticket = kiosk.done("/tickets", service="A2")["ticket"]
    lessons.promise(site.hall)
    site.later(120)
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/start", ticket=ticket["id"])
    site.later(int(minutes * 60))
    clerk.done("/counters/1/finish", ticket=ticket["id"])
    return str(ticket["id"])


def told(site: Site, ticket: str):
    with site.hall.store.read() as unit:
        found = unit.tickets.get(ticket)
        assert found is not None
        return found


def test_what_a_newcomer_is_told_is_written_down_once(site: Site) -> None:
    site.clerk(1)
    ticket = site.kiosk().done("/tickets", service="A2")["ticket"]["id"]
    assert lessons.promise(site.hall) == 1
    assert lessons.promise(site.hall) == 0
    one = told(site, ticket)
    assert one.promised_how is not None
    assert 0 <= one.promised_low <= one.promised_high


def test_who_was_told_nothing_in_time_is_not_held_against_the_estimate(site: Site) -> None:
    ticket = site.kiosk().done("/tickets", service="A2")["ticket"]["id"]
    site.later(600)
    assert lessons.promise(site.hall) == 1
    assert told(site, ticket).promised_how == lessons.UNTOLD


def test_a_visit_teaches_once_it_can_no_longer_be_taken_back(site: Site) -> None:
    a_visit(site, site.clerk(1), site.kiosk(), 9)
    assert lessons.learn(site.hall) == 0
    site.later(61)
    assert lessons.learn(site.hall) == 1
    assert lessons.learn(site.hall) == 0


def test_two_who_learn_at_the_same_time_teach_it_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    a_visit(site, site.clerk(1), site.kiosk(), 9)
    site.later(61)
    followed, others = lessons.followed, []

    def meanwhile(*told: Any) -> Any:
        if not others:
            others.append(None)
            others.append(lessons.learn(site.hall))
        return followed(*told)

    monkeypatch.setattr(lessons, "followed", meanwhile)
    assert lessons.learn(site.hall) == 0
    assert others[1] == 1
    with site.hall.store.read() as unit:
        assert unit.floor.learned(lessons.SCORE)[unit.journal.head().day.isoformat()]["all"]["n"] == 1


def test_the_estimate_follows_what_was_seen(site: Site) -> None:
    with site.hall.store.read() as unit:
        before = lessons.known_minutes(unit, "A2")
    clerk, kiosk = site.clerk(1), site.kiosk()
    for _ in range(6):
        a_visit(site, clerk, kiosk, 30)
        site.later(61)
        lessons.learn(site.hall)
    with site.hall.store.read() as unit:
        assert lessons.known_minutes(unit, "A2") > before


def test_a_visit_that_only_next_closed_teaches_no_minutes(site: Site) -> None:
    clerk, kiosk = site.clerk(1), site.kiosk()
    first, second = (kiosk.done("/tickets", service="A2")["ticket"]["id"] for _ in range(2))
    clerk.done("/counters/1/next", expects=None)
    clerk.done("/counters/1/start", ticket=first)
    with site.hall.store.read() as unit:
        before = lessons.known_minutes(unit, "A2")
    site.later(3 * 3600)
    clerk.done("/counters/1/next", expects=first)
    clerk.done("/counters/1/start", ticket=second)
    site.later(61)
    lessons.learn(site.hall)
    with site.hall.store.read() as unit:
        assert lessons.known_minutes(unit, "A2") == before


def test_the_days_score_says_how_many_were_told_too_little(site: Site) -> None:
    a_visit(site, site.clerk(1), site.kiosk(), 9)
    site.later(61)
    lessons.learn(site.hall)
    with site.hall.store.read() as unit:
        score = unit.floor.learned(lessons.SCORE)[unit.journal.head().day.isoformat()]
    assert score["all"]["n"] == 1
    assert 0 <= score["all"]["coverage"] <= 1
    assert set(score["services"]) == {"A2"}
