"""axe finds nothing on the kiosk and on a ticket's page, in any of their states, in either language."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hall import LANDSCAPE, OUTAGE, PORTRAIT, Hall, call_next, take
from tests.browser.reading import reads_well, reads_well_light_and_dark

pytestmark = pytest.mark.browser

LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])
NAMES = {"id": "Indonesia", "en": "English"}
PHONE = (390, 844)


def speaking(page: Page, language: str) -> Page:
    page.get_by_role("button", name=NAMES[language], exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    return page


@pytest.mark.parametrize(
    ("language", "size"), [("id", PORTRAIT), ("en", PORTRAIT), ("en", LANDSCAPE)], ids=["id", "en", "landscape"]
)
def test_every_step_to_a_number_reads_well(hall: Hall, language: str, size: tuple[int, int]) -> None:
    kiosk = speaking(hall.kiosk(size=size), language)
    reads_well(kiosk)
    kiosk.locator(".door").click()
    expect(kiosk.locator(".directory")).to_be_visible()
    reads_well(kiosk)
    kiosk.locator(".directory").get_by_role("button", name="Disnakertrans").click()
    expect(kiosk.locator(".services")).to_be_visible()
    reads_well(kiosk)
    kiosk.locator(".services button").first.click()
    expect(kiosk.locator("button.take")).to_be_enabled()
    reads_well(kiosk)
    take(kiosk)
    expect(kiosk.locator(".notice.slip svg + span")).to_be_visible()
    reads_well(kiosk)
    kiosk.locator("button.call").click()
    expect(kiosk.get_by_role("dialog")).to_be_visible()
    reads_well(kiosk)


@LANGUAGES
def test_what_goes_wrong_reads_well_at_the_kiosk(hall: Hall, language: str) -> None:
    """Out of paper, nobody there any more, a tap without a server, no server at all."""
    hall.console.allow(OUTAGE)
    kiosk = speaking(hall.kiosk(own_clock=True), language)
    try:
        hall.printers.set_mode("paper_out")
        hall.open_service(kiosk, "F2", language)
        take(kiosk)
        expect(kiosk.locator(".notice.slip.outlined")).to_be_visible(timeout=10_000)
        reads_well(kiosk)
    finally:
        hall.printers.set_mode("ready")
    expect(kiosk.locator(".actions .main")).to_be_enabled()
    kiosk.locator(".actions .main").click()
    speaking(kiosk, language)
    hall.open_service(kiosk, "F1", language)
    kiosk.clock.run_for(41_000)
    expect(kiosk.get_by_role("dialog")).to_be_visible()
    reads_well(kiosk)
    kiosk.locator(".dialog .main").click()
    kiosk.route("**/api/v1/tickets", lambda route: route.abort())
    take(kiosk)
    expect(kiosk.locator(".tap-trouble")).to_be_visible()
    reads_well(kiosk)
    kiosk.clock.run_for(31_000)
    leave = kiosk.locator(".actions button")
    expect(leave).to_be_visible()
    reads_well(kiosk)
    leave.click()
    speaking(kiosk, language)
    kiosk.context.set_offline(True)
    expect(kiosk.locator("[data-offline=true]")).to_be_visible(timeout=30_000)
    reads_well(kiosk)


@LANGUAGES
def test_refusals_and_notices_read_well(hall: Hall, language: str) -> None:
    supervisor = hall.supervisor()
    lifted = []
    for agency, reason, numbers in (("P", "central_system_down", False), ("K", "meeting", False), ("J", "staff", True)):
        pause = supervisor.command("/pauses", scope="agency", code=agency, reason=reason, numbers=numbers, minutes=20)
        lifted.append(pause["pause"])
    try:
        kiosk = speaking(hall.kiosk(), language)
        kiosk.locator(".door").click()
        reads_well(kiosk)
        for agency, _, name in (("P", 0, "Disnakertrans"), ("K", 0, "Kemenag"), ("J", 0, "BPJS Ketenagakerjaan")):
            kiosk.locator(".directory").get_by_role("button", name=name).click()
            expect(kiosk.locator(".refused-icon, .services").first).to_be_visible()
            reads_well(kiosk)
            if agency == "J":
                kiosk.locator(".services button").first.click()
                expect(kiosk.locator("p.notice")).to_be_visible()
                reads_well(kiosk)
            else:
                kiosk.locator("button.back").click()
    finally:
        for pause in lifted:
            supervisor.command(f"/pauses/{pause}/lift")


@LANGUAGES
def test_a_tickets_page_reads_well_from_waiting_to_finished(hall: Hall, language: str) -> None:
    clerk = hall.clerk(9)
    ticket, other = hall.tickets("D1", "D1", language=language)
    assert call_next(clerk, 9) == ticket["label"]
    pages = {one["id"]: hall.page(f"/t/{one['id']}", PHONE) for one in (ticket, other)}
    called, waiting = pages[ticket["id"]], pages[other["id"]]
    expect(called.locator(".turn")).to_be_visible()
    expect(waiting.locator(".face.waiting")).to_be_visible()
    for page in (called, waiting):
        expect(page.locator("html")).to_have_attribute("lang", language)
        reads_well_light_and_dark(page)
    for command, face in (("start", ".face.serving"), ("finish", ".face.over")):
        clerk.command(f"/counters/9/{command}", ticket=ticket["id"])
        called.reload()
        expect(called.locator(face)).to_be_visible()
        reads_well_light_and_dark(called)


@LANGUAGES
def test_a_ticket_that_nobody_knows_reads_well(hall: Hall, language: str) -> None:
    hall.console.allow("status of 404")
    page = hall.page("/t/nosuchticket", PHONE)
    expect(page.locator(".face.apart h1")).to_contain_text("tidak ditemukan")
    speaking(page, language)
    reads_well_light_and_dark(page)
