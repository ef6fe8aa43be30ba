"""One real house for all races, proven whole when they are over."""

from collections.abc import Iterator

import pytest

from server.store import proving
from server.store.engine import Database
from tests.running_house import RunningHouse, running_house


@pytest.fixture(scope="package")
def house() -> Iterator[RunningHouse]:
    """The eventlet server as a process of its own, with raised limits."""
    with running_house() as serving:
        yield serving
        serving.end("server")
        assert faults_of(serving) == []


def faults_of(house: RunningHouse) -> list[str]:
    """What contradicts itself in the database of a house whose server is down."""
    assert "server" not in house.processes
    database = Database(f"sqlite:///{house.data / 'antrean.db'}")
    try:
        with database.reading() as connection:
            return proving.faults(connection)
    finally:
        database.close()
