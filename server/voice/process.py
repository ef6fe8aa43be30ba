"""The agent's end of the speaker process: starts it, orders phrase by phrase, ends it when it hangs."""

import json
import os
import select
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

REPOSITORY = Path(__file__).parents[2]
START_SECONDS = 10.0
LONGEST_ANSWER = 65536


class SpeakerAbsent(Exception):
    """This source has no speech engine on this machine."""


class SpeakerBroken(Exception):
    """The speaker process died, hung, or said no; it has been ended where it had to be."""


class SpeakerProcess:
    """One running speaker. Not for two threads at once: `engine.py` holds the lock."""

    def __init__(self, source: str) -> None:
        reading, writing = os.pipe()
        command = [sys.executable, "-m", "server.voice.speaker", str(writing), source]
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, pass_fds=(writing,), cwd=REPOSITORY
            )
        finally:
            os.close(writing)
        self._answers, self._rest, self._last_id = reading, b"", 0
        self.name = self._greeting()

    @property
    def pid(self) -> int:
        return self._process.pid

    def alive(self) -> bool:
        return self._process.poll() is None

    def make(self, text: str, voice: str, rate: int, path: Path, timeout_seconds: float) -> None:
        """The phrase as a WAV at `path`; or SpeakerBroken, and it has ended unless it refused."""
        self._last_id += 1
        order = {"id": self._last_id, "text": text, "voice": voice, "rate": rate, "path": str(path.resolve())}
        self._tell(json.dumps(order) + "\n")
        answer = self._answer(timeout_seconds)
        if answer.get("id") != self._last_id:
            self._broken("the speaker answered something else")
        if not answer["made"]:
            raise SpeakerBroken(answer["why"])

    def close(self) -> None:
        """Ends the process if it still runs, and leaves nothing open."""
        if self._answers < 0:
            return
        if self.alive():
            self._process.kill()
        self._process.wait()
        with suppress(BrokenPipeError):  # an order was still on its way
            self._process.stdin.close()  # type: ignore[union-attr]
        os.close(self._answers)
        self._answers = -1

    def _greeting(self) -> str:
        greeting = self._answer(START_SECONDS)
        if "ready" in greeting:
            return str(greeting["ready"])
        self.close()
        if "absent" in greeting:
            raise SpeakerAbsent(greeting["absent"])
        raise SpeakerBroken(greeting.get("broken", "the speaker did not start"))

    def _tell(self, line: str) -> None:
        try:
            self._process.stdin.write(line.encode())  # type: ignore[union-attr]
            self._process.stdin.flush()  # type: ignore[union-attr]
        except OSError:
            self._broken("the speaker process died")

    def _answer(self, timeout_seconds: float) -> dict[str, Any]:
        until = time.monotonic() + timeout_seconds
        while b"\n" not in self._rest:
            ready, _, _ = select.select([self._answers], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                self._broken(f"the speaker did not answer in {timeout_seconds:g} s")
            more = os.read(self._answers, LONGEST_ANSWER)
            if not more:
                self._broken("the speaker process died")
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _broken(self, why: str) -> NoReturn:
        self.close()
        raise SpeakerBroken(why)
