"""What steers the floor, by keys alone, and what the API says of it afterwards: in a house of its own, whose day also ends."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from server import yaml_file
from tests.browser.by_keys import done, from_menu, in_sheet, press_at, tab_to, typed_into
from tests.browser.hall import OUTAGE, SOON_MS, Hall, sent
from tests.browser.test_closed import restart_with, with_quota
from tests.browser.test_floor import fits_across, row, short, steering
from tests.running_house import RunningHouse, running_house

pytestmark = pytest.mark.browser

LIMITED, ENDS_EARLY, USUAL, SLOW = "Y", "V", "K", "L"  # agencies: with a quota, closing at 20.00, and two all day
EARLY = {"open": "00:00", "close": "20:00", "last_ticket": "19:00"}


@pytest.fixture(scope="module")
def own_house() -> Iterator[RunningHouse]:
    with running_house() as house:
        mall = yaml_file.read(house.command("dump"))
        today = datetime.now(UTC).date()
        early = [
            {"day": (today + timedelta(days=n)).isoformat(), "agency": ENDS_EARLY, "hours": EARLY,
             "name": {"id": "Setengah hari", "en": "Half a day"}}
            for n in (-1, 0, 1)
        ]  # fmt: skip
        days = [*mall["special_days"], *early]
        restart_with(house, "--real-hours", agencies=with_quota(house, f"{LIMITED}1", 5), special_days=days)
        yield house


@pytest.fixture
def floor(own_house: RunningHouse, chromium: Browser) -> Iterator[Hall]:
    hall = Hall(own_house, chromium)
    yield hall
    hall.close()
    assert hall.console.unexpected() == []


def told(hall: Hall, path: str) -> Any:
    return hall.supervisor().get(path)[1]


def agency(page: Page, hall: Hall, code: str) -> None:
    """The agency's own sheet, from its row."""
    name = short(hall, code)
    press_at(page, row(page, name).get_by_role("button", name=name, exact=True))
    expect(page.get_by_role("dialog", name=name)).to_be_visible()


def test_more_numbers_for_today_and_never_fewer(floor: Hall) -> None:
    page = steering(floor)
    agency(page, floor, LIMITED)
    press_at(page, page.get_by_role("dialog").get_by_role("button", name="Tambah kuota"))
    quota = page.get_by_label("Kuota hari ini")
    expect(quota).to_be_focused()
    expect(quota).to_have_value("15")
    typed_into(page, quota, "4")
    expect(page.get_by_role("dialog")).to_contain_text("Isi lebih dari 5")
    page.keyboard.press("Enter")
    expect(quota).to_be_visible()
    typed_into(page, quota, "8")
    page.keyboard.press("Enter")
    expect(page.get_by_text("hari ini 8.")).to_be_visible()
    assert next(one for one in told(floor, "/floor")["offers"] if one["service"] == f"{LIMITED}1")["remaining"] == 8


def test_an_agency_closes_later_today(floor: Hall) -> None:
    page = steering(floor)
    agency(page, floor, ENDS_EARLY)
    in_sheet(page, "Perpanjang jam hari ini")
    close, last = page.get_by_label("Tutup pukul"), page.get_by_label("Nomor terakhir pukul")
    expect(close).to_have_value("21.00")
    typed_into(page, close, "19.30")
    expect(page.get_by_role("dialog")).to_contain_text("Pilih waktu sesudah 20.00")
    typed_into(page, close, "2130")
    typed_into(page, last, "20:45")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Tutup hari ini pukul 21:30: {short(floor, ENDS_EARLY)}")).to_be_visible()
    hours = next(one for one in told(floor, "/floor/ready")["hours"] if one["agency"] == ENDS_EARLY)["hours"]
    assert (hours["close"], hours["last_ticket"]) == ("21:30", "20:45")


@pytest.mark.parametrize("noted", [True, False])
def test_those_who_wait_go_home_with_a_note_or_without(floor: Hall, noted: bool) -> None:
    labels = {ticket["label"] for ticket in floor.tickets(f"{USUAL}1", f"{USUAL}1")}
    page = steering(floor)
    expect(row(page, short(floor, USUAL)).locator(".count.num")).to_have_text("2")
    from_menu(page, "Pulangkan yang menunggu")
    tab_to(page, page.get_by_label("Instansi", exact=True))
    page.keyboard.type(short(floor, USUAL))
    expect(page.get_by_role("radio", name=f"Seluruh {short(floor, USUAL)}")).to_be_checked()
    if not noted:
        tab_to(page, page.get_by_role("radio", name="Dengan catatan"))
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("dialog")).to_contain_text("2 orang")
    done(page)
    expect(row(page, short(floor, USUAL)).locator(".count.num")).to_have_text("0")
    assert floor.service(f"{USUAL}1")["waiting"] == 0
    notes = {note["label"] for note in told(floor, "/notes")["notes"]}
    assert labels <= notes if noted else not labels & notes


@pytest.mark.parametrize(
    ("check", "press"), [("clock", "Jam benar"), ("sound", "Suara terdengar"), ("paper", "Kertas cukup")]
)
def test_who_looked_and_when_stands_beside_what_was_looked_at(floor: Hall, check: str, press: str) -> None:
    page = steering(floor)
    page.keyboard.press("2")
    item = page.locator(f"[data-item={check}]")
    press_at(page, item.get_by_role("button", name=press))
    expect(page.get_by_role("dialog")).to_contain_text("dipastikan oleh supervisor")
    done(page)
    expect(item).to_contain_text("supervisor")
    expect(item.get_by_role("button")).to_have_count(0)
    confirmed = told(floor, "/floor/ready")["checks"][check]
    assert confirmed["by"] == "supervisor"
    assert abs(datetime.now(UTC) - datetime.fromisoformat(confirmed["at"])) < timedelta(minutes=5)


