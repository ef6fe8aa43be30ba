"""Which backups are kept: every one of the last hours, one an hour for two days, one a day for a month."""

from collections.abc import Iterable
from datetime import datetime, timedelta

ALL_FOR = timedelta(hours=3)
HOURLY_FOR = timedelta(days=2)
DAILY_FOR = timedelta(days=31)


def spared(made: Iterable[datetime], now: datetime) -> set[datetime]:
    """Of these moments (aware UTC) the ones to keep; the newest always, and any that lies in the future."""
    kept: set[datetime] = set()
    seen: set[tuple[str, ...]] = set()
    for moment in sorted(set(made), reverse=True):
        age = now - moment
        slot = _slot(moment, age)
        if not kept or slot is None or (age <= DAILY_FOR and slot not in seen):
            kept.add(moment)
        if slot is not None:
            seen.add(slot)
    return kept


def _slot(moment: datetime, age: timedelta) -> tuple[str, ...] | None:
    """The hour or the day that one backup stands for; None for those of the last hours."""
    if age <= ALL_FOR:
        return None
    return ("hour", f"{moment:%Y-%m-%d %H}") if age <= HOURLY_FOR else ("day", f"{moment:%Y-%m-%d}")
