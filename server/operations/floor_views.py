"""What of the floor runs on with the time: alerts, expected waits, who may not be served today. Reads only."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from server.domain.access import ADMIN, AUDITOR, BOUND_TO_AGENCY, GREETER, MANAGER, SUPERVISOR, Actor, of_agency, one_of
from server.domain.alerts import Alert, Facts, alerts_of
from server.domain.refusals import NotFound
from server.domain.ticket import Ticket
from server.operations.availability import Moment, Offer, moment_of, offers, waits_at
from server.operations.floor_facts import facts_of, line_of
from server.operations.views import iso, verdict_view
from server.operations.waits import Waits
from server.ports import Hall, Unit

SCORED_DAYS = 7  # the newest days whose estimates are shown with how good they were
ANSWER_LASTS = 3  # seconds: figures of waits move with the minute
SEEN_FROM_A_DESK = 30
MAY_READ = (GREETER, MANAGER, SUPERVISOR, AUDITOR, ADMIN)


def room_of(hall: Hall, actor: Actor, agency: str | None) -> str:
    """The floor's room this actor reads: a manager the own agency's. Raises NotFound, NotAllowed."""
    one_of(actor, *MAY_READ)
    wanted = agency or (actor.agency if actor.role in BOUND_TO_AGENCY else None)
    if wanted is not None and wanted not in hall.store.mall().agency_by_code:
        raise NotFound(what="agency", agency=wanted)
    of_agency(actor, wanted or "")
    return "floor" if wanted is None else f"floor:{wanted}"


def stamp(hall: Hall, room: str) -> tuple[object, ...]:
    """As long as it is the same, so is the floor's answer: nothing was heard there, and the moment is the same."""
    with hall.store.read() as unit:
        head = unit.journal.head()
    return head.timeline, head.rooms.get(room, 0), head.mall_version, int(hall.clock.now().timestamp() // ANSWER_LASTS)


def computed(
    hall: Hall, room: str, vanished: Callable[[str, float], bool] = lambda staff, seconds: False
) -> dict[str, Any]:
    """Beside the room's snapshot: `alerts`, `waits` by queue, `offers`, and how good the estimates were.

    `vanished`: whether this staff id was not seen for so many seconds.
    """
    now, agency = hall.clock.now(), room.partition(":")[2] or None
    with hall.store.read() as unit:
        moment = moment_of(unit, now, agency)
        waits = waits_at(unit, moment)
        offered = offers(unit, moment, agency, waits)
        codes = frozenset([agency] if agency else unit.mall.agency_by_code)
        seen = facts_of(unit, codes, moment, offered, waits, line_of(unit, codes, moment))
        facts = replace(seen, vanished=_vanished(seen, vanished))
        scores = dict(sorted(unit.floor.learned("score").items())[-SCORED_DAYS:])
    return {
        "computed_at": iso(now), "alerts": [alert_view(one) for one in alerts_of(facts)],
        "waits": _waits(facts, offered), "offers": [_offer(one) for one in offered], "scores": scores,
    }  # fmt: skip


def _vanished(facts: Facts, vanished: Callable[[str, float], bool]) -> frozenset[int]:
    seconds = facts.mall.calling.holder_vanished_seconds
    return frozenset(n for n, desk in facts.desks.items() if desk.holder and vanished(desk.holder, seconds))


def alerts_for(unit: Unit, agency: str, moment: Moment, offered: list[Offer], waits: Waits) -> list[dict[str, Any]]:
    """For a desk: those of its agency; of each line only its beginning is looked at."""
    mine = frozenset([agency])
    facts = facts_of(unit, mine, moment, offered, waits, line_of(unit, mine, moment, SEEN_FROM_A_DESK))
    return [alert_view(one) for one in alerts_of(facts)]


def alert_view(alert: Alert) -> dict[str, Any]:
    return {
        "code": alert.code, "level": alert.level, "subject": dict(alert.subject), "since": iso(alert.since),
        "values": dict(alert.values),
    }  # fmt: skip


def _waits(facts: Facts, offered: list[Offer]) -> list[dict[str, Any]]:
    """By queue: who has waited longest, the expected wait of the next who comes, who may not be served today."""
    oldest: dict[str, Ticket] = {}
    for ticket in facts.waiting:
        known = oldest.get(ticket.queue)
        oldest[ticket.queue] = ticket if known is None or ticket.waits_since < known.waits_since else known
    found = []
    for queue, count in facts.counts.items():
        offer = next((one for one in offered if one.service.queue == queue), None)
        late, longest = facts.late.get(queue), oldest.get(queue)
        found.append({
            "queue": queue, "agency": facts.mall.agency_by_queue[queue], "waiting": count,
            "longest": {"label": longest.label, "since": iso(longest.waits_since)} if longest else None,
            "wait": offer.wait if offer else None, "counters_open": offer.counters_open if offer else 0,
            "may_not_be_served": {"likely": late.likely, "surely": late.surely, "first": late.first} if late else None,
        })  # fmt: skip
    return found


def _offer(offer: Offer) -> dict[str, Any]:
    """Whether numbers of this service are given now, and why not."""
    verdict = offer.admission
    return {
        "service": offer.service.code, "agency": offer.service.agency, "can_take": verdict.can_take,
        "refusal": verdict_view(verdict.refusal), "remaining": verdict.remaining,
    }  # fmt: skip
