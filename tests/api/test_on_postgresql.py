"""The door over PostgreSQL: a visitor's whole way, and clear answers while the database is away."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from server.__main__ import main
from tests.halls import Site
from tests.live.test_floor_room import Page, Play
from tests.postgres import PostgresServer, fresh_database, missing, running_postgres
from tests.unit.small_mall import SANGGAU

pytestmark = pytest.mark.skipif(missing() is not None, reason=missing() or "")


@pytest.fixture
def site_database() -> str:
    return "postgresql"


def test_a_visitors_whole_way(site: Site) -> None:
    kiosk, clerk = site.kiosk(), site.clerk(1)
    tickets = [kiosk.done("/tickets", service="A2", language="id")["ticket"] for _ in range(3)]
    assert [ticket["label"] for ticket in tickets] == ["A-001", "A-002", "A-003"]
    first = clerk.done("/counters/1/next", expects=None)["ticket"]["id"]
    site.later(15)
    clerk.done("/counters/1/recall", ticket=first)
    clerk.done("/counters/1/start", ticket=first)
    clerk.done("/counters/1/finish", ticket=first)
    site.public.done(f"/tickets/{tickets[2]['id']}/cancel")
    assert site.public.get("/services").status_code == 200
    assert clerk.get("/snapshot?room=desk:A").json["seq"] > 0
    site.clock.moment += timedelta(days=1)
    site.round()
    assert kiosk.done("/tickets", service="A2", language="id")["ticket"]["label"] == "A-001"
    report = site.staff("bos", "supervisor").get("/day/report?day=2026-11-23").json
    assert [report["totals"][name] for name in ("issued", "served", "services", "cancelled", "released")] == [
        3,
        1,
        1,
        1,
        1,
    ]
    assert [(line["agency"], line["issued"], line["served"]) for line in report["agencies"]] == [("A", 3, 1)]


def test_one_request_is_one_ticket(site: Site) -> None:
    kiosk, request_id = site.kiosk(), "the-same-request"
    told = [kiosk.post("/tickets", request_id=request_id, service="A2", language="id") for _ in range(3)]
    assert [answer.status_code for answer in told] == [201, 200, 200]
    assert len({answer.json["ticket"]["id"] for answer in told}) == 1


def test_the_floor_is_steered_and_its_page_kept_by_news(site: Site) -> None:
    play, page = Play(site, 3), Page(site)
    for _ in range(30):
        play.step()
    texts = {"id": "Mohon menunggu", "en": "Please wait"}
    play.boss.done("/messages", scope="service", code="A2", texts=texts, minutes=5)
    play.boss.done("/services/A1/quota", quota=90)
    play.boss.done("/hours/extend", close="20:00")
    play.boss.done("/day/close", waiting="release")
    play.boss.done("/day/sign")
    play.boss.done("/day/reopen")
    page.agrees()
    assert {play.boss.get(path).status_code for path in ("/floor", "/floor/ready", "/floor/closing", "/profiles")} == {
        200
    }


def test_health_says_what_the_database_really_does(site: Site) -> None:
    database = site.public.get("/health").json["database"]
    assert (database["kind"], database["synchronous_commit"]) == ("postgresql", "on")


NOT_STORABLE = ["\x00", "siti\x00", "\ud800", "x" * 60, "'; DROP TABLE tickets; --", "%s%(id)s"]


@pytest.mark.parametrize("name", NOT_STORABLE)
def test_what_postgresql_cannot_hold_is_refused_by_the_door(site: Site, name: str) -> None:
    rows = site.rows()
    answer = site.public.post("/sign-in", username=name, password=name)
    assert answer.status_code in (400, 401, 422), answer.text
    assert site.rows() == rows


@pytest.mark.parametrize("since", [0, 2**31, 2**53])
def test_a_number_that_no_row_has_is_no_trouble(site: Site, since: int) -> None:
    assert site.public.get(f"/news?room=queue:A&since={since}").status_code == 200


@pytest.fixture(scope="module")
def fragile() -> Iterator[PostgresServer]:
    with running_postgres() as server:
        yield server


def test_while_the_database_is_away_the_door_says_so_and_a_retry_is_safe(
    make_site: Callable[..., Site], fragile: PostgresServer
) -> None:
    site = make_site(database_url=fragile.new_database())
    kiosk, before = site.kiosk(), site.rows()
    asked: dict[str, Any] = {"request_id": "while-away", "service": "A2", "language": "id"}
    fragile.stop()
    assert site.application.rounds.attempt() is None
    health = site.public.get("/health").json
    assert health["troubles"] == ["database_unavailable"]
    for answer in (kiosk.post("/tickets", **asked), site.public.get("/services")):
        assert (answer.status_code, answer.json["error"]) == (503, "database_unavailable"), answer.text
        assert answer.headers["Retry-After"] == "2"
        assert str(fragile.folder) not in answer.text
    fragile.start()

    assert site.rows() == before
    assert kiosk.post("/tickets", **asked).status_code == 201
    assert kiosk.post("/tickets", **asked).status_code == 200


def test_every_verb_of_the_command_line_works_on_it(tmp_path: Path) -> None:
    with fresh_database("template0") as url:

        def run(*arguments: str) -> str:
            told = CliRunner().invoke(
                main, [*arguments, "--data", str(tmp_path)], env={"ANTREAN_DATABASE_URL": url, "ANTREAN_PORT": "0"}
            )
            assert told.exception is None or isinstance(told.exception, SystemExit), told.output
            return told.output

        assert "no tables yet" in run("verify")
        assert "tables at revision" in run("migrate")
        assert "23 agencies" in run("load", str(SANGGAU))
        assert "MPP" in run("dump")
        assert "may sign in as admin" in run("create-admin", "ibu", "--password", "rahasia-sekali")
        assert run("pair", "display", "Layar 1", "--zone", "1")
        assert run("verify") == "whole\n"
        assert "ok  database        postgresql" in run("doctor")
        assert "synchronous_commit" in run("doctor")
        assert not (tmp_path / "antrean.db").exists()


def test_the_doctor_says_that_the_database_does_not_answer(tmp_path: Path) -> None:
    url = f"postgresql://antrean:very-secret@/nobody?host={tmp_path}"
    told = CliRunner().invoke(main, ["doctor", "--data", str(tmp_path)], env={"ANTREAN_DATABASE_URL": url})
    assert told.exit_code == 1
    assert "NO  database" in told.output
    assert "very-secret" not in told.output
    assert "Traceback" not in told.output
