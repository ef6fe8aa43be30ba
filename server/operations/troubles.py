"""What is wrong around a desk just now: printers, sound, alarms, slips, the clock. Reads only."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from server.domain import ticket as tickets
from server.domain.mall import Mall
from server.domain.ticket import Ticket
from server.operations.views import iso
from server.ports import Job, Unit


def troubles_of(
    unit: Unit, mall: Mall, zone: int, agency: str, now: datetime, counter: int
) -> list[dict[str, Any]]:  # fmt: skip
    """What hinders this zone now: printers, voice, displays, help asked, bursts, slips in doubt, the clock.

    A clerk's silent alarm is told to all desks of the zone but `counter` where it was given: somebody may be looking.
    """
    return [
        *_printer_troubles(unit, mall, zone), *_sound_troubles(unit, mall, zone, now), *_alarms(unit, zone, counter),
        *_slip_troubles(unit, mall, agency), *_clock_troubles(unit),
    ]  # fmt: skip


def _trouble(kind: str, id: str, code: str, zone: int | None, since: datetime | None, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "id": id, "code": code, "zone": zone, "since": iso(since), "action": None, **more}


def _printer_troubles(unit: Unit, mall: Mall, zone: int) -> list[dict[str, Any]]:
    states = unit.site.printer_states()
    here = [(p, *states[p.id]) for p in mall.printers if zone in mall.zones_printing_at(p.id) and p.id in states]
    return [_trouble("printer", p.id, state, zone, since, name=p.name) for p, state, since in here if state != "ready"]


def _sound_troubles(unit: Unit, mall: Mall, zone: int, now: datetime) -> list[dict[str, Any]]:
    field, found = mall.zone_by_number[zone].sound_field, []
    devices = unit.people.devices()
    states = [d.state for d in devices if d.kind == "agent"]
    if "ready" not in states:
        found.append(_trouble("voice", "voice", "failing" if "failing" in states else "absent", zone, None))
    player = unit.site.players().get(field)
    if player is None or not player.speaks(now):
        found.append(_trouble("display", f"field-{field}", "no_player", zone, player.until if player else None))
    silent = [d for d in devices if d.kind == "display" and d.state == "sound_blocked" and d.zone == zone]
    if found and found[-1]["code"] == "no_player":
        found += [_trouble("display", d.id, "sound_blocked", zone, None, name=d.name) for d in silent[-1:]]
    return found


def _alarms(unit: Unit, zone: int, counter: int) -> list[dict[str, Any]]:
    standing = [alarm for alarm in unit.site.alarms() if alarm.zone == zone and alarm.counter != counter]
    return [_trouble(a.kind, a.id, a.kind, zone, a.since, name=a.device_name, action="answer") for a in standing]


def _slip_troubles(unit: Unit, mall: Mall, agency: str) -> list[dict[str, Any]]:
    """Slips that failed or may not have come out, of tickets that still wait: a person decides."""
    head = unit.journal.head()
    if head.day is None:
        return []
    midnight = datetime.combine(head.day, time(), ZoneInfo(mall.site.timezone))
    return [_slip_trouble(job, t) for job, t in _doubtful(unit, midnight) if t.agency == agency][:5]


def _doubtful(unit: Unit, since: datetime) -> list[tuple[Job, Ticket]]:
    jobs = unit.jobs.in_state("slip", ("failed", "uncertain"), since)
    pairs = [(job, unit.tickets.get(job.ticket or "")) for job in jobs]
    return [
        (job, ticket) for job, ticket in pairs
        if ticket is not None and ticket.state == tickets.WAITING
        and (last := unit.jobs.of_ticket(ticket.id, "slip")) is not None and last.id == job.id
    ]  # fmt: skip


def _slip_trouble(job: Job, ticket: Ticket) -> dict[str, Any]:
    return _trouble(
        "slip", job.id, job.state, None, job.created_at, reason=job.reason, ticket=ticket.label,
        ticket_label=ticket.label, action="reprint",
    )  # fmt: skip


def _clock_troubles(unit: Unit) -> list[dict[str, Any]]:
    head = unit.journal.head()
    doubted = [_trouble("clock", "clock", "doubted", None, None)] if head.clock_doubted else []
    stepped = [_trouble("clock", "clock", "stepped", None, head.at)] if head.clock_stepped else []
    return doubted or stepped
