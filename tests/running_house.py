"""A real house on loopback: its own data folder, the Sanggau mall with raised limits, and the real processes."""

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher

from server import app, demonstration, yaml_file
from server.operations import setup
from server.ports import Hall
from server.settings import read as read_settings
from tests.postgres import fresh_database

HOUSE = Path(__file__).parents[1]
# One machine, and often one key, stands for a whole hall of callers.
ONE_FOR_MANY = {"ANTREAN_REQUESTS_PER_SECOND": "0"}
STARTS_WITHIN = 40.0
FIRST_PORT, PORTS_EACH = 20_000, 3_000
RECALL_PAUSE_SECONDS = 2  # tests do not sit out a hall's pause between two calls
EARLY_MINUTES = 240  # the next hour's appointment counts, whenever the tests run


def _timezone() -> ZoneInfo:
    """The hall's own; late in its evening one in which it is morning, so that no day ends under a test."""
    own = ZoneInfo("Asia/Pontianak")
    return own if datetime.now(own).hour < 22 else ZoneInfo("America/Bogota")


TIMEZONE = _timezone()


def now_here() -> datetime:
    """By the clock of the hall."""
    return datetime.now(TIMEZONE)


def free_port(together: int = 6) -> int:
    """A port with the next ones free as well: a demonstration takes several in a row.

    Below those from which a machine takes the own end of a connection, which nobody could keep free until a house has
    started; and each of the tests' processes looks in a part of its own.
    """
    part = FIRST_PORT + PORTS_EACH * (int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) % 4)
    for _ in range(100):
        port = part + secrets.randbelow(PORTS_EACH - together)
        if all(_free(port + n) for n in range(together)):
            return port
    raise RuntimeError("no free ports")


def _free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def new_id() -> str:
    return secrets.token_hex(8)


class Caller:
    """One HTTP connection that speaks JSON with a device key or a staff session; light enough to measure with."""

    def __init__(self, port: int, key: str | None = None, timeout: float = 30) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self._headers = {"Content-Type": "application/json"}
        self._cookies: dict[str, str] = {}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """(status, answer). Raises OSError or http.client.HTTPException where there was none."""
        data = None if body is None else json.dumps(body)
        try:
            self._connection.request(method, f"/api/v1{path}", data, self._headers)
            answer = self._connection.getresponse()
            raw = answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            raise
        self._keep_cookie(answer)
        return answer.status, json.loads(raw) if raw[:1] in (b"{", b"[") else raw

    def post(self, path: str, **body: Any) -> tuple[int, Any]:
        return self.ask("POST", path, body)

    def get(self, path: str) -> tuple[int, Any]:
        return self.ask("GET", path)

    def command(self, path: str, **body: Any) -> Any:
        """A command with a request_id of its own that must succeed; its answer."""
        status, answer = self.post(path, request_id=new_id(), **body)
        assert status < 300, (status, answer)
        return answer

    def _keep_cookie(self, answer: http.client.HTTPResponse) -> None:
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        if self._cookies:
            self._headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    @property
    def cookie(self) -> str:
        """What a browser of this person would send."""
        return self._headers.get("Cookie", "")

    def sign_in(self, username: str, password: str) -> "Caller":
        status, answer = self.post("/sign-in", username=username, password=password)
        assert status == 200, answer
        self._headers["X-CSRF-Token"] = answer["csrf_token"]
        return self

    def close(self) -> None:
        self._connection.close()


