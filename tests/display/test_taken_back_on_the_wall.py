"""What is taken back, and what is told to all, on the wall in Chromium against a real house."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.display.test_on_the_wall import call_next, labels_on, take, wall
from tests.running_house import RunningHouse, running_house

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


def test_a_message_to_the_hall_stands_at_the_foot_until_it_is_lifted(house: RunningHouse, chromium: Browser) -> None:
    page = wall(house, chromium, "?sound=off")
    supervisor = house.caller().sign_in("supervisor", house.password)
    texts = {"id": "Listrik padam sebentar. Nomor Anda tetap berlaku."}
    shown = supervisor.command("/messages", scope="site", texts=texts)["message"]
    page.wait_for_selector(".foot.message >> text=Listrik padam", timeout=15_000)
    supervisor.command(f"/messages/{shown}/lift")
    page.wait_for_selector(".foot.message", state="detached", timeout=5000)
    supervisor.close()
    page.close()
