"""The display in Chromium against a real house: at once, in turn, never cut, quiet after a reload, soon back."""

import time
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.browser.reading import troubles
from tests.running_house import Caller, RunningHouse, running_house

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings(
        "ignore::pytest.PytestUnraisableExceptionWarning"
    ),  # the house's processes own their files
]

HERE = Path(__file__).parent
HOST = "antrean.test"
COUNTERS = {1: "A1", 5: "B1", 7: "C1", 10: "D2", 11: "E1"}
SIZES = [(1920, 1080), (1280, 720), (3840, 2160), (1024, 768), (1080, 1920)]


@pytest.fixture(scope="module")
def house() -> Iterator[RunningHouse]:
    with running_house() as house:
        yield house


@pytest.fixture(scope="module")
def clerks(house: RunningHouse) -> Iterator[dict[int, Caller]]:
    clerks = {number: house.clerk(number) for number in COUNTERS}
    yield clerks
    for clerk in clerks.values():
        clerk.close()


def wall(house: RunningHouse, browser: Browser, path: str = "", size: tuple[int, int] = (1920, 1080)) -> Page:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(f"http://{HOST}:{house.port}/display/{path}")
    page.wait_for_selector(".wall:not([data-layout=loading])", timeout=20_000)
    time.sleep(0.5)
    return page


def take(house: RunningHouse, *services: str) -> None:
    kiosk = house.caller(house.pair("kiosk", zone=1))
    for service in services:
        kiosk.command("/tickets", service=service, language="id")
    kiosk.close()


def call_next(clerk: Caller, counter: int) -> str:
    at_counter = desk(clerk, counter)["ticket"]
    answer = clerk.command(f"/counters/{counter}/next", expects=at_counter and at_counter["id"])
    return str(answer["ticket"]["label"])


def desk(clerk: Caller, counter: int) -> dict[str, Any]:
    """A connection that was idle for long may be gone: the second question opens a new one."""
    try:
        return dict(clerk.get(f"/counters/{counter}")[1])
    except (OSError, HTTPException):
        return dict(clerk.get(f"/counters/{counter}")[1])


def layout(page: Page) -> str:
    return str(page.get_attribute(".wall", "data-layout"))


def labels_on(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".label").all_text_contents()]


def wait_for_rest(page: Page) -> None:
    page.wait_for_selector(".wall[data-layout=rest]", timeout=90_000)


def test_a_call_takes_the_panel_and_leaves_for_the_list(
    house: RunningHouse, clerks: dict[int, Caller], chromium: Browser
) -> None:
    page = wall(house, chromium)
    take(house, "A1")
    label = call_next(clerks[1], 1)
    page.wait_for_selector(f".panel .label:text-is('{label}')", timeout=3000)
    assert page.locator(".panel .counter").text_content() == "1"
    wait_for_rest(page)
    assert labels_on(page)[0] == label
    page.close()


def test_five_calls_within_a_second_are_painted_at_once_and_get_the_panel_in_order(
    house: RunningHouse, clerks: dict[int, Caller], chromium: Browser
) -> None:
    page = wall(house, chromium)
    wait_for_rest(page)
    take(house, *COUNTERS.values())
    began = time.time()
    called = [call_next(clerk, number) for number, clerk in clerks.items()]
    page.wait_for_function("(n) => document.querySelectorAll('.panel, .row.fresh').length === n", arg=5, timeout=3000)
    assert labels_on(page)[:5] == called
    painted = {one["label"]: one["time"] / 1000 for one in page.evaluate("antreanDisplay.painted")}
    assert all(began <= painted[label] <= began + 3 for label in called)
    assert panel_turns(page) == called
    page.close()


def panel_turns(page: Page) -> list[str]:
    """The labels that had the panel, in order, until it gives way; each for at least a readable time."""
    turns: dict[str, float] = {}
    first_seen: dict[str, float] = {}
    while layout(page) == "call":
        label = page.evaluate("document.querySelector('.panel .label')?.textContent ?? ''")
        if label:
            first_seen.setdefault(label, time.monotonic())
            turns[label] = time.monotonic() - first_seen[label]
        time.sleep(0.1)
    assert min(turns.values()) >= 3
    return list(turns)


