"""The likely waits of one moment: the desks as counters that call, the lines before them, and what serving takes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from itertools import chain
from statistics import fmean
from typing import Protocol
from zoneinfo import ZoneInfo

from server.domain import staffing
from server.domain.hours import local_day, span_of
from server.domain.mall import Counter, Mall, Service
from server.domain.opening import CENTRAL_SYSTEM_DOWN
from server.domain.passing import likely_before
from server.domain.profiles import ORDINARY
from server.domain.serving_times import Kind, typical
from server.domain.staffing import Desk
from server.domain.ticket import Ticket
from server.domain.waiting import Hours, Span, Wait, estimate, hours_of
from server.domain.walking import SINCE_WHENEVER, Seat, Turns, back_in, connected
from server.operations.known_waits import known
from server.ports import Unit

LINE_READ, EVERYBODY_READ = 500, 3000  # people of lines that share their counters, and of the whole mall


Waiting = tuple[str, str, str]  # queue, service, class
Asked = tuple[str, int, str]  # service, how many ahead, class


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


class Paused(Protocol):
    """A pause of the site, an agency or a service: a stored row, or the rule's own value."""

    @property
    def scope(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def until(self) -> datetime | None: ...


class _Lines:
    """Who waits for what, in line. The lines of one estimate are read alone, those of several all at once."""

    def __init__(self, unit: Unit, day: date | None, minutes: Minutes) -> None:
        self._unit, self._day, self._minutes = unit, day, minutes
        self._kinds: dict[frozenset[str], list[Kind]] = {}
        self._read: dict[frozenset[str], list[Waiting]] = {}
        self._everybody: dict[str, list[tuple[int, Waiting]]] | None = None  # by queue, with the place in all of it

    def ahead(self, queue: str, ahead: int, seats: Iterable[Seat]) -> tuple[Sequence[Kind], int]:
        """Who stands before the place behind `ahead` people of this queue, in all lines its counters serve.

        And how many more of this queue stand behind those: of a line without end only so much is read.
        """
        queues = _shared(queue, seats)
        line = self._of(queues) if ahead or len(queues) > 1 else []
        if len(queues) == 1:
            found = line[:ahead] or [self._minutes.usual(queue)][:ahead]
            return found, ahead - len(found)
        own = 0
        for place, one in enumerate(line):
            own += one.queue == queue
            if own > ahead:
                return line[:place], 0
        return line, ahead - own

    def classes(self, queue: str, ahead: int, seats: Iterable[Seat]) -> list[str]:
        """Of everybody ahead in this queue."""
        rows = self._rows(_shared(queue, seats))
        return [rank for one, _, rank in rows if one == queue][:ahead]

    def _of(self, queues: frozenset[str]) -> list[Kind]:
        if queues not in self._kinds:
            services = self._unit.mall.service_by_code
            self._kinds[queues] = [services[service] for _, service, _ in self._rows(queues) if service in services]
        return self._kinds[queues]

    def _rows(self, queues: frozenset[str]) -> list[Waiting]:
        if queues not in self._read:
            self._read[queues] = self._fresh(queues) if self._day is not None else []
        return self._read[queues]

    def _fresh(self, queues: frozenset[str]) -> list[Waiting]:
        assert self._day is not None
        if not self._read:
            return self._unit.lines.waiting(sorted(queues), self._day, LINE_READ)
        if self._everybody is None:
            self._everybody = _by_queue(self._unit.lines.waiting(None, self._day, EVERYBODY_READ))
        lines = [self._everybody.get(queue, []) for queue in queues]
        return [one for _, one in (lines[0] if len(lines) == 1 else sorted(chain(*lines)))]


def _by_queue(everybody: Iterable[Waiting]) -> dict[str, list[tuple[int, Waiting]]]:
    lines: dict[str, list[tuple[int, Waiting]]] = {}
    for placed in enumerate(everybody):
        lines.setdefault(placed[1][0], []).append(placed)
    return lines


def _shared(queue: str, seats: Iterable[Seat]) -> frozenset[str]:
    """The queues whose lines these counters share."""
    return frozenset((queue,)).union(*(seat.queues for seat in seats))


class Waits:
    """What one moment knows, each part read once.

    `day` None: nothing was issued yet. `pauses` where they are known. `visitors`: the tickets at the desks, by id.
    """

    def __init__(
        self, unit: Unit, day: date | None, desks: Mapping[int, Desk], now: datetime,
        pauses: Sequence[Paused] | None = None,
    ) -> None:  # fmt: skip
        self._unit, self._desks, self._now = unit, desks, now
        self.visitors: Mapping[str, Ticket] = unit.tickets.at_desks(day) if day is not None else {}
        self._minutes = Minutes(unit)
        self._pauses = unit.site.pauses() if pauses is None else pauses
        self._lines = _Lines(unit, day, self._minutes)
        self._hour = now.astimezone(ZoneInfo(unit.mall.site.timezone)).hour
        self._seats_of: dict[str, list[Seat]] = {}
        self._told: dict[str, dict[Asked, Wait | None]] = {}
        self._hours: dict[str, Hours] = {}
        self._turns = Turns(self._minutes.known)

    def of(self, service: Service, ahead: int, rank: str = ORDINARY) -> Wait | None:
        """The likely wait of one of this class with this service behind `ahead` people of its queue, or None."""
        told, asked = self._told_in(service.agency), (service.code, ahead, rank)
        if asked not in told:
            told[asked] = self._of(service, ahead, rank)
        return told[asked]

    def _told_in(self, agency: str) -> dict[Asked, Wait | None]:
        """What was told of this agency within this second, if nothing happened there: its counters are its own."""
        if agency not in self._told:
            head, second = self._unit.journal.head(), self._now.replace(microsecond=0)
            there = head.timeline, head.day, head.mall_version, head.rooms.get(f"desk:{agency}", 0)
            stamp = (*there, second, self._minutes.known, self._minutes.calibration)
            self._told[agency] = self._unit.lately(("waits", agency), stamp, dict)
        return self._told[agency]

    def _of(self, service: Service, ahead: int, rank: str) -> Wait | None:
        stopped = self._stopped(service)
        if stopped is None:
            return None
        queue, known, hours = service.queue, self._minutes.known, self._hours_of(service.agency)
        seats = self._seats(queue, hours.opens_at)
        line, beyond = self._lines.ahead(queue, ahead, seats)
        if stopped:
            hours = replace(hours, breaks=(*hours.breaks, *stopped))
        return estimate(
            known, service, line, seats, self._now, hours, self._minutes.calibration,
            known.passes(queue, rank, ahead, self._by_rule(queue, ahead, rank, seats)), self._hour, self._turns, beyond,
        )  # fmt: skip

    def _hours_of(self, agency: str) -> Hours:
        if agency not in self._hours:
            mall = self._unit.mall
            self._hours[agency] = hours_of(span_of(mall, agency, local_day(mall, self._now)))
        return self._hours[agency]

    def _by_rule(self, queue: str, ahead: int, rank: str, seats: Sequence[Seat]) -> float | None:
        """How many the counters' profiles call before one of this class; None: in order of arrival."""
        mall, served = self._unit.mall, [seat.counter for seat in seats if queue in seat.queues]
        if rank == ORDINARY or not ahead or not served:
            return None
        classes = self._lines.classes(queue, ahead, seats)
        profiles = {(own := mall.profile_of(mall.counter_by_number[int(n)])).code: own for n in served}.values()
        told = [likely_before(one, queue, rank, classes) for one in profiles]
        return fmean(ahead if one is None else one for one in told)

    def minutes(self, service: str) -> float:
        """How long serving this service takes; 0 where the mall no longer has it."""
        known = self._unit.mall.service_by_code.get(service)
        return self._minutes.of(known) if known else 0.0

    def _stopped(self, service: Service) -> list[Span] | None:
        """Until when nobody of this service is called, by pauses that say so; None: nobody knows until when.

        Only a central system that is down holds who waits without an end; else the clerks may still call.
        """
        codes = {"agency": service.agency, "service": service.code}
        concerned = [one for one in self._pauses if one.scope == "site" or codes.get(one.scope) == one.code]
        if any(one.until is None and one.reason == CENTRAL_SYSTEM_DOWN for one in concerned):
            return None
        return [(self._now, one.until) for one in concerned if one.until is not None and one.until > self._now]

    def _seats(self, queue: str, opens_at: datetime | None) -> list[Seat]:
        """Counters that are open or soon back; before the opening, where none is yet, those that usually are."""
        if queue not in self._seats_of:
            found = connected(queue, self._at_work)
            self._seats_of |= dict.fromkeys({queue, *(one for seat in found for one in seat.queues)}, found)
            if not found and opens_at is not None and self._now < opens_at:
                usual = [Seat(c.number, c.queues) for c in self._unit.mall.counters_by_queue[queue]]
                self._seats_of[queue] = connected(queue, [*self._at_work, *usual])
        return self._seats_of[queue]

    @cached_property
    def _at_work(self) -> tuple[Seat, ...]:
        seats = (self._seat(counter) for counter in self._unit.mall.counters)
        return tuple(seat for seat in seats if seat is not None)

    def _seat(self, counter: Counter) -> Seat | None:
        """With the queues it helps; one that pauses comes back when its clerk said, or soon."""
        desk = self._desks.get(counter.number)
        if desk is None or desk.state == staffing.CLOSED:
            return None
        queues = tuple(dict.fromkeys((*counter.queues, *desk.helps)))
        back = back_in(self._now, desk.since, desk.pause_until) if desk.state == staffing.PAUSED else 0.0
        if back is None:
            return None
        if desk.ticket is None:
            return Seat(counter.number, queues, back_in=back)
        visitor = self.visitors.get(desk.ticket)
        if visitor is None or visitor.called_at is None:
            return Seat(counter.number, queues, SINCE_WHENEVER, back_in=back)
        busy = max(0.0, (self._now - visitor.called_at).total_seconds() / 60)
        return Seat(counter.number, queues, busy, self._unit.mall.service_by_code.get(visitor.service), back)
