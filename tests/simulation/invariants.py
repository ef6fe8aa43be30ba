"""What must hold after every day: each function names what contradicts it, and nothing where all is well."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from server.domain.hours import calling_break, local_day, span_of
from server.store import proving
from server.store.tables import heads, jobs, journal, reports, tickets
from tests.simulation.account import (
    JOINS,
    JOINS_AGAIN,
    LEAVES,
    Account,
    accounts,
    changes_of_waiting,
    lets_go,
)  # fmt: skip
from tests.simulation.evidence import Evidence
from tests.simulation.fairness import (
    alike_tickets_are_called_in_the_order_they_came,
    each_pass_has_its_rule_or_its_reason,
    nobody_is_passed_more_often_than_the_profiles_allow,
    whoever_returns_stands_where_the_site_says,
)  # fmt: skip
from tests.simulation.stops import Stops

Row = tuple[int, str, Mapping[str, Any]]

WAITS = {
    "TicketIssued", "PaperKeyedIn", "TicketPostponed", "NoteRedeemed", "TicketReturned", "TicketTransferred",
    "TicketContinued",
}  # fmt: skip
CALLED = {"TicketCalled", "TicketRecalled"}
AT_COUNTER = {*CALLED, "TicketStarted"}
# An account of its own of what may follow what, so that a slip in the domain's table is seen here.
MAY_FOLLOW = {
    "TicketCalled": WAITS,
    "TicketPostponed": WAITS,
    "NoteRedeemed": {"TicketIssued"},
    "TicketReleased": WAITS,
    "TicketRecalled": CALLED,
    "TicketStarted": CALLED,
    "TicketFinished": AT_COUNTER,
    "TicketAbsent": CALLED,
    "TicketParked": AT_COUNTER,
    "TicketReturned": {"TicketAbsent", "TicketParked", "TicketFinished"},
    "TicketTransferred": {*WAITS, *AT_COUNTER, "TicketParked"},
    "TicketContinued": {"TicketFinished"},
    "TicketCancelled": {*WAITS, "TicketParked"},
    "TicketExpired": {*WAITS, "TicketParked"},
}
# What an undone move leaves: the step after which a ticket stands as it does again.
STANDS = {
    "waiting": "TicketIssued", "called": "TicketCalled", "serving": "TicketStarted", "absent": "TicketAbsent",
    "parked": "TicketParked", "finished": "TicketFinished",
}  # fmt: skip
COLUMNS = {"finished": "served", "absent": "absent", "cancelled": "cancelled", "expired": "released"}


def faults(evidence: Evidence) -> list[str]:
    """Every contradiction, each with the name of the invariant it breaks."""
    return [f"{check.__name__}: {fault}" for check in INVARIANTS for fault in check(evidence)]


def journal_is_whole_and_gives_the_tables(evidence: Evidence) -> Iterator[str]:
    yield from proving.faults(evidence.connection)


def numbers_rise_by_one(evidence: Evidence) -> Iterator[str]:
    """One number per queue and day, in the order they were given, without gap."""
    day, last = "", Counter[tuple[str, str]]()
    for seq, name, body in evidence.rows:
        if name == "DayOpened":
            day = body["day"]
        if name == "TicketIssued":
            key = (body["queue"], day)
            if body["number"] != last[key] + 1:
                yield f"{seq}: {body['label']} of {day} follows number {last[key]}"
            last[key] = body["number"]


def no_ticket_takes_a_forbidden_step(evidence: Evidence) -> Iterator[str]:
    latest: dict[str, str] = {}
    for seq, name, body, account in accounts(evidence.rows):
        if name in JOINS and body["ticket"] in latest:
            yield f"{seq}: {body['label']} issued twice"
        if name in MAY_FOLLOW and latest.get(body["ticket"]) not in MAY_FOLLOW[name]:
            yield f"{seq}: {body['label']} {name} after {latest.get(body['ticket'])}"
        if name == "TicketReturned":
            person = account.people[body["ticket"]]
            if person.state == "finished" and person.outcome != "incomplete":
                yield f"{seq}: {body['label']} came back after {person.outcome}"
        if name in MAY_FOLLOW or name in JOINS:
            latest[body["ticket"]] = name
        for row in body["restored"] if name == "MoveUndone" else ():
            latest[row["id"]] = STANDS[row["state"]]


def nobody_is_called_to_two_counters(evidence: Evidence) -> Iterator[str]:
    """Called to a counter that is free, and only once each time it waits."""
    called: dict[str, int] = {}
    for seq, name, body, account in accounts(evidence.rows):
        for ticket in [row["id"] for row in body["restored"]] if name == "MoveUndone" else ():
            called.pop(ticket, None)
        if name in JOINS_AGAIN:
            called.pop(body["ticket"], None)
        if name != "TicketCalled":
            continue
        if body["ticket"] in called:
            yield f"{seq}: {body['label']} called to {called[body['ticket']]} and to {body['counter']}"
        called[body["ticket"]] = body["counter"]
        if body["counter"] in account.visitors:
            yield f"{seq}: {body['label']} called to {body['counter']}, where {account.visitors[body['counter']]} is"


def only_the_holder_of_an_open_counter_calls(evidence: Evidence) -> Iterator[str]:
    for seq, name, body, account in accounts(evidence.rows):
        counter = body.get("counter", 0)
        if name == "CounterTaken" and account.holders.get(counter) != body["taken_over_from"]:
            yield f"{seq}: counter {counter} taken from {body['taken_over_from']}, held by {account.holders}"
        elif name == "TicketCalled" and (counter not in account.opened or account.holders.get(counter) != body["by"]):
            yield f"{seq}: {body['label']} called to {counter} by {body['by']}"
        elif name == "DayOpened" and (account.holders or account.opened):
            yield f"{seq}: {body['day']} begins with counters held {account.holders}, open {account.opened}"


def whoever_postpones_lets_the_next_go_first(evidence: Evidence) -> Iterator[str]:
    """The places an event names are those of the next in line, as many as it says, and no more often than allowed."""
    times: Counter[str] = Counter()
    for seq, name, body, account in accounts(evidence.rows):
        line = account.lines[body.get("queue", "")]
        if name == "TicketPostponed":
            moved = lets_go(line, body)
            times[body["ticket"]] += 1
            if sorted(moved.values()) != body["positions"] or len(moved) != body["places"] + 1:
                yield f"{seq}: {body['label']} let {body['positions']} move, next in line were {sorted(moved.values())}"
            if times[body["ticket"]] > evidence.mall.calling.postpone_times:
                yield f"{seq}: {body['label']} postponed {times[body['ticket']]} times"
        if name in LEAVES:
            stood = line.get(body["ticket"])  # who did not wait is another invariant's business
            if stood is not None and body["position"] != stood:
                yield f"{seq}: {name} {body['label']} frees {body['position']}, it stood at {stood}"


def hours_and_breaks_are_kept(evidence: Evidence) -> Iterator[str]:
    """By the hall's own clock: nobody is called in a break, and no number given outside the hours."""
    for seq, name, body in evidence.rows:
        at, mall = evidence.at[seq], evidence.mall
        if name == "TicketCalled" and calling_break(mall, body["agency"], at) is not None:
            yield f"{seq}: {body['label']} called in the break, at {at}"
        if name == "TicketIssued":
            span = span_of(mall, body["agency"], local_day(mall, at))
            if span is None or not span.first_ticket_at <= at < span.last_ticket_at + timedelta(minutes=1):
                yield f"{seq}: {body['label']} given outside the hours, at {at}"


