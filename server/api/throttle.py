"""How often somebody may ask: token buckets by name and key; whoever is within them never notices."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from math import ceil
from typing import Any, Protocol

from server.api.errors import TooManyRequests

MOST_KEYS = 20_000


@dataclass(frozen=True, slots=True)
class Bucket:
    """`most` at once; then one more every `seconds`."""

    most: int
    seconds: float


# Several buckets in a row make a delay that grows: five tries at once, then one in twelve seconds, then one a minute…
SIGN_IN_OF_ONE = (Bucket(5, 12), Bucket(10, 60), Bucket(20, 180))  # one name from one address, or one known machine
SIGN_IN_OF_ADDRESS = (Bucket(60, 2),)  # a whole office behind one address signs in at half past seven
SIGN_IN_OF_NAME = (Bucket(30, 30),)  # one name from everywhere, machines that know it aside
PAIRING = (Bucket(10, 30),)
NOTE = (Bucket(10, 30),)  # wrong codes of notes; a right one sets it back
LIMITS: Mapping[str, tuple[Bucket, ...]] = {
    "sign-in": SIGN_IN_OF_ONE, "sign-in-address": SIGN_IN_OF_ADDRESS, "sign-in-name": SIGN_IN_OF_NAME,
    "pairing": PAIRING, "note": NOTE,
}  # fmt: skip


class Buckets(Protocol):
    """Where the buckets are kept: in this process, or for all of them."""

    def take(self, name: str, key: str, buckets: tuple[Bucket, ...]) -> float:
        """0.0 and one token of each less; else seconds until there will be one, and nothing taken."""
        ...

    def refill(self, name: str, key: str, count: int) -> None: ...


class OwnBuckets:
    """In this process's memory; the longest untouched key is forgotten first.

    A bucket is one number: the moment at which it will be full again.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._full_at: OrderedDict[tuple[str, str, int], float] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, name: str, key: str, buckets: tuple[Bucket, ...]) -> float:
        with self._lock:
            now = self._monotonic()
            next_full = [
                max(now, self._full_at.get((name, key, n), now)) + bucket.seconds for n, bucket in enumerate(buckets)
            ]
            wait = max(full - now - b.most * b.seconds for full, b in zip(next_full, buckets, strict=True))
            if wait > 1e-9:
                return wait
            for n, full in enumerate(next_full):
                self._full_at[name, key, n] = full
                self._full_at.move_to_end((name, key, n))
            while len(self._full_at) > MOST_KEYS:
                self._full_at.popitem(last=False)
            return 0.0

    def refill(self, name: str, key: str, count: int) -> None:
        with self._lock:
            for n in range(count):
                self._full_at.pop((name, key, n), None)


# The same, atomically, in the queue that all processes share; its own clock, so that theirs need not agree.
_TAKE = """
local t = redis.call('TIME')
local now = tonumber(t[1]) + tonumber(t[2]) / 1000000
local fulls, wait = {}, 0
for n = 1, #KEYS do
  local most, seconds = tonumber(ARGV[2 * n - 1]), tonumber(ARGV[2 * n])
  local full = math.max(now, tonumber(redis.call('GET', KEYS[n]) or now)) + seconds
  fulls[n] = full
  wait = math.max(wait, full - now - most * seconds)
end
if wait > 0.000001 then return tostring(wait) end
for n = 1, #KEYS do
  redis.call('SET', KEYS[n], string.format('%.6f', fulls[n]), 'EX', math.ceil(fulls[n] - now) + 1)
end
return '0'
"""


class SharedBuckets:
    """In Valkey. Where it does not answer, each process counts for itself: nobody is locked out by that."""

    ANSWERS_WITHIN = 0.5

    def __init__(self, client: Any, own: OwnBuckets) -> None:
        self._client, self._own = client, own
        self._take = client.register_script(_TAKE)

    @classmethod
    def at(cls, url: str, own: OwnBuckets) -> "SharedBuckets":
        import redis  # an extra: only a site with several processes needs it
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        within, once = cls.ANSWERS_WITHIN, Retry(NoBackoff(), 0)
        plain = url.replace("valkey", "redis", 1) if url.startswith("valkey") else url
        client = redis.Redis.from_url(plain, socket_timeout=within, socket_connect_timeout=within, retry=once)
        return cls(client, own)

    def take(self, name: str, key: str, buckets: tuple[Bucket, ...]) -> float:
        numbers = [number for bucket in buckets for number in (bucket.most, bucket.seconds)]
        try:
            return float(self._take(keys=_names(name, key, len(buckets)), args=numbers))
        except Exception:  # whatever the client raises when the queue is away
            return self._own.take(name, key, buckets)

    def refill(self, name: str, key: str, count: int) -> None:
        self._own.refill(name, key, count)
        try:
            self._client.delete(*_names(name, key, count))
        except Exception:  # it runs full by itself
            return


def _names(name: str, key: str, count: int) -> list[str]:
    return [f"antrean:throttle:{name}:{key}:{n}" for n in range(count)]


class Throttle:
    """Who asks too often is refused. What guards secrets is counted for all processes, what guards a hub in it."""

    def __init__(self, monotonic: Callable[[], float], per_second: int, shared: Buckets | None = None) -> None:
        self._own = OwnBuckets(monotonic)
        self._shared: Buckets = shared or self._own
        self._load = (Bucket(per_second * 20, 1 / per_second),) if per_second else ()

    def check(self, name: str, key: str) -> None:
        """One more of this. Raises TooManyRequests."""
        refuse(self._shared.take(name, key, LIMITS[name]))

    def check_load(self, key: str) -> None:
        """One more request of this caller, whatever it is. Raises TooManyRequests."""
        if self._load:
            refuse(self._own.take("load", key, self._load))

    def forgive(self, name: str, key: str) -> None:
        """It was somebody honest: the earlier tries no longer count."""
        self._shared.refill(name, key, len(LIMITS[name]))


def refuse(wait: float) -> None:
    if wait > 0:
        raise TooManyRequests(retry_after_seconds=ceil(wait))


def network_of(address: str | None) -> str:
    """What one caller has: an IPv4 address, or the /64 of an IPv6 one, which a single machine can fill at will."""
    try:
        parsed = ip_address((address or "").partition("%")[0])
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False))
    return str(parsed)
