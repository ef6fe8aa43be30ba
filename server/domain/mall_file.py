"""The mall's file: plain values in; out comes a mall that does not contradict itself, or all its faults."""

import re
from collections.abc import Mapping
from typing import Any

from server.domain.mall import (
    Agency,
    Appointments,
    Calling,
    Counter,
    Document,
    Kiosk,
    Limits,
    Mall,
    Printer,
    Search,
    Service,
    Site,
    Tariff,
    Zone,
)
from server.domain.mall_checks import problems_of
from server.domain.mall_dump import FORMAT, dump
from server.domain.mall_reading import Entry
from server.domain.mall_reading_days import holiday, special_day, week
from server.domain.mall_reading_profiles import profile
from server.domain.refusals import MallNotSound

__all__ = ["FORMAT", "dump", "parse"]

MOST_PROBLEMS = 200
MOST_SYNONYMS = 300
MOST_PHRASES = 60  # of one service
QUEUE = r"[A-HJ-NPR-Z]{1,2}"  # without I, O and Q: on paper they look like 1 and 0
QUEUE_MEANS = "one or two capital letters, none of I, O, Q"
NUMBER_FORMAT = r"\{queue\}[-. ]?\{n(:0[1-4]d)?\}"
CODE = r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}"
CODE_MEANS = "letters, digits, _ and -, at most 32"
HOST_OF_PRINTER = r"(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9.\-]+)(:[0-9]{1,5})?(\?status=no)?", "host, or host:port"
# driver → how its printers are addressed: a pattern, and the same in words
ADDRESSES = {
    "virtual": HOST_OF_PRINTER,
    "network": HOST_OF_PRINTER,
    "file": (r"/[A-Za-z0-9._/\-]+", "the path of a device"),
    "serial": (r"/[A-Za-z0-9._/\-]+(:[0-9]{4,6})?", "/dev/ttyS0, or /dev/ttyUSB0:19200"),
    "usb": (
        r"[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}(:[A-Za-z0-9._\-]{1,40})?(\?status=no)?",
        "vendor:product as lsusb shows it",
    ),
    "cups": (r"[A-Za-z0-9_.\-]+(@[A-Za-z0-9.\-]+(:[0-9]{1,5})?)?", "the queue's name, or name@host"),
}


def parse(raw: Mapping[str, Any]) -> Mall:
    """The mall of a file's plain values (YAML, loaded); `MallNotSound` names every fault with its path."""
    problems: list[str] = []
    mall = _mall(Entry(raw, "", problems))
    problems += problems_of(mall)
    if problems:
        raise MallNotSound(problems=problems[:MOST_PROBLEMS])
    return mall


def _mall(file: Entry) -> Mall:
    file.choice("format", [FORMAT])
    site = _site(file)
    languages = site.languages
    agencies, services = _agencies(file, languages)
    mall = Mall(
        site=site,
        week=week(_part(file, "hours"), languages),
        zones=tuple(_zone(entry, languages) for entry in file.entries("zones", 20)),
        agencies=agencies,
        services=services,
        counters=tuple(_counter(entry) for entry in file.entries("counters", 200)),
        documents=tuple(_document(code, one, languages) for code, one in file.named("documents", 400, {})),
        holidays=tuple(holiday(entry, languages) for entry in file.entries("holidays", 400, [])),
        special_days=tuple(special_day(entry, languages) for entry in file.entries("special_days", 400, [])),
        printers=tuple(_printer(entry) for entry in file.entries("printers", 60, [])),
        kiosks=tuple(_kiosk(entry) for entry in file.entries("kiosks", 60, [])),
        frequent=file.codes("frequent", 50, ()),
        number_format=_number_format(file),
        calling=_calling(file),
        limits=_limits(file),
        search=_search(file),
        profiles=tuple(profile(entry, languages) for entry in file.entries("profiles", 60, [])),
        demonstration=file.flag("demonstration", False),
        label=file.words("label", 160, languages, None),
    )
    file.close()
    return mall


def _part(file: Entry, key: str) -> Entry:
    """A part every mall has; where it is missing that is noted once, and nothing within it is."""
    return file.entry(key) or Entry({}, key, [])


