"""What an agent was told once: server, key and printers, in one line of a private file."""

import http.client
import json
import os
import re
import shlex
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WITHIN_SECONDS = 10.0
WRONG_CODE = (
    "the pairing code is wrong, was used already, or is older than a quarter of an hour; a new one comes from"
    ' `python -m server pair agent "Name"` on the server'
)


class NotPaired(Exception):
    """No key was given for the code; the text is for the person who typed it."""


@dataclass(frozen=True, slots=True)
class Paired:
    server: str = ""
    key: str = ""
    printers: tuple[str, ...] = ()

    def line(self) -> str:
        """server=… key=… printer=… printer=…"""
        parts = [f"server={self.server}", f"key={self.key}", *(f"printer={one}" for one in self.printers)]
        return shlex.join(parts)


def read(path: Path) -> Paired:
    """What the file says; nothing where there is none. ValueError names what cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Paired()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: {getattr(error, 'strerror', None) or 'is no text'}") from error
    named: dict[str, list[str]] = {}
    for word in shlex.split(text, comments=True):
        name, _, value = word.partition("=")
        named.setdefault(name, []).append(value)
    if unknown := set(named) - {"server", "key", "printer"}:
        raise ValueError(f"{path}: {', '.join(sorted(unknown))!s} means nothing here; say server=, key=, printer=")
    last = {name: values[-1] for name, values in named.items()}
    return Paired(last.get("server", ""), last.get("key", ""), tuple(named.get("printer", ())))


def keep(path: Path, paired: Paired) -> None:
    """Whole or not at all, for this user alone from its first byte on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(paired.line() + "\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def exchange(server: str, code: str) -> str:
    """The device key for a pairing code. Raises NotPaired."""
    body = json.dumps({"code": re.sub(r"[\s-]", "", code).upper()}).encode()
    asked = urllib.request.Request(
        f"{server.rstrip('/')}/api/v1/devices/pair", body, {"Content-Type": "application/json"}, method="POST"
    )
    try:
        with urllib.request.urlopen(asked, timeout=WITHIN_SECONDS) as answer:
            told: Mapping[str, Any] = json.load(answer)
        kind, key = told["device"]["kind"], str(told["key"])
    except urllib.error.HTTPError as error:
        raise NotPaired(_refusal(error)) from error
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise NotPaired(f"{server} does not answer ({reason}); the code was not used") from error
    except (ValueError, KeyError, TypeError) as error:
        raise NotPaired(f"{server} is no Antrean server") from error
    if kind != "agent":
        raise NotPaired(f"this code was made for a {kind}; an agent needs one of `python -m server pair agent`")
    return key


def _refusal(error: urllib.error.HTTPError) -> str:
    with error:
        if error.code in (404, 422):
            return WRONG_CODE if _is_ours(error.read(10_000)) else "there is no Antrean server at this address"
    return "too many codes were tried; wait a minute" if error.code == 429 else f"the server says {error.code}"


def _is_ours(raw: bytes) -> bool:
    try:
        return "error" in json.loads(raw)
    except (ValueError, TypeError):
        return False


def paired_now(path: Path, server: str, code: str, printers: tuple[str, ...] = ()) -> tuple[Paired, str]:
    """Exchange the code and keep what it gives; with what there is to say.

    A start script that still carries its used code goes on with the key it was given for it. Raises NotPaired.
    """
    before = read(path)
    try:
        key = exchange(server, code)
    except NotPaired as why:
        if str(why) != WRONG_CODE or not before.key or before.server != server:
            raise
        return before, f"this code was used already; going on with the key in {path}"
    now = Paired(server, key, printers or before.printers)
    keep(path, now)
    return now, f"paired with {server}; from now on {path} says it all"
