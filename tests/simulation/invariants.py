"""What must hold after every day: each function names what contradicts it, and nothing where all is well."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from server.domain.hours import calling_break, local_day, span_of
from server.domain.mall import Mall
from server.store import proving
from server.store.tables import heads, jobs, journal, reports, tickets
from tests.simulation.door import Books

Row = tuple[int, str, Mapping[str, Any]]

JOINS = ("TicketIssued", "PaperKeyedIn")
LEAVES = ("TicketCalled", "TicketCancelled", "TicketExpired", "TicketReleased")
WAITS = {"TicketIssued", "PaperKeyedIn", "TicketPostponed", "NoteRedeemed"}
# An account of its own of what may follow what, so that a slip in the domain's table is seen here.
MAY_FOLLOW = {
    "TicketCalled": WAITS,
    "TicketPostponed": WAITS,
    "NoteRedeemed": {"TicketIssued"},
    "TicketReleased": WAITS,
    "TicketRecalled": {"TicketCalled", "TicketRecalled"},
    "TicketStarted": {"TicketCalled", "TicketRecalled"},
    "TicketFinished": {"TicketCalled", "TicketRecalled", "TicketStarted"},
    "TicketAbsent": {"TicketCalled", "TicketRecalled"},
    "TicketCancelled": WAITS,
    "TicketExpired": WAITS,
}
ENDS = {
    "TicketFinished": "served",
    "TicketAbsent": "absent",
    "TicketCancelled": "cancelled",
    "TicketExpired": "released",
    "TicketReleased": "released",
}


@dataclass
class Evidence:
    """All that a finished day left behind."""

    connection: Connection
    mall: Mall
    books: Books
    now: datetime
    rows: list[Row] = field(default_factory=list)
    at: dict[int, datetime] = field(default_factory=dict)  # when the hall's clock says each row was written

    def __post_init__(self) -> None:
        stored = self.connection.execute(select(journal).order_by(journal.c.seq)).all()
        self.rows = [(row.seq, row.name, json.loads(row.body)) for row in stored]
        self.at = {row.seq: row.at for row in stored}

    def jobs(self, kind: str) -> list[Any]:
        return list(self.connection.execute(select(jobs).where(jobs.c.kind == kind).order_by(jobs.c.id)))


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
    for seq, name, body in evidence.rows:
        if name in JOINS and body["ticket"] in latest:
            yield f"{seq}: {body['label']} issued twice"
        if name in MAY_FOLLOW and latest.get(body["ticket"]) not in MAY_FOLLOW[name]:
            yield f"{seq}: {body['label']} {name} after {latest.get(body['ticket'])}"
        if name in MAY_FOLLOW or name in JOINS:
            latest[body["ticket"]] = name


def nobody_is_called_to_two_counters(evidence: Evidence) -> Iterator[str]:
    """Called once, to a counter that is open, held by the caller, and free."""
    called: dict[str, int] = {}
    visitors: dict[int, str] = {}
    for seq, name, body in evidence.rows:
        if name == "TicketCalled":
            if body["ticket"] in called:
                yield f"{seq}: {body['label']} called to {called[body['ticket']]} and to {body['counter']}"
            if body["counter"] in visitors:
                yield f"{seq}: {body['label']} called to {body['counter']}, where {visitors[body['counter']]} is"
            called[body["ticket"]] = visitors[body["counter"]] = body["counter"]
        if name in ("TicketFinished", "TicketAbsent"):
            visitors.pop(body["counter"], None)


def only_the_holder_of_an_open_counter_calls(evidence: Evidence) -> Iterator[str]:
    holders: dict[int, str] = {}
    opened: set[int] = set()
    for seq, name, body in evidence.rows:
        if name == "CounterTaken":
            if holders.get(body["counter"]) != body["taken_over_from"]:
                yield f"{seq}: counter {body['counter']} taken from {body['taken_over_from']}, held by {holders}"
            holders[body["counter"]] = body["by"]
        elif name == "CounterOpened":
            opened.add(body["counter"])
        elif name in ("CounterPaused", "CounterClosed", "CounterLeft"):
            opened.discard(body["counter"])
            if name == "CounterLeft" or body.get("mark"):
                holders.pop(body["counter"], None)
        elif name == "TicketCalled" and (body["counter"] not in opened or holders[body["counter"]] != body["by"]):
            yield f"{seq}: {body['label']} called to {body['counter']} by {body['by']}"
        elif name == "DayOpened" and (holders or opened):
            yield f"{seq}: {body['day']} begins with counters held {sorted(holders)}, open {sorted(opened)}"


def first_come_is_first_served(evidence: Evidence) -> Iterator[str]:
    """At each call nobody of the counter's queues stands before the called one: by the journal, and who let whom go.

    Who is held, because the agency's central system is down, does not stand in anybody's way, and is not called.
    """
    waiting: dict[str, dict[str, int]] = defaultdict(dict)
    services: dict[str, str] = {}
    down: dict[str, tuple[str, str, str | None]] = {}
    for seq, name, body in evidence.rows:
        if name in JOINS:
            waiting[body["queue"]][body["ticket"]] = seq
            services[body["ticket"]] = body["service"]
        if name in ("PaperKeyedIn", "NoteRedeemed"):
            waiting[body["queue"]] |= _one_joins_late(waiting[body["queue"]], body)
        if name == "Paused" and body["reason"] == "central_system_down":
            down[body["pause"]] = body["scope"], body["code"], body["until"]
        if name == "Resumed":
            down.pop(body["pause"], None)
        if name == "TicketPostponed":
            waiting[body["queue"]] |= _one_lets_go(waiting[body["queue"]], body)
        if name == "TicketCalled":
            queues = evidence.mall.counter_by_number[body["counter"]].queues
            held = {code for code in evidence.mall.service_by_code if _is_held(evidence, code, down.values(), seq)}
            free = [at for q in queues for ticket, at in waiting[q].items() if services[ticket] not in held]
            first = min(free, default=seq)
            if body["service"] in held:
                yield f"{seq}: {body['label']} called while its central system is down"
            if waiting[body["queue"]].get(body["ticket"], seq) != first:
                yield f"{seq}: {body['label']} called while the ticket of {first} waits"
        if name in LEAVES:
            waiting[body["queue"]].pop(body["ticket"], None)


def _is_held(evidence: Evidence, service: str, down: Iterable[tuple[str, str, str | None]], seq: int) -> bool:
    concerns = {("service", service), ("agency", evidence.mall.service_by_code[service].agency), ("site", "")}
    at = evidence.at[seq]
    return any(
        (scope, code) in concerns and (until is None or at < datetime.fromisoformat(until))
        for scope, code, until in down
    )


def _one_joins_late(line: Mapping[str, int], body: Mapping[str, Any]) -> dict[str, int]:
    """The places of those concerned: one takes the first of the positions, the others move one back."""
    places = body["positions"]
    behind = [ticket for ticket in line if line[ticket] in places and ticket != body["ticket"]]
    behind.sort(key=line.__getitem__)
    return dict(zip([body["ticket"], *behind], places, strict=True)) if places else {}


def _one_lets_go(line: Mapping[str, int], body: Mapping[str, Any]) -> dict[str, int]:
    """The places of those concerned, worked out anew: the next n of the line move up, one goes behind them."""
    rest = [ticket for ticket in sorted(line, key=line.__getitem__) if line[ticket] > line[body["ticket"]]]
    concerned = [body["ticket"], *rest[: body["places"]]]
    places = [line[ticket] for ticket in concerned]
    return dict(zip([*concerned[1:], concerned[0]], places, strict=True))


def whoever_postpones_lets_the_next_go_first(evidence: Evidence) -> Iterator[str]:
    """The places an event names are those of the next in line, as many as it says, and no more often than allowed."""
    lines: dict[str, dict[str, int]] = defaultdict(dict)
    times: Counter[str] = Counter()
    for seq, name, body in evidence.rows:
        line = lines[body.get("queue", "")]
        if name == "TicketIssued" or (name == "PaperKeyedIn" and body["positions"]):
            line[body["ticket"]] = seq
        if name in ("PaperKeyedIn", "NoteRedeemed"):
            line |= _one_joins_late(line, body)
        if name == "TicketPostponed":
            moved = _one_lets_go(line, body)
            times[body["ticket"]] += 1
            if sorted(moved.values()) != body["positions"] or len(moved) != body["places"] + 1:
                yield f"{seq}: {body['label']} let {body['positions']} move, next in line were {sorted(moved.values())}"
            if times[body["ticket"]] > evidence.mall.calling.postpone_times:
                yield f"{seq}: {body['label']} postponed {times[body['ticket']]} times"
            line |= moved
        if name in LEAVES:
            stood = line.pop(body["ticket"], None)  # who did not wait is another invariant's business
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
    for seq, name, body in evidence.rows:
        waiting[body.get("queue", "")] += {
            "TicketIssued": 1, "TicketCalled": -1, "TicketCancelled": -1, "TicketExpired": -1, "TicketReleased": -1,
            "PaperKeyedIn": int(bool(body.get("positions"))),
        }.get(name, 0)  # fmt: skip
        if "waiting" in body and body["waiting"] != waiting[body["queue"]]:
            yield f"{seq}: {name} {body['label']} says {body['waiting']} wait, {waiting[body['queue']]} do"


def no_acknowledged_ticket_is_lost(evidence: Evidence) -> Iterator[str]:
    """What a visitor or clerk was told is what the tables and the journal say; and the other way round."""
    stored = {row.id: row for row in evidence.connection.execute(select(tickets))}
    for ticket, told in evidence.books.issued.items():
        row = stored.get(ticket)
        if row is None or (row.queue, row.service) != (told["queue"], told["service"]):
            yield f"ticket {ticket} was given out for {told}, the tables say {row}"
    for ticket in stored.keys() - evidence.books.issued.keys():
        yield f"{stored[ticket].label} was given to nobody"


_DONE = {"next": "TicketCalled", "recall": "TicketRecalled", "start": "TicketStarted", "absent": "TicketAbsent",
         "cancel": "TicketCancelled", "postpone": "TicketPostponed", "reprint": "SlipReprinted", "issue": "TicketIssued"}  # fmt: skip


def every_answer_was_meant(evidence: Evidence) -> Iterator[str]:
    """Each command that was answered "done" stands in the journal exactly once, and nothing that nobody asked."""
    told = Counter((_DONE[name], body["ticket"]) for name, body in evidence.books.done if name in _DONE)
    happened = Counter((name, body["ticket"]) for _, name, body in evidence.rows if name in _DONE.values())
    yield from (
        f"told {n} times, happened {happened[key]} times: {key}" for key, n in told.items() if happened[key] != n
    )
    yield from (f"nobody asked for {key}" for key in happened.keys() - told.keys())
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
    day, counted = "", Counter[str]()
    hashes = {row.seq: row.hash for row in evidence.connection.execute(select(journal.c.seq, journal.c.hash))}
    for seq, name, body in evidence.rows:
        if name == "DayOpened":
            day, counted = body["day"], Counter()
        counted.update([{"TicketIssued": "issued", "PaperKeyedIn": "issued", **ENDS}.get(name, "other")])
        counted.update(["noted"] if name == "TicketReleased" else [])
        if name == "PaperKeyedIn":
            counted.update(["paper", {"finished": "served", "cancelled": "cancelled"}.get(body["state"], "other")])
        counted.update(["inferred"] if body.get("mark") and name == "TicketFinished" else [])
        if name == "DayClosed":
            yield from _report_faults(evidence, day, seq, body, counted, hashes)


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
    if totals["issued"] != sum(totals[name] for name in set(ENDS.values())):
        yield f"{day}: {totals} does not add up"
    columns = {name: sum(line[name] for line in report["agencies"]) for name in totals}
    if columns != dict(totals):
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
    first_come_is_first_served,
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
