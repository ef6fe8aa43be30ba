"""Bugs planted on purpose behind the store's port: each must turn an invariant red. Production code stays as it is."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

from server.domain.profiles import Select
from server.domain.ticket import Ticket
from server.ports import Job

Plant = Callable[[Any], Any]


class Tampered:
    """Something of the store with some of its doings replaced."""

    def __init__(self, inner: Any, **instead: Any) -> None:
        self._inner = inner
        self.__dict__.update(instead)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def every(n: int) -> Callable[[], bool]:
    """True each n-th time it is asked."""
    numbers = count(1)
    return lambda: next(numbers) % n == 0


def nothing() -> Plant:
    return lambda unit: unit


def next_calls_the_same_ticket() -> Plant:
    """`next` hands out the queue's last served ticket again."""
    due, last = every(12), dict[tuple[str, ...], str]()

    def plant(unit: Any) -> Any:
        rows = unit.tickets

        def first_of(select: Select, day: date, *more: Any) -> Ticket | None:
            honest = rows.first_of(select, day, *more)
            again = rows.get(last[select.queues]) if select.queues in last and due() else None
            if again is not None and again.state in ("finished", "absent") and again.day == day:
                return replace(again, state="waiting")
            if honest is not None:
                last[select.queues] = honest.id
            return honest

        def save(before: Ticket, after: Ticket) -> None:
            stored = rows.get(before.id)
            rows.save(replace(before, state=stored.state, calls=stored.calls, position=stored.position), after)

        return Tampered(unit, tickets=Tampered(rows, first_of=first_of, save=save))

    return plant


def next_passes_over_the_first() -> Plant:
    due = every(5)

    def plant(unit: Any) -> Any:
        def first_of(select: Select, day: date, *more: Any) -> Ticket | None:
            honest = unit.tickets.first_of(select, day, *more)
            found = [one for one in unit.tickets.waiting(select.queues, day, 6) if select.holds(one)]
            return found[1] if due() and len(found) > 1 else honest

        return Tampered(unit, tickets=Tampered(unit.tickets, first_of=first_of))

    return plant


def limits_are_forgotten() -> Plant:
    """What a line has used up is never remembered: priority goes first for ever."""

    def plant(unit: Any) -> Any:
        return Tampered(unit, desks=Tampered(unit.desks, set_credits=lambda pool, day, values: None))

    return plant


def late_visitors_come_too_late() -> Plant:
    """The first in line is overlooked where a late visitor returns."""
    due = every(2)

    def plant(unit: Any) -> Any:
        def waiting(queues: Any, day: date, limit: int) -> list[Ticket]:
            found: list[Ticket] = unit.tickets.waiting(queues, day, limit)
            return found[1:] if limit > 1000 and len(found) > 2 and due() else found

        return Tampered(unit, tickets=Tampered(unit.tickets, waiting=waiting))

    return plant


def who_was_sent_to_a_colleague_is_called_by_anybody() -> Plant:
    def plant(unit: Any) -> Any:
        def first_of(select: Select, day: date, *barred: Any) -> Ticket | None:
            found: Ticket | None = unit.tickets.first_of(select, day)
            return found

        return Tampered(unit, tickets=Tampered(unit.tickets, first_of=first_of))

    return plant


def undoing_forgets_the_tally() -> Plant:
    def plant(unit: Any) -> Any:
        rows = unit.tickets

        def forget_undo(counter: int) -> None:
            unit.desks.forget_undo(counter)
            rows.change_waiting("A", unit.journal.head().day, 1)

        return Tampered(unit, desks=Tampered(unit.desks, forget_undo=forget_undo))

    return plant


def postponing_skips_somebody() -> Plant:
    """The next in line is forgotten: somebody further back goes first instead."""
    due = every(2)

    def plant(unit: Any) -> Any:
        def waiting_behind(ticket: Ticket, limit: int) -> list[Ticket]:
            found: list[Ticket] = unit.tickets.waiting_behind(ticket, limit + 1)
            return found[1:] if due() and len(found) > 1 else found[:limit]

        return Tampered(unit, tickets=Tampered(unit.tickets, waiting_behind=waiting_behind))

    return plant


def a_number_is_skipped() -> Plant:
    due = every(25)

    def plant(unit: Any) -> Any:
        def take_number(queue: str, day: date) -> tuple[int, int]:
            if due():
                unit.tickets.take_number(queue, day)
                unit.tickets.change_waiting(queue, day, -1)
            taken: tuple[int, int] = unit.tickets.take_number(queue, day)
            return taken

        return Tampered(unit, tickets=Tampered(unit.tickets, take_number=take_number))

    return plant


def _job_dropped(kind: str) -> Callable[[], Plant]:
    def planted() -> Plant:
        due = every(20)

        def plant(unit: Any) -> Any:
            def add(job: Job) -> None:
                if job.kind != kind or not due():
                    unit.jobs.add(job)

            return Tampered(unit, jobs=Tampered(unit.jobs, add=add))

        return plant

    return planted


def the_waiting_tally_drifts() -> Plant:
    due = every(25)

    def plant(unit: Any) -> Any:
        def change_waiting(queue: str, day: date, by: int) -> int:
            changed: int = unit.tickets.change_waiting(queue, day, 0 if due() else by)
            return changed

        return Tampered(unit, tickets=Tampered(unit.tickets, change_waiting=change_waiting))

    return plant


def a_ticket_is_never_written() -> Plant:
    due = every(25)

    def plant(unit: Any) -> Any:
        def add(ticket: Ticket) -> None:
            if not due():
                unit.tickets.add(ticket)

        return Tampered(unit, tickets=Tampered(unit.tickets, add=add))

    return plant


def requests_are_forgotten() -> Plant:
    due = every(2)

    def plant(unit: Any) -> Any:
        def remember(*what: Any) -> None:
            if not due():
                unit.requests.remember(*what)

        return Tampered(unit, requests=Tampered(unit.requests, remember=remember))

    return plant


def uncertain_slips_print_again() -> Plant:
    """A slip of which nobody knows whether it came out goes back among the waiting."""

    def plant(unit: Any) -> Any:
        def save(before: Job, after: Job) -> None:
            again = after.state == "uncertain" and after.kind == "slip"
            unit.jobs.save(before, replace(after, state="waiting", claimed_by=None) if again else after)

        return Tampered(unit, jobs=Tampered(unit.jobs, save=save))

    return plant


PLANTS: Mapping[str, Callable[[], Plant]] = {
    "nothing": nothing,
    "next_calls_the_same_ticket": next_calls_the_same_ticket,
    "next_passes_over_the_first": next_passes_over_the_first,
    "limits_are_forgotten": limits_are_forgotten,
    "late_visitors_come_too_late": late_visitors_come_too_late,
    "who_was_sent_to_a_colleague_is_called_by_anybody": who_was_sent_to_a_colleague_is_called_by_anybody,
    "undoing_forgets_the_tally": undoing_forgets_the_tally,
    "postponing_skips_somebody": postponing_skips_somebody,
    "a_number_is_skipped": a_number_is_skipped,
    "a_slip_job_is_dropped": _job_dropped("slip"),
    "an_announcement_job_is_dropped": _job_dropped("announcement"),
    "the_waiting_tally_drifts": the_waiting_tally_drifts,
    "a_ticket_is_never_written": a_ticket_is_never_written,
    "requests_are_forgotten": requests_are_forgotten,
    "uncertain_slips_print_again": uncertain_slips_print_again,
}
