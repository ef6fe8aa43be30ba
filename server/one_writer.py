"""One writing process for each data folder: a lock that dies with its process, and the way to the one who holds it."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from server.secrets_file import kept_secret
from server.system import new_secret_key

LOCK, KEY = "antrean.lock", "command_line_key"
COMMAND_LINE = "command-line"


class AlreadyServed(Exception):
    """Another process holds this folder; `url` is where it listens, empty while it does not."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


@contextmanager
def only_writer(data: Path, url: str = "", *, alone: bool = True) -> Iterator[None]:
    """Hold the folder for the length of the block. Raises AlreadyServed.

    `alone`: as the only one, which a SQLite file needs. The processes of a site on PostgreSQL hold it beside each
    other, and keep out only who must be alone: moving, restoring.
    """
    data.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(data / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyServed(_told(data)) from None
        if alone or url:
            os.truncate(descriptor, 0)
            os.pwrite(descriptor, json.dumps({"url": url, "pid": os.getpid()}).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _told(data: Path) -> str:
    try:
        return str(json.loads((data / LOCK).read_text())["url"])
    except (ValueError, KeyError):
        return ""


def command_line_key(data: Path) -> str:
    """What proves that a caller may read this folder: who can, may run the command line anyway."""
    return f"{COMMAND_LINE}.{kept_secret(data / KEY, new_secret_key())}"


class RunningServer:
    """The server that holds the folder, asked over its own door."""

    def __init__(self, data: Path, url: str) -> None:
        headers = {"Authorization": f"Bearer {command_line_key(data)}", "Accept-Language": "en"}
        self._client = httpx.Client(base_url=f"{url}/api/v1", headers=headers, timeout=60)

    def ask(self, method: str, path: str, **body: object) -> dict[str, object]:
        """The answer. Raises httpx.HTTPError where there was none, ValueError with the refusal's text."""
        answer = self._client.request(method, path, json=body or None)
        told: dict[str, object] = answer.json()
        if answer.status_code >= 400:
            problems = told.get("problems")
            lines = [str(told.get("message"))]
            lines += [f"  {one}" for one in problems] if isinstance(problems, list) else []
            raise ValueError("\n".join(lines))
        return told
