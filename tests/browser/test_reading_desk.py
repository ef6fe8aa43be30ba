"""axe finds nothing at the desk in any of its states, in either language, light and dark."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hall import OUTAGE, Hall, press
from tests.browser.reading import reads_well, reads_well_light_and_dark

pytestmark = pytest.mark.browser

LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])
LOCALES = {"id": "id-ID", "en": "en-GB"}


def dialog_reads_well(desk: Page, key: str) -> None:
    desk.wait_for_timeout(200)
    desk.keyboard.press(key)
    expect(desk.get_by_role("dialog")).to_be_visible()
    reads_well_light_and_dark(desk)
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_have_count(0)


@LANGUAGES
def test_the_desk_reads_well_from_the_choice_of_counters_to_a_lost_server(hall: Hall, language: str) -> None:
    hall.console.allow(OUTAGE)
    hall.tickets("C3", "C3", language=language)
    desk = hall.sign_in(8, locale=LOCALES[language])
    expect(desk.locator("html")).to_have_attribute("lang", language)
    reads_well_light_and_dark(desk)
    desk.locator("#primary").click()
    expect(desk.locator(".quiet")).to_be_visible()  # closed
    reads_well_light_and_dark(desk)
    press(desk)
    expect(desk.locator("#primary.tall")).to_be_visible()  # somebody waits
    reads_well_light_and_dark(desk)
    for key in ("n", "c", "j"):
        dialog_reads_well(desk, key)
    press(desk)
    expect(desk.locator(".visit.called")).to_be_visible()
    reads_well_light_and_dark(desk)
    press(desk)
    expect(desk.locator(".visit.serving")).to_be_visible()
    desk.keyboard.press("1")
    reads_well_light_and_dark(desk)
    desk.locator(".strip-close").click()
    expect(desk.get_by_role("dialog")).to_be_visible()
    reads_well(desk)
    desk.keyboard.press("Escape")
    desk.context.set_offline(True)
    expect(desk.locator(".lost-banner")).to_be_visible(timeout=30_000)
    reads_well_light_and_dark(desk)


@LANGUAGES
def test_every_menu_of_a_visit_and_what_stands_beside_it_reads_well(hall: Hall, language: str) -> None:
    asked = hall.tickets("H1", "H1", "H1", language=language, zone=3)[2]["label"]
    hall.supervisor().command(f"/tickets/{asked}/priority", decision="requested")
    desk = hall.sign_in(15, locale=LOCALES[language])
    desk.locator("#primary").click()
    expect(desk.locator(".quiet")).to_be_visible()
    press(desk)
    press(desk)
    expect(desk.locator(".visit.called .label.big")).to_be_visible()
    reads_well_light_and_dark(desk)  # what can be taken back, and what must wait
    press(desk)
    expect(desk.locator(".visit.serving")).to_be_visible()
    for key in ("s", "a", "l", "/", "i"):
        dialog_reads_well(desk, key)
    for key in ("r", "g", "m", "?"):
        desk.wait_for_timeout(200)
        desk.keyboard.press(key)
        expect(desk.get_by_role("dialog")).to_be_visible()
        reads_well(desk)
        desk.keyboard.press("Escape")
        expect(desk.get_by_role("dialog")).to_have_count(0)
    dialog_reads_well(desk, "t")
    desk.keyboard.press("t")
    desk.keyboard.press("Enter")
    expect(desk.locator(".parked")).to_be_visible()
    reads_well_light_and_dark(desk)
    dialog_reads_well(desk, "d")
    desk.keyboard.press("d")
    desk.keyboard.press("Enter")
    expect(desk.locator(".parked")).to_have_count(0)


@LANGUAGES
def test_a_paused_a_quiet_and_a_troubled_desk_read_well(hall: Hall, language: str) -> None:
    desk = hall.sign_in(6, locale=LOCALES[language])
    desk.locator("#primary").click()
    expect(desk.locator(".quiet")).to_be_visible()
    press(desk)
    expect(
        desk.get_by_role("heading", name=re.compile("^(Tidak ada yang menunggu|Nobody is waiting)$")).first
    ).to_be_visible()
    try:
        hall.printers.set_mode("cover_open")
        kiosk = hall.kiosk()
        kiosk.locator("button.call").click()
        expect(desk.locator(".trouble.printer")).to_be_visible(timeout=10_000)
        asked = desk.locator(".trouble.help").last  # other kiosks of the house may ask as well
        expect(asked).to_be_visible()
        reads_well_light_and_dark(desk)
        asked.get_by_role("button").click()
    finally:
        hall.printers.set_mode("ready")
    desk.keyboard.press("F8")
    expect(desk.get_by_role("dialog")).to_be_visible()
    desk.keyboard.press("Enter")
    expect(desk.locator(".pause-clock")).to_be_visible()
    reads_well_light_and_dark(desk)


@LANGUAGES
def test_a_narrow_desk_and_its_menu_read_well(hall: Hall, language: str) -> None:
    desk = hall.sign_in(30, (360, 720), locale=LOCALES[language])
    desk.locator("#primary").click()
    expect(desk.locator(".quiet")).to_be_visible()
    reads_well(desk)
    desk.locator(".strip-menu").click()
    expect(desk.get_by_role("dialog")).to_be_visible()
    reads_well_light_and_dark(desk)
    desk.locator(".menu button").last.click()
    expect(desk.locator("main.lock")).to_be_visible()
    reads_well_light_and_dark(desk)
