"""The door under a rain of nonsense, from everybody who may stand before it: never a 500, never a change by a refusal.

Seeded and bounded: ANTREAN_FUZZ_SECONDS (25) and ANTREAN_FUZZ_SEED; a failure names its seed and its number.
"""

import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

import pytest

from tests.api.test_reads import document
from tests.harm.recipes import RECIPES
from tests.harm.test_matrix import table
from tests.harm.world import CALLERS, Ask, World, a_world

SECONDS = float(os.environ.get("ANTREAN_FUZZ_SECONDS", "25"))
SEED = int(os.environ.get("ANTREAN_FUZZ_SEED", "20261123"))
ANEW_EVERY = 25  # cases, then the world is as it was

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, 10**30, 1.5, 1e308, "", " ", "x" * 70, "x" * 9000, "\0", "\r\nX: y", "ä😀\u202e",
    "\ud800", "'; DROP TABLE tickets; --", "../../etc/passwd", "..%2f..", "A1\n", "NaN", "${jndi:ldap://x}", "{label}",
    "{0.__class__}", "%s%n", "<script>alert(1)</script>", [], [[]], ["a"] * 40, {}, {"a": {"b": []}}, "\u2028", "1e5", "٣",
)  # fmt: skip
PLAUSIBLE = ("A1", "A2", "D1", "DS", "A", "D", "k1", "p1", "p2", "id", "en", "admin", "spare", "clerk", "1", "2", "3", "ready",
             "other", "2026-11-23", "2026-02-30", "0001-01-01", "9999-12-31",
             "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "2026-11-23T03:00:00Z",
             "zone:1", "desk:D", "queue:A", "hall", "printer:p1", "field:1", "idle", "none")  # fmt: skip
HEADERS = {
    "User-Agent": ("x" * 3000, "\x1b[31mred", "${jndi:x}"), "Accept-Language": ("en", "xx-yy;q=2", "*" * 500),
    "If-None-Match": ("*", '"x"', "W/" * 200), "Range": ("bytes=0-1", "bytes=9-1,2-", "lines=1"),
    "Accept-Encoding": ("gzip;q=x", "br, gzip", "\x7f"), "X-Forwarded-For": ("127.0.0.1", "', 1", "x" * 500),
    "X-HTTP-Method-Override": ("DELETE", "PUT"), "Origin": ("http://evil.test", "null"), "Expect": ("100-continue",),
    "Cookie": ("antrean=a.b.c", ";;=", "antrean_machine=x.y.z"), "Content-Encoding": ("gzip", "deflate"),
}  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[World]:
    with a_world(tmp_path_factory.mktemp("fuzz") / "site", empty_database) as world:
        yield world


class Nonsense:
    """Requests that are nearly sound: one operation's recipe with some of it replaced by what nobody would send."""

    def __init__(self, chance: Random, told: dict[str, Any]) -> None:
        self.chance, self.shapes = chance, told["components"]["schemas"]

    def value(self, sound: Any) -> Any:
        kind = self.chance.random()
        if kind < 0.45:
            return self.chance.choice(ODD)
        if kind < 0.75:
            return self.chance.choice(PLAUSIBLE)
        if kind < 0.9:
            return self.chance.randint(-3, 1000)
        return [sound, sound] if self.chance.random() < 0.5 else {"value": sound}

    def body(self, sound: Any, shape: dict[str, Any]) -> Any:
        if self.chance.random() < 0.25:
            return sound
        if isinstance(sound, bytes):
            cut = self.chance.randrange(len(sound))
            return self.chance.choice([sound[:cut], b"RIFF" + sound, sound[:40] + sound[cut:], b"", sound])
        if not isinstance(sound, dict) or self.chance.random() < 0.05:
            return self.chance.choice(ODD)
        changed = dict(sound)
        for name, about in shape.get("properties", {}).items():
            if self.chance.random() < 0.3:
                changed[name] = self.chosen(about, sound.get(name))
        for name in list(changed):
            if self.chance.random() < 0.05:
                del changed[name]
        if self.chance.random() < 0.05:
            changed[self.chance.choice(("nobody", "__proto__", "actor", "role", "\0"))] = self.value(None)
        return self.patient(changed)

    def chosen(self, about: dict[str, Any], sound: Any) -> Any:
        """A value the document itself allows, or nonsense."""
        if "enum" in about and self.chance.random() < 0.6:
            return self.chance.choice(about["enum"])
        if about.get("type") == "integer" and self.chance.random() < 0.6:
            return self.chance.choice((about.get("minimum", 0), about.get("maximum", 999), 2))
        return self.value(sound)

    @staticmethod
    def patient(body: dict[str, Any]) -> dict[str, Any]:
        """Nobody waits here."""
        if isinstance(body.get("wait_seconds"), (int, float)) and body["wait_seconds"] > 0:
            body["wait_seconds"] = 0
        return body

    def path(self, sound: str) -> str:
        path, _, query = sound.partition("?")
        if self.chance.random() < 0.3:
            parts = path.split("/")
            at = self.chance.randrange(1, len(parts))
            parts[at] = quote(str(self.value(parts[at]))[:200], safe="", errors="replace")
            path = "/".join(parts)
        if self.chance.random() < 0.3:
            name = self.chance.choice(
                ("room", "zone", "since", "day", "part", "text", "timeline", "language", "nobody")
            )
            query += f"&{name}={quote(str(self.value('1'))[:300], errors='replace')}"
        return f"{path}?{query}" if query else path

    def headers(self) -> dict[str, str]:
        if self.chance.random() < 0.8:
            return {}
        name = self.chance.choice(sorted(HEADERS))
        return {name: self.chance.choice(HEADERS[name])}


