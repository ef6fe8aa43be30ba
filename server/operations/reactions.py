"""The one table of what follows from what: which event makes which job for which device."""

from collections.abc import Callable, Iterable
from typing import Any

from server.domain.events import (
    AppointmentPrinted,
    DayClosed,
    NotePrinted,
    PaperBlockPrinted,
    ReportSigned,
    SlipReprinted,
    TicketCalled,
    TicketIssued,
    TicketRecalled,
    WaitingListPrinted,
)  # fmt: skip
from server.domain.mall import Mall
from server.domain.paper_blocks import block_of
from server.ports import Job, Recorded

SLIP, REPORT, ANNOUNCEMENT, NOTE, WAITING_LIST = "slip", "report", "announcement", "note", "waiting_list"
PAPER_BLOCK, APPOINTMENT = "paper_block", "appointment"


def slip_target(printer: str) -> str:
    return f"printer:{printer}"


def field_target(field: int) -> str:
    return f"field:{field}"


def _job(recorded: Recorded, kind: str, target: str, ticket: str | None, **body: Any) -> Job:
    """A job's id sorts by the event it follows from, so that devices work in the order things happened."""
    return Job(f"{recorded.seq:012d}-{kind}", kind, target, "waiting", body, recorded.at, ticket)


def _slip(recorded: Recorded, event: TicketIssued, mall: Mall) -> Iterable[Job]:
    if event.printer:
        yield _job(recorded, SLIP, slip_target(event.printer), event.ticket, printer=event.printer, reprint=False)


def _reprint(recorded: Recorded, event: SlipReprinted, mall: Mall) -> Iterable[Job]:
    yield _job(recorded, SLIP, slip_target(event.printer), event.ticket, printer=event.printer, reprint=True)


def _announcement(recorded: Recorded, event: TicketCalled | TicketRecalled, mall: Mall) -> Iterable[Job]:
    field = mall.zone_by_number[event.zone].sound_field
    yield _job(
        recorded, ANNOUNCEMENT, field_target(field), event.ticket,
        call_seq=recorded.seq, calls=event.calls, counter=event.counter, field=field,
    )  # fmt: skip


def _report(recorded: Recorded, event: DayClosed | ReportSigned, mall: Mall) -> Iterable[Job]:
    if mall.printers:
        printer = mall.printers[0].id
        yield _job(recorded, REPORT, slip_target(printer), None, printer=printer, day=event.day)


def _note(recorded: Recorded, event: NotePrinted, mall: Mall) -> Iterable[Job]:
    yield _job(recorded, NOTE, slip_target(event.printer), event.ticket, printer=event.printer)


def _appointment(recorded: Recorded, event: AppointmentPrinted, mall: Mall) -> Iterable[Job]:
    about = {"printer": event.printer, "appointment": event.appointment}
    yield _job(recorded, APPOINTMENT, slip_target(event.printer), None, **about)


def _list(recorded: Recorded, event: WaitingListPrinted, mall: Mall) -> Iterable[Job]:
    about = {"agency": event.listed_agency, "zone": event.listed_zone}
    yield _job(recorded, WAITING_LIST, slip_target(event.printer), None, printer=event.printer, **about)


def _block(recorded: Recorded, event: PaperBlockPrinted, mall: Mall) -> Iterable[Job]:
    block = block_of(mall, event.block_queue, event.first, event.count)
    yield _job(recorded, PAPER_BLOCK, slip_target(event.printer), None, printer=event.printer, **block)


FOLLOWS: dict[type, Callable[..., Iterable[Job]]] = {
    TicketIssued: _slip,
    SlipReprinted: _reprint,
    TicketCalled: _announcement,
    TicketRecalled: _announcement,
    DayClosed: _report,
    ReportSigned: _report,
    NotePrinted: _note,
    AppointmentPrinted: _appointment,
    WaitingListPrinted: _list,
    PaperBlockPrinted: _block,
}


def react(recorded: Recorded, mall: Mall) -> Iterable[Job]:
    follow = FOLLOWS.get(type(recorded.event))
    return follow(recorded, recorded.event, mall) if follow else ()
