"""A secret that several processes look for at one moment, in a folder that has none."""

from collections.abc import Callable
from pathlib import Path

import pytest

from server.secrets_file import kept_secret
from tests.races.rivals import contest

PROCESSES, FOLDERS = 6, 40


def look_for(meet: Callable[[], object], folders: list[Path], mine: str) -> list[str]:
    found = []
    for folder in folders:
        meet()
        found.append(kept_secret(folder / "secret_key", mine))
    return found


@pytest.mark.parametrize("left", ["nothing", "an empty file"])
def test_processes_that_start_at_once_have_the_same_key(tmp_path: Path, left: str) -> None:
    """With two keys, staff who signed in at one process would be strangers to the other."""
    folders = [tmp_path / str(n) for n in range(FOLDERS)]
    if left == "an empty file":
        for folder in folders:
            folder.mkdir()
            (folder / "secret_key").touch()
    found = contest([(look_for, (folders, f"secret-{n}")) for n in range(PROCESSES)])
    for folder, seen in zip(folders, zip(*found, strict=True), strict=True):
        assert set(seen) == {(folder / "secret_key").read_text()}
        assert [file.name for file in folder.iterdir()] == ["secret_key"]
