"""Several web processes on one port: started together, restarted when one dies, ended together."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from server import service_manager, system
from server.listening import port_is_free
from server.settings import Settings

SHORT_LIFE, LONGEST_PAUSE = 5.0, 10.0
LEAVES_WITHIN = 8.0
WATCHED = {signal.SIGTERM, signal.SIGINT, signal.SIGCHLD}
_PR_SET_PDEATHSIG = 1


def fault_of(settings: Settings) -> str | None:
    """Why this site cannot be served by several processes; None where it can."""
    if not settings.is_shared:
        return (
            f"--processes {settings.processes} needs PostgreSQL (ANTREAN_DATABASE_URL): "
            "one process writes to a SQLite file. Run it with one, or move the site: python -m server move"
        )
    if settings.async_mode != "eventlet":
        return "--processes needs ANTREAN_ASYNC_MODE=eventlet"
    if not port_is_free(settings.host, settings.port):
        return f"Port {settings.port} on {settings.host} is in use. Choose another with --port or ANTREAN_PORT."
    return None


def run(settings: Settings, flags: Sequence[str]) -> int:
    """Serve with `settings.processes` processes until SIGTERM or Ctrl-C. An exit status."""
    fault = fault_of(settings)
    if fault is not None:
        print(fault, file=sys.stderr)
        return 1
    if not settings.queue_url:
        print(
            "ANTREAN_QUEUE_URL is not set: the processes find each other's news by looking once a second. "
            "With Valkey they are told at once.", file=sys.stderr, flush=True,
        )  # fmt: skip
    folder = figures_folder(settings.data)
    shutil.rmtree(folder, ignore_errors=True)  # an earlier run's
    folder.mkdir(parents=True)
    return Family(
        lambda number: _start(settings, number, flags), settings.processes,
        lambda: not port_is_free(settings.host, settings.port), lambda pid: _forget_figures(folder, pid),
    ).live()  # fmt: skip


def figures_folder(data: Path) -> Path:
    """Where the processes of one parent put their metrics together."""
    return data / "metrics"


def _start(settings: Settings, number: int, flags: Sequence[str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "server", "run", "--parent", str(os.getpid()), *flags]
    folder = figures_folder(settings.data)
    own = {
        "ANTREAN_DATA": str(settings.data), "ANTREAN_HOST": settings.host, "ANTREAN_PORT": str(settings.port),
        "ANTREAN_PROCESSES": str(settings.processes), "ANTREAN_PROCESS": str(number),
        "PROMETHEUS_MULTIPROC_DIR": str(folder.resolve()),
    }  # fmt: skip
    inherited = {name: value for name, value in os.environ.items() if name not in service_manager.VARIABLES}
    return subprocess.Popen(command, env={**inherited, **own}, preexec_fn=_be_a_child)


def _be_a_child() -> None:
    """Hear signals again, and (Linux) leave when the parent is killed."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _forget_figures(folder: Path, pid: int) -> None:
    """What only the living have (its hub lag, its clients); what it counted stays counted."""
    for file in folder.glob(f"gauge_live*_{pid}.db"):
        file.unlink(missing_ok=True)


@dataclass
class Child:
    number: int
    process: subprocess.Popen[bytes]
    began: float


@dataclass
class Family:
    """The children, by number. One that dies is followed by another; if it dies young, after a pause.

    `serves`: whether any of them listens by now.
    """

    start: Callable[[int], subprocess.Popen[bytes]]
    size: int
    serves: Callable[[], bool]
    bury: Callable[[int], None] = lambda pid: None
    children: dict[int, Child] = field(default_factory=dict)
    due: dict[int, float] = field(default_factory=dict)
    failed: dict[int, int] = field(default_factory=dict)
    has_served: bool = False

    def live(self) -> int:
        signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
        for number in range(1, self.size + 1):
            self._bear(number)
        service_manager.tell(service_manager.READY)
        try:
            return self._watch()
        finally:
            self._end_all()

    def _watch(self) -> int:
        while True:
            service_manager.tell(service_manager.ALIVE)
            told = signal.sigtimedwait(WATCHED, 0.5)
            if told is not None and told.si_signo != signal.SIGCHLD:
                return 0
            self.has_served = self.has_served or self.serves()
            fatal = self._bury_dead()
            if fatal is not None:
                return fatal
            now = system.monotonic()
            for number in [number for number, due in self.due.items() if due <= now]:
                self._bear(number)

    def _bear(self, number: int) -> None:
        self.due.pop(number, None)
        self.children[number] = Child(number, self.start(number), system.monotonic())

    def _bury_dead(self) -> int | None:
        """The exit status of one that ended by itself before any ever served: starting it again would not help."""
        now = system.monotonic()
        for child in list(self.children.values()):
            status = child.process.poll()
            if status is None:
                continue
            del self.children[child.number]
            self.bury(child.process.pid)
            if status > 0 and not self.has_served:
                return status
            self._follow(child, status, now)
        return None

    def _follow(self, child: Child, status: int, now: float) -> None:
        short = now - child.began < SHORT_LIFE
        failed = self.failed[child.number] = self.failed.get(child.number, 0) + 1 if short else 0
        pause = min(LONGEST_PAUSE, 0.5 * 2**failed) if failed > 1 else 0.0
        self.due[child.number] = now + pause
        print(f"Web process {child.number} ended ({status}); another takes its place.", file=sys.stderr, flush=True)

    def _end_all(self) -> None:
        processes = [child.process for child in self.children.values()]
        for process in processes:
            process.terminate()
        until = system.monotonic() + LEAVES_WITHIN
        for process in processes:
            try:
                process.wait(max(0.1, until - system.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
