"""Who is next, in words: the lines of a work profile, how many may pass, and why one was called before another."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from server.sentences import ROOM, said
from server.words import LANGUAGES, Words

Text = Mapping[str, str]
NAMED_LANGUAGES = ("id", "en")  # those the catalogues have a word for; others are told by their code


def line_sentence(line: Mapping[str, Any], services: Mapping[str, Text]) -> dict[str, str]:
    """A line of a profile as it stands in the mall's file; `services`: code → its short name in each language."""
    told = said("profile.goes_first", who=_who(line, services))
    if line.get("queues") and not any(line.get(mark) for mark in ("classes", "services", "languages")):
        told = said("profile.help", queues=", ".join(line["queues"]))
    if line.get("wait_over_minutes"):
        told = said("profile.over", what=told, minutes=line["wait_over_minutes"])
    return {language: text[:1].upper() + text[1:] for language, text in _limited(line, told).items()}


def _limited(line: Mapping[str, Any], told: Text) -> dict[str, str]:
    if not line.get("most"):
        return said("profile.when_idle", what=told)
    key = "profile.in_a_row" if line.get("after", 1) == 1 else "profile.after"
    return said(key, what=told, most=line["most"], after=line.get("after", 1))


def _who(line: Mapping[str, Any], services: Mapping[str, Text]) -> Text:
    """Those a line names, by all their marks together."""
    languages = [_language(one) for one in line.get("languages", ())]
    marks = [
        *(said(f"profile.{one}") for one in line.get("classes", ())),
        *_named("profile.services", [services[code] for code in line.get("services", ())]),
        *_named("profile.languages", languages),
    ]
    who = {language: " + ".join(mark[language] for mark in marks) for language in LANGUAGES}
    return said("profile.in_queue", who=who, queues=", ".join(line["queues"])) if line.get("queues") else who


def _named(key: str, names: Sequence[Text]) -> list[Text]:
    """These names as one mark, or none."""
    listed = {language: ", ".join(name.get(language, name["id"]) for name in names) for language in LANGUAGES}
    return [said(key, names=listed)] if names else []


def _language(code: str) -> Text:
    return said(f"language.{code}") if code in NAMED_LANGUAGES else dict.fromkeys(LANGUAGES, code)


def profile_sentences(lines: Sequence[Mapping[str, Any]], services: Mapping[str, Text]) -> list[dict[str, str]]:
    """All lines in their order, and what always stands after them."""
    last = "profile.then_arrival" if lines else "profile.arrival"
    return [*(line_sentence(line, services) for line in lines), said(last)]


def bound_sentence(most: int, step: int, every: int) -> dict[str, str]:
    """How many may pass, with nobody ahead and for those who are: the figures of a bound."""
    if not most:
        return said("bound.none")
    return said("bound.each" if every == 1 else "bound.every", most=most, step=step, every=every)


def passing_sentence(most: int) -> dict[str, str]:
    """How many may pass somebody from now on."""
    return said("bound.most", most=most) if most else said("bound.none")


def why_sentence(code: str, details: Mapping[str, Any], timezone: str) -> dict[str, str]:
    """Why one ticket was called before another: the answer of the rule, with its labels, counter and times."""
    clocks = {name: _clock(details.get(name), timezone) for name in ("called_at", "x_given_at", "y_given_at")}
    values = {**details, **clocks, "reason": _chosen(str(details.get("reason") or "other"))}
    side, _, move = code.partition("_")
    if side in ("x", "y") and Words(ROOM, LANGUAGES[0]).has(f"moved.{move}"):
        return said(f"why.{side}_moved", moved=said(f"moved.{move}"), **values)
    return said(f"why.{code}", **values)


def _chosen(reason: str) -> Text:
    key = f"chosen.{reason}"
    return said(key if Words(ROOM, LANGUAGES[0]).has(key) else "chosen.other")


def _clock(moment: datetime | None, timezone: str) -> Text:
    if moment is None:
        return dict.fromkeys(LANGUAGES, "")
    local = moment.astimezone(ZoneInfo(timezone))
    return {"id": local.strftime("%H.%M"), "en": local.strftime("%H:%M")}
