"""How a stop of a visit ends and the next one begins: the row kept, the counter that falls free, the next queue."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from server.domain import staffing
from server.domain import ticket as tickets
from server.domain.events import TicketContinued, TicketFinished
from server.domain.mall import Counter, Service
from server.domain.refusals import NotFound
from server.domain.staffing import Desk
from server.domain.ticket import Ticket
from server.operations.placing import placed
from server.operations.recording import record
from server.ports import Unit

Delivered = tuple[tuple[str, int], ...]


def end_stop(
    unit: Unit, place: Counter, desk: Desk, visitor: Ticket, by: str, now: datetime, *,
    outcome: str = tickets.DONE, mark: str | None = None, delivered: Delivered = (),
) -> Ticket:  # fmt: skip
    """Finish at this counter, free it, and go on to the next service of the plan. `mark`: nobody said that it ended."""
    finished = tickets.finish(visitor, now, outcome, mark)
    unit.tickets.save(visitor, finished)
    unit.legs.add(tickets.leg_of(visitor, by, now, outcome, mark, delivered))
    free(unit, desk)
    record(unit, TicketFinished(
        finished.id, finished.label, finished.queue, finished.agency, place.zone, place.number, outcome, mark, by,
        [{"service": service, "count": count} for service, count in delivered],
    ), now)  # fmt: skip
    return go_on(unit, finished, place.zone, now) if outcome != tickets.INCOMPLETE else finished


def free(unit: Unit, desk: Desk) -> None:
    unit.counters.save(desk, staffing.seat(desk, None, None))


def go_on(unit: Unit, finished: Ticket, zone: int, now: datetime) -> Ticket:
    """To the next service of the plan that the mall still has, if there is one."""
    left = [code for code in finished.plan if code in unit.mall.service_by_code]
    if not left:
        return finished
    service, plan = unit.mall.service_by_code[left[0]], tuple(left[1:])
    gone, positions = joined(unit, replace(finished, plan=plan), "continue", service, now)
    unit.tickets.save(finished, gone)
    waiting = unit.tickets.change_waiting(gone.queue, gone.day, 1)
    record(unit, TicketContinued(
        gone.id, gone.label, gone.queue, gone.service, gone.agency, unit.mall.zone_of_queue(gone.queue).number,
        finished.queue, finished.agency, zone, waiting, positions, list(plan), finished.service, gone.priority,
    ), now)  # fmt: skip
    return gone


def joined(unit: Unit, ticket: Ticket, move: str, service: Service, now: datetime) -> tuple[Ticket, list[int]]:
    """The ticket in the line of this service, and its `positions`; the caller saves it and writes the event next.

    By the site's rule it stands there by the time of arrival in the building, or at the end.
    """
    unit.tickets.begin_queue(service.queue, ticket.day)
    last = unit.journal.head().seq + 1
    there = tickets.send_on(ticket, move, service.queue, service.code, service.agency, now, last)
    if unit.mall.calling.visit_order == "joining":
        return replace(there, joined_at=now), [last]
    return placed(unit, there)


def delivered_of(unit: Unit, agency: str, told: Sequence[dict[str, Any]]) -> Delivered:
    """What was delivered, by service, each once. Raises NotFound for what this agency does not have."""
    counts: dict[str, int] = {}
    for one in told:
        service = unit.mall.service_by_code.get(one["service"])
        if service is None or service.agency != agency:
            raise NotFound(what="service", service=one["service"])
        counts[one["service"]] = counts.get(one["service"], 0) + one["count"]
    return tuple(sorted(counts.items()))
