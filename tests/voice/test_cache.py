"""The folder of phrases already made: found again, bounded, whole."""

import os
from pathlib import Path

from server.voice.cache import Cache, key_of


def test_what_was_kept_is_found_again_after_a_restart(tmp_path: Path):
    Cache(tmp_path).put("one", b"sound")
    assert Cache(tmp_path).get("one") == b"sound"
    assert Cache(tmp_path).get("two") is None


def test_the_longest_unused_go_when_there_are_too_many(tmp_path: Path):
    cache = Cache(tmp_path, files=2)
    for key in ("a", "b"):
        cache.put(key, b"x")
    cache.get("a")
    cache.put("c", b"x")
    assert sorted(file.stem for file in tmp_path.glob("*.wav")) == ["a", "c"]


def test_the_folder_stays_under_its_size(tmp_path: Path):
    cache = Cache(tmp_path, size=100)
    for key in "abcde":
        cache.put(key, b"x" * 40)
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 100


def test_a_folder_found_too_full_is_made_smaller_oldest_first(tmp_path: Path):
    for age, key in enumerate(("new", "older", "oldest")):
        (tmp_path / f"{key}.wav").write_bytes(b"x")
        os.utime(tmp_path / f"{key}.wav", (1_000_000 - age, 1_000_000 - age))
    Cache(tmp_path, files=1)
    assert [file.stem for file in tmp_path.iterdir()] == ["new"]


def test_a_file_half_written_by_a_process_that_died_is_cleared_away(tmp_path: Path):
    (tmp_path / "x.part").write_bytes(b"half")
    Cache(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_somebody_deleted_is_simply_not_there(tmp_path: Path):
    cache = Cache(tmp_path)
    cache.put("a", b"x")
    (tmp_path / "a.wav").unlink()
    assert cache.get("a") is None


def test_text_voice_and_pace_each_make_another_key():
    keys = {key_of("id", "a", "id", 150, 1), key_of("id", "a", "id+f3", 150, 1), key_of("id", "a", "id", 145, 1)}
    assert len(keys | {key_of("en", "a", "id", 150, 1), key_of("id", "b", "id", 150, 1)}) == 5
