"""The key that signs staff sessions: made once for each data folder, readable by its owner alone."""

import os
from pathlib import Path

from server.system import new_secret_key


def secret_key(data: Path) -> str:
    """The key of this folder; two processes that start at once get the same."""
    return kept_secret(data / "secret_key", new_secret_key())


def kept_secret(path: Path, fresh: str) -> str:
    """What the file holds; if there is none, `fresh` is written there first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(fresh)
    return fresh
