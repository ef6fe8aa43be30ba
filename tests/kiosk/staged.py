"""A kiosk's screens on a stage, where the test gives the events: a visitor's language and mode, the steps, and what was measured."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

from tests.browser.reading import troubles
from tests.kiosk.glass import HOST
from tests.kiosk.longest import disturbed, longest_mall, widest_hall
from tests.running_house import RunningHouse

HERE = Path(__file__).parent
MEASURING = (HERE / "measuring.js").read_text(encoding="utf-8")
STAGE = (HERE / "stage.js").read_text(encoding="utf-8")
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 33 33"><path d="M0 0h33v33H0z"/></svg>'
AGENCY, DISTURBED, SERVICE = "A", "E", "D2"
LISTEN = {"key": "idle", "language": "", "url": "/idle.wav", "seconds": 1.0}

Step = dict[str, Any] | int
AGENCIES: Step = {"type": "open-agencies"}
SEARCH: Step = {"type": "open-search"}
TAKE: Step = {"type": "take", "requestId": "tap"}
CALL: Step = {"type": "call-staff", "requestId": "call"}
LOST: tuple[Step, ...] = ({"type": "link-changed", "link": "lost"}, {"type": "hall-missed"}, {"type": "hall-missed"})


def agency(code: str) -> Step:
    return {"type": "open-agency", "agency": code}


def service(code: str = SERVICE, reading: bool = False) -> tuple[Step, ...]:
    return ({"type": "open-service", "service": code, "reading": reading}, 600)


def taken(ticket: dict[str, Any], slip: str) -> tuple[Step, ...]:
    said = {"state": slip, "reason": None, "printer": None}
    return (*service(), TAKE, {"type": "taken", "requestId": "tap", "ticket": ticket, "slip": said})


@dataclass
class Visit:
    """One stage, the language and the mode of the visitor before it, and what was measured."""

    page: Page
    language: str
    ticket: dict[str, Any]
    aids: tuple[str, ...] = ()
    with_axe: bool = False
    faults: list[str] = field(default_factory=list)
    screens: int = 0
    elements: int = 0
    targets: int = 0

    def show(self, what: str, *steps: Step, axe: bool = False) -> None:
        """A new visit that takes these steps, measured where they lead."""
        given = [self.language, list(self.aids), list(steps)]
        self.page.evaluate("(given) => stage.show(...given)", given)
        self.measure(what, axe)

    def go(self, what: str, *steps: Step) -> None:
        """What happens while the screen stands there."""
        self.page.evaluate("(steps) => stage.go(steps)", list(steps))
        self.measure(what)

    def press(self, selector: str) -> bool:
        return bool(self.page.evaluate("(selector) => stage.press(selector)", selector))

    def measure(self, what: str, axe: bool = False) -> None:
        found = self.page.evaluate(MEASURING)
        told = found["faults"] + (troubles(self.page) if axe and self.with_axe else [])
        self.faults += [f"{' + '.join(self.aids) or 'plain'} · {what} · {fault}" for fault in told]
        self.screens += 1
        self.elements += found["elements"]
        self.targets += found["targets"]

    def turn(self, what: str, most: int = 3) -> None:
        """The other pages of a list, by "Lanjut" or by their tabs."""
        for n in range(2, most + 1):
            if not self.press(".turns .place ~ .turn, .paged > .strip .tab[aria-pressed=true] + .tab"):
                return
            self.measure(f"{what}, page {n}")


def opened(house: RunningHouse, browser: Browser, size: tuple[int, int], language: str, longest: bool) -> Visit:
    """A stage whose mall and hall are the real ones, or the longest there may be; with the longest there is sound as well."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    page.route("**/static/kiosk/main.js", lambda route: route.fulfill(body=STAGE, content_type="text/javascript"))
    page.route("**/t/*/qr.svg", picture)
    page.goto(f"http://{HOST}:{house.port}/kiosk/?zone=1")
    page.wait_for_function("window.stage")
    mall, hall = mall_and_hall(house, longest)
    prompts = [LISTEN | {"language": language} for language in ("id", "en")] if longest else []
    page.evaluate("(given) => stage.open(...given)", [mall, hall, prompts])
    return Visit(page, language, a_ticket(house))


def mall_and_hall(house: RunningHouse, longest: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    caller = house.caller()
    hall, mall = caller.get("/services")[1], caller.get("/mall")[1]
    caller.close()
    return longest_mall(mall) if longest else mall, disturbed(widest_hall(hall) if longest else hall, DISTURBED)


def picture(route: Route) -> None:
    """The code of a ticket, or none where its id says so."""
    if "missing" in route.request.url:
        return route.abort()
    return route.fulfill(body=PICTURE, content_type="image/svg+xml")


def a_ticket(house: RunningHouse) -> dict[str, Any]:
    kiosk = house.caller(house.pair("kiosk", zone=1))
    ticket = kiosk.command("/tickets", service=SERVICE, language="id")["ticket"]
    kiosk.close()
    return dict(ticket)
