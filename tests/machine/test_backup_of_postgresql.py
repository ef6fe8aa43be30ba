"""A site on PostgreSQL is backed up while it is served, and brought back into an empty database or into a SQLite file."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.postgres import fresh_database, missing
from tests.running_house import HOUSE, running_house

pytestmark = [pytest.mark.slow, pytest.mark.skipif(missing() is not None, reason=missing() or "")]


def server(data: Path, url: str, *arguments: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-m", "server", *arguments, "--data", str(data)], cwd=HOUSE, capture_output=True, text=True,
        timeout=90, check=False, env={**os.environ, "ANTREAN_DATABASE_URL": url},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_what_was_backed_up_comes_back_into_either_database(tmp_path: Path) -> None:
    with running_house(database="postgresql") as house, fresh_database() as empty:
        with closing(house.caller(house.pair("kiosk", zone=1))) as kiosk:
            ticket = kiosk.command("/tickets", service="A1", language="id")["ticket"]
            made = house.command("backup")
            assert kiosk.get("/health")[1]["backup"]["failing"] is False
        backup = made.partition(": everything")[0]
        house.stop()
        for name, url in (("sqlite", ""), ("postgresql", empty)):
            data = tmp_path / name
            assert "everything up to" in server(data, url, "restore", backup)
            assert server(data, url, "verify").strip() == "whole"
            house.data, house.environment["ANTREAN_DATABASE_URL"] = data, url
            house.start_server()
            with closing(house.caller()) as phone:
                assert phone.get(f"/tickets/{ticket['id']}")[1]["ticket"]["label"] == ticket["label"]
            house.stop()
