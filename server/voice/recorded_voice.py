"""A recorded voice, with an engine for what it has not recorded: a sentence is said by the one or by the other."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Mapping

from server.voice import loudness, recording, waves
from server.voice.cache import Cache, key_of
from server.voice.engine import Clip, NoVoice, clip_of
from server.voice.joining import Piece, joined
from server.voice.pack import Pack
from server.voice.phrase import Phrase, Step
from server.voice.prompt_work import Voice

MISSED_KEPT = 100


class RecordedVoice:
    """Whole sentences in one voice: one clip that is missing, and the engine says all of that sentence."""

    def __init__(self, pack: Pack, engine: Voice, cache: Cache, say: Callable[[str], None] = print) -> None:
        self.pack, self._engine, self._cache, self._say = pack, engine, cache, say
        self.missed: OrderedDict[tuple[str, str], str] = OrderedDict()  # clips that a sentence wanted in vain → why

    @property
    def state(self) -> str:
        """Ready even without an engine: what is recorded can be said."""
        return "ready"

    @property
    def detail(self) -> str:
        behind = self._engine.detail if self._engine.state == "ready" else f"no engine behind it: {self._engine.detail}"
        return f"recorded voice {self.pack.name!r}; {behind}"

    @property
    def mute(self) -> Mapping[str, str]:
        return {}

    @property
    def engine_state(self) -> str:
        return self._engine.state

    def look_after(self, probe: Phrase, *others: Phrase) -> str:
        self._engine.look_after(probe, *others)
        return self.state

    def close(self) -> None:
        self._engine.close()

    def key_of(self, phrase: Phrase) -> str:
        return self._key(phrase) if self._lacks(phrase) is None else self._engine.key_of(phrase)

    def say(self, phrase: Phrase) -> Clip:
        """Raises NoVoice where neither can."""
        lack = self._lacks(phrase)
        if lack is not None:
            self._miss(phrase, *lack)
            return self._engine.say(phrase)
        sound = self._cache.get(self._key(phrase)) or self._made(phrase)
        try:
            return clip_of(phrase, sound, waves.read(sound))
        except waves.BadSound as why:
            self._cache.drop(self._key(phrase))
            raise NoVoice("failing", str(why)) from why

    def _key(self, phrase: Phrase) -> str:
        steps = [(step.clip, step.pause) for step in self._resolved(phrase)]
        return key_of("pack", self.pack.digest, phrase.language, phrase.text, steps)

    def _resolved(self, phrase: Phrase) -> list[Step]:
        """A step that was not recorded itself is the words it is made of."""
        found: list[Step] = []
        for step in phrase.steps:
            is_whole = not step.parts or self.pack.clip(phrase.language, step).state in recording.USABLE
            found += [step] if is_whole else step.parts
        return found

    def _lacks(self, phrase: Phrase) -> tuple[str, str] | None:
        """The first clip that cannot be used, and why; none is lacking: None."""
        for step in self._resolved(phrase):
            state = self.pack.clip(phrase.language, step).state
            if state not in recording.USABLE:
                return step.clip, state
        return None if phrase.steps else ("", recording.MISSING)

    def _miss(self, phrase: Phrase, clip: str, why: str) -> None:
        missed = (phrase.language, clip)
        if clip and missed not in self.missed:
            self._say(f"Voice: {clip} in {phrase.language!r} is {why} in the pack; the engine says that sentence.")
            self.missed[missed] = why
            if len(self.missed) > MISSED_KEPT:
                self.missed.popitem(last=False)

    def _made(self, phrase: Phrase) -> bytes:
        pieces: list[Piece] = [self._piece(phrase.language, step) for step in self._resolved(phrase)]
        sound = made_ready(joined(pieces))
        try:
            self._cache.put(self._key(phrase), sound)
        except OSError as why:
            self._say(f"Voice: sounds cannot be kept ({why}).")
        return sound

    def _piece(self, language: str, step: Step) -> Piece:
        return step.pause, self.pack.clip(language, step).samples


def made_ready(samples: "array[int]") -> bytes:
    """At the hall's level; the clips were, so this is a small correction for their pauses."""
    level = loudness.levelled(samples, waves.RATE, waves.TARGET_LUFS, waves.CEILING_DBFS)
    return waves.written(waves.faded(level))
