"""Large text and low buttons, each alone and together, on every screen of the kiosk: measured, with the mall's longest texts."""

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.kiosk.glass import BEFORE_A_HOUSE, LYING, UPRIGHT, glass, number_on, open_service, speak
from tests.kiosk.modes import COMBINATIONS, EVERYTHING, Modes, switched
from tests.kiosk.staged import MEASURING, Visit, opened
from tests.running_house import RunningHouse

pytestmark = BEFORE_A_HOUSE
SIZES = pytest.mark.parametrize("size", [UPRIGHT, LYING], ids=["upright", "lying"])


def measured(visit: Visit, with_axe: Modes = ()) -> None:
    for aids in COMBINATIONS:
        visit.aids = aids
        visit.with_axe = aids in with_axe
        for part in EVERYTHING:
            part(visit)
    switched(visit)
    visit.page.close()
    print(f"{visit.screens} screens, {visit.targets} targets, {visit.elements} elements measured")
    assert visit.faults == []


@SIZES
@pytest.mark.parametrize("language", ["id", "en"])
def test_no_screen_with_the_longest_texts_is_cut_crowded_or_out_of_reach_in_any_mode(
    house: RunningHouse, chrome: Browser, size: tuple[int, int], language: str
) -> None:
    measured(opened(house, chrome, size, language, longest=True))


@pytest.mark.parametrize(
    ("size", "language", "with_axe"),
    [(UPRIGHT, "id", COMBINATIONS), (LYING, "en", COMBINATIONS[::3])],
    ids=["upright-id", "lying-en"],
)
def test_no_screen_of_sanggau_is_cut_crowded_out_of_reach_or_hard_to_tell_in_any_mode(
    house: RunningHouse, chrome: Browser, size: tuple[int, int], language: str, with_axe: Modes
) -> None:
    measured(opened(house, chrome, size, language, longest=False), with_axe)


def is_sound(page: Page) -> None:
    page.wait_for_timeout(200)  # pictures, typefaces and fitting
    assert page.evaluate(MEASURING)["faults"] == []


@SIZES
def test_a_visitor_switches_both_on_takes_a_number_and_loses_the_server(
    house: RunningHouse, chrome: Browser, size: tuple[int, int]
) -> None:
    page = glass(house, chrome, size)
    speak(page, "en")
    for aid in ("large", "reach"):
        page.click(f".aid.{aid}")
        page.wait_for_selector(f"html[data-{aid}]")
        is_sound(page)
    open_service(page, "A1")
    is_sound(page)
    page.click(".take")
    number_on(page)
    page.wait_for_selector(".back-in .seconds")
    is_sound(page)
    page.route("**/api/v1/services", lost)
    page.context.set_offline(True)
    page.wait_for_selector(".frame[data-offline=true]", timeout=40_000)
    page.click(".actions .button.main")
    page.wait_for_selector(".frame[data-screen=idle]:not([data-large] *)")
    is_sound(page)
    page.close()


def lost(route: Route) -> None:
    route.abort()
