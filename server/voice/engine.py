"""From a phrase to a checked sound: cache, speaker process, a retry, the command line, and the state left."""

import hashlib
import shutil
import subprocess
import threading
import time
from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from server.voice import waves
from server.voice.cache import PART, Cache, key_of
from server.voice.library import SOURCES
from server.voice.phrase import Phrase
from server.voice.process import SpeakerAbsent, SpeakerBroken, SpeakerProcess
from server.voice.sounding import as_espeak_reads

SOUND_VERSION = 1  # one more whenever the same text shall sound different, so that no old file is played
SPEAKER_RESTS_SECONDS = 10.0
COMMAND_LINE = "espeak-ng for each phrase"
Way = Callable[[Phrase, Path], None]
FAULTS = (SpeakerBroken, SpeakerAbsent, waves.BadSound, OSError, subprocess.SubprocessError)


class NoVoice(Exception):
    """No sound can be made now. `state` is "failing" or "absent"; the text says why."""

    def __init__(self, state: str, why: str) -> None:
        super().__init__(why)
        self.state = state


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """How the hall is spoken to; see README for the ANTREAN_VOICE_… variables that set it."""

    rate: int = 150  # words a minute
    sources: tuple[str, ...] = SOURCES  # where libespeak may come from; none: chime only
    voices: Mapping[str, str] | None = None  # language → a voice such as "id+f3"; else called like the language
    command: str | None = "espeak-ng"  # what is tried last; None: nothing
    timeout_seconds: float = 4.0

    def voice(self, language: str) -> str:
        return (self.voices or {}).get(language) or language


@dataclass(frozen=True, slots=True)
class Clip:
    """One phrase as a WAV. `digest` names its bytes, so that the same sound is stored once."""

    language: str
    sound: bytes
    digest: str
    seconds: float


