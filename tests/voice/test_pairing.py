"""The voice agent's one line: a code is exchanged once, and the next start needs nothing."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.paired import NotPaired
from server.voice.__main__ import main, options, server_and_key
from tests.printers.fake_server import KEY, FakeServer


@pytest.fixture
def server() -> Iterator[FakeServer]:
    started = FakeServer([]).start()
    started.codes = {"7K2M-9QXT": "agent", "KIOS-0001": "kiosk"}
    yield started
    started.stop()


@pytest.fixture(autouse=True)
def own_signals() -> Iterator[None]:
    """`main` takes the signals over; the tests give them back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def asked(folder: Path, *arguments: str) -> tuple[str, str]:
    return server_and_key(options({"ANTREAN_DATA": str(folder)}).parse_args(arguments))


def test_a_code_is_exchanged_once_and_kept_for_its_owner_alone(server: FakeServer, tmp_path: Path):
    assert asked(tmp_path, "--server", server.url, "--pair", "7k2m-9qxt") == (server.url, KEY)
    assert asked(tmp_path) == (server.url, KEY)
    assert asked(tmp_path, "--server", server.url, "--pair", "7K2M-9QXT") == (server.url, KEY), "used already"
    assert (tmp_path / "voice.conf").stat().st_mode & 0o777 == 0o600
    assert asked(tmp_path, "--key", "other") == (server.url, "other")


@pytest.mark.parametrize(
    ("code", "told"), [("AAAA-BBBB", "wrong, was used already"), ("KIOS-0001", "made for a kiosk")]
)
def test_a_code_that_gives_no_key_is_told(server: FakeServer, tmp_path: Path, code: str, told: str):
    with pytest.raises(NotPaired, match=told):
        asked(tmp_path, "--server", server.url, "--pair", code)
    assert not (tmp_path / "voice.conf").exists()


def test_without_any_key_it_says_what_is_needed(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main([], {"ANTREAN_DATA": str(tmp_path)}) == 2
    assert "--pair CODE once" in capsys.readouterr().err


def test_a_folder_that_is_no_pack_ends_it_with_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    environment = {"ANTREAN_DATA": str(tmp_path), "ANTREAN_VOICE_PACK": str(tmp_path / "none"), "ANTREAN_KEY": "k"}
    assert main([], environment) == 2
    assert "pack.yaml: No such file" in capsys.readouterr().err
