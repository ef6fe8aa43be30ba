"""The pages of an outage day as staff use them: by keys alone, on a narrow window, and while the server is away."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.hall import DESK, HOST, NARROW, OUTAGE, SOON_MS, Hall
from tests.running_house import now_here

pytestmark = pytest.mark.browser
GONE = 12_000  # the line is known to be lost


def opened(hall: Hall, path: str, username: str = "greeter", size: tuple[int, int] = DESK, **more: object) -> Page:
    """The page, after the way over the sign-in."""
    page = hall.page(path, size, **more)  # type: ignore[arg-type]
    expect(page.locator("#sign-in button[type=submit]")).to_be_enabled()
    page.locator("#username").fill(username)
    page.locator("#password").fill(hall.house.password)
    page.locator("#password").press("Enter")
    expect(page.locator("main.outage")).to_be_visible(timeout=SOON_MS)
    return page


def minutes_ago(minutes: int) -> str:
    """A time of the hall as somebody wrote it on the slip; today's, or the day's first minutes."""
    now = now_here()
    return max(now - timedelta(minutes=minutes), now.replace(hour=0, minute=0)).strftime("%H%M")


def fits_across(page: Page) -> None:
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), "reaches over the side"


def test_a_block_of_paper_is_keyed_in_without_a_mouse(hall: Hall) -> None:
    hall.counters.add(18)
    page = opened(hall, "/counter/paper")
    expect(page.locator("#field-label")).to_be_focused()
    page.keyboard.type("kp71")
    page.locator("#field-issued").press("Home")
    page.keyboard.type(minutes_ago(30))
    page.keyboard.press("Enter")
    expect(page.locator(".done li")).to_have_count(1)
    expect(page.locator(".done li").first).to_contain_text("K-P71")
    expect(page.locator("#field-label")).to_have_value("K-P72")
    expect(page.locator("#field-issued")).to_be_focused()
    page.keyboard.type(minutes_ago(20))
    page.keyboard.press("Enter")
    expect(page.locator(".done li").first).to_contain_text("K-P72")
    page.keyboard.type("2599")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Tulis jam seperti 08.15")
    hall.console.allow(OUTAGE)
    page.locator("#field-label").fill("K-P71")
    page.locator("#field-issued").fill(minutes_ago(10))
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("K-P71 sudah dimasukkan hari ini")


def test_who_was_served_by_hand_is_keyed_in_on_a_narrow_window_in_english(hall: Hall) -> None:
    page = opened(hall, "/counter/paper?language=en", size=NARROW, locale="en-GB")
    page.locator("#field-label").fill("l 81")
    page.locator("#field-issued").fill(minutes_ago(40))
    page.locator("#field-state").select_option("served")
    for name, typed in (("counter", "19"), ("called", minutes_ago(30)), ("ended", minutes_ago(20))):
        page.locator(f"#field-{name}").fill(typed)
    fits_across(page)
    page.keyboard.press("Enter")
    expect(page.locator(".done li").first).to_contain_text("served")
    fits_across(page)


def test_a_printed_block_has_every_number_and_room_for_the_time(hall: Hall) -> None:
    page = opened(hall, "/counter/paper/block?queue=A&from=11&count=12")
    expect(page.locator(".slips article")).to_have_count(12)
    expect(page.locator(".slips .num").first).to_have_text("A-P11")
    expect(page.locator(".slips .num").last).to_have_text("A-P22")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Cetak")).to_be_hidden()


def test_the_list_follows_the_hall_and_outlives_the_server(hall: Hall) -> None:
    hall.counters.add(18)
    page = opened(hall, "/counter/list")
    (ticket,) = hall.tickets("K1")
    row = page.locator("li", has_text=ticket["label"])
    expect(row).to_be_visible(timeout=SOON_MS)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Cetak di kertas karcis")).to_be_hidden()
    expect(row).to_be_visible()
    page.emulate_media(media="screen")
    page.keyboard.press("k")
    expect(page.get_by_role("status")).to_contain_text("Daftar dikirim ke")
    hall.console.allow(OUTAGE)
    hall.house.kill("server")
    expect(page.get_by_role("alert").first).to_contain_text("Server tidak menjawab", timeout=GONE + SOON_MS)
    expect(row).to_be_visible()


def test_a_manager_holds_releases_and_a_greeter_gives_the_number_again(hall: Hall) -> None:
    hall.counters.add(18)
    hall.tickets("K1", "K1")
    agency = hall.caller().get("/mall")[1]
    code = next(one["agency"] for one in agency["services"] if one["code"] == "K1")
    page = opened(hall, "/counter/notes", "supervisor")
    page.get_by_label("Instansi").select_option(code)
    page.get_by_role("button", name="Sistem pusat terganggu").click()
    expect(page.get_by_text("Terganggu sejak")).to_be_visible()
    page.get_by_role("button", name="Lepas semua dengan catatan").click()
    page.locator("#release").click()
    expect(page.get_by_text("orang dilepas dengan catatan")).to_be_visible()
    note = page.locator(".code").first.inner_text()
    page.get_by_role("button", name="Sistem sudah pulih").click()
    expect(page.get_by_text("Layanan berjalan lagi")).to_be_visible()
    page.locator("#field-code").fill(note.lower().replace("-", " "))
    page.keyboard.press("Enter")
    expect(page.locator("[data-test=given]")).to_contain_text("K-")
    hall.console.allow(OUTAGE)
    page.locator("#field-code").fill(note)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Kode ini sudah dipakai")


def test_a_clock_in_doubt_asks_a_supervisor_who_looks_at_it(hall: Hall) -> None:
    doubted = True

    def doubting(route: Route) -> None:
        answer = route.fetch(url=route.request.url.replace(HOST, "127.0.0.1"))
        route.fulfill(response=answer, json={**answer.json(), "clock_doubted": doubted})

    page = opened(hall, "/counter/notes", "supervisor")
    page.route("**/api/v1/snapshot?*", doubting)
    page.reload()
    expect(page.get_by_role("heading", name="Jam server meragukan")).to_be_visible()
    doubted = False
    with page.expect_response("**/api/v1/clock/confirm") as confirmed:
        page.locator("#confirm-clock").click()
    assert confirmed.value.status == 200
    expect(page.get_by_role("heading", name="Jam server meragukan")).to_be_hidden()
