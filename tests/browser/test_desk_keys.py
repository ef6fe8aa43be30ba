"""What the desk's letters and menus do that no other test presses: by keys alone, with what the API says of it afterwards."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.by_keys import in_sheet, press_at, tab_to
from tests.browser.hall import SOON_MS, Hall
from tests.browser.test_desk import key
from tests.browser.test_desk_moves import called_and_started, done_in_dialog, in_dialog

pytestmark = pytest.mark.browser


def told(hall: Hall, label: str) -> dict[str, Any]:
    return dict(hall.supervisor().get(f"/labels/{label}")[1]["ticket"])


def from_menu(desk: Page, name: str) -> None:
    in_dialog(desk, "m")
    in_sheet(desk, name)


def to_the_biggest(desk: Page) -> None:
    """Enter is the biggest button's again."""
    tab_to(desk, desk.locator("#primary"))


def test_p_calls_the_next_in_every_state_and_enter_finishes_the_last(hall: Hall) -> None:
    first, second = (ticket["label"] for ticket in hall.tickets("J1", "J1", zone=3))
    desk = hall.desk(17)
    key(desk, "p")
    expect(desk.locator("[data-test=label]")).to_have_text(first)
    key(desk, "p")
    expect(desk.locator("[data-test=label]")).to_have_text(second)
    assert told(hall, first)["state"] == "finished"
    key(desk, "Enter")
    expect(desk.get_by_text("Sedang dilayani")).to_be_visible()
    key(desk, "Enter")
    expect(desk.locator("[data-test=label]")).to_have_count(0)
    assert told(hall, second)["state"] == "finished"


def test_priority_of_who_stands_here_is_declined_by_r(hall: Hall) -> None:
    label = hall.tickets("G1", zone=3)[0]["label"]
    hall.supervisor().command(f"/tickets/{label}/priority", decision="requested")
    desk = hall.desk(14)
    key(desk, "Enter")
    expect(desk.locator("[data-test=label]")).to_have_text(label)
    in_dialog(desk, "r")
    desk.keyboard.press("ArrowDown")
    expect(desk.get_by_role("radio", name="Tidak, tetap menurut kedatangan")).to_be_checked()
    done_in_dialog(desk)
    assert told(hall, label)["priority"] == "declined"


def test_a_note_is_left_read_and_gone(hall: Hall) -> None:
    desk = hall.desk(13)
    in_dialog(desk, "i")
    desk.keyboard.type("Materai habis, ambil di laci")
    done_in_dialog(desk)
    notes = desk.locator(".notes")
    expect(notes).to_contain_text("Materai habis")
    press_at(desk, notes.get_by_role("button", name="Sudah dibaca"))
    expect(notes).to_have_count(0)


def test_a_visitor_is_sent_to_another_service_and_to_another_counter(hall: Hall) -> None:
    first, second = (ticket["label"] for ticket in hall.tickets("C1", "C1"))
    hall.clerk(8)
    desk = hall.desk(7)
    called_and_started(desk, first)
    in_dialog(desk, "a")
    desk.keyboard.type("loket 8")
    expect(desk.get_by_role("radio", name="Loket 8 Buka")).to_be_checked()
    done_in_dialog(desk)
    expect(desk.get_by_text(f"{first} dialihkan ke Loket 8")).to_be_visible()
    assert (told(hall, first)["state"], told(hall, first)["wanted_counter"]) == ("waiting", 8)
    called_and_started(desk, second)
    in_dialog(desk, "a")
    desk.keyboard.type("skck")
    expect(desk.locator("dialog .choices input:checked, dialog .go:not([aria-disabled])").first).to_be_attached()
    done_in_dialog(desk)
    assert told(hall, second)["state"] == "waiting"
    assert told(hall, second)["agency"] != "C"


def test_the_menu_locks_the_screen_changes_the_language_and_turns_the_sound_off(hall: Hall) -> None:
    desk = hall.desk(29)
    from_menu(desk, "Kunci layar")
    expect(desk.locator("main.lock")).to_be_visible()
    desk.keyboard.type(hall.house.password)
    desk.keyboard.press("Enter")
    expect(desk.locator("main.lock")).to_have_count(0)
    in_dialog(desk, "m")
    sound = desk.get_by_role("button", name="Bunyi pengunjung pertama")
    press_at(desk, sound)
    expect(sound).to_have_attribute("aria-pressed", "false")
    in_sheet(desk, "English")
    expect(desk.get_by_role("dialog")).to_contain_text("Lock")
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_have_count(0)
    in_dialog(desk, "?")
    expect(desk.locator("dialog .keys")).to_contain_text("F9")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("dialog")).to_have_count(0)


def test_a_counter_is_closed_and_left(hall: Hall) -> None:
    desk = hall.desk(28)
    from_menu(desk, "Tutup loket")
    expect(desk.get_by_role("dialog", name="Tutup Loket 28?")).to_be_visible()
    done_in_dialog(desk)
    expect(desk.get_by_role("heading", name="Loket tutup")).to_be_visible()
    from_menu(desk, "Tinggalkan loket")
    expect(desk.get_by_role("dialog", name="Tinggalkan Loket 28?")).to_be_visible()
    done_in_dialog(desk)
    expect(desk.get_by_role("heading", name="Pilih loket")).to_be_visible()
    counters = hall.supervisor().get("/counters")[1]["counters"]
    assert not next(one["holder"] for one in counters if one["number"] == 28)


def test_the_silent_alarm_also_stands_in_the_menu_and_a_colleague_answers_by_keys(hall: Hall) -> None:
    afraid, colleague = hall.desk(30), hall.desk(31)
    in_dialog(afraid, "m")
    press_at(afraid, afraid.locator("dialog [data-move=alarm]"))
    alarm = colleague.locator(".trouble.silent")
    expect(alarm).to_contain_text("Petugas Loket 30 butuh bantuan")
    press_at(colleague, alarm.get_by_role("button", name="Saya datangi"))
    expect(alarm).to_have_count(0)


def test_a_number_is_given_and_its_slip_printed_again_without_a_mouse(hall: Hall) -> None:
    desk = hall.desk(22)
    in_dialog(desk, "n")
    desk.keyboard.press("Enter")
    issued = desk.locator("[data-test=issued]")
    expect(issued).to_be_visible()
    label = issued.inner_text().strip()
    expect(desk.get_by_text("Karcis sudah dicetak.")).to_be_visible(timeout=20_000)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("dialog")).to_have_count(0)
    paper = hall.printers.last_number("p1")
    in_dialog(desk, "c")
    expect(desk.get_by_role("dialog")).to_contain_text(label)
    done_in_dialog(desk)
    hall.printers.next_after(paper, "p1")


def test_who_was_held_while_the_central_system_was_down_is_called_again_from_the_menu(hall: Hall) -> None:
    hall.tickets("L1", zone=3)
    desk = hall.desk(19)
    hall.supervisor().command(
        "/pauses", scope="agency", code="L", reason="central_system_down", numbers=False, minutes=None, texts=None
    )
    expect(desk.locator("#primary")).to_have_count(0)
    from_menu(desk, "Sistem pusat sudah pulih")
    expect(desk.locator("#primary")).to_be_visible(timeout=SOON_MS)
    assert hall.supervisor().get("/snapshot?room=floor")[1]["pauses"] == []