@dataclass
class RunningHouse:
    """The processes of one site. `stop` ends them; `kill` is a power cut for the server."""

    data: Path
    port: int
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)  # of the server and the command line
    web: int = 1  # how many web processes `start_server` starts
    _callers: list[Caller] = field(default_factory=list, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database_url(self) -> str:
        return self.environment.get("ANTREAN_DATABASE_URL") or f"sqlite:///{self.data / 'antrean.db'}"

    @property
    def password(self) -> str:
        return (self.data / "demo_password").read_text().strip()

    def start(self, name: str, *command: str, **environment: str) -> subprocess.Popen[bytes]:
        with (self.data / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *command], cwd=HOUSE, stdout=log, stderr=log, start_new_session=True,
                env={**os.environ, **ONE_FOR_MANY, "PYTHONUNBUFFERED": "1", **self.environment, **environment},
            )  # fmt: skip
        self.processes[name] = process
        return process

    def start_server(self, *flags: str) -> None:
        """`flags`: of the command line's `run`, such as --real-hours."""
        if self.web > 1:
            flags = ("--processes", str(self.web), *flags)
        self.start(
            "server", "server", "run", "--data", str(self.data), "--port", str(self.port), "--demonstration", *flags
        )
        self.wait_until_open()
        if self.web > 1:
            self.web_processes()

    def web_processes(self) -> dict[int, int]:
        """number → pid of each web process, once all of them answer."""
        found: dict[int, int] = {}
        until = time.monotonic() + STARTS_WITHIN
        while len(found) < self.web and time.monotonic() < until:
            caller = Caller(self.port, timeout=2)
            try:
                one = caller.get("/health")[1]["process"]
                found[one["number"]] = one["pid"]
            except (OSError, http.client.HTTPException, KeyError, TypeError):
                time.sleep(0.05)
            finally:
                caller.close()
        assert len(found) == self.web, f"only {sorted(found)} answer: {self.log('server')[-2000:]}"
        return found

    def kill_web_process(self, number: int) -> int:
        """SIGKILL to one of several; its pid."""
        pid = self.web_processes()[number]
        os.kill(pid, signal.SIGKILL)
        return pid

    def command(self, name: str, *arguments: str) -> str:
        """What a verb of the command line prints, asked of this house's data."""
        return _cli(self, name, *arguments)

    def wait_until_open(self) -> None:
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            caller = Caller(self.port, timeout=2)
            try:
                if caller.get("/health")[0] == 200:
                    return
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
            finally:
                caller.close()
        raise AssertionError(f"the server does not answer: {self.log('server')[-2000:]}")

    def start_agents(self) -> None:
        """Virtual printers, the printer agent and the voice agent, as the demonstration starts them."""
        mall = yaml_file.read((HOUSE / "server/malls/sanggau.yaml").read_text(encoding="utf-8"))
        printers = [
            f"--printer={p['id']}:{self.port + 2 + n}:{p.get('width_mm', 80)}" for n, p in enumerate(mall["printers"])
        ]
        paper = self.start("paper", "printers.virtual", f"--web={self.port + 1}", *printers)
        for name, module in (("printers", "printers"), ("voice", "server.voice")):
            self.start(
                name, module, ANTREAN_SERVER=self.url, ANTREAN_DATA=str(self.data),
                ANTREAN_KEY_FILE=str(self.data / "keys" / name),
            )  # fmt: skip
        until = time.monotonic() + STARTS_WITHIN
        while _free(self.port + 1):
            assert paper.poll() is None, f"no virtual printers: {self.log('paper')[-2000:]}"
            assert time.monotonic() < until, "the virtual printers do not start"
            time.sleep(0.05)

    def kill(self, name: str = "server") -> None:
        """SIGKILL: nothing of the process runs any more."""
        self._signal(name, signal.SIGKILL)

    def end(self, name: str) -> None:
        self._signal(name, signal.SIGTERM)

    def _signal(self, name: str, number: int) -> None:
        process = self.processes.pop(name, None)
        if process is None:
            return
        process.send_signal(number)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)

    def stop(self) -> None:
        for caller in self._callers:
            caller.close()
        for name in list(self.processes):
            self.end(name)

    def log(self, name: str) -> str:
        return (self.data / f"{name}.log").read_text(errors="replace")

    def caller(self, key: str | None = None, timeout: float = 30) -> Caller:
        """Closed with the house at the latest, also where a test failed."""
        caller = Caller(self.port, key, timeout)
        self._callers.append(caller)
        return caller

    def pair(self, kind: str, **spec: Any) -> str:
        """The key of a freshly paired device."""
        caller = self.caller()
        status, answer = caller.post("/devices/pair", kind=kind, **spec)
        caller.close()
        assert status == 201, answer
        return str(answer["key"])

    def clerk(self, counter: int, opened: bool = True) -> Caller:
        """petugas<counter>, sitting at an open counter."""
        clerk = self.caller().sign_in(f"petugas{counter}", self.password)
        if opened:
            clerk.command(f"/counters/{counter}/take")
            clerk.command(f"/counters/{counter}/open")
        return clerk


@contextmanager
def running_house(
    agents: bool = False, *, database: str = "sqlite", processes: int = 1, queue: str = "",
    environment: Mapping[str, str] | None = None, slow_passwords: bool = False, **limits: int,
) -> Iterator[RunningHouse]:  # fmt: skip
    """A house that serves, with the kiosks' limits raised; everything ends with the block.

    `database`: sqlite, postgresql (a fresh one of the run's server), or a URL; `queue`: Valkey's URL;
    `slow_passwords`: hashed as in a real hall, for those who measure.
    """
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="antrean-", ignore_cleanup_errors=True))
        house = RunningHouse(Path(folder), free_port(), environment=dict(environment or {}), web=processes)
        if database != "sqlite":
            url = stack.enter_context(fresh_database()) if database == "postgresql" else database
            house.environment["ANTREAN_DATABASE_URL"] = url
        if queue:
            house.environment["ANTREAN_QUEUE_URL"] = queue
        prepare(house, slow_passwords=slow_passwords, **limits)
        try:
            house.start_server()
            if agents:
                house.start_agents()
            yield house
        finally:
            house.stop()


def prepare(house: RunningHouse, *, slow_passwords: bool = False, **limits: int) -> None:
    """The site's data, made in this process: starting Python for each verb would take most of a test's time."""
    settings = read_settings({**os.environ, **house.environment}, data=house.data, port=house.port)
    demonstration.prepare(settings, real_hours=False)
    database, hall = app.open_hall(settings)
    mall = setup.dump(hall)
    mall["limits"] = {"kiosk_tickets_per_minute": 1_000_000, "burst_tickets": 1_000_000, "burst_seconds": 30, **limits}
    mall["calling"] = {
        **mall.get("calling", {}), "recall_pause_seconds": RECALL_PAUSE_SECONDS, "appointment_early_minutes": EARLY_MINUTES,
    }  # fmt: skip
    mall["site"]["timezone"] = TIMEZONE.key
    for agency in mall["agencies"]:
        for service in agency["services"]:
            service.pop("quota", None)
    setup.load(hall, mall)
    if not slow_passwords:
        _sign_in_quickly(hall, house.password)
    database.close()


def _sign_in_quickly(hall: Hall, password: str) -> None:
    """The accounts keep their password under a hash that a thousand sign-ins can afford; the real one has its tests."""
    quick = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(password)
    with hall.store.write() as unit:
        for person in unit.people.all_staff():
            unit.people.set_password(person.id, quick)


def _cli(house: RunningHouse, command: str, *arguments: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-m", "server", command, *arguments, "--data", str(house.data)], cwd=HOUSE,
        capture_output=True, text=True, timeout=60, check=False, env={**os.environ, **house.environment},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return ran.stdout
