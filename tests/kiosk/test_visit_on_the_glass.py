"""A visit of several services in Chromium before a real house: put together, taken as one number, and come back to by its slip."""

from playwright.sync_api import Page

from tests.kiosk.glass import BEFORE_A_HOUSE, number_on, open_service
from tests.kiosk.phone import Desk
from tests.running_house import RunningHouse

pytestmark = BEFORE_A_HOUSE


def in_directory(page: Page, code: str) -> None:
    """The next service, where the directory stands already."""
    page.locator(".directory .row").filter(has=page.locator(f".letter:text-is('{code[0]}')")).click()
    page.wait_for_selector(".frame[data-screen=agency], .frame[data-screen=service]")
    if page.locator(".services .row").count():
        page.locator(".services .row").nth(int(code[1:]) - 1).click()
    page.wait_for_selector(".frame[data-screen=service]")


def scan(page: Page, ticket: str) -> None:
    """As the kiosk's scanner does it: the slip's address, then Enter."""
    page.keyboard.type(f"http://antrean.test/t/{ticket}")
    page.keyboard.press("Enter")


def ticket_on(page: Page) -> str:
    return str(page.get_attribute(".phone img", "src")).split("/")[2]


def test_the_proposed_order_is_taken_as_one_number_and_its_slip_brings_its_holder_back(
    house: RunningHouse, page: Page
) -> None:
    kiosk = house.caller(house.pair("kiosk", zone=1))
    desks = [Desk(house, 1), Desk(house, 7)]
    for _ in range(9):
        kiosk.command("/tickets", service="C1", language="id")
    open_service(page, "C1")
    page.click(".also >> text=Tambah layanan lain")
    page.wait_for_selector(".directory")
    in_directory(page, "A1")
    page.click(".actions >> text=Tambahkan")
    page.wait_for_selector(".frame[data-screen=visit]")
    page.wait_for_selector("text=Ikuti usul ini", timeout=8000)
    names = page.locator(".stop .name").all_text_contents()
    assert names[0].startswith("KTP"), "the short queue first, although passports were chosen first"
    assert "lebih dahulu" in str(page.text_content(".why"))
    page.click(".also >> text=Minta prioritas")
    page.click("text=Ibu hamil atau menyusui")
    page.wait_for_selector(".also >> text=Prioritas diminta")
    page.wait_for_selector(".actions .main:not([disabled])")
    page.click("text=Ikuti usul ini")
    label = number_on(page)
    assert label.startswith("A-")
    assert "Setelah itu" in str(page.text_content(".then"))
    assert "Tunjukkan nomor ini kepada petugas" in str(page.text_content(".asked"))
    mine = ticket_on(page)
    told = house.caller().get(f"/tickets/{mine}")[1]["ticket"]
    assert ([one["code"] for one in told["plan"]], told["priority"]) == (["C1"], "requested")
    page.wait_for_selector(".actions .main:not([disabled])")
    page.click(".actions .main")
    page.wait_for_selector(".frame[data-screen=idle]")
    scan(page, mine)
    page.wait_for_selector("text=masih menunggu giliran", timeout=8000)
    assert mine not in page.content(), "the id is its holder's right and stands nowhere on the glass"
    page.click(".aid.back")
    page.wait_for_selector(".frame[data-screen=idle]")
    called = desks[0].next()
    assert called["label"] == label
    desks[0].caller.command("/counters/1/park", ticket=called["id"], why="documents", minutes=None)
    scan(page, mine)
    page.wait_for_selector("text=Selamat datang kembali", timeout=8000)
    assert "Anda dipanggil berikutnya" in str(page.text_content(".reason"))
    assert page.text_content(".the-number .label") == label
    for desk in desks:
        desk.caller.close()
    kiosk.close()


def names_on(page: Page) -> list[str]:
    return page.locator(".stop .name").all_text_contents()


def test_the_visitors_own_order_is_changed_by_touch_and_its_total_follows(house: RunningHouse, page: Page) -> None:
    kiosk = house.caller(house.pair("kiosk", zone=1))
    desks = [Desk(house, 1), Desk(house, 7)]
    for _ in range(3):  # with those of the test before: a wait beyond half a day has no figure
        kiosk.command("/tickets", service="C1", language="id")
    open_service(page, "C1")
    page.click(".also >> text=Tambah layanan lain")
    page.wait_for_selector(".directory")
    in_directory(page, "A1")
    page.click(".actions >> text=Tambahkan")
    page.click("text=Urutan saya", timeout=8000)
    page.wait_for_selector(".frame[data-screen=order] .figures")
    page.wait_for_selector(".why >> text=lebih cepat")
    chosen = names_on(page)
    page.wait_for_selector(".main.take:not([disabled])")
    page.click(".move.up")
    page.wait_for_selector(".why >> text=Tekan Naik atau Turun", timeout=8000)
    assert names_on(page) == chosen[::-1]
    page.wait_for_selector(".figures .value >> nth=1")  # both totals stand there once the server has answered
    own, proposed = page.locator(".figures .value").all_text_contents()
    assert own == proposed, "this is the order that the kiosk would propose"
    assert "kini urutan ke-1 dari 2" in str(page.text_content(".unseen[role=status]"))
    page.click(".aid.back")
    page.wait_for_selector(".frame[data-screen=visit]")
    assert names_on(page) == chosen[::-1]
    page.click("text=Ubah urutan")
    page.wait_for_selector(".main.take:not([disabled])")
    page.click(".main.take")
    label = number_on(page)
    told = kiosk.get(f"/tickets/{ticket_on(page)}")[1]["ticket"]
    assert (label[0], told["service"], [one["code"] for one in told["plan"]]) == ("A", "A1", ["C1"])
    for desk in desks:
        desk.caller.close()
    kiosk.close()


def test_a_slip_nobody_knows_is_refused_kindly_also_on_the_code_screen(page: Page) -> None:
    page.click(".need.note")
    page.wait_for_selector(".keyboard")
    assert "Pindai kode QR-nya di sini" in str(page.text_content(".found"))
    scan(page, "no-such-ticket-at-all")
    page.wait_for_selector("text=Kode ini tidak dikenal", timeout=8000)
    page.click("text=Ambil nomor biasa")
    page.wait_for_selector(".directory")
