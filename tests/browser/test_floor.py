"""The floor as those see it who steer it: live, by keys, within one's reach, and old when it is old; axe finds nothing."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hall import OUTAGE, SOON_MS, Hall, call_next
from tests.browser.reading import reads_well_light_and_dark

pytestmark = pytest.mark.browser

WIDE, NARROW = (1440, 900), (390, 844)


def opened(hall: Hall, path: str, username: str, size: tuple[int, int] = WIDE, locale: str = "id-ID") -> Page:
    """The page, after the way over the sign-in."""
    page = hall.page(path, size, locale=locale)
    expect(page.locator("#sign-in button[type=submit]")).to_be_enabled()
    page.locator("#username").fill(username)
    page.locator("#password").fill(hall.house.password)
    page.locator("#password").press("Enter")
    expect(page.locator("#sign-in")).to_have_count(0, timeout=SOON_MS)
    expect(page.locator("main h1")).to_be_attached(timeout=SOON_MS)
    return page


def steering(hall: Hall) -> Page:
    """The floor, once it shows what stands and hears its keys."""
    page = opened(hall, "/floor/", "supervisor")
    expect(page.locator(".board")).to_be_visible(timeout=SOON_MS)
    return page


def row(page: Page, agency: str):  # type: ignore[no-untyped-def]
    return page.locator(".board tbody tr").filter(has=page.get_by_role("button", name=agency, exact=True))


def short(hall: Hall, code: str) -> str:
    return str(next(one["short"] for one in hall.caller().get("/mall")[1]["agencies"] if one["code"] == code))


def fits_across(page: Page) -> None:
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), "reaches over the side"


def test_a_supervisor_sees_the_hall_move_and_steers_it_with_a_word_to_those_who_wait(hall: Hall) -> None:
    clerk, agency = hall.clerk(18), short(hall, "K")
    page = opened(hall, "/floor/", "supervisor")
    mine = row(page, agency)
    expect(mine.locator(".count.num")).to_have_text("0")
    hall.tickets("K1", "K1")
    expect(mine.locator(".count.num")).to_have_text("2")
    label = call_next(clerk, 18)
    expect(mine.locator(".counters")).to_contain_text(label)
    expect(mine.locator(".count.num")).to_have_text("1")
    mine.get_by_role("button", name=agency, exact=True).click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="Jeda", exact=True).click()
    expect(sheet).to_contain_text("1 orang yang menunggu membaca pesan ini")
    page.keyboard.press("Enter")
    expect(sheet).to_have_count(0)
    expect(mine.locator(".expected")).to_have_text("berhenti")
    decision = page.locator("[data-code=system_down]")
    expect(decision).to_contain_text(agency)
    assert f"Sistem pusat {agency}" in str(hall.supervisor().get("/messages?room=floor")[1]["messages"])
    decision.get_by_role("button", name="Nyatakan pulih").click()
    sheet.get_by_role("button", name="Nyatakan pulih").click()
    expect(decision).to_have_count(0)
    expect(page.get_by_text(f"Dilanjutkan: {agency}")).to_be_visible()


def test_by_keys_alone_one_asks_why_and_answers_a_call_for_help(hall: Hall) -> None:
    first, then = (ticket["label"] for ticket in hall.tickets("L1", "L1"))
    clerk = hall.clerk(19)
    call_next(clerk, 19)
    present = clerk.get("/counters/19")[1]["ticket"]
    clerk.command("/counters/19/finish", ticket=present["id"])
    call_next(clerk, 19)
    page = opened(hall, "/floor/", "supervisor")
    expect(page.locator(".board")).to_be_visible()
    page.keyboard.press("w")
    page.keyboard.type(first.lower())
    page.keyboard.press("Tab")
    page.keyboard.type(then)
    page.keyboard.press("Enter")
    expect(page.locator("dialog .answer")).to_contain_text(first)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    help_asked = page.locator("[data-code=help_asked]")
    alerts = hall.supervisor().get("/floor")[1]["alerts"]
    before = sum(one["code"] == "help_asked" for one in alerts)  # others who asked in this house, and wait
    expect(help_asked).to_have_count(before)
    hall.caller(hall.house.pair("kiosk", zone=2)).command("/help")
    expect(help_asked).to_have_count(before + 1)
    help_asked.last.get_by_role("button", name="Saya ke sana").focus()
    page.keyboard.press("Enter")
    expect(help_asked).to_have_count(before)


def test_each_role_finds_what_is_its_own(hall: Hall) -> None:
    auditor = ("pemeriksa", "auditor", None)
    manager = ("kepala", "manager", "K")
    admin = hall.caller().sign_in("admin", hall.house.password)
    for username, role, agency in (auditor, manager):
        made = admin.post("/staff", username=username, password=hall.house.password, role=role, agency=agency)
        assert made[0] < 300, made
    page = opened(hall, "/floor/", "kepala")
    expect(page.locator(".board tbody tr")).to_have_count(1)
    page.keyboard.press("m")
    expect(page.get_by_role("dialog").get_by_role("button", name="Tutup hari ini")).to_have_count(0)
    expect(page.get_by_role("dialog").get_by_role("button", name="Pesan di layar")).to_be_visible()
    page = opened(hall, "/floor/", "pemeriksa")
    expect(page.locator(".board tbody tr")).to_have_count(23)
    expect(page.locator(".decisions").get_by_role("button")).to_have_count(0)
    page.keyboard.press("m")
    expect(page.get_by_role("dialog").get_by_role("button", name="Pesan di layar")).to_have_count(0)
    page = opened(hall, "/floor/", "petugas20")
    expect(page.get_by_role("link", name="Loket")).to_be_visible()
    page = opened(hall, "/floor/ready", "greeter")
    expect(page.get_by_role("link", name="Lantai")).to_be_visible()


def test_what_is_old_is_said_to_be_old_and_becomes_true_again_by_itself(hall: Hall) -> None:
    hall.console.allow(OUTAGE)
    page = opened(hall, "/floor/", "supervisor", NARROW)
    expect(page.locator(".board")).to_be_visible()
    fits_across(page)
    page.context.set_offline(True)
    expect(page.get_by_text("Yang tampil adalah data lama")).to_be_visible(timeout=30_000)
    page.context.set_offline(False)
    expect(page.get_by_text("Yang tampil adalah data lama")).to_be_hidden(timeout=30_000)


@pytest.mark.parametrize("locale", ["id-ID", "en-GB"])
def test_the_floors_pages_read_well(hall: Hall, locale: str) -> None:
    hall.tickets("K1", "G1")
    page = opened(hall, "/floor/", "supervisor", locale=locale)
    expect(page.locator(".board")).to_be_visible()
    reads_well_light_and_dark(page)
    for key in "mw":
        page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_be_visible()
        reads_well_light_and_dark(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator(".agency button").first.click()
    reads_well_light_and_dark(page)
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^(Jeda|Pause)$")).click()
    reads_well_light_and_dark(page)
    for path in ("ready", "closing", "profiles"):
        page.goto(hall.url(f"/floor/{path}"))
        expect(page.locator("main.other :is(.verdict, .profiles)")).to_be_visible(timeout=SOON_MS)
        reads_well_light_and_dark(page)
    page.locator(".profile-head button").first.click()
    expect(page.locator(".ahead")).to_be_visible(timeout=SOON_MS)
    reads_well_light_and_dark(page)
