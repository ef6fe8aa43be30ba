"""What happened in the hall: every event of the journal, in the past tense, with the rooms that hear of it.

Bodies hold codes, numbers and ids only: no name, no free text, nothing personal. `ticket` ids are capabilities
of their holders and never leave the journal (server.live.messages strips them).
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

# isort: off
from server.domain.floor_events import (
    AlarmRaised as AlarmRaised, AutoCallSet as AutoCallSet, CheckConfirmed as CheckConfirmed,
    CounterHandedOver as CounterHandedOver, CounterHelps as CounterHelps, DayReopened as DayReopened,
    HoursExtended as HoursExtended, MessageLifted as MessageLifted, MessageShown as MessageShown,
    QuotaRaised as QuotaRaised, ReportSigned as ReportSigned,
)  # fmt: skip
from server.domain.house_events import (
    AnnouncementReady as AnnouncementReady,
    AnnouncementSkipped as AnnouncementSkipped,
    AnnouncementSpoken as AnnouncementSpoken,
    ClockConfirmed as ClockConfirmed,
    ClockDoubted as ClockDoubted,
    ClockStepped as ClockStepped,
    ClockTrusted as ClockTrusted,
    DeviceConnected as DeviceConnected,
    DeviceLost as DeviceLost,
    DevicePaired as DevicePaired,
    DeviceWithdrawn as DeviceWithdrawn,
    DisplayChanged as DisplayChanged,
    PlayerChanged as PlayerChanged,
    PrinterChanged as PrinterChanged,
    VoiceChanged as VoiceChanged,
)  # fmt: skip
from server.domain.ticket_events import (
    AppointmentKept as AppointmentKept,
    MoveUndone as MoveUndone, NoteRedeemed as NoteRedeemed, PaperKeyedIn as PaperKeyedIn, PlanChanged as PlanChanged,
    PriorityConfirmed as PriorityConfirmed, PriorityDeclined as PriorityDeclined,
    PriorityRequested as PriorityRequested, TicketAbsent as TicketAbsent, TicketCalled as TicketCalled,
    TicketCancelled as TicketCancelled, TicketContinued as TicketContinued, TicketExpired as TicketExpired,
    TicketFinished as TicketFinished, TicketIssued as TicketIssued, TicketParked as TicketParked,
    TicketPostponed as TicketPostponed, TicketRecalled as TicketRecalled, TicketReleased as TicketReleased,
    TicketReturned as TicketReturned, TicketStarted as TicketStarted, TicketTransferred as TicketTransferred,
)  # fmt: skip
# isort: on


@dataclass(frozen=True, slots=True)
class SlipReprinted:
    ticket: str
    label: str
    agency: str
    zone: int
    printer: str
    by: str


@dataclass(frozen=True, slots=True)
class NotePrinted:
    ticket: str
    label: str
    agency: str
    zone: int
    printer: str
    by: str


@dataclass(frozen=True, slots=True)
class AppointmentMade:
    """A time at a service was promised to somebody; its code stays outside the journal."""

    appointment: str
    service: str
    agency: str
    day: str
    promised_at: str
    by: str


@dataclass(frozen=True, slots=True)
class AppointmentCancelled:
    appointment: str
    service: str
    agency: str
    day: str
    promised_at: str
    by: str


@dataclass(frozen=True, slots=True)
class AppointmentPrinted:
    appointment: str
    agency: str
    printer: str
    by: str


@dataclass(frozen=True, slots=True)
class WaitingListPrinted:
    """Who waits, on paper, for calling by voice; of one agency, one zone, or the hall."""

    listed_agency: str | None
    listed_zone: int | None
    printer: str
    zone: int  # where the printer stands
    by: str


@dataclass(frozen=True, slots=True)
class PaperBlockPrinted:
    """Numbers to tear off go to a printer, before they are needed: `count` of this queue, from `first` on."""

    block_queue: str
    first: int
    count: int
    printer: str
    zone: int  # where the printer stands
    by: str


@dataclass(frozen=True, slots=True)
class CounterTaken:
    counter: int
    zone: int
    agency: str
    by: str
    taken_over_from: str | None


@dataclass(frozen=True, slots=True)
class CounterOpened:
    counter: int
    zone: int
    agency: str
    by: str


@dataclass(frozen=True, slots=True)
class CounterPaused:
    counter: int
    zone: int
    agency: str
    by: str
    reason: str
    until: str | None


@dataclass(frozen=True, slots=True)
class CounterClosed:
    counter: int
    zone: int
    agency: str
    by: str | None
    mark: str | None


@dataclass(frozen=True, slots=True)
class CounterLeft:
    counter: int
    zone: int
    agency: str
    by: str | None
    mark: str | None


@dataclass(frozen=True, slots=True)
class Paused:
    pause: str
    scope: str
    code: str
    agency: str | None
    reason: str
    numbers: bool
    until: str | None
    by: str


@dataclass(frozen=True, slots=True)
class Resumed:
    pause: str
    scope: str
    code: str
    agency: str | None
    by: str | None


@dataclass(frozen=True, slots=True)
class DayOpened:
    day: str


@dataclass(frozen=True, slots=True)
class NumbersStopped:
    day: str
    by: str


@dataclass(frozen=True, slots=True)
class DayClosed:
    day: str
    head: str
    by: str | None


@dataclass(frozen=True, slots=True)
class HelpAsked:
    alarm: str
    device: str
    device_name: str
    zone: int


@dataclass(frozen=True, slots=True)
class BurstNoticed:
    alarm: str
    device: str
    device_name: str
    zone: int


@dataclass(frozen=True, slots=True)
class AlarmAnswered:
    alarm: str
    zone: int
    by: str
    counter: int | None = None  # of a clerk's silent alarm: the hall does not hear of its end either


@dataclass(frozen=True, slots=True)
class SlipPrinted:
    ticket: str
    label: str
    agency: str
    zone: int
    printer: str


@dataclass(frozen=True, slots=True)
class SlipFailed:
    ticket: str
    label: str
    agency: str
    zone: int
    printer: str
    reason: str


@dataclass(frozen=True, slots=True)
class SlipUncertain:
    ticket: str
    label: str
    agency: str
    zone: int
    printer: str
    reason: str


@dataclass(frozen=True, slots=True)
class SlipExpired:
    ticket: str
    label: str
    agency: str
    zone: int
    printer: str
    reason: str


@dataclass(frozen=True, slots=True)
class MallChanged:
    version: str
    by: str | None


@dataclass(frozen=True, slots=True)
class SiteRestored:
    """A backup took the site's place: what happened after `made_at` was lost, and numbers go on `skipped` later."""

    made_at: str
    timeline: str
    day: str | None
    queues: list[str]
    skipped: int


