"""Proof of a database: the journal's chain is whole, and replaying it gives the tables."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from server.domain.instants import instant_text
from server.domain.replay import Hall, replay
from server.store.floor_tables import appointments
from server.store.journal import IN_BATCHES, broken_links
from server.store.tables import desks, journal, tallies, tickets


def faults(connection: Connection) -> list[str]:
    """Everything that contradicts itself; empty where the site is whole."""
    return [*broken_links(connection), *_wrong_tables(connection)]


def _wrong_tables(connection: Connection) -> list[str]:
    """A journal that was tampered with may tell of tickets it never issued, or no longer be JSON."""
    try:
        hall = replay(_rows(connection))
    except (KeyError, TypeError, ValueError) as error:
        return [f"the journal cannot be replayed: {type(error).__name__} {error}"]
    return [
        *_wrong_tickets(connection, hall),
        *_wrong_desks(connection, hall),
        *_wrong_tallies(connection, hall),
        *_wrong_appointments(connection, hall),
    ]


def _rows(connection: Connection) -> Iterator[tuple[int, str, dict[str, Any]]]:
    told = select(journal.c.seq, journal.c.name, journal.c.body).order_by(journal.c.seq)
    for row in connection.execute(told, execution_options=IN_BATCHES):
        yield row.seq, row.name, json.loads(row.body)


def _wrong_tickets(connection: Connection, hall: Hall) -> Iterator[str]:
    stored = {row.id: row for row in connection.execute(select(tickets))}
    for id in stored.keys() ^ hall.tickets.keys():
        yield f"ticket {id}: {'not in the journal' if id in stored else 'not in the tables'}"
    for id in stored.keys() & hall.tickets.keys():
        row, told = stored[id], hall.tickets[id]
        kept: tuple[object, ...] = (row.label, row.queue, row.number, row.day.isoformat(), row.service, row.position)
        kept += (row.state, row.calls, row.counter, row.mark, row.postponed, row.plan, row.priority)
        kept += (row.appointment and instant_text(row.appointment),)
        said: tuple[object, ...] = (told.label, told.queue, told.number, told.day, told.service, told.position)
        said += (told.state, told.calls, told.counter, told.mark, told.postponed, told.plan, told.priority)
        said += (told.appointment,)
        if kept != said:
            yield f"ticket {row.label}: the table says {kept}, the journal {said}"


def _wrong_appointments(connection: Connection, hall: Hall) -> Iterator[str]:
    stored = {
        row.id: (row.service, instant_text(row.at), row.used_by or ("cancelled" if row.cancelled_at else "booked"))
        for row in connection.execute(select(appointments))
    }
    for id in sorted(stored.keys() | hall.appointments.keys()):
        if stored.get(id) != hall.appointments.get(id):
            yield f"appointment {id}: the table says {stored.get(id)}, the journal {hall.appointments.get(id)}"


def _wrong_desks(connection: Connection, hall: Hall) -> Iterator[str]:
    for row in connection.execute(select(desks)):
        told = (hall.open.get(row.number, "closed"), hall.holders.get(row.number), hall.visitors.get(row.number))
        if (row.state, row.holder, row.ticket) != told:
            yield f"counter {row.number}: the table says {(row.state, row.holder, row.ticket)}, the journal {told}"


def _wrong_tallies(connection: Connection, hall: Hall) -> Iterator[str]:
    """One number per queue and day without gap but those a restored backup left, and the waiting are counted right.

    Numbers below zero are paper's: given by hand, keyed in in any order.
    """
    given = select(
        tickets.c.series, tickets.c.day, func.count().filter(tickets.c.number > 0),
        func.coalesce(func.max(tickets.c.number).filter(tickets.c.number > 0), 0),
    ).group_by(tickets.c.series, tickets.c.day)  # fmt: skip
    lines = select(tickets.c.queue, tickets.c.day, func.count()).where(tickets.c.state == "waiting")
    waits = {(q, day): n for q, day, n in connection.execute(lines.group_by(tickets.c.queue, tickets.c.day))}
    found = {(series, day): (n, top) for series, day, n, top in connection.execute(given)}
    for row in connection.execute(select(tallies)):
        n, top = found.pop((row.queue, row.day), (0, 0))
        waiting = waits.pop((row.queue, row.day), 0)
        skipped = hall.skipped.get((row.queue, row.day.isoformat()), 0)
        whole = n + skipped == row.last and (top == row.last or (skipped and top < row.last))
        if not whole or waiting != row.waiting:
            told = f"tally {row.last}/{row.waiting}, tickets {n}, last {top}, {waiting} wait"
            yield f"queue {row.queue} {row.day}: {told}"
    yield from (f"queue {queue} {day}: tickets without a tally" for queue, day in found.keys() | waits.keys())
