"""What the journal's events teach of waiting, one after the other: who stood where, who was called first, who left."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from server.domain.appointments import IN_TIME
from server.domain.lessons import Missed, Passed, Served
from server.domain.profiles import APPOINTMENT, ORDINARY, PRIORITY, class_by
from server.domain.ticket import WAITING

Row = tuple[int, str, Mapping[str, Any], datetime]  # seq, name, body, at
Lesson = Served | Missed | Passed

NOT_STARTED = "not_started"  # nobody said when serving began: such a visit teaches no minutes, but its visitor came
MINUTE = 60.0

JOINS = ("TicketIssued", "PaperKeyedIn", "TicketReturned", "TicketTransferred", "TicketContinued")
AT_COUNTER = ("TicketCalled", "TicketStarted", "TicketFinished", "TicketAbsent", "TicketParked", "TicketTransferred")
LEAVES = ("TicketCancelled", "TicketReleased", "TicketExpired")
MOVES_PLACE = ("TicketPostponed", "NoteRedeemed", "PriorityConfirmed", "PriorityDeclined")
# Whatever a desk can take back; a start is none of it.
UNDOABLE = ("TicketCalled", "TicketFinished", "TicketAbsent", "TicketParked", "TicketTransferred", "TicketContinued",
            "TicketReturned")  # fmt: skip
TELLING = tuple(dict.fromkeys((
    *JOINS, *AT_COUNTER, *LEAVES, *MOVES_PLACE, "MoveUndone", "CounterOpened", "DayOpened",
)))  # fmt: skip


@dataclass(slots=True)
class Standing:
    """One who waits: since when (seconds), behind how many at first.

    `extra` counts who came to stand ahead since, or was called first from behind. `teaches`: the rules alone moved it.
    """

    ticket: str
    service: str
    rank: str
    since: float
    ahead: int
    extra: int = 0
    teaches: bool = True


@dataclass(slots=True)
class Visiting:
    """Who is at a counter."""

    ticket: str
    service: str
    queue: str
    called: float
    started: float | None = None
    gap: float | None = None  # minutes the counter had been free, while this visitor waited


@dataclass(slots=True)
class Place:
    """A counter: since when it is free and open, as far as it is known."""

    freed: float | None = None
    opened: float | None = None
    visitor: Visiting | None = None


@dataclass(slots=True)
class Lines:
    """The lines of a day and who is at the counters, after the journal's row `seq`."""

    seq: int = 0
    standing: dict[str, list[Standing]] = field(default_factory=dict)  # by queue, in the order of places
    places: dict[int, Place] = field(default_factory=dict)

    def heard(self, row: Row) -> Iterator[Lesson]:
        """One event; yields what it teaches. Whoever it does not know passes by: it began in the middle of a day."""
        self.seq, name, body, moment = row
        act = getattr(self, f"_{name}", None)
        if act is not None:
            yield from act(body, moment.timestamp())

    # the lines

    def _find(self, queue: str, ticket: str) -> int | None:
        return next((n for n, one in enumerate(self.standing.get(queue, ())) if one.ticket == ticket), None)

    def _take(self, queue: str, ticket: str) -> tuple[int, Standing] | None:
        """Out of the line; where it stood."""
        place = self._find(queue, ticket)
        return None if place is None else (place, self.standing[queue].pop(place))

    def _put(self, queue: str, mine: Standing, behind: int) -> None:
        """Into the line, with so many behind: from now on they have one more ahead."""
        line = self.standing.setdefault(queue, [])
        place = max(0, len(line) - behind)
        mine.ahead, mine.extra = place, 0
        for one in line[place:]:
            one.extra += 1
        line.insert(place, mine)

    def _joins(self, body: Mapping[str, Any], at: float, teaches: bool = True) -> Iterator[Lesson]:
        behind = len(body.get("positions", [0])) - 1
        sent = bool(body.get("to_counter") or body.get("to_staff"))  # it waits for that alone
        mine = Standing(body["ticket"], body["service"], rank_in(body), at, 0, teaches=teaches and not sent)
        self._put(body["queue"], mine, behind)
        return iter(())

    _TicketIssued = _TicketReturned = _TicketContinued = _joins

    def _PaperKeyedIn(self, body: Mapping[str, Any], at: float) -> Iterator[Lesson]:
        return self._joins(body, at, teaches=False) if body["state"] == WAITING else iter(())

    def _TicketTransferred(self, body: Mapping[str, Any], at: float) -> Iterator[Lesson]:
        yield from self._ended(body, at)
        self._take(body["left_queue"], body["ticket"])
        yield from self._joins(body, at)

    def _TicketPostponed(self, body: Mapping[str, Any], at: float) -> Iterator[Lesson]:
        """Those it lets go first move up; it comes to stand before whoever is left, to whom nothing changes."""
        found = self._take(body["queue"], body["ticket"])
        if found is not None:
            place, mine = found
            mine.teaches = False
            self.standing[body["queue"]].insert(place + len(body["positions"]) - 1, mine)
        return iter(())

    def _NoteRedeemed(self, body: Mapping[str, Any], at: float) -> Iterator[Lesson]:
        found = self._take(body["queue"], body["ticket"])
        if found is not None:
            found[1].teaches = False
            self._put(body["queue"], found[1], len(body["positions"]) - 1)
        return iter(())

    def _ranked(self, body: Mapping[str, Any], rank: str, of: str | None = None) -> Iterator[Lesson]:
        """From now on the rules see it otherwise: who goes first is counted anew. `of`: only who was of this class."""
        place = self._find(body["queue"], body["ticket"])
        if place is not None:
            mine = self.standing[body["queue"]][place]
            if mine.rank != rank and of in (None, mine.rank):
                mine.rank, mine.ahead, mine.extra = rank, place, 0
        return iter(())

    def _PriorityConfirmed(self, body: Mapping[str, Any], at: float) -> Iterator[Lesson]:
        return self._ranked(body, PRIORITY)

    def _PriorityDeclined(self, body: Mapping[str, Any], at: float) -> Iterator[Lesson]:
        return self._ranked(body, ORDINARY, of=PRIORITY)

    def _AppointmentKept(self, body: Mapping[str, Any], at: float) -> Iterator[Lesson]:
        return self._ranked(body, APPOINTMENT, of=ORDINARY) if body["arrival"] == IN_TIME else iter(())

    def _TicketCancelled(self, body: Mapping[str, Any], at: float) -> Iterator[Lesson]:
        found = self._take(body["queue"], body["ticket"])
        if found is not None and found[1].teaches:
            yield Missed(body["queue"], waited=(at - found[1].since) / MINUTE)

    def _gone(self, body: Mapping[str, Any], at: float) -> Iterator[Lesson]:
        """Sent home at the day's end or by staff: they did not give up, so it teaches nothing."""
        self._take(body["queue"], body["ticket"])
        return iter(())

    _TicketReleased = _TicketExpired = _gone

    def _DayOpened(self, body: Mapping[str, Any], at: float) -> Iterator[Lesson]:
        self.standing, self.places = {}, {}
        return iter(())

    # the counters

    def _CounterOpened(self, body: Mapping[str, Any], at: float) -> Iterator[Lesson]:
        self.places.setdefault(body["counter"], Place()).opened = at
        return iter(())

    def _TicketCalled(self, body: Mapping[str, Any], at: float) -> Iterator[Lesson]:
        queue, counter = body["queue"], self.places.setdefault(body["counter"], Place())
        mine = Visiting(body["ticket"], body["service"], queue, at)
        counter.visitor = mine
        found = self._take(queue, body["ticket"])
        if found is None:
            return
        place, stood = found
        mine.gap = _gap(counter, stood.since, at)
        for one in self.standing[queue][:place]:
            one.extra += 1
        # Who comes back and is called in the same breath was chosen aside from the line.
        if stood.teaches and at > stood.since:
            before = stood.ahead + stood.extra - place
            yield Passed(queue, stood.rank, stood.ahead, before, (at - stood.since) / MINUTE)

    def _visitor(self, body: Mapping[str, Any]) -> Visiting | None:
        counter = self.places.get(body["counter"]) if body["counter"] is not None else None
        there = counter.visitor if counter is not None else None
        return there if there is not None and there.ticket == body["ticket"] else None

    def _TicketStarted(self, body: Mapping[str, Any], at: float) -> Iterator[Lesson]:
        there = self._visitor(body)
        if there is not None and there.started is None:
            there.started = at
        return iter(())

    def _leaves(self, body: Mapping[str, Any], at: float) -> Visiting | None:
        there = self._visitor(body)
        if there is not None:
            self.places[body["counter"]].visitor, self.places[body["counter"]].freed = None, at
        return there

    def _ended(self, body: Mapping[str, Any], at: float) -> Iterator[Lesson]:
        there = self._leaves(body, at)
        if there is None:
            return
        begun = there.called if there.started is None else there.started
        walked = None if there.started is None else (there.started - there.called) / MINUTE
        mark = body.get("mark") or (NOT_STARTED if there.started is None else None)
        yield Served(
            there.service, there.queue, body["counter"], (at - begun) / MINUTE, mark, walked, there.gap
        )  # fmt: skip

    _TicketFinished = _TicketParked = _ended

    def _TicketAbsent(self, body: Mapping[str, Any], at: float) -> Iterator[Lesson]:
        there = self._leaves(body, at)
        if there is not None:
            yield Missed(there.queue, minutes=(at - there.called) / MINUTE)


