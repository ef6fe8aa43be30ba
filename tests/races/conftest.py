"""One real house for all races, proven whole when they are over."""

from collections.abc import Iterator

import pytest

from server.store import proving
from server.store.engine import Database
from tests.postgres import missing
from tests.running_house import RunningHouse, running_house

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.skipif(missing() is not None, reason=missing() or ""))]


@pytest.fixture(scope="package", params=KINDS)
def house(request: pytest.FixtureRequest) -> Iterator[RunningHouse]:
    """The eventlet server as a process of its own, with raised limits: on SQLite, then on PostgreSQL."""
    with running_house(database=request.param) as serving:
        yield serving
        serving.end("server")
        assert faults_of(serving) == []


def faults_of(house: RunningHouse) -> list[str]:
    """What contradicts itself in the database of a house whose server is down."""
    assert "server" not in house.processes
    database = Database(house.database_url)
    try:
        with database.reading() as connection:
            return proving.faults(connection)
    finally:
        database.close()
