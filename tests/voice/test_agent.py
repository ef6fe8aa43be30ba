"""The voice agent against a small real server: announcements become sounds, troubles become news, stopping is clean."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from server.voice import agent as agent_module
from server.voice import waves
from server.voice.agent import Agent
from server.voice.door import Door, Refused, ServerGone
from server.voice.engine import Engine, VoiceSettings
from server.voice.phrase import ROOM

REPOSITORY = ROOM.parents[1]
MakeAgent = Callable[..., Agent]


@pytest.fixture
def make_agent(job_server: Any, make_engine: Callable[..., Engine]) -> Iterator[MakeAgent]:
    doors: list[Door] = []

    def make(say: Callable[[str], None] = lambda line: None, **settings: Any) -> Agent:
        doors.append(Door(job_server.url, job_server.key))
        return Agent(doors[-1], make_engine(**settings), say)

    yield make
    for door in doors:
        door.close()


@pytest.fixture
def agent(make_agent: MakeAgent) -> Agent:
    return make_agent()


def test_a_call_becomes_one_sound_per_language_and_is_reported_done(agent: Agent, job_server: Any):
    job_server.give("7-announcement", languages=["en", "id"], calls=2)
    agent.serve_once(agent.greet())
    what, report = job_server.ended["7-announcement"]
    assert what == "done"
    assert [part["language"] for part in report["parts"]] == ["en", "id"]
    for at, part in enumerate(report["parts"]):
        samples = waves.read(job_server.sounds["7-announcement", at])
        assert waves.seconds(samples) == pytest.approx(part["seconds"], abs=0.01)
        assert re.fullmatch(r"[0-9a-f]{32}", part["digest"])


def test_the_agent_claims_for_every_sound_field_of_its_device_at_once(agent: Agent, job_server: Any):
    agent.serve_once(agent.greet())
    assert job_server.targets == ["field:1", "field:2"]


def test_two_calls_claimed_together_are_both_said_and_differ(agent: Agent, job_server: Any):
    targets = agent.greet()
    job_server.give("1", number=1)
    job_server.give("2", number=2)
    agent.serve_once(targets)
    assert job_server.sounds["1", 0] != job_server.sounds["2", 0]
    assert set(job_server.ended) == {"1", "2"}


def test_a_ready_voice_says_so_once(agent: Agent, job_server: Any):
    targets = agent.greet()
    agent.serve_once(targets)
    agent.serve_once(targets)
    assert job_server.states == ["ready"]


def test_without_an_engine_the_job_fails_at_once_and_the_desks_are_told(make_agent: MakeAgent, job_server: Any):
    said: list[str] = []
    agent = make_agent(said.append, sources=(), command=None)
    job_server.give("1")
    agent.serve_once(agent.greet())
    assert job_server.states == ["absent"]
    assert job_server.ended["1"] == ("failed", {"reason": "voice_absent", "retry": False})
    assert len([line for line in said if "no speech engine" in line]) == 1


def test_a_voice_that_fails_and_recovers_tells_both_and_speaks_again(make_agent: MakeAgent, job_server: Any):
    agent = make_agent(voices={"id": "xx-nobody"}, command=None)
    targets = agent.greet()
    job_server.give("1")
    agent.serve_once(targets)
    assert job_server.ended["1"] == ("failed", {"reason": "voice_failing", "retry": False})
    agent._engine.settings = VoiceSettings()
    job_server.give("2")
    agent.serve_once(targets)
    assert job_server.ended["2"][0] == "done"
    assert job_server.states == ["failing", "ready"]


@pytest.mark.parametrize("languages", [["id", "en"], ["en", "id"]])
def test_a_language_that_cannot_be_said_does_not_silence_the_other(
    languages: list[str], make_agent: MakeAgent, job_server: Any
):
    said: list[str] = []
    agent = make_agent(said.append, voices={"en": "xx-nobody"}, command=None)
    job_server.give("1", languages=languages)
    agent.serve_once(agent.greet())
    what, report = job_server.ended["1"]
    assert what == "done"
    assert [part["language"] for part in report["parts"]] == ["id"]
    assert job_server.states == ["ready"]
    assert any("nothing can be said in 'en'" in line for line in said)


def test_a_job_without_what_a_call_needs_fails_and_the_next_one_is_said(agent: Agent, job_server: Any):
    targets = agent.greet()
    job_server.give("1", number=None)
    job_server.give("2")
    agent.serve_once(targets)
    assert job_server.ended["1"] == ("failed", {"reason": "bad_content", "retry": False})
    assert job_server.ended["2"][0] == "done"


def test_a_job_that_was_taken_back_is_let_go_and_the_next_one_is_said(agent: Agent, job_server: Any):
    targets = agent.greet()
    job_server.taken_back.add("1")
    job_server.give("1")
    job_server.give("2")
    agent.serve_once(targets)
    assert set(job_server.ended) == {"2"}


def test_a_slow_engine_keeps_its_job(agent: Agent, job_server: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(agent_module, "RENEW_SECONDS", 0.0)
    job_server.give("1")
    agent.serve_once(agent.greet())
    assert job_server.renewed == ["1"]


def test_a_wrong_key_is_a_refusal_and_no_server_is_another_thing(job_server: Any):
    door = Door(job_server.url, "wrong")
    with pytest.raises(Refused, match="401 unknown_device"):
        door.get("/devices/me")
    job_server.stop()
    with pytest.raises(ServerGone):
        door.get("/devices/me")


def start_agent(job_server: Any, cache: Path, **environment: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "server.voice", "--server", job_server.url, "--cache", str(cache)],
        env={**os.environ, "ANTREAN_KEY": job_server.key, **environment}, cwd=REPOSITORY,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def children_of(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def gone(pid: int, seconds: float = 5.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_the_agent_as_a_process_speaks_and_ends_cleanly_when_told_to(job_server: Any, tmp_path: Path):
    process = start_agent(job_server, tmp_path)
    job_server.give("1")
    job_server.wait_until(lambda: "1" in job_server.ended)
    (speaker,) = children_of(process.pid)
    started = time.monotonic()
    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=10)
    assert process.returncode == 0
    assert time.monotonic() - started < 3
    assert gone(speaker)
    assert "Voice: ready" in output
    assert "Traceback" not in output
    assert job_server.states == ["ready", "absent"]


def test_a_server_that_restarts_is_found_again_and_told_the_state_again(job_server: Any, tmp_path: Path):
    process = start_agent(job_server, tmp_path)
    job_server.give("1")
    job_server.wait_until(lambda: "1" in job_server.ended)
    job_server.stop()
    time.sleep(1)
    job_server.start()
    job_server.give("2")
    job_server.wait_until(lambda: "2" in job_server.ended)
    assert job_server.states == ["ready", "ready"]
    process.terminate()
    output, _ = process.communicate(timeout=10)
    assert output.count("the server does not answer") == 1


def test_no_speaker_is_left_over_after_the_agent_was_killed(job_server: Any, tmp_path: Path):
    process = start_agent(job_server, tmp_path)
    job_server.wait_until(lambda: bool(job_server.states))
    (speaker,) = children_of(process.pid)
    process.kill()
    process.communicate(timeout=10)
    assert gone(speaker)


def test_the_agent_waits_for_a_key_that_the_server_is_about_to_write(job_server: Any, tmp_path: Path):
    key = tmp_path / "voice.key"
    process = start_agent(job_server, tmp_path / "sounds", ANTREAN_KEY="", ANTREAN_KEY_FILE=str(key))
    assert process.stdout
    assert process.stdout.readline().startswith("Voice: waiting for a key")
    key.write_text(job_server.key + "\n")
    job_server.wait_until(lambda: bool(job_server.states))
    process.terminate()
    process.communicate(timeout=10)
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("environment", "line"),
    [
        ({"ANTREAN_VOICE_ENGINE": "loud"}, "ANTREAN_VOICE_ENGINE='loud': say one of auto, system, package, none"),
        ({"ANTREAN_VOICE_RATE": "fast"}, "ANTREAN_VOICE_RATE='fast': say words a minute, 80 to 300"),
        ({"ANTREAN_KEY": ""}, "a device key is needed"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_read_is_one_clear_line(
    environment: dict[str, str], line: str, job_server: Any, tmp_path: Path
):
    process = start_agent(job_server, tmp_path, **environment)
    output, _ = process.communicate(timeout=10)
    assert process.returncode == 2
    assert line in output
    assert len(output.splitlines()) == 1


def test_a_machine_without_an_engine_says_so_in_one_line_and_goes_on(job_server: Any, tmp_path: Path):
    process = start_agent(job_server, tmp_path, ANTREAN_VOICE_ENGINE="none")
    job_server.give("1")
    job_server.wait_until(lambda: "1" in job_server.ended)
    process.terminate()
    output, _ = process.communicate(timeout=10)
    assert job_server.states[0] == "absent"
    assert "Voice: no speech engine" in output
    assert len(output.splitlines()) == 1
