"""Setting a site up: loading the mall's file, dumping it, and opening the demonstration's today."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from server.domain import mall_file
from server.domain.events import MallChanged
from server.domain.hours import local_day, open_today
from server.domain.mall import Mall
from server.operations.recording import record
from server.ports import Hall


def load(hall: Hall, raw: Mapping[str, Any]) -> Mall:
    """Make this file the site's mall. Raises MallNotSound with every problem found; then nothing changed."""
    mall = mall_file.parse(raw)
    save(hall, mall, None)
    return mall


def save(hall: Hall, mall: Mall, by: str | None) -> None:
    words = json.dumps(mall_file.dump(mall), sort_keys=True, ensure_ascii=False)
    version = hashlib.sha256(words.encode()).hexdigest()[:16]
    with hall.store.write() as unit:
        if unit.journal.head().mall_version == version:
            return
        unit.replace_mall(mall, version)
        record(unit, MallChanged(version, by), hall.clock.now())


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
