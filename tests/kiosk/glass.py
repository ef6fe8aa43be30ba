"""A kiosk's glass in Chromium before a real house: opened by a host name, tapped as a visitor taps, looked at."""

import pytest
from playwright.sync_api import Browser, Page

from tests.running_house import RunningHouse

BEFORE_A_HOUSE = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # its processes own their files
]
HOST = "antrean.test"
UPRIGHT, LYING = (1080, 1920), (1920, 1080)

# What stands outside the glass, is cut by its box, lies over its neighbour, or is too small for a finger.
FAULTS = """() => {
  const faults = [];
  const unit = parseFloat(getComputedStyle(document.documentElement).fontSize) / 10;
  const name = (el) => `${el.tagName}.${el.getAttribute("class")} ${el.textContent.slice(0, 30)}`;
  for (const el of document.querySelectorAll(".frame *, .veil *")) {
    if (el.closest(".unseen") || (el.closest("svg") && el.tagName !== "svg")) continue;
    const box = el.getBoundingClientRect();
    const outside = box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1;
    if (box.width && outside) faults.push(`outside: ${name(el)}`);
    const hides = getComputedStyle(el).overflowY !== "visible" && el.scrollHeight > el.clientHeight + 2;
    if (hides) faults.push(`cut: ${name(el)}`);
    const least = el.matches(".key") ? Math.min(92 * unit, parseFloat(getComputedStyle(el).getPropertyValue("--key")) * 10 * unit) : 96 * unit;
    if (el.tagName === "BUTTON" && Math.min(box.width, box.height) < least - 1) faults.push(`small: ${name(el)}`);
  }
  const parts = [...document.querySelector(".page").children].map((el) => el.getBoundingClientRect());
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const over = parts.some((box, place) => parts.slice(place + 1).some((other) => meet(box, other)));
  return over ? [...faults, "parts lie over each other"] : faults;
}"""


def glass(house: RunningHouse, browser: Browser, size: tuple[int, int] = UPRIGHT, clock: bool = False) -> Page:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    if clock:
        page.clock.install()
    page.goto(f"http://{HOST}:{house.port}/kiosk/?zone=1")
    page.wait_for_selector(".frame", timeout=20_000)
    return page


def speak(page: Page, language: str) -> None:
    page.click(f".languages button[lang={language}]")
    page.wait_for_function("(wish) => document.documentElement.lang === wish", arg=language)


def open_service(page: Page, code: str) -> None:
    """From the idle screen by the agencies, as any visitor who is in no hurry."""
    page.click(".door")
    page.locator(".directory .row").filter(has=page.locator(f".letter:text-is('{code[0]}')")).click()
    page.wait_for_selector(".frame[data-screen=agency], .frame[data-screen=service]")
    if page.locator(".services .row").count():
        page.locator(".services .row").nth(int(code[1:]) - 1).click()
    page.wait_for_selector(".frame[data-screen=service]")


def number_on(page: Page, within: int = 5000) -> str:
    page.wait_for_selector(".the-number", timeout=within)
    return str(page.text_content(".the-number .label"))


def waiting_in(house: RunningHouse, service: str) -> int:
    caller = house.caller()
    _, answer = caller.get("/services")
    caller.close()
    return next(int(one["waiting"]) for one in answer["services"] if one["code"] == service)
