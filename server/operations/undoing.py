"""A desk's last move, taken back within the site's minute, unless somebody else has acted upon it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from server.domain import profiles, staffing
from server.domain import ticket as tickets
from server.domain.access import Actor
from server.domain.events import AutoCallSet, MoveUndone
from server.domain.instants import instant_text
from server.domain.profiles import Credit, Credits
from server.domain.refusals import NothingToUndo, UndoTooLate
from server.domain.standing import stands_again
from server.domain.ticket import Ticket
from server.operations import choosing
from server.operations.at_counter import my_desk
from server.operations.choosing import Place
from server.operations.recording import Asked, Done, done, done_before, record
from server.ports import Hall, Undo, Unit

_AT_COUNTER = (tickets.CALLED, tickets.SERVING)
# What the journal's replay knows of a ticket: an undone move puts these back.
_REPLAYED = (
    "queue",
    "service",
    "position",
    "postponed",
    "state",
    "calls",
    "counter",
    "mark",
    "priority",
    "plan",
    "appointment",
)
_TIMES = frozenset({
    "issued_at", "first_called_at", "called_at", "started_at", "ended_at", "joined_at", "queued_at", "parked_until",
    "appointment",
})  # fmt: skip
# Others may let go first or join late meanwhile: that moves a place and is no reason to refuse.
_MAY_CHANGE = frozenset({"position", "postponed", "promised_low", "promised_high", "promised_how", "called_seq"})


@dataclass(frozen=True, slots=True)
class Move:
    """What a move is about to change, as it was: the tickets, the visitor at the counter, the pool's credits."""

    place: Place
    name: str
    before: tuple[Ticket, ...]
    credits: Credits


def begin(unit: Unit, place: Place, name: str, concerned: Iterable[Ticket | None]) -> Move:
    before = tuple(ticket for ticket in concerned if ticket is not None)
    return Move(place, name, before, _credits(unit, place))


def _credits(unit: Unit, place: Place) -> Credits:
    day = unit.journal.head().day
    return choosing.credits_of(unit, place, day) if day else ()


def _credits_plain(credits: Credits) -> list[list[int]]:
    return [[one.left, one.since] for one in credits]


def _credits_from(values: Iterable[Iterable[int]]) -> Credits:
    return tuple(Credit(*value) for value in values)


def also(move: Move, ticket: Ticket) -> Move:
    """The move with one more ticket that it changes, unless it is known."""
    known = any(one.id == ticket.id for one in move.before)
    return move if known else replace(move, before=(*move.before, ticket))


def keep(unit: Unit, move: Move, by: str, now: datetime) -> None:
    """Remember the move as this counter's last one."""
    pairs = [(ticket, unit.tickets.get(ticket.id)) for ticket in move.before]
    desk, number = move.place.desk, move.place.counter.number
    unit.desks.set_undo(Undo(number, by, now, move.name, {
        "tickets": [{"before": plain(before), "after": plain(after)} for before, after in pairs if after],
        "visitor": desk.ticket, "label": desk.label, "after": unit.counters.get(number).ticket,
        "credits": _credits_plain(move.credits), "credits_after": _credits_plain(_credits(unit, move.place)),
    }))  # fmt: skip


