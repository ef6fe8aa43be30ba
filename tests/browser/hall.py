"""The hall in a browser: kiosks, displays and desks as people meet them, and every complaint of their consoles."""

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, ViewportSize, WebError, expect

from tests.browser.paper import Printers
from tests.running_house import Caller, RunningHouse

HOST = "mal.test"
PORTRAIT, LANDSCAPE, DESK, NARROW = (1080, 1920), (1920, 1080), (1280, 800), (360, 720)
SOON_MS = 15_000
PRESSES_APART_MS = 800
OUTAGE = r"Failed to load resource|WebSocket connection to|ERR_|net::"


@dataclass
class Console:
    """What the pages complained of: errors on the console, a broken policy, an exception nobody caught."""

    complaints: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, pattern: str) -> None:
        """Known to happen in this test: a network error while the server is down, a refusal's status."""
        self.allowed.append(pattern)

    def listen(self, context: BrowserContext) -> None:
        context.on("console", self._heard)
        context.on("weberror", self._broken)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def _broken(self, error: WebError) -> None:
        self.complaints.append(f"uncaught: {error.error}")

    def unexpected(self) -> list[str]:
        return [one for one in self.complaints if not any(re.search(pattern, one) for pattern in self.allowed)]


@dataclass
class Hall:
    """One house, one browser; every page has a browser context of its own, as every device has."""

    house: RunningHouse
    browser: Browser
    console: Console = field(default_factory=Console)
    contexts: list[BrowserContext] = field(default_factory=list)
    callers: list[Caller] = field(default_factory=list)
    counters: set[int] = field(default_factory=set)

    @property
    def printers(self) -> Printers:
        return Printers(self.house.port + 1)

    def url(self, path: str) -> str:
        return f"http://{HOST}:{self.house.port}{path}"

    def page(
        self, path: str, size: tuple[int, int] = DESK, *, before: str = "", own_clock: bool = False,
        websockets: bool = True, **context: Any,
    ) -> Page:  # fmt: skip
        """`before` is JavaScript that the page meets before its own; with `own_clock` the test can turn its clock."""
        viewport = ViewportSize(width=size[0], height=size[1])
        opened = self.browser.new_context(viewport=viewport, **{"locale": "id-ID", **context})
        opened.set_default_timeout(SOON_MS)
        self.contexts.append(opened)
        self.console.listen(opened)
        if before:
            opened.add_init_script(before)
        if not websockets:
            opened.route_web_socket(re.compile("/socket.io"), lambda socket: socket.close())
        page = opened.new_page()
        if own_clock:
            page.clock.install()
        page.goto(self.url(path))
        return page

    def kiosk(self, zone: int = 1, size: tuple[int, int] = PORTRAIT, **more: Any) -> Page:
        page = self.page(f"/kiosk/?zone={zone}", size, **more)
        expect(page.locator("[data-screen=idle]")).to_be_visible(timeout=SOON_MS)
        return page

    def display(self, path: str = "", size: tuple[int, int] = LANDSCAPE, **more: Any) -> Page:
        page = self.page(f"/display/{path}", size, **more)
        expect(page.locator(".wall:not([data-layout=loading])")).to_be_visible(timeout=SOON_MS)
        return page

    def sign_in(self, counter: int, size: tuple[int, int] = DESK, **more: Any) -> Page:
        """petugas<counter> at the choice of counters, through the sign-in page."""
        self.counters.add(counter)
        page = self.page("/counter/", size, **more)
        expect(page.locator("#sign-in button[type=submit]")).to_be_enabled()
        page.locator("#username").fill(f"petugas{counter}")
        page.locator("#password").fill(self.house.password)
        page.locator("#password").press("Enter")
        expect(page.locator("#primary")).to_be_visible(timeout=SOON_MS)
        return page

    def desk(self, counter: int, size: tuple[int, int] = DESK, **more: Any) -> Page:
        """petugas<counter> at the open counter, with nobody there."""
        page = self.sign_in(counter, size, **more)
        page.locator("#primary").click()
        expect(page.get_by_role("heading", name="Loket tutup")).to_be_visible()
        press(page)
        expect(page.get_by_role("heading", name="Loket tutup")).to_be_hidden()
        return page

    def caller(self, key: str | None = None) -> Caller:
        caller = self.house.caller(key)
        self.callers.append(caller)
        return caller

    def supervisor(self) -> Caller:
        return self.caller().sign_in("supervisor", self.house.password)

    def clerk(self, counter: int) -> Caller:
        self.counters.add(counter)
        clerk = self.house.clerk(counter)
        self.callers.append(clerk)
        return clerk

    def service(self, code: str) -> dict[str, Any]:
        """What can be had of this service now: the one verdict, with how many wait."""
        return next(one for one in self.caller().get("/services")[1]["services"] if one["code"] == code)

    def names(self, code: str) -> dict[str, str]:
        """The service's short names, by language."""
        return next(one["short"] for one in self.caller().get("/mall")[1]["services"] if one["code"] == code)

    def open_service(self, kiosk: Page, code: str, language: str = "id") -> None:
        """From the idle screen over all agencies to the service's page; an agency with one service opens it at once."""
        mall = self.caller().get("/mall")[1]
        service = next(one for one in mall["services"] if one["code"] == code)
        agency = next(one for one in mall["agencies"] if one["code"] == service["agency"])
        kiosk.locator(".door").click()
        kiosk.locator(".directory").get_by_role("button", name=agency["short"]).click()
        if sum(one["agency"] == agency["code"] for one in mall["services"]) > 1:
            kiosk.locator(".services").get_by_role("button", name=service["name"][language]).click()
        expect(kiosk.locator("[data-screen=service]")).to_be_visible()

    def tickets(self, *services: str, language: str = "id", zone: int = 1) -> list[dict[str, Any]]:
        """Tickets taken without a page, for those who merely stand in the line."""
        kiosk = self.caller(self.house.pair("kiosk", zone=zone))
        return [dict(kiosk.command("/tickets", service=one, language=language)["ticket"]) for one in services]

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        if "server" not in self.house.processes:  # a test that fails must not take the next ones with it
            self.house.start_server()
        for counter in self.counters:
            clear(self.caller().sign_in(f"petugas{counter}", self.house.password), counter)
        self.send_home()
        for caller in self.callers:
            caller.close()

    def send_home(self) -> None:
        """A visit goes on in the next queue of its plan: nobody waits in any when the next test begins."""
        waiting = {one["agency"] for one in self.caller().get("/services")[1]["services"] if one["waiting"]}
        for agency in sorted(waiting):
            self.supervisor().command("/releases", scope="agency", code=agency, reason="left", note=False)


