"""The mall as plain facts: agencies, services, counters, zones, hours, holidays. Frozen; no behaviour but look-ups."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from typing import Any

from server.domain.profiles import PLAIN, Profile

Text = Mapping[str, str]  # language → text; "id" is always there


@dataclass(frozen=True, slots=True)
class Break:
    """Nobody is called between start and end (site's time); numbers may still be taken."""

    start: time
    end: time
    reason: Text


@dataclass(frozen=True, slots=True)
class DayHours:
    """Hours of one day in the site's time zone. `first_ticket` ≤ `open`; `last_ticket` ≤ `close`."""

    open: time
    close: time
    first_ticket: time
    last_ticket: time
    breaks: tuple[Break, ...] = ()


Week = tuple[DayHours | None, ...]  # Monday first, seven entries; None is closed


@dataclass(frozen=True, slots=True)
class Holiday:
    day: date
    name: Text
    kind: str  # "national" | "shared_leave"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """Overrides week and holidays on one date: hours, or None for closed; of one agency, or (None) of all others."""

    day: date
    hours: DayHours | None
    name: Text
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Tariff:
    """One line of an official tariff. Unless `verified`, the amount is never shown. `amount` in whole rupiah."""

    label: Text
    amount: int | None
    basis: str | None
    verified: bool
    checked_on: date | None = None
    source: str | None = None  # the address where it was read; several stand with a space between
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    code: str
    text: Text
    form: str | None = None  # "original" | "copy" | None where the text says it or neither applies


@dataclass(frozen=True, slots=True)
class Appointments:
    """That a service can be booked ahead, and for how many in each hour."""

    per_hour: int


@dataclass(frozen=True, slots=True)
class Service:
    code: str
    agency: str
    queue: str
    name: Text
    short: Text
    documents: tuple[str, ...]
    tariffs: tuple[Tariff, ...]
    other_costs: tuple[Tariff, ...]
    minutes: float  # typed-in minutes at the counter; the system's own measurements refine it
    completion: Text | None = None
    paid_to: str | None = None  # "treasury" | "region" | "operator" | None
    quota: int | None = None
    documents_source: str | None = None
    completion_source: str | None = None
    search: tuple[str, ...] = ()  # what people type who mean this service: "akte lahir", "bikin ktp"
    warn_minutes: int | None = None  # a wait from which the floor is warned; None: the site's promise
    critical_minutes: int | None = None  # a wait that must not be; None: twice the warning
    appointments: Appointments | None = None  # None: nobody books it ahead


@dataclass(frozen=True, slots=True)
class Agency:
    code: str
    name: Text
    short: str
    spoken: Text
    week: Week | None = None  # None: the site's
    presence: str = "confirmed"  # "confirmed" | "planned" | "assumed"
    presence_source: str | None = None
    about: Text | None = None  # a few words under the name on the kiosk: "KTP-el, KK, akta, KIA"
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    number: int
    floor: int
    name: Text
    sound_field: int
    printer: str | None = None  # where a desk of this zone prints


@dataclass(frozen=True, slots=True)
class Counter:
    number: int
    zone: int
    agency: str
    queues: tuple[str, ...]
    profile: str | None = None  # its work profile; None: first come, first served


@dataclass(frozen=True, slots=True)
class Printer:
    id: str
    name: str
    zone: int
    driver: str  # "virtual" | "network" | "file" | "serial" | "usb" | "cups"
    address: str  # as its driver wants it: ADDRESSES in mall_file.py
    width_mm: int = 80
    form: str = "full"  # "full" | "short"
    mode: str = "picture"  # "picture" | "text"


@dataclass(frozen=True, slots=True)
class Kiosk:
    """A place where a kiosk stands; a paired device takes it."""

    id: str
    name: str
    zone: int
    printer: str | None
    scanner: bool = False  # it reads the codes of slips


@dataclass(frozen=True, slots=True)
class Calling:
    calls_before_absent: int = 3
    late_return_places: int = 3
    holder_vanished_seconds: int = 120
    speak_within_seconds: int = 60
    reading: str = "each"  # "each" digit | "words"
    promised_wait_minutes: int = 30
    postpone_places: int = 3  # how many go first where a visitor asks for time
    postpone_times: int = 2  # how often one may; 0: never
    note_days: int = 3  # how many of its agency's next working days a note of an outage counts on
    recall_pause_seconds: int = 15  # between two calls of the same visitor
    visit_order: str = (
        "arrival"  # who goes on to a next service takes the place of "arrival" in the building | "joining"
    )
    undo_seconds: int = 60  # how long a desk may take a move back
    appointment_early_minutes: int = 30  # who comes with an appointment so long before its time, or
    appointment_late_minutes: int = 15  # so long after, is of the class of the appointments
    appointment_days: int = 14  # how many days ahead they are made


@dataclass(frozen=True, slots=True)
class Limits:
    kiosk_tickets_per_minute: int = 12
    burst_tickets: int = 8  # from one kiosk within burst_seconds alarms the desk
    burst_seconds: int = 30


@dataclass(frozen=True, slots=True)
class Search:
    """How people write what the mall's texts call otherwise; the kiosk's search reads it."""

    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # a word → other ways to write or say it
    ignore: tuple[str, ...] = ()  # words of no meaning here, beside those every kiosk passes over


@dataclass(frozen=True, slots=True)
class Site:
    code: str
    name: Text
    short: str
    operator: str
    address: str
    timezone: str
    languages: tuple[str, ...]
    complaints: Text
    public_url: str = ""


@dataclass(frozen=True)
class Mall:
    """Everything a site has typed in. Build it with `mall_file.parse`, which proves that nothing contradicts itself."""

    site: Site
    week: Week
    zones: tuple[Zone, ...]
    agencies: tuple[Agency, ...]
    services: tuple[Service, ...]
    counters: tuple[Counter, ...]
    documents: tuple[Document, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    special_days: tuple[SpecialDay, ...] = ()
    printers: tuple[Printer, ...] = ()
    kiosks: tuple[Kiosk, ...] = ()
    frequent: tuple[str, ...] = ()  # service codes on the kiosk's first screen, at most eight
    number_format: str = "{queue}-{n:03d}"
    calling: Calling = field(default_factory=Calling)
    limits: Limits = field(default_factory=Limits)
    search: Search = field(default_factory=Search)
    profiles: tuple[Profile, ...] = ()
    demonstration: bool = False
    label: Text | None = None

    @cached_property
    def spans(self) -> dict[tuple[str | None, date], Any]:
        """What `hours.span_of` has worked out so far, by agency and day."""
        return {}

    @cached_property
    def service_by_code(self) -> Mapping[str, Service]:
        return {service.code: service for service in self.services}

    @cached_property
    def agency_by_code(self) -> Mapping[str, Agency]:
        return {agency.code: agency for agency in self.agencies}

    @cached_property
    def counter_by_number(self) -> Mapping[int, Counter]:
        return {counter.number: counter for counter in self.counters}

    @cached_property
    def zone_by_number(self) -> Mapping[int, Zone]:
        return {zone.number: zone for zone in self.zones}

    @cached_property
    def document_by_code(self) -> Mapping[str, Document]:
        return {document.code: document for document in self.documents}

    @cached_property
    def printer_by_id(self) -> Mapping[str, Printer]:
        return {printer.id: printer for printer in self.printers}

    @cached_property
    def kiosk_by_id(self) -> Mapping[str, Kiosk]:
        return {kiosk.id: kiosk for kiosk in self.kiosks}

    @cached_property
    def profile_by_code(self) -> Mapping[str, Profile]:
        return {profile.code: profile for profile in self.profiles}

    @cached_property
    def agency_by_queue(self) -> Mapping[str, str]:
        return {service.queue: service.agency for service in self.services}

    @cached_property
    def counters_by_queue(self) -> Mapping[str, tuple[Counter, ...]]:
        queues = {service.queue for service in self.services}
        return {queue: tuple(c for c in self.counters if queue in c.queues) for queue in queues}

    def profile_of(self, counter: Counter) -> Profile:
        """How this counter works; without a profile of its own first come, first served."""
        return self.profile_by_code.get(counter.profile or "", PLAIN)

    def thresholds(self, service: Service) -> tuple[int, int]:
        """The minutes of waiting that warn, and those that must not be."""
        warn = service.warn_minutes or self.calling.promised_wait_minutes
        return warn, service.critical_minutes or 2 * warn

    def zone_of_queue(self, queue: str) -> Zone:
        """The zone where this queue is served: that of its first counter."""
        return self.zone_by_number[self.counters_by_queue[queue][0].zone]

    def zones_printing_at(self, printer: str) -> tuple[int, ...]:
        """The zones that feel this printer's troubles: where it stands, and those whose desks print there."""
        stands_in = self.printer_by_id[printer].zone
        return tuple(zone.number for zone in self.zones if zone.printer == printer or zone.number == stands_in)

    def zones_of_agency(self, agency: str) -> tuple[int, ...]:
        return tuple(sorted({counter.zone for counter in self.counters if counter.agency == agency}))
