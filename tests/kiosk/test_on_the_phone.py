"""The ticket on a phone against a real house: called live, over HTTP where sockets are closed, right again after sleep."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.reading import troubles
from tests.kiosk.glass import BEFORE_A_HOUSE, HOST
from tests.kiosk.phone import NO_SOCKETS, Desk, Phone, open_phone, tickets
from tests.running_house import Caller, RunningHouse

pytestmark = BEFORE_A_HOUSE


def live(phone: Phone) -> Phone:
    phone.page.wait_for_selector(".foot >> text=/Tersambung|Connected/", timeout=15_000)
    return phone


def test_people_ahead_are_counted_from_the_news_and_the_call_rings_shakes_and_changes_the_title(
    house: RunningHouse, chrome: Browser, kiosk: Caller, desk_of: Callable[[int], Desk]
) -> None:
    given = tickets(house, kiosk, "A1", 4)
    phone = live(open_phone(house, chrome, given[3]["id"]))
    desk = desk_of(1)
    asked = len(phone.asked_for_the_ticket())
    phone.page.click("text=Bunyikan saat dipanggil")
    phone.page.wait_for_selector("text=Bunyi aktif")
    tones = phone.page.evaluate("tones")
    for ahead in (2, 1, 0):
        desk.next()
        phone.ahead(ahead)
    assert len(phone.asked_for_the_ticket()) == asked, "others were called, and the phone needed nobody to tell it"
    expect(phone.page).to_have_title(re.compile("0 di depan"))
    called = desk.next()
    assert called["id"] == given[3]["id"]
    phone.page.wait_for_selector(".face.called", timeout=3000)
    assert phone.page.text_content(".counter-plate") == "1"
    expect(phone.page).to_have_title(f"▶ Loket 1 · {called['label']}")
    assert phone.page.evaluate("shaken.at(-1)") == [200, 100, 200]
    assert phone.page.evaluate("tones") >= tones + 24
    phone.page.click("text=Saya sedang menuju")
    phone.page.wait_for_selector("text=Saya sedang menuju", state="detached")
    shaken = phone.page.evaluate("shaken.length")
    desk.recall(called["id"])
    phone.page.wait_for_selector("text=Panggilan 2 dari 3", timeout=3000)
    assert phone.page.evaluate("shaken.length") > shaken
    desk.do("start", called["id"])
    phone.page.wait_for_selector(".face.serving", timeout=3000)
    desk.do("finish", called["id"])
    phone.page.wait_for_selector("text=Terima kasih", timeout=3000)
    assert phone.errors == []
    phone.close()


def test_where_sockets_are_closed_the_call_comes_over_http_and_an_unchanged_ticket_by_its_etag(
    house: RunningHouse, chrome: Browser, kiosk: Caller, desk_of: Callable[[int], Desk]
) -> None:
    mine = tickets(house, kiosk, "B1", 1)[0]
    phone = open_phone(house, chrome, mine["id"], before=NO_SOCKETS)
    desk = desk_of(5)
    phone.page.wait_for_function(
        "() => performance.getEntriesByType('resource').some((r) => r.name.includes('/news?'))"
    )
    desk.next()
    phone.page.wait_for_selector(".face.called", timeout=8000)
    desk.do("finish", mine["id"])
    phone.close()
    other = tickets(house, kiosk, "B1", 1)[0]
    phone = open_phone(house, chrome, other["id"], before=NO_SOCKETS)
    phone.context.route("**/api/v1/news**", lambda route: route.abort())
    phone.context.route("**/api/v1/snapshot**", lambda route: route.abort())
    phone.page.wait_for_timeout(500)
    with phone.page.expect_response(lambda answer: answer.status == 304, timeout=20_000):
        pass
    desk.next()
    phone.page.wait_for_selector(".face.called", timeout=20_000)
    desk.do("finish", other["id"])
    phone.close()


def test_a_phone_that_slept_through_its_call_is_right_as_soon_as_it_wakes(
    house: RunningHouse, chrome: Browser, kiosk: Caller, desk_of: Callable[[int], Desk]
) -> None:
    mine = tickets(house, kiosk, "C1", 1)[0]
    phone = live(open_phone(house, chrome, mine["id"]))
    desk = desk_of(7)
    phone.page.evaluate("Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })")
    phone.context.set_offline(True)
    freeze = phone.context.new_cdp_session(phone.page)
    freeze.send("Page.setWebLifecycleState", {"state": "frozen"})
    desk.next()
    phone.context.set_offline(False)
    freeze.send("Page.setWebLifecycleState", {"state": "active"})
    phone.page.evaluate("""() => {
      Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }""")
    phone.page.wait_for_selector(".face.called", timeout=3000)
    desk.do("finish", mine["id"])
    phone.close()


def test_in_airplane_mode_the_last_facts_stay_with_their_age(
    house: RunningHouse, chrome: Browser, kiosk: Caller
) -> None:
    mine = tickets(house, kiosk, "D1", 3)[1]
    phone = live(open_phone(house, chrome, mine["id"]))
    phone.context.set_offline(True)
    phone.page.wait_for_selector("text=/Belum tersambung. Keadaan pukul .* Nomor Anda tetap berlaku/", timeout=25_000)
    assert phone.page.text_content(".label") == mine["label"]
    assert troubles(phone.page) == []
    phone.page.click("text=Batalkan nomor")
    phone.page.click("text=Ya, batalkan")
    phone.page.wait_for_selector("text=/tidak akan terjadi dua kali/")
    phone.context.set_offline(False)
    phone.page.click("button:has-text('Coba lagi')")
    phone.page.wait_for_selector("text=Nomor ini sudah dibatalkan.")
    phone.close()


def test_a_few_places_more_says_what_it_means_first_and_is_done_once_though_the_answer_is_lost(
    house: RunningHouse, chrome: Browser, kiosk: Caller
) -> None:
    given = tickets(house, kiosk, "H1", 6)
    phone, neighbour = (live(open_phone(house, chrome, given[n]["id"])) for n in (1, 2))
    phone.page.click("text=Beri saya waktu")
    dialog = phone.page.locator("dialog[open]")
    assert "3 orang di belakang Anda dipanggil lebih dahulu. Di depan Anda menjadi 4 orang." in dialog.inner_text()
    assert "Nomor Anda tetap" in dialog.inner_text()
    assert troubles(phone.page) == []
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        lost.append(route.request.post_data_json["request_id"])
        if len(lost) == 1:
            route.fetch(url=route.request.url.replace(HOST, "127.0.0.1"))
            return route.abort()
        return route.continue_()

    phone.context.route("**/postpone", lose_the_first)
    dialog.get_by_text("Ya, dahulukan 3 orang").click()
    phone.page.click("button:has-text('Coba lagi')")
    phone.page.wait_for_selector("text=3 orang didahulukan. Nomor Anda tetap.")
    phone.ahead(4)
    neighbour.ahead(1)
    assert lost == [lost[0]] * 2
    phone.page.click("text=Beri saya waktu")
    assert "1 orang di belakang Anda" in phone.page.inner_text("dialog[open]")
    assert "kesempatan terakhir" in phone.page.inner_text("dialog[open]")
    phone.page.click("text=Ya, dahulukan 1 orang")
    phone.ahead(5)
    phone.page.click("text=Beri saya waktu")
    assert "Sudah 2 kali, dan itu batasnya" in phone.page.inner_text("dialog[open]")
    phone.page.keyboard.press("Escape")
    phone.page.wait_for_selector("dialog", state="detached")
    phone.close()
    neighbour.close()


def test_the_last_in_line_has_nobody_to_let_go_first_and_is_told_so(
    house: RunningHouse, chrome: Browser, kiosk: Caller
) -> None:
    mine = tickets(house, kiosk, "G1", 1, language="en")[0]
    phone = live(open_phone(house, chrome, mine["id"]))
    phone.page.click("text=Give me time")
    assert "Nobody is waiting behind you" in phone.page.inner_text("dialog[open]")
    phone.page.click("text=Close")
    phone.page.click("text=Cancel number")
    phone.page.click("text=No, go back")
    phone.page.click("text=Cancel number")
    phone.page.click("text=Yes, cancel it")
    phone.page.wait_for_selector("text=This number has been cancelled.")
    phone.close()


@pytest.mark.parametrize(("width", "height"), [(390, 844), (320, 568)])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_face_fits_a_small_phone_and_axe_finds_no_fault(
    house: RunningHouse,
    chrome: Browser,
    kiosk: Caller,
    desk_of: Callable[[int], Desk],
    language: str,
    theme: str,
    width: int,
    height: int,
) -> None:
    mine = tickets(house, kiosk, "N1", 2, language)[0]
    phone = live(open_phone(house, chrome, mine["id"], width=width, height=height, theme=theme))
    desk = desk_of(21)

    def is_sound() -> None:
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= width
        small = (
            "[...document.querySelectorAll('.button')].filter((b) => b.getBoundingClientRect().height < 55.5).length"
        )
        assert phone.page.evaluate(small) == 0
        assert troubles(phone.page) == []

    is_sound()
    phone.page.click(".orders .button >> nth=0")
    is_sound()
    phone.page.click(".pair .button >> nth=0")
    phone.page.wait_for_selector("dialog[open]")
    is_sound()
    phone.page.keyboard.press("Escape")
    while phone.page.locator(".face.called").count() == 0:
        desk.next()
        phone.page.wait_for_timeout(300)
    is_sound()
    desk.do("finish", mine["id"])
    phone.page.wait_for_selector(".face.over")
    is_sound()
    phone.close()


def test_the_page_is_right_by_itself_after_the_server_was_gone(
    house: RunningHouse, chrome: Browser, kiosk: Caller
) -> None:
    """The last test of this file: it cuts the house's power."""
    given = tickets(house, kiosk, "T1", 3)
    phone = live(open_phone(house, chrome, given[2]["id"]))
    phone.ahead(2)
    house.kill()
    phone.page.wait_for_selector("text=Belum tersambung", timeout=25_000)
    house.start_server()
    caller = house.caller()
    caller.command(f"/tickets/{given[0]['id']}/cancel")
    phone.ahead(1, within=15_000)
    live(phone)
    caller.close()
    phone.close()
