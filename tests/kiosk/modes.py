"""A visitor who switches large text and low buttons on and goes through every screen, while each is measured."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

from tests.kiosk.glass import HOST, axe_finds, speak
from tests.kiosk.longest import disturbed, longest_mall, widest_hall
from tests.running_house import RunningHouse

MEASURING = (Path(__file__).parent / "measuring.js").read_text(encoding="utf-8")
COMBINATIONS = ("", "large", "reach", "large reach")
DISTURBED = "E"
LONGEST = {"agency": "D", "service": "D2"}

JUMP = "(place) => dispatchEvent(new PopStateEvent('popstate', {state: {place, session: history.state.session}}))"  # as the keys do
SETTLED = """async () => {
  for (let n = 0; n < 4; n += 1) await new Promise((done) => setTimeout(done, 12));
  await document.fonts.ready;
}"""


def place(screen: str, **given: Any) -> dict[str, Any]:
    return {"screen": screen, "page": 0, **given}


@dataclass
class Visit:
    """One page before a kiosk, its modes, and what was measured."""

    page: Page
    language: str
    with_axe: bool = False
    slip: str = "queued"  # what becomes of the next slip
    called: bool = False
    aids: str = ""
    ticket: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    screens: int = 0
    elements: int = 0
    targets: int = 0

    def answer(self) -> dict[str, Any]:
        """What the server says to a tap, with the slip and the call that are wished for."""
        called = {"state": "called", "counter": "31"} if self.called else {}
        ticket = {**self.ticket, **called, "id": f"{self.ticket['id']}-{self.screens}"}
        return {"ticket": ticket, "slip": {"state": self.slip, "reason": None, "printer": None}}

    def look(self, what: str, axe: bool = False) -> None:
        self.page.evaluate(SETTLED)
        found = self.page.evaluate(MEASURING)
        told = found["faults"] + (axe_finds(self.page) if axe and self.with_axe else [])
        self.faults += [f"{self.aids or 'plain'} · {what} · {fault}" for fault in told]
        self.screens += 1
        self.elements += found["elements"]
        self.targets += found["targets"]

    def go(self, screen: str, **given: Any) -> None:
        self.page.evaluate(JUMP, place(screen, **given))
        self.page.wait_for_selector(f".frame[data-screen={screen}]")

    def wear(self, aids: str) -> None:
        """Switch on what is wished for, and off what is not; the language again too, for home forgets both."""
        if self.page.evaluate("document.documentElement.lang") != self.language:
            speak(self.page, self.language)
        for aid in ("large", "reach"):
            if (self.page.get_attribute(f".aid.{aid}", "aria-pressed") == "true") != (aid in aids):
                self.page.click(f".aid.{aid}")
        self.aids = aids
        self.page.evaluate(SETTLED)

    def all_pages(self, what: str, most: int = 3) -> None:
        """The pages of a list, by "Lanjut" or by their tabs."""
        for n in range(most):
            self.look(f"{what}, page {n + 1}", axe=n == 0)
            onward = self.page.locator(".turns .place ~ .turn, .paged > .strip .tab[aria-pressed=true] + .tab")
            if onward.count() == 0:
                return
            onward.first.click()


def opened(
    house: RunningHouse,
    browser: Browser,
    size: tuple[int, int],
    language: str,
    longest: bool = False,
    clock: bool = False,
) -> Visit:
    """A page before a kiosk whose mall and hall are the real ones, or the longest there may be; its tickets are drawn, not taken."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    if clock:
        page.clock.install()
    visit = Visit(page, language, ticket=a_ticket(house))
    caller = house.caller()
    hall, mall = caller.get("/services")[1], caller.get("/mall")[1]
    caller.close()
    page.route("**/api/v1/services", _with(disturbed(widest_hall(hall) if longest else hall, DISTURBED)))
    page.route("**/api/v1/mall", _with(longest_mall(mall) if longest else mall))
    page.route("**/api/v1/tickets", lambda route: route.fulfill(status=201, json=visit.answer()))
    page.route("**/api/v1/tickets/*", lambda route: route.abort())
    page.goto(f"http://{HOST}:{house.port}/kiosk/?zone=1")
    page.wait_for_selector(".frame", timeout=20_000)
    return visit


