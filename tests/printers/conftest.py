"""Virtual printers, a fake server and an agent between them, for one test each."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from printers.agent import Agent
from printers.door import Door
from printers.journal import Journal
from printers.station import Patience
from printers.virtual import VirtualPrinter
from tests.printers.fake_server import KEY, FakeServer

QUICK = Patience(between_looks=0.2, claim=2, trouble=1.5, silence=1.0, first_confirmation=4.0, server_gone=0.5)


@pytest.fixture
def a_printer() -> Iterator[Callable[..., VirtualPrinter]]:
    """Starts virtual printers that print at once."""
    started: list[VirtualPrinter] = []

    def start(name: str = "p1", rows_per_second: int = 0, **fields: Any) -> VirtualPrinter:
        started.append(VirtualPrinter(name, rows_per_second=rows_per_second, **fields).start())
        return started[-1]

    yield start
    for printer in started:
        printer.stop()


@pytest.fixture
def a_server() -> Iterator[Callable[..., FakeServer]]:
    """Starts a fake server that knows the given virtual printers."""
    started: list[FakeServer] = []

    def start(*printers: VirtualPrinter, lease_seconds: float = 30.0, **fields: Any) -> FakeServer:
        listed = [described(printer, **fields) for printer in printers]
        started.append(FakeServer(listed, lease_seconds).start())
        return started[-1]

    yield start
    for server in started:
        if not server.is_down:
            server.stop()


def described(printer: VirtualPrinter, **fields: Any) -> dict[str, Any]:
    return {
        "id": printer.name, "name": printer.name, "zone": 1, "driver": "virtual", "address": printer.address,
        "width_mm": 80, "form": "short", "mode": "picture", **fields,
    }  # fmt: skip


@pytest.fixture
def an_agent(tmp_path: Path) -> Iterator[Callable[..., Agent]]:
    """Starts agents as threads; the same journal file for each, so one may follow another."""
    running: list[tuple[Agent, threading.Thread]] = []

    def start(server: FakeServer, patience: Patience = QUICK, **fields: Any) -> Agent:
        journal, timing = Journal(tmp_path / "agent.jsonl"), {"patience": patience, "refresh_seconds": 0.5}
        agent = Agent(Door(server.url, KEY), journal, **timing, **fields)
        thread = threading.Thread(target=agent.run, daemon=True)
        running.append((agent, thread))
        thread.start()
        return agent

    yield start
    for agent, thread in running:
        agent.stop.set()
        thread.join(15)
        agent.door.close()
        agent.journal.close()
