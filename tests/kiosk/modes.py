"""Every screen of the kiosk in one language and one mode after the other, each measured: on a stage, where the test gives the events."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

from tests.kiosk.glass import HOST, axe_finds
from tests.kiosk.longest import disturbed, longest_mall, widest_hall
from tests.running_house import RunningHouse

HERE = Path(__file__).parent
MEASURING = (HERE / "measuring.js").read_text(encoding="utf-8")
STAGE = (HERE / "stage.js").read_text(encoding="utf-8")
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 33 33"><path d="M0 0h33v33H0z"/></svg>'
Modes = tuple[tuple[str, ...], ...]
COMBINATIONS: Modes = ((), ("large",), ("reach",), ("large", "reach"))
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
        told = found["faults"] + (axe_finds(self.page) if axe and self.with_axe else [])
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


def directory(visit: Visit) -> None:
    visit.show("idle", axe=True)
    visit.show("agencies", AGENCIES, axe=True)
    visit.turn("agencies")
    visit.show("agency", agency(AGENCY))
    visit.turn("agency")
    visit.show("agency, refused", agency(DISTURBED))


def services(visit: Visit) -> None:
    visit.show("service", *service(), axe=True)
    for tab in ("documents", "fees", "others", "ready"):
        visit.show(f"service, {tab}", *service(), {"type": "open-tab", "tab": tab})
        visit.turn(f"service, {tab}", most=2)
    visit.show("refused", *service("E1"), axe=True)
    visit.show("refused, reading on", *service("E1", reading=True))


def search(visit: Visit) -> None:
    visit.show("search", SEARCH, axe=True)
    visit.show("search, found", SEARCH, {"type": "write", "text": "P"})
    visit.show("search, nothing found", SEARCH, {"type": "write", "text": "XQZZ"})


def typed(code: str) -> tuple[Step, ...]:
    return ({"type": "open-code"}, {"type": "write-code", "text": code}, 600)


def codes(visit: Visit) -> None:
    """Typed in part and whole, sent, and every way in which it gives no number."""
    visit.show("code", {"type": "open-code"}, axe=True)
    visit.show("code, in part", *typed("WMWM W"))
    visit.show("code, whole", *typed("WMWMWMWM"), axe=True)
    visit.show("code, under way", *typed("WMWMWMWM"), TAKE, 500)
    visit.show("code, in trouble", *typed("WMWMWMWM"), TAKE, 7_000)
    visit.show("code, in trouble for long", *typed("WMWMWMWM"), TAKE, 31_000)
    for code in (
        "note_unknown",
        "note_used",
        "note_expired",
        "appointment_not_today",
        "too_many_tickets",
        "closed_today",
        "agency_paused",
    ):
        facts = {"code": code, "service": SERVICE, "until": "2026-11-23T06:00:00Z", "opens_at": "2027-01-04T01:00:00Z"}
        facts |= (
            {"until": "2026-11-24", "day": "2026-11-24"} if code in ("note_expired", "appointment_not_today") else {}
        )
        refused: Step = {"type": "refused", "requestId": "tap", "refusal": facts}
        visit.show(f"code, {code}", *typed("WMWMWMWM"), TAKE, refused, axe=code == "note_unknown")
    visit.show("code, server lost", *LOST, {"type": "open-code"})


def advised(visit: Visit, *codes: str, same: bool = False) -> dict[str, Any]:
    """What the server would say of these services: the last first, with long ranges and reasons."""
    names = visit.page.evaluate("stage.services()")
    order = codes if same else (codes[-1], *codes[:-1])

    def whole(services: tuple[str, ...], total: int) -> dict[str, Any]:
        stops = [{"service": one, "called": {"low_minutes": 95 + 5 * n, "high_minutes": 150 + 5 * n}, "at_risk": n == 1}
                 for n, one in enumerate(services)]  # fmt: skip
        return {"services": list(services), "stops": stops, "total": {"low_minutes": total, "high_minutes": total + 65}}

    first = names[order[0]]
    why = {
        "id": f"{first['id']} lebih dahulu: antreannya paling pendek, sekitar 1½–2 jam.",
        "en": f"{first['en']} first: its queue is the shortest, about 1½–2 hours.",
    }
    later = {"id": f"Sambil menunggu, giliran Anda di {first['id']} terus maju.",
             "en": f"While you wait, your turn at {first['en']} comes nearer."}  # fmt: skip
    return {"proposed": whole(order, 100), "chosen": whole(codes, 160), "same": same, "saves_minutes": 60,
            "why": [{"code": "shortest_first", "message": why}, {"code": "meanwhile", "message": later}], "closed": []}  # fmt: skip


def together(visit: Visit, *codes: str, same: bool = False, answered: bool = True) -> tuple[Step, ...]:
    """These services are put together, and the order is advised."""
    steps: list[Step] = []
    for code in codes[:-1]:
        steps += [*service(code), {"type": "add-more"}]
    steps += [*service(codes[-1]), {"type": "add-to-visit"}]
    if answered:
        about = ",".join(codes)
        steps += [{"type": "advice-asked", "about": about}]
        steps += [{"type": "advice-told", "about": about, "told": advised(visit, *codes, same=same)}]
    return (*steps, 600)


SIX = ("A1", "B1", "C1", "D1", "D2", "H1")


def visits(visit: Visit) -> None:
    """Several services: put together, with and without advice, in trouble; priority; and the number of it all."""
    visit.show("service, another one to come", *service("A1"), {"type": "add-more"}, AGENCIES, *service("C1"), axe=True)
    visit.show("visit, not yet advised", *together(visit, "A1", "C1", answered=False))
    visit.show("visit, an order proposed", *together(visit, "A1", "C1"), axe=True)
    visit.show("visit, own order the best", *together(visit, "A1", "C1", same=True))
    visit.show("visit, six services", *together(visit, *SIX))
    visit.turn("visit, six services", most=6)
    ordered(visit)
    visit.show("visit, one gives no number", *together(visit, "A1", "E1", "C1", answered=False))
    refused: Step = {"type": "refused", "requestId": "tap", "refusal": {"code": "quota_used_up", "service": "C1"}}
    visit.show("visit, refused", *together(visit, "A1", "C1"), TAKE, refused)
    visit.show("visit, under way", *together(visit, "A1", "C1"), TAKE, 500)
    visit.show("visit, in trouble for long", *together(visit, "A1", "C1"), TAKE, 31_000)
    visit.show("priority", *service(), {"type": "open-priority"}, axe=True)
    visit.turn("priority")
    asked: tuple[Step, ...] = ({"type": "open-priority"}, {"type": "choose-priority", "group": "pregnant"}, 600)
    visit.show("service, priority asked for", *service(), *asked)
    visit.show("priority, chosen", *service(), *asked, {"type": "open-priority"})
    visit.turn("priority, chosen")
    whole = visit.ticket | {"priority": "requested", "plan": planned(visit, *SIX[:2])}
    visit.show("number of a visit", *taken(whole, "printed"), 600, axe=True)
    visit.show("number of six services", *taken(whole | {"plan": planned(visit, *SIX[:5])}, "queued"), 600)


ORDER: Step = {"type": "open-order"}


def moved(visit: Visit, service: str, by: int, *now: str) -> tuple[Step, ...]:
    """One place earlier or later, and what the server says of the order as it is then."""
    about = ",".join(now)
    told: Step = {"type": "advice-told", "about": about, "told": advised(visit, *now)}
    return ({"type": "move-stop", "service": service, "by": by}, {"type": "advice-asked", "about": about}, told, 600)


def ordered(visit: Visit) -> None:
    """The visitor's own order, as it was chosen and as it is changed."""
    visit.show("own order", *together(visit, "A1", "C1"), ORDER, 600, axe=True)
    visit.show(
        "own order, changed", *together(visit, "A1", "C1"), ORDER, 600, *moved(visit, "C1", -1, "C1", "A1"), axe=True
    )
    visit.show(
        "own order, no answer yet",
        *together(visit, "A1", "C1", answered=False),
        {"type": "advice-asked", "about": "A1,C1"},
        ORDER,
        600,
    )
    visit.show("own order of six", *together(visit, *SIX), ORDER, 600)
    visit.turn("own order of six", most=6)
    visit.show(
        "own order of six, the third goes on",
        *together(visit, *SIX),
        ORDER,
        600,
        *moved(visit, "C1", 1, *SIX[:2], "D1", "C1", *SIX[4:]),
    )
    refused: Step = {"type": "refused", "requestId": "tap", "refusal": {"code": "quota_used_up", "service": "C1"}}
    visit.show("own order, refused", *together(visit, *SIX), ORDER, 600, TAKE, refused)
    visit.show("own order, under way", *together(visit, "A1", "C1"), ORDER, 600, TAKE, 500)
    visit.show("own order, in trouble", *together(visit, "A1", "C1"), ORDER, 600, TAKE, 7_000)


