"""What the browser tests share: one real house with printers and voice, and a hall for each test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.hall import Hall
from tests.running_house import RunningHouse, running_house


@pytest.fixture(scope="session")
def house() -> Iterator[RunningHouse]:
    with running_house(agents=True) as house:
        yield house


@pytest.fixture
def hall(house: RunningHouse, chromium: Browser) -> Iterator[Hall]:
    """The hall of one test. When it closes, no page may have complained of anything."""
    hall = Hall(house, chromium)
    yield hall
    hall.close()
    assert hall.console.unexpected() == []