def _site(file: Entry) -> Site:
    entry = _part(file, "site")
    languages = entry.codes("languages", 8)
    site = Site(
        code=entry.code("code", CODE, CODE_MEANS),
        name=entry.words("name", 80, languages),
        short=entry.text("short", 24),
        operator=entry.text("operator", 100),
        address=entry.text("address", 200),
        timezone=entry.text("timezone", 40),
        languages=languages,
        complaints=entry.words("complaints", 120, languages),
        public_url=entry.address("public_url") or "",
    )
    entry.close()
    return site


def _number_format(file: Entry) -> str:
    entry = file.entry("numbers", {})
    if entry is None:
        return "{queue}-{n:03d}"
    written = entry.text("format", 24)
    if written and not re.fullmatch(NUMBER_FORMAT, written):
        entry.note("format", "must be {queue}, at most one of - . and space, and {n:03d} (1 to 4 digits)")
    entry.close()
    return str(written)


def _calling(file: Entry) -> Calling:
    entry, usual = file.entry("calling", {}), Calling()
    if entry is None:
        return usual
    whole = entry.whole
    calling = Calling(
        calls_before_absent=whole("calls_before_absent", 1, 10, usual.calls_before_absent),
        late_return_places=whole("late_return_places", 0, 20, usual.late_return_places),
        holder_vanished_seconds=whole("holder_vanished_seconds", 10, 3600, usual.holder_vanished_seconds),
        speak_within_seconds=whole("speak_within_seconds", 5, 600, usual.speak_within_seconds),
        reading=entry.choice("reading", ["each", "words"], usual.reading),
        promised_wait_minutes=whole("promised_wait_minutes", 1, 600, usual.promised_wait_minutes),
        postpone_places=whole("postpone_places", 1, 10, usual.postpone_places),
        postpone_times=whole("postpone_times", 0, 10, usual.postpone_times),
        note_days=whole("note_days", 1, 30, usual.note_days),
        recall_pause_seconds=whole("recall_pause_seconds", 0, 300, usual.recall_pause_seconds),
        visit_order=entry.choice("visit_order", ["arrival", "joining"], usual.visit_order),
        undo_seconds=whole("undo_seconds", 0, 300, usual.undo_seconds),
        appointment_early_minutes=whole("appointment_early_minutes", 0, 240, usual.appointment_early_minutes),
        appointment_late_minutes=whole("appointment_late_minutes", 0, 240, usual.appointment_late_minutes),
        appointment_days=whole("appointment_days", 0, 90, usual.appointment_days),
    )
    entry.close()
    return calling


def _limits(file: Entry) -> Limits:
    entry, usual = file.entry("limits", {}), Limits()
    if entry is None:
        return usual
    whole = entry.whole
    limits = Limits(
        kiosk_tickets_per_minute=whole("kiosk_tickets_per_minute", 1, 1_000_000, usual.kiosk_tickets_per_minute),
        burst_tickets=whole("burst_tickets", 2, 1_000_000, usual.burst_tickets),
        burst_seconds=whole("burst_seconds", 1, 3600, usual.burst_seconds),
    )
    entry.close()
    return limits


def _search(file: Entry) -> Search:
    entry = file.entry("search", {})
    if entry is None:
        return Search()
    synonyms = entry.entry("synonyms", {})
    search = Search(
        synonyms={} if synonyms is None else synonyms.lists(MOST_SYNONYMS, 20),
        ignore=entry.codes("ignore", 100, ()),
    )
    entry.close()
    return search


def _zone(entry: Entry, languages: tuple[str, ...]) -> Zone:
    zone = Zone(
        number=entry.whole("number", 1, 99),
        floor=entry.whole("floor", -9, 99),
        name=entry.words("name", 60, languages),
        sound_field=entry.whole("sound_field", 1, 99),
        printer=entry.text("printer", 32, None),
    )
    entry.close()
    return zone


def _printer(entry: Entry) -> Printer:
    driver = entry.choice("driver", list(ADDRESSES))
    printer = Printer(
        id=entry.code("id", CODE, CODE_MEANS),
        name=entry.text("name", 40),
        zone=entry.whole("zone", 1, 99),
        driver=driver,
        address=entry.code("address", *ADDRESSES.get(driver, HOST_OF_PRINTER)),
        width_mm=entry.choice("width_mm", [80, 58], 80),
        form=entry.choice("form", ["full", "short"], "full"),
        mode=entry.choice("mode", ["picture", "text"], "picture"),
    )
    entry.close()
    return printer


