"""A recorded voice: a folder with `pack.yaml` and one WAV a clip, and what of it can be said."""

from array import array
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from server.voice import recording, waves
from server.voice.cache import Cache, key_of
from server.voice.phrase import Step

FORMAT = "antrean-voice/1"
CLIP_VERSION = 1  # one more whenever the same recording shall sound different
KEPT_IN_MEMORY = 80
SAID_ALIKE = str.maketrans(dict.fromkeys(",.:;!?-", " "))


class PackNotSound(ValueError):
    """The folder holds no voice pack; the text says why."""


@dataclass(frozen=True, slots=True)
class Described:
    """What `pack.yaml` says: a name, who made it, and the text of clips that differs from the usual."""

    name: str
    made_by: str
    texts: Mapping[str, Mapping[str, str]]


def described(folder: Path) -> Described:
    """Raises PackNotSound."""
    path = folder / "pack.yaml"
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as why:
        raise PackNotSound(f"{path}: {why.strerror}") from why
    except (yaml.YAMLError, UnicodeDecodeError) as why:
        raise PackNotSound(f"{path} is not YAML: {str(why).splitlines()[0]}") from why
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise PackNotSound(f"{path}: `format: {FORMAT}` is missing")
    return Described(str(raw.get("name") or folder.name)[:60], str(raw.get("made_by") or "")[:60], _texts(path, raw))


def _texts(path: Path, raw: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    texts = raw.get("texts") or {}
    if not isinstance(texts, dict) or not all(isinstance(each, dict) for each in texts.values()):
        raise PackNotSound(f"{path}: `texts` is language → clip → text")
    return {str(one): {str(clip): str(text) for clip, text in each.items()} for one, each in texts.items()}


def alike(one: str, other: str) -> bool:
    """Whether two texts are said the same way: capitals and commas do not count."""
    return one.translate(SAID_ALIKE).lower().split() == other.translate(SAID_ALIKE).lower().split()


class Pack:
    """One folder, read when it is opened; prepared clips are kept in the cache, so that a start is quick."""

    def __init__(self, folder: Path, cache: Cache) -> None:
        self.folder, self._cache = folder, cache
        self._about = described(folder)
        self._ready: OrderedDict[tuple[str, str], recording.Recording] = OrderedDict()

    @property
    def name(self) -> str:
        return self._about.name

    @property
    def made_by(self) -> str:
        return self._about.made_by

    def refresh(self) -> None:
        """Somebody may have recorded more."""
        self.__dict__.pop("digest", None)
        self._about = described(self.folder)
        self._ready.clear()

    @cached_property
    def digest(self) -> str:
        """Other as soon as any file is: sounds made of it are then made anew."""
        files = sorted(self.folder.glob("*/*.wav"))
        stats = [(str(file.relative_to(self.folder)), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
        return key_of(self.name, CLIP_VERSION, stats)

    def file(self, language: str, clip: str) -> Path:
        return self.folder / language / f"{clip}.wav"

    def clip(self, language: str, step: Step) -> recording.Recording:
        """The recording that says this; its state tells why it cannot be used."""
        recorded_text = self._about.texts.get(language, {}).get(step.clip)
        if recorded_text is not None and not alike(recorded_text, step.text):
            return recording.Recording(recording.CHANGED, array("h"))
        return self._recording(language, step.clip)

    def _recording(self, language: str, clip: str) -> recording.Recording:
        name = (language, clip)
        if name not in self._ready:
            self._ready[name] = self._prepared(self.file(language, clip))
        self._ready.move_to_end(name)
        if len(self._ready) > KEPT_IN_MEMORY:
            self._ready.popitem(last=False)
        return self._ready.get(name) or recording.Recording(recording.MISSING, array("h"))

    def _prepared(self, path: Path) -> recording.Recording:
        """From the cache where it was prepared before: resampling a recording takes a tenth of a second."""
        try:
            stat = path.stat()
        except OSError:
            return recording.Recording(recording.MISSING, array("h"))
        key = key_of("clip", str(path), stat.st_size, stat.st_mtime_ns, CLIP_VERSION)
        kept = self._cache.get(key)
        if kept is not None:
            return recording.Recording(recording.PRESENT, waves.read(kept))
        found = recording.recorded(path)
        if found.state == recording.PRESENT:
            self._keep(key, found)
        return found

    def _keep(self, key: str, found: recording.Recording) -> None:
        try:
            self._cache.put(key, waves.written(found.samples))
        except OSError:
            return  # a full disk costs time, not speech