@dataclass(frozen=True, slots=True)
class AccountChanged:
    """`change`: made, password, blocked, unblocked."""

    staff: str
    role: str
    change: str
    by: str


@dataclass(frozen=True, slots=True)
class SessionsEnded:
    staff: str
    by: str


Event = (
    TicketIssued | TicketCalled | TicketRecalled | TicketStarted | TicketFinished | TicketAbsent
    | TicketCancelled | TicketExpired | TicketPostponed | SlipReprinted
    | PaperKeyedIn | TicketReleased | NoteRedeemed | NotePrinted | WaitingListPrinted | PaperBlockPrinted
    | TicketParked | TicketReturned | TicketTransferred | TicketContinued | PlanChanged | MoveUndone
    | PriorityRequested | PriorityConfirmed | PriorityDeclined
    | AppointmentMade | AppointmentCancelled | AppointmentPrinted | AppointmentKept
    | CounterTaken | CounterOpened | CounterPaused | CounterClosed | CounterLeft
    | Paused | Resumed | DayOpened | NumbersStopped | DayClosed | HelpAsked | BurstNoticed | AlarmAnswered
    | PrinterChanged | SlipPrinted | SlipFailed | SlipUncertain | SlipExpired
    | AnnouncementReady | AnnouncementSpoken | AnnouncementSkipped
    | VoiceChanged | PlayerChanged | DisplayChanged
    | DeviceConnected | DeviceLost
    | ClockStepped | ClockDoubted | ClockConfirmed | ClockTrusted | MallChanged | SiteRestored
    | DevicePaired | DeviceWithdrawn | AccountChanged | SessionsEnded
    | CounterHandedOver | CounterHelps | AutoCallSet | AlarmRaised | MessageShown | MessageLifted
    | QuotaRaised | HoursExtended | DayReopened | ReportSigned | CheckConfirmed
)  # fmt: skip

