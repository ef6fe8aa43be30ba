"""A small server with the job door's real manners: leases, long-polling, device keys; it can go away and come back."""

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "agent-key"


@dataclass
class FakeJob:
    id: str
    kind: str
    target: str
    content: dict[str, Any]
    state: str = "waiting"  # waiting | leased | done | failed | uncertain
    reason: str = ""
    lease_ends: float = 0.0
    claims: int = 0
    renewals: int = 0
    begun: bool = False


@dataclass
class FakeServer:
    """Start it, `add` jobs, `wait_for` what should come of them."""

    printers: list[dict[str, Any]]
    lease_seconds: float = 30.0
    jobs: dict[str, FakeJob] = field(default_factory=dict)
    states: list[tuple[str, str, float]] = field(default_factory=list)
    empty_claims: int = 0
    port: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)
    is_down: bool = False
    refuses_begin: bool = False
    lists: int = 0
    codes: dict[str, str] = field(default_factory=dict)  # pairing code → the kind of device it was made for

    def start(self) -> "FakeServer":
        door = type("Door", (FakeDoor,), {"door_of": self})
        self._http = ThreadingHTTPServer(("127.0.0.1", self.port), door)
        self._http.daemon_threads = True
        self.port = self._http.server_address[1]
        self._serving = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        self._serving.start()
        return self

    def stop(self) -> None:
        self.is_down = True
        with self.changed:
            self.changed.notify_all()
        self._http.shutdown()
        self._http.server_close()

    def come_back(self) -> None:
        self.is_down = False
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def add(self, printer: str, content: dict[str, Any], kind: str = "slip") -> FakeJob:
        with self.changed:
            job = FakeJob(f"job-{len(self.jobs) + 1}", kind, f"printer:{printer}", content)
            self.jobs[job.id] = job
            self.changed.notify_all()
        return job

    def wait_for(self, holds: Any, seconds: float = 10.0) -> bool:
        with self.changed:
            return bool(self.changed.wait_for(holds, seconds))

    def state_of(self, printer: str) -> str | None:
        return next((state for name, state, _ in reversed(self.states) if name == printer), None)

    def claim(self, targets: list[str], wait_seconds: float) -> list[FakeJob]:
        with self.changed:
            self.changed.wait_for(lambda: self.is_down or self._offered(targets), wait_seconds)
            found = [] if self.is_down else self._offered(targets)
            for job in found:
                job.state, job.lease_ends, job.claims = "leased", time.monotonic() + self.lease_seconds, job.claims + 1
                job.begun = False
            self.empty_claims += not found
            self.changed.notify_all()
            return found

    def _offered(self, targets: list[str]) -> list[FakeJob]:
        """One a target at most; a lease that ran out is uncertain, never offered again."""
        for job in self.jobs.values():
            if job.state == "leased" and time.monotonic() > job.lease_ends:
                job.state, job.reason = ("uncertain", "lease_expired") if job.begun else ("waiting", "")
        waiting = [job for job in self.jobs.values() if job.state == "waiting"]
        return [job for target in targets for job in [j for j in waiting if j.target == target][:1]]

    def end(self, job_id: str, end: str, body: dict[str, Any]) -> int:
        with self.changed:
            job = self.jobs.get(job_id)
            if job is None:
                return 404
            if end == "renew":
                job.renewals += 1
                job.lease_ends = time.monotonic() + self.lease_seconds
                return 200
            if job.state != "leased" or (end == "begin" and (self.refuses_begin or body["claim"] != job.claims)):
                return 409
            if end == "begin":
                job.begun = True
                return 200
            job.state = "waiting" if end == "failed" and body["retry"] else end
            job.reason = body.get("reason", "")
            self.changed.notify_all()
            return 200


class FakeDoor(BaseHTTPRequestHandler):
    disable_nagle_algorithm = True  # else each answer waits 40 ms for the other side
    door_of: FakeServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self._knows_key() and self.path == "/api/v1/printers":
            self.door_of.lists += 1
            self._say(200, {"printers": self.door_of.printers})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/api/v1/devices/pair":
            made = {code.replace("-", ""): code for code in self.door_of.codes}  # the dash is for the eye
            kind = self.door_of.codes.pop(made.get(body["code"], ""), None)
            answer = {"device": {"kind": kind}, "key": KEY} if kind else {"error": "not_found"}
            self._say(201 if kind else 404, answer)
            return
        if not self._knows_key():
            return
        match self.path.removeprefix("/api/v1/").split("/"):
            case ["jobs", "claim"]:
                jobs = self.door_of.claim(body["targets"], body["wait_seconds"])
                self._say(200, {"jobs": [self._job(job) for job in jobs]})
            case ["jobs", job_id, end]:
                self._say(self.door_of.end(job_id, end, body), {"error": "lease_lost"})
            case ["printers", printer, "state"]:
                with self.door_of.changed:
                    self.door_of.states.append((printer, body["state"], time.monotonic()))
                    self.door_of.changed.notify_all()
                self._say(200, {})
            case _:
                self._say(404, {"error": "not_found"})

    def _job(self, job: FakeJob) -> dict[str, Any]:
        return {
            "id": job.id, "kind": job.kind, "target": job.target,
            "lease_seconds": self.door_of.lease_seconds, "content": job.content, "claim": job.claims,
        }  # fmt: skip

    def _knows_key(self) -> bool:
        if self.headers.get("Authorization") == f"Bearer {KEY}":
            return True
        self._say(401, {"error": "not_signed_in"})
        return False

    def _say(self, status: int, answer: dict[str, Any]) -> None:
        if self.door_of.is_down:
            self.close_connection = True
            return
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Tests speak for themselves."""
