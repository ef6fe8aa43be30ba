"""The screens of a visit of several services, and of who comes back to it: put together, advised, put in another order, refused."""

from typing import Any

from tests.kiosk.staged import AGENCIES, TAKE, Step, Visit, service, taken


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