def test_a_reload_shows_the_calls_and_shouts_none_of_them(
    house: RunningHouse, clerks: dict[int, Caller], chromium: Browser
) -> None:
    page = wall(house, chromium)
    take(house, "A1")
    label = call_next(clerks[1], 1)
    page.wait_for_selector(f".panel .label:text-is('{label}')", timeout=3000)
    page.reload()
    page.wait_for_selector(".wall[data-layout=rest]", timeout=5000)
    time.sleep(4)
    assert layout(page) == "rest"
    assert labels_on(page)[0] == label
    assert page.evaluate("antreanDisplay.spoken") == []
    page.close()


def is_granted(response: Response) -> bool:
    return response.url.endswith("/fields/1/player") and bool(response.json()["granted"])


def test_without_a_voice_a_call_has_its_chime(
    house: RunningHouse, clerks: dict[int, Caller], chromium: Browser
) -> None:
    page = chromium.new_page()
    with page.expect_response(is_granted, timeout=30_000):  # a page just closed keeps the field for some seconds
        page.goto(f"http://{HOST}:{house.port}/display/")
    take(house, "A1")
    label = call_next(clerks[1], 1)
    page.wait_for_function("() => antreanDisplay.spoken.length > 0", timeout=15_000)
    assert page.evaluate("antreanDisplay.spoken[0]")["label"] == label
    page.close()


@pytest.mark.parametrize(
    ("look", "words"),
    [("", "Sentuh untuk menyalakan suara"), ("?lang=en&theme=light", "Touch to turn the sound on")],
)
def test_a_browser_that_wants_a_touch_is_told_on_the_screen_and_sounds_after_it(
    look: str, words: str, house: RunningHouse, chromium: Browser
) -> None:
    page = chromium.new_page(viewport={"width": 1920, "height": 1080})
    page.add_init_script(path=HERE / "wants_a_touch.js")
    page.goto(f"http://{HOST}:{house.port}/display/{look}")
    button = page.get_by_role("button", name=words)
    button.wait_for(timeout=8000)
    assert troubles(page) == []
    button.click()
    button.wait_for(state="detached", timeout=8000)
    page.close()


@pytest.mark.parametrize("size", SIZES)
def test_no_number_is_cut_whatever_the_screen(
    size: tuple[int, int], house: RunningHouse, clerks: dict[int, Caller], chromium: Browser
) -> None:
    page = wall(house, chromium, "?sound=off", size)
    assert cut(page) == []
    take(house, "D2", "A1")
    call_next(clerks[10], 10)
    call_next(clerks[1], 1)
    page.wait_for_selector(".row.fresh", timeout=3000)
    time.sleep(0.6)
    assert cut(page) == []
    page.close()


def cut(page: Page) -> list[str]:
    """Texts that reach out of their line or over their plate, and whether anything scrolls."""
    return list(page.evaluate((HERE / "cut.js").read_text(encoding="utf-8").partition("\n")[2]))


@pytest.mark.parametrize("look", ["?lang=id", "?lang=en", "?theme=light", "?lang=en&theme=light"])
def test_axe_finds_nothing_at_rest_and_during_a_call(
    look: str, house: RunningHouse, clerks: dict[int, Caller], chromium: Browser
) -> None:
    page = wall(house, chromium, look)
    assert troubles(page) == []
    take(house, "A1", "C1")
    call_next(clerks[1], 1)
    call_next(clerks[7], 7)
    page.wait_for_selector(".panel", timeout=3000)
    page.wait_for_timeout(600)
    assert troubles(page) == []
    page.close()
    empty = wall(house, chromium, f"4{look}")
    assert layout(empty) == "empty"
    assert troubles(empty) == []
    empty.close()


@pytest.mark.slow
@pytest.mark.parametrize("look", ["?lang=id", "?lang=en&theme=light"])
def test_a_lost_server_is_said_and_the_wall_is_right_within_two_seconds_of_its_return(
    look: str, house: RunningHouse, chromium: Browser
) -> None:
    page = wall(house, chromium, look)
    shown = labels_on(page)
    house.kill()
    page.wait_for_selector(".wall[data-layout=lost]", timeout=20_000)
    assert troubles(page) == []
    assert labels_on(page) == shown[:5]
    house.start_server()
    page.wait_for_selector(".wall:not([data-layout=lost])", timeout=2000)
    assert labels_on(page)[:1] == shown[:1]
    page.close()
