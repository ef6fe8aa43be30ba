"""How times, waits, money and names are said on paper, in the visitor's language and the site's time zone."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from server.words import Words

ROOM = Path(__file__).parent
LONG_WAIT_MINUTES = 90  # longer than this is said in half hours
SOON_MINUTES = 5
Content = Mapping[str, Any]  # a job's content, as it came over the wire


def words(language: str) -> Words:
    return Words(ROOM, language)


def said(text: Mapping[str, str] | str | None, language: str) -> str:
    """A text of the mall in this language, in Indonesian where it has none."""
    if text is None or isinstance(text, str):
        return text or ""
    return text.get(language) or text.get("id") or ""


def local(moment: str, timezone: str) -> datetime:
    """A wire time (ISO, UTC) in the site's time zone."""
    aware = datetime.fromisoformat(moment)
    return (aware if aware.tzinfo else aware.replace(tzinfo=UTC)).astimezone(ZoneInfo(timezone))


def clock(moment: datetime, language: str) -> str:
    return moment.strftime("%H.%M" if language == "id" else "%H:%M")


def date(moment: datetime, w: Words) -> str:
    """Senin, 23-11-2026"""
    return f"{w.say(f'weekday.{moment.weekday()}')}, {moment:%d-%m-%Y}"


def rupiah(amount: int) -> str:
    return f"Rp{amount:,}".replace(",", ".")


def half_hours(minutes: int) -> str:
    """90 → 1½"""
    whole, half = divmod(minutes // 30, 2)
    return f"{whole or ''}½" if half else str(whole)


def likely_wait(content: Content, w: Words, narrow: bool) -> tuple[str, str]:
    """Name and value of the wait: a range of the clock, half hours where it is long, or that nobody knows."""
    wait, language = content.get("wait"), content["language"]
    if not wait:
        return w.say("wait.unknown"), ""
    low, high = int(wait["low_minutes"]), int(wait["high_minutes"])
    name = w.say("wait.called.narrow" if narrow else "wait.called")
    if high < SOON_MINUTES:
        return name, w.say("wait.soon")
    if high > LONG_WAIT_MINUTES:
        floor = max(30, low // 30 * 30)  # outwards, as on the screens
        ceiling = max(-(-high // 30) * 30, floor + 30)
        return w.say("wait.lasting"), w.say("wait.hours", low=half_hours(floor), high=half_hours(ceiling))
    issued = local(content["issued_at"], content["timezone"])
    low_clock, high_clock = (clock(issued + timedelta(minutes=m), language) for m in (low, max(high, low + 1)))
    return name, w.say("wait.clock", low=low_clock, high=high_clock)
