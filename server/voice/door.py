"""The server's API as an agent uses it: one kept connection, JSON or a sound in, JSON out."""

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

PREFIX = "/api/v1"
LARGEST_ANSWER = 1_000_000


class ServerGone(Exception):
    """No answer, or none that the API gives: try again later."""


class Refused(Exception):
    """The API said no (4xx); `status` and `code` say how."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code


class Door:
    """Not for two threads at once. http.client, because httpx would take 12 MB more on a small machine."""

    def __init__(self, server: str, key: str, timeout_seconds: float = 10.0) -> None:
        where = urlsplit(server if "//" in server else f"http://{server}")
        self._kind = http.client.HTTPSConnection if where.scheme == "https" else http.client.HTTPConnection
        self._address, self._base = where.netloc, where.path.rstrip("/") + PREFIX
        self._headers = {"Authorization": f"Bearer {key}", "Accept": "application/json"}
        self._timeout = timeout_seconds
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> dict[str, Any]:
        return self._ask("GET", path, None, "application/json", self._timeout)

    def post(self, path: str, body: dict[str, Any], wait_seconds: float = 0.0) -> dict[str, Any]:
        """`wait_seconds` is how long the server itself may hold the answer back."""
        timeout = self._timeout + wait_seconds
        return self._ask("POST", path, json.dumps(body).encode(), "application/json", timeout)

    def put(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return self._ask("PUT", path, json.dumps(body).encode(), "application/json", self._timeout)

    def put_sound(self, path: str, sound: bytes) -> dict[str, Any]:
        return self._ask("PUT", path, sound, "audio/wav", self._timeout)

    def hurry(self, timeout_seconds: float = 1.0) -> None:
        """From now on no answer is worth a long wait."""
        self.close()
        self._timeout = timeout_seconds

    def close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    def _ask(self, method: str, path: str, body: bytes | None, kind: str, timeout: float) -> dict[str, Any]:
        reused = self._connection is not None
        try:
            status, raw = self._exchange(method, path, body, kind, timeout)
        except (http.client.RemoteDisconnected, ConnectionError) as why:
            if not reused:
                raise ServerGone(str(why)) from why
            # the server had closed the resting connection
            return self._ask(method, path, body, kind, timeout)
        except (OSError, http.client.HTTPException) as why:
            raise ServerGone(str(why) or type(why).__name__) from why
        return understood(status, raw)

    def _exchange(self, method: str, path: str, body: bytes | None, kind: str, timeout: float) -> tuple[int, bytes]:
        """One request and its whole answer; whatever goes wrong, the connection is not used again."""
        connection = self._connection or self._kind(self._address)
        self._connection = connection
        try:
            connection.timeout = timeout
            if connection.sock:
                connection.sock.settimeout(timeout)
            connection.request(method, self._base + path, body, self._headers | {"Content-Type": kind})
            answer = connection.getresponse()
            return answer.status, answer.read(LARGEST_ANSWER)
        except BaseException:
            self.close()
            raise


def understood(status: int, raw: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(raw or b"{}")
    except ValueError as why:
        raise ServerGone(f"{status} and no JSON") from why
    if status >= 500 or not isinstance(fields, dict):
        raise ServerGone(f"{status} {fields.get('error', '') if isinstance(fields, dict) else ''}".strip())
    if status >= 400:
        raise Refused(status, str(fields.get("error", "")))
    return fields
