"""What the voice tests share: a real engine in its own folder, and a small server of jobs."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from server.voice.cache import Cache
from server.voice.engine import Engine, VoiceSettings


@pytest.fixture
def make_engine(tmp_path: Path) -> Iterator[Callable[..., Engine]]:
    made: list[Engine] = []

    def make(**settings: Any) -> Engine:
        engine = Engine(VoiceSettings(**settings), Cache(tmp_path / f"sounds{len(made)}"))
        made.append(engine)
        return engine

    yield make
    for engine in made:
        engine.close()


class JobServer:
    """The API as far as the agent uses it. `jobs` are given out once each; all that arrives is kept in order."""

    def __init__(self) -> None:
        self.fields, self.key = [1, 2], "device.secret"
        self.jobs: list[dict[str, Any]] = []
        self.states: list[str] = []
        self.sounds: dict[tuple[str, int], bytes] = {}
        self.ended: dict[str, tuple[str, dict[str, Any]]] = {}
        self.renewed: list[str] = []
        self.targets: list[str] = []
        self.taken_back: set[str] = set()
        self.knows_prompts = False
        self.mall: dict[str, Any] | None = None
        self.pack: dict[str, Any] | None = None
        self.prompts: dict[tuple[str, str], tuple[str, bytes]] = {}
        self.changed = threading.Condition()
        self._http: ThreadingHTTPServer | None = None
        self.port = 0

    @property
    def stopped(self) -> bool:
        return self._http is None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Again on the same port after stop()."""
        server = self

        class Handler(_Handler):
            jobs = server

        self._http = _Http(("127.0.0.1", self.port), Handler)
        self.port = self._http.server_address[1]
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        if self._http:
            self._http.shutdown()
            self._http.server_close()
            self._http = None

    def give(self, job: str, **content: Any) -> None:
        usual = {
            "queue": "A", "number": 42, "digits": 3, "counter": 3, "calls": 1, "reading": "each", "short": False,
            "agency_spoken": {"id": "Disdukcapil", "en": "Civil Registry"}, "languages": ["id"],
        }  # fmt: skip
        with self.changed:
            self.jobs.append({"id": job, "kind": "announcement", "target": "field:1", "content": {**usual, **content}})
            self.changed.notify_all()

    def wait_until(self, true: Callable[[], bool], seconds: float = 20.0) -> None:
        with self.changed:
            assert self.changed.wait_for(true, seconds), (self.states, self.ended)

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        route = path.removeprefix("/api/v1/").partition("?")[0].split("/")
        if route == ["devices", "me"]:
            return 200, {"device": {"id": "d1", "kind": "agent", "sound_fields": self.fields}}
        if route == ["devices", "me", "state"]:
            self.states.append(json.loads(body)["state"])
            return 200, {}
        if route == ["mall"]:
            return (200, self.mall) if self.mall else (404, {"error": "not_found"})
        if route == ["voice", "pack"]:
            self.pack = json.loads(body)
            clips = {f"{one}/{key[5:]}": it[0] for (one, key), it in self.prompts.items() if key.startswith("clip.")}
            return 200, {"clips": clips}
        if route[0] == "prompts":
            return self._prompts(method, route[1:], path, body)
        if route == ["jobs", "claim"]:
            return self._claim(json.loads(body))
        return self._about_job(route[1], route[2], path, body)

    def _prompts(self, method: str, route: list[str], path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        if not self.knows_prompts:
            return 404, {"error": "not_found"}
        if method == "PUT":
            self.prompts[route[0], route[1]] = (path.rpartition("=")[2], body)
            return 200, {}
        told = [{"language": one, "key": key, "text_digest": it[0]} for (one, key), it in self.prompts.items()]
        return 200, {"prompts": told}

    def _claim(self, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self.targets = asked["targets"]
        if not self.jobs:
            self.changed.wait(min(0.3, asked["wait_seconds"]))
        given, self.jobs = self.jobs, []
        return 200, {"jobs": given}

    def _about_job(self, job: str, what: str, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        if job in self.taken_back:
            return 409, {"error": "job_not_yours"}
        if what == "sound":
            self.sounds[job, int(path.rpartition("=")[2])] = body
        elif what == "renew":
            self.renewed.append(job)
        else:
            self.ended[job] = (what, json.loads(body))
        return 200, {}


class _Http(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A client that was killed is no fault of the server."""


class _Handler(BaseHTTPRequestHandler):
    disable_nagle_algorithm = True  # else each answer waits 40 ms for the other side
    jobs: JobServer
    protocol_version = "HTTP/1.1"

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.jobs.stopped:
            self.close_connection = True
            return
        if self.headers["Authorization"] != f"Bearer {self.jobs.key}":
            status, fields = 401, {"error": "unknown_device"}
        else:
            with self.jobs.changed:
                status, fields = self.jobs.answer(self.command, self.path, body)
                self.jobs.changed.notify_all()
        raw = json.dumps(fields).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    do_GET = do_POST = do_PUT = _serve

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def job_server() -> Iterator[JobServer]:
    server = JobServer()
    server.start()
    yield server
    server.stop()
