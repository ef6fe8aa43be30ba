"""The server's door as the agent uses it: claim, report, renew, tell states. All it knows of the server."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

ANSWER_SECONDS = 10.0


class ServerGone(Exception):
    """No answer, or one that says: try again later."""


class Refused(Exception):
    """The server understood and says no; asking again changes nothing."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended: "done", "failed" (before anything reached the paper) or "uncertain"."""

    end: str
    reason: str = ""
    retry: bool = False

    def body(self) -> dict[str, Any]:
        if self.end == "done":
            return {}
        return {"reason": self.reason, **({"retry": self.retry} if self.end == "failed" else {})}


@dataclass(frozen=True, slots=True)
class Job:
    id: str
    kind: str
    content: Mapping[str, Any]
    lease_seconds: float
    claim: int = 0  # 0: the server is of before, and wants no begin


class Door:
    """The calls an agent makes. Each raises ServerGone or Refused."""

    def __init__(self, server: str, key: str, transport: httpx.BaseTransport | None = None) -> None:
        self._http = httpx.Client(
            base_url=f"{server.rstrip('/')}/api/v1",
            headers={"Authorization": f"Bearer {key}"},
            timeout=ANSWER_SECONDS,
            transport=transport,
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=32),
        )

    def close(self) -> None:
        self._http.close()

    def printers(self) -> list[dict[str, Any]]:
        """The printers this agent serves, as the mall describes them."""
        return list(self._call("GET", "/printers")["printers"])

    def claim(self, printer: str, wait_seconds: int) -> Job | None:
        """The next job for this printer, waiting so long for one to come."""
        body = {"targets": [f"printer:{printer}"], "wait_seconds": wait_seconds, "begins": True}
        jobs = self._call("POST", "/jobs/claim", body, timeout=wait_seconds + ANSWER_SECONDS)["jobs"]
        return _job(jobs[0]) if jobs else None

    def begin(self, job: Job) -> None:
        """Before the first byte: until then the server may offer it again."""
        if job.claim:
            self._call("POST", f"/jobs/{job.id}/begin", {"claim": job.claim})

    def report(self, job: str, outcome: Outcome) -> None:
        self._call("POST", f"/jobs/{job}/{outcome.end}", outcome.body())

    def renew(self, job: str) -> None:
        self._call("POST", f"/jobs/{job}/renew", {})

    def tell_state(self, printer: str, state: str) -> None:
        self._call("POST", f"/printers/{printer}/state", {"state": state})

    def _call(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, timeout: float = ANSWER_SECONDS
    ) -> dict[str, Any]:
        try:
            answer = self._http.request(method, path, json=body, timeout=timeout)
        except (httpx.HTTPError, RuntimeError) as error:  # RuntimeError: closed while we stop
            raise ServerGone(type(error).__name__) from error
        if answer.status_code in (401, 403, 408, 429) or answer.status_code >= 500:
            raise ServerGone(f"{answer.status_code}")  # a key can be repaired: what is finished is kept
        if answer.status_code >= 400:
            raise Refused(answer.status_code, _error_code(answer))
        return dict(answer.json()) if answer.content else {}


def _job(job: Mapping[str, Any]) -> Job:
    lease, claim = float(job.get("lease_seconds", 30)), int(job.get("claim", 0))
    return Job(str(job["id"]), job["kind"], job["content"], lease, claim)


def _error_code(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["error"])
    except (ValueError, KeyError, TypeError):
        return "unknown"
