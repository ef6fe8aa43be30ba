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
    shutil.copytree(HERE, tmp_path / "tests" / "display")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    return tmp_path


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
@pytest.mark.parametrize("subject", sorted(path.name for path in HERE.glob("*.test.js")))
def test_the_display_keeps_its_promises(modules: Path, subject: str) -> None:
    ran = subprocess.run(
        ["node", "--test", f"tests/display/{subject}"], cwd=modules, capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
