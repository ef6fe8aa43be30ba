"""Only system.py asks the machine for time, chance or ids, and only __main__.py names eventlet."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.conftest import CODE, files, name, tree

ASKERS = {
    "time": {
        "time",
        "time_ns",
        "monotonic",
        "monotonic_ns",
        "perf_counter",
        "localtime",
        "gmtime",
        "strftime",
        "ctime",
    },
    "datetime": {"now", "utcnow", "today", "fromtimestamp"},
    "date": {"today"},
    "os": {"urandom", "getrandom"},
}
CHANCE = {"random", "secrets", "uuid"}
# Agents run on machines of their own and read their own clock, for timeouts and for the virtual paper's date.
OWN_CLOCK = ("printers/", "server/voice/")


def asked(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.attr in ASKERS.get(node.value.id, ()):
                yield f"{name(path)}:{node.lineno} {node.value.id}.{node.attr}"
        elif isinstance(node, ast.Import):
            yield from (f"{name(path)}:{node.lineno} {one.name}" for one in node.names if one.name in CHANCE)
        elif isinstance(node, ast.ImportFrom):
            wanted = {one.name for one in node.names} & ASKERS.get(node.module or "", set()) - {"date", "datetime"}
            if node.module in CHANCE or (node.module == "time" and wanted):
                yield f"{name(path)}:{node.lineno} {node.module}"


def test_only_system_asks_for_time_chance_or_ids() -> None:
    own = [path for path in files("py", under=CODE) if name(path) != "server/system.py"]
    found = [one for path in own if not name(path).startswith(OWN_CLOCK) for one in asked(path)]
    assert found == []


def test_agents_ask_for_their_own_clock_only() -> None:
    agents = [path for path in files("py", under=CODE) if name(path).startswith(OWN_CLOCK)]
    assert [one for path in agents for one in asked(path) if one.split()[-1] in CHANCE] == []


def test_the_search_finds_what_it_looks_for(tmp_path: Path) -> None:
    from server import system

    assert len(list(asked(Path(system.__file__)))) >= 3


def test_only_the_command_line_names_eventlet() -> None:
    named = []
    for path in files("py", under=CODE):
        for node in ast.walk(tree(path)):
            modules = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(module.split(".")[0] == "eventlet" for module in modules):
                named.append(name(path))
    assert set(named) == {"server/__main__.py"}
