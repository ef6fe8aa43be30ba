"""The kiosk under real fingers: one tap is one ticket, whatever happens to finger, server, paper or page."""

import re
import time
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.hall import LANDSCAPE, OUTAGE, Hall, label_on, sent, take

pytestmark = pytest.mark.browser

DOWN_SECONDS = 10
IDLE = "[data-screen=idle]"


def at_service(hall: Hall, code: str, **more: Any) -> Page:
    kiosk = hall.kiosk(**more)
    hall.open_service(kiosk, code)
    expect(kiosk.locator("button.take")).to_be_enabled()
    return kiosk


def number_of(label: str) -> int:
    return int(label.split("-")[1])


def test_a_double_tap_is_one_ticket(hall: Hall) -> None:
    kiosk = at_service(hall, "U2")
    waiting = hall.service("U2")["waiting"]
    kiosk.locator("button.take").dblclick()
    first = label_on(kiosk)
    kiosk.evaluate("document.querySelectorAll('button.take').forEach((one) => one.click())")
    time.sleep(1)
    assert label_on(kiosk) == first
    assert hall.service("U2")["waiting"] == waiting + 1


def test_fingers_on_two_kiosks_get_two_numbers_in_a_row(hall: Hall) -> None:
    kiosks = [at_service(hall, "T1"), at_service(hall, "T1", size=LANDSCAPE)]
    for kiosk in kiosks:
        kiosk.locator("button.take").click(no_wait_after=True)
    first, second = sorted(number_of(label_on(kiosk)) for kiosk in kiosks)
    assert second == first + 1


def test_the_browsers_back_key_never_issues_again(hall: Hall) -> None:
    kiosk = at_service(hall, "V1")
    take(kiosk)
    label_on(kiosk)
    waiting = hall.service("V1")["waiting"]
    for _ in range(3):
        kiosk.evaluate("history.back()")
        kiosk.wait_for_timeout(300)
    for _ in range(3):
        kiosk.evaluate("history.forward()")
        kiosk.wait_for_timeout(300)
    kiosk.reload()
    expect(kiosk.locator(IDLE)).to_be_visible()
    assert hall.service("V1")["waiting"] == waiting


def test_a_server_that_is_gone_ten_seconds_in_the_middle_of_a_tap_gives_one_ticket(hall: Hall) -> None:
    """The ticket was written, its answer never came, and then there was nobody to ask."""
    hall.console.allow(OUTAGE)
    kiosk = at_service(hall, "U1")
    waiting = hall.service("U1")["waiting"]
    lost: list[int] = []

    def lose_the_answer(route: Route) -> None:
        if lost:
            return route.continue_()
        lost.append(sent(route))
        hall.house.kill()
        return route.abort()

    kiosk.route("**/api/v1/tickets", lose_the_answer)
    take(kiosk)
    expect(kiosk.get_by_text("Kios ini sedang terputus")).to_be_visible()
    expect(kiosk.get_by_text("Cukup satu kali tekan")).to_be_visible()
    kiosk.wait_for_timeout(DOWN_SECONDS * 1000)
    expect(kiosk.get_by_text("Cukup satu kali tekan")).to_be_visible()
    hall.house.start_server()
    label_on(kiosk)
    assert lost == [201]
    assert hall.service("U1")["waiting"] == waiting + 1


def test_a_page_loaded_anew_in_the_middle_of_a_tap_shows_the_same_ticket(hall: Hall) -> None:
    hall.console.allow(OUTAGE)
    kiosk = at_service(hall, "Z1")
    waiting = hall.service("Z1")["waiting"]
    kiosk.route("**/api/v1/tickets", lambda route: (sent(route), route.abort()))
    take(kiosk)
    expect(kiosk.get_by_text("Cukup satu kali tekan")).to_be_visible()
    kiosk.unroute_all()
    kiosk.reload()
    label_on(kiosk)
    assert hall.service("Z1")["waiting"] == waiting + 1


def test_a_kiosk_that_lost_the_server_says_so_and_is_right_by_itself(hall: Hall) -> None:
    hall.console.allow(OUTAGE)
    kiosk = hall.kiosk()
    hall.house.end("server")
    expect(kiosk.get_by_role("heading", name="Kios ini sedang terputus")).to_be_visible(timeout=20_000)
    expect(kiosk.get_by_role("button", name="Ambil nomor antrean")).to_be_hidden()
    hall.house.start_server()
    expect(kiosk.get_by_role("heading", name="Selamat datang")).to_be_visible(timeout=20_000)
    expect(kiosk.get_by_role("button", name="Ambil nomor antrean")).to_be_visible()


