"""What the tests before a real house share: a house for each file, a glass for each test, callers and clerks."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page

from tests.kiosk.glass import glass
from tests.kiosk.phone import Desk
from tests.running_house import Caller, RunningHouse, running_house


@pytest.fixture(scope="module")
def house() -> Iterator[RunningHouse]:
    with running_house() as house:
        yield house


@pytest.fixture
def page(house: RunningHouse, chrome: Browser) -> Iterator[Page]:
    page = glass(house, chrome)
    yield page
    page.close()


@pytest.fixture(scope="module")
def kiosk(house: RunningHouse) -> Iterator[Caller]:
    caller = house.caller(house.pair("kiosk", zone=1))
    yield caller
    caller.close()


@pytest.fixture
def desk_of(house: RunningHouse) -> Iterator[Callable[[int], Desk]]:
    with ExitStack() as callers:

        def sit_down(counter: int) -> Desk:
            desk = Desk(house, counter)
            callers.callback(desk.caller.close)
            return desk

        yield sit_down
