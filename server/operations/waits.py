"""The likely waits of one moment: the desks as counters that call, the lines before them, and what serving takes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from server.domain import staffing
from server.domain.hours import DaySpan, local_day, span_of
from server.domain.mall import Counter, Mall, Service
from server.domain.serving_times import Kind, typical
from server.domain.staffing import Desk
from server.domain.ticket import Ticket
from server.domain.waiting import Wait, estimate, hours_of
from server.domain.walking import SINCE_WHENEVER, Seat, connected
from server.operations.known_waits import known
from server.ports import Unit

LINE_READ = 500  # people of lines that share their counters


class Minutes:
    """How long serving takes, by what was learned; read once per unit."""

    def __init__(self, unit: Unit) -> None:
        self._mall = unit.mall
        self.known, self.calibration = known(unit)

    def of(self, service: Service) -> float:
        return self.known.minutes(service)

    def usual(self, queue: str) -> Kind:
        """The mean visitor of a queue."""
        return typical(self.known, services_of(self._mall, queue))


def services_of(mall: Mall, queue: str) -> list[Service]:
    return [service for service in mall.services if service.queue == queue]


class Waits:
    """What one moment knows. `visitors` are the tickets at the desks, by id; `day` None: nothing was issued yet."""

    def __init__(
        self, unit: Unit, day: date | None, desks: Mapping[int, Desk], visitors: Mapping[str, Ticket], now: datetime
    ) -> None:
        self._unit, self._day, self._desks, self._visitors, self._now = unit, day, desks, visitors, now
        self._minutes = Minutes(unit)
        self._seated: dict[str, list[Seat]] = {}

    def of(self, service: Service, ahead: int) -> Wait | None:
        """The likely wait of one with this service behind `ahead` people of its queue, or None."""
        mall = self._unit.mall
        span = span_of(mall, service.agency, local_day(mall, self._now))
        seats = self._seats_of(service.queue, span)
        line = self._line(service.queue, ahead, seats)
        known, calibration = self._minutes.known, self._minutes.calibration
        hour = self._now.astimezone(ZoneInfo(mall.site.timezone)).hour
        return estimate(known, service, line, seats, self._now, hours_of(span), calibration, hour=hour)

    @property
    def visitors(self) -> Mapping[str, Ticket]:
        """Who is at the desks, by id."""
        return self._visitors

    def minutes(self, service: str) -> float:
        """How long serving this service takes; 0 where the mall no longer has it."""
        known = self._unit.mall.service_by_code.get(service)
        return self._minutes.of(known) if known else 0.0

    def _seats_of(self, queue: str, span: DaySpan | None) -> list[Seat]:
        """A queue is one agency's, and so are its hours."""
        if queue not in self._seated:
            self._seated[queue] = self._seats(queue, span)
        return self._seated[queue]

    def _seats(self, queue: str, span: DaySpan | None) -> list[Seat]:
        """Counters that are open; before the opening, where none is yet, those that usually are."""
        mall = self._unit.mall
        found = list(self._open)
        if not any(queue in seat.queues for seat in found) and span is not None and self._now < span.opens_at:
            found += [Seat(c.number, c.queues) for c in mall.counters_by_queue[queue]]
        return connected(queue, found)

    @cached_property
    def _open(self) -> list[Seat]:
        return [seat for counter in self._unit.mall.counters if (seat := self._seat(counter)) is not None]

    def _seat(self, counter: Counter) -> Seat | None:
        desk = self._desks.get(counter.number, Desk(counter.number))
        if desk.state != staffing.OPEN:
            return None
        if desk.ticket is None:
            return Seat(counter.number, counter.queues)
        visitor = self._visitors.get(desk.ticket)
        if visitor is None or visitor.called_at is None:
            return Seat(counter.number, counter.queues, busy=SINCE_WHENEVER)
        busy = max(0.0, (self._now - visitor.called_at).total_seconds() / 60)
        return Seat(counter.number, counter.queues, busy, self._unit.mall.service_by_code[visitor.service])

    def _line(self, queue: str, ahead: int, seats: Iterable[Seat]) -> Sequence[Kind]:
        """Everybody ahead. Who came for what is read only where counters are shared with other queues."""
        queues = {queue}.union(*(seat.queues for seat in seats))
        if len(queues) == 1 or self._day is None:
            return [self._minutes.usual(queue)] * ahead
        line: list[Kind] = []
        own = 0
        for ticket in self._unit.tickets.waiting(sorted(queues), self._day, LINE_READ):
            own += ticket.queue == queue
            if own > ahead:
                break
            line.append(self._unit.mall.service_by_code[ticket.service])
        return line


def visitors_at(unit: Unit, desks: Mapping[int, Desk], day: date | None) -> dict[str, Ticket]:
    """Who is at the desks now, read at once."""
    if day is None or all(desk.ticket is None for desk in desks.values()):
        return {}
    return unit.tickets.at_desks(day)
