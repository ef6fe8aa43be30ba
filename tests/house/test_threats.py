"""The threat model: every test it names exists, and every threat names one."""

import ast
import re

from tests.house.conftest import HOUSE, files, tree

THREATS = HOUSE / "server" / "THREATS.md"


def rows() -> list[list[str]]:
    """The tables' rows: who, what stops it, what remains, shown by."""
    lines = [line for line in THREATS.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if row[0] != "who, and what they want"]


def known_tests() -> set[str]:
    return {
        node.name for path in files("py", under=("tests",)) for node in ast.walk(tree(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test_")
    }  # fmt: skip


def test_every_test_the_threat_model_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", THREATS.read_text(encoding="utf-8")))
    assert len(named) > 40
    assert sorted(named - known_tests()) == []


def test_every_threat_says_what_stops_it_and_which_test_shows_it() -> None:
    assert len(rows()) >= 18
    assert [row[0] for row in rows() if len(row) != 4 or not row[1] or "`test_" not in row[3]] == []


def test_the_six_of_the_hall_are_among_them() -> None:
    told = " ".join(row[0] for row in rows()).lower()
    for who in ("children", "a tout", "a stranger", "pulls a friend forward", "a stolen kiosk key", "a hostile phone"):
        assert who in told