def the_number_of_the_waiting_is_told_right(evidence: Evidence) -> Iterator[str]:
    waiting: Counter[str] = Counter()
    for seq, name, body, account in accounts(evidence.rows):
        for queue, by in changes_of_waiting(name, body, account).items():
            waiting[queue] += by
        if "waiting" in body and body["waiting"] != waiting[body["queue"]]:
            yield f"{seq}: {name} {body['label']} says {body['waiting']} wait, {waiting[body['queue']]} do"
        for tell in body["tells"] if name == "MoveUndone" else ():
            if tell["waiting"] != waiting[tell["queue"]]:
                yield f"{seq}: {name} says {tell['waiting']} wait in {tell['queue']}, {waiting[tell['queue']]} do"


def no_acknowledged_ticket_is_lost(evidence: Evidence) -> Iterator[str]:
    """What a visitor or clerk was told is what the tables and the journal say; and the other way round."""
    stored = {row.id: row for row in evidence.connection.execute(select(tickets))}
    for ticket, told in evidence.books.issued.items():
        row = stored.get(ticket)
        if row is None or row.series != told["queue"]:
            yield f"ticket {ticket} was given out for {told}, the tables say {row}"
    for ticket in stored.keys() - evidence.books.issued.keys():
        yield f"{stored[ticket].label} was given to nobody"


