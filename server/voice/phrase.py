"""A call as it is said: an announcement's content in, one sentence per language out; no device, no clock."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from server.voice.numbers import CARDINALS, LARGEST, ORDINALS
from server.words import Words

ROOM = Path(__file__).parent
LANGUAGES = frozenset(file.stem for file in (ROOM / "words").glob("*.po"))
FIRST_LANGUAGE = "id"
AGENCY_CHARACTERS = 80
UNSPEAKABLE = re.compile(r"[^\w\s',.-]|_")


class Step(NamedTuple):
    """One recorded clip of a sentence: what it says, the milliseconds before it, and what else says the same."""

    clip: str
    text: str
    pause: int
    parts: "tuple[Step, ...]" = ()


class Phrase(NamedTuple):
    language: str
    text: str
    steps: tuple[Step, ...] = ()  # how a recorded voice says the same; none: only an engine can


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a call says, and nothing else of the job: a name or id that strays into it is never read."""

    queue: str
    number: int
    counter: int
    agency: Mapping[str, str]  # language → as spoken
    languages: tuple[str, ...] = (FIRST_LANGUAGE,)  # the ticket's first, then the site's
    calls: int = 1
    digits: int = 3  # as many as the label shows
    reading: str = "each"  # "each" digit by digit | "words"
    short: bool = False  # under load only the first language is said
    agency_code: str = ""  # whose recording names it

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> "Announcement":
        """KeyError, TypeError or ValueError when the job lacks what a call needs."""
        return cls(
            queue=str(content["queue"]),
            number=int(content["number"]),
            counter=int(content["counter"]),
            agency=dict(content.get("agency_spoken") or {}),
            agency_code=str(content.get("agency") or ""),
            languages=tuple(content.get("languages") or (FIRST_LANGUAGE,)),
            calls=int(content.get("calls", 1)),
            digits=int(content.get("digits", 3)),
            reading=str(content.get("reading", "each")),
            short=bool(content.get("short", False)),
        )


def phrases(call: Announcement) -> tuple[Phrase, ...]:
    """One phrase per language that has a catalogue, in the order given; only the first when short."""
    known = [language for language in dict.fromkeys(call.languages) if language in LANGUAGES]
    spoken = (known or [FIRST_LANGUAGE])[: 1 if call.short else None]
    return tuple(Phrase(language, sentence(call, language)) for language in spoken)


def sentence(call: Announcement, language: str) -> str:
    words = Words(ROOM, language)
    agency = agency_as_spoken(call.agency, language)
    called = words.say(
        "call" if agency else "call.without_agency",
        queue=letters(call.queue, language),
        number=ticket_number(call, language),
        counter=cardinal(call.counter, language),
        agency=agency,
    )
    if call.calls < 2:
        return called
    again = words.say("again", ordinal=ordinal(call.calls, language))
    return f"{again[:1].upper()}{again[1:]} {called}"


def ticket_number(call: Announcement, language: str) -> str:
    if call.reading == "words":
        return cardinal(call.number, language)
    return digit_by_digit(f"{call.number:0{call.digits}d}", language)


def letters(code: str, language: str) -> str:
    """A queue's code sign by sign: "4K" → "empat ka". A sign without a name in the language is left out."""
    words = Words(ROOM, language)
    signs = (sign for sign in code.lower() if sign.isascii() and sign.isalnum())
    return " ".join(words.say(f"digit.{sign}" if sign.isdigit() else f"letter.{sign}") for sign in signs)


def digit_by_digit(digits: str, language: str) -> str:
    words = Words(ROOM, language)
    return " ".join(words.say(f"digit.{digit}") for digit in digits)


def cardinal(number: int, language: str) -> str:
    """As words where the language's rules are written and reach so far, else digit by digit."""
    spell = CARDINALS.get(language)
    return spell(number) if spell and 0 <= number <= LARGEST else digit_by_digit(str(abs(number)), language)


def ordinal(number: int, language: str) -> str:
    spell = ORDINALS.get(language)
    return spell(number) if spell else cardinal(number, language)


def agency_as_spoken(agency: Mapping[str, str], language: str) -> str:
    """The short name as the mall says it, without signs that a voice reads aloud or takes for orders."""
    name = agency.get(language) or agency.get(FIRST_LANGUAGE) or ""
    spelled = re.sub(r"\d+", lambda found: f" {cardinal(int(found[0]), language)} ", name[:AGENCY_CHARACTERS])
    return " ".join(UNSPEAKABLE.sub(" ", spelled).split()).strip(" .,")