def clear(clerk: Caller, counter: int) -> None:
    """Nobody waits for this counter and nobody sits at it: the next test finds it as it was at dawn."""
    desk = clerk.get(f"/counters/{counter}")[1]
    if not desk["counter"]["held_by_me"]:
        return
    if desk["counter"]["state"] != "open" and desk["ticket"] is None:
        desk = clerk.command(f"/counters/{counter}/open")
    while desk["ticket"] or desk["next"]:
        present = desk["ticket"]
        if present:
            desk = clerk.command(f"/counters/{counter}/finish", ticket=present["id"])
        else:
            desk = clerk.command(f"/counters/{counter}/next", expects=None)
    clerk.command(f"/counters/{counter}/close")
    clerk.command(f"/counters/{counter}/leave")


def press(desk: Page) -> None:
    """The biggest button. A second press that comes at once counts as the same one, so this one takes its time."""
    desk.wait_for_timeout(PRESSES_APART_MS)
    desk.locator("#primary").click()


def sent(route: Route) -> int:
    """The request reaches the server all the same; its status. (Only the browser knows the house by its name.)"""
    return route.fetch(url=route.request.url.replace(HOST, "127.0.0.1")).status


def call_next(clerk: Caller, counter: int) -> str:
    """The label that this clerk's `next` called."""
    present = clerk.get(f"/counters/{counter}")[1]["ticket"]
    answer = clerk.command(f"/counters/{counter}/next", expects=present and present["id"])
    return str(answer["ticket"]["label"])


def take(kiosk: Page) -> None:
    """The one green button, as soon as it may be pressed."""
    button = kiosk.locator("button.take")
    expect(button).to_be_enabled()
    button.click()


def label_on(kiosk: Page) -> str:
    label = kiosk.locator("[data-screen=number] p.label")
    expect(label).to_be_visible(timeout=SOON_MS)
    return label.inner_text().strip()
