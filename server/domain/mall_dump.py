"""The mall as plain values for its file, the way back of `mall_file.parse`; defaults are left out."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date, time
from typing import Any

from server.domain.mall import Agency, DayHours, Document, Mall, Search, Service, SpecialDay, Week
from server.domain.profiles import Line, Profile

FORMAT = "antrean-mall/1"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def dump(mall: Mall) -> dict[str, Any]:
    """Plain dicts, lists, texts, numbers, booleans, in reading order; `parse(dump(mall)) == mall`."""
    return {
        "format": FORMAT,
        "demonstration": mall.demonstration,
        **({"label": dict(mall.label)} if mall.label is not None else {}),
        "site": _entry(mall.site),
        "numbers": {"format": mall.number_format},
        "calling": _entry(mall.calling, all_fields=True),
        "limits": _entry(mall.limits, all_fields=True),
        **({"search": _search(mall.search)} if mall.search != Search() else {}),
        "hours": _week(mall.week),
        **_lists(mall),
    }


def _search(search: Search) -> dict[str, Any]:
    return {
        "synonyms": {word: list(others) for word, others in search.synonyms.items()},
        "ignore": list(search.ignore),
    }


def _lists(mall: Mall) -> dict[str, Any]:
    return {
        "holidays": [_entry(holiday) for holiday in mall.holidays],
        "special_days": [_special_day(special) for special in mall.special_days],
        "zones": [_entry(zone) for zone in mall.zones],
        "printers": [_entry(printer) for printer in mall.printers],
        "kiosks": [_entry(kiosk) for kiosk in mall.kiosks],
        "documents": {document.code: _document(document) for document in mall.documents},
        "agencies": [_agency(agency, mall) for agency in mall.agencies],
        **({"profiles": [_profile(profile) for profile in mall.profiles]} if mall.profiles else {}),
        "counters": [_entry(counter) for counter in mall.counters],
        "frequent": list(mall.frequent),
    }


def _profile(profile: Profile) -> dict[str, Any]:
    return {**_entry(profile, without=("lines",)), "lines": [_line(line) for line in profile.lines]}


def _line(line: Line) -> dict[str, Any]:
    entry = {"code": line.code, **_entry(line.select)}
    if line.wait_over_minutes is not None:
        entry["wait_over_minutes"] = line.wait_over_minutes
    return entry if line.limit is None else {**entry, **_entry(line.limit)}


def _agency(agency: Agency, mall: Mall) -> dict[str, Any]:
    entry = _entry(agency, without=("week",))
    if agency.week is not None:
        entry["hours"] = _week(agency.week)
    entry["services"] = [_service(service) for service in mall.services if service.agency == agency.code]
    return entry


def _service(service: Service) -> dict[str, Any]:
    entry = _entry(service, without=("agency", "tariffs", "other_costs", "appointments"))
    if service.appointments is not None:
        entry["appointments"] = _entry(service.appointments)
    entry["tariffs"] = [_entry(tariff) for tariff in service.tariffs]
    if service.other_costs:
        entry["other_costs"] = [_entry(cost) for cost in service.other_costs]
    return entry


def _document(document: Document) -> dict[str, Any]:
    return _entry(document, without=("code",))


def _special_day(special: SpecialDay) -> dict[str, Any]:
    hours = None if special.hours is None else _hours(special.hours)
    own = {} if special.agency is None else {"agency": special.agency}
    return {"day": _plain(special.day), **own, "hours": hours, "name": dict(special.name)}


def _week(week: Week) -> dict[str, Any]:
    return {name: None if hours is None else _hours(hours) for name, hours in zip(DAYS, week, strict=True)}


def _hours(hours: DayHours) -> dict[str, Any]:
    entry = _entry(hours, without=("breaks",))
    if hours.breaks:
        entry["breaks"] = [_entry(one) for one in hours.breaks]
    return entry


def _entry(thing: Any, without: tuple[str, ...] = (), all_fields: bool = False) -> dict[str, Any]:
    """The fields of a dataclass as plain values, without those that stand at their default."""
    entry = {}
    for one in fields(thing):
        value = getattr(thing, one.name)
        if one.name not in without and (all_fields or one.default is MISSING or value != one.default):
            entry[one.name] = _plain(value)
    return entry


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value
