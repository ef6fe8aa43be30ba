"""The kiosk in Chromium against a real house: one tap is one ticket, and at each moment it says what is happening."""

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.kiosk.glass import BEFORE_A_HOUSE, HOST, LYING, UPRIGHT, glass, number_on, open_service, speak, waiting_in
from tests.running_house import RunningHouse

pytestmark = BEFORE_A_HOUSE


def done_unheard(route: Route) -> None:
    """The server does it, and its answer is lost. Chromium's own name for the host is not known outside of it."""
    route.fetch(url=route.request.url.replace(HOST, "127.0.0.1"))


def test_a_frequent_service_is_two_taps_from_its_number(page: Page) -> None:
    page.click(".frequent .short >> text=Paspor")
    page.click(".take")
    assert number_on(page).startswith("C-")


def test_two_quick_presses_make_one_number(house: RunningHouse, page: Page) -> None:
    before = waiting_in(house, "V1")
    open_service(page, "V1")
    page.dblclick(".take")
    number_on(page)
    page.wait_for_timeout(1000)
    assert waiting_in(house, "V1") == before + 1


WHERE_ALL_STANDS = """() => [...document.querySelectorAll(".page > *, .also > *, .actions > *")].map((el) => {
  const { left, top, width, height } = el.getBoundingClientRect();
  return [left, top, width, height].map(Math.round).join(" ");
})"""


@pytest.mark.parametrize("size", [UPRIGHT, LYING], ids=["upright", "lying"])
def test_a_tap_leaves_the_page_as_it_stood_until_the_number_is_there(
    house: RunningHouse, chrome: Browser, size: tuple[int, int]
) -> None:
    page = glass(house, chrome, size)
    open_service(page, "D2")
    page.wait_for_selector(".take:not([disabled])")
    before = page.evaluate(WHERE_ALL_STANDS)
    page.route("**/api/v1/tickets", lambda route: None)  # it is on its way
    page.click(".take")
    page.wait_for_selector(".waiting >> text=Sebentar")
    assert page.evaluate(WHERE_ALL_STANDS) == before
    page.close()


def test_a_lost_reply_gives_the_same_number_and_no_second_one(house: RunningHouse, page: Page) -> None:
    before = waiting_in(house, "W1")
    ids: list[str] = []

    def lose_the_first(route: Route) -> None:
        ids.append(route.request.post_data_json["request_id"])
        if len(ids) == 1:
            done_unheard(route)
            return route.abort()
        return route.continue_()

    page.route("**/api/v1/tickets", lose_the_first)
    open_service(page, "W1")
    page.click(".take")
    number_on(page)
    assert waiting_in(house, "W1") == before + 1
    assert len(set(ids)) == 1
    assert len(ids) > 1


def test_a_page_loaded_anew_in_the_middle_of_a_tap_shows_the_same_number(house: RunningHouse, page: Page) -> None:
    before = waiting_in(house, "T1")
    page.route("**/api/v1/tickets", lambda route: (done_unheard(route), route.abort()))
    open_service(page, "T1")
    page.click(".take")
    page.wait_for_selector(".tap-trouble")
    page.unroute("**/api/v1/tickets")
    page.reload()
    assert number_on(page, 10_000).startswith("T-")
    assert waiting_in(house, "T1") == before + 1


def test_the_back_key_goes_one_screen_back_and_never_issues_again(house: RunningHouse, page: Page) -> None:
    before = waiting_in(house, "G1")
    open_service(page, "G1")
    page.click(".take")
    number_on(page)
    for screen in ("agency", "agencies", "idle"):
        page.go_back()
        page.wait_for_selector(f".frame[data-screen={screen}]")
    page.go_forward()
    page.wait_for_timeout(500)
    assert page.get_attribute(".frame", "data-screen") == "idle"
    assert waiting_in(house, "G1") == before + 1


def test_a_pause_with_a_broken_central_system_is_said_before_a_number_is_taken(house: RunningHouse, page: Page) -> None:
    supervisor = house.caller().sign_in("supervisor", house.password)
    pause = {"scope": "agency", "code": "E", "reason": "central_system_down", "numbers": False}
    answer = supervisor.command("/pauses", **pause)
    open_door = page.locator(".directory .row").filter(has=page.locator(".letter:text-is('E')"))
    page.click(".door")
    open_door.locator(".mark.red").wait_for()
    open_door.click()
    page.wait_for_selector("h1:text-is('Samsat belum bisa memberi nomor')")
    assert "Bukan kesalahan Anda" in str(page.text_content(".reason"))
    assert page.locator(".take").count() == 0
    supervisor.command(f"/pauses/{answer['pause']}/lift")
    page.wait_for_selector(".services", timeout=5000)  # right by itself
    supervisor.close()


def test_staff_called_by_a_visitor_hear_of_it(house: RunningHouse, page: Page) -> None:
    page.click(".aid.call")
    page.wait_for_selector("text=Petugas sudah diberi tahu")
    clerk = house.caller().sign_in("petugas1", house.password)
    alarm = next(t for t in clerk.get("/counters/1")[1]["troubles"] if t["kind"] == "help")
    clerk.command(f"/alarms/{alarm['id']}/answer")
    page.wait_for_selector("text=Petugas sudah menjawab", timeout=5000)
    clerk.close()


def test_nobody_there_is_warned_first_and_then_sent_home(house: RunningHouse, chrome: Browser) -> None:
    page = glass(house, chrome, clock=True)
    speak(page, "en")
    page.click(".door")
    page.clock.run_for(45_000)
    page.wait_for_selector("text=Are you still there?")
    page.click("text=Yes, continue")
    page.wait_for_selector(".veil", state="detached")
    page.clock.run_for(61_000)
    page.wait_for_selector(".frame[data-screen=idle]")
    assert page.evaluate("document.documentElement.lang") == "id"
    page.close()


def test_a_server_gone_for_ten_seconds_in_the_middle_of_a_tap_gives_one_number(
    house: RunningHouse, chrome: Browser
) -> None:
    """The last test of this file: it cuts the house's power."""
    page = glass(house, chrome)
    before = waiting_in(house, "R1")
    open_service(page, "R1")
    page.wait_for_selector(".take:enabled")
    house.kill()
    page.click(".take")
    page.wait_for_selector("text=Permintaan Anda tersimpan")
    page.wait_for_timeout(9000)
    house.start_server()
    assert number_on(page, 15_000).startswith("R-")
    assert waiting_in(house, "R1") == before + 1
    page.close()
