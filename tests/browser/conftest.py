"""What the browser tests share: one real house with printers and voice, one Chromium, and a hall for each test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import NONE_FOUND, executable
from tests.browser.hall import ARGUMENTS, Hall
from tests.running_house import RunningHouse, running_house


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Ends with its module: no second Playwright may begin in the same thread while one runs."""
    path = executable()
    if path is None:
        pytest.skip(NONE_FOUND)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


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
