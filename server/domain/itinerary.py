"""In which order to go to several services in one visit: the one with the least total time, and why it is better."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor

ARRIVAL, JOINING = "arrival", "joining"  # the site's visit_order: at which place a visit goes on in its next queue
MOST_STOPS = 6  # every order is looked at: 720 of them

LONGER = 1.77  # nine of ten visits take at most so many times the mean
WALK_ZONE, WALK_FLOOR = 2.0, 4.0  # minutes from one counter to another
NOT_KNOWN = 60.0  # reckoned for a queue whose wait nobody can tell; never shown
WORTH = 5.0  # minutes; for less nobody is asked to change their mind
STEP_MINUTES = 5

Minutes = float  # from now


@dataclass(frozen=True, slots=True)
class Wanted:
    """A service somebody wants today, as it stands now. All times are minutes from now."""

    service: str
    low: int | None  # until the call, for who joins now: half of such waits are over by then; None: not known
    high: int | None  # nine of ten are
    minutes: float  # one visit's mean
    pace: float = 0.0  # minutes until a counter falls free
    zone: int = 1
    floor: int = 1
    closes: Minutes | None = None
    breaks: tuple[tuple[Minutes, Minutes], ...] = ()

    @property
    def is_known(self) -> bool:
        return self.low is not None and self.high is not None


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of an order: when it is likely to be called, and whether that may be after the closing."""

    service: str
    low: Minutes
    high: Minutes
    is_known: bool
    at_risk: bool
    over_break: tuple[Minutes, Minutes] | None  # the break that has to be waited through


