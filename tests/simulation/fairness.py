"""Who came before whom, and by which right: the invariants of order, from an account of their own."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import takewhile
from typing import Any

from server.domain.mall import Mall
from server.domain.profiles import Line, Profile
from tests.simulation.account import Account, accounts
from tests.simulation.evidence import Evidence


def each_pass_has_its_rule_or_its_reason(evidence: Evidence) -> Iterator[str]:
    """Whoever is called is the first in line of those who are free, or its call names the line or reason why not.

    Who is held, because the agency's central system is down, or waits for another counter or person that is there,
    does not stand in anybody's way; the first is not called, the second is called by nobody else.
    """
    for seq, name, body, account in accounts(evidence.rows):
        if name != "TicketCalled":
            continue
        free = free_at(evidence, account, body["counter"], body["by"], seq)
        mine = account.lines[body["queue"]].get(body["ticket"])
        if mine is None:
            yield f"{seq}: {body['label']} is called, and does not wait"
            continue
        person = account.people[body["ticket"]]
        if person.service in held_at(evidence, account, seq):
            yield f"{seq}: {body['label']} called while its central system is down"
        earlier = sum(place < mine for queue in queues_of(evidence.mall, account, body["counter"])
                      for place in account.lines[queue].values())  # fmt: skip
        first = min(free.values(), default=mine)
        if mine != first and not body["reason"] and not body["rule"]:
            yield f"{seq}: {body['label']} called without a rule or reason while the ticket at {first} waits"
        if body["rule"] and not _selects(evidence.mall, body, account, seq):
            yield f"{seq}: {body['label']} called by {body['profile']}/{body['rule']}, which is not about it"
        passes = mine != first or body["reason"]
        if (body["rule"] or body["reason"]) and body["passed"] != (earlier if passes else 0):
            yield f"{seq}: {body['label']} says it passed {body['passed']}, it passed {earlier}"


def queues_of(mall: Mall, account: Account, counter: int) -> set[str]:
    return {*mall.counter_by_number[counter].queues, *account.helps.get(counter, ())}


def free_at(evidence: Evidence, account: Account, counter: int, by: str, seq: int) -> dict[str, int]:
    """Who could be called there: the place of each."""
    held = held_at(evidence, account, seq)
    found: dict[str, int] = {}
    for queue in queues_of(evidence.mall, account, counter):
        there = {n for n in account.opened if n in account.holders and queue in queues_of(evidence.mall, account, n)}
        people = {account.holders[number] for number in there} - {by}
        for ticket, place in account.lines[queue].items():
            person = account.people[ticket]
            sent = person.to_counter in there - {counter} or person.to_staff in people
            if person.service not in held and not sent:
                found[ticket] = place
    return found


def held_at(evidence: Evidence, account: Account, seq: int) -> set[str]:
    """The services whose central system is down now."""
    at = evidence.at[seq]
    down = [
        (scope, code) for scope, code, until in account.down.values()
        if until is None or at < datetime.fromisoformat(until)
    ]  # fmt: skip
    return {
        service.code for service in evidence.mall.services
        if {("service", service.code), ("agency", service.agency), ("site", "")} & set(down)
    }  # fmt: skip


def line_of(mall: Mall, body: Mapping[str, Any]) -> tuple[Profile, Line] | None:
    profile = mall.profile_by_code.get(body["profile"])
    named = [
        line for n, line in enumerate(profile.lines) if (line.code or str(n + 1)) == body["rule"]
    ] if profile else []  # fmt: skip
    return (profile, named[0]) if profile and named else None


def _selects(mall: Mall, body: Mapping[str, Any], account: Account, seq: int) -> bool:
    found = line_of(mall, body)
    if found is None:
        return False
    select, person = found[1].select, account.people[body["ticket"]]
    return (
        (not select.queues or person.queue in select.queues)
        and (not select.services or person.service in select.services)
        and (not select.languages or person.language in select.languages)
        and (not select.classes or ("priority" if person.priority == "confirmed" else "ordinary") in select.classes)
    )


def alike_tickets_are_called_in_the_order_they_came(evidence: Evidence) -> Iterator[str]:
    """Of one queue, service, language and class nobody is called before another at an earlier place; but by a reason."""
    for seq, name, body, account in accounts(evidence.rows):
        if name != "TicketCalled" or body["reason"] or body["ticket"] not in account.lines[body["queue"]]:
            continue
        mine = account.lines[body["queue"]][body["ticket"]]
        free = free_at(evidence, account, body["counter"], body["by"], seq)
        kind = kind_of(account, body["ticket"])
        before = [
            ticket for ticket, place in account.lines[body["queue"]].items()
            if place < mine and ticket in free and kind_of(account, ticket) == kind
        ]  # fmt: skip
        if before:
            yield f"{seq}: {body['label']} called before {len(before)} alike who came earlier"


def whoever_returns_stands_where_the_site_says(evidence: Evidence) -> Iterator[str]:
    """A late visitor behind as many as the site says; who brings a document, or was parked, behind none but their like."""
    again: dict[str, bool] = {}
    for seq, name, body, account in accounts(evidence.rows):
        if name in ("TicketReturned", "TicketTransferred", "TicketContinued"):
            again[body["ticket"]] = True
        if name != "TicketReturned":
            continue
        line = sorted(account.lines[body["queue"]].items(), key=lambda one: one[1])
        ahead = [ticket for ticket, place in line if place < body["positions"][0]]
        if body["why"] == "late":
            due = min(len(line), evidence.mall.calling.late_return_places)
        else:
            due = len(list(takewhile(lambda one: again.get(one[0], False), line)))
        if len(ahead) != due:
            yield f"{seq}: {body['label']} returns ({body['why']}) behind {len(ahead)} of {len(line)}, {due} are due"


def kind_of(account: Account, ticket: str) -> tuple[str, ...]:
    person = account.people[ticket]
    return person.queue, person.service, person.language, str(person.priority == "confirmed")


def nobody_is_passed_more_often_than_the_profiles_allow(evidence: Evidence) -> Iterator[str]:
    """By rules, and no more often than the bound that a manager is shown for as many as stood ahead.

    Whoever comes to an earlier place later counts as ahead from then on; so does a counter that helps as a pool. A
    call that was taken back passed nobody.
    """
    passed: Counter[str] = Counter()
    passed_by: dict[str, list[str]] = {}  # whom the last call of a ticket passed
    ahead: dict[str, int] = {}
    helped: dict[str, set[int]] = defaultdict(set)
    for seq, name, body, account in accounts(evidence.rows):
        if name == "DayOpened":
            passed, ahead = Counter(), {}
        if name == "CounterHelps":
            for queue in body["queues"]:
                helped[queue].add(body["counter"])
        if name == "TicketCalled" and body["rule"] and body["ticket"] in account.lines[body["queue"]]:
            mine = account.lines[body["queue"]][body["ticket"]]
            free = free_at(evidence, account, body["counter"], body["by"], seq)
            passed_by[body["ticket"]] = [ticket for ticket, place in free.items() if place < mine]
            passed.update(passed_by[body["ticket"]])
        elif name == "TicketCalled":
            passed_by.pop(body["ticket"], None)
        for row in body["restored"] if name == "MoveUndone" else ():
            if row["state"] == "waiting":
                passed.subtract(passed_by.pop(row["id"], ()))
        if name == "TicketCalled":
            yield from _too_often(evidence.mall, seq, body, passed, ahead, helped)
        _count_ahead(evidence.mall, name, body, account, ahead, passed)


def _too_often(
    mall: Mall, seq: int, body: Mapping[str, Any], passed: Mapping[str, int], ahead: Mapping[str, int],
    helped: Mapping[str, Iterable[int]],
) -> Iterator[str]:  # fmt: skip
    queue, ticket = body["queue"], body["ticket"]
    pools = {
        (c.agency, c.profile, tuple(sorted(c.queues))): mall.profile_of(c) for c in mall.counters if queue in c.queues
    }
    profiles = [*pools.values(), *(mall.profile_of(mall.counter_by_number[n]) for n in helped.get(queue, ()))]
    most = bound(profiles, ahead.get(ticket, 0))
    if passed[ticket] > most:
        yield f"{seq}: {body['label']} was passed {passed[ticket]} times by rules, {most} are allowed"


def bound(profiles: list[Profile], ahead: int) -> int:
    """Worked out anew, and not below the product's: what each line has, and what each ahead gives back at most."""
    limits = [line.limit for profile in profiles for line in profile.lines if line.limit is not None]
    steepest = max(
        (sum(line.limit.most / line.limit.after for line in p.lines if line.limit) for p in profiles), default=0
    )  # fmt: skip
    return sum(limit.most for limit in limits) + int(steepest * ahead)


def _count_ahead(
    mall: Mall, name: str, body: Mapping[str, Any], account: Account, ahead: dict[str, int], passed: Counter[str]
) -> None:
    """Before the row is told: who is ahead of a newcomer, and of whom an inserted one stands ahead."""
    if name in ("TicketIssued", "PaperKeyedIn", "TicketReturned", "TicketTransferred", "TicketContinued"):
        near = {q for c in mall.counters if body["queue"] in c.queues for q in c.queues} | {body["queue"]}
        ahead[body["ticket"]] = sum(len(account.lines[queue]) for queue in near)
        passed[body["ticket"]] = 0
    places = body.get("positions") or []
    if name != "TicketPostponed" and len(places) > 1:
        for queue in [q for c in mall.counters if body["queue"] in c.queues for q in c.queues]:
            for ticket, place in account.lines[queue].items():
                ahead[ticket] = ahead.get(ticket, 0) + (place >= places[0])
    for row in body["restored"] if name == "MoveUndone" else ():
        for ticket, place in account.lines[row["queue"]].items():
            ahead[ticket] = ahead.get(ticket, 0) + (row["state"] == "waiting" and place >= row["position"])
