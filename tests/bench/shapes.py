"""The larger shapes of a site: tickets a second on PostgreSQL with one and four web processes, 3,000 phones over two."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.bench.phones import COUNTER, Crowd, measured, row
from tests.bench.table import UNBOUNDED, Row, percentile
from tests.bench.tickets import many_clients
from tests.running_house import RunningHouse, running_house
from tests.valkey import running_valkey

CLIENTS = 3000


@contextmanager
def on_postgresql(processes: int) -> Iterator[RunningHouse]:
    with running_valkey() as queue, running_house(
        slow_passwords=True, database="postgresql", processes=processes, queue=queue.url, environment=UNBOUNDED
    ) as house:  # fmt: skip
        yield house


def tickets(processes: int) -> Row:
    with on_postgresql(processes) as house:
        rate, took = many_clients(house)
    p50, p99 = (percentile(took, p) * 1000 for p in (50, 99))
    name = "one web process" if processes == 1 else f"{processes} web processes"
    return Row(f"tickets a second, PostgreSQL, {name}", rate, "/s", f"16 clients (p50 {p50:.0f}, p99 {p99:.0f} ms)")


def phones() -> Row:
    with on_postgresql(2) as house:
        key, clerk = house.pair("kiosk", zone=1), house.clerk(COUNTER)
        crowd = Crowd(house.port)
        try:
            found = measured(house, crowd, clerk, key, CLIENTS)
        finally:
            crowd.close()
            clerk.close()
    return row(found, aimed_at=CLIENTS, where="over two processes", emits=2)


def run() -> list[Row]:
    return [tickets(1), tickets(4), phones()]
