"""What each agency did in one day: numbers where they were given, services where they were served. Reads only."""

from collections import Counter as Tally
from datetime import date

from server.domain import ticket as tickets
from server.ports import Unit

INFERRED = (tickets.CLOSED_BY_NEXT, tickets.END_OF_DAY)
_ENDED = {tickets.EXPIRED: "released", tickets.ABSENT: "absent", tickets.CANCELLED: "cancelled"}


def of_agencies(unit: Unit, day: date) -> dict[str, Tally[str]]:
    """For every agency of the mall, and those that had visitors today: `issued` and `paper`, the numbers given in its
    own series; `served`, the services that ended at its counters, each service of a visit once, with those `inferred`
    and (by the closing) `forgotten`; `absent, cancelled, released, noted, unfinished`, the visits that ended or stand
    with it otherwise. A visit of two agencies is issued once and served twice."""
    found: dict[str, Tally[str]] = {agency.code: Tally() for agency in unit.mall.agencies}

    def add(agency: str, name: str, n: int) -> None:
        found.setdefault(agency, Tally())[name] += n

    for series, agency, on_paper, n in unit.tickets.issued_in(day):
        home = unit.mall.agency_by_queue.get(series, agency)
        add(home, "issued", n)
        add(home, "paper", n if on_paper else 0)
    for agency, state, mark, n in unit.tickets.totals(day):
        if state != tickets.FINISHED:
            add(agency, _ENDED.get(state, "unfinished"), n)
        add(agency, "noted", n if mark == tickets.NOTED else 0)
    for agency, mark, n in unit.legs.served(day):
        add(agency, "served", n)
        add(agency, "inferred", n if mark in INFERRED else 0)
        add(agency, "forgotten", n if mark == tickets.END_OF_DAY else 0)
    return found


def numbers_served(unit: Unit, day: date) -> int:
    """The visits of this day that ended at a counter, each once, however many services they had."""
    return sum(n for _, state, _, n in unit.tickets.totals(day) if state == tickets.FINISHED)
