"""Installation and upgrade with no internet: the bundle alone makes a hall that serves."""

import os
import subprocess
import sys
import tarfile
import time
import urllib.request
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from server import bundle
from server.store import migrating
from server.store.engine import open_engine
from tests.running_house import free_port

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
# Whatever pip or a page would ask of the internet ends at a closed port of this machine.
NO_INTERNET = {
    "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9",
    "no_proxy": "127.0.0.1,localhost",
}  # fmt: skip


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    with tarfile.open(bundle.make(folder)) as tar:
        tar.extractall(folder, filter="data")
    return folder / "antrean"


@pytest.fixture(scope="module")
def installed(unpacked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("opt") / "antrean"
    ran = install(unpacked, target)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return target


def install(unpacked: Path, target: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(unpacked / "install.sh"), str(target)], capture_output=True, text=True, timeout=300, check=False,
        env={**os.environ, **NO_INTERNET, "PYTHON": sys.executable, **more},
    )  # fmt: skip


def antrean(installed: Path, data: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A verb of the installed product, run from a folder that is not the sources'."""
    return subprocess.run(
        [str(installed / "current/bin/antrean"), *arguments, "--data", str(data)], cwd=data,
        capture_output=True, text=True, timeout=60, check=False, env={**os.environ, **NO_INTERNET, **more},
    )  # fmt: skip


def test_the_bundle_alone_makes_a_hall_that_serves(installed: Path, tmp_path: Path) -> None:
    mall = next(installed.glob("versions/*/lib/python*/site-packages/server/malls/sanggau.yaml"))
    assert antrean(installed, tmp_path, "load", str(mall)).returncode == 0
    port = free_port()
    server = subprocess.Popen(
        [str(installed / "current/bin/antrean"), "run", "--data", str(tmp_path), "--port", str(port)],
        cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **NO_INTERNET},
    )  # fmt: skip
    try:
        pages = ("/api/v1/health", "/kiosk/", "/static/web/vendor/htm-preact.js", "/static/web/vendor/atkinson.woff2")
        assert [len(served(port, page)) > 200 for page in pages] == [True] * 4
    finally:
        server.terminate()
        server.wait(20)


def served(port: int, path: str) -> bytes:
    until = time.monotonic() + 40
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                return bytes(answer.read())
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def test_an_upgrade_backs_the_site_up_first_and_brings_its_tables_along(
    unpacked: Path, installed: Path, tmp_path: Path
) -> None:
    """A site of the first version's tables, with a row in each that the second changes."""
    url = f"sqlite:///{tmp_path / 'antrean.db'}"
    engine = open_engine(url)
    command.upgrade(migrating._config(engine), "0001")
    engine.dispose()
    plain = create_engine(url)
    with plain.begin() as connection:
        connection.execute(text(
            "INSERT INTO tickets (id, day, queue, number, label, service, agency, language, state, position, issued_at,"
            " ahead_at_issue, calls, chain, code) VALUES ('t', '2026-11-23', 'A', 1, 'A-001', 'A1', 'A', 'id', 'expired',"
            " 1, '2026-11-23T01:00:00.000000Z', 0, 0, '', '')"
        ))  # fmt: skip
    plain.dispose()
    again = install(unpacked, installed, ANTREAN_DATA=str(tmp_path))
    assert again.returncode == 0, again.stdout + again.stderr
    assert len(list((tmp_path / "backups").glob("*.antrean.tar.gz"))) == 1
    assert antrean(installed, tmp_path, "migrate").returncode == 0
    with create_engine(url).connect() as connection:
        assert connection.execute(text("SELECT label FROM tickets")).scalar() == "A-001"
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == migrating.newest()


def test_a_damaged_bundle_installs_nothing(unpacked: Path, tmp_path: Path) -> None:
    readme = unpacked / "README.md"
    whole = readme.read_bytes()
    readme.write_bytes(whole + b" ")
    try:
        ran = install(unpacked, tmp_path / "opt")
    finally:
        readme.write_bytes(whole)
    assert (ran.returncode, (tmp_path / "opt").exists()) == (1, False)
    assert "damaged" in ran.stderr


def test_a_bundle_for_another_python_says_which_one_it_needs(unpacked: Path, tmp_path: Path) -> None:
    other = tmp_path / "python"
    other.write_text("#!/bin/sh\necho 3.99\n")
    other.chmod(0o755)
    ran = install(unpacked, tmp_path / "opt", PYTHON=str(other))
    assert ran.returncode == 1
    assert f"is for Python {sys.version_info.major}.{sys.version_info.minor}, here is 3.99" in ran.stderr