class Engine:
    """Makes one phrase at a time, whoever asks. `state` and `detail` say what to expect of the next one."""

    def __init__(self, settings: VoiceSettings, cache: Cache) -> None:
        self.settings, self._cache, self._lock = settings, cache, threading.Lock()
        self._speaker: SpeakerProcess | None = None
        self._tries = 0
        self._rest_until = 0.0  # while the command line speaks, the process is not started for every phrase
        self.state, self.detail = "absent", "not started"
        self.mute: dict[str, str] = {}  # languages that this engine cannot say though it works, and why

    @property
    def speaker_pid(self) -> int | None:
        return self._speaker.pid if self._speaker else None

    def say(self, phrase: Phrase) -> Clip:
        """The phrase as sound, from the cache where it was said before. Raises NoVoice."""
        with self._lock:
            if phrase.language in self.mute:
                raise NoVoice("failing", self.mute[phrase.language])
            key = self.key_of(phrase)
            return self._kept(phrase, key) or self._new(phrase, key)

    def key_of(self, phrase: Phrase) -> str:
        """A digest of all that decides how this phrase sounds."""
        voice = self.settings.voice(phrase.language)
        return key_of(phrase.language, phrase.text, voice, self.settings.rate, SOUND_VERSION)

    def look_after(self, probe: Phrase, *others: Phrase) -> str:
        """Between phrases: restarts a speaker that ended, tries again if nothing worked. Gives the state.

        A new speaker says the others too, so that no visitor waits while a language is loaded.
        """
        with self._lock:
            resting = time.monotonic() < self._rest_until
            if self.state == "ready" and (resting or (self._speaker and self._speaker.alive())):
                return self.state
            self.mute = {}
            if not self._fault(probe):
                self.mute = {phrase.language: why for phrase in others if (why := self._fault(phrase))}
            if self.mute:
                self._fault(probe)  # the first language decides the state
            return self.state

    def _fault(self, phrase: Phrase) -> str:
        try:
            self._made(phrase)
        except NoVoice as why:
            return str(why)
        return ""

    def close(self) -> None:
        if self._speaker:
            self._speaker.close()
            self._speaker = None

    def _kept(self, phrase: Phrase, key: str) -> Clip | None:
        sound = self._cache.get(key)
        if sound is None:
            return None
        try:
            return clip_of(phrase, sound, waves.read(sound))
        except waves.BadSound:
            self._cache.drop(key)
            return None

    def _new(self, phrase: Phrase, key: str) -> Clip:
        if self.state != "ready":
            raise NoVoice(self.state, self.detail)
        sound = waves.made_ready(self._made(phrase))
        try:
            self._cache.put(key, sound)
        except OSError as why:
            self.detail = f"sounds cannot be kept: {why}"
        return clip_of(phrase, sound, waves.read(sound))

    def _made(self, phrase: Phrase) -> "array[int]":
        """The engine's own samples, by the first way that gives a sound which passes the check."""
        faults: list[Exception] = []
        for way in (self._by_speaker, self._by_speaker, self._by_command):
            if way == self._by_speaker and any(isinstance(fault, SpeakerAbsent) for fault in faults):
                continue  # asked once, it is not here
            try:
                samples = self._checked(way, phrase)
            except FAULTS as fault:
                faults.append(fault)
            else:
                self.state, self.detail = "ready", self._spoken_by(way, faults)
                return samples
        self.state = "absent" if all(isinstance(fault, SpeakerAbsent) for fault in faults) else "failing"
        self.detail = reasons(faults)
        raise NoVoice(self.state, self.detail)

    def _spoken_by(self, way: Way, faults: list[Exception]) -> str:
        if way == self._by_speaker and self._speaker:
            return self._speaker.name
        still = self.state == "ready" and self.detail.startswith(COMMAND_LINE)
        return self.detail if still else f"{COMMAND_LINE}: {reasons(faults)}"

    def _checked(self, way: Way, phrase: Phrase) -> "array[int]":
        self._tries += 1
        raw = self._cache.folder / f"try{self._tries}{PART}"  # its own name: nothing late can be taken for this phrase
        try:
            way(phrase, raw)
            samples = waves.read(raw)
            waves.check(samples, phrase.text, self.settings.rate)
        except waves.BadSound:
            self.close()  # a new one for the next try
            raise
        finally:
            raw.unlink(missing_ok=True)
        return samples

    def _by_speaker(self, phrase: Phrase, raw: Path) -> None:
        speaker = self._running_speaker()
        text, voice = as_espeak_reads(phrase.text, phrase.language), self.settings.voice(phrase.language)
        try:
            speaker.make(text, voice, self.settings.rate, raw, self.settings.timeout_seconds)
        finally:
            if not speaker.alive():
                self.close()

    def _by_command(self, phrase: Phrase, raw: Path) -> None:
        command = self.settings.command and shutil.which(self.settings.command)
        if not command:
            raise SpeakerAbsent("no espeak-ng command")
        self._rest_until = time.monotonic() + SPEAKER_RESTS_SECONDS
        text, voice = as_espeak_reads(phrase.text, phrase.language), self.settings.voice(phrase.language)
        order = [command, "-v", voice, "-s", str(self.settings.rate), "-b", "1", "--stdin", "-w", str(raw)]
        longest = self.settings.timeout_seconds
        subprocess.run(order, input=text.encode(), check=True, capture_output=True, timeout=longest)

    def _running_speaker(self) -> SpeakerProcess:
        if self._speaker and self._speaker.alive():
            return self._speaker
        self.close()
        if time.monotonic() < self._rest_until:
            raise SpeakerAbsent("the speaker process is not tried again yet")
        self._speaker = started(self.settings.sources)
        return self._speaker


def started(sources: tuple[str, ...]) -> SpeakerProcess:
    """On the first library that works. SpeakerBroken where one is here but fails, else SpeakerAbsent."""
    faults: list[Exception] = []
    for source in sources:
        try:
            return SpeakerProcess(source)
        except (SpeakerAbsent, SpeakerBroken) as fault:
            faults.append(fault)
    kind = SpeakerBroken if any(isinstance(fault, SpeakerBroken) for fault in faults) else SpeakerAbsent
    raise kind("; ".join(map(str, faults)) or "speech is switched off")


def reasons(faults: list[Exception]) -> str:
    return "; ".join(dict.fromkeys(map(str, faults)))


def clip_of(phrase: Phrase, sound: bytes, samples: "array[int]") -> Clip:
    digest = hashlib.sha256(sound).hexdigest()[:32]
    return Clip(phrase.language, sound, digest, round(waves.seconds(samples), 2))
