"""What of the floor runs on with the time: alerts, expected waits, who may not be served today. Reads only."""

from datetime import datetime
from typing import Any

from server.domain.access import ADMIN, AUDITOR, BOUND_TO_AGENCY, GREETER, MANAGER, SUPERVISOR, Actor, of_agency, one_of
from server.domain.alerts import Alert, Facts, alerts_of
from server.domain.refusals import NotFound
from server.domain.ticket import Ticket
from server.operations.availability import Offer, moment_of, offers
from server.operations.floor_facts import facts_of
from server.operations.views import iso, verdict_view
from server.ports import Hall, Unit

SCORED_DAYS = 7  # the newest days whose estimates are shown with how good they were
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


def computed(hall: Hall, room: str) -> dict[str, Any]:
    """Beside the room's snapshot: `alerts`, `waits` by queue, `agencies_now`, and how good the estimates were."""
    now, agency = hall.clock.now(), room.partition(":")[2] or None
    with hall.store.read() as unit:
        offered = offers(unit, moment_of(unit, now, agency), agency)
        codes = frozenset([agency] if agency else unit.mall.agency_by_code)
        facts = facts_of(unit, codes, offered, now)
        scores = dict(sorted(unit.floor.learned("score").items())[-SCORED_DAYS:])
    return {
        "computed_at": iso(now), "alerts": [alert_view(one) for one in alerts_of(facts)],
        "waits": _waits(facts, offered), "offers": [_offer(one) for one in offered], "scores": scores,
    }  # fmt: skip


def alerts_for(unit: Unit, agency: str, offered: list[Offer], now: datetime) -> list[dict[str, Any]]:
    """For a desk: those of its agency; of each line only its beginning is looked at."""
    day = unit.journal.head().day
    queues = sorted(queue for queue, owner in unit.mall.agency_by_queue.items() if owner == agency)
    line = unit.tickets.waiting(queues, day, SEEN_FROM_A_DESK) if day else []
    return [alert_view(one) for one in alerts_of(facts_of(unit, frozenset([agency]), offered, now, line))]


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
