"""Who is in the hall on a simulated day: visitors, greeter and supervisor; each a behaviour."""

from datetime import timedelta

from server.domain import ticket as rules
from server.domain.access import Actor
from server.domain.mall import Service
from server.operations import (
    alarms,
    colleagues,
    counters,
    days,
    notes,
    paper,
    pauses,
    plans,
    priority,
    returning,
    tickets,
    transfers,
)  # fmt: skip
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
    told = day.door.ask(
        tickets.issue, actor, service=service.code, language=language, printer=printer, **_wishes(day, service)
    )
    if told is None:
        judge_refusal(day, actor)
        return None
    ticket: str = told["ticket"]
    day.books.issued[ticket] = {
        "queue": service.queue, "service": service.code, "kiosk": actor.id, "at": day.clock.true
    }  # fmt: skip
    return ticket


def _wishes(day: Day, service: Service) -> dict[str, object]:
    """Some come for several things, some ask for priority."""
    others = [one.code for one in day.mall.services if one.code != service.code]
    then = day.chance.sample(others, day.chance.choice([1, 1, 2])) if day.chance.random() < 0.08 else []
    asked = day.chance.choice(rules.GROUPS) if day.chance.random() < (0.5 if day.plan.crowd else 0.15) else None
    return {"then": then, "priority": asked}


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
    else:
        day.door.ask(tickets.cancel, Actor(), ticket=ticket)


def asks_for_time(day: Day, ticket: str) -> Behaviour:
    """On the phone, a few places more; perhaps again, and once too often."""
    for _ in range(day.chance.choice([1, 1, 2, 3])):
        day.door.ask(tickets.postpone, Actor(), ticket=ticket, places=day.chance.choice([None, None, 1, 10]))
        yield day.chance.uniform(5, 120)


def comes_back(day: Day, ticket: str, kiosk: Actor) -> Behaviour:
    """Who was absent, or went for a document, is here again: at a kiosk with the slip, or at the information desk."""
    yield day.chance.uniform(60, 2400)
    with day.hall.store.read() as unit:
        found = unit.tickets.get(ticket)
    if found is None or rules.may_return(found) is None:
        return
    actor, named = (kiosk, ticket) if day.chance.random() < 0.5 else (GREETER, found.label)
    day.door.ask(returning.let_return, actor, ticket=named)


def greeter(day: Day) -> Behaviour:
    """Walks the hall: confirms or declines priority, notes it unasked, sends people to the right queue, changes plans."""
    for _ in range(60):
        yield day.chance.uniform(60, 600)
        with day.hall.store.read() as unit:
            today = unit.journal.head().day
            waiting = unit.tickets.of_day(today, [rules.WAITING, rules.PARKED]) if today else []
        for ticket in [one for one in waiting if one.priority == rules.REQUESTED][: 40 if day.plan.crowd else 4]:
            decision = day.chance.choice(["confirmed", "confirmed", "confirmed", "declined"])
            day.door.ask(priority.decide, GREETER, ticket=ticket.label, decision=decision)
        if waiting:
            somebody, service = day.chance.choice(waiting), day.chance.choice(day.mall.services)
            what = day.chance.choice(["nothing", "nothing", "move", "plan", "priority"])
            if what == "move":
                day.door.ask(transfers.move_waiting, GREETER, ticket=somebody.label, service=service.code)
            elif what == "plan":
                day.door.ask(plans.change, GREETER, ticket=somebody.label, plan=[service.code])
            elif what == "priority":
                day.door.ask(priority.decide, GREETER, ticket=somebody.label, decision="confirmed")


def steering(day: Day) -> Behaviour:
    """A supervisor sends a counter to help another queue of its agency, and calls it back."""
    several = [c for c in day.mall.counters if len(_queues_of(day, c.agency)) > 1]
    for _ in range(4):
        yield day.chance.uniform(600, 4000)
        place = day.chance.choice(several)
        queues = day.chance.choice([sorted(_queues_of(day, place.agency)), []])
        day.door.ask(colleagues.help_queues, SUPERVISOR, counter=place.number, queues=queues)


def _queues_of(day: Day, agency: str) -> set[str]:
    return {queue for queue, owner in day.mall.agency_by_queue.items() if owner == agency}


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


def holders_of_notes(day: Day) -> Behaviour:
    """Bring their notes, some twice."""
    yield 0
    with day.hall.store.read() as unit:
        today = unit.journal.head().day
        given = [note for back in (0, 1, 2, 3) for note in unit.notes.of_day(today - timedelta(days=back))]
    for note in [*given, *given[:2]]:
        yield day.chance.uniform(5, 60)
        told = day.door.ask(tickets.issue, GREETER, service=None, language="id", printer=None, code=note.code)
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
        latecomer = a_clerk("A", "latecomer")
        day.door.ask(counters.take, latecomer, counter=1, holder_vanished=False)
        day.door.ask(counters.open, latecomer, counter=1)
