"""What systemd is told: nothing where it did not ask, else that we are ready and live."""

import socket
from pathlib import Path

import pytest

from server import service_manager


def test_nobody_is_told_where_nobody_asked() -> None:
    assert not service_manager.tell("READY=1", {})
    assert not service_manager.tell("READY=1", {"NOTIFY_SOCKET": "/nowhere/notify"})


def test_ready_once_then_alive_three_times_in_its_patience(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "60000000")
        service_manager.keep_telling(pauses.append, lambda: len(pauses) < 2)
        assert [systemd.recv(64) for _ in range(3)] == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1"]
    assert pauses == [20.0, 20.0]
