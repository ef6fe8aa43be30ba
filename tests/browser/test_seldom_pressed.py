"""What staff press once a month, by keys alone: a vanished clerk's counter, how good the estimates were, an error's code."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from server import yaml_file
from tests.browser.by_keys import done, press_at, tab_to
from tests.browser.hall import SOON_MS, Hall
from tests.browser.reading import reads_well
from tests.browser.test_closed import restart_with
from tests.browser.test_floor import opened, steering
from tests.browser.test_greeter import settled
from tests.running_house import RunningHouse, running_house

pytestmark = pytest.mark.browser

VANISHED_AFTER, LEARNED_WITHIN = 20_000, 60_000  # ms: ten seconds here, and the rounds that learn


@pytest.fixture(scope="module")
def own_house() -> Iterator[RunningHouse]:
    """Its clerks vanish within ten seconds, and no move can be taken back: what was done teaches at once."""
    with running_house() as house:
        calling = yaml_file.read(house.command("dump"))["calling"]
        restart_with(house, calling={**calling, "holder_vanished_seconds": 10, "undo_seconds": 0})
        yield house


@pytest.fixture
def floor(own_house: RunningHouse, chromium: Browser) -> Iterator[Hall]:
    hall = Hall(own_house, chromium)
    yield hall
    hall.close()
    assert hall.console.unexpected() == []


def held_by(hall: Hall, counter: int) -> bool:
    counters = hall.caller().sign_in("petugas2", hall.house.password).get("/counters")[1]["counters"]
    return bool(next(one["held_by_me"] for one in counters if one["number"] == counter))


def test_how_good_the_estimates_were_is_read_from_visits_that_really_were(floor: Hall) -> None:
    """First in its house: no other visit has taught anything."""
    clerk = floor.clerk(18)
    tickets = floor.tickets("K2", "K2")
    page = steering(floor)
    page.wait_for_timeout(2500)  # what they are told is written within a second or two
    for ticket in tickets:
        clerk.command("/counters/18/next", expects=None)
        clerk.command("/counters/18/start", ticket=ticket["id"])
        clerk.command("/counters/18/finish", ticket=ticket["id"])
    button = page.get_by_role("button", name="Mutu perkiraan")
    expect(button).to_be_visible(timeout=LEARNED_WITHIN)
    press_at(page, button)
    table = page.get_by_role("dialog", name="Mutu perkiraan").locator("table").first
    expect(table.locator("tbody tr").first).to_contain_text("2")
    (day,) = floor.supervisor().get("/floor")[1]["scores"].values()
    assert day["all"]["n"] == 2
    reads_well(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_counter_of_a_clerk_who_vanished_is_taken_over_with_its_visitor(floor: Hall) -> None:
    floor.tickets("A1")
    gone = floor.clerk(1)
    label = gone.command("/counters/1/next", expects=None)["ticket"]["label"]
    page = floor.page("/counter/")
    expect(page.locator("#sign-in button[type=submit]")).to_be_enabled()
    page.locator("#username").fill("petugas2")
    page.locator("#password").fill(floor.house.password)
    page.keyboard.press("Enter")
    row = page.get_by_role("button", name="Ambil alih Loket 1,")
    expect(row).to_be_visible(timeout=VANISHED_AFTER)
    press_at(page, row)
    expect(page.get_by_role("dialog")).to_contain_text("Petugas di loket ini terputus")
    page.keyboard.press("Enter")
    expect(page.locator("main").get_by_text(label).first).to_be_visible()
    assert held_by(floor, 1)
    mine = floor.caller().sign_in("petugas2", floor.house.password)
    present = mine.get("/counters/1")[1]["ticket"]["id"]
    mine.command("/counters/1/finish", ticket=present)
    mine.command("/counters/1/close")
    mine.command("/counters/1/leave")


def test_a_pause_is_announced_from_the_list_of_decisions(floor: Hall) -> None:
    boss = floor.supervisor()
    pause = boss.command("/pauses", scope="agency", code="L", reason="central_system_down", numbers=True)["pause"]
    page = steering(floor)
    press_at(page, page.locator("[data-code=system_down]").get_by_role("button", name="Umumkan"))
    expect(page.get_by_role("dialog").get_by_label("Bahasa Indonesia")).not_to_be_empty()
    done(page)
    (shown,) = boss.get("/messages?room=floor")[1]["messages"]
    assert (shown["scope"], shown["code"]) == ("agency", "L")
    boss.command(f"/messages/{shown['id']}/lift")
    boss.command(f"/pauses/{pause}/lift")


def test_a_call_nobody_answers_leads_to_its_counter(floor: Hall) -> None:
    floor.tickets("G1")
    clerk = floor.clerk(14)
    called = clerk.command("/counters/14/next", expects=None)["ticket"]
    page = steering(floor)
    for _ in range(2):
        page.wait_for_timeout(2500)  # the pause between two calls
        clerk.command("/counters/14/recall", ticket=called["id"])
    press_at(page, page.locator("[data-code=no_answer]").get_by_role("button", name="Lihat loket"))
    expect(page.get_by_role("dialog", name="Loket 14")).to_contain_text(called["label"])
    page.keyboard.press("Escape")


def test_a_doubted_clock_is_confirmed_by_a_person(floor: Hall) -> None:
    """The page is told what a server says whose clock jumped, which no test can wait for; the answer is a real one."""
    told = floor.supervisor().get("/floor/ready")[1]
    told["clock"]["doubted"] = True
    page = opened(floor, "/floor/ready", "supervisor")
    expect(page.locator("[data-item=clock]")).to_be_visible(timeout=SOON_MS)
    page.route("**/api/v1/floor/ready", lambda route: route.fulfill(json=told))
    page.reload()
    press_at(page, page.locator("[data-item=clock]").get_by_role("button", name="Jam benar"))
    expect(page.get_by_role("dialog")).to_contain_text("Server menunjukkan")
    with page.expect_response("**/api/v1/clock/confirm") as answered:
        press_at(page, page.locator("dialog button.go"))
    assert answered.value.status == 200, answered.value.text()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.unroute("**/api/v1/floor/ready")


def broken(route: Route) -> None:
    route.fulfill(status=500, json={"error": "internal", "request_id": "a1b2c3"})


def copied(page: Page) -> None:
    notice = page.locator(".notice").filter(has_text="internal · a1b2c3")
    expect(notice).to_be_visible()
    press_at(page, notice.get_by_role("button", name="Salin kode"))
    expect(page.get_by_text("Kode disalin")).to_be_visible()


def test_the_code_of_something_unforeseen_at_a_desk_is_copied(floor: Hall) -> None:
    floor.console.allow("500")
    floor.tickets("M1")
    desk = floor.desk(20)
    expect(desk.locator("#primary")).to_contain_text("M-")
    desk.route("**/counters/20/next", broken)
    settled(desk)
    desk.keyboard.press("Enter")
    copied(desk)
    desk.unroute("**/counters/20/next")


@pytest.mark.parametrize(
    ("path", "username", "ready", "hush"),
    [
        ("/counter/greeter", "greeter", "[data-list=alarms] .item", "Tutup pesan ini"),
        ("/floor/", "supervisor", "[data-code=help_asked]", "Tutup pemberitahuan"),
    ],
)
def test_a_notice_on_the_pages_of_who_walks_the_hall_is_copied_and_put_away(
    floor: Hall, path: str, username: str, ready: str, hush: str
) -> None:
    floor.console.allow("500")
    floor.caller(floor.house.pair("kiosk", zone=2)).command("/help")
    page = opened(floor, path, username)
    answer = page.locator(ready).first.get_by_role("button", name="Saya ke sana")
    tab_to(page, answer)
    page.route("**/alarms/*/answer", broken)
    settled(page)
    page.keyboard.press("Enter")
    copied(page)
    press_at(page, page.get_by_role("button", name=hush))
    expect(page.get_by_text("Kode disalin")).to_have_count(0)
    page.unroute("**/alarms/*/answer")
    settled(page)
    press_at(page, answer)
    expect(page.locator(ready)).to_have_count(0)