@dataclass(frozen=True, slots=True)
class Order:
    """A visit in one order. `low` and `high`: when everything is done."""

    stops: tuple[Stop, ...] = ()
    low: Minutes = 0.0
    high: Minutes = 0.0
    climbs: int = 0  # how often the floor changes

    @property
    def services(self) -> tuple[str, ...]:
        return tuple(stop.service for stop in self.stops)

    @property
    def is_known(self) -> bool:
        return all(stop.is_known for stop in self.stops)

    @property
    def cost(self) -> tuple[int, float]:
        """How many may not be served before the closing, then the likely length."""
        return sum(stop.at_risk for stop in self.stops), (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a code with the service it is about, and its values in minutes (from now, where it is a moment)."""

    code: str
    service: str | None = None
    values: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Itinerary:
    """What is proposed against what the visitor chose. `proposed` is never worse by its own measure (`Order.cost`)."""

    proposed: Order
    chosen: Order
    saves: int  # whole minutes, to five
    why: tuple[Reason, ...]


def propose(wanted: Sequence[Wanted], rule: str = ARRIVAL) -> Itinerary:
    """The best order of all. `wanted` in the visitor's own order, each service once, at most MOST_STOPS.

    Equal orders, or a gain of less than five minutes, leave the visitor's own. Raises ValueError.
    """
    if len({one.service for one in wanted}) != len(wanted) or len(wanted) > MOST_STOPS:
        raise ValueError(f"each service once, at most {MOST_STOPS}")
    chosen = walk(wanted, rule)
    best = _best(Order(), None, tuple(wanted), rule, chosen)
    if not _is_worth(best, chosen):
        return Itinerary(chosen, chosen, 0, (Reason("yours_is_best"),) if len(wanted) > 1 else ())
    saves = max(0, round((chosen.cost[1] - best.cost[1]) / STEP_MINUTES) * STEP_MINUTES)
    return Itinerary(best, chosen, saves, tuple(reasons(best, chosen, {one.service: one for one in wanted}, rule)))


def walk(wanted: Iterable[Wanted], rule: str) -> Order:
    """The visit in exactly this order."""
    order, before = Order(), None
    for one in wanted:
        order, before = _with_stop(order, before, one, rule), one
    return order


def _is_worth(best: Order, chosen: Order) -> bool:
    (risks, length), (own_risks, own_length) = best.cost, chosen.cost
    return risks < own_risks or own_length - length >= WORTH


def _best(so_far: Order, before: Wanted | None, left: tuple[Wanted, ...], rule: str, best: Order) -> Order:
    """Depth first; a beginning that cannot become better than the best whole order is left."""
    if not left:
        return so_far if so_far.cost < best.cost else best
    for place, one in enumerate(left):
        longer, others = _with_stop(so_far, before, one, rule), (*left[:place], *left[place + 1 :])
        risks, length = longer.cost
        if (risks, length + sum(other.minutes for other in others) * (1 + LONGER) / 2) < best.cost:
            best = _best(longer, one, others, rule, best)
    return best


def _with_stop(order: Order, before: Wanted | None, one: Wanted, rule: str) -> Order:
    steps = _steps(before, one)
    low, _ = _called(one, order.low + steps, one.low, 0.0, rule, bool(order.stops))
    high, over = _called(one, order.high + steps, one.high, one.pace, rule, bool(order.stops))
    high = max(low, high)
    at_risk = one.closes is not None and high > one.closes
    stop = Stop(one.service, low, high, one.is_known, at_risk, over)
    climbs = order.climbs + (before is not None and before.floor != one.floor)
    return Order((*order.stops, stop), low + one.minutes, high + LONGER * one.minutes, climbs)


def _steps(before: Wanted | None, one: Wanted) -> Minutes:
    if before is None or before.zone == one.zone:
        return 0.0
    return WALK_FLOOR if before.floor != one.floor else WALK_ZONE


def _called(
    one: Wanted, there: Minutes, wait: int | None, pace: Minutes, rule: str, follows: bool
) -> tuple[Minutes, tuple[Minutes, Minutes] | None]:  # fmt: skip
    """When somebody who is `there` is called, and the break that has to be waited through.

    By arrival the place in line moves on while the visitor is elsewhere; by joining it begins when they come.
    """
    known = NOT_KNOWN if wait is None else float(wait)
    if not one.breaks:
        return (there + known if rule == JOINING else max(there + pace, known)) if follows else known, None
    if follows and rule == JOINING:
        at = _after(there, _work(one, known), one.breaks)
    else:
        at = _after(max(there + pace, known) if follows else known, 0.0, one.breaks)
    return at, next((rest for rest in one.breaks if there < rest[1] <= at), None)


def _work(one: Wanted, wait: Minutes) -> Minutes:
    """The waiting alone, without the breaks that lie within it."""
    return max(0.0, wait - sum(max(0.0, min(wait, end) - max(0.0, start)) for start, end in one.breaks))


def _after(start: Minutes, work: Minutes, breaks: Iterable[tuple[Minutes, Minutes]]) -> Minutes:
    """The moment that many minutes of calling time after start."""
    moment, left = start, work
    for begins, ends in sorted(breaks):
        if ends <= moment:
            continue
        if moment + left < begins:
            break
        left -= max(0.0, begins - moment)
        moment = ends
    return moment + left


def reasons(best: Order, own: Order, wanted: dict[str, Wanted], rule: str) -> Iterable[Reason]:
    """Why the proposed order is better, the weightiest first, at most three."""
    found = [*_closing(best, own, wanted), *_breaks(best, own), *_unknown(best, own), *_first(best, own, wanted, rule)]
    if best.climbs < own.climbs:
        found.append(Reason("same_floor", values=(("fewer", own.climbs - best.climbs),)))
    return found[:3] or [Reason("shortest")]


def _closing(best: Order, own: Order, wanted: dict[str, Wanted]) -> Iterable[Reason]:
    safe = {stop.service for stop in best.stops if not stop.at_risk}
    for stop in own.stops:
        if stop.at_risk and stop.service in safe:
            yield Reason("closes_soon", stop.service, (("closes", wanted[stop.service].closes or 0.0),))


def _breaks(best: Order, own: Order) -> Iterable[Reason]:
    free = {stop.service for stop in best.stops if stop.over_break is None}
    for stop in own.stops:
        if stop.over_break is not None and stop.service in free:
            yield Reason("break_later", stop.service, (("from", stop.over_break[0]), ("until", stop.over_break[1])))


def _unknown(best: Order, own: Order) -> Iterable[Reason]:
    for stop in own.stops:
        if not stop.is_known and best.services.index(stop.service) > own.services.index(stop.service):
            yield Reason("unknown_later", stop.service)


def _first(best: Order, own: Order, wanted: dict[str, Wanted], rule: str) -> Iterable[Reason]:
    first, instead = best.stops[0], own.stops[0]
    if first.service != instead.service and first.is_known and first.high < instead.high:
        yield Reason("shortest_first", first.service, (("low", first.low), ("high", first.high)))
    last = best.stops[-1]
    if rule == ARRIVAL and last.is_known and (wanted[last.service].high or 0) > first.high:
        yield Reason("meanwhile", last.service)


def rounded(low: Minutes, high: Minutes) -> tuple[int, int]:
    """To five minutes, outwards: as waits are said everywhere."""
    lower = floor(low / STEP_MINUTES) * STEP_MINUTES
    return lower, max(ceil(high / STEP_MINUTES) * STEP_MINUTES, lower + STEP_MINUTES)
