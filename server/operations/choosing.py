"""Who is next at a counter, by its work profile: what the rules are asked, and what they leave behind."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from server.domain import ordering, profiles
from server.domain.mall import Counter
from server.domain.opening import calling_break
from server.domain.passing import Pool, pool_of
from server.domain.profiles import Choice, Credit, Credits, Profile, Select
from server.domain.refusals import NobodyWaiting, OnBreak, SystemStillDown
from server.domain.staffing import OPEN, Desk
from server.domain.ticket import Ticket
from server.operations import pauses
from server.ports import Barred, Unit


@dataclass(frozen=True, slots=True)
class Place:
    """A counter as it works now: its queues, those it helps, and the pool whose credits it shares."""

    counter: Counter
    desk: Desk
    pool: Pool

    @property
    def queues(self) -> tuple[str, ...]:
        return self.pool.queues

    @property
    def profile(self) -> Profile:
        return self.pool.profile


def place_of(unit: Unit, counter: Counter, desk: Desk) -> Place:
    """A counter that helps another queue is a pool of its own, with credits of its own (passing.pools_serving)."""
    return Place(counter, desk, pool_of(unit.mall, counter, desk.helps))


def next_for(unit: Unit, place: Place, actor: str, day: date, now: datetime) -> Choice:
    """Who is called next. Raises NobodyWaiting, SystemStillDown."""
    held = pauses.held(unit, place.counter.agency, now)
    choice = _choose(unit, place, actor, day, now, tuple(held))
    if choice is not None:
        return choice
    if held and unit.tickets.first_of(Select(services=tuple(held)).at(place.queues), day):
        raise SystemStillDown(counter=place.counter.number, since=min(held.values()).isoformat())
    raise NobodyWaiting(counter=place.counter.number)


def _choose(
    unit: Unit, place: Place, actor: str, day: date, now: datetime, held: tuple[str, ...]
) -> Choice | None:  # fmt: skip
    heads = _heads(unit, place, actor, day, held)
    return profiles.choose(place.profile, place.queues, heads, credits_of(unit, place, day), now, held)


def _heads(
    unit: Unit, place: Place, actor: str, day: date, held: tuple[str, ...]
) -> dict[Select, Ticket | None]:  # fmt: skip
    """The first of each selection; asked again where one of them waits for another counter or person."""
    asked = profiles.wanted(place.profile, place.queues, held)
    heads = {select: unit.tickets.first_of(select, day) for select in asked}
    if not any(head is not None and (head.wanted_counter or head.wanted_staff) for head in heads.values()):
        return heads
    barred = {queue: _barred(unit, place, actor, queue) for select in asked for queue in select.queues}
    return {select: _first_free(unit, select, day, barred) for select in asked}


def _first_free(unit: Unit, select: Select, day: date, barred: Mapping[str, Barred]) -> Ticket | None:
    heads = [unit.tickets.first_of(replace(select, queues=(queue,)), day, barred[queue]) for queue in select.queues]
    return ordering.first(heads)


def _barred(unit: Unit, place: Place, actor: str, queue: str) -> Barred:
    """Counters and people that are there and serve this queue: who was sent to one of them waits for that alone."""
    desks = [
        desk for desk in unit.counters.all().values()
        if desk.state == OPEN and desk.holder is not None and queue in _served_at(unit, desk)
    ]  # fmt: skip
    counters = {desk.number for desk in desks} - {place.counter.number}
    return Barred(frozenset(counters), frozenset(desk.holder for desk in desks if desk.holder) - {actor})


def _served_at(unit: Unit, desk: Desk) -> tuple[str, ...]:
    counter = unit.mall.counter_by_number.get(desk.number)
    return (*counter.queues, *desk.helps) if counter else ()


def credits_of(unit: Unit, place: Place, day: date) -> Credits:
    """What the pool may still call out of order. A profile without lines has nothing to remember."""
    if not place.profile.lines:
        return ()
    stored = unit.desks.credits(place.pool.key, day)
    known = tuple(Credit(left, since) for left, since in stored or [])
    return profiles.fitting(place.profile, known)


def keep_credits(unit: Unit, place: Place, day: date, credits: Credits) -> None:
    if place.profile.lines:
        unit.desks.set_credits(place.pool.key, day, [[one.left, one.since] for one in credits])


def rule_of(place: Place, choice: Choice) -> str:
    """The code of the line by which somebody is called before others, or "" for the order of arrival."""
    if choice.line is None:
        return ""
    return place.profile.lines[choice.line].code or str(choice.line + 1)


def passed_by(unit: Unit, place: Place, ticket: Ticket) -> int:
    """How many of this counter's queues who joined earlier wait on."""
    return unit.tickets.joined_before(place.queues, ticket.day, ticket.position)


def foreseen(unit: Unit, place: Place, actor: str, day: date, now: datetime) -> Choice | None:
    """Who would be called now, and by which line; for the desk to show."""
    held = tuple(pauses.held(unit, place.counter.agency, now))
    return _choose(unit, place, actor, day, now, held)


def no_break(unit: Unit, place: Place, now: datetime) -> None:
    """Raises OnBreak."""
    pause = calling_break(unit.mall, place.counter.agency, now)
    if pause is not None:
        raise OnBreak(until=pause.until.isoformat(), reason=dict(pause.reason))
