"""Why one ticket of a day was called before another: what the journal says, for anybody who asks."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from server.domain import why
from server.domain.access import ADMIN, AUDITOR, CLERK, GREETER, MANAGER, SUPERVISOR, Actor, of_agency, one_of
from server.domain.events import EVENTS
from server.domain.mall import Mall
from server.domain.refusals import NotFound
from server.ports import Hall, Unit

# All that moves somebody, holds somebody, or lets a counter serve more.
TELLING = tuple(
    name for name in EVENTS
    if name.startswith(("Ticket", "Priority", "Paper", "NoteRedeemed", "MoveUndone", "PlanChanged", "CounterHelps",
                        "CounterClosed", "CounterLeft", "Paused", "Resumed", "DayOpened"))
)  # fmt: skip
Aside = Callable[..., Any]


def why_before(hall: Hall, actor: Actor, x: str, y: str, day: date | None, aside: Aside) -> why.Why:
    """Why `x` was called before `y`, labels of a day (today unless said). A day's rows are gone through aside.

    Raises NotFound, and NotAllowed where a clerk or manager asks about two of other agencies.
    """
    one_of(actor, CLERK, GREETER, MANAGER, SUPERVISOR, AUDITOR, ADMIN)
    with hall.store.read() as unit:
        wanted = day or unit.journal.head().day
        if wanted is None:
            raise NotFound(what="ticket", ticket=x)
        _within_reach(unit, actor, x, y, wanted)
        rows, mall = unit.journal.of_day(wanted, TELLING), unit.mall
    found: why.Why = aside(_answer, rows, x, y, mall)
    return found


def _within_reach(unit: Unit, actor: Actor, x: str, y: str, day: date) -> None:
    for label in (x, y):
        ticket = unit.tickets.labelled(label, day)
        if ticket is None:
            raise NotFound(what="ticket", ticket=label)
        if label == x:
            of_agency(actor, ticket.agency)


def _answer(rows: list[tuple[int, str, str, Any]], x: str, y: str, mall: Mall) -> why.Why:
    told = ((seq, name, json.loads(body), at) for seq, name, body, at in rows)
    return why.answer(told, x, y, mall)
