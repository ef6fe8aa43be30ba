"""Search in Chromium before a real house: typed on the glass, found, taken; on all glasses, in both languages and all modes."""

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.browser.reading import troubles
from tests.kiosk.glass import BEFORE_A_HOUSE, FAULTS, LYING, UPRIGHT, glass, number_on, speak, waiting_in
from tests.running_house import RunningHouse

pytestmark = BEFORE_A_HOUSE

GLASSES = [UPRIGHT, LYING]  # smaller ones: test_glass_looks
MODES = [(), ("large",), ("reach",), ("large", "reach")]


def tap(page: Page, text: str) -> None:
    for sign in text:
        page.click(".key.space" if sign == " " else f".key:text-is('{sign.upper()}')")


def search(page: Page, text: str = "") -> None:
    page.click(".need")
    page.wait_for_selector(".keyboard")
    tap(page, text)


def is_sound(page: Page, with_axe: bool) -> None:
    page.wait_for_timeout(150)  # fonts and measuring
    assert page.evaluate(FAULTS) == []
    assert page.locator(".strip").count() == 0  # the key "more" turns; the list itself never needs to
    if with_axe:
        assert troubles(page) == []


def test_a_need_typed_on_the_glass_becomes_a_number(house: RunningHouse, page: Page) -> None:
    before = waiting_in(house, "A4")
    search(page, "akte lahir")
    assert page.input_value(".asked input") == "akte lahir"
    assert page.text_content(".hit >> nth=0 >> .name") == "Akta kelahiran"
    assert [mark.text_content() for mark in page.locator(".hit").first.locator("mark").all()] == ["Akta", "lahir"]
    page.locator(".hit").first.click()
    page.click(".take")
    assert number_on(page).startswith("A-")
    assert waiting_in(house, "A4") == before + 1


def test_what_is_typed_leaves_the_glass_by_no_way(page: Page) -> None:
    sent: list[str] = []
    said: list[str] = []

    def heard(request: Request) -> None:
        sent.append(f"{request.url} {request.post_data or ''} {request.headers}")

    page.on("request", heard)
    page.on("console", lambda message: said.append(message.text))
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(str(frame))))
    search(page, "zxqwv")
    page.locator(".ways .row").first.click()
    page.go_back()
    page.wait_for_timeout(600)
    kept = page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, history.state, location.href, document.cookie])"
    )
    assert "zxqwv" not in " ".join([*sent, *said, kept]).lower()
    assert page.input_value(".asked input") == "zxqwv"  # though who comes back finds it


def test_nothing_found_is_said_with_a_way_on(page: Page) -> None:
    search(page, "nasi goreng")
    assert page.text_content(".found") == "Belum ditemukan. Coba kata lain, atau panggil petugas"
    page.click("text=Lihat semua instansi")
    page.wait_for_selector(".frame[data-screen=agencies]")
    page.click(".finder")
    page.wait_for_selector(".keyboard")
    assert page.input_value(".asked input") == ""
    tap(page, "xyz")
    page.click("text=Bicara dengan petugas")
    page.wait_for_selector(".dialog.help")


def test_a_service_that_gives_no_numbers_says_why_among_the_results(house: RunningHouse, page: Page) -> None:
    supervisor = house.caller().sign_in("supervisor", house.password)
    pause = {"scope": "agency", "code": "E", "reason": "central_system_down", "numbers": False}
    answer = supervisor.command("/pauses", **pause)
    search(page, "pajak motor")
    first = page.locator(".hit").first
    first.locator(".mark.red").wait_for(timeout=10_000)
    assert first.locator(".does").text_content() == "Samsat belum bisa memberi nomor"
    first.click()
    page.wait_for_selector("h1:text-is('Samsat belum bisa memberi nomor')")
    page.click(".aid.back")
    assert page.input_value(".asked input") == "pajak motor"
    supervisor.command(f"/pauses/{answer['pause']}/lift")
    supervisor.close()


def test_real_keys_write_wherever_the_focus_is_and_enter_leads_on(page: Page) -> None:
    search(page)
    page.keyboard.type("pasporr")
    page.keyboard.press("Backspace")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.type(" hilang")
    assert page.input_value(".asked input") == "paspor hilang"
    page.keyboard.press("Escape")
    page.wait_for_function("document.querySelector('.asked input').value === ''")
    page.keyboard.type("sim")
    page.wait_for_selector(".hit mark")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.classList.contains('hit')")
    page.keyboard.press("Enter")
    page.wait_for_selector(".frame[data-screen=service]")
    assert page.text_content("h1") == "Perpanjangan SIM A, C, dan D"


def test_keys_of_the_glass_take_back_one_sign_or_all_and_show_more(page: Page) -> None:
    search(page, "pajakk")
    page.click(".key.erase")
    assert page.input_value(".asked input") == "pajak"
    first = page.text_content(".hit .name >> nth=0")
    page.click(".key.more")
    page.wait_for_function("(first) => document.querySelector('.hit .name').textContent !== first", arg=first)
    page.click(".key.erase-all")
    page.wait_for_selector(".key.more:disabled")
    assert page.input_value(".asked input") == ""


def test_hostile_text_is_shown_as_text_and_does_no_harm(page: Page) -> None:
    alarmed: list[str] = []
    page.on("dialog", lambda dialog: (alarmed.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: alarmed.append(str(error)))
    search(page)
    for text in (
        "x" * 10_000,
        "😀" * 5_000,
        "<img src=x onerror=alert(1)>",
        "{{7*7}}${7*7}",
        "__proto__ constructor",
        "\u202e\u0000\ud83d",
    ):
        page.evaluate(
            """(text) => { const field = document.querySelector(".asked input");
                field.value = text; field.dispatchEvent(new Event("input", { bubbles: true })); }""",
            text,
        )
        page.wait_for_timeout(60)
        assert len(page.input_value(".asked input")) <= 120
        assert page.evaluate(FAULTS) == []
    assert page.locator(".page img").count() == 0
    assert alarmed == []


def test_a_visitor_who_walks_away_leaves_no_words_behind(house: RunningHouse, chrome: Browser) -> None:
    page = glass(house, chrome, clock=True)
    page.click(".need")
    page.wait_for_selector(".keyboard")
    page.keyboard.type("surat kematian")
    page.clock.run_for(41_000)
    page.wait_for_selector(".dialog.warning")
    page.clock.run_for(21_000)
    page.wait_for_selector(".frame[data-screen=idle]")
    page.click(".need")
    page.clock.run_for(1000)
    assert page.input_value(".asked input") == ""
    page.close()


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("size", GLASSES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_search_fits_every_glass_in_every_mode(
    house: RunningHouse, chrome: Browser, size: tuple[int, int], language: str
) -> None:
    page = glass(house, chrome, size)
    for modes in MODES:
        speak(page, language)
        for mode in modes:
            page.click(f".aid.switch.{mode}")
        is_sound(page, False)
        search(page)
        is_sound(page, with_axe := size in (UPRIGHT, LYING))
        for need in ("pendaftaran perubahan", "surat tidak pernah dipidana", "bpjs ketenagakerjaan", "nasi goreng"):
            page.keyboard.type(need)
            is_sound(page, with_axe and need.startswith(("bpjs", "nasi")))
            page.keyboard.press("Escape")
        page.click(".aid.back")
        page.wait_for_selector(".frame[data-screen=idle]")
    page.close()
