"""At the end of the day: who was not served, what was forgotten, and the report with the name under it. Reads only."""

from collections import Counter as Tally
from datetime import date, datetime, timedelta
from typing import Any

from server.domain import staffing
from server.domain import ticket as tickets
from server.domain.access import ADMIN, AUDITOR, MANAGER, SUPERVISOR, Actor, one_of, reaches
from server.domain.alerts import alerts_of
from server.domain.appointments import BOOKED, MISSED, state_of
from server.domain.chain import short
from server.domain.mall import Agency
from server.operations import day_figures
from server.operations.availability import moment_of, waits_at
from server.operations.floor_facts import facts_of
from server.operations.floor_views import alert_view
from server.operations.views import iso, signed
from server.ports import Hall, Unit

LEFT = (tickets.WAITING, tickets.PARKED, tickets.ABSENT)
RELEASED = tickets.EXPIRED  # sent home, singly or by the closing


def closing_view(hall: Hall, actor: Actor) -> dict[str, Any]:
    """Everything the closing page shows of the present day; managers see their own agency."""
    one_of(actor, MANAGER, SUPERVISOR, AUDITOR, ADMIN)
    now = hall.clock.now()
    with hall.store.read() as unit:
        head, mall = unit.journal.head(), unit.mall
        mine = [agency for agency in mall.agencies if reaches(actor, agency.code)]
        codes = frozenset(agency.code for agency in mine)
        moment = moment_of(unit, now)
        facts = facts_of(unit, codes, moment, [], waits_at(unit, moment), [])
        forgotten = [one for one in alerts_of(facts) if one.code == "forgotten_visit"]
        report = unit.site.report(head.day) if head.day else None
        agencies = _agencies(unit, mine, head.day, now)
        return {
            "now": iso(now), "day": head.day.isoformat() if head.day else None, "closed": head.day_closed,
            "head": short(head.hash) if head.hash else None, "agencies": agencies,
            "totals": {name: sum(one[name] for one in agencies) for name in ("paper", "notes", "served", "inferred")},
            "forgotten": [alert_view(one) for one in forgotten], "counters_open": _open(unit, codes, now),
            "report": {"head": report["head"], "closed_at": report["closed_at"]} if report else None,
            "signed": signed(unit, head.day) if head.day else None,
        }  # fmt: skip


def _agencies(unit: Unit, mine: list[Agency], day: date | None, now: datetime) -> list[dict[str, Any]]:
    """Whom each has not served, by label; how honest its figures are; and who is still, or was, promised a time."""
    left = unit.tickets.of_day(day, (*LEFT, RELEASED)) if day else []
    figures = day_figures.of_agencies(unit, day) if day else {}
    notes = Tally(note.agency for note in unit.notes.of_day(day)) if day else Tally[str]()
    promised = (
        Tally((one.agency, state_of(unit.mall, one, now)) for one in unit.appointments.of_day(day)) if day else {}
    )
    found = []
    for agency in mine:
        own = figures.get(agency.code, Tally[str]())
        served, inferred = own["served"], own["inferred"]
        labels = {
            name: [t.label for t in left if (t.state, t.agency) == (state, agency.code)]
            for name, state in (*((state, state) for state in LEFT), ("released", RELEASED))
        }
        found.append({
            "agency": agency.code, "short": agency.short, **labels, "served": served, "inferred": inferred,
            "inferred_share": round(inferred / served, 3) if served else 0.0, "paper": own["paper"],
            "notes": notes[agency.code], "forgotten": own["forgotten"],
            "expected": promised.get((agency.code, BOOKED), 0), "missed": promised.get((agency.code, MISSED), 0),
        })  # fmt: skip
    return found


def _open(unit: Unit, agencies: frozenset[str], now: datetime) -> list[dict[str, Any]]:
    """Counters that nobody has closed, with who sits there and whom they serve."""
    found = []
    for desk in sorted(unit.counters.all().values(), key=lambda one: one.number):
        counter = unit.mall.counter_by_number.get(desk.number)
        if counter is None or counter.agency not in agencies or desk.state == staffing.CLOSED:
            continue
        person = unit.people.staff(desk.holder) if desk.holder else None
        since = desk.since or now
        found.append({
            "counter": desk.number, "agency": counter.agency, "state": desk.state, "label": desk.label,
            "holder": person.username if person else None,
            "minutes": max(0, int((now - since) / timedelta(minutes=1))),
        })  # fmt: skip
    return found
