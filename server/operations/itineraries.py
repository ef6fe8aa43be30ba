"""Several services in one visit: the proposed order against the visitor's own, with why. Reads only."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from server.domain.access import ADMIN, CLERK, GREETER, KIOSK, MANAGER, SUPERVISOR, Actor, one_of
from server.domain.hours import local_day, span_of
from server.domain.itinerary import Order, Reason, Stop, Wanted, propose, rounded
from server.domain.mall import Mall
from server.domain.refusals import NotFound
from server.operations import plans
from server.operations.availability import Offer, moment_of, offers, waits_at
from server.operations.views import iso, verdict_view
from server.operations.waits import Minutes
from server.ports import Hall, Unit

ADVISERS = (KIOSK, CLERK, GREETER, MANAGER, SUPERVISOR, ADMIN)


def advise(hall: Hall, actor: Actor, services: Sequence[str]) -> dict[str, Any]:
    """{rule, proposed, chosen, same, saves_minutes, why, closed} for services in the visitor's own order.

    `closed` gives no number now and is in neither order. Raises NotFound, PlanNotSound.
    """
    one_of(actor, *ADVISERS)
    now = hall.clock.now()
    with hall.store.read() as unit:
        mall = unit.mall
        offered = _offered(unit, services, now)
        minutes, rule = Minutes(unit), mall.calling.visit_order
    takeable = [one for one in offered if one.admission.can_take]
    found = propose([_wanted(mall, one, minutes.of(one.service), now) for one in takeable], rule)
    return {
        "now": iso(now), "rule": rule, "proposed": _order(mall, found.proposed), "chosen": _order(mall, found.chosen),
        "same": found.proposed.services == found.chosen.services, "saves_minutes": found.saves,
        "why": [_reason(mall, one, now) for one in found.why],
        "closed": [
            {**_named(mall, one.service.code), "refusal": verdict_view(one.admission.refusal)}
            for one in offered if not one.admission.can_take
        ],
    }  # fmt: skip


def _offered(unit: Unit, services: Sequence[str], now: datetime) -> list[Offer]:
    """What each of them offers now, in the order asked for."""
    if services[0] not in unit.mall.service_by_code:
        raise NotFound(what="service", service=services[0])
    plans.sound(unit.mall, services[0], services[1:])
    moment = moment_of(unit, now)
    waits = waits_at(unit, moment)
    agencies = {unit.mall.service_by_code[code].agency for code in services}
    known = {one.service.code: one for agency in agencies for one in offers(unit, moment, agency, waits)}
    return [known[code] for code in services]


def _wanted(mall: Mall, offer: Offer, minutes: float, now: datetime) -> Wanted:
    """`minutes`: what serving takes, as learned."""
    service, zone, wait = offer.service, mall.zone_of_queue(offer.service.queue), offer.wait or {}
    span = span_of(mall, service.agency, local_day(mall, now))
    return Wanted(
        service.code, wait.get("low_minutes"), wait.get("high_minutes"), minutes,
        minutes / max(1, offer.counters_open), zone.number, zone.floor,
        _minutes(span.closes_at, now) if span else None,
        tuple((_minutes(start, now), _minutes(end, now)) for start, end in span.breaks) if span else (),
    )  # fmt: skip


def _minutes(moment: datetime, now: datetime) -> float:
    return (moment - now) / timedelta(minutes=1)


def _order(mall: Mall, order: Order) -> dict[str, Any]:
    return {
        "services": list(order.services), "stops": [_stop(mall, stop) for stop in order.stops],
        "total": _range(order.low, order.high) if order.is_known and order.stops else None,
    }  # fmt: skip


def _stop(mall: Mall, stop: Stop) -> dict[str, Any]:
    """`called`: minutes from now."""
    return {
        **_named(mall, stop.service), "called": _range(stop.low, stop.high) if stop.is_known else None,
        "at_risk": stop.at_risk and stop.is_known,
    }  # fmt: skip


def _range(low: float, high: float) -> dict[str, int]:
    lower, upper = rounded(low, high)
    return {"low_minutes": lower, "high_minutes": upper}


def _named(mall: Mall, code: str) -> dict[str, Any]:
    service = mall.service_by_code[code]
    zone = mall.zone_of_queue(service.queue)
    return {
        "service": code, "name": dict(service.name), "short": dict(service.short), "agency": service.agency,
        "agency_short": mall.agency_by_code[service.agency].short, "zone": zone.number, "floor": zone.floor,
    }  # fmt: skip


def _reason(mall: Mall, reason: Reason, now: datetime) -> dict[str, Any]:
    """Moments as times, everything else as it is; the sentence is added at the door."""
    values = dict(reason.values)
    moments: dict[str, Any] = {
        name: iso(now + timedelta(minutes=values[name])) for name in ("closes", "from", "until") if name in values
    }
    wait = _range(values["low"], values["high"]) if "low" in values else None
    short = dict(mall.service_by_code[reason.service].short) if reason.service else None
    return {"code": reason.code, "service": reason.service, "short": short, "wait": wait, **moments}
