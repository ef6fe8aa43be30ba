"""An account of the hall of its own, kept from the journal alone: who stands where, who is at which counter, who may call.

It shares no code with the domain's replay, so that a slip there is seen here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

JOINS = ("TicketIssued", "PaperKeyedIn")
JOINS_AGAIN = ("TicketReturned", "TicketTransferred", "TicketContinued")
LEAVES = ("TicketCalled", "TicketCancelled", "TicketExpired", "TicketReleased")
BECOMES = {
    "TicketCalled": "called", "TicketRecalled": "called", "TicketStarted": "serving", "TicketFinished": "finished",
    "TicketAbsent": "absent", "TicketCancelled": "cancelled", "TicketExpired": "expired",
    "TicketReleased": "expired", "TicketParked": "parked",
}  # fmt: skip
FREES_COUNTER = ("TicketFinished", "TicketAbsent", "TicketParked")


@dataclass
class Person:
    """One ticket, as the journal tells it so far."""

    queue: str
    service: str
    language: str
    state: str = "waiting"
    outcome: str = ""
    mark: str | None = None
    priority: str = ""
    counter: int | None = None
    to_counter: int | None = None
    to_staff: str | None = None


@dataclass
class Account:
    """`lines`: queue → ticket → place. Take the rows one by one with `tell`."""

    people: dict[str, Person] = field(default_factory=dict)
    lines: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    visitors: dict[int, str] = field(default_factory=dict)
    holders: dict[int, str] = field(default_factory=dict)
    opened: set[int] = field(default_factory=set)
    helps: dict[int, tuple[str, ...]] = field(default_factory=dict)
    auto: set[int] = field(default_factory=set)
    down: dict[str, tuple[str, str, str | None]] = field(default_factory=dict)
    inserted: list[str] = field(default_factory=list)  # by the last row: who joined before others

    def tell(self, seq: int, name: str, body: Mapping[str, Any]) -> None:
        self.inserted = []
        ticket = body.get("ticket")
        if name in JOINS:
            self._joins(seq, name, body)
        elif name in JOINS_AGAIN:
            self._joins_again(name, body)
        elif name == "NoteRedeemed":
            self._takes_place(body)
        elif name == "TicketPostponed":
            self.lines[body["queue"]] |= lets_go(self.lines[body["queue"]], body)
        elif name in BECOMES and ticket in self.people:
            self._becomes(name, body)
        elif name.startswith("Priority"):
            self.people[body["ticket"]].priority = name.removeprefix("Priority").lower()
        elif name == "MoveUndone":
            self._undone(body)
        else:
            self._counters_and_pauses(name, body)

    def _joins(self, seq: int, name: str, body: Mapping[str, Any]) -> None:
        person = Person(body["queue"], body["service"], body["language"], body.get("state", "waiting"))
        person.mark = body.get("mark")
        self.people[body["ticket"]] = person
        if person.state == "waiting":
            self.lines[person.queue][body["ticket"]] = seq
        if name == "PaperKeyedIn":
            self._takes_place(body)

    def _joins_again(self, name: str, body: Mapping[str, Any]) -> None:
        ticket = body["ticket"]
        person = self.people[ticket]
        self.lines[person.queue].pop(ticket, None)
        if self.visitors.get(person.counter or 0) == ticket:
            del self.visitors[person.counter or 0]
        person.queue, person.service, person.state = body["queue"], body["service"], "waiting"
        person.counter, person.mark, person.outcome = None, None, ""
        person.to_counter, person.to_staff = body.get("to_counter"), body.get("to_staff")
        self.lines[person.queue][ticket] = body["positions"][-1]
        self._takes_place(body)

    def _takes_place(self, body: Mapping[str, Any]) -> None:
        if body["positions"]:
            self.lines[body["queue"]] |= joins_late(self.lines[body["queue"]], body)
            self.inserted = [body["ticket"]]

    def _becomes(self, name: str, body: Mapping[str, Any]) -> None:
        ticket, person = body["ticket"], self.people[body["ticket"]]
        person.state = BECOMES[name]
        self.lines[person.queue].pop(ticket, None)
        if name == "TicketCalled":
            self.visitors[body["counter"]], person.counter = ticket, body["counter"]
        if name in FREES_COUNTER:
            self.visitors.pop(body["counter"], None)
        if name == "TicketFinished":
            person.outcome, person.mark = body["outcome"], body["mark"]
        if name == "TicketReleased":
            person.mark = "noted"

    def _undone(self, body: Mapping[str, Any]) -> None:
        for row in body["restored"]:
            person = self.people[row["id"]]
            self.lines[person.queue].pop(row["id"], None)
            for name in ("queue", "service", "state", "counter", "mark", "priority"):
                setattr(person, name, row[name])
            if person.state == "waiting":
                self.lines[person.queue][row["id"]] = row["position"]
        self.visitors.pop(body["counter"], None)
        if body["visitor"] is not None:
            self.visitors[body["counter"]] = body["visitor"]

    def _counters_and_pauses(self, name: str, body: Mapping[str, Any]) -> None:
        counter = body.get("counter", 0)
        if name == "CounterTaken":
            self.holders[counter] = body["by"]
        elif name == "CounterOpened":
            self.opened.add(counter)
        elif name in ("CounterPaused", "CounterClosed", "CounterLeft"):
            self.opened.discard(counter)
            if name == "CounterLeft" or body.get("mark"):
                self.holders.pop(counter, None)
            if name != "CounterPaused":
                self.helps.pop(counter, None)
                self.auto.discard(counter)
        elif name == "CounterHandedOver":
            self.holders.pop(counter, None)
            self.auto.discard(counter)
        elif name == "CounterHelps":
            self.helps[counter] = tuple(body["queues"])
        elif name == "AutoCallSet":
            (self.auto.add if body["on"] else self.auto.discard)(counter)
        elif name == "Paused" and body["reason"] == "central_system_down":
            self.down[body["pause"]] = body["scope"], body["code"], body["until"]
        elif name == "Resumed":
            self.down.pop(body["pause"], None)


def joins_late(line: Mapping[str, int], body: Mapping[str, Any]) -> dict[str, int]:
    """The places of those concerned: one takes the first of the positions, the others move one back.

    Where a line was told wrongly before, fewer stand there than are named: that is another invariant's business.
    """
    places = body["positions"]
    behind = [ticket for ticket in line if line[ticket] in places and ticket != body["ticket"]]
    behind.sort(key=line.__getitem__)
    return dict(zip([body["ticket"], *behind], places, strict=False)) if places else {}


def lets_go(line: Mapping[str, int], body: Mapping[str, Any]) -> dict[str, int]:
    """The places of those concerned, worked out anew: the next n of the line move up, one goes behind them."""
    rest = [ticket for ticket in sorted(line, key=line.__getitem__) if line[ticket] > line[body["ticket"]]]
    concerned = [body["ticket"], *rest[: body["places"]]]
    places = [line[ticket] for ticket in concerned]
    return dict(zip([*concerned[1:], concerned[0]], places, strict=True))


def accounts(rows: Any) -> Iterator[tuple[int, str, Mapping[str, Any], Account]]:
    """Each row with the account before it; the same account all along."""
    account = Account()
    for seq, name, body in rows:
        yield seq, name, body, account
        account.tell(seq, name, body)


def changes_of_waiting(name: str, body: Mapping[str, Any], account: Account) -> Counter[str]:
    """How many more, or fewer, wait in which queue by this row; `account` is that before it."""
    change: Counter[str] = Counter()
    ticket = body.get("ticket", "")
    person = account.people.get(ticket)
    waited = person is not None and ticket in account.lines[person.queue]
    if name == "TicketIssued" or (name == "PaperKeyedIn" and body["positions"]) or name in JOINS_AGAIN:
        change[body["queue"]] += 1
    if waited and person is not None and (name in LEAVES or name in JOINS_AGAIN):
        change[person.queue] -= 1
    for row in body["restored"] if name == "MoveUndone" else ():
        before = account.people[row["id"]]
        change[before.queue] -= row["id"] in account.lines[before.queue]
        change[row["queue"]] += row["state"] == "waiting"
    return change
