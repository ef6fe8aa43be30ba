"""Who is in the hall on a simulated day: visitors, clerks, colleagues, greeter and supervisor; each a behaviour."""

from datetime import datetime, timedelta

from server.domain.access import Actor
from server.domain.mall import Counter, Service
from server.operations import alarms, calls, counters, days, notes, paper, pauses, tickets
from tests.builders import a_clerk, a_staff
from tests.simulation.day import Behaviour, Day

GREETER, SUPERVISOR = a_staff("greeter"), a_staff("supervisor")


def visitor(day: Day, kiosk: Actor, service: Service) -> Behaviour:
    """Takes a number at a kiosk or from a person, perhaps asks for the paper again, lets others go first, gives it back."""
    by_hand = day.chance.random() < 0.1
    actor = day.chance.choice([GREETER, a_clerk(service.agency, "issuer")]) if by_hand else kiosk
    yield 0
    ticket = take_number(day, actor, service)
    if ticket is None:
        if day.door.refusal != "too_many_tickets":
            return
        yield 60
        ticket = take_number(day, actor, service)
    if ticket is not None and day.chance.random() < 0.2:
        yield day.chance.uniform(5, 1200)
        yield from afterthought(day, ticket, service)


def take_number(day: Day, actor: Actor, service: Service) -> str | None:
    printer = day.chance.choice([None, "p1", "p2"]) if actor.kind == "staff" else None
    language = day.chance.choice(["id", "id", "id", "en"])
    told = day.door.ask(tickets.issue, actor, service=service.code, language=language, printer=printer)
    if told is None:
        judge_refusal(day, actor)
        return None
    ticket: str = told["ticket"]
    day.books.issued[ticket] = {
        "queue": service.queue, "service": service.code, "kiosk": actor.id, "at": day.clock.true
    }  # fmt: skip
    day.waiting[service.queue].add(ticket)
    return ticket


def judge_refusal(day: Day, actor: Actor) -> None:
    """A kiosk may be told "too many" only where it truly gave too many in the last minute."""
    if day.door.refusal != "too_many_tickets":
        return
    since = day.clock.true - timedelta(seconds=61)
    given = sum(1 for told in day.books.issued.values() if told["kiosk"] == actor.id and told["at"] >= since)
    if given < day.mall.limits.kiosk_tickets_per_minute:
        day.books.wrong.append(f"{day.clock.now()}: {actor.name} gave {given} in a minute and was refused too_many")


def afterthought(day: Day, ticket: str, service: Service) -> Behaviour:
    wish = day.chance.choice(["paper", "time", "time", "nothing"])
    if wish == "time":
        yield from asks_for_time(day, ticket)
    elif wish == "paper":
        day.door.ask(tickets.reprint, GREETER, ticket=ticket, printer=day.chance.choice([None, "p2"]))
    elif day.door.ask(tickets.cancel, Actor(), ticket=ticket) is not None:
        day.waiting[service.queue].discard(ticket)


def asks_for_time(day: Day, ticket: str) -> Behaviour:
    """On the phone, a few places more; perhaps again, and once too often."""
    for _ in range(day.chance.choice([1, 1, 2, 3])):
        day.door.ask(tickets.postpone, Actor(), ticket=ticket, places=day.chance.choice([None, None, 1, 10]))
        yield day.chance.uniform(5, 120)


def clerk(day: Day, place: Counter, name: str, until: datetime, after: str | None = None) -> Behaviour:
    """Sits down, opens, and calls until the day ends; leaves when somebody else has the counter."""
    me = a_clerk(place.agency, name)
    if day.door.ask(counters.take, me, counter=place.number, holder_vanished=after is not None) is None:
        return
    day.door.ask(counters.open, me, counter=place.number)
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
    if not any(day.waiting[queue] for queue in place.queues) and day.chance.random() > 0.01:
        return 25.0  # type: ignore[return-value]
    if day.chance.random() < 0.02:
        stale_press(day, place, me)
    told = day.door.ask(calls.next, me, counter=place.number, expects=at_counter(day, place))
    if told is None:
        return 60.0 if day.door.refusal in ("nobody_waiting", "on_break", "system_still_down") else None  # type: ignore[return-value]
    ticket = told["ticket"]
    for queue in place.queues:
        day.waiting[queue].discard(ticket)
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


def receive(day: Day, place: Counter, me: Actor, ticket: str) -> Behaviour:
    """The called visitor comes, or does not."""
    yield day.chance.uniform(10, 45)
    while day.chance.random() < 0.25:
        day.door.ask(calls.recall, me, counter=place.number, ticket=ticket)
        yield day.chance.uniform(20, 40)
    if day.chance.random() < 0.07:
        yield from give_up(day, place, me, ticket)
        return
    if day.chance.random() < 0.8:
        day.door.ask(calls.start, me, counter=place.number, ticket=ticket)
    yield day.chance.uniform(0.3, 1.2) * 60 * day.mall.service_by_code[service_of(day, ticket)].minutes
    if day.chance.random() < 0.4:
        day.door.ask(calls.finish, me, counter=place.number, ticket=ticket)