def shape_of(told: dict[str, Any], operation: str) -> dict[str, Any]:
    method, _, path = operation.partition(" ")
    listed = told["paths"][path][method.lower()]
    named = listed.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    shape: dict[str, Any] = told["components"]["schemas"].get(named.get("$ref", "").rpartition("/")[2], {})
    return shape


def test_every_operation_reaches_a_success_by_its_recipe(world: World) -> None:
    reached = {}
    for operation, verdicts in table().items():
        caller = next(caller for caller in reversed(CALLERS) if verdicts[caller] == "ok")
        world.restore()
        reached[operation] = world.send(
            world.doors[caller], operation.split()[0], RECIPES[operation](world)
        ).status_code
    assert {operation: status for operation, status in reached.items() if status not in (200, 201)} == {}


def test_no_nonsense_from_anybody_breaks_the_door_or_changes_a_row(world: World) -> None:
    told = document(world.site)
    shapes = {operation: shape_of(told, operation) for operation in RECIPES}
    until, number, seen, succeeded = time.monotonic() + SECONDS, 0, Counter[str](), set()
    before: dict[str, Any] = {}
    while time.monotonic() < until:
        chance = Random(f"{SEED}-{number}")
        if number % ANEW_EVERY == 0:
            world.restore()
            before = world.rows()
        operation, caller = chance.choice(sorted(RECIPES)), chance.choice(CALLERS)
        nonsense = Nonsense(chance, told)
        sound = soundly(world, operation)
        before = world.rows() if sound.prepared else before
        ask = Ask(nonsense.path(sound.ask.path), nonsense.body(sound.ask.body, shapes[operation]))
        case = f"seed {SEED} number {number}: {operation} by {caller}: {ask.path[:300]} {str(ask.body)[:500]}"
        answer = sent(world, caller, operation, ask, nonsense.headers())
        number += 1
        if answer is None:
            continue
        seen[f"{answer.status_code // 100}xx"] += 1
        assert answer.status_code < 500, (case, answer.text[:2000])
        after = world.rows()
        if answer.status_code >= 400:
            assert after == before, case
            assert {"error", "message", "request_id"} <= set(answer.json), (case, answer.text)
        else:
            succeeded.add(operation)
        before = after
    print(f"\n{number} cases in {SECONDS:.0f} s, {dict(seen)}, {len(succeeded)} of {len(RECIPES)} operations succeeded")
    assert seen["2xx"] > 0 < seen["4xx"]


class Sound:
    """A recipe's request, and whether making it changed the world."""

    def __init__(self, ask: Ask, prepared: bool) -> None:
        self.ask, self.prepared = ask, prepared


def soundly(world: World, operation: str) -> Sound:
    """Recipes that lead up to their request may no longer find the world they need: then it is made anew."""
    try:
        return Sound(RECIPES[operation](world), prepared=True)
    except (AssertionError, KeyError, IndexError, TypeError):
        world.restore()
        return Sound(RECIPES[operation](world), prepared=True)


def sent(world: World, caller: str, operation: str, ask: Ask, headers: dict[str, str]) -> Any:
    """The answer; None where Python's own client refuses to send such a thing."""
    try:
        json.dumps(ask.body) if not isinstance(ask.body, bytes) else None
        return world.send(world.doors[caller], operation.split()[0], ask, headers=headers)
    except (UnicodeEncodeError, ValueError):
        return None
