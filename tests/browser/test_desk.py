"""The desk as clerks use it: by keys alone, on a narrow window, and through a server that goes and comes."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.hall import NARROW, OUTAGE, PRESSES_APART_MS, Hall, press, sent

pytestmark = pytest.mark.browser


def key(desk: Page, name: str) -> None:
    """A key of the desk, not so soon after the last that it would count as the same press."""
    desk.wait_for_timeout(PRESSES_APART_MS)
    desk.keyboard.press(name)


def recall(desk: Page) -> None:
    """Once the pause after the last call is over; the button counts it down."""
    expect(desk.locator("[data-move=recall]")).not_to_have_attribute("aria-disabled", "true")
    key(desk, "u")


def test_a_whole_visit_needs_no_mouse(hall: Hall) -> None:
    first, second = (ticket["label"] for ticket in hall.tickets("K1", "K1"))
    hall.counters.add(18)
    desk = hall.page("/counter/")
    expect(desk.locator("#sign-in button[type=submit]")).to_be_enabled()
    desk.keyboard.type("petugas18")
    desk.keyboard.press("Tab")
    desk.keyboard.type(hall.house.password)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Pilih loket")).to_be_visible(timeout=15_000)
    expect(desk.locator("#primary")).to_be_visible()
    for wanted in ("Loket tutup", "Panggil berikutnya"):
        key(desk, "Enter")
        expect(desk.get_by_role("heading", name=wanted)).to_be_attached()
    key(desk, "Enter")
    label = desk.locator("[data-test=label]")
    expect(label).to_have_text(first)
    recall(desk)
    expect(desk.get_by_text("Dipanggil, panggilan 2 dari 3")).to_be_visible()
    key(desk, "h")
    expect(desk.get_by_text("Tidak hadir baru dapat dipilih setelah 3 panggilan")).to_be_visible()
    key(desk, "Enter")
    expect(desk.get_by_text("Sedang dilayani")).to_be_visible()
    key(desk, "1")
    expect(desk.get_by_role("heading", name=re.compile("^Berkas, 1 dari"))).to_be_visible()
    key(desk, "Enter")
    expect(label).to_have_text(second)
    for calls in (2, 3):
        recall(desk)
        expect(desk.get_by_text(f"Dipanggil, panggilan {calls} dari 3")).to_be_visible()
    expect(desk.locator("[data-move=absent]")).not_to_have_attribute("aria-disabled", "true")
    key(desk, "h")
    expect(desk.get_by_text(f"{second} dicatat tidak hadir")).to_be_visible()
    key(desk, "j")
    expect(desk.get_by_role("dialog", name="Jeda")).to_be_visible()
    key(desk, "Escape")
    expect(desk.get_by_role("dialog")).to_have_count(0)
    key(desk, "F8")
    key(desk, "Enter")
    expect(desk.get_by_role("heading", name="Jeda", exact=True)).to_be_visible()
    key(desk, "Enter")
    expect(desk.get_by_role("heading", name="Jeda", exact=True)).to_be_hidden()


def test_the_desk_works_in_a_window_of_360_pixels(hall: Hall) -> None:
    (ticket,) = hall.tickets("L1")
    desk = hall.desk(19, NARROW)
    in_view(desk)
    press(desk)
    expect(desk.locator("[data-test=label]")).to_have_text(ticket["label"])
    in_view(desk)
    press(desk)
    expect(desk.get_by_text("Sedang dilayani")).to_be_visible()
    in_view(desk)
    press(desk)
    expect(desk.locator(".undo-line")).to_contain_text(f"{ticket['label']} selesai")
    expect(desk.get_by_role("heading", name="Terakhir di loket ini")).to_be_visible()
    fits_across(desk)


def fits_across(desk: Page) -> None:
    assert desk.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), "reaches over the side"


def in_view(desk: Page) -> None:
    """The next thing to do can be pressed without scrolling."""
    fits_across(desk)
    box = desk.locator("#primary").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= NARROW[0]
    assert box["y"] + box["height"] <= NARROW[1]


def test_a_server_restarted_in_the_middle_of_a_visit_costs_the_desk_nothing(hall: Hall) -> None:
    hall.console.allow(OUTAGE)
    first, second = (ticket["label"] for ticket in hall.tickets("M1", "M1"))
    desk = hall.desk(20)
    press(desk)
    label = desk.locator("[data-test=label]")
    expect(label).to_have_text(first)
    lost: list[int] = []

    def lose_the_answer(route: Route) -> None:
        if lost:
            return route.continue_()
        lost.append(sent(route))
        hall.house.kill()
        return route.abort()

    desk.route("**/start", lose_the_answer)
    press(desk)
    expect(desk.get_by_text("Server tidak terjangkau.")).to_be_visible(timeout=20_000)
    expect(desk.get_by_text("tersimpan dan dikirim sendiri")).to_be_visible()
    expect(label).to_have_text(first)
    expect(desk.locator("#primary")).to_have_attribute("aria-disabled", "true")
    hall.house.start_server()
    expect(desk.get_by_text("Server tidak terjangkau.")).to_be_hidden(timeout=20_000)
    expect(desk.get_by_text("Sedang dilayani")).to_be_visible()
    expect(label).to_have_text(first)
    press(desk)
    expect(label).to_have_text(second)


def test_an_idle_desk_that_lost_the_server_says_so_and_hears_of_new_tickets_again(hall: Hall) -> None:
    hall.console.allow(OUTAGE)
    desk = hall.desk(21)
    hall.house.end("server")
    expect(desk.get_by_text("Server tidak terjangkau.")).to_be_visible(timeout=20_000)
    hall.house.start_server()
    (ticket,) = hall.tickets("N1")
    expect(desk.locator("#primary")).to_contain_text(ticket["label"], timeout=20_000)
    expect(desk.get_by_text("Server tidak terjangkau.")).to_be_hidden()


def test_two_desks_that_press_together_get_two_visitors(hall: Hall) -> None:
    labels = {ticket["label"] for ticket in hall.tickets("E1", "E1")}
    desks = [hall.desk(11), hall.desk(12)]
    for desk in desks:
        desk.wait_for_timeout(PRESSES_APART_MS)
    for desk in desks:
        desk.locator("#primary").click(no_wait_after=True)
    assert {desk.locator("[data-test=label]").inner_text() for desk in desks} == labels


def test_a_number_is_given_out_at_the_desk_and_its_slip_is_printed_again(hall: Hall) -> None:
    desk = hall.desk(22)
    paper = hall.printers.last_number("p1")
    key(desk, "n")
    dialog = desk.get_by_role("dialog", name="Beri nomor")
    dialog.get_by_role("radio").first.check()
    dialog.locator("button.go").click()
    issued = desk.get_by_role("dialog", name="Nomor pengunjung")
    expect(issued.get_by_text("Karcis sudah dicetak.")).to_be_visible(timeout=20_000)
    hall.printers.next_after(paper, "p1")
    key(desk, "Escape")
    key(desk, "c")
    again = desk.get_by_role("dialog", name="Cetak ulang karcis")
    again.get_by_role("radio").first.check()
    paper = hall.printers.last_number("p1")
    again.locator("button.go").click()
    hall.printers.next_after(paper, "p1")


def test_a_printer_without_paper_is_a_trouble_of_its_zones_desks_within_seconds(hall: Hall) -> None:
    desk = hall.desk(5)
    try:
        hall.printers.set_mode("paper_out")
        expect(desk.locator(".trouble.printer")).to_be_visible(timeout=10_000)
    finally:
        hall.printers.set_mode("ready")
    expect(desk.locator(".trouble.printer")).to_be_hidden(timeout=10_000)


def test_a_wrong_password_is_said_and_nothing_more(hall: Hall) -> None:
    hall.console.allow("status of 401")
    page = hall.page("/sign-in?next=/counter/")
    expect(page.locator("#sign-in button[type=submit]")).to_be_enabled()
    page.locator("#username").fill("petugas1")
    page.locator("#password").fill("salah sama sekali")
    page.locator("#password").press("Enter")
    expect(page.locator("#said")).not_to_be_empty()
    expect(page).to_have_url(re.compile("/sign-in"))
