"""The table the benches print: what was measured, the aim, and whether it was met."""

from collections.abc import Sequence
from dataclasses import dataclass

# One machine plays a whole hall here: what bounds a single address would bound the load and not the server.
UNBOUNDED = {
    "ANTREAN_REQUESTS_PER_SECOND": "100000", "ANTREAN_SOCKETS_PER_ADDRESS": "10000", "ANTREAN_MAX_SOCKETS": "10000",
    "ANTREAN_CONNECTIONS_PER_ADDRESS": "10000", "ANTREAN_MAX_CONNECTIONS": "10000", "ANTREAN_BACKUP_MINUTES": "0",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    what: str
    value: float
    unit: str
    aim: str
    met: bool | None = None


def percentile(values: Sequence[float], p: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * p / 100))]


def lines(rows: Sequence[Row]) -> list[str]:
    marks = {True: "met", False: "MISSED", None: ""}
    head = f"| {'measured':<52} | {'value':>12} | aim and detail | |"
    body = [f"| {r.what:<52} | {r.value:>8.4g} {r.unit:<3} | {r.aim} | {marks[r.met]} |" for r in rows]
    return [head, "|---|---:|---|---|", *body]