def a_ticket(house: RunningHouse) -> dict[str, Any]:
    kiosk = house.caller(house.pair("kiosk", zone=1))
    ticket = kiosk.command("/tickets", service=LONGEST["service"], language="id")["ticket"]
    kiosk.close()
    return dict(ticket)


def _with(body: Any) -> Callable[[Route], None]:
    return lambda route: route.fulfill(json=body)


def screens(visit: Visit, aids: str) -> None:
    """All that a visitor can meet on the way to a number."""
    visit.go("idle")
    visit.wear(aids)
    visit.look("idle", axe=True)
    visit.go("agencies")
    visit.all_pages("agencies")
    visit.go("agency", agency="A")
    visit.all_pages("agency")
    for tab in ("documents", "fees", "others", "ready"):
        visit.go("service", **LONGEST, reading=False, tab=tab)
        visit.all_pages(f"service, {tab}", most=2)
    for reading in (False, True):
        visit.go("service", agency=DISTURBED, service="E1", reading=reading)
        visit.look(f"refused, {reading=}", axe=True)
    search(visit)


def search(visit: Visit) -> None:
    visit.go("search")
    visit.look("search", axe=True)
    for text, what in (("P", "found"), ("XQZZ", "nothing found")):
        visit.page.keyboard.type(text)
        visit.look(f"search, {what}", axe=True)
        visit.page.click(".key.erase-all")


def dialogs(visit: Visit, aids: str) -> None:
    """On a page whose clock can be wound on."""
    visit.go("idle")
    visit.wear(aids)
    visit.go("agency", agency="A")
    visit.page.click(".aid.call")
    visit.page.wait_for_selector(".dialog")
    visit.look("help", axe=True)
    visit.page.click(".dialog .button.main")
    visit.page.clock.run_for(91_000 if aids else 41_000)
    visit.page.wait_for_selector(".dialog.warning")
    visit.look("are you there", axe=True)
    visit.page.click(".dialog .button.main")


def numbers(visit: Visit) -> None:
    for slip, called in (("printed", False), ("no_printer", False), ("queued", True)):
        visit.slip, visit.called = slip, called
        visit.go("service", **LONGEST, reading=False)
        visit.look("service, taken before" if called else "service")
        visit.page.locator(".actions .button:enabled").first.click()
        visit.page.wait_for_selector(".the-number")
        visit.look(f"number, {slip}{', called' if called else ''}", axe=True)


def lost(visit: Visit, combinations: tuple[str, ...]) -> None:
    """The server does not answer: in the middle of a tap, and then to anything."""
    page = visit.page
    visit.go("service", **LONGEST, reading=False)
    page.route("**/api/v1/tickets", lambda route: route.abort())
    page.locator(".actions .button:enabled").first.click()
    page.wait_for_selector(".tap-trouble")
    for aids in combinations:
        visit.wear(aids)
        visit.look("tap in trouble", axe=True)
    page.unroute("**/api/v1/tickets")
    page.route("**/api/v1/tickets", lambda route: route.fulfill(status=201, json=visit.answer()))
    page.wait_for_selector(".the-number")
    page.route("**/api/v1/services", lambda route: route.abort())
    page.context.set_offline(True)
    page.wait_for_selector(".frame[data-offline=true]", timeout=40_000)
    for aids in combinations:
        visit.go("idle")
        visit.wear(aids)
        visit.look("idle, server lost", axe=True)
        visit.go("agencies")
        visit.look("agencies, server lost", axe=True)
        visit.go("service", **LONGEST, reading=False)
        visit.look("service, server lost")
