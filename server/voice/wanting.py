"""Every clip that a mall's recorded voice needs, with the text to read: pure, from the mall's own names and numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.voice.clips import again_text, counter_step, number_clip, number_words, sign_step
from server.voice.phrase import FIRST_LANGUAGE, LANGUAGES, ROOM, Step, agency_as_spoken
from server.voice.prompts import SENTENCES, SIGNS
from server.words import Words

LARGEST_NUMBER = 999
CALLS = range(2, 6)  # what is called still more often, an engine says
PHRASES, SIGN, NUMBERS, AGENCIES, COUNTERS, PROMPTS = "phrases", "signs", "numbers", "agencies", "counters", "prompts"


@dataclass(frozen=True, slots=True)
class Wanted:
    language: str
    group: str
    step: Step

    @property
    def is_optional(self) -> bool:
        """Its parts can say the same."""
        return bool(self.step.parts)


def wanted(mall: Mapping[str, Any]) -> list[Wanted]:
    """In the order to record them. `mall` is the API's GET /mall or a mall's file."""
    spoken = [each for each in mall["site"]["languages"] if each in LANGUAGES] or [FIRST_LANGUAGE]
    return [one for language in spoken for one in _of(mall, language)]


def _of(mall: Mapping[str, Any], language: str) -> Iterator[Wanted]:
    words = Words(ROOM, language)

    def each(group: str, steps: Sequence[Step]) -> Iterator[Wanted]:
        return (Wanted(language, group, step) for step in steps)

    yield from each(PHRASES, [Step("call.number", words.say("clip.number"), 0)])
    yield from each(PHRASES, [Step("call.counter", words.say("clip.counter"), 0)])
    yield from each(PHRASES, [Step(f"again.{calls}", again_text(calls, language), 0) for calls in CALLS])
    yield from each(SIGN, [sign_step(sign, language) for sign in SIGNS])
    numbers = number_words(LARGEST_NUMBER, language)
    yield from each(NUMBERS, [Step(number_clip(word, language), word, 0) for word in numbers])
    yield from each(AGENCIES, [_agency(one, language) for one in mall["agencies"]])
    yield from each(COUNTERS, [counter_step(int(one["number"]), language) for one in mall["counters"]])
    prompts = [Step(f"prompt.{key}", words.say(f"prompt.{key}"), 0) for key in (*SENTENCES, "floor")]
    yield from each(PROMPTS, prompts)


def _agency(agency: Mapping[str, Any], language: str) -> Step:
    return Step(f"agency.{agency['code']}", agency_as_spoken(agency.get("spoken") or {}, language), 0)
