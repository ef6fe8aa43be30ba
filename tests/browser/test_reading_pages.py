"""axe finds nothing on the pages of no surface: links, sign-in, API documentation, what is not there."""

import pytest
from playwright.sync_api import expect

from tests.browser.hall import Hall
from tests.browser.reading import reads_well_light_and_dark

pytestmark = pytest.mark.browser

LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])


@LANGUAGES
@pytest.mark.parametrize("path", ["/", "/sign-in", "/api/", "/nothing/here"])
def test_a_page_of_no_surface_reads_well(hall: Hall, path: str, language: str) -> None:
    hall.console.allow("status of 404")
    page = hall.page(f"{path}?language={language}")
    expect(page.locator("h1")).to_be_visible()
    if path == "/api/":
        expect(page.locator("#docs h2").first).to_be_visible()
    if path == "/sign-in":
        expect(page.locator("#sign-in button[type=submit]")).to_be_enabled()
    reads_well_light_and_dark(page)


@LANGUAGES
def test_what_the_sign_in_page_says_reads_well(hall: Hall, language: str) -> None:
    hall.console.allow("status of 401")
    page = hall.page(f"/sign-in?language={language}")
    expect(page.locator("#sign-in button[type=submit]")).to_be_enabled()
    page.locator("#username").press("Enter")
    expect(page.locator("#said")).not_to_be_empty()
    reads_well_light_and_dark(page)
    page.locator("#username").fill("admin")
    page.locator("#password").fill(hall.house.password)
    page.locator("#password").press("Enter")
    expect(page).to_have_url(hall.url("/counter/"))
    page.goto(hall.url(f"/sign-in?language={language}"))
    expect(page.locator("#signed-in")).to_be_visible()
    reads_well_light_and_dark(page)


@LANGUAGES
def test_the_virtual_printers_paper_reads_well(hall: Hall, language: str) -> None:
    hall.console.allow("unfinished.png")  # a paper may be cut off before its picture was asked for
    hall.tickets("W2", language=language)
    page = hall.page("/")
    page.goto(f"http://127.0.0.1:{hall.house.port + 1}/?lang={language}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    reads_well_light_and_dark(page)


def test_an_answer_that_comes_late_does_not_move_the_cursor_of_who_types(hall: Hall) -> None:
    page, held = hall.page("/"), []
    page.route("**/api/v1/session", lambda route: held.append(route))
    page.goto(hall.url("/sign-in"))
    expect(page.locator("#sign-in button[type=submit]")).to_be_enabled()
    page.locator("#username").fill("admin")
    page.locator("#password").focus()
    page.keyboard.type("rahasia", delay=20)
    for route in held:
        route.continue_()
    page.wait_for_load_state("networkidle")
    page.keyboard.type(" sekali")
    expect(page.locator("#password")).to_have_value("rahasia sekali")
    expect(page.locator("#username")).to_have_value("admin")