_DONE = {
    "next": "TicketCalled", "call": "TicketCalled", "recall": "TicketRecalled", "start": "TicketStarted",
    "absent": "TicketAbsent", "cancel": "TicketCancelled", "postpone": "TicketPostponed", "park": "TicketParked",
    "reprint": "SlipReprinted", "issue": "TicketIssued", "transfer": "TicketTransferred",
    "move_waiting": "TicketTransferred",
}  # fmt: skip


def every_answer_was_meant(evidence: Evidence) -> Iterator[str]:
    """Each command that was answered "done" stands in the journal exactly once, and nothing that nobody asked.

    A counter that calls by itself was asked once for all.
    """
    told = Counter((_DONE[name], body["ticket"]) for name, body in evidence.books.done if name in _DONE)
    happened: Counter[tuple[str, str]] = Counter()
    by_itself: Counter[tuple[str, str]] = Counter()
    for _, name, body, account in accounts(evidence.rows):
        if name in _DONE.values():
            happened[name, body["ticket"]] += 1
            by_itself[name, body["ticket"]] += name == "TicketCalled" and body["counter"] in account.auto
    for key in happened.keys() | told.keys():
        if not happened[key] - by_itself[key] <= told[key] <= happened[key]:
            yield f"told {told[key]} times, happened {happened[key]} times: {key}"
    yield from evidence.books.wrong


def everything_that_follows_has_its_job(evidence: Evidence) -> Iterator[str]:
    """A slip for each ticket with a printer, an announcement for each call, a report for each day's end."""
    wanted = {
        "TicketIssued": "slip", "SlipReprinted": "slip", "TicketCalled": "announcement",
        "TicketRecalled": "announcement", "DayClosed": "report",
    }  # fmt: skip
    present = set(evidence.connection.execute(select(jobs.c.id)).scalars())
    for seq, name, body in evidence.rows:
        if name in wanted and not (name == "TicketIssued" and body["printer"] is None):
            job = f"{seq:012d}-{wanted[name]}"
            if job not in present:
                yield f"{name} {body.get('label', '')} has no {wanted[name]} job"


def every_slip_comes_to_an_end(evidence: Evidence) -> Iterator[str]:
    """Done, failed, uncertain or expired, and told so; or the job still waits for a printer, under no dead lease."""
    told = {"done": "SlipPrinted", "failed": "SlipFailed", "uncertain": "SlipUncertain", "expired": "SlipExpired"}
    happened = Counter((name, body["ticket"]) for _, name, body in evidence.rows if name.startswith("Slip"))
    for job in evidence.jobs("slip"):
        if job.state in told:
            if not happened[told[job.state], job.ticket]:
                yield f"{job.id} is {job.state}, and nobody was told"
        elif job.state == "claimed" and job.lease_until <= evidence.now:
            yield f"{job.id} is claimed under a lease that ended {job.lease_until}"
        elif job.state not in ("waiting", "claimed"):
            yield f"{job.id} is {job.state}"


def no_slip_is_printed_twice_by_itself(evidence: Evidence) -> Iterator[str]:
    twice = {job: n for job, n in Counter(evidence.books.printed).items() if n > 1}
    yield from (f"{job} came out {n} times" for job, n in twice.items())


def every_call_is_spoken_or_let_go(evidence: Evidence) -> Iterator[str]:
    ended = {body["job"]: name for _, name, body in evidence.rows if name.startswith("Announcement")}
    for job in evidence.jobs("announcement"):
        if job.state in ("done", "failed", "expired") and job.id not in ended:
            yield f"{job.id} is {job.state}, and nobody was told"
        if job.state == "claimed" and job.lease_until <= evidence.now:
            yield f"{job.id} is claimed under a lease that ended {job.lease_until}"


