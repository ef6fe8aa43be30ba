"""How many may pass a waiting visitor: a bound that follows from the work profiles alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from server.domain.mall import Counter, Mall
from server.domain.profiles import Limit, Line, Profile

Limits = tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """The counters of one agency with one profile and the same queues: they share one credit a line.

    So a bound does not grow with the number of counters.
    """

    agency: str
    profile: Profile
    queues: tuple[str, ...]  # sorted

    @property
    def key(self) -> str:
        """Under which the store keeps its credits; as long as the profile's code and the queues stay, so does it."""
        return f"{self.agency}/{self.profile.code}/{'+'.join(self.queues)}"


@dataclass(frozen=True, slots=True)
class Bound:
    """For a manager: `most` may pass you where nobody is ahead, and `step` more for each `every` who are."""

    most: int
    step: int
    every: int

    def at(self, ahead: int) -> int:
        return self.most + self.step * ahead // self.every


def pool_of(mall: Mall, counter: Counter, helps: Iterable[str] = ()) -> Pool:
    """`helps`: the queues it was sent to serve beside its own; then it is a pool of its own."""
    return Pool(counter.agency, mall.profile_of(counter), tuple(sorted({*counter.queues, *helps})))


def pools_of(mall: Mall, helping: Mapping[int, Iterable[str]] | None = None) -> tuple[Pool, ...]:
    """Each pool once, in the order of the counters. `helping`: counter → the queues it was sent to serve today."""
    helps = helping or {}
    found = {(pool := pool_of(mall, one, helps.get(one.number, ()))).key: pool for one in mall.counters}
    return tuple(found.values())


def pools_serving(mall: Mall, queue: str, helping: Mapping[int, Iterable[str]] | None = None) -> tuple[Pool, ...]:
    """Those that serve it as their own, or were sent to. Whose profile only helps it takes its longest waiting."""
    return tuple(pool for pool in pools_of(mall, helping) if queue in pool.queues)


def most_passing(pools: Iterable[Pool], ahead: int) -> int:
    """At most how many who joined later are called before a visitor at counters that could have called the visitor.

    `pools` are those that serve the visitor's queue (`pools_serving`), `ahead` counts who joined earlier and waits in
    any of their queues.

    Proof. While v waits, v is among all that such a pool serves, so whoever has waited longest there joined no later
    than v. Who joined later is thus never called in order of arrival, but by a line that spends a credit. A line is
    full again only after `after` calls in order since its last call, and each of those calls somebody of v's `ahead`.
    So with `a` calls in order at a pool a line is called at most most·(1 + a // after) times before v: `most` at first,
    and again at each of a // after refills. (That it was partly spent when v joined gains nothing: a refill that then
    takes fewer than `after` calls in order comes before the line's first call, and stands for the full credit.) Who is
    ahead is called once, at one pool, so the pools' numbers add up to `ahead` at most: the bound is the largest sum
    over all ways to divide them. It is reached: each line calls all it may, then one who is ahead is called, and so on.

    Pools with the same limits need not be divided among, for a // n + b // n <= (a + b) // n.

    Outside of it are calls that staff choose with a reason, late visitors, those who return with documents and whoever
    takes a place by an earlier time (paper, a note, the next service of a visit): the journal names each; from then on
    they count as ahead. So are visitors who are held or were sent to one counter or person: they wait for that alone.
    """
    kinds = [_limits(pool) for pool in pools]
    full = sum(limit.most for limits in kinds for limit in limits)
    return full + _worst(tuple(sorted(set(kinds), key=repr)), max(0, ahead))


def likely_before(profile: Profile, queue: str, rank: str, ahead: Sequence[str]) -> float | None:
    """How many of those `ahead`, by their classes, this profile calls before one of this class.

    Its line is taken to be full: between two of its turns it calls others. None: no line is for that class alone.
    """
    limit = next((line.limit for line in profile.lines if _is_for(line, queue, rank)), None)
    if limit is None:
        return None
    same = ahead.count(rank)
    return min(float(len(ahead)), same + same // limit.most * limit.after)


def _is_for(line: Line, queue: str, rank: str) -> bool:
    """Whether it lets everybody of this class go first at once, but for its limit."""
    select = line.select
    anybody = not (select.services or select.languages) and line.wait_over_minutes is None
    return anybody and line.limit is not None and rank in select.classes and queue in (select.queues or (queue,))


def bound_of(pools: Iterable[Pool]) -> Bound:
    """`most_passing` in two figures people can be told: never below it, and equal to it with nobody ahead."""
    all_pools = list(pools)
    steepest = max((_slope(_limits(pool)) for pool in all_pools), default=Fraction())
    return Bound(most_passing(all_pools, 0), steepest.numerator, steepest.denominator)


def _limits(pool: Pool) -> Limits:
    return tuple(line.limit for line in pool.profile.lines if line.limit is not None and _can_pass(line, pool.queues))


def _can_pass(line: Line, own_queues: tuple[str, ...]) -> bool:
    """Whose first is never behind the first of all the counter serves passes nobody there."""
    return not (line.select.is_everybody and set(own_queues) <= set(line.select.queues or own_queues))


def _slope(limits: Limits) -> Fraction:
    return sum((Fraction(limit.most, limit.after) for limit in limits), Fraction())


def _again(limits: Limits, ahead: int) -> int:
    """How many calls a pool's lines get back while `ahead` are called there in order."""
    return sum(limit.most * (ahead // limit.after) for limit in limits)


@lru_cache(maxsize=4096)
def _worst(kinds: tuple[Limits, ...], ahead: int) -> int:
    """The most that pools of these kinds get back together. Only whole multiples of an `after` are worth giving."""
    if len(kinds) <= 1:
        return _again(kinds[0], ahead) if kinds else 0
    first, *rest = kinds
    worth = {0} | {given for limit in first for given in range(limit.after, ahead + 1, limit.after)}
    return max(_again(first, given) + _worst(tuple(rest), ahead - given) for given in worth)
