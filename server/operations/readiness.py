"""Before the opening: what the hall needs to begin its day, each with how it is. Reads only."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from server.domain.access import ADMIN, AUDITOR, MANAGER, SUPERVISOR, Actor, one_of, reaches
from server.domain.hours import day_hours, local_day
from server.domain.mall import Mall
from server.operations.steering import CHECKS
from server.operations.views import iso
from server.ports import Device, Hall, Unit

OK, LOOK, WRONG = "ok", "look", "wrong"
HOLIDAYS_WANTED_FROM = 10  # the month from which next year's holidays should be known


def ready_view(hall: Hall, actor: Actor, health: Mapping[str, Any], backups: str) -> dict[str, Any]:
    """Everything the morning page shows. `health`: what the machine says of itself; `backups`: where copies are kept.

    Managers see whom their own agency expects.
    """
    one_of(actor, MANAGER, SUPERVISOR, AUDITOR, ADMIN)
    now = hall.clock.now()
    with hall.store.read() as unit:
        mall, head = unit.mall, unit.journal.head()
        today = local_day(mall, now)
        told = {
            "now": iso(now), "today": today.isoformat(), "timezone": mall.site.timezone,
            "clock": {"doubted": head.clock_doubted, "stepped": head.clock_stepped},
            "day": {"day": head.day.isoformat() if head.day else None, "closed": head.day_closed},
            "disk": {name: health.get(name) for name in ("disk_free_mb", "disk_full_in_hours")},
            "database": health.get("database"), "troubles": list(health.get("troubles", ())),
            "backup": {**(health.get("backup") or {}), "where": backups},
            "holidays": _holidays(mall, today),
            "hours": [_hours(mall, agency, today) for agency in mall.agency_by_code if reaches(actor, agency)],
            "printers": _printers(unit, mall), "devices": [_device(d) for d in unit.people.devices()],
            "expected": _expected(unit, actor), "checks": _checks(unit, head.day, today),
        }  # fmt: skip
    return {**told, "items": [{"code": code, "state": state} for code, state in _items(told)]}


def _holidays(mall: Mall, today: date) -> dict[str, Any]:
    """Whether next year's list is in, which is wanted late in the year."""
    years = {holiday.day.year for holiday in mall.holidays}
    return {
        "this_year": today.year in years, "next_year": today.year + 1 in years,
        "wanted": today.month >= HOLIDAYS_WANTED_FROM,
    }  # fmt: skip


def _hours(mall: Mall, agency: str, today: date) -> dict[str, Any]:
    hours, reason = day_hours(mall, agency, today)
    times = ("first_ticket", "open", "last_ticket", "close")
    return {
        "agency": agency, "short": mall.agency_by_code[agency].short, "open": hours is not None,
        "reason": reason.kind, "name": dict(reason.name) if reason.name else None,
        "hours": {name: getattr(hours, name).strftime("%H:%M") for name in times} if hours else None,
        "breaks": [
            {"start": one.start.strftime("%H:%M"), "end": one.end.strftime("%H:%M"), "reason": dict(one.reason)}
            for one in (hours.breaks if hours else ())
        ],
    }  # fmt: skip


def _printers(unit: Unit, mall: Mall) -> list[dict[str, Any]]:
    states = unit.site.printer_states()
    unknown: tuple[str, datetime | None] = ("unknown", None)
    return [
        {"id": p.id, "name": p.name, "zone": p.zone, "state": states.get(p.id, unknown)[0],
         "since": iso(states.get(p.id, unknown)[1])}
        for p in mall.printers
    ]  # fmt: skip


def _device(device: Device) -> dict[str, Any]:
    """An agent says how it is by its state; kiosks and displays by their line."""
    lives = bool(device.connected) if device.kind != "agent" else device.state not in ("new", "gone")
    return {
        "kind": device.kind, "name": device.name, "zone": device.zone, "place": device.place, "state": device.state,
        "connected": lives,
    }  # fmt: skip


def _expected(unit: Unit, actor: Actor) -> list[dict[str, Any]]:
    """Who has a counter of their own, and whether they are there."""
    sessions, sits = unit.people.sessions(), {desk.holder: desk.number for desk in unit.counters.all().values()}
    return [
        {"username": one.username, "agency": one.agency, "counter": one.home_counter,
         "signed_in": bool(sessions.get(one.id)), "sits_at": sits.get(one.id)}
        for one in unit.people.all_staff()
        if one.home_counter is not None and one.blocked_at is None and reaches(actor, one.agency or "")
    ]  # fmt: skip


def _checks(unit: Unit, day: date | None, today: date) -> dict[str, Any]:
    """By name: who confirmed it today, and when; null where nobody did."""
    found = unit.floor.checks(day) if day == today and day is not None else {}
    names = {by: person.username for by, _ in found.values() if (person := unit.people.staff(by))}
    told = {name: {"by": names.get(by), "at": iso(at)} for name, (by, at) in found.items()}
    return {name: told.get(name) for name in CHECKS}


def _items(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """One line a thing, in the order in which they are gone through: ok, look (somebody should), wrong."""
    clock, holidays, backup = told["clock"], told["holidays"], told["backup"]
    paper = [one["state"] for one in told["printers"]]
    kiosks = [one["connected"] for one in told["devices"] if one["kind"] == "kiosk"]
    displays = [one["connected"] for one in told["devices"] if one["kind"] == "display"]
    troubles = set(told["troubles"])
    database = troubles & {"disk_full", "disk_read_only", "disk_trouble", "database_damaged", "database_unavailable"}
    present = [one["signed_in"] for one in told["expected"]]
    return [
        ("clock", WRONG if clock["doubted"] else LOOK if clock["stepped"] or not told["checks"]["clock"] else OK),
        ("database", WRONG if database else OK),
        ("disk", WRONG if "disk_low" in troubles else LOOK if "disk_filling" in troubles else OK),
        ("backup", _backup(backup, troubles)),
        ("hours", OK if any(one["open"] for one in told["hours"]) else LOOK),
        ("holidays", LOOK if holidays["wanted"] and not holidays["next_year"] else OK),
        ("paper", _paper(paper, told["checks"]["paper"])),
        ("sound", OK if told["checks"]["sound"] else LOOK),
        ("kiosks", _lines(kiosks)), ("displays", _lines(displays)),
        ("agents", OK if any(one["kind"] == "agent" and one["connected"] for one in told["devices"]) else WRONG),
        ("staff", OK if all(present) else LOOK),
    ]  # fmt: skip


def _backup(backup: Mapping[str, Any], troubles: set[str]) -> str:
    if "backup_failing" in troubles:
        return WRONG
    return LOOK if "backup_old" in troubles or not backup.get("last_at") else OK


def _paper(states: list[str], checked: object) -> str:
    if any(state in ("paper_out", "cover_open", "offline") for state in states):
        return WRONG
    return OK if all(state == "ready" for state in states) or (checked and "unknown" not in states) else LOOK


def _lines(connected: list[bool]) -> str:
    """None at all is wrong, a part of them worth a look."""
    if not any(connected):
        return WRONG
    return OK if all(connected) else LOOK
