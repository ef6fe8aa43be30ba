"""The voice of the hall: claims announcements, makes their sound, uploads it, and says when it cannot."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from server.voice.clips import with_steps
from server.voice.door import Door, Refused, ServerGone
from server.voice.engine import Clip, NoVoice
from server.voice.pack_work import PackWork
from server.voice.phrase import FIRST_LANGUAGE, LANGUAGES, ROOM, Announcement, Phrase, phrases
from server.voice.prompt_work import PromptWork, Voice
from server.words import Words

CLAIM_SECONDS = 20.0  # how long the server may hold an empty claim
PROBE_SECONDS = 10.0  # the same while there is no voice, so that it is tried again
RENEW_SECONDS = 10.0  # of a lease of 30: a slow engine keeps its job
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 5.0
REFUSED_PAUSE = 15.0
GREET_AGAIN_SECONDS = 300.0

Job = Mapping[str, Any]


class Stopped(BaseException):
    """The process was told to end; raised by the signal handler wherever the agent is waiting."""


class Agent:
    """One agent speaks for every sound field of its device; its engine makes one phrase at a time anyway."""

    def __init__(self, door: Door, engine: Voice, say: Callable[[str], None] = print) -> None:
        self._door, self._engine, self._say = door, engine, say
        self._idle_work = (PromptWork(door, engine, say), PackWork(door, engine, say))
        self._told: tuple[str, str] | None = None
        self._pause = FIRST_PAUSE
        others = sorted(LANGUAGES - {FIRST_LANGUAGE})
        self._probes = [Phrase(each, Words(ROOM, each).say("probe")) for each in (FIRST_LANGUAGE, *others)]

    def run(self) -> None:
        """For ever, through every absence of the server, until Stopped."""
        while True:
            try:
                self.serve(self.greet())
            except ServerGone as why:
                self._wait_for_server(why)
            except Refused as why:
                self._say(f"Voice: the server refuses this device ({why}); trying again.")
                time.sleep(REFUSED_PAUSE)

    def serve(self, targets: list[str]) -> None:
        """For a few minutes: then the device may have other sound fields."""
        until = time.monotonic() + GREET_AGAIN_SECONDS
        while targets and time.monotonic() < until:
            self.serve_once(targets)
            self._pause = FIRST_PAUSE
        if not targets:
            self._say("Voice: this device has no sound field yet; asking again.")
            time.sleep(PROBE_SECONDS)

    def _wait_for_server(self, why: ServerGone) -> None:
        if self._pause == FIRST_PAUSE:
            self._say(f"Voice: the server does not answer ({why}); trying again.")
        time.sleep(self._pause)
        self._pause = min(LONGEST_PAUSE, self._pause * 2)

    def leave(self) -> None:
        """Tells the desks, if the server still listens, that from now on nobody speaks."""
        with suppress(ServerGone, Refused):
            self._door.hurry()
            self._door.post("/devices/me/state", {"state": "absent", "detail": "stopped"})

    def greet(self) -> list[str]:
        """Finds the device's sound fields, and tells a server that may have just started how the voice is."""
        device = self._door.get("/devices/me")["device"]
        self._engine.look_after(*self._probes)
        self._tell_state(again=True)
        for language, why in self._engine.mute.items():
            self._say(f"Voice: nothing can be said in {language!r} ({why}).")
        for work in self._idle_work:
            work.compare()
        return [f"field:{number}" for number in device.get("sound_fields") or ()]

    def serve_once(self, targets: list[str]) -> None:
        ready = self._engine.look_after(*self._probes) == "ready"
        self._tell_state()
        lacking = [work for work in self._idle_work if work.some_are_lacking][:1]
        wait = 0.0 if lacking else CLAIM_SECONDS if ready else PROBE_SECONDS
        jobs = self._door.post("/jobs/claim", {"targets": targets, "wait_seconds": int(wait)}, wait)["jobs"]
        claimed_at = time.monotonic()
        for job in jobs:
            try:
                self.announce(job, claimed_at)
            except Refused as why:  # expired, taken back, or done by another: nothing more to do for it
                self._say(f"Voice: job {job['id']} is no longer ours ({why}).")
        for work in lacking if not jobs else ():  # a call goes before
            work.bring_some()

    def announce(self, job: Job, claimed_at: float) -> None:
        path = f"/jobs/{job['id']}"
        try:
            call = Announcement.read(job["content"])
            wanted = tuple(with_steps(phrase, call) for phrase in phrases(call))
        except (KeyError, TypeError, ValueError) as why:
            self._say(f"Voice: job {job['id']} cannot be said ({type(why).__name__}: {why}).")
            self._door.post(f"{path}/failed", {"reason": "bad_content", "retry": False})
            return
        parts = self._upload_all(path, wanted, claimed_at)
        self._tell_state()
        if parts:
            self._door.post(f"{path}/done", {"parts": parts})
        else:
            self._door.post(f"{path}/failed", {"reason": self._why_silent(), "retry": False})

    def _upload_all(self, path: str, wanted: tuple[Phrase, ...], claimed_at: float) -> list[dict[str, Any]]:
        """What could be said: a language that fails does not silence the other."""
        parts: list[dict[str, Any]] = []
        renewed_at = claimed_at
        for phrase in wanted:
            if time.monotonic() - renewed_at > RENEW_SECONDS:
                self._door.post(f"{path}/renew", {})
                renewed_at = time.monotonic()
            try:
                clip = self._engine.say(phrase)
            except NoVoice:
                continue
            self._door.put_sound(f"{path}/sound?part={len(parts)}", clip.sound)
            parts.append(described(clip))
        return parts

    def _why_silent(self) -> str:
        return "voice_absent" if self._engine.state == "absent" else "voice_failing"

    def _tell_state(self, again: bool = False) -> None:
        state = (self._engine.state, self._engine.detail)
        if state == self._told and not again:
            return
        if state != self._told:
            self._say(state_line(*state))
        self._told = state
        try:
            self._door.post("/devices/me/state", {"state": state[0], "detail": state[1][:200]})
        except Refused as why:  # calls can still be spoken
            self._say(f"Voice: the server does not take this state ({why}).")


def described(clip: Clip) -> dict[str, Any]:
    return {"language": clip.language, "digest": clip.digest, "seconds": clip.seconds}


def state_line(state: str, detail: str) -> str:
    if state == "ready":
        return f"Voice: ready ({detail})."
    if state == "absent":
        return f"Voice: no speech engine ({detail}). Chime and screen go on; install espeak-ng to hear calls."
    return f"Voice: the speech engine fails ({detail}). Chime and screen go on; tried again every 10 s."
