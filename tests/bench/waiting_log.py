"""A log of visits, as a hall's own or from any CSV: queue, class, arrived, called, started, finished, server."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from heapq import heappop, heappush
from pathlib import Path

COLUMNS = ("queue", "class", "arrived", "called", "started", "finished", "server")
MORE = ("service", "mark")  # what a hall of ours knows beside it; a log need not have them
UNKNOWN_MINUTES = 0.0  # a log tells nothing that was typed in
DAY = 86400.0


@dataclass(frozen=True, slots=True, eq=False)
class Visit:
    """Seconds since the epoch. Without `called` somebody left, at `finished` where that is known."""

    queue: str
    kind: str  # the service, or whatever class the log tells
    arrived: float
    called: float | None = None
    started: float | None = None
    finished: float | None = None
    server: str = ""
    rank: str = ""  # what may change the order of calls: priority, or the class once more
    mark: str | None = None  # the end was inferred


@dataclass(frozen=True, slots=True)
class Kind:
    """A service with the minutes that somebody typed in."""

    code: str
    queue: str
    minutes: float


@dataclass(frozen=True, slots=True)
class Change:
    """A counter opens, pauses or closes: what a hall knows of its desks and a bare log does not tell."""

    at: float
    server: str
    state: str
    until: float | None = None


@dataclass(frozen=True)
class Log:
    visits: Sequence[Visit]
    kinds: Mapping[str, Kind]
    changes: Sequence[Change] = ()
    queues_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by server; empty: to be found out
    closed: Mapping[int, Sequence[tuple[float, float]]] = field(default_factory=dict)  # by day, when nobody is called


def seconds(text: str | None) -> float | None:
    """A moment told as ISO or as seconds; None for nothing."""
    text = (text or "").strip()
    if text.lower() in ("", "none", "null", "nan", "na"):
        return None
    try:
        return float(text)
    except ValueError:
        return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()  # days are those of the hall's own clock


def read(path: Path) -> Log:
    """Any log. Rows without queue or arrival, or whose times contradict each other, are left out."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [{(key or "").strip().lower(): value for key, value in row.items()} for row in csv.DictReader(file)]
    for row in rows if not any(seconds(row.get("started")) for row in rows) else ():
        row["started"] = row.get("called") or ""
    visits = sorted((one for row in rows if (one := _visit(row)) is not None), key=lambda one: one.arrived)
    if not any(one.server for one in visits):
        visits = with_servers(visits)
    queues = {(one.kind, one.queue) for one in visits}
    return Log(visits, {f"{queue}/{kind}": Kind(f"{queue}/{kind}", queue, UNKNOWN_MINUTES) for kind, queue in queues})


def _visit(row: Mapping[str, str]) -> Visit | None:
    arrived = seconds(row.get("arrived"))
    called, started, finished = (seconds(row.get(name)) for name in ("called", "started", "finished"))
    server, kind = (row.get("server") or "").strip(), (row.get("class") or "").strip()
    queue = (row.get("queue") or "").strip() or kind
    if arrived is None or not queue:
        return None
    called = started if called is None else called
    known = [one for one in (arrived, called, started, finished) if one is not None]
    if known != sorted(known):
        return None
    service, mark = (row.get("service") or "").strip(), (row.get("mark") or "").strip() or None
    return Visit(queue, service or kind, arrived, called, started, finished, server, kind, mark)


def with_servers(visits: Sequence[Visit]) -> list[Visit]:
    """Where a log names nobody: as many counters a queue as it has visits at once, the longest idle called first."""
    free: dict[str, list[tuple[float, int]]] = {}
    served: dict[Visit, str] = {}
    for one in sorted((v for v in visits if v.called is not None), key=lambda v: v.called or 0.0):
        desks = free.setdefault(one.queue, [])
        at = one.called or 0.0
        n = heappop(desks)[1] if desks and desks[0][0] <= at else len(desks)
        heappush(desks, (one.finished or at, n))
        served[one] = f"{one.queue} {n}"
    return [replace(one, server=served.get(one, "")) for one in visits]


def code_of(visit: Visit, kinds: Mapping[str, Kind]) -> Kind:
    return kinds.get(visit.kind) or kinds[f"{visit.queue}/{visit.kind}"]


def write(path: Path, visits: Iterable[Visit], whole: bool = False) -> None:
    """`whole`: with service and mark."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow([*COLUMNS, *(MORE if whole else ())])
        for one in visits:
            times = [_iso(at) for at in (one.arrived, one.called, one.started, one.finished)]
            more = [one.kind, one.mark or ""] if whole else []
            out.writerow([one.queue, one.rank or one.kind, *times, one.server, *more])


def _iso(at: float | None) -> str:
    return "" if at is None else datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
