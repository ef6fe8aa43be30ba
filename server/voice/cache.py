"""Phrases already made: WAV files named by what is said and how, in a bounded folder, longest unused out."""

import hashlib
import json
import os
from collections import OrderedDict
from pathlib import Path

FILES = 2000
BYTES = 200_000_000
PART = ".part"


def key_of(*facts: object) -> str:
    """A file's name from everything that decides its sound."""
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


class Cache:
    """One process writes a folder; a file is whole or not there."""

    def __init__(self, folder: Path, files: int = FILES, size: int = BYTES) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self._files, self._bytes = folder, files, size
        for left_over in folder.glob(f"*{PART}"):
            left_over.unlink(missing_ok=True)
        found = sorted(folder.glob("*.wav"), key=lambda file: file.stat().st_mtime)  # longest unused first
        self._sizes = OrderedDict((file.stem, file.stat().st_size) for file in found)
        self._make_room()

    def get(self, key: str) -> bytes | None:
        if key not in self._sizes:
            return None
        try:
            sound = self._path(key).read_bytes()
            os.utime(self._path(key))
        except OSError:
            self.drop(key)
            return None
        self._sizes.move_to_end(key)
        return sound

    def put(self, key: str, sound: bytes) -> None:
        """OSError when the disk is full or read-only; the cache is then as before."""
        part = self.folder / f"{key}{PART}"
        part.write_bytes(sound)
        os.replace(part, self._path(key))
        self._sizes[key] = len(sound)
        self._sizes.move_to_end(key)
        self._make_room()

    def drop(self, key: str) -> None:
        self._sizes.pop(key, None)
        self._path(key).unlink(missing_ok=True)

    def _make_room(self) -> None:
        total = sum(self._sizes.values())
        while self._sizes and (len(self._sizes) > self._files or total > self._bytes):
            key, size = next(iter(self._sizes.items()))
            total -= size
            self.drop(key)

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.wav"