def service_of(day: Day, ticket: str) -> str:
    known = day.books.issued.get(ticket)
    return known["service"] if known else "A1"


def give_up(day: Day, place: Counter, me: Actor, ticket: str) -> Behaviour:
    """Absent is refused until the site's number of calls was made."""
    for _ in range(6):
        if day.door.ask(calls.absent, me, counter=place.number, ticket=ticket) is not None:
            return
        day.door.ask(calls.recall, me, counter=place.number, ticket=ticket)
        yield 30


def go_home(day: Day, place: Counter, me: Actor) -> Behaviour:
    ticket = at_counter(day, place)
    if ticket is not None:
        day.door.ask(calls.finish, me, counter=place.number, ticket=ticket)
        yield 20
    act = day.chance.choice([counters.leave, counters.close])
    day.door.ask(act, me, counter=place.number)


def colleague(day: Day, place: Counter, until: datetime) -> Behaviour:
    """Looks now and then; takes over a counter whose holder vanished (never one that is served)."""
    while day.clock.true < until:
        yield day.chance.uniform(3600, 9000)
        if day.clock.true < until:
            yield from clerk(day, place, f"colleague{place.number}", until, after="vanished")
            return


def supervisor(day: Day) -> Behaviour:
    """Pauses an agency or a service for a while, answers who asked for help."""
    for _ in range(4):
        yield day.chance.uniform(1800, 5000)
        scope, code = day.chance.choice([("agency", "C"), ("service", "A1"), ("agency", "H"), ("site", "")])
        numbers = scope == "site"
        reason = "meeting" if numbers else day.chance.choice(["central_system_down", "power"])
        told = day.door.ask(
            pauses.pause, SUPERVISOR, scope=scope, code=code, reason=reason, numbers=numbers,
            minutes=day.chance.choice([None, 10]),
        )  # fmt: skip
        yield day.chance.uniform(300, 1200)
        if told is not None and reason == "central_system_down" and day.chance.random() < 0.5:
            day.door.ask(notes.release, SUPERVISOR, scope=scope, code=code, reason=reason, printer=None)
        if told is not None:
            day.door.ask(pauses.lift, SUPERVISOR, pause=told["pause"])
        answer_alarms(day)


def greeter_with_paper(day: Day) -> Behaviour:
    """Keys in slips that were given by hand, in any order; sometimes one twice, or with a time that cannot be."""
    for number in range(1, 13):
        yield day.chance.uniform(60, 1500)
        service = day.chance.choice(day.mall.services)
        minutes = day.chance.choice([1, 5, 12, 40, 90, -30])
        slip = {"service": service.code, "number": day.chance.choice([number, number, 1]), "state": "waiting"}
        told = day.door.ask(
            paper.key_in, GREETER, slips=[{**slip, "issued_at": day.clock.now() - timedelta(minutes=minutes)}]
        )
        for ticket in told["tickets"] if told else ():
            remember(day, ticket)


def remember(day: Day, ticket: str) -> None:
    """A ticket that was given otherwise than at a kiosk."""
    with day.hall.store.read() as unit:
        given = unit.tickets.get(ticket)
    assert given is not None
    day.books.issued[ticket] = {
        "queue": given.queue, "service": given.service, "kiosk": "nobody", "at": day.clock.true
    }  # fmt: skip
    day.waiting[given.queue].add(ticket)


def holders_of_notes(day: Day) -> Behaviour:
    """Bring their notes, some twice."""
    yield 0
    with day.hall.store.read() as unit:
        today = unit.journal.head().day
        given = [note for back in (0, 1, 2, 3) for note in unit.notes.of_day(today - timedelta(days=back))]
    for note in [*given, *given[:2]]:
        yield day.chance.uniform(5, 60)
        told = day.door.ask(tickets.issue, GREETER, service=None, language="id", printer=None, note=note.code)
        if told is not None:
            remember(day, told["ticket"])


def answer_alarms(day: Day) -> None:
    with day.hall.store.read() as unit:
        standing = unit.site.alarms()
    for alarm in standing:
        day.door.ask(alarms.answer, GREETER, alarm=alarm.id)


def somebody_in_need(day: Day, kiosk: Actor) -> Behaviour:
    for _ in range(3):
        yield day.chance.uniform(1000, 9000)
        day.door.ask(alarms.ask_help, kiosk)


def closing(day: Day, how: str) -> Behaviour:
    """Ends the day: numbers stop and who waits is served, or everything ends; or nobody thinks of it."""
    yield 0
    if how != "forgotten":
        day.door.ask(days.close, SUPERVISOR, waiting=how)
        day.door.ask(days.close, SUPERVISOR, waiting="release") if how == "release" else None
    if how == "release":
        day.waiting.clear()
        latecomer = a_clerk("A", "latecomer")
        day.door.ask(counters.take, latecomer, counter=1, holder_vanished=False)
        day.door.ask(counters.open, latecomer, counter=1)