def planned(visit: Visit, *codes: str) -> list[dict[str, Any]]:
    names = visit.page.evaluate("stage.services()")
    return [{"code": code, "short": names[code], "agency_short": "", "zone": 1, "floor": 1} for code in codes]


def returns(visit: Visit) -> None:
    """A slip is scanned: back in line, or why not."""
    scan: Step = {"type": "slip-scanned", "ticket": "ticket-1", "requestId": "back"}
    told = {"label": visit.ticket["label"], "ahead": 3, "zone": 2, "floor": 1}
    visit.show("back, asking", scan)
    visit.show("back, done", scan, {"type": "returned", "requestId": "back", "ticket": told}, 600, axe=True)
    for state in ("waiting", "called", "serving", "finished", "cancelled", "expired", "absent"):
        refusal = {"code": "move_not_allowed", "state": state, "label": visit.ticket["label"]}
        visit.show(f"back, {state}", scan, {"type": "return-refused", "requestId": "back", "refusal": refusal})
    visit.show("back, unknown", scan, {"type": "return-refused", "requestId": "back", "refusal": {"code": "not_found"}})
    visit.show("back, server lost", scan, {"type": "return-failed", "requestId": "back"}, axe=True)


def numbers(visit: Visit) -> None:
    """With paper and without, counting down or not yet, with its code or its address, waiting and called."""
    ticket = visit.ticket
    visit.show("number, printed", *taken(ticket, "printed"), 600, axe=True)
    *before, number = taken(ticket, "printed")
    for arrival in ("in_time", "early", "late"):
        kept = {"at": "2026-11-23T03:00:00Z", "arrival": arrival}
        visit.show(f"number, {arrival} for an appointment", *before, {**number, "appointment": kept}, 600)
    visit.show("number, no printer", *taken(ticket, "no_printer"), 600)
    visit.show("number, no paper", *taken(ticket, "queued"), {"type": "ticket-refreshed", "ticket": held(ticket)}, 600)
    visit.show("number, no code", *taken(ticket | {"id": "missing"}, "no_printer"), 600)
    visit.show("number, called", *taken(ticket | {"state": "called", "counter": "31"}, "queued"))
    visit.go("number, called, counting down", 600)
    visit.show("service, taken before", *taken(ticket, "printed"), 600, {"type": "another-service"}, *service())


