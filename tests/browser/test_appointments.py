"""An appointment from the greeter's tablet to the number: made, read out, found in the list, kept by its code, cancelled."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.hall import SOON_MS, Hall, label_on
from tests.browser.reading import reads_well
from tests.browser.test_floor import opened as floor
from tests.browser.test_greeter import PHONE, TABLET, opened, settled

pytestmark = pytest.mark.browser


def service_page(hall: Hall, size: tuple[int, int] = TABLET) -> Page:
    page = opened(hall, size)
    page.locator("#asked").fill("npwp")
    page.locator(".results .row").first.click()
    expect(page.locator("[data-act=book]")).to_be_visible()
    settled(page)
    return page


def booked(page: Page) -> str:
    """Makes an appointment at the next free hour; its code."""
    page.locator("[data-act=book]").click()
    sheet = page.get_by_role("dialog")
    sheet.locator("input[name=at]").first.check()
    sheet.get_by_role("button", name="Buat janji temu").click()
    expect(page.locator("[data-test=code]")).to_be_visible()
    return page.locator("[data-test=code]").inner_text()


def test_an_appointment_is_made_by_day_and_hour_and_its_code_is_read_out(hall: Hall) -> None:
    page = service_page(hall)
    page.locator("[data-act=book]").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("button", name="Buat janji temu")).to_have_attribute("aria-disabled", "true")
    expect(sheet.locator("#book-day option").nth(7)).to_be_attached()
    sheet.locator("#book-day").select_option(index=1)
    sheet.locator("input[name=at]").nth(2).check()
    reads_well(page)
    sheet.get_by_role("button", name="Buat janji temu").click()
    code = page.locator("[data-test=code]")
    expect(code).to_have_text(re.compile(r"^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$"))
    reads_well(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_whoever_forgot_the_code_is_found_in_the_list_and_one_who_cannot_come_is_cancelled(hall: Hall) -> None:
    page = service_page(hall, PHONE)
    first = booked(page)
    page.get_by_role("dialog").get_by_role("button", name="Selesai").click()
    settled(page)
    second = booked(page)
    page.get_by_role("dialog").get_by_role("button", name="Selesai").click()
    settled(page)
    page.locator(".menu-button").click()
    page.get_by_role("button", name="Janji temu", exact=True).click()
    row = page.locator(".booked li", has_text=second)
    expect(row).to_be_visible()
    reads_well(page)
    row.get_by_role("button", name=f"Batalkan janji temu {second}").click()
    page.get_by_role("dialog").get_by_role("button", name="Batalkan janji temu").click()
    expect(page.get_by_text(f"Janji temu {second} dibatalkan")).to_be_visible()
    settled(page)
    page.locator(".menu-button").click()
    page.get_by_role("button", name="Janji temu", exact=True).click()
    expect(page.locator(".booked li", has_text=second)).to_contain_text("dibatalkan")
    page.locator(".booked li", has_text=first).get_by_role("button", name=f"Kode {first}").click()
    page.get_by_role("dialog").get_by_role("button", name="Beri nomor").click()
    expect(page.locator("[data-test=label]")).to_have_text(re.compile(r"N-\d{3}"), timeout=SOON_MS)


def test_a_code_typed_into_the_one_field_gives_its_number_once(hall: Hall) -> None:
    page = service_page(hall)
    code = booked(page)
    page.get_by_role("dialog").get_by_role("button", name="Selesai").click()
    gives(page, code)
    expect(page.locator("[data-test=label]")).to_have_text(re.compile(r"N-\d{3}"), timeout=SOON_MS)
    hall.console.allow("409")
    gives(page, code)
    expect(page.get_by_role("dialog")).to_contain_text("sudah dipakai")


def gives(page: Page, code: str) -> None:
    """Types the code as a hurried hand does, and asks for its number."""
    settled(page)
    page.locator("#asked").fill(code.replace("-", " ").lower())
    expect(page.locator(".results .row").first).to_contain_text(code)
    page.locator("#asked").press("Enter")
    settled(page)
    page.get_by_role("dialog").get_by_role("button", name="Beri nomor").click()


def test_a_desk_makes_an_appointment_by_its_menu_and_marks_who_came_by_one(hall: Hall) -> None:
    desk = hall.desk(21)
    desk.keyboard.press("m")
    desk.locator("[data-move=book]").click()
    sheet = desk.get_by_role("dialog")
    sheet.locator("input[name=at]").first.check()
    reads_well(desk)
    sheet.get_by_role("button", name="Buat janji temu").click()
    code = desk.locator("[data-test=code]")
    expect(code).to_have_text(re.compile(r"^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$"))
    reads_well(desk)
    kiosk = hall.kiosk(zone=1)
    kiosk.locator(".need.note").click()
    kiosk.keyboard.type(code.inner_text())
    expect(kiosk.locator(".key.look")).to_be_enabled()
    kiosk.keyboard.press("Enter")
    assert label_on(kiosk).startswith("N-")
    expect(kiosk.locator(".asked")).to_contain_text("Anda datang tepat waktu")
    expect(desk.get_by_text(re.compile(r"janji temu \d\d\.\d\d")).first).to_be_visible()


def test_a_manager_lets_appointments_go_first_in_words_and_sees_the_bound_before(hall: Hall) -> None:
    page = floor(hall, "/floor/profiles", "supervisor")
    page.get_by_role("button", name="Ubah Prioritas, lalu janji temu").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.locator("#kind-1")).to_have_value("appointments")
    sheet.get_by_role("button", name="Tambah baris").click()
    sheet.locator("#kind-2").select_option("appointments")
    held: list[Route] = []
    page.route("**/preview", lambda route: held.append(route))
    for count, most in enumerate(("2", "3"), 1):
        sheet.locator("#most-2").fill(most)
        for _ in range(100):
            if len(held) == count:
                break
            page.wait_for_timeout(50)
    three = "Yang datang tepat waktu dengan janji temu lebih dahulu, tidak lebih dari 3 berturut-turut"
    held[1].continue_()
    expect(sheet.locator(".ahead")).to_contain_text(three)
    with page.expect_response("**/preview"):
        held[0].continue_()  # the answer to what was typed before comes last: it is no longer what will be
    page.evaluate("() => new Promise(requestAnimationFrame)")
    expect(sheet.locator(".ahead")).to_contain_text(three)
    page.unroute("**/preview")
    reads_well(page)
