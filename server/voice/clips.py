"""A call or a prompt as recorded clips, one behind the other with its pauses; pure."""

import re

from server.voice.phrase import (
    ROOM,
    Announcement,
    Phrase,
    Step,
    agency_as_spoken,
    cardinal,
    digit_by_digit,
    ordinal,
    sentence,
)
from server.words import Words

WORD = re.compile(r"[^\s-]+")
# Pauses before a clip, in milliseconds: between the words of one number they run on.
AFTER_SENTENCE, AFTER_COMMA, BETWEEN_SIGNS, WITHIN_NUMBER, RUN_ON = 320, 180, 55, -8, 40


def with_steps(phrase: Phrase, call: Announcement) -> Phrase:
    return phrase._replace(steps=tuple(steps(call, phrase.language)))


def steps(call: Announcement, language: str) -> list[Step]:
    """The clips of this call's sentence, in order."""
    words = Words(ROOM, language)
    again = call.calls >= 2
    said = [Step(f"again.{call.calls}", again_text(call.calls, language), 0)] if again else []
    said.append(Step("call.number", words.say("clip.number"), AFTER_SENTENCE if again else 0))
    said += signs(call.queue, language, AFTER_COMMA)
    if call.reading == "words":
        said += number(call.number, language, AFTER_COMMA)
    else:
        said += signs(f"{call.number:0{call.digits}d}", language, AFTER_COMMA)
    said.append(counter_step(call.counter, language))
    agency = agency_as_spoken(call.agency, language)
    if agency:
        said.append(Step(f"agency.{call.agency_code}", agency, AFTER_COMMA))
    return said


def counter_step(counter: int, language: str) -> Step:
    """A recording of its own where there is one, for its melody; else made of its words."""
    lead = Step("call.counter", Words(ROOM, language).say("clip.counter"), AFTER_COMMA)
    spelled = number(counter, language, RUN_ON)
    text = " ".join(step.text for step in (lead, *spelled))
    return Step(f"counter.{counter}", text, AFTER_COMMA, (lead, *spelled))


def again_text(calls: int, language: str) -> str:
    text = Words(ROOM, language).say("again", ordinal=ordinal(calls, language))
    return f"{text[:1].upper()}{text[1:]}"


def signs(code: str, language: str, pause: int) -> list[Step]:
    """Letters and digits one by one."""
    known = [sign for sign in code.lower() if sign.isascii() and sign.isalnum()]
    return [sign_step(sign, language, BETWEEN_SIGNS if at else pause) for at, sign in enumerate(known)]


def sign_step(sign: str, language: str, pause: int = 0) -> Step:
    clip = f"digit.{sign}" if sign.isdigit() else f"letter.{sign}"
    return Step(clip, Words(ROOM, language).say(clip), pause)


def number(value: int, language: str, pause: int) -> list[Step]:
    """42 → empat, puluh, dua: a few words make every number, so that a pack has an end."""
    found = WORD.findall(cardinal(value, language))
    return [Step(number_clip(word, language), word, WITHIN_NUMBER if at else pause) for at, word in enumerate(found)]


def number_clip(word: str, language: str) -> str:
    """ "dua" is the digit's own clip, "puluh" one of its own."""
    digits = digit_by_digit("0123456789", language).split()
    return f"digit.{digits.index(word)}" if word in digits else f"number.{word}"


def number_words(largest: int, language: str) -> list[str]:
    """Every word that numbers up to this one need, beside the digits; in the order of their first use."""
    words = (word for value in range(largest + 1) for word in WORD.findall(cardinal(value, language)))
    return [word for word in dict.fromkeys(words) if number_clip(word, language) == f"number.{word}"]


def sentence_of(call: Announcement, language: str) -> Phrase:
    return Phrase(language, sentence(call, language), tuple(steps(call, language)))
