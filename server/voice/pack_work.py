"""Tells the server what the recorded voice has and lacks, and brings the clips to listen to; between calls."""

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from server.voice import recording
from server.voice.cache import key_of
from server.voice.door import Door, Refused
from server.voice.engine import NoVoice
from server.voice.pack import PackNotSound
from server.voice.pack_report import line
from server.voice.phrase import Phrase
from server.voice.prompt_work import AT_ONCE, Voice
from server.voice.recorded_voice import RecordedVoice
from server.voice.wanting import Wanted, wanted

LINES_AT_ONCE = 4  # one that must be resampled takes a tenth of a second


class PackWork:
    """Also without a pack: then every clip is missing, and the page is the list of what to record."""

    def __init__(self, door: Door, voice: Voice, say: Callable[[str], None]) -> None:
        self._door, self._voice, self._say = door, voice, say
        self._recorded = voice if isinstance(voice, RecordedVoice) else None
        self._unseen: deque[Wanted] = deque()
        self._lacking: deque[Wanted] = deque()
        self._lines: list[dict[str, Any]] = []
        self._told = ""

    @property
    def some_are_lacking(self) -> bool:
        return bool(self._unseen or self._lacking)

    def compare(self) -> None:
        """Begin to look through the pack again; a mall that cannot be had leaves it at what was told."""
        try:
            self._unseen = deque(wanted(self._door.get("/mall")))
            if self._recorded:
                self._recorded.pack.refresh()
        except (Refused, KeyError, TypeError, ValueError) as why:
            self._unseen.clear()
            if isinstance(why, PackNotSound):
                self._say(f"Voice: {why}")
        self._lines, self._lacking = [], deque()

    def bring_some(self) -> None:
        for _ in range(LINES_AT_ONCE if self._unseen else 0):
            if self._unseen:
                self._look_at(self._unseen.popleft())
                if not self._unseen:
                    self._tell()
                    return
        for _ in range(AT_ONCE):
            if self._lacking:
                self._bring(self._lacking.popleft())

    def _look_at(self, one: Wanted) -> None:
        pack = self._recorded.pack if self._recorded else None
        missed = self._recorded.missed if self._recorded else {}
        self._lines.append(line(pack, one, (one.language, one.step.clip) in missed))
        if self._lines[-1]["state"] in recording.USABLE:
            self._lacking.append(one)

    def _tell(self) -> None:
        pack = self._recorded.pack if self._recorded else None
        about = {"name": pack.name, "made_by": pack.made_by} if pack else None
        engine = self._recorded.engine_state if self._recorded else self._voice.state
        body = {"pack": about, "engine": engine, "clips": self._lines}
        digest = key_of(body, pack.digest if pack else "")
        if digest == self._told:
            self._lacking.clear()
            return
        try:
            there: Mapping[str, str] = self._door.put("/voice/pack", body).get("clips", {})
        except Refused as why:
            self._say(f"Voice: the server does not take the list of clips ({why}).")
            self._lacking.clear()
            return
        self._told = digest
        self._lacking = deque(one for one in self._lacking if there.get(_name(one)) != self._key(one))

    def _key(self, one: Wanted) -> str:
        return self._voice.key_of(_alone(one))

    def _bring(self, one: Wanted) -> None:
        path = f"/prompts/{one.language}/clip.{one.step.clip}?text={self._key(one)}"
        try:
            self._door.put_sound(path, self._voice.say(_alone(one)).sound)
        except (NoVoice, Refused) as why:
            self._say(f"Voice: {_name(one)} cannot be brought to the server ({why}).")


def _name(one: Wanted) -> str:
    return f"{one.language}/{one.step.clip}"


def _alone(one: Wanted) -> Phrase:
    """The clip by itself, as it sounds in a sentence."""
    return Phrase(one.language, one.step.text, (one.step._replace(pause=0, parts=()),))
