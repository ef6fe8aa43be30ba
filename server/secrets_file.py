"""The key that signs staff sessions: made once for each data folder, readable by its owner alone."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.system import new_secret_key


def secret_key(data: Path) -> str:
    """The key of this folder; two processes that start at once get the same."""
    return kept_secret(data / "secret_key", new_secret_key())


def kept_secret(path: Path, fresh: str) -> str:
    """What the file holds; if there is none, `fresh` is written there first, by one of all who look at once.

    A file that a power cut left empty is none: an empty key would open the door to everybody.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not _held(path):
        with _alone_in(path.parent):
            if not _held(path):
                _written(path.with_name(f"{path.name}.{os.getpid()}"), fresh).replace(path)
    return _held(path)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """The folder's own lock leaves no file behind, and ends with its holder."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _held(path: Path) -> str:
    return path.read_text().strip() if path.exists() else ""


def _written(path: Path, text: str) -> Path:
    """The whole text is on disk before the file gets its name."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return path
