"""The journal played again: what the tables must say if every event is true."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from server.domain import ticket as states
from server.domain.appointments import IN_TIME


@dataclass(slots=True)
class Replayed:
    """One ticket as the journal tells it."""

    label: str
    queue: str
    number: int
    day: str
    service: str
    position: int
    postponed: int = 0
    state: str = states.WAITING
    calls: int = 0
    counter: int | None = None
    mark: str | None = None
    plan: tuple[str, ...] = ()
    priority: str = ""
    appointment: str | None = None  # the promised time


@dataclass(slots=True)
class Hall:
    """Tickets by id, visitors by counter, holders by counter, appointments by id, after every event so far."""

    day: str = ""
    tickets: dict[str, Replayed] = field(default_factory=dict)
    visitors: dict[int, str] = field(default_factory=dict)
    holders: dict[int, str] = field(default_factory=dict)
    open: dict[int, str] = field(default_factory=dict)
    waiting: dict[tuple[str, int], str] = field(default_factory=dict)  # (queue, position) → ticket

    appointments: dict[str, tuple[str, str, str]] = field(default_factory=dict)  # → (service, promised, state)
    skipped: dict[tuple[str, str], int] = field(default_factory=dict)  # (queue, day) → numbers never given

    def apply(self, seq: int, name: str, body: Mapping[str, Any]) -> None:
        """One event. Events that change none of this pass by."""
        act = getattr(self, f"_{name}", None)
        if act is not None:
            act(seq, body)

    def _SiteRestored(self, seq: int, body: Mapping[str, Any]) -> None:
        for queue in body["queues"]:
            self.skipped[queue, body["day"]] = self.skipped.get((queue, body["day"]), 0) + body["skipped"]

    def _DayOpened(self, seq: int, body: Mapping[str, Any]) -> None:
        self.day = body["day"]

    def _TicketIssued(self, seq: int, body: Mapping[str, Any]) -> None:
        self.tickets[body["ticket"]] = Replayed(
            body["label"], body["queue"], body["number"], self.day, body["service"], seq
        )
        self.waiting[body["queue"], seq] = body["ticket"]

    def _PaperKeyedIn(self, seq: int, body: Mapping[str, Any]) -> None:
        ticket = Replayed(body["label"], body["queue"], body["number"], self.day, body["service"], seq)
        ticket.state, ticket.mark, ticket.counter = body["state"], body["mark"], body["counter"]
        ticket.calls = 1 if ticket.state == states.FINISHED else 0
        self.tickets[body["ticket"]] = ticket
        if ticket.state == states.WAITING:
            self.waiting[body["queue"], seq] = body["ticket"]
            self._take_place(body)

    def _NoteRedeemed(self, seq: int, body: Mapping[str, Any]) -> None:
        self._take_place(body)

    def _AppointmentMade(self, seq: int, body: Mapping[str, Any]) -> None:
        self.appointments[body["appointment"]] = body["service"], body["promised_at"], "booked"

    def _AppointmentCancelled(self, seq: int, body: Mapping[str, Any]) -> None:
        self._appointment_is(body, "cancelled")

    def _AppointmentKept(self, seq: int, body: Mapping[str, Any]) -> None:
        self._appointment_is(body, body["ticket"])
        if body["arrival"] == IN_TIME:
            self.tickets[body["ticket"]].appointment = body["promised_at"]

    def _appointment_is(self, body: Mapping[str, Any], state: str) -> None:
        """Only one that is still open is cancelled, or gives a number."""
        service, promised, before = self.appointments[body["appointment"]]
        if before != "booked":
            raise ValueError(f"appointment {body['appointment']} was {before} before")
        self.appointments[body["appointment"]] = service, promised, state

    def _take_place(self, body: Mapping[str, Any]) -> None:
        """Who stands last goes to the first of the positions; each of the others one place back."""
        queue, positions = body["queue"], body["positions"]
        *passed, mine = [self.waiting[queue, position] for position in positions]
        if mine != body["ticket"]:
            raise ValueError(f"ticket {body['label']} does not stand at {positions[-1]}")
        for position, ticket in zip(positions, [mine, *passed], strict=True):
            self.waiting[queue, position] = ticket
            self.tickets[ticket].position = position

    def _TicketParked(self, seq: int, body: Mapping[str, Any]) -> None:
        self._move(body, states.PARKED)
        self.visitors.pop(body["counter"], None)

    def _TicketReturned(self, seq: int, body: Mapping[str, Any]) -> None:
        self._joins(body)

    def _TicketContinued(self, seq: int, body: Mapping[str, Any]) -> None:
        self._joins(body)
        self.tickets[body["ticket"]].plan = tuple(body["plan"])

    def _TicketTransferred(self, seq: int, body: Mapping[str, Any]) -> None:
        if body["counter"] is not None:
            self.visitors.pop(body["counter"], None)
        self._joins(body)

    def _joins(self, body: Mapping[str, Any]) -> None:
        """It waits again, perhaps in another queue, as another leg of its visit."""
        ticket = self.tickets[body["ticket"]]
        self.waiting.pop((ticket.queue, ticket.position), None)
        if ticket.service != body["service"]:
            ticket.appointment = None
        ticket.queue, ticket.service, ticket.position = body["queue"], body["service"], body["positions"][-1]
        ticket.state, ticket.calls, ticket.counter, ticket.mark = states.WAITING, 0, None, None
        self.waiting[ticket.queue, ticket.position] = body["ticket"]
        self._take_place(body)

    def _PlanChanged(self, seq: int, body: Mapping[str, Any]) -> None:
        self.tickets[body["ticket"]].plan = tuple(body["plan"])

    def _PriorityRequested(self, seq: int, body: Mapping[str, Any]) -> None:
        self.tickets[body["ticket"]].priority = states.REQUESTED

    def _PriorityConfirmed(self, seq: int, body: Mapping[str, Any]) -> None:
        self.tickets[body["ticket"]].priority = states.CONFIRMED

    def _PriorityDeclined(self, seq: int, body: Mapping[str, Any]) -> None:
        self.tickets[body["ticket"]].priority = states.DECLINED

    def _MoveUndone(self, seq: int, body: Mapping[str, Any]) -> None:
        """Everybody it had moved stands where they stood; the counter has the visitor it had."""
        for row in body["restored"]:
            self._stands_again(row)
        if body["visitor"] is None:
            self.visitors.pop(body["counter"], None)
        else:
            self.visitors[body["counter"]] = body["visitor"]

    def _stands_again(self, row: Mapping[str, Any]) -> None:
        ticket = self.tickets[row["id"]]
        self.waiting.pop((ticket.queue, ticket.position), None)
        for name in ("queue", "service", "position", "postponed", "state", "calls", "counter", "mark", "priority"):
            setattr(ticket, name, row[name])
        ticket.plan, ticket.appointment = tuple(row["plan"]), row.get("appointment")
        if ticket.state == states.WAITING:
            self.waiting[ticket.queue, ticket.position] = row["id"]

    def _CounterHandedOver(self, seq: int, body: Mapping[str, Any]) -> None:
        self.holders.pop(body["counter"], None)

    def _TicketReleased(self, seq: int, body: Mapping[str, Any]) -> None:
        self._move(body, states.EXPIRED, mark=states.NOTED)

    def _TicketPostponed(self, seq: int, body: Mapping[str, Any]) -> None:
        """Who stood at each position from the old one to the new: the first goes last, the others move up."""
        queue, positions = body["queue"], body["positions"]
        mine, *passing = [self.waiting[queue, position] for position in positions]
        if mine != body["ticket"]:
            raise ValueError(f"ticket {body['label']} does not stand at {positions[0]}")
        for position, ticket in zip(positions, [*passing, mine], strict=True):
            self.waiting[queue, position] = ticket
            self.tickets[ticket].position = position
        self.tickets[mine].postponed += 1

    def _TicketCalled(self, seq: int, body: Mapping[str, Any]) -> None:
        self._move(body, states.CALLED, calls=body["calls"], counter=body["counter"])
        self.visitors[body["counter"]] = body["ticket"]

    def _TicketRecalled(self, seq: int, body: Mapping[str, Any]) -> None:
        self._move(body, states.CALLED, calls=body["calls"])

    def _TicketStarted(self, seq: int, body: Mapping[str, Any]) -> None:
        self._move(body, states.SERVING)

    def _TicketFinished(self, seq: int, body: Mapping[str, Any]) -> None:
        self._move(body, states.FINISHED, mark=body["mark"])
        self.visitors.pop(body["counter"], None)

    def _TicketAbsent(self, seq: int, body: Mapping[str, Any]) -> None:
        self._move(body, states.ABSENT)
        self.visitors.pop(body["counter"], None)

    def _TicketCancelled(self, seq: int, body: Mapping[str, Any]) -> None:
        self._move(body, states.CANCELLED)

    def _TicketExpired(self, seq: int, body: Mapping[str, Any]) -> None:
        self._move(body, states.EXPIRED)

    def _CounterTaken(self, seq: int, body: Mapping[str, Any]) -> None:
        self.holders[body["counter"]] = body["by"]

    def _CounterOpened(self, seq: int, body: Mapping[str, Any]) -> None:
        self.open[body["counter"]] = "open"

    def _CounterPaused(self, seq: int, body: Mapping[str, Any]) -> None:
        self.open[body["counter"]] = "paused"

    def _CounterClosed(self, seq: int, body: Mapping[str, Any]) -> None:
        self.open.pop(body["counter"], None)
        if body["mark"]:
            self.holders.pop(body["counter"], None)

    def _CounterLeft(self, seq: int, body: Mapping[str, Any]) -> None:
        self.open.pop(body["counter"], None)
        self.holders.pop(body["counter"], None)

    def _move(self, body: Mapping[str, Any], state: str, **changes: Any) -> None:
        ticket = self.tickets[body["ticket"]]
        self.waiting.pop((ticket.queue, ticket.position), None)
        ticket.state = state
        for name, value in changes.items():
            setattr(ticket, name, value)


def replay(rows: Iterable[tuple[int, str, Mapping[str, Any]]]) -> Hall:
    """The hall after all rows (seq, name, body), in order."""
    hall = Hall()
    for seq, name, body in rows:
        hall.apply(seq, name, body)
    return hall
