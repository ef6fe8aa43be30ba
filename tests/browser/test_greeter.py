"""The greeter in the hall: a number and a service found, decisions made with one hand or by keys, and honest while the server is away."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hall import DESK, OUTAGE, PRESSES_APART_MS, SOON_MS, Hall
from tests.browser.reading import reads_well, reads_well_light_and_dark

pytestmark = pytest.mark.browser
PHONE, TABLET = (390, 844), (800, 1280)
GONE = 12_000  # the line is known to be lost
COUNTER, SERVICE = 18, "K1"
# A page that reads only when news tell it to.
NO_ROUNDS = "const every = setInterval; window.setInterval = (tell, ms) => (ms < 10000 ? every(tell, ms) : 0);"


def greeter(hall: Hall, size: tuple[int, int] = TABLET, username: str = "greeter", **more: Any) -> Page:
    """Signed in from the first page on, which leads to the own work by itself."""
    hall.counters.add(COUNTER)
    page = hall.page("/sign-in", size, **more)
    expect(page.locator("#sign-in button[type=submit]")).to_be_enabled()
    page.locator("#username").fill(username)
    page.locator("#password").fill(hall.house.password)
    page.locator("#password").press("Enter")
    return page


def opened(hall: Hall, size: tuple[int, int] = TABLET, **more: Any) -> Page:
    page = greeter(hall, size, **more)
    expect(page).to_have_url(re.compile("/counter/greeter"))
    expect(page.locator("[data-list=requested]")).to_be_attached(timeout=SOON_MS)
    return page


def asking(hall: Hall) -> str:
    """The label of somebody who asked for priority at a kiosk."""
    kiosk = hall.caller(hall.house.pair("kiosk", zone=2))
    return str(kiosk.command("/tickets", service=SERVICE, language="id", priority="elderly")["ticket"]["label"])


def typed(label: str) -> str:
    """C-014 as a hurried hand types it."""
    letters, digits = label.split("-")
    return f"{letters.lower()} {int(digits)}"


def settled(page: Page) -> None:
    """A press that comes as the page turns does not count."""
    page.wait_for_timeout(PRESSES_APART_MS)


def test_a_number_is_found_and_its_priority_confirmed_by_keys_alone(hall: Hall) -> None:
    label = asking(hall)
    page = opened(hall, DESK)
    page.keyboard.press("Escape")
    page.locator("body").press("/")
    page.keyboard.type(typed(label))
    page.keyboard.press("Enter")
    expect(page.locator("[data-test=label]")).to_have_text(label)
    expect(page.locator("[data-test=answer]")).not_to_be_empty()
    expect(page.get_by_text("Minta prioritas. Lihat orangnya")).to_be_visible()
    expect(page.locator("#result")).not_to_contain_text("Lansia")
    settled(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Prioritas sudah dipastikan")).to_be_visible()
    assert hall.supervisor().get(f"/labels/{label}")[1]["ticket"]["priority"] == "confirmed"


def test_a_number_is_given_on_a_phone_with_a_slip_and_what_follows(hall: Hall) -> None:
    page = opened(hall, PHONE, has_touch=True)
    page.locator("#asked").fill("nikah")
    page.locator(".results .row").first.click()
    expect(page.get_by_role("heading", name="Yang perlu dibawa")).to_be_visible()
    settled(page)
    page.locator("#primary").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("Penyandang disabilitas").check()
    sheet.get_by_role("button", name="Tambah layanan").click()
    page.locator("#picked").fill("paspor baru")
    page.locator(".picked .row").first.click()
    expect(page.locator(".then li")).to_have_count(1)
    reads_well(page)
    page.get_by_role("dialog").get_by_role("button", name="Beri nomor").click()
    expect(page.locator("[data-test=label]")).to_have_text(re.compile(r"K-\d{3}"))
    expect(page.get_by_role("heading", name="Berikutnya dengan nomor ini")).to_be_visible()
    expect(page.locator("[data-test=slip]")).to_contain_text("Karcis sudah dicetak", timeout=SOON_MS)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_what_happens_in_the_hall_comes_into_the_lists_by_itself(hall: Hall) -> None:
    page = opened(hall)
    label = asking(hall)
    row = page.locator("[data-list=requested] .item", has_text=label)
    expect(row).to_be_visible(timeout=SOON_MS)
    kiosk = f"Kios {label}"  # others may have asked for help in this house
    hall.caller(hall.house.pair("kiosk", zone=1, name=kiosk)).command("/help")
    alarm = page.locator("[data-list=alarms] .item", has_text=kiosk)
    expect(alarm).to_be_visible(timeout=SOON_MS)
    settled(page)
    row.get_by_role("button", name="Tanpa prioritas").click()
    expect(row).to_be_hidden()
    settled(page)
    alarm.get_by_role("button", name="Saya ke sana").click()
    expect(page.get_by_text(f"Anda ditunggu di {kiosk}")).to_be_visible()
    expect(alarm).to_be_hidden()


def test_what_staff_alone_may_hear_comes_by_news_and_a_silent_alarm_shows_nothing(hall: Hall) -> None:
    (ticket,) = hall.tickets(SERVICE)
    page, clerk = opened(hall, before=NO_ROUNDS), hall.clerk(COUNTER)
    row = page.locator("[data-list=requested] .item", has_text=ticket["label"])
    expect(row).to_have_count(0)
    clerk.command(f"/counters/{COUNTER}/alarm")
    clerk.command(f"/tickets/{ticket['label']}/priority", decision="requested")
    expect(row).to_be_visible()
    expect(page.get_by_text(f"Loket {COUNTER}")).to_have_count(0)
    clerk.command(f"/tickets/{ticket['label']}/priority", decision="declined")
    expect(row).to_have_count(0)
    for alarm in hall.supervisor().get("/snapshot?room=floor")[1]["alarms"]:
        hall.supervisor().command(f"/alarms/{alarm['id']}/answer")


def test_a_late_visitor_comes_back_and_hears_after_how_many(hall: Hall) -> None:
    hall.tickets(SERVICE)
    clerk = hall.clerk(COUNTER)
    ticket = clerk.command(f"/counters/{COUNTER}/next", expects=None)["ticket"]
    clerk.command(f"/counters/{COUNTER}/start", ticket=ticket["id"])
    clerk.command(f"/counters/{COUNTER}/park", ticket=ticket["id"], why="copy", minutes=None)
    page = opened(hall)
    row = page.locator("[data-list=away] .item", has_text=ticket["label"])
    expect(row).to_contain_text("paling depan")
    settled(page)
    row.get_by_role("button", name="Antrekan lagi").click()
    expect(page.get_by_text(f"{ticket['label']} antre lagi, berikutnya dipanggil")).to_be_visible()
    expect(row).to_be_hidden()


def test_a_press_without_a_server_is_kept_and_done_once(hall: Hall) -> None:
    label = asking(hall)
    page = opened(hall)
    row = page.locator("[data-list=requested] .item", has_text=label)
    expect(row).to_be_visible()
    settled(page)
    hall.console.allow(OUTAGE)
    hall.house.kill("server")
    row.get_by_role("button", name="Pastikan prioritas").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Server tidak menjawab", timeout=GONE + SOON_MS)
    expect(alert).to_contain_text(f"Pastikan prioritas {label} tersimpan dan dikirim sendiri")
    hall.house.start_server()
    expect(page.get_by_text(f"Prioritas {label} dipastikan")).to_be_visible(timeout=SOON_MS)
    expect(alert).to_be_empty()
    assert hall.supervisor().get(f"/labels/{label}")[1]["ticket"]["priority"] == "confirmed"


def test_a_clerk_is_told_where_to_go_and_a_greeter_never_lands_at_a_desk(hall: Hall) -> None:
    page = greeter(hall, username=f"petugas{COUNTER}")
    expect(page.get_by_role("heading", name="Pilih loket")).to_be_visible(timeout=SOON_MS)
    page.goto(hall.url("/counter/greeter"))
    expect(page.get_by_role("heading", name="Halaman ini untuk penyambut tamu")).to_be_visible()
    expect(page.get_by_role("link", name="Ke loket")).to_be_visible()
    expect(page.locator("#asked")).to_have_count(0)
    other = opened(hall)
    other.goto(hall.url("/"))
    expect(other.locator("#own-work")).to_have_attribute("href", "/counter/greeter")
    other.goto(hall.url("/counter/"))
    expect(other).to_have_url(re.compile("/counter/greeter"))


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_greeters_page_reads_well(hall: Hall, language: str) -> None:
    label = asking(hall)
    page = opened(hall, locale="id-ID" if language == "id" else "en-GB")
    expect(page.locator("[data-list=requested] .item", has_text=label)).to_be_visible()
    reads_well_light_and_dark(page)
    page.locator("#asked").fill("paspor" if language == "id" else "passport")
    expect(page.locator(".results .row").first).to_be_visible()
    reads_well_light_and_dark(page)
    page.locator("#asked").press("Enter")
    expect(page.locator(".about .fees li").first).to_be_visible()
    reads_well_light_and_dark(page)
    page.locator("#asked").fill(typed(label))
    page.locator("#asked").press("Enter")
    expect(page.locator("[data-test=answer]")).to_be_visible()
    reads_well_light_and_dark(page)
    settled(page)
    for name in ("move", "plan", "reprint"):
        page.locator(f"[data-act={name}]").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        reads_well(page)
        page.keyboard.press("Escape")
