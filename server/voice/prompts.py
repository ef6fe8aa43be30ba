"""What the kiosk can say: every prompt by its key, as text and as recorded clips; pure."""

from dataclasses import dataclass

from server.voice.clips import RUN_ON, number, sign_step
from server.voice.phrase import ROOM, Phrase, Step, cardinal
from server.words import Words

LARGEST_COUNT = 99
FLOORS = range(1, 10)
SENTENCES = (
    "idle", "language", "agencies", "service", "take", "printing", "take_slip", "no_paper", "closed", "not_now",
    "search", "search_none", "code", "code_again", "visit", "order", "order_place", "order_total",
    "priority", "priority_asked", "returned",
    "returned_not", "help_called", "warning_idle", "cancelled", "trouble", "large_on",
    "large_off", "low_on", "low_off", "sound_on", "where.call_right", "where.call_left", "where.door", "where.main",
    "ahead.none", "number", "ahead", "wait", "to", "minute", "minutes", "count.more",
)  # fmt: skip
SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789"


@dataclass(frozen=True, slots=True)
class Prompt:
    key: str
    phrase: Phrase


def prompts(language: str) -> tuple[Prompt, ...]:
    """All of one language; what is needed most comes first."""
    return (
        *(sentence(key, language) for key in SENTENCES),
        *(sign(each, language) for each in SIGNS),
        *(floor(each, language) for each in FLOORS),
        *(count(each, language) for each in range(LARGEST_COUNT + 1)),
    )


def sentence(key: str, language: str) -> Prompt:
    text = Words(ROOM, language).say(f"prompt.{key}")
    return Prompt(key, Phrase(language, text, (Step(f"prompt.{key}", text, 0),)))


def sign(each: str, language: str) -> Prompt:
    step = sign_step(each, language)
    return Prompt(step.clip, Phrase(language, step.text, (step,)))


def floor(each: int, language: str) -> Prompt:
    words, spelled = Words(ROOM, language), number(each, language, RUN_ON)
    text = f"{words.say('prompt.floor')} {cardinal(each, language)}."
    return Prompt(
        f"floor.{each}", Phrase(language, text, (Step("prompt.floor", words.say("prompt.floor"), 0), *spelled))
    )


def count(each: int, language: str) -> Prompt:
    return Prompt(f"count.{each}", Phrase(language, cardinal(each, language), tuple(number(each, language, 0))))
