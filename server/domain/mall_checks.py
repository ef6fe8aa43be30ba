"""Whether a mall contradicts itself: what no single line of its file shows."""

from collections import Counter as Tally
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from server.domain.mall import Mall, Service, SpecialDay, Tariff
from server.domain.mall_checks_profiles import profile_problems
from server.domain.mall_search import search_problems

MOST_FREQUENT = 8


def problems_of(mall: Mall) -> list[str]:
    """Every contradiction, each with its path. Empty values are passed over: the reading has noted them."""
    return [
        *_site(mall),
        *_doubles(mall),
        *_services(mall),
        *_queues(mall),
        *_counters(mall),
        *_places(mall),
        *profile_problems(mall),
        *_frequent(mall),
        *search_problems(mall, paths_of_services(mall)),
    ]


def paths_of_services(mall: Mall) -> Iterator[tuple[str, Service]]:
    for i, agency in enumerate(mall.agencies):
        own = [service for service in mall.services if service.agency == agency.code]
        for j, service in enumerate(own):
            yield f"agencies[{i}].services[{j}]", service


def _site(mall: Mall) -> Iterator[str]:
    if mall.site.languages and "id" not in mall.site.languages:
        yield "site.languages: “id” must be among them"
    if mall.site.timezone and not _is_timezone(mall.site.timezone):
        yield f"site.timezone: “{mall.site.timezone}” is not known (such as Asia/Pontianak)"
    if mall.demonstration and mall.label is None:
        yield "label: demonstration data must say so"
    if not any(mall.week):
        yield "hours: the site is never open"


def _is_timezone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _doubles(mall: Mall) -> Iterator[str]:
    yield from _twice("agencies", "code", (agency.code for agency in mall.agencies))
    yield from _twice("agencies", "services.code", (service.code for service in mall.services))
    yield from _twice("zones", "number", (zone.number for zone in mall.zones))
    yield from _twice("counters", "number", (counter.number for counter in mall.counters))
    yield from _twice("printers", "id", (printer.id for printer in mall.printers))
    yield from _twice("kiosks", "id", (kiosk.id for kiosk in mall.kiosks))
    yield from _twice("kiosks", "name", (kiosk.name for kiosk in mall.kiosks))
    yield from _twice("profiles", "code", (profile.code for profile in mall.profiles))
    yield from _twice("holidays", "day", (holiday.day for holiday in mall.holidays))
    yield from _twice("special_days", "day", (special.day for special in mall.special_days if not special.agency))
    yield from _twice("special_days", "day", (_own_day(special) for special in mall.special_days if special.agency))
    for i, special in enumerate(mall.special_days):
        if special.agency and special.agency not in mall.agency_by_code:
            yield f"special_days[{i}].agency: there is no agency “{special.agency}”"


def _own_day(special: SpecialDay) -> str:
    return f"{special.day} {special.agency}"


def _twice(where: str, key: str, values: Iterable[object]) -> Iterator[str]:
    for value, times in Tally(values).items():
        if value and times > 1:
            yield f"{where}: {key} “{value}” stands there {times} times"


def _services(mall: Mall) -> Iterator[str]:
    for i, agency in enumerate(mall.agencies):
        if agency.code and not any(service.agency == agency.code for service in mall.services):
            yield f"agencies[{i}].services: an agency without a service has no place on the kiosk"
    for path, service in paths_of_services(mall):
        for code in service.documents:
            if code not in mall.document_by_code:
                yield f"{path}.documents: “{code}” is not among the documents"
        warn, critical = mall.thresholds(service)
        if critical <= warn:
            yield f"{path}.critical_minutes: {critical} must lie over the {warn} that warn"
        yield from _lines(f"{path}.tariffs", service.tariffs, official=True)
        yield from _lines(f"{path}.other_costs", service.other_costs, official=False)


def _lines(path: str, lines: tuple[Tariff, ...], official: bool) -> Iterator[str]:
    for k, line in enumerate(lines):
        if not line.verified and line.amount is not None:
            yield f"{path}[{k}].amount: a line that is not verified carries no amount"
        if line.verified and official and not line.basis:
            yield f"{path}[{k}].basis: a verified line names its legal basis"
        if line.verified and line.checked_on is None:
            yield f"{path}[{k}].checked_on: a verified line says when it was checked"
        if line.verified and not line.source:
            yield f"{path}[{k}].source: a verified line says where it was read"
        if line.verified and not official and line.amount is None:
            yield f"{path}[{k}].amount: a verified cost has an amount"


def _queues(mall: Mall) -> Iterator[str]:
    served = {queue for counter in mall.counters for queue in counter.queues}
    owner: dict[str, str] = {}
    for path, service in paths_of_services(mall):
        queue = service.queue
        if not queue:
            continue
        if owner.setdefault(queue, service.agency) != service.agency:
            yield f"{path}.queue: “{queue}” belongs to agency {owner[queue]} already"
        if queue not in served:
            yield f"{path}.queue: no counter serves “{queue}”"
    yield from _queues_in_two_zones(mall)


def _queues_in_two_zones(mall: Mall) -> Iterator[str]:
    """The slip sends people to one zone, and only that zone's display shows their call."""
    zones: dict[str, int] = {}
    for i, counter in enumerate(mall.counters):
        for queue in counter.queues:
            if zones.setdefault(queue, counter.zone) != counter.zone:
                yield f"counters[{i}].queues: “{queue}” is served in zone {zones[queue]}: one zone a queue"


def _counters(mall: Mall) -> Iterator[str]:
    for i, counter in enumerate(mall.counters):
        if counter.zone and counter.zone not in mall.zone_by_number:
            yield f"counters[{i}].zone: there is no zone {counter.zone}"
        if counter.agency and counter.agency not in mall.agency_by_code:
            yield f"counters[{i}].agency: there is no agency “{counter.agency}”"
        elif counter.agency:
            yield from _own_queues(mall, i)


def _own_queues(mall: Mall, i: int) -> Iterator[str]:
    counter = mall.counters[i]
    own = {service.queue for service in mall.services if service.agency == counter.agency}
    for queue in counter.queues:
        if queue not in own:
            yield f"counters[{i}].queues: agency {counter.agency} has no queue “{queue}”"


def _places(mall: Mall) -> Iterator[str]:
    for i, zone in enumerate(mall.zones):
        if zone.printer and zone.printer not in mall.printer_by_id:
            yield f"zones[{i}].printer: there is no printer “{zone.printer}”"
    for i, printer in enumerate(mall.printers):
        if printer.zone and printer.zone not in mall.zone_by_number:
            yield f"printers[{i}].zone: there is no zone {printer.zone}"
    for i, kiosk in enumerate(mall.kiosks):
        if kiosk.zone and kiosk.zone not in mall.zone_by_number:
            yield f"kiosks[{i}].zone: there is no zone {kiosk.zone}"
        if kiosk.printer and kiosk.printer not in mall.printer_by_id:
            yield f"kiosks[{i}].printer: there is no printer “{kiosk.printer}”"


def _frequent(mall: Mall) -> Iterator[str]:
    if len(mall.frequent) > MOST_FREQUENT:
        yield f"frequent: the kiosk's first screen has room for {MOST_FREQUENT}, not {len(mall.frequent)}"
    for code in mall.frequent:
        if code not in mall.service_by_code:
            yield f"frequent: there is no service “{code}”"
