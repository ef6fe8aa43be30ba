"""Brings the server the kiosk's prompts that it lacks, a few at a time between calls."""

from collections import deque
from collections.abc import Callable, Mapping
from typing import Protocol

from server.voice.door import Door, Refused
from server.voice.engine import Clip, NoVoice
from server.voice.phrase import FIRST_LANGUAGE, LANGUAGES, Phrase
from server.voice.prompts import Prompt, prompts

AT_ONCE = 2  # about a tenth of a second: so long may a call wait for them


class Voice(Protocol):
    """What makes sounds: the engine, or a recorded voice with the engine behind it."""

    @property
    def state(self) -> str: ...
    @property
    def detail(self) -> str: ...
    @property
    def mute(self) -> Mapping[str, str]: ...
    def say(self, phrase: Phrase) -> Clip: ...
    def key_of(self, phrase: Phrase) -> str: ...
    def look_after(self, probe: Phrase, *others: Phrase) -> str: ...
    def close(self) -> None: ...


class PromptWork:
    """Compares at each greeting. What sounds different is replaced once a run, so that two agents do not take turns."""

    def __init__(self, door: Door, voice: Voice, say: Callable[[str], None]) -> None:
        self._door, self._voice, self._say = door, voice, say
        self._lacking: deque[Prompt] = deque()
        self._compared = False

    @property
    def some_are_lacking(self) -> bool:
        return bool(self._lacking) and self._voice.state == "ready"

    def compare(self) -> None:
        """Ask what the server has; a server of before knows no prompts, and gets none."""
        try:
            listed = self._door.get("/prompts")["prompts"]
        except (Refused, KeyError):
            return
        there = {(one["language"], one["key"]): one["text_digest"] for one in listed}
        self._lacking = deque(one for one in all_prompts() if self._is_lacking(one, there))
        if self._lacking and not self._compared:
            self._say(f"Voice: {len(self._lacking)} prompts for the kiosk are made now, between calls.")
        self._compared = True

    def _is_lacking(self, prompt: Prompt, there: Mapping[tuple[str, str], str]) -> bool:
        language = prompt.phrase.language
        has = there.get((language, prompt.key))
        is_other = has is not None and not self._compared and has != self._voice.key_of(prompt.phrase)
        return language not in self._voice.mute and (has is None or is_other)

    def bring_some(self) -> None:
        for _ in range(AT_ONCE):
            if self.some_are_lacking:
                self._bring(self._lacking.popleft())

    def _bring(self, prompt: Prompt) -> None:
        """One that cannot be said or is refused waits for the next greeting."""
        path = f"/prompts/{prompt.phrase.language}/{prompt.key}?text={self._voice.key_of(prompt.phrase)}"
        try:
            self._door.put_sound(path, self._voice.say(prompt.phrase).sound)
        except NoVoice as why:
            self._say(f"Voice: no sound for the prompt {prompt.key} in {prompt.phrase.language!r} ({why}).")
        except Refused as why:
            self._say(f"Voice: the server does not take the prompt {prompt.key} ({why}).")
            self._lacking.clear()


def all_prompts() -> list[Prompt]:
    """The first language's before the others'."""
    return [one for each in (FIRST_LANGUAGE, *sorted(LANGUAGES - {FIRST_LANGUAGE})) for one in prompts(each)]