def rank_in(body: Mapping[str, Any]) -> str:
    """The class of who joins, as far as the event tells it: what the work profiles look at."""
    return class_by(body.get("priority", ""))


def _gap(counter: Place, since: float, at: float) -> float | None:
    """Minutes from a free counter to this call, where its visitor waited all along and the counter was open."""
    freed = counter.freed
    if freed is None or since > freed or (counter.opened is not None and counter.opened > freed):
        return None
    return (at - freed) / MINUTE


def without_undone(rows: Sequence[Row]) -> list[Row]:
    """Without the moves that were taken back later on: one move's rows carry the same moment."""
    void: set[int] = set()
    for n, (_, name, body, _) in enumerate(rows):
        if name == "MoveUndone":
            void |= _undone(rows[:n], void, {one["id"] for one in body["restored"]})
    return [row for row in rows if row[0] not in void]


def _undone(before: Sequence[Row], void: set[int], restored: set[str]) -> set[int]:
    theirs = [
        row for row in before if row[1] in UNDOABLE and row[0] not in void and row[2].get("ticket") in restored
    ]  # fmt: skip
    return {row[0] for row in theirs if row[3] == theirs[-1][3]}


def followed(lines: Lines, rows: Iterable[Row]) -> list[Lesson]:
    """All that these rows teach; `lines` stands after the last of them."""
    return [lesson for row in rows for lesson in lines.heard(row)]


def as_plain(lines: Lines) -> dict[str, Any]:
    """As JSON takes it; `from_plain` reads it again."""
    return {
        "seq": lines.seq,
        "standing": {queue: [_values(one) for one in line] for queue, line in lines.standing.items() if line},
        "places": {
            str(number): [one.freed, one.opened, _values(one.visitor) if one.visitor else None]
            for number, one in lines.places.items()
        },
    }  # fmt: skip


def _values(one: Standing | Visiting) -> list[Any]:
    return [getattr(one, name) for name in one.__slots__]


def from_plain(plain: Mapping[str, Any]) -> Lines:
    return Lines(
        plain["seq"],
        {queue: [Standing(*one) for one in line] for queue, line in plain["standing"].items()},
        {
            int(number): Place(freed, opened, Visiting(*visitor) if visitor else None)
            for number, (freed, opened, visitor) in plain["places"].items()
        },
    )  # fmt: skip
