"""Who may do what: every operation of the door, tried by everybody, against the table in matrix.txt."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.domain.refusals import NotAllowed
from tests.api.test_reads import operations
from tests.harm.recipes import RECIPES
from tests.harm.world import CALLERS, World, a_world

TABLE = Path(__file__).with_name("matrix.txt")
REFUSED = {"401", "403", "404"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[World]:
    with a_world(tmp_path_factory.mktemp("matrix") / "site", empty_database) as world:
        yield world


def table() -> dict[str, dict[str, str]]:
    """Each operation's verdict for each caller, as the file says it."""
    lines = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    head, *rows = lines
    assert tuple(head[2:]) == CALLERS
    return {f"{method} {path}": dict(zip(CALLERS, verdicts, strict=True)) for method, path, *verdicts in rows}


def verdict(world: World, operation: str, caller: str) -> str:
    """What this caller is told. A refusal leaves every row as it was."""
    world.restore()
    ask = RECIPES[operation](world)
    before = world.rows()
    answer = world.send(world.doors[caller], operation.split()[0], ask)
    if answer.status_code < 300:
        return "ok"
    assert answer.json["error"], (operation, caller)
    assert world.rows() == before, (operation, caller, answer.text)
    return str(answer.status_code)


def test_every_operation_stands_in_the_table_and_has_a_recipe(world: World) -> None:
    real = {f"{method} {path.removeprefix('/api/v1')}" for method, path, _ in operations(world.site)}
    assert sorted(real - set(table())) == [], "write their line into matrix.txt"
    assert sorted(set(table()) - real) == [], "the door has no such operation"
    assert sorted(real - set(RECIPES)) == [], "write their recipe into recipes.py"


@pytest.mark.parametrize("operation", RECIPES)
def test_everybody_is_told_what_the_table_says(world: World, operation: str) -> None:
    told = {caller: verdict(world, operation, caller) for caller in CALLERS}
    line = f"{operation:<46}" + "".join(f"{told[caller]:<{len(caller) + 2}}" for caller in CALLERS)
    assert told == table()[operation], f"it is: {line}"


def test_every_operation_succeeds_for_somebody() -> None:
    assert [operation for operation, told in table().items() if "ok" not in told.values()] == []


def test_the_tables_rules_hold_in_every_line() -> None:
    """What the eye would look for: who has no key gets nowhere private, and who only reads changes nothing."""
    open_to_all = {"GET /health", "GET /mall", "GET /services", "GET /session", "GET /tickets/{ticket}", "POST /sign-in",
                   "POST /sign-out", "POST /devices/pair", "POST /tickets/{ticket}/cancel",
                   "POST /tickets/{ticket}/postpone"}  # fmt: skip
    for operation, told in table().items():
        if operation not in open_to_all:
            assert (told["public"], told["withdrawn"], told["ended"]) == ("401", "401", "401"), operation
        if operation.startswith(("POST", "PUT")) and operation not in open_to_all:
            assert told["auditor"] in REFUSED, operation
        if "{counter}" in operation or operation == "POST /pauses":
            assert told["clerk-other"] == told["manager-other"] == "403", operation
        assert all(v == "ok" or v in REFUSED or v == "409" for v in told.values()), operation
    assert NotAllowed.status == 403
