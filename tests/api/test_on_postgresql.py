"""The door over PostgreSQL: a visitor's whole way, and clear answers while the database is away."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.halls import Site
from tests.postgres import PostgresServer, missing, running_postgres

pytestmark = pytest.mark.skipif(missing() is not None, reason=missing() or "")


@pytest.fixture
def site_database() -> str:
    return "postgresql"


def test_a_visitors_whole_way(site: Site) -> None:
    kiosk, clerk = site.kiosk(), site.clerk(1)
    tickets = [kiosk.done("/tickets", service="A2", language="id")["ticket"] for _ in range(3)]
    assert [ticket["label"] for ticket in tickets] == ["A-001", "A-002", "A-003"]
    first = clerk.done("/counters/1/next", expects=None)["ticket"]["id"]
    clerk.done("/counters/1/recall", ticket=first)
    clerk.done("/counters/1/start", ticket=first)
    clerk.done("/counters/1/finish", ticket=first)
    site.public.done(f"/tickets/{tickets[2]['id']}/cancel")
    assert site.public.get("/services").status_code == 200
    assert clerk.get("/snapshot?room=desk:A").json["seq"] > 0
    site.clock.moment += timedelta(days=1)
    site.round()
    assert kiosk.done("/tickets", service="A2", language="id")["ticket"]["label"] == "A-001"


def test_one_request_is_one_ticket(site: Site) -> None:
    kiosk, request_id = site.kiosk(), "the-same-request"
    told = [kiosk.post("/tickets", request_id=request_id, service="A2", language="id") for _ in range(3)]
    assert [answer.status_code for answer in told] == [201, 200, 200]
    assert len({answer.json["ticket"]["id"] for answer in told}) == 1


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
