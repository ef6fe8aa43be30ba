"""A note's or an appointment's code in Chromium before a real house: typed on the glass, it gives its number once; else the page says why not."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.kiosk.glass import BEFORE_A_HOUSE, glass, number_on
from tests.running_house import RunningHouse

pytestmark = BEFORE_A_HOUSE


@pytest.fixture
def page(house: RunningHouse, chrome: Browser) -> Iterator[Page]:
    page = glass(house, chrome)
    page.click(".need.note")
    page.wait_for_selector(".keyboard")
    yield page
    page.close()


def a_note(house: RunningHouse, service: str) -> str:
    """The code of the one number of this service, released; two who come later wait there now."""
    kiosk = house.caller(house.pair("kiosk", zone=1))
    supervisor = house.caller().sign_in("supervisor", house.password)
    kiosk.command("/tickets", service=service, language="id")
    released = supervisor.command("/releases", scope="service", code=service, reason="central_system_down")["released"]
    for _ in range(2):
        kiosk.command("/tickets", service=service, language="id")
    notes = supervisor.get("/notes")[1]["notes"]
    kiosk.close()
    supervisor.close()
    return next(str(note["code"]) for note in notes if note["label"] == released[0])


def tap(page: Page, code: str) -> None:
    for sign in code.replace("-", ""):
        page.click(f".key:text-is('{sign}')")


def test_a_note_typed_on_the_glass_gives_its_number_ahead_of_later_arrivals_and_only_once(
    house: RunningHouse, page: Page
) -> None:
    code = a_note(house, "U1")
    tap(page, code)
    assert page.input_value(".asked input") == code
    page.click(".key.look")
    assert number_on(page).startswith("U-")
    assert page.text_content(".figures .value >> nth=0") == "0"
    page.wait_for_selector(".actions .button.main:enabled")
    page.click(".actions .button.main")
    page.click(".need.note")
    assert page.input_value(".asked input") == ""
    page.keyboard.type(code.lower())
    page.wait_for_selector(".key.look:enabled")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:text-is('Kode ini sudah dipakai')")
    page.click(".actions .button.main")
    page.wait_for_selector(".frame[data-screen=agencies]")


def test_an_appointments_code_gives_a_number_and_the_page_says_how_its_holder_came(
    house: RunningHouse, page: Page
) -> None:
    greeter = house.caller().sign_in("greeter", house.password)
    soon = greeter.get("/appointments/times?service=N1")[1]["days"][0]["times"][0]["at"]
    codes = [greeter.command("/appointments", service="N1", at=soon)["appointment"]["code"] for _ in range(2)]
    greeter.command("/appointments/cancel", code=codes[1])
    greeter.close()
    tap(page, codes[0])
    page.click(".key.look")
    assert number_on(page).startswith("N-")
    said = page.text_content(".asked")
    assert said is not None
    assert said.startswith("Janji temu pukul")
    assert "tepat waktu" in said
    page.wait_for_selector(".actions .button.main:enabled")
    page.click(".actions .button.main")
    page.click(".need.note")
    tap(page, codes[1])
    page.click(".key.look")
    page.wait_for_selector("h1:text-is('Janji temu ini sudah dibatalkan')")


def test_an_unknown_code_stands_there_to_be_typed_again(page: Page) -> None:
    tap(page, "WMWM")
    assert page.is_disabled(".key.look")
    assert page.is_disabled(".key:text-is('O')")
    assert page.text_content(".found") == "Masih 4 huruf atau angka lagi."
    tap(page, "WMWM")
    page.wait_for_selector(".key.look:enabled")
    page.click(".key.look")
    page.wait_for_selector("h1:text-is('Kode ini tidak dikenal')")
    page.click(".actions .button.main")
    page.wait_for_selector(".keyboard")
    assert page.input_value(".asked input") == "WMWM-WMWM"
    page.click(".key.erase")
    assert page.input_value(".asked input") == "WMWM-WMW"


def test_a_lost_server_is_said_and_the_code_is_sent_when_it_is_back(house: RunningHouse, page: Page) -> None:
    code = a_note(house, "T1")
    tap(page, code)
    page.context.set_offline(True)
    page.click(".key.look")
    page.wait_for_selector(".tap-trouble")
    page.context.set_offline(False)
    assert number_on(page, within=15_000).startswith("T-")