def plain(ticket: Ticket) -> dict[str, Any]:
    """A ticket's stored row as JSON values."""
    return {name: _plain(value) for name, value in asdict(ticket).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def from_plain(row: Mapping[str, Any]) -> Ticket:
    values = {field.name: row[field.name] for field in fields(Ticket) if field.name in row}
    times = {name: datetime.fromisoformat(values[name]) for name in _TIMES if values.get(name)}
    return Ticket(**{**values, **times, "day": date.fromisoformat(row["day"]), "plan": tuple(row["plan"])})


def undo(hall: Hall, actor: Actor, *, counter: int, request_id: str) -> Done:
    """Take this counter's last move back: who made it, within `undo_seconds`. Raises NothingToUndo, UndoTooLate."""
    asked = Asked(request_id, actor, "undo", {"counter": counter})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        stands, desk = my_desk(unit, actor, counter)
        last = undoable(unit, counter, actor.id, now)
        if last is None or desk.ticket != last.body["after"]:
            raise NothingToUndo(counter=counter)
        place = choosing.place_of(unit, stands, desk)
        restored = [_restore(unit, pair) for pair in last.body["tickets"]]
        _seat_again(unit, place, last, actor.id, now)
        unit.desks.forget_undo(counter)
        record(unit, MoveUndone(
            counter, stands.zone, stands.agency, last.move, restored[-1][0].label, last.body["visitor"],
            [_replayed(before) for before, *_ in restored],
            [tell for before, present, _ in restored for tell in _tells(unit, before, present)],
            actor.id, [stands_again(*one) for one in restored],
        ), now)  # fmt: skip
        return done(unit, asked, {"counter": counter, "move": last.move, "label": restored[-1][0].label}, now)


def undoable(unit: Unit, counter: int, by: str, now: datetime) -> Undo | None:
    """The last move at this counter, while its maker may still take it back."""
    last = unit.desks.undo(counter)
    seconds = unit.mall.calling.undo_seconds
    in_time = last is not None and timedelta(0) <= now - last.at <= timedelta(seconds=seconds)
    return last if last is not None and last.by == by and in_time else None


def overtaken(unit: Unit, last: Undo) -> bool:
    """Whether somebody, the maker as well, has acted since upon a ticket of this move."""
    pairs = [(unit.tickets.get(pair["after"]["id"]), from_plain(pair["after"])) for pair in last.body["tickets"]]
    return any(present is None or not _is_still(present, after) for present, after in pairs)


def _restore(unit: Unit, pair: Mapping[str, Any]) -> tuple[Ticket, Ticket, str | None]:
    """The ticket as it was, as it was until now, and how the stop had ended that now goes on.

    Raises UndoTooLate where somebody has acted upon it since.
    """
    before, after = from_plain(pair["before"]), from_plain(pair["after"])
    present = unit.tickets.get(before.id)
    if present is None or not _is_still(present, after):
        raise UndoTooLate(label=before.label)
    unit.tickets.save(present, before)
    unmade = _unmake_stop(unit, before, present)
    for queue, by in ((present.queue, -1), (before.queue, 1)):
        state = present.state if by < 0 else before.state
        if state == tickets.WAITING:
            unit.tickets.change_waiting(queue, before.day, by)
    return before, present, unmade


def _unmake_stop(unit: Unit, before: Ticket, present: Ticket) -> str | None:
    if before.state not in _AT_COUNTER or (present.state in _AT_COUNTER and present.leg == before.leg):
        return None
    outcome = next((leg.outcome for leg in unit.legs.of_ticket(before.id) if leg.n == before.leg), None)
    unit.legs.remove(before.id, before.leg)
    return outcome


def _is_still(present: Ticket, after: Ticket) -> bool:
    now, then = asdict(present), asdict(after)
    return all(now[name] == then[name] for name in then if name not in _MAY_CHANGE)


def _seat_again(unit: Unit, place: Place, last: Undo, by: str, now: datetime) -> None:
    """Who was there before. An empty counter no longer calls by itself: it would call the same visitor at once."""
    before, counter = place.desk, place.counter
    calls_itself = before.auto_call and last.body["visitor"] is not None
    seated = staffing.seat(before, last.body["visitor"], last.body["label"])
    unit.counters.save(before, replace(seated, auto_call=calls_itself))
    if before.auto_call and not calls_itself:
        record(unit, AutoCallSet(counter.number, counter.zone, counter.agency, False, by), now)
    day = unit.journal.head().day
    if last.move in ("next", "call") and day is not None:
        _give_back(unit, place, day, last)


def _give_back(unit: Unit, place: Place, day: date, last: Undo) -> None:
    """The credits of the pool, of which other counters may have used some meanwhile."""
    was, left = _credits_from(last.body["credits"]), _credits_from(last.body["credits_after"])
    present = choosing.credits_of(unit, place, day)
    choosing.keep_credits(unit, place, day, profiles.taken_back(place.profile, present, was, left))


def _replayed(ticket: Ticket) -> dict[str, Any]:
    return {"id": ticket.id, **{name: _plain(getattr(ticket, name)) for name in _REPLAYED}}


def _tells(unit: Unit, before: Ticket, present: Ticket) -> list[dict[str, Any]]:
    """What a screen needs: where the ticket stands again, and where it no longer does."""
    here = _tell(unit, before, before, before.state)
    left_a_place = present.state == tickets.WAITING and present.position != before.position
    if present.queue == before.queue and not left_a_place:
        return [here]
    return [here, _tell(unit, before, present, "gone")]


def _tell(unit: Unit, ticket: Ticket, where: Ticket, state: str) -> dict[str, Any]:
    return {
        "label": ticket.label, "queue": where.queue, "agency": where.agency,
        "zone": unit.mall.zone_of_queue(where.queue).number, "state": state, "position": where.position,
        "counter": ticket.counter, "calls": ticket.calls,
        "waiting": unit.tickets.change_waiting(where.queue, ticket.day, 0),
    }  # fmt: skip
