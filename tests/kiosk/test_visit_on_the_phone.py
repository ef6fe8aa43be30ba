"""A visit of several stops on the phone against a real house: the next queue, set aside, back again, a call taken back."""

from playwright.sync_api import Browser

from tests.browser.reading import troubles
from tests.kiosk.glass import BEFORE_A_HOUSE
from tests.kiosk.phone import Desk, open_phone
from tests.running_house import Caller, RunningHouse

pytestmark = BEFORE_A_HOUSE


def test_a_visit_of_two_stops_is_followed_from_queue_to_queue_and_a_call_taken_back_is_said(
    house: RunningHouse, chrome: Browser, kiosk: Caller
) -> None:
    other = kiosk.command("/tickets", service="C1", language="id")["ticket"]
    mine = kiosk.command("/tickets", service="A1", language="id", then=["C1"], priority="elderly")["ticket"]
    phone = open_phone(house, chrome, mine["id"])
    page = phone.page
    page.wait_for_selector(".foot >> text=/Tersambung/", timeout=15_000)
    assert "Prioritas diminta" in str(page.text_content(".where.calm"))
    assert "Imigrasi" in str(page.text_content(".next"))
    desk = Desk(house, 1)
    assert desk.next()["id"] == mine["id"]
    page.wait_for_selector(".face.called", timeout=3000)
    desk.caller.command("/counters/1/undo")
    page.wait_for_selector("text=Panggilan dibatalkan, tempat Anda tetap", timeout=3000)
    assert troubles(page) == []
    desk.next()
    page.wait_for_selector(".face.called", timeout=3000)
    desk.do("finish", mine["id"])
    page.wait_for_selector(".face.waiting >> text=Imigrasi", timeout=5000)
    phone.ahead(1)
    passport = Desk(house, 7)
    assert passport.next()["id"] == other["id"], "who came first is called first, and the phone hears the other room"
    phone.ahead(0)
    passport.next()
    page.wait_for_selector(".counter-plate >> text=7", timeout=5000)
    passport.caller.command("/counters/7/park", ticket=mine["id"], why="documents", minutes=None)
    page.wait_for_selector(".face.parked >> text=sampai Anda kembali", timeout=3000)
    kiosk.command(f"/tickets/{mine['id']}/return")
    page.wait_for_selector(".face.waiting", timeout=3000)
    assert phone.errors == []
    for one in (desk, passport):
        one.caller.close()
    phone.close()


def test_a_message_to_those_who_wait_comes_to_the_phone_and_goes_again(
    house: RunningHouse, chrome: Browser, kiosk: Caller
) -> None:
    mine = kiosk.command("/tickets", service="D1", language="id")["ticket"]
    phone = open_phone(house, chrome, mine["id"])
    page = phone.page
    page.wait_for_selector(".foot >> text=/Tersambung/", timeout=15_000)
    supervisor = house.caller().sign_in("supervisor", house.password)
    texts = {"id": "Listrik padam sebentar. Nomor Anda tetap berlaku.", "en": "A short power cut."}
    shown = supervisor.command("/messages", scope="agency", code="D", texts=texts)["message"]
    page.wait_for_selector(".message >> text=Listrik padam", timeout=8000)
    page.click("text=English")
    page.wait_for_selector(".message >> text=A short power cut")
    supervisor.command(f"/messages/{shown}/lift")
    page.wait_for_selector(".message", state="detached", timeout=8000)
    assert phone.errors == []
    supervisor.close()
    phone.close()
