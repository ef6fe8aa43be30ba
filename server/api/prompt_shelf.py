"""Short spoken prompts as files: the sounds under their digests, and one index that says which prompt each is."""

import fcntl
import hashlib
import io
import json
import wave
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from server.api.errors import DiskTrouble, SoundNotSound

MOST_PROMPTS = 2000
MOST_SECONDS = 30.0
INDEX, LOCK, REPORT = "index.json", "lock", "pack.json"
CLIP = "clip."  # a key that begins so is a recording of the voice pack, for its page alone
Entry = dict[str, Any]


def seconds_of(wav: bytes) -> float:
    """How long this sound lasts. Raises SoundNotSound unless it is plain 16-bit mono PCM of a bearable length."""
    try:
        with wave.open(io.BytesIO(wav), "rb") as file:
            shape, frames, rate = (file.getsampwidth(), file.getnchannels()), file.getnframes(), file.getframerate()
    except (EOFError, RuntimeError, wave.Error):  # whatever of them a header that lies brings about
        raise SoundNotSound() from None
    seconds = frames / rate if rate else 0.0
    if shape != (2, 1) or not 0 < seconds <= MOST_SECONDS or len(wav) < frames * 2:
        raise SoundNotSound()
    return round(seconds, 2)


class PromptShelf:
    """Whole or not there: the sound is written first, then the index that names it; both by renaming.

    Every process of the server reads the same folder. What the index names and the folder has lost is not offered,
    so that the voice agent brings it again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: tuple[tuple[int, int], dict[str, Entry]] = ((0, 0), {})

    def listed(self) -> list[Entry]:
        """Every prompt that can be played now: key, language, text_digest, digest, seconds."""
        there = {file.stem for file in self._folder.glob("*.wav")}
        return [entry for _, entry in sorted(self._index().items()) if entry["digest"] in there]

    def path(self, name: str) -> Path:
        return self._folder / name

    def put(self, language: str, key: str, text_digest: str, wav: bytes) -> Entry:
        """Keep it in place of the one of that name. Raises SoundNotSound, DiskTrouble."""
        seconds, digest = seconds_of(wav), hashlib.sha256(wav).hexdigest()[:32]
        entry = {"key": key, "language": language, "text_digest": text_digest, "digest": digest, "seconds": seconds}
        try:
            with self._alone():
                self._write(f"{digest}.wav", wav)
                self._name({**self._index(), f"{language}/{key}": entry})
        except OSError:
            raise DiskTrouble() from None
        return entry

    def clips(self) -> dict[str, Entry]:
        """The recordings of the voice pack, by language/clip."""
        return {
            f"{one['language']}/{one['key'][len(CLIP) :]}": one for one in self.listed() if one["key"].startswith(CLIP)
        }

    def keep_report(self, report: Mapping[str, Any]) -> None:
        """What the recorded voice has and lacks. Raises DiskTrouble."""
        try:
            self._write(REPORT, json.dumps(report).encode())
        except OSError:
            raise DiskTrouble() from None

    def report(self) -> dict[str, Any] | None:
        """As it was told last; None where no agent told any."""
        try:
            found = json.loads((self._folder / REPORT).read_bytes())
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def _name(self, index: Mapping[str, Entry]) -> None:
        """The new index; sounds that none of it names any more go."""
        kept = dict(list(index.items())[-MOST_PROMPTS:])
        self._write(INDEX, json.dumps(kept).encode())
        named = {entry["digest"] for entry in kept.values()}
        for file in self._folder.glob("*.wav"):
            if file.stem not in named:
                file.unlink(missing_ok=True)

    def _index(self) -> dict[str, Entry]:
        """As it lies on the disk, read again only when it changed; a broken one is an empty one."""
        path = self._folder / INDEX
        try:
            now = (path.stat().st_mtime_ns, path.stat().st_size)
            if now != self._read[0]:
                self._read = (now, _sound(json.loads(path.read_bytes())))
        except (OSError, ValueError):
            return {}
        return self._read[1]

    def _write(self, name: str, data: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._folder / f"{name}.part"
        try:
            part.write_bytes(data)
            part.replace(self._folder / name)
        finally:
            part.unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One writer among all processes of this folder."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / LOCK).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _sound(raw: object) -> dict[str, Entry]:
    members = {"key", "language", "text_digest", "digest", "seconds"}
    entries = raw if isinstance(raw, dict) else {}
    return {name: entry for name, entry in entries.items() if isinstance(entry, dict) and entry.keys() >= members}
