"""Two tickets of a day as they stood when one of them was called, read from the day's journal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from server.domain import ticket as states
from server.domain.mall import Mall
from server.domain.opening import CENTRAL_SYSTEM_DOWN
from server.domain.replay import Hall

Row = tuple[int, str, Mapping[str, Any], datetime]  # seq, name, body, at

# What changes a place in line, beside joining; a return is “returned_” and why: late, documents, parked.
MOVES = {
    "TicketPostponed": "postponed", "PaperKeyedIn": "paper", "NoteRedeemed": "note",
    "TicketTransferred": "transferred", "TicketContinued": "continued",
}  # fmt: skip
AT_COUNTER = (states.CALLED, states.SERVING)
JOINS = ("TicketIssued", "PaperKeyedIn", "TicketReturned", "TicketTransferred", "TicketContinued")


@dataclass(frozen=True, slots=True)
class Called:
    """A call: from where, what that counter served then, and by which line of its profile or which reason of staff."""

    seq: int
    at: datetime
    counter: int
    serves: tuple[str, ...]
    profile: str = ""
    rule: str = ""  # empty: in order of arrival
    kind: str = ""  # of the rule (profiles.Line.kind); empty where the mall no longer has it
    reason: str | None = None
    passed: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """One ticket at that moment. `state` is empty where its number was not given yet."""

    label: str
    state: str = ""
    queue: str = ""
    position: int = 0
    given: int = 0  # the journal's seq at which its number was given
    given_at: datetime | None = None
    moved: str | None = None  # what last changed its place: of MOVES, or returned_…
    held: bool = False  # its agency's central system is down
    sent_to: int | None = None  # the counter it waits for alone
    called: Called | None = None  # the call that is asked about


@dataclass(slots=True)
class _Story:
    """What the replay does not keep: why a ticket stands where it stands, who is held, whom counters help."""

    mall: Mall
    hall: Hall = field(default_factory=Hall)
    ids: dict[str, str] = field(default_factory=dict)  # label → ticket
    passages: dict[str, Passage] = field(default_factory=dict)  # ticket → what is known beside the replay
    agencies: dict[str, str] = field(default_factory=dict)
    down: dict[str, Mapping[str, Any]] = field(default_factory=dict)  # pause → its body
    helps: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def tell(self, row: Row) -> None:
        seq, name, body, at = row
        self.hall.apply(seq, name, body)
        if name == "Paused" and body["reason"] == CENTRAL_SYSTEM_DOWN:
            self.down[body["pause"]] = body
        elif name == "Resumed":
            self.down.pop(body["pause"], None)
        elif name == "CounterHelps":
            self.helps[body["counter"]] = tuple(body["queues"])
        elif name == "CounterClosed":
            self.helps.pop(body["counter"], None)
        elif "ticket" in body:
            self._about_ticket(seq, name, body, at)

    def _about_ticket(self, seq: int, name: str, body: Mapping[str, Any], at: datetime) -> None:
        ticket = body["ticket"]
        known = self.passages.get(ticket) or Passage(body["label"], given=seq, given_at=at)
        self.ids[body["label"]] = ticket
        if name in JOINS:
            self.agencies[ticket] = body["agency"]
            known = replace(known, moved=None, sent_to=body.get("to_counter"))
        moved = f"returned_{body['why']}" if name == "TicketReturned" else MOVES.get(name)
        self.passages[ticket] = known if moved is None else replace(known, moved=moved)

    def now(self, label: str, at: datetime) -> Passage:
        """The ticket as it stands now."""
        ticket = self.ids.get(label)
        if ticket is None or ticket not in self.hall.tickets:
            return Passage(label)
        stands = self.hall.tickets[ticket]
        held = any(self._holds(pause, ticket, at) for pause in self.down.values())
        return replace(
            self.passages[ticket], state=stands.state, queue=stands.queue, position=stands.position, held=held
        )

    def _holds(self, pause: Mapping[str, Any], ticket: str, at: datetime) -> bool:
        if pause["until"] and datetime.fromisoformat(pause["until"]) <= at:
            return False
        scope = {"site": pause["code"], "agency": self.agencies[ticket], "service": self.hall.tickets[ticket].service}
        return bool(scope[pause["scope"]] == pause["code"])

    def call(self, seq: int, body: Mapping[str, Any], at: datetime) -> Called:
        number, profile, rule = body["counter"], body.get("profile", ""), body.get("rule", "")
        counter = self.mall.counter_by_number.get(number)
        own = counter.queues if counter else (body["queue"],)
        return Called(
            seq, at, number, (*own, *self.helps.get(number, ())), profile, rule, self._kind(profile, rule),
            body.get("reason"), body.get("passed", 0),
        )  # fmt: skip

    def _kind(self, profile: str, rule: str) -> str:
        found = self.mall.profile_by_code.get(profile)
        lines = enumerate(found.lines if found else (), 1)
        return next((line.kind for n, line in lines if rule and rule in (line.code, str(n))), "")


def passages(rows: Iterable[Row], x: str, y: str, mall: Mall) -> tuple[Passage, Passage] | None:
    """`x` and `y`, by label, just before the call of `x` that is asked about; None: `x` was never called.

    `rows` are the whole day's, in order. Of several calls it is the first at which `y` waited for a counter that might
    have called either, else the first at which `y` waited, else the last. One that was taken back does not count.
    """
    story, calls = _Story(mall), list[tuple[Passage, Passage]]()
    for row in rows:
        seq, name, body, at = row
        if name == "TicketCalled" and body["label"] == x:
            mine = replace(story.now(x, at), called=story.call(seq, body, at))
            calls.append((mine, story.now(y, at)))
        elif name == "MoveUndone" and calls and _waits_again(body, story.ids[x]):
            calls.pop()
        story.tell(row)
    if not calls:
        return None
    waited = [(mine, other) for mine, other in calls if other.state == states.WAITING]
    either = [(mine, other) for mine, other in waited if mine.called and other.queue in mine.called.serves]
    return (*either, *waited, calls[-1])[0]


def _waits_again(undone: Mapping[str, Any], ticket: str) -> bool:
    """Whether it was a call of this ticket that was taken back."""
    restored = {row["id"]: row["state"] for row in undone["restored"]}
    return undone["move"] in ("next", "call") and restored.get(ticket) not in (None, *AT_COUNTER)
