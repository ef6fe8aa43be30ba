"""A small world with everybody in it, in which each operation of the door can succeed for somebody."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from werkzeug.test import TestResponse

from tests.api.test_jobs import a_sound
from tests.halls import Door, Site, opened

WAV = a_sound(1.0)
CALLERS = (
    "public", "kiosk", "display", "agent", "clerk", "clerk-other", "greeter", "manager", "manager-other", "supervisor",
    "auditor", "admin", "withdrawn", "ended",
)  # fmt: skip


@dataclass
class Ask:
    """A request as it would be sent: its path below /api/v1, and a body, in JSON unless it is bytes."""

    path: str
    body: Any = None
    names: dict[str, str] = field(default_factory=dict)  # what was filled into the path

    def with_path(self, template: str, **names: str) -> "Ask":
        query = self.path.partition("?")[2]
        path = template.format(**{**self.names, **names})
        return Ask(path + (f"?{query}" if query else ""), self.body, names)


class World:
    """A site with everybody in it: counter 1 is held by the clerk, who has called the first of four visitors."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._count = 0
        self.doors = self._doors()
        kiosk, clerk, agent = self.doors["kiosk"], self.doors["clerk"], self.doors["agent"]
        self.tickets = [kiosk.done("/tickets", service="A2")["ticket"]["id"] for _ in range(5)]
        clerk.done("/counters/1/take")
        clerk.done("/counters/1/open")
        clerk.done("/counters/1/next", expects=None)
        clerk.done("/counters/1/notes", text="Berkas ada di laci kedua")
        with site.hall.store.read() as unit:
            self.note = unit.desks.notes("A")[0].id
        self.alarm = kiosk.done("/help")["alarm"]
        self.pause = self.doors["manager"].done(
            "/pauses", scope="agency", code="A", reason="meeting", numbers=True, minutes=5
        )["pause"]  # fmt: skip
        self.paper, self.call = (
            agent.post("/jobs/claim", targets=[target]).json["jobs"][0]["id"] for target in ("printer:p1", "field:1")
        )
        self.sound = agent.put(f"/jobs/{self.call}/sound", WAV, content_type="audio/wav").json["digest"]
        self.site.application.pusher.push()
        self._kept, self._moment = self._copy(), site.clock.moment

    def _doors(self) -> dict[str, Door]:
        site = self.site
        people = {
            "clerk": ("clerk", "A"), "clerk-other": ("clerk", "D"), "greeter": ("greeter", None),
            "manager": ("manager", "A"), "manager-other": ("manager", "D"), "supervisor": ("supervisor", None),
            "auditor": ("auditor", None), "admin": ("admin", None), "ended": ("admin", None),
        }  # fmt: skip
        doors = {name: site.staff(name, role, agency) for name, (role, agency) in people.items()}
        doors |= {"public": site.public, "kiosk": site.kiosk(), "display": site.device("display", 1)}
        doors |= {"agent": site.agent(), "withdrawn": site.kiosk()}
        self.spare = site.device("display", 2).name
        self.code = doors["admin"].post("/devices/pairings", kind="display", name="Layar").json["code"]
        doors["admin"].done(f"/devices/{doors['withdrawn'].name}/withdraw")
        doors["admin"].done("/staff/ended/end-sessions")
        site.account("spare", "clerk", "A")
        return {name: doors[name] for name in CALLERS}

    def id(self) -> str:
        self._count += 1
        return f"request-{self._count:08d}"

    def send(self, door: Door, method: str, ask: Ask, **more: Any) -> TestResponse:
        """As this caller; the cookies of the answer are not kept."""
        cookies: Any = door.client._cookies  # type: ignore[attr-defined]
        kept = dict(cookies)
        headers = {**door.headers, **more.pop("headers", {})}
        if isinstance(ask.body, bytes):
            more = {"data": ask.body, "content_type": "audio/wav", **more}
        elif ask.body is not None:
            more = {"json": ask.body, **more}
        answer = door.client.open(f"/api/v1{ask.path}", method=method, headers=headers, buffered=True, **more)
        cookies.clear()
        cookies.update(kept)
        return answer

    def rows(self) -> dict[str, Any]:
        return self.site.rows()

    def restore(self) -> None:
        """As it was when everybody stood in it."""
        self._kept.backup(self._raw())
        self.site.clock.moment = self._moment
        self.site.hall.store._version = None  # type: ignore[attr-defined]
        self.site.hall.store.lately._kept.clear()  # type: ignore[attr-defined]
        self.site.application.house.keys._known.clear()
        self.site.application.house.throttle._own._full_at.clear()

    def end(self) -> None:
        self.restore()
        self._kept.close()

    def _raw(self) -> sqlite3.Connection:
        raw: Any = self.site.database.engine.raw_connection().driver_connection
        return raw

    def _copy(self) -> sqlite3.Connection:
        copy = sqlite3.connect(":memory:")
        self._raw().backup(copy)
        return copy


@contextmanager
def a_world(folder: Path, empty: Path, **more: Any) -> Iterator[World]:
    with opened(folder, empty, requests_per_second=0, **more) as site:
        world = World(site)
        yield world
        world.end()