def held(ticket: dict[str, Any]) -> dict[str, Any]:
    return ticket | {"slip": {"state": "held", "reason": "paper_out", "printer": "p1"}}


def dialogs(visit: Visit) -> None:
    visit.show("help, sending", agency(AGENCY), CALL)
    visit.show("help, on its way", agency(AGENCY), CALL, {"type": "help-sent", "requestId": "call"})
    visit.show("help, failed", agency(AGENCY), CALL, {"type": "help-failed", "requestId": "call"})
    visit.show("are you there", agency(AGENCY), 91_000 if visit.aids else 41_000, axe=True)


def lost(visit: Visit) -> None:
    """The server does not answer: in the middle of a tap, and then to anything."""
    visit.show("tap under way", *service(), TAKE, 500)
    visit.show("tap in trouble", *service(), TAKE, 7_000, axe=True)
    visit.show("tap in trouble for long", *service(), TAKE, 31_000)
    visit.show("idle, server lost", *LOST)
    visit.show("agencies, server lost", *LOST, AGENCIES)
    visit.show("service, server lost", *LOST, *service())
    visit.show("service read, server lost", *LOST, *service(reading=True))


def switched(visit: Visit) -> None:
    """Switched on, and off again, while a screen stands there: it is measured anew each time."""
    both: Iterable[Step] = [{"type": "switch-aid", "aid": aid} for aid in ("large", "reach")]
    places = {
        "idle": (),
        "agencies": (AGENCIES,),
        "service": service(),
        "number": (*taken(visit.ticket, "printed"), 600),
    }
    visit.aids = ()
    for name, steps in places.items():
        visit.show(name, *steps)
        visit.go(f"{name}, large text and low buttons switched on", *both)
        visit.go(f"{name}, and off again", *both)


EVERYTHING: tuple[Callable[[Visit], None], ...] = (
    directory,
    services,
    search,
    codes,
    visits,
    returns,
    numbers,
    dialogs,
    lost,
)
