"""Each further move of the desk by its key alone: taking back, parking, transfers, outcomes, notes, the silent alarm."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hall import NARROW, Hall, press
from tests.browser.test_desk import fits_across, key

pytestmark = pytest.mark.browser

# Counts the tones instead of playing them.
EARS = """
  window.tones = 0;
  const part = () => ({ setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} });
  const node = () => ({ frequency: part(), gain: part(), connect: (other) => other, start() { window.tones += 1; }, stop() {} });
  window.AudioContext = class { currentTime = 0; state = "running"; createOscillator = node; createGain = node; resume() {} };
"""


def label_of(desk: Page) -> str:
    return desk.locator("[data-test=label]").inner_text()


def said(desk: Page, text: str | re.Pattern[str]) -> None:
    expect(desk.get_by_text(text).first).to_be_attached()


def called_and_started(desk: Page, label: str) -> None:
    key(desk, "Enter")
    expect(desk.locator("[data-test=label]")).to_have_text(label)
    key(desk, "Enter")
    said(desk, "Sedang dilayani")


def in_dialog(desk: Page, letter: str) -> None:
    key(desk, letter)
    expect(desk.get_by_role("dialog")).to_be_visible()


def done_in_dialog(desk: Page) -> None:
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("dialog")).to_have_count(0)


def test_a_visitor_is_taken_back_parked_brought_back_and_finished_with_an_outcome_by_keys(hall: Hall) -> None:
    label = hall.tickets("R1")[0]["label"]
    desk = hall.desk(23)
    key(desk, "Enter")
    expect(desk.locator("[data-test=label]")).to_have_text(label)
    key(desk, "u")
    said(desk, re.compile("Dapat dipanggil lagi dalam|Dipanggil, panggilan 2"))
    key(desk, "Enter")
    said(desk, "Sedang dilayani")
    in_dialog(desk, "t")
    done_in_dialog(desk)
    expect(desk.locator(".parked")).to_contain_text(label)
    expect(desk.locator(".parked")).to_contain_text("petugas23")
    key(desk, "k")
    expect(desk.locator("[data-test=label]")).to_have_text(label)
    in_dialog(desk, "t")
    done_in_dialog(desk)
    in_dialog(desk, "m")
    key(desk, "d")
    expect(desk.get_by_role("dialog", name="Siapa yang datang kembali?")).to_be_visible()
    done_in_dialog(desk)
    expect(desk.locator(".parked")).to_have_count(0)
    called_and_started(desk, label)
    key(desk, "b")
    said(desk, f"{label} selesai")
    in_dialog(desk, "d")
    expect(desk.get_by_role("dialog")).to_contain_text("Melengkapi berkas")
    done_in_dialog(desk)
    called_and_started(desk, label)
    in_dialog(desk, "s")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowDown")
    expect(desk.get_by_role("radio", name="Dirujuk ke tempat lain")).to_be_checked()
    done_in_dialog(desk)
    expect(desk.locator(".undo-line")).to_contain_text(f"{label} selesai")
    expect(desk.locator("[data-test=label]")).to_have_count(0)


def test_a_chosen_number_is_called_by_typing_it_and_never_without_a_reason(hall: Hall) -> None:
    labels = [ticket["label"] for ticket in hall.tickets("S1", "S1", "S1")]
    desk = hall.desk(24)
    in_dialog(desk, "/")
    desk.keyboard.type(str(int(labels[2].split("-")[1])))
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("dialog")).to_be_visible()
    desk.keyboard.press("Space")
    expect(desk.get_by_role("radio", name="Mendesak")).to_be_checked()
    done_in_dialog(desk)
    expect(desk.locator("[data-test=label]")).to_have_text(labels[2])
    key(desk, "k")
    expect(desk.locator("#primary")).to_contain_text(labels[0])


def test_a_visitor_is_sent_on_to_a_colleague_and_what_follows_is_changed(hall: Hall) -> None:
    first, second = (ticket["label"] for ticket in hall.tickets("H1", "H1", zone=3))
    colleague = hall.desk(15)
    desk = hall.desk(16)
    called_and_started(desk, first)
    in_dialog(desk, "l")
    desk.keyboard.type("paspor baru")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Space")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("dialog")).to_have_count(0)
    expect(desk.locator(".plan-line")).to_contain_text("Imigrasi")
    in_dialog(desk, "a")
    desk.keyboard.type("petugas15")
    expect(desk.get_by_role("radio", name="petugas15")).to_be_checked()
    done_in_dialog(desk)
    said(desk, f"{first} dialihkan ke petugas15")
    expect(desk.locator("#primary")).to_contain_text(second)
    in_dialog(colleague, "/")
    colleague.keyboard.type(first)
    colleague.keyboard.press("Enter")
    colleague.keyboard.press("Space")
    done_in_dialog(colleague)
    expect(colleague.locator("[data-test=label]")).to_have_text(first)


def test_priority_is_confirmed_beside_the_queue_and_the_desk_says_why_that_one_is_next(hall: Hall) -> None:
    first, second = (ticket["label"] for ticket in hall.tickets("T1", "T1", zone=4))
    desk = hall.desk(25)
    hall.supervisor().command(f"/tickets/{second}/priority", decision="requested")
    asks = desk.get_by_role("button", name=f"Pastikan prioritas {second}")
    expect(asks).to_be_visible()
    asks.focus()
    key(desk, "Enter")
    done_in_dialog(desk)
    expect(desk.locator("#primary")).to_contain_text(second)
    expect(desk.locator("#primary .why")).to_have_text("Prioritas")
    key(desk, "Escape")
    desk.locator("#primary").focus()
    key(desk, "Enter")
    expect(desk.locator("[data-test=label]")).to_have_text(second)
    assert first != second


def test_a_counter_is_handed_over_in_the_middle_of_a_visit_with_a_note(hall: Hall) -> None:
    label = hall.tickets("E1")[0]["label"]
    desk = hall.desk(11)
    called_and_started(desk, label)
    in_dialog(desk, "i")
    desk.keyboard.type("NIK 6101012345678901")
    desk.keyboard.press("Enter")
    said(desk, re.compile("deretan angka"))
    hall.console.allow("status of 422")
    desk.keyboard.press("Escape")
    in_dialog(desk, "g")
    desk.locator("#note-text").fill("Sidik jari sudah diambil")
    done_in_dialog(desk)
    said(desk, "Loket 11 diserahkan")
    colleague = hall.sign_in(12)
    colleague.get_by_role("button", name=re.compile(f"Pakai Loket 11.*{label} masih di loket")).click()
    expect(colleague.locator("[data-test=label]")).to_have_text(label)
    said(colleague, "Sedang dilayani")
    expect(colleague.locator(".notes")).to_contain_text("Sidik jari sudah diambil")
    colleague.locator(".notes").get_by_role("button", name="Sudah dibaca").click()
    expect(colleague.locator(".notes")).to_have_count(0)
    key(colleague, "Escape")
    colleague.locator("#primary").focus()
    key(colleague, "Enter")
    expect(colleague.locator("[data-test=label]")).to_have_count(0)
    colleague.get_by_role("button", name="Tutup loket").click()
    done_in_dialog(colleague)
    hall.caller().sign_in("petugas12", hall.house.password).command("/counters/11/leave")


def test_an_idle_desk_sounds_once_for_its_first_visitor_and_can_call_by_itself(hall: Hall) -> None:
    desk = hall.desk(26, before=EARS)
    first = hall.tickets("U1", zone=4)[0]["label"]
    expect(desk.locator("#primary")).to_contain_text(first)
    expect(desk.locator("#primary")).to_be_visible()
    assert desk.evaluate("tones") == 2
    hall.tickets("U1", zone=4)
    expect(desk.get_by_role("heading", name="2 menunggu")).to_be_visible()
    assert desk.evaluate("tones") == 2
    key(desk, "o")
    expect(desk.locator("[data-test=label]")).to_have_text(first)


def test_the_silent_alarm_goes_to_the_colleagues_and_shows_nothing_where_it_was_pressed(hall: Hall) -> None:
    afraid, colleague = hall.desk(27), hall.desk(28)
    in_dialog(afraid, "n")
    afraid.keyboard.press("F9")
    afraid.keyboard.press("F9")
    alarm = colleague.locator(".trouble.silent")
    expect(alarm).to_contain_text("Petugas Loket 27 butuh bantuan")
    expect(afraid.locator(".trouble.silent")).to_have_count(0)
    expect(afraid.locator(".strip")).to_contain_text("diterima")
    alarm.get_by_role("button", name="Saya datangi").click()
    expect(alarm).to_have_count(0)


def test_every_menu_fits_a_window_of_360_pixels_with_its_choice_in_sight(hall: Hall) -> None:
    hall.tickets("X1", "X1", zone=4)
    desk = hall.desk(29, NARROW)
    press(desk)
    press(desk)
    said(desk, "Sedang dilayani")
    for letter in ("s", "t", "a", "l", "/", "r", "i", "g", "j"):
        in_dialog(desk, letter)
        fits_across(desk)
        box = desk.locator("dialog .go").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= NARROW[1], letter
        desk.keyboard.press("Escape")
        expect(desk.get_by_role("dialog")).to_have_count(0)
