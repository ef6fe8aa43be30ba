"""Each button of the greeter's page by keys alone, with what the API says of it afterwards."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.by_keys import done, in_sheet, press_at, tab_to
from tests.browser.hall import DESK, SOON_MS, Hall
from tests.browser.test_greeter import COUNTER, SERVICE, asking, opened, settled

pytestmark = pytest.mark.browser


def told(hall: Hall, label: str) -> dict[str, Any]:
    return dict(hall.supervisor().get(f"/labels/{label}")[1]["ticket"])


def found(page: Page, text: str) -> None:
    """What was typed into the one field, with "/" from wherever the focus was."""
    page.keyboard.press("Escape")
    page.locator("body").press("/")
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    settled(page)


def act(page: Page, name: str) -> None:
    press_at(page, page.locator(f"[data-act={name}]"))
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_number_is_given_with_what_follows_and_its_slip_printed_again(hall: Hall) -> None:
    page = opened(hall, DESK)
    found(page, "nikah")
    expect(page.locator("#primary, .go").first).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_role("dialog")).to_be_visible()
    tab_to(page, page.get_by_role("radio", name="Tidak", exact=True))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Lansia")).to_be_checked()
    in_sheet(page, "Tambah layanan")
    tab_to(page, page.locator("#picked"))
    page.keyboard.type("paspor baru")
    press_at(page, page.locator(".picked .row").first)
    expect(page.locator(".then li")).to_have_count(1)
    done(page)
    label = page.locator("[data-test=label]").inner_text().strip()
    assert (told(hall, label)["priority"], len(told(hall, label)["plan"])) == ("requested", 1)
    expect(page.locator("[data-test=slip]")).to_contain_text("Karcis sudah dicetak", timeout=SOON_MS)
    paper = hall.printers.last_number("p1")
    settled(page)
    page.keyboard.press("c")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    hall.printers.next_after(paper, "p1")


def test_a_number_is_moved_to_another_queue_and_its_plan_changed(hall: Hall) -> None:
    label = hall.tickets(SERVICE)[0]["label"]
    page = opened(hall, DESK)
    found(page, label)
    act(page, "plan")
    in_sheet(page, "Tambah layanan")
    tab_to(page, page.locator("#picked"))
    page.keyboard.type("paspor baru")
    press_at(page, page.locator(".picked .row").first)
    done(page)
    expect(page.get_by_text(f"Rencana {label} sudah diubah")).to_be_visible()
    assert len(told(hall, label)["plan"]) == 1
    settled(page)
    act(page, "move")
    tab_to(page, page.locator("#picked"))
    page.keyboard.type("skck")
    press_at(page, page.locator(".picked .row").first)
    expect(page.locator(".from-to")).to_be_visible()
    done(page)
    assert told(hall, label)["agency"] != SERVICE[0]


def test_priority_unasked_is_left_to_the_counter_then_confirmed_then_withdrawn(hall: Hall) -> None:
    label = hall.tickets(SERVICE)[0]["label"]
    page = opened(hall, DESK)
    found(page, label)
    act(page, "priority")
    in_sheet(page, "Biar loket yang memastikan")
    expect(page.get_by_text("Minta prioritas. Lihat orangnya")).to_be_visible()
    assert told(hall, label)["priority"] == "requested"
    settled(page)
    press_at(page, page.locator("#primary"))
    expect(page.get_by_text("Prioritas sudah dipastikan")).to_be_visible()
    settled(page)
    press_at(page, page.locator("[data-act=decline]"))
    expect(page.get_by_text("Tidak diprioritaskan")).to_be_visible()
    assert told(hall, label)["priority"] == "declined"


def test_what_waits_in_the_lists_is_done_from_there(hall: Hall) -> None:
    label = asking(hall)
    clerk = hall.clerk(COUNTER)
    away = hall.tickets(SERVICE)[0]["label"]
    clerk.command(f"/counters/{COUNTER}/call", expects=None, ticket=away, reason="urgent")
    ticket = clerk.get(f"/counters/{COUNTER}")[1]["ticket"]["id"]
    clerk.command(f"/counters/{COUNTER}/start", ticket=ticket)
    clerk.command(f"/counters/{COUNTER}/park", ticket=ticket, why="copy", minutes=None)
    hall.caller(hall.house.pair("kiosk", zone=1, name="Kios tombol")).command("/help")
    page = opened(hall, DESK)
    alarm = page.locator("[data-list=alarms] .item", has_text="Kios tombol")
    expect(alarm).to_be_visible(timeout=SOON_MS)
    settled(page)
    press_at(page, alarm.get_by_role("button", name="Saya ke sana"))
    expect(alarm).to_have_count(0)
    settled(page)
    requested = page.locator("[data-list=requested] .item", has_text=label)
    press_at(page, requested.get_by_role("button", name=f"Tanpa prioritas untuk {label}"))
    expect(requested).to_have_count(0)
    assert told(hall, label)["priority"] == "declined"
    settled(page)
    back = page.locator("[data-list=away] .item", has_text=away)
    press_at(page, back.get_by_role("button", name=f"Antrekan lagi {away}"))
    expect(back).to_have_count(0)
    assert told(hall, away)["state"] == "waiting"


def test_esc_leads_back_and_the_menu_changes_the_language_and_ends_the_session(hall: Hall) -> None:
    label = hall.tickets(SERVICE)[0]["label"]
    page = opened(hall, DESK)
    found(page, label)
    expect(page.locator("[data-test=label]")).to_have_text(label)
    page.keyboard.press("Escape")
    expect(page.locator("[data-test=label]")).to_have_count(0)
    press_at(page, page.get_by_role("button", name="Menu"))
    in_sheet(page, "English")
    expect(page.get_by_role("dialog")).to_contain_text("Sign out")
    hall.console.allow("status of 401")  # what was asked a moment before
    in_sheet(page, "Sign out")
    expect(page.locator("#sign-in")).to_be_visible(timeout=SOON_MS)
