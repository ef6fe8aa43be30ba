"""What the server says to people: refusals, notices and troubles as sentences, in every language of the catalogues."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from server.words import LANGUAGES, Words

ROOM = Path(__file__).parent


def said(key: str, **values: object) -> dict[str, str]:
    """The sentence in every language; values that are themselves texts are taken in that language."""
    return {language: _say(language, key, values) for language in LANGUAGES}


def _say(language: str, key: str, values: Mapping[str, Any]) -> str:
    own = {
        name: value.get(language, value["id"]) if isinstance(value, Mapping) else value
        for name, value in values.items()
    }
    return Words(ROOM, language).say(key, **own)


def when(moment: datetime, now: datetime, timezone: str) -> dict[str, str]:
    """A moment as people say it: 10.15 today, besok 08.00, Selasa 08.00, 04-01-2027 08.00."""
    local, today = moment.astimezone(ZoneInfo(timezone)), now.astimezone(ZoneInfo(timezone)).date()
    clock = {"id": local.strftime("%H.%M"), "en": local.strftime("%H:%M")}
    days = local.date() - today
    if days <= timedelta(0):
        return clock
    if days == timedelta(1):
        return said("when.tomorrow", time=clock)
    if days < timedelta(7):
        return said("when.weekday", day=said(f"weekday.{local.weekday()}"), time=clock)
    return said("when.date", day=local.strftime("%d-%m-%Y"), time=clock)


def verdict_sentence(verdict: Mapping[str, Any], who: str, now: datetime, timezone: str) -> dict[str, str]:
    """A verdict of the opening rule about `who` (an agency's short name), with when and what instead."""
    times = {name: _moment(verdict.get(name)) for name in ("since", "until", "opens_at")}
    spoken = {name: when(at, now, timezone) for name, at in times.items() if at is not None}
    key = f"verdict.{verdict['code']}"
    variants = [f"{key}.{name}" for name in ("until", "opens_at") if name in spoken] + [key]
    known = Words(ROOM, LANGUAGES[0])
    chosen = next(variant for variant in variants if known.has(variant))
    values = {"since": "", **spoken, "who": who, "name": verdict.get("name") or "", "reason": _reason(verdict)}
    return said(chosen, **values)


def _reason(verdict: Mapping[str, Any]) -> Mapping[str, str] | str:
    reason = verdict.get("reason")
    return said(f"reason.{reason}") if reason else ""


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def refusal_sentence(code: str, details: Mapping[str, Any], language: str) -> str:
    """A refusal for its caller: short, with the way on."""
    words = Words(ROOM, language if language in LANGUAGES else LANGUAGES[0])
    plain = {name: value for name, value in details.items() if isinstance(value, (str, int, float))}
    values = {name: _read(value, language) for name, value in plain.items()}
    key = f"refusal.{code}"
    if values.get("seconds") and words.has(f"{key}.seconds"):
        key = f"{key}.seconds"
    try:
        return words.say(key if words.has(key) else "refusal.other", **values)
    except KeyError:  # a detail this sentence needs was not given
        return words.say("refusal.other")


def _read(value: str | float, language: str) -> str | float:
    """A date as people write it, 24-11-2026, and a time: 09.30, in English 09:30. Everything else as it is."""
    if not isinstance(value, str):
        return value
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return "-".join(reversed(value.split("-")))
    is_time = re.fullmatch(r"\d{2}:\d{2}", value)
    return value.replace(":", ".") if is_time and language != "en" else value


def trouble_sentence(kind: str, code: str, **values: object) -> dict[str, str]:
    """What hinders the hall, for the desk."""
    return said(f"trouble.{kind}.{code}", **values)


def alert_sentence(code: str, values: Mapping[str, Any]) -> dict[str, str]:
    """What on the floor needs somebody, with its figures."""
    known = {name: "–" if value is None else value for name, value in values.items()}
    return said(f"alert.{code}", **known)


def wait_words(wait: Mapping[str, int]) -> dict[str, str]:
    """{low_minutes, high_minutes} → "20–35 menit"; past ninety minutes in half hours outwards, as everywhere."""
    low, high = wait["low_minutes"], wait["high_minutes"]
    if high > LONG_MINUTES:
        return said("wait.hours", range=_span(_half_hours(max(1, low // 30)), _half_hours(-(-high // 30))))
    return said("wait.minutes", range=_span(str(low), str(high)))


LONG_MINUTES = 90


def _span(low: str, high: str) -> str:
    return low if low == high else f"{low}–{high}"


def _half_hours(halves: int) -> str:
    return f"{halves // 2 or ''}{'½' if halves % 2 else ''}"
