"""Every screen of the kiosk fits its glass, nothing cut or scrolled, and axe finds no fault, in both languages."""

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.reading import troubles
from tests.kiosk.glass import (
    BEFORE_A_HOUSE,
    FAULTS,
    HOST,
    LYING,
    UPRIGHT,
    glass,
    number_on,
    open_service,
    speak,
)
from tests.running_house import RunningHouse

pytestmark = BEFORE_A_HOUSE

LONGEST = ("A2", "C1", "D1", "D2", "E1", "K1", "P1", "R1")  # most documents, most tariffs, longest words
SMALL_UPRIGHT, SMALL_LYING = (768, 1366), (1366, 768)
GLASSES = [
    (UPRIGHT, "id"), (UPRIGHT, "en"), (LYING, "id"), (LYING, "en"), (SMALL_UPRIGHT, "en"), (SMALL_LYING, "id")
]  # fmt: skip


def is_sound(page: Page, with_axe: bool) -> None:
    page.wait_for_timeout(120)  # fonts and fitting
    assert page.evaluate(FAULTS) == []
    if with_axe:
        assert troubles(page) == []


@pytest.mark.parametrize(
    ("size", "language"), GLASSES, ids=lambda one: one if isinstance(one, str) else f"{one[0]}x{one[1]}"
)
def test_every_screen_fits_its_glass(
    house: RunningHouse, chrome: Browser, size: tuple[int, int], language: str
) -> None:
    page = glass(house, chrome, size)
    with_axe = size in (UPRIGHT, LYING)
    speak(page, language)
    is_sound(page, with_axe)
    page.click(".door")
    is_sound(page, with_axe)
    page.click(".aid.back")
    for code in LONGEST:
        open_service(page, code)
        is_sound(page, with_axe and code in ("C1", "D2"))
        while page.get_attribute(".frame", "data-screen") != "idle":
            page.go_back()
            page.wait_for_timeout(60)
        speak(page, language)
    open_service(page, "D2")
    page.click(".take")
    assert number_on(page).startswith("DS-")
    is_sound(page, with_axe)
    page.click(".aid.call")
    page.wait_for_selector(".dialog")
    is_sound(page, with_axe)
    page.close()


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_tickets_page_is_sound_in_all_its_faces(
    house: RunningHouse, chrome: Browser, language: str, theme: str
) -> None:
    kiosk = house.caller(house.pair("kiosk", zone=1))
    ticket = kiosk.command("/tickets", service="L1", language=language)["ticket"]
    clerk = house.clerk(19, opened=language == "id" and theme == "light")
    clerk.sign_in("petugas19", house.password)
    page = chrome.new_page(viewport={"width": 390, "height": 844}, color_scheme=theme)
    page.goto(f"http://{HOST}:{house.port}/t/{ticket['id']}")
    page.wait_for_selector(f"text={ticket['label']}")
    assert troubles(page) == []
    at_counter = clerk.get("/counters/19")[1]["ticket"]
    clerk.command("/counters/19/next", expects=at_counter and at_counter["id"])
    page.reload()
    page.wait_for_selector(".face.called")
    assert page.text_content(".counter-plate") == "19"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert troubles(page) == []
    page.goto(f"http://{HOST}:{house.port}/t/no-such-ticket-here")
    page.wait_for_selector("h1:text-matches('tidak ditemukan|not found')")
    assert troubles(page) == []
    page.close()
    clerk.close()
    kiosk.close()


@pytest.mark.parametrize("size", [UPRIGHT, LYING], ids=["upright", "lying"])
def test_a_service_too_long_for_one_page_is_read_in_tabs_and_never_scrolled(
    house: RunningHouse, chrome: Browser, size: tuple[int, int]
) -> None:
    def lengthen(route: Route) -> None:
        answer = route.fetch(url=route.request.url.replace(HOST, "127.0.0.1"))
        mall = answer.json()
        longest = next(service for service in mall["services"] if service["code"] == "D2")
        longest["documents"] = longest["documents"] * 2
        longest["tariffs"] = longest["tariffs"] * 2
        route.fulfill(response=answer, json=mall)

    page = chrome.new_page(viewport={"width": size[0], "height": size[1]})
    page.route("**/api/v1/mall", lengthen)
    page.goto(f"http://{HOST}:{house.port}/kiosk/?zone=1")
    open_service(page, "D2")
    is_sound(page, with_axe=True)
    assert page.locator(".costs").count() == 0
    for tab in ("Tarif", "Biaya lain", "Yang dibawa"):
        page.click(f".tab:text-is('{tab}')")
        page.wait_for_selector(f".tab[aria-selected=true]:text-is('{tab}')")
        is_sound(page, with_axe=True)
        assert page.locator(".take").is_visible()  # the number stays one tap away on each of them
    page.close()
