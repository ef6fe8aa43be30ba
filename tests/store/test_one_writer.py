"""One writing process for each data folder, and the way from the command line to the one that runs."""

import subprocess
import sys
from pathlib import Path

import pytest

from server.one_writer import AlreadyServed, command_line_key, only_writer
from tests.halls import Door, Site


def test_a_folder_has_one_writer_and_says_where_it_listens(tmp_path: Path) -> None:
    with only_writer(tmp_path, "http://127.0.0.1:8080"):
        with pytest.raises(AlreadyServed) as refusal, only_writer(tmp_path):
            pass
        assert refusal.value.url == "http://127.0.0.1:8080"
    with only_writer(tmp_path):
        pass


def test_the_lock_dies_with_its_process(tmp_path: Path) -> None:
    held = "import os, sys; from pathlib import Path; from server.one_writer import only_writer\n"
    held += f"with only_writer(Path({str(tmp_path)!r})): os._exit(0)"
    assert subprocess.run([sys.executable, "-c", held], check=False).returncode == 0
    with only_writer(tmp_path):
        pass


def test_the_command_lines_key_is_made_once_for_a_folder_and_is_its_owners(tmp_path: Path) -> None:
    key = command_line_key(tmp_path)
    assert command_line_key(tmp_path) == key
    assert command_line_key(tmp_path / "other") != key
    assert all(file.stat().st_mode & 0o077 == 0 for file in tmp_path.iterdir() if file.is_file())


def test_who_can_read_the_folder_may_set_the_site_up_and_nobody_else(site: Site) -> None:
    site.application.house.command_line_key = key = command_line_key(site.settings.data)

    def status(given: str) -> int:
        return Door(site.public.client, {"Authorization": f"Bearer {given}"}).get("/mall/file").status_code

    assert status(key) == 200
    assert [status(wrong) for wrong in (key[:-1], key + "x", "command-line.", key.upper())] == [401] * 4


def test_a_house_without_such_a_key_has_none_to_guess(site: Site) -> None:
    site.application.house.command_line_key = ""
    door = Door(site.public.client, {"Authorization": "Bearer "})
    assert door.get("/mall/file").status_code == 401


def test_processes_of_a_shared_site_hold_the_folder_together_and_keep_out_who_must_be_alone(tmp_path: Path) -> None:
    with only_writer(tmp_path, "http://127.0.0.1:8080", alone=False), only_writer(tmp_path, alone=False):
        with pytest.raises(AlreadyServed) as refusal, only_writer(tmp_path):
            pass
        assert refusal.value.url == "http://127.0.0.1:8080"
    with only_writer(tmp_path):
        pass