# Who may come in, and what is plugged in, is for the hall's room and the floors: no desk and no zone changes by it.
ABOUT_KEYS = (DevicePaired, DeviceWithdrawn, AccountChanged, SessionsEnded, DeviceConnected, DeviceLost)
# That somebody asked for priority, or has an appointment, is for those who serve them, and for the own phone; no screen
# in the hall tells it.
DISCREET = (
    PriorityRequested, PriorityConfirmed, PriorityDeclined,
    AppointmentMade, AppointmentCancelled, AppointmentPrinted, AppointmentKept,
)  # fmt: skip

EVENTS: dict[str, type[Any]] = {kind.__name__: kind for kind in Event.__args__}


def name_of(event: Event) -> str:
    return type(event).__name__


_FIELDS = {kind: tuple(f.name for f in fields(kind)) for kind in EVENTS.values()}


def body_of(event: Event) -> dict[str, Any]:
    """Plain JSON values, in the order the event declares them."""
    return {name: getattr(event, name) for name in _FIELDS[type(event)]}


def from_body(name: str, body: dict[str, Any]) -> Event:
    """The event that was written as this name and body. Raises KeyError, TypeError on a foreign row."""
    event: Event = EVENTS[name](**body)
    return event


def rooms_of(event: Event, agencies_of_zone: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
    """The rooms that hear of this event: the floor always, the hall but of what is quiet or discreet; and where it has
    them its zones, its desks, its queues.

    A trouble of a zone (printer, help, voice) has no agency: then the desks of every agency in that zone hear it;
    what has neither zone nor agency, every zone and desk. What moves a visitor from one place to another
    (`left_…`) is heard in both. A desk's news is also that of its agency's own floor (`floor:…`).
    """
    if isinstance(event, ABOUT_KEYS):
        every = dict.fromkeys(agency for agencies in agencies_of_zone.values() for agency in agencies)
        return "hall", "floor", *(f"floor:{agency}" for agency in every)
    zone, agency = getattr(event, "zone", None), getattr(event, "agency", None)
    printed_for = getattr(event, "zones", None)
    zones = _zones(zone, agency, printed_for, agencies_of_zone)
    everybody = _is_quiet(event) or agency is None
    desks: list[str] = [a for z in zones for a in agencies_of_zone.get(z, ())] if everybody else []
    desks += [] if agency is None else [agency]
    if (left := getattr(event, "left_agency", None)) is not None:
        desks.append(left)
    if (left_zone := getattr(event, "left_zone", None)) is not None:
        zones = [*zones, left_zone]
    if isinstance(event, MoveUndone):  # also where its visitor had been sent on to
        zones = [*zones, *(one["zone"] for one in event.tells if "zone" in one)]
        desks += [one["agency"] for one in event.tells if "agency" in one]
    return _named(event, dict.fromkeys(zones), dict.fromkeys(desks))


def _is_quiet(event: Event) -> bool:
    """A clerk who asks for help quietly must not be told of on a screen in the hall, nor that it came."""
    return isinstance(event, AlarmRaised) or (isinstance(event, AlarmAnswered) and event.counter is not None)


def _named(event: Event, zones: Iterable[int], desks: Iterable[str]) -> tuple[str, ...]:
    unheard = _is_quiet(event) or isinstance(event, DISCREET)
    hall = () if unheard else ("hall", *(f"zone:{z}" for z in zones))
    staff = [*(f"desk:{a}" for a in desks), "floor", *(f"floor:{a}" for a in desks)]
    told = [getattr(event, "queue", None), getattr(event, "left_queue", None)]
    if isinstance(event, MoveUndone):
        told = [one["queue"] for one in event.tells]
    if isinstance(event, MessageShown | MessageLifted):
        told = [*event.queues]
    return (*hall, *staff, *dict.fromkeys(f"queue:{queue}" for queue in told if queue))


def _zones(
    zone: int | None, agency: str | None, listed: list[int] | None, agencies_of_zone: dict[int, tuple[str, ...]]
) -> list[int]:
    if listed is not None:
        return listed
    if zone is not None:
        return [zone]
    return [z for z, agencies in agencies_of_zone.items() if agency is None or agency in agencies]
