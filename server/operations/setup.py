"""Setting a site up: loading the mall's file, dumping it, and opening the demonstration's today."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from server.domain import mall_file
from server.domain.events import MallChanged
from server.domain.hours import local_day, open_today
from server.domain.mall import Mall
from server.domain.refusals import MallNotSound
from server.operations.recording import record
from server.ports import Hall, Unit


def load(hall: Hall, raw: Mapping[str, Any], by: str | None = None) -> Mall:
    """Make this file the site's mall. Raises MallNotSound with every problem found; then nothing changed."""
    mall = mall_file.parse(raw)
    save(hall, mall, by)
    return mall


def save(hall: Hall, mall: Mall, by: str | None) -> None:
    """Make this mall the site's. Raises MallNotSound where it leaves out what is in use today."""
    with hall.store.write() as unit:
        change(unit, mall, by, hall.clock.now())


def change(unit: Unit, mall: Mall, by: str | None, now: datetime) -> bool:
    """Within a unit: this mall is the site's from now on; whether it is another. Raises MallNotSound as `save`."""
    words = json.dumps(mall_file.dump(mall), sort_keys=True, ensure_ascii=False)
    version = hashlib.sha256(words.encode()).hexdigest()[:16]
    if unit.journal.head().mall_version == version:
        return False
    if problems := list(_still_needed(unit, mall)):
        raise MallNotSound(problems=problems)
    unit.replace_mall(mall, version)
    record(unit, MallChanged(version, by), now)
    return True


def _still_needed(unit: Unit, mall: Mall) -> Iterator[str]:
    """What this mall would leave out although today's tickets or somebody at a counter hold on to it."""
    day = unit.journal.head().day
    if day is not None:
        agencies = {agency for agency, *_ in unit.tickets.totals(day)}
        yield from (f"agencies: {one} has tickets today" for one in sorted(agencies - mall.agency_by_code.keys()))
        services = unit.tickets.issued_counts(day).keys()
        yield from (f"services: {one} has tickets today" for one in sorted(services - mall.service_by_code.keys()))
        queues = unit.tickets.waiting_counts(day).keys()
        yield from (f"queues: {one} has tickets today" for one in sorted(queues - mall.counters_by_queue.keys()))
    for desk in unit.counters.all().values():
        if (desk.holder or desk.ticket) and _moves(unit.mall, mall, desk.number):
            yield f"counters: somebody is at {desk.number}"


def _moves(before: Mall, after: Mall, number: int) -> bool:
    """Whether this counter goes, or goes to another agency: who sits there could neither call on nor stand up."""
    was, will = before.counter_by_number.get(number), after.counter_by_number.get(number)
    return will is None or (was is not None and was.agency != will.agency)


def dump(hall: Hall) -> dict[str, Any]:
    """The mall as its file; loading it again changes nothing."""
    with hall.store.read() as unit:
        return mall_file.dump(unit.mall)


def open_around_the_clock(hall: Hall) -> None:
    """Keep the demonstration open; asked again when the day turns."""
    save(hall, opened_around_the_clock(hall.store.mall(), hall.clock.now()), None)


def opened_around_the_clock(mall: Mall, now: datetime) -> Mall:
    """The mall with yesterday, today and tomorrow open all day, labelled as special days.

    Three days, so that what runs over midnight stays open.
    """
    today = local_day(mall, now)
    opened = replace(mall, special_days=())
    for shift in (-1, 0, 1):
        opened = open_today(opened, today + timedelta(days=shift))
    return opened
