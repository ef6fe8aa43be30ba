"""The house's files: each says what lives in it, none is too long, and none says what it must not."""

import ast
import re
import subprocess
import sys

import pytest

from tests.house.conftest import CODE, HOUSE, files, name, tree

LONGEST = 420
IN_THE_ROOT = {
    "README.md", "setup.cfg", "Makefile", "LICENSE", "pyproject.toml", ".gitignore", ".ruff.toml", ".ci", *CODE, "tests",
}  # fmt: skip
# Written in two halves, so that this file does not say them itself.
NEVER = (
    "/wo" + "rk/",
    "/tmp/con" + "tract",
    "r-se" + "ed-",
    "cla" + "ude",
    "anthro" + "pic",
    "sub" + "agent",
    "chat" + "gpt",
)


def committed() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=HOUSE, capture_output=True, check=True).stdout
    return [one for one in listed.decode().split("\0") if one and (HOUSE / one).exists()]


def test_the_root_holds_what_it_must_and_nothing_more() -> None:
    assert {path.split("/")[0] for path in committed()} <= IN_THE_ROOT


def test_every_python_file_opens_with_a_sentence() -> None:
    docs = {name(path): (ast.get_docstring(tree(path)) or "").split("\n")[0] for path in files("py")}
    assert [path for path, doc in docs.items() if not re.match(r".{10,}[.:?!…\w]$", doc)] == []


def test_every_script_and_sheet_opens_with_a_sentence() -> None:
    scripts = files("js", "mjs", "css")
    assert len(scripts) > 60
    assert [name(path) for path in scripts if not path.read_text(encoding="utf-8").startswith(("//", "/*"))] == []


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    long = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files("py", "js", "mjs", "css")}
    assert {path: lines for path, lines in long.items() if lines > LONGEST} == {}


def test_no_committed_file_names_a_machine_or_a_tool() -> None:
    found = []
    for path in committed():
        data = (HOUSE / path).read_bytes()
        if b"\0" in data[:8000]:
            continue
        text = data.decode("utf-8", errors="replace").lower()
        found += [f"{path}: {word}" for word in NEVER if word in text]
    assert found == []


def test_no_room_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "helpers", "manager", "misc", "common", "util", "helper"}
    assert [name(path) for path in files("py", "js", "mjs") if path.stem in drawers] == []


def test_every_room_says_what_it_is() -> None:
    rooms = ("", "server", "server/domain", "server/operations", "server/store", "server/api", "server/live",
             "server/voice", "server/web", "kiosk", "display", "counter", "printers", "tests")  # fmt: skip
    assert [room for room in rooms if not (HOUSE / room / "README.md").exists()] == []


def test_what_readmes_point_to_is_there() -> None:
    gone = []
    for readme in HOUSE.glob("**/README.md"):
        if {".venv", "node_modules", ".pytest_cache", "vendor"} & set(readme.relative_to(HOUSE).parts):
            continue
        for target in re.findall(r"\]\(([^)#]+)\)", readme.read_text(encoding="utf-8")):
            if "://" not in target and not (readme.parent / target).exists():
                gone.append(f"{name(readme)}: {target}")
    assert gone == []


LINTERS = {
    "ruff": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy", "server", "printers"],
    "import rules": [
        "-c",
        "from importlinter.cli import lint_imports_command as lint; lint()",
        "--config",
        "setup.cfg",
    ],
}


@pytest.mark.slow
@pytest.mark.parametrize("linter", LINTERS)
def test_the_linters_have_nothing_to_say(linter: str) -> None:
    told = subprocess.run([sys.executable, *LINTERS[linter]], cwd=HOUSE, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
