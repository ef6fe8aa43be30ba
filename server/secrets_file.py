"""The key that signs staff sessions: made once for each data folder, readable by its owner alone."""

import os
from contextlib import suppress
from pathlib import Path

from server.system import new_secret_key


def secret_key(data: Path) -> str:
    """The key of this folder; two processes that start at once get the same."""
    return kept_secret(data / "secret_key", new_secret_key())


def kept_secret(path: Path, fresh: str) -> str:
    """What the file holds; if there is none, `fresh` is written there first.

    A file that a power cut left empty is none: an empty key would open the door to everybody.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not _held(path):
        written = _written(path.with_name(f"{path.name}.{os.getpid()}"), fresh)
        if path.exists():
            written.replace(path)
        else:
            with suppress(FileExistsError):  # another process was faster: its key it is
                path.hardlink_to(written)
            written.unlink()
    return _held(path)


def _held(path: Path) -> str:
    return path.read_text().strip() if path.exists() else ""


def _written(path: Path, text: str) -> Path:
    """The whole text is on disk before the file gets its name."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return path
