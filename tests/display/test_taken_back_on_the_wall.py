"""A desk takes its last call back: the wall in Chromium against a real house shows at once what stood there before."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.display.test_on_the_wall import call_next, chromium, labels_on, take, wall
from tests.running_house import RunningHouse, running_house

__all__ = ["chromium"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings(
        "ignore::pytest.PytestUnraisableExceptionWarning"
    ),  # the house's processes own their files
]


@pytest.fixture(scope="module")
def house() -> Iterator[RunningHouse]:
    with running_house() as house:
        yield house


def test_a_call_taken_back_leaves_the_wall_and_the_visitor_before_is_served_again(
    house: RunningHouse, chromium: Browser
) -> None:
    clerk = house.clerk(1)
    take(house, "A1", "A1")
    first = call_next(clerk, 1)
    page = wall(house, chromium, "?sound=off")
    second = call_next(clerk, 1)
    page.wait_for_selector(f".panel .label >> text={second}")
    clerk.command("/counters/1/undo")
    page.wait_for_selector(f".panel .label >> text={second}", state="detached", timeout=3000)
    page.wait_for_selector(".wall[data-layout=rest]")
    assert labels_on(page) == [first]
    assert first in str(page.text_content(".strip li"))
    page.reload()
    page.wait_for_selector(".wall[data-layout=rest]")
    assert labels_on(page) == [first], "the server's own list says the same"
    clerk.close()
    page.close()
