"""Large text and low buttons, each alone and together, on every screen of the kiosk: measured, with the mall's longest texts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.kiosk.glass import LYING, UPRIGHT, chromium
from tests.kiosk.modes import COMBINATIONS, Visit, dialogs, lost, numbers, opened, screens
from tests.running_house import RunningHouse, running_house

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings(
        "ignore::pytest.PytestUnraisableExceptionWarning"
    ),  # the house's processes own their files
]
SIZES = pytest.mark.parametrize("size", [UPRIGHT, LYING], ids=["upright", "lying"])


@pytest.fixture(scope="module")
def house() -> Iterator[RunningHouse]:
    with running_house() as house:
        yield house


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with chromium() as chrome:
        yield chrome


def is_sound(visit: Visit) -> None:
    visit.page.close()
    print(f"{visit.screens} screens, {visit.targets} targets, {visit.elements} elements measured")
    assert visit.faults == []


@SIZES
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("longest", [False, True], ids=["sanggau", "longest"])
def test_no_screen_is_cut_crowded_or_out_of_reach_in_any_mode(
    house: RunningHouse, chrome: Browser, size: tuple[int, int], language: str, longest: bool
) -> None:
    visit = opened(house, chrome, size, language, longest)
    for aids in COMBINATIONS:
        visit.with_axe = not longest and aids in ("large", "large reach")
        screens(visit, aids)
        numbers(visit)
    is_sound(visit)


@SIZES
@pytest.mark.parametrize("language", ["id", "en"])
def test_no_dialog_is_cut_crowded_or_out_of_reach_in_any_mode(
    house: RunningHouse, chrome: Browser, size: tuple[int, int], language: str
) -> None:
    visit = opened(house, chrome, size, language, clock=True)
    for aids in COMBINATIONS:
        dialogs(visit, aids)
    is_sound(visit)


@SIZES
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_kiosk_that_lost_the_server_says_so_in_every_mode(
    house: RunningHouse, chrome: Browser, size: tuple[int, int], language: str
) -> None:
    visit = opened(house, chrome, size, language)
    lost(visit, COMBINATIONS)
    is_sound(visit)
