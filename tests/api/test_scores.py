"""How good the estimates were: two days through the operations, the turn of the day between them, and GET /floor."""

from random import Random

import pytest

from server.domain.promises import Promise, Score, score
from server.operations import lessons
from tests.halls import Door, Site


def a_day(site: Site, clerk: Door, seed: int, visits: int) -> None:
    """People come and are served; the house makes its rounds, as it does each second."""
    chance, kiosk = Random(seed), site.kiosk()
    clerk.done("/counters/1/take")
    clerk.done("/counters/1/open")
    waiting = [_joined(site, kiosk) for _ in range(2)]
    for n in range(visits):
        if n + 2 < visits:
            waiting.append(_joined(site, kiosk))
        mine = waiting.pop(0)
        assert clerk.done("/counters/1/next", expects=None)["ticket"]["id"] == mine
        _pass(site, 20)
        clerk.done("/counters/1/start", ticket=mine)
        _pass(site, chance.uniform(120, 1500))
        clerk.done("/counters/1/finish", ticket=mine)
    _pass(site, 70)
    clerk.done("/counters/1/leave")


def _joined(site: Site, kiosk: Door) -> str:
    ticket = kiosk.done("/tickets", service="A2")["ticket"]["id"]
    _pass(site, 1)
    return str(ticket)


def _pass(site: Site, seconds: float) -> None:
    site.later(seconds)
    site.round()


def kept(site: Site, day: str) -> list[Promise]:
    """What was promised to those who were called on that day, and what came, from the stops themselves."""
    with site.hall.store.read() as unit:
        told = [lessons.promise_of(leg, unit.mall) for leg in unit.legs.of_day(unit.journal.head().day)]
    return [one for one in told if one is not None and str(one.day) == day]


def figures(found: Score | None) -> dict[str, object]:
    assert found is not None
    names = ("n", "error", "mae", "rmse", "under_promised", "coverage")
    return {name: pytest.approx(getattr(found, name), abs=1e-4) for name in names}


def test_after_each_day_the_floor_tells_error_and_coverage_of_what_was_promised_on_it(site: Site) -> None:
    clerk = site.staff("petugas1", "clerk", "A")
    boss = site.staff("bos", "supervisor")
    assert boss.get("/floor").json["scores"] == {}
    a_day(site, clerk, 1, 10)
    monday = kept(site, "2026-11-23")
    site.later(20 * 3600)
    site.clock.at("08:30")
    site.round()
    a_day(site, clerk, 2, 8)
    tuesday = kept(site, "2026-11-24")
    site.later(5)
    scores = boss.get("/floor").json["scores"]
    assert sorted(scores) == ["2026-11-23", "2026-11-24"]
    for day, told, n in (("2026-11-23", monday, 10), ("2026-11-24", tuesday, 8)):
        assert len(told) == n
        assert scores[day]["day"] == day
        assert scores[day]["all"] == figures(score(told))
        assert scores[day]["services"] == {"A2": figures(score(told))}
    assert scores["2026-11-23"]["all"]["mae"] > 0
    assert {"DayOpened", "DayClosed"} <= set(site.events())


def test_the_days_turn_keeps_what_was_learned(site: Site) -> None:
    clerk = site.staff("petugas1", "clerk", "A")
    a_day(site, clerk, 3, 8)
    with site.hall.store.read() as unit:
        before = lessons.known_minutes(unit, "A2")
    site.later(20 * 3600)
    site.clock.at("08:30")
    site.round()
    with site.hall.store.read() as unit:
        assert lessons.known_minutes(unit, "A2") == before != 10
