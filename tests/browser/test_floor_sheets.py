"""Each further sheet of the floor's pages by keys alone: help, messages, rules for calling, what stands in the menu."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.by_keys import done, from_menu, in_sheet, press_at, tab_to, typed_into
from tests.browser.hall import OUTAGE, SOON_MS, Hall
from tests.browser.test_floor import NARROW, fits_across, opened, row, short, steering

pytestmark = pytest.mark.browser

PRINTS = "window.prints = 0; window.print = () => { window.prints += 1; };"


def at_profiles(hall: Hall) -> Page:
    page = opened(hall, "/floor/profiles", "supervisor")
    expect(page.locator("ul.profiles")).to_be_visible(timeout=SOON_MS)
    return page


def helping(hall: Hall, number: int) -> list[str]:
    counters = hall.supervisor().get("/snapshot?room=floor")[1]["counters"]
    return list(next(one["helps"] for one in counters if one["number"] == number))


def messages(hall: Hall) -> list[str]:
    return [one["texts"]["id"] for one in hall.supervisor().get("/messages?room=floor")[1]["messages"]]


def test_a_counter_is_sent_to_help_and_called_back(hall: Hall) -> None:
    hall.clerk(10)
    page = steering(hall)
    plate = page.locator(".counter").filter(has_text="Loket 10:").first
    press_at(page, plate)
    in_sheet(page, "Kirim membantu")
    tab_to(page, page.get_by_role("dialog").get_by_role("checkbox").first)
    page.keyboard.press("Space")
    done(page)
    expect(plate).to_contain_text("bantu")
    assert len(helping(hall, 10)) == 1
    press_at(page, plate)
    in_sheet(page, "Panggil kembali")
    done(page)
    expect(plate).not_to_contain_text("bantu")
    assert helping(hall, 10) == []


def test_a_message_is_shown_and_taken_down(hall: Hall) -> None:
    page = steering(hall)
    from_menu(page, "Pesan di layar")
    typed_into(page, page.get_by_label("Bahasa Indonesia"), "Lift sedang diperbaiki")
    typed_into(page, page.get_by_label("Bahasa Inggris"), "The lift is being repaired")
    expect(page.locator(".preview")).to_contain_text("Lift sedang diperbaiki")
    done(page)
    assert "Lift sedang diperbaiki" in messages(hall)
    from_menu(page, "Turunkan")
    expect(page.get_by_role("dialog")).to_contain_text("Lift sedang diperbaiki")
    done(page)
    expect(page.get_by_text("Pesan diturunkan.")).to_be_visible()
    assert messages(hall) == []


def test_numbers_are_stopped_and_given_again(hall: Hall) -> None:
    page = steering(hall)
    from_menu(page, "Hentikan nomor baru")
    done(page)
    assert not hall.service("K1")["can_take"]
    from_menu(page, "Buka lagi hari ini")
    done(page)
    assert hall.service("K1")["can_take"]


def test_a_rule_is_changed_in_words_and_its_bound_is_told_before_and_after(hall: Hall) -> None:
    page = at_profiles(hall)
    rule = page.locator("ul.profiles > li").first
    for before, after in (("2", "3"), ("3", "2")):
        press_at(page, rule.get_by_role("button", name=re.compile("^Ubah")))
        ahead = page.get_by_role("dialog").locator(".ahead .bounds")
        expect(ahead).to_contain_text(f"Paling banyak {before}")
        typed_into(page, page.get_by_role("dialog").get_by_label("Paling banyak berturut-turut").first, after)
        expect(ahead).to_contain_text(f"Paling banyak {after}")
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(rule.locator(".bounds")).to_contain_text(f"Paling banyak {after}")


def test_a_rule_is_made_given_to_a_counter_and_removed_only_once_no_counter_works_by_it(hall: Hall) -> None:
    page = at_profiles(hall)
    press_at(page, page.get_by_role("button", name="Aturan baru"))
    typed_into(page, page.get_by_label("Nama", exact=True), "Hari pasar")
    typed_into(page, page.get_by_label("Nama dalam bahasa Inggris"), "Market day")
    in_sheet(page, "Tambah baris")
    in_sheet(page, "Tambah baris")
    in_sheet(page, "Hapus baris 2")
    expect(page.locator(".lines li")).to_have_count(1)
    done(page)
    rule = page.locator("ul.profiles > li").filter(has=page.get_by_role("heading", name="Hari pasar"))
    expect(rule).to_contain_text("Belum ada loket dengan aturan ini")
    plate = page.get_by_role("button", name=re.compile("^Loket 20,"))
    usual = page.locator("ul.profiles > li").filter(has=plate).get_by_role("heading").inner_text()
    give(page, "Hari pasar")
    expect(rule.get_by_role("button", name=re.compile("^Loket 20,"))).to_be_visible()
    press_at(page, rule.get_by_role("button", name="Hapus aturan Hari pasar"))
    expect(page.get_by_role("dialog")).to_contain_text("Loket 20 memakai aturan ini")
    expect(page.locator("dialog button.go")).to_have_count(0)
    page.keyboard.press("Escape")
    give(page, usual)
    expect(rule).to_contain_text("Belum ada loket dengan aturan ini")
    press_at(page, rule.get_by_role("button", name="Hapus aturan Hari pasar"))
    done(page)
    expect(rule).to_have_count(0)
    assert "Hari pasar" not in str(hall.supervisor().get("/profiles")[1]["profiles"])


def give(page: Page, rule: str) -> None:
    """This rule to counter 20."""
    press_at(page, page.get_by_role("button", name=re.compile("^Loket 20,")))
    wanted = page.get_by_role("dialog").get_by_role("radio", name=rule, exact=True)
    tab_to(page, page.get_by_role("dialog").locator("input:checked"))
    for _ in range(20):
        if wanted.is_checked():
            break
        page.keyboard.press("ArrowDown")
    done(page)


def test_the_menu_leads_to_every_page_changes_the_language_and_ends_the_session(hall: Hall) -> None:
    page = steering(hall)
    press_at(page, page.get_by_role("button", name="Semua perangkat"))
    expect(page.locator(".all-things li").first).to_be_visible()
    in_sheet(page, "Tutup")
    for number, heading in (("3", "Penutupan"), ("4", "Aturan panggil"), ("2", "Siap buka?")):
        page.keyboard.press(number)
        expect(page.get_by_role("heading", name=heading)).to_be_visible(timeout=SOON_MS)
        expect(page.get_by_role("main").get_by_text("Memuat")).to_have_count(0)
    page.keyboard.press("m")
    press_at(page, page.get_by_role("dialog").get_by_role("link", name="Lantai"))
    expect(page.locator(".board")).to_be_visible(timeout=SOON_MS)
    from_menu(page, "English")
    expect(page.get_by_role("dialog")).to_contain_text("Steer the floor")
    hall.console.allow("status of 401")  # what was asked a moment before
    in_sheet(page, "Sign out")
    expect(page.locator("#sign-in")).to_be_visible(timeout=SOON_MS)


def test_the_closing_page_is_printed(hall: Hall) -> None:
    page = hall.page("/sign-in?next=/floor/closing", before=PRINTS)
    expect(page.locator("#sign-in button[type=submit]")).to_be_enabled()
    page.keyboard.type("supervisor")
    page.keyboard.press("Tab")
    page.keyboard.type(hall.house.password)
    page.keyboard.press("Enter")
    press_at(page, page.get_by_role("button", name="Cetak halaman ini"))
    assert page.evaluate("prints") == 1


def test_a_press_that_no_server_took_can_be_given_up(hall: Hall) -> None:
    page = steering(hall)
    from_menu(page, "Jeda seluruh mal")
    expect(page.locator("dialog button.go")).to_be_visible()
    hall.console.allow(OUTAGE)
    hall.house.kill("server")
    press_at(page, page.locator("dialog button.go"))
    page.keyboard.press("Escape")
    press_at(page, page.get_by_role("button", name="Batalkan"))
    expect(page.get_by_text("tersimpan dan dikirim sendiri")).to_have_count(0)
    hall.house.start_server()
    expect(page.get_by_text("Yang tampil adalah data lama")).to_be_hidden(timeout=SOON_MS * 2)
    assert hall.supervisor().get("/snapshot?room=floor")[1]["pauses"] == []


def test_help_is_asked_for_the_longer_queue_of_an_agency(hall: Hall) -> None:
    services = hall.caller().get("/mall")[1]["services"]
    hall.tickets(next(one["code"] for one in services if one["queue"] == "DS"))
    hall.clerk(9)
    page, name = steering(hall), short(hall, "D")
    press_at(page, row(page, name).get_by_role("button", name=name, exact=True))
    in_sheet(page, "Minta bantuan loket")
    expect(page.get_by_role("dialog")).to_contain_text("Bantuan untuk antrean DS")
    tab_to(page, page.get_by_role("dialog").get_by_role("radio", name="Loket 9"))
    done(page)
    expect(page.get_by_text("Loket 9 membantu antrean DS.")).to_be_visible()
    assert helping(hall, 9) == ["DS"]


def test_every_sheet_that_steers_fits_a_phone(hall: Hall) -> None:
    page = opened(hall, "/floor/", "supervisor", NARROW)
    expect(page.locator(".board")).to_be_visible(timeout=SOON_MS)
    for name in ("Pulangkan yang menunggu", "Perpanjang jam hari ini", "Hentikan nomor baru", "Tutup hari ini"):
        from_menu(page, name)
        expect(page.get_by_role("dialog", name=name)).to_be_visible()
        fits_across(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
