"""Every screen of the kiosk in one language and one mode after the other, each measured."""

from collections.abc import Callable, Iterable
from typing import Any

from tests.kiosk.staged import (
    AGENCIES,
    AGENCY,
    CALL,
    DISTURBED,
    LOST,
    SEARCH,
    SERVICE,
    TAKE,
    Step,
    Visit,
    agency,
    service,
    taken,
)
from tests.kiosk.visit_modes import returns, visits

Modes = tuple[tuple[str, ...], ...]
COMBINATIONS: Modes = ((), ("large",), ("reach",), ("large", "reach"))


def directory(visit: Visit) -> None:
    visit.show("idle", axe=True)
    visit.show("agencies", AGENCIES, axe=True)
    visit.turn("agencies")
    visit.show("agency", agency(AGENCY))
    visit.turn("agency")
    visit.show("agency, refused", agency(DISTURBED))


def services(visit: Visit) -> None:
    visit.show("service", *service(), axe=True)
    for tab in TABS:
        visit.show(f"service, {tab}", *service(), {"type": "open-tab", "tab": tab})
        visit.turn(f"service, {tab}", most=2)
    noticed(visit)
    visit.show("refused", *service("E1"), axe=True)
    visit.show("refused, reading on", *service("E1", reading=True))


NO_PAPER: Step = {"type": "printers-known", "printers": [{"id": "p1", "state": "paper_out"}]}
TABS = ("documents", "fees", "others", "ready")


def noticed(visit: Visit) -> None:
    """Two notices at once, nobody at the counter and no paper: on every tab, and while several services are put together."""
    nobody = visit.page.evaluate("stage.nobodyAt", SERVICE)
    two: tuple[Step, ...] = (nobody, NO_PAPER)
    visit.show("service, two notices", *two, *service())
    for tab in TABS:
        visit.show(f"service, two notices, {tab}", *two, *service(), {"type": "open-tab", "tab": tab})
        visit.turn(f"service, two notices, {tab}")
    visit.show("service, two notices, in a visit", *two, *service("A1"), {"type": "add-more"}, *service())
    visit.show(
        "service, two notices, taken before",
        *two,
        *taken(visit.ticket, "no_printer"),
        600,
        {"type": "another-service"},
        *service(),
    )
    visit.show("service, two notices, tap under way", *two, *service(), TAKE, 500)


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
        "appointment_early",
        "too_many_tickets",
        "closed_today",
        "agency_paused",
    ):
        facts = {"code": code, "service": SERVICE, "until": "2026-11-23T06:00:00Z", "opens_at": "2027-01-04T01:00:00Z"}
        facts |= (
            {"until": "2026-11-24", "day": "2026-11-24"} if code in ("note_expired", "appointment_not_today") else {}
        )
        facts |= {"at": "2026-11-23T03:00:00Z", "since": "2026-11-23T02:30:00Z"} if code == "appointment_early" else {}
        refused: Step = {"type": "refused", "requestId": "tap", "refusal": facts}
        visit.show(f"code, {code}", *typed("WMWMWMWM"), TAKE, refused, axe=code == "note_unknown")
    visit.show("code, server lost", *LOST, {"type": "open-code"})


def numbers(visit: Visit) -> None:
    """With paper and without, counting down or not yet, with its code or its address, waiting and called."""
    ticket = visit.ticket
    visit.show("number, printed", *taken(ticket, "printed"), 600, axe=True)
    *before, number = taken(ticket, "printed")
    for arrival in ("in_time", "late"):
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