def test_an_agency_pauses_goes_on_and_those_who_wait_read_why(floor: Hall) -> None:
    floor.tickets(f"{SLOW}1")
    page, name = steering(floor), short(floor, SLOW)
    agency(page, floor, SLOW)
    in_sheet(page, "Jeda")
    tab_to(page, page.get_by_role("radio", name="Sistem pusat"))
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Rapat")).to_be_checked()
    done(page)
    expect(row(page, name).locator(".expected")).to_have_text("jeda")
    pauses = told(floor, "/snapshot?room=floor")["pauses"]
    assert [(one["scope"], one["code"], one["reason"]) for one in pauses] == [("agency", SLOW, "meeting")]
    assert len(told(floor, "/messages?room=floor")["messages"]) == 1
    press_at(page, page.locator("[data-code=paused]").get_by_role("button", name="Lanjutkan"))
    done(page)
    expect(page.get_by_text(f"Dilanjutkan: {name}")).to_be_visible()
    assert told(floor, "/snapshot?room=floor")["pauses"] == []
    assert told(floor, "/messages?room=floor")["messages"] == []


def test_those_who_wait_where_no_counter_is_open_are_told_and_a_counter_is_looked_at(floor: Hall) -> None:
    floor.tickets(f"{SLOW}1")
    page = steering(floor)
    press_at(page, page.locator("[data-code=nobody_serves]").get_by_role("button", name="Beri tahu yang menunggu"))
    expect(page.get_by_role("dialog").get_by_label("Bahasa Indonesia")).not_to_be_empty()
    done(page)
    (message,) = told(floor, "/messages?room=floor")["messages"]
    assert (message["scope"], message["code"]) == ("agency", SLOW)
    from_menu(page, "Turunkan")
    done(page)
    assert told(floor, "/messages?room=floor")["messages"] == []
    press_at(page, page.locator(".counter").filter(has_text="Loket 19:").first)
    expect(page.get_by_role("dialog", name="Loket 19")).to_be_visible()
    in_sheet(page, "Tutup")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_press_without_a_server_is_kept_and_done_once(floor: Hall) -> None:
    """A pause with its message, done by a server that died before it could say so."""
    page, name = steering(floor), short(floor, SLOW)
    agency(page, floor, SLOW)
    in_sheet(page, "Jeda")
    expect(page.locator("dialog button.go")).to_be_visible()
    floor.console.allow(OUTAGE)
    lost: list[int] = []

    def lose_the_answer(route: Route) -> None:
        if lost:
            return route.continue_()
        lost.append(sent(route))
        floor.house.kill("server")
        return route.abort()

    page.route("**/api/v1/pauses", lose_the_answer)
    press_at(page, page.locator("dialog button.go"))
    alert = page.get_by_role("alert").filter(has_text="tersimpan dan dikirim sendiri")
    expect(alert).to_contain_text(f"Jeda ({name}) tersimpan", timeout=SOON_MS)
    floor.house.start_server("--real-hours")
    expect(page.get_by_text(f"Jeda berlaku: {name}")).to_be_visible(timeout=SOON_MS)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(alert).to_have_count(0)
    assert lost == [201]
    assert [one["code"] for one in told(floor, "/snapshot?room=floor")["pauses"]] == [SLOW]
    assert len(told(floor, "/messages?room=floor")["messages"]) == 1
    press_at(page, page.locator("[data-code=system_down]").get_by_role("button", name="Nyatakan pulih"))
    done(page)
    assert told(floor, "/snapshot?room=floor")["pauses"] == []


def test_the_day_is_closed_its_report_signed_and_the_day_opened_again(floor: Hall) -> None:
    (ticket,) = floor.tickets(f"{USUAL}1")
    page = steering(floor)
    from_menu(page, "Hentikan nomor baru")
    done(page)
    assert not floor.service(f"{USUAL}1")["can_take"]
    page.keyboard.press("3")
    expect(page.locator(".verdict.stopped")).to_be_visible()
    press_at(page, page.get_by_role("main").get_by_role("button", name="Tutup hari ini"))
    expect(page.get_by_role("dialog")).to_contain_text("1 yang menunggu")
    done(page)
    expect(page.locator(".verdict.closed")).to_contain_text("Laporan menunggu tanda tangan")
    expect(page.get_by_role("main")).to_contain_text(ticket["label"])
    assert floor.caller().get(f"/tickets/{ticket['id']}")[1]["ticket"]["state"] == "expired"
    press_at(page, page.get_by_role("main").get_by_role("button", name="Tanda tangani laporan"))
    expect(page.get_by_role("dialog")).to_contain_text("Nama supervisor")
    done(page)
    expect(page.locator(".verdict.signed")).to_contain_text("Laporan ditandatangani supervisor pukul")
    assert told(floor, "/floor/closing")["signed"]["by"] == "supervisor"
    press_at(page, page.get_by_role("main").get_by_role("button", name="Buka lagi hari ini"))
    done(page)
    expect(page.locator(".verdict.open")).to_be_visible()
    assert floor.service(f"{USUAL}1")["can_take"]
    assert told(floor, "/floor/closing")["report"] is None
    fits_across(page)