def each_room_hears_a_whole_chain(evidence: Evidence) -> Iterator[str]:
    """`after` names the room's previous seq, from 0 to the room's head."""
    last: dict[str, int] = defaultdict(int)
    for seq, after in evidence.connection.execute(select(journal.c.seq, journal.c.after).order_by(journal.c.seq)):
        for room, before in json.loads(after).items():
            if before != last[room]:
                yield f"{room}: {seq} comes after {last[room]}, and says {before}"
            last[room] = seq
    stored = json.loads(evidence.connection.execute(select(heads.c.rooms)).scalar_one())
    if stored != dict(last):
        yield f"the heads say {stored}, the journal {dict(last)}"


def each_report_adds_up(evidence: Evidence) -> Iterator[str]:
    day, issued, stops = "", dict[str, str](), Stops()
    hashes = {row.seq: row.hash for row in evidence.connection.execute(select(journal.c.seq, journal.c.hash))}
    for seq, name, body, account in accounts(evidence.rows):
        if name == "DayOpened":
            day, issued = body["day"], {}
        if name in JOINS:
            issued[body["ticket"]] = name
        if name == "DayClosed":
            counted = _counted(issued, account) + stops.served(issued, account)
            yield from _report_faults(evidence, day, seq, body, counted, hashes)
        stops.tell(name, body, account)


def _counted(issued: Mapping[str, str], account: Account) -> Counter[str]:
    """What became of the day's tickets in the end."""
    counted = Counter(issued=len(issued))
    for ticket, how in issued.items():
        person = account.people[ticket]
        counted[COLUMNS.get(person.state, "other")] += 1
        counted["paper"] += how == "PaperKeyedIn"
        counted["noted"] += person.mark == "noted"
    return counted


def _report_faults(
    evidence: Evidence,
    day: str,
    seq: int,
    body: Mapping[str, Any],
    counted: Mapping[str, int],
    hashes: Mapping[int, str],
) -> Iterator[str]:
    row = evidence.connection.execute(select(reports.c.body).where(reports.c.day == datetime.fromisoformat(day).date()))
    text = row.scalar_one_or_none()
    if text is None:
        yield f"{seq}: {day} was closed without a report"
        return
    report = json.loads(text)
    totals: Mapping[str, int] = report["totals"]
    if any(totals[name] != counted.get(name, 0) for name in totals):
        yield f"{day}: the report says {totals}, the journal {dict(counted)}"
    if totals["issued"] != sum(totals[name] for name in COLUMNS.values()):
        yield f"{day}: {totals} does not add up"
    columns = {name: sum(line[name] for line in report["agencies"]) for name in totals if name != "services"}
    if columns != {name: totals["services" if name == "served" else name] for name in columns}:
        yield f"{day}: the agencies' lines give {columns}, the totals {totals}"
    if report["seq"] != seq - 1 or hashes.get(seq - 1) != report["hash"]:
        yield f"{day}: the report's head is not that of row {seq - 1}"
    if not report["hash"].upper().startswith(body["head"].replace("-", "")):
        yield f"{day}: the code {body['head']} is not that of the head"


def the_clock_is_trusted_again(evidence: Evidence) -> Iterator[str]:
    """The clock has been right for a night: no doubt, no alarm, and no moment of a wrong clock stays the furthest."""
    head = evidence.connection.execute(select(heads)).one()
    if head.clock_doubted or head.clock_stepped or head.at > evidence.now:
        yield f"doubted {head.clock_doubted}, stepped {head.clock_stepped}, furthest {head.at}, now {evidence.now}"


INVARIANTS: Sequence[Any] = (
    journal_is_whole_and_gives_the_tables,
    numbers_rise_by_one,
    no_ticket_takes_a_forbidden_step,
    nobody_is_called_to_two_counters,
    only_the_holder_of_an_open_counter_calls,
    each_pass_has_its_rule_or_its_reason,
    nobody_is_passed_more_often_than_the_profiles_allow,
    alike_tickets_are_called_in_the_order_they_came,
    whoever_returns_stands_where_the_site_says,
    whoever_postpones_lets_the_next_go_first,
    hours_and_breaks_are_kept,
    the_number_of_the_waiting_is_told_right,
    no_acknowledged_ticket_is_lost,
    every_answer_was_meant,
    everything_that_follows_has_its_job,
    every_slip_comes_to_an_end,
    no_slip_is_printed_twice_by_itself,
    every_call_is_spoken_or_let_go,
    each_room_hears_a_whole_chain,
    each_report_adds_up,
    the_clock_is_trusted_again,
)