def test_whoever_walks_away_is_asked_and_then_the_kiosk_goes_home(hall: Hall) -> None:
    kiosk = at_service(hall, "M1", own_clock=True)
    kiosk.clock.run_for(41_000)
    expect(kiosk.get_by_role("dialog", name="Anda masih di sini?")).to_be_visible()
    kiosk.get_by_role("button", name="Ya, lanjutkan").click()
    expect(kiosk.get_by_role("dialog")).to_be_hidden()
    expect(kiosk.locator("[data-screen=service]")).to_be_visible()
    kiosk.clock.run_for(41_000)
    expect(kiosk.get_by_role("dialog", name="Anda masih di sini?")).to_be_visible()
    kiosk.clock.run_for(21_000)
    expect(kiosk.locator(IDLE)).to_be_visible()
    expect(kiosk.get_by_role("dialog")).to_be_hidden()


def test_a_number_leaves_the_glass_by_itself_and_the_next_visitor_finds_indonesian(hall: Hall) -> None:
    kiosk = hall.kiosk(own_clock=True)
    kiosk.get_by_role("button", name="English").click()
    hall.open_service(kiosk, "Y1", "en")
    take(kiosk)
    label_on(kiosk)
    expect(kiosk.get_by_role("heading", name="Your queue number")).to_be_visible()
    kiosk.clock.run_for(61_000)
    expect(kiosk.get_by_role("heading", name="Selamat datang")).to_be_visible()


def test_without_paper_the_number_is_valid_and_is_to_be_written_down(hall: Hall) -> None:
    hall.clerk(29)
    kiosk = at_service(hall, "X1")
    try:
        hall.printers.set_mode("paper_out")
        expect(kiosk.get_by_text("Kertas kios ini habis")).to_be_visible()
        take(kiosk)
        label_on(kiosk)
        expect(kiosk.get_by_text("Nomor Anda sah. Catat, foto, atau pindai kode")).to_be_visible()
    finally:
        hall.printers.set_mode("ready")
    expect(kiosk.get_by_text("Silakan ambil karcis di bawah layar")).to_be_visible(timeout=20_000)


def test_a_call_for_staff_reaches_the_desks_and_their_answer_comes_back(hall: Hall) -> None:
    desk = hall.desk(4)
    kiosk = hall.kiosk()
    kiosk.get_by_role("button", name="Panggil petugas").click()
    expect(kiosk.get_by_role("dialog")).to_contain_text("Petugas sudah diberi tahu")
    trouble = desk.locator(".trouble.help")
    expect(trouble).to_be_visible()
    trouble.get_by_role("button", name="Saya datangi").click()
    expect(kiosk.get_by_role("dialog")).to_contain_text("segera datang")
    expect(trouble).to_be_hidden()


def test_a_second_tap_for_the_same_service_offers_the_number_there_is(hall: Hall) -> None:
    kiosk = at_service(hall, "S2")
    take(kiosk)
    label = label_on(kiosk)
    kiosk.get_by_role("button", name="Layanan lain").click()
    kiosk.locator(".directory").get_by_role("button", name="Kejaksaan").click()
    kiosk.locator(".services button").last.click()
    expect(kiosk.get_by_text(f"Nomor Anda sudah ada: {label}")).to_be_visible()
    kiosk.get_by_role("button", name=f"Lihat {label}").click()
    assert label_on(kiosk) == label


@pytest.mark.parametrize(
    ("reason", "mark", "says"),
    [("meeting", "jeda", "Pengadilan Negeri jeda sampai"), ("central_system_down", "gangguan", "terganggu sejak")],
)
def test_a_pause_is_said_before_a_number_can_be_taken(hall: Hall, reason: str, mark: str, says: str) -> None:
    supervisor = hall.supervisor()
    pause = supervisor.command("/pauses", scope="agency", code="R", reason=reason, numbers=False, minutes=30)
    try:
        kiosk = hall.kiosk()
        kiosk.get_by_role("button", name="Ambil nomor antrean").click()
        row = kiosk.locator(".directory").get_by_role("button", name="Pengadilan Negeri")
        expect(row).to_contain_text(re.compile(mark, re.I))
        row.click()
        expect(kiosk.get_by_text(says).first).to_be_visible()
        expect(kiosk.get_by_text("Nomor yang sudah diambil tetap berlaku.")).to_be_visible()
        expect(kiosk.locator("button.take")).to_have_count(0)
        expect(kiosk.get_by_role("button", name="Bicara dengan petugas")).to_be_visible()
    finally:
        supervisor.command(f"/pauses/{pause['pause']}/lift")


def test_a_pause_that_lets_numbers_go_on_is_a_notice(hall: Hall) -> None:
    supervisor = hall.supervisor()
    kiosk = at_service(hall, "W1")
    pause = supervisor.command("/pauses", scope="agency", code="W", reason="meeting", numbers=True, minutes=30)
    try:
        expect(kiosk.get_by_text(re.compile(r"DPCKTRP jeda sampai .* Nomor tetap bisa diambil"))).to_be_visible()
        take(kiosk)
        label_on(kiosk)
    finally:
        supervisor.command(f"/pauses/{pause['pause']}/lift")