def _kiosk(entry: Entry) -> Kiosk:
    kiosk = Kiosk(
        id=entry.code("id", CODE, CODE_MEANS),
        name=entry.text("name", 24),
        zone=entry.whole("zone", 1, 99),
        printer=entry.text("printer", 32, None),
        scanner=entry.flag("scanner", False),
    )
    entry.close()
    return kiosk


def _document(code: str, entry: Entry, languages: tuple[str, ...]) -> Document:
    if not re.fullmatch(CODE, code):
        entry.note("code", f"“{code[:40]}” is not usable: {CODE_MEANS}")
    document = Document(
        code=code,
        text=entry.words("text", 100, languages),
        form=entry.choice("form", ["original", "copy"], None),
    )
    entry.close()
    return document


def _agencies(file: Entry, languages: tuple[str, ...]) -> tuple[tuple[Agency, ...], tuple[Service, ...]]:
    agencies: list[Agency] = []
    services: list[Service] = []
    for entry in file.entries("agencies", 60):
        agency = _agency(entry, languages)
        agencies.append(agency)
        services += [_service(one, agency.code, languages) for one in entry.entries("services", 40)]
        entry.close()
    return tuple(agencies), tuple(services)


def _agency(entry: Entry, languages: tuple[str, ...]) -> Agency:
    hours = entry.entry("hours", None)
    return Agency(
        code=entry.code("code", r"[A-Z][A-Z0-9]{0,3}", "a capital letter, then letters or digits, at most 4"),
        name=entry.words("name", 100, languages),
        short=entry.text("short", 24),
        spoken=entry.words("spoken", 40, languages),
        week=None if hours is None else week(hours, languages),
        presence=entry.choice("presence", ["confirmed", "planned", "assumed"], "confirmed"),
        presence_source=entry.address("presence_source"),
        about=entry.words("about", 40, languages, None),
        note=entry.words("note", 200, languages, None),
    )


def _service(entry: Entry, agency: str, languages: tuple[str, ...]) -> Service:
    service = Service(
        code=entry.code("code", r"[A-Z0-9]{1,6}", "capital letters and digits, at most 6"),
        agency=agency,
        queue=entry.code("queue", QUEUE, QUEUE_MEANS),
        name=entry.words("name", 80, languages),
        short=entry.words("short", 28, languages),
        documents=entry.codes("documents", 20),
        tariffs=tuple(_tariff(one, languages) for one in entry.entries("tariffs", 30)),
        other_costs=tuple(_tariff(one, languages) for one in entry.entries("other_costs", 30, [])),
        minutes=entry.minutes("minutes", 240),
        completion=entry.words("completion", 80, languages, None),
        paid_to=entry.choice("paid_to", ["treasury", "region", "operator"], None),
        quota=entry.whole("quota", 1, 9999, None),
        documents_source=entry.address("documents_source"),
        completion_source=entry.address("completion_source"),
        search=entry.codes("search", MOST_PHRASES, ()),
        warn_minutes=entry.whole("warn_minutes", 1, 600, None),
        critical_minutes=entry.whole("critical_minutes", 1, 1200, None),
        appointments=_appointments(entry),
    )
    entry.close()
    return service


def _appointments(entry: Entry) -> Appointments | None:
    part = entry.entry("appointments", None)
    if part is None:
        return None
    found = Appointments(part.whole("per_hour", 1, 60))
    part.close()
    return found


def _tariff(entry: Entry, languages: tuple[str, ...]) -> Tariff:
    tariff = Tariff(
        label=entry.words("label", 80, languages),
        amount=entry.whole("amount", 0, 10**10, None),
        basis=entry.text("basis", 80, None),
        verified=entry.flag("verified"),
        checked_on=entry.day("checked_on", None),
        source=entry.address("source"),
        note=entry.text("note", 240, None),
    )
    entry.close()
    return tariff


def _counter(entry: Entry) -> Counter:
    counter = Counter(
        number=entry.whole("number", 1, 999),
        zone=entry.whole("zone", 1, 99),
        agency=entry.text("agency", 4),
        queues=entry.codes("queues", 20),
        profile=entry.text("profile", 32, None),
    )
    if not counter.queues:
        entry.note("queues", "a counter serves at least one queue")
    entry.close()
    return counter
