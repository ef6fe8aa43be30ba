"""Who works at the counters of a simulated day: clerks and the colleagues who take over; each a behaviour."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from server.domain import ticket as rules
from server.domain.access import Actor
from server.domain.calling import CHOSEN_REASONS
from server.domain.mall import Counter
from server.operations import calls, colleagues, counters, parking, transfers, undoing
from tests.builders import a_clerk
from tests.simulation import people
from tests.simulation.day import Behaviour, Day


def clerk(day: Day, place: Counter, name: str, until: datetime, after: str | None = None) -> Behaviour:
    """Sits down, opens, and calls until the day ends; leaves when somebody else has the counter."""
    me = a_clerk(place.agency, name)
    if day.door.ask(counters.take, me, counter=place.number, holder_vanished=after is not None) is None:
        return
    day.door.ask(counters.open, me, counter=place.number)
    if day.chance.random() < 0.2:
        day.door.ask(colleagues.set_auto_call, me, counter=place.number, on=True)
    while day.clock.true < until:
        if day.chance.random() < 0.004:
            return  # vanishes: the counter stays open and held
        seconds = yield from turn(day, place, me)
        if seconds is None:
            return
        yield seconds
    if day.chance.random() < 0.7:
        yield from go_home(day, place, me)


def turn(day: Day, place: Counter, me: Actor) -> Behaviour:
    """One look at the desk; returns the seconds until the next, or None where the counter is no longer mine."""
    if day.chance.random() < 0.01:
        yield from take_a_break(day, place, me)
    ticket = at_counter(day, place)
    if not somebody_waits(day, place) and (ticket is None or day.chance.random() > 0.2):
        return 25.0  # type: ignore[return-value]
    if ticket is not None and day.chance.random() < 0.03:
        day.door.ask(colleagues.hand_over, me, counter=place.number)  # the shift changes in the middle of a visit
        return None  # type: ignore[return-value]
    if day.chance.random() < 0.02:
        stale_press(day, place, me)
    told = call_somebody(day, place, me, ticket)
    if told is None:
        again = ("nobody_waiting", "on_break", "system_still_down", "not_found", "move_not_allowed", "state_changed")
        return 60.0 if day.door.refusal in again else None  # type: ignore[return-value]
    ticket = told["ticket"]
    if day.chance.random() < 0.03:
        yield day.chance.uniform(1, 90)
        day.door.ask(undoing.undo, me, counter=place.number)  # pressed by mistake
        return 5.0  # type: ignore[return-value]
    yield from receive(day, place, me, ticket)
    return 5.0  # type: ignore[return-value]


def at_counter(day: Day, place: Counter) -> str | None:
    with day.hall.store.read() as unit:
        return unit.counters.get(place.number).ticket


def stale_press(day: Day, place: Counter, me: Actor) -> None:
    """A desk that has not seen the latest presses next: it must be told so."""
    if day.door.ask(calls.next, me, counter=place.number, expects="seen-long-ago") is not None:
        day.books.wrong.append(f"counter {place.number}: a stale press was done")


def take_a_break(day: Day, place: Counter, me: Actor) -> Behaviour:
    minutes = day.chance.choice([None, 5, 15])
    if day.door.ask(counters.pause, me, counter=place.number, reason="prayer", minutes=minutes) is not None:
        yield day.chance.uniform(120, 900)
        day.door.ask(counters.open, me, counter=place.number)


def somebody_waits(day: Day, place: Counter) -> bool:
    with day.hall.store.read() as unit:
        today = unit.journal.head().day
        counts = unit.tickets.waiting_counts(today) if today else {}
        return any(counts.get(queue) for queue in {*place.queues, *unit.counters.get(place.number).helps})


def call_somebody(day: Day, place: Counter, me: Actor, present: str | None) -> Mapping[str, Any] | None:
    """The next; or, now and then, somebody chosen: who waits, was parked, was absent, or is back with the document."""
    if day.chance.random() > 0.04:
        return day.door.ask(calls.next, me, counter=place.number, expects=present)
    with day.hall.store.read() as unit:
        today = unit.journal.head().day
        states = [rules.WAITING, rules.PARKED, rules.ABSENT, rules.FINISHED]
        own = [one for one in unit.tickets.of_day(today, states) if one.agency == place.agency] if today else []
    if not own:
        return day.door.ask(calls.next, me, counter=place.number, expects=present)
    chosen, reason = day.chance.choice(own).label, day.chance.choice(CHOSEN_REASONS)
    return day.door.ask(calls.call, me, counter=place.number, expects=present, ticket=chosen, reason=reason)


def receive(day: Day, place: Counter, me: Actor, ticket: str) -> Behaviour:
    """The called visitor comes, or does not."""
    yield day.chance.uniform(10, 45)
    while day.chance.random() < 0.25:
        day.door.ask(calls.recall, me, counter=place.number, ticket=ticket)
        yield day.chance.uniform(10, 40)
    if day.chance.random() < 0.07:
        yield from give_up(day, place, me, ticket)
        return
    if day.chance.random() < 0.8:
        day.door.ask(calls.start, me, counter=place.number, ticket=ticket)
    yield day.chance.uniform(0.3, 1.2) * 60 * day.mall.service_by_code[service_of(day, ticket)].minutes
    often = [20, 15, 30, 35] if day.plan.crowd else [40, 6, 6, 48]
    ends = day.chance.choices([let_go, set_aside, send_on, leave_to_next], often)[0]
    ends(day, place, me, ticket)
    if ends is not leave_to_next and day.chance.random() < 0.05:
        yield day.chance.uniform(1, 90)
        day.door.ask(undoing.undo, me, counter=place.number)


def leave_to_next(day: Day, place: Counter, me: Actor, ticket: str) -> None:
    """Many clerks press only next."""


def let_go(day: Day, place: Counter, me: Actor, ticket: str) -> None:
    outcome = day.chance.choice(["done", "done", "done", "done", "incomplete", "referred", "not_needed"])
    service = service_of(day, ticket)
    own = service if day.mall.service_by_code[service].agency == place.agency else None
    delivered = [{"service": own, "count": day.chance.choice([1, 1, 2])}] if own and outcome == "done" else []
    day.door.ask(
        calls.finish, me, counter=place.number, ticket=ticket, outcome=outcome, delivered=delivered
    )  # fmt: skip
    if outcome == "incomplete" and day.chance.random() < 0.7:
        day.invite(people.comes_back(day, ticket, day.kiosks[0]), day.clock.true)


def set_aside(day: Day, place: Counter, me: Actor, ticket: str) -> None:
    why, minutes = day.chance.choice(rules.PARK_REASONS), day.chance.choice([None, 5, 20])
    day.door.ask(parking.park, me, counter=place.number, ticket=ticket, why=why, minutes=minutes)
    if minutes is None:
        day.invite(people.comes_back(day, ticket, day.kiosks[0]), day.clock.true)


def send_on(day: Day, place: Counter, me: Actor, ticket: str) -> None:
    """To another service, a counter of the agency, or a colleague."""
    near = [counter.number for counter in day.mall.counters if counter.agency == place.agency]
    aims: list[dict[str, Any]] = [
        {"service": day.chance.choice(day.mall.services).code, "to_counter": None, "to_staff": None},
        {"service": None, "to_counter": day.chance.choice(near), "to_staff": None},
        {"service": None, "to_counter": None, "to_staff": f"petugas{day.chance.choice(near)}"},
    ]
    day.door.ask(
        transfers.transfer, me, counter=place.number, ticket=ticket, **day.chance.choice(aims)
    )  # fmt: skip


def service_of(day: Day, ticket: str) -> str:
    known = day.books.issued.get(ticket)
    return known["service"] if known else "A1"


def give_up(day: Day, place: Counter, me: Actor, ticket: str) -> Behaviour:
    """Absent is refused until the site's number of calls was made; some come after all."""
    for _ in range(8):
        if day.door.ask(calls.absent, me, counter=place.number, ticket=ticket) is not None:
            if day.chance.random() < 0.5:
                day.invite(people.comes_back(day, ticket, day.kiosks[1]), day.clock.true)
            return
        yield 20
        day.door.ask(calls.recall, me, counter=place.number, ticket=ticket)
        yield 20


def go_home(day: Day, place: Counter, me: Actor) -> Behaviour:
    ticket = at_counter(day, place)
    if ticket is not None:
        day.door.ask(calls.finish, me, counter=place.number, ticket=ticket)
        yield 20
    act = day.chance.choice([counters.leave, counters.close])
    day.door.ask(act, me, counter=place.number)


def colleague(day: Day, place: Counter, until: datetime) -> Behaviour:
    """Looks now and then; takes over a counter whose holder vanished or handed it over (never one that is served)."""
    while day.clock.true < until:
        yield day.chance.uniform(3600, 9000)
        if day.clock.true < until:
            yield from clerk(day, place, f"colleague{place.number}", until, after="vanished")
            return
