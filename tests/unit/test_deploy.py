"""The units and compose files: every variable, command and module in them exists, and systemd has nothing to say."""

import re
import shutil
import subprocess
import sys
from dataclasses import fields
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from server.__main__ import main
from server.settings import Settings, read

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "server" / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service")) + sorted((DEPLOY / "systemd").glob("*.target"))
COMPOSE = sorted((DEPLOY / "compose").glob("*.yaml"))
FILES = [one for one in DEPLOY.rglob("*") if one.is_file() and one.suffix not in (".pyc",)]
# What is not the server's: the agents' own, and a name that the compose files ask for.
OTHERS = {"ANTREAN_SERVER", "ANTREAN_KEY", "ANTREAN_KEY_FILE", "ANTREAN_NAME"}


def known() -> set[str]:
    return {f"ANTREAN_{setting.name.upper()}" for setting in fields(Settings)} | OTHERS


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_variable_in_it_exists(file: Path) -> None:
    assert set(re.findall(r"\bANTREAN_[A-Z_]+\b", file.read_text(encoding="utf-8"))) <= known()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_command_and_module_in_it_exists(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    verbs = re.findall(r'(?m)(?:bin/antrean"? |"antrean", "|web antrean |`antrean |^site )([a-z-]+)', text)
    assert set(verbs) <= set(main.commands)
    modules = re.findall(r"(?:-m |\"-m\", \")((?:server|printers)[a-z_.]*[a-z])\b", text)
    assert all(find_spec(module) for module in modules), modules
    flags = re.findall(r"antrean(?: |\", \")run(?: |\", \")(--[a-z]+)", text)
    assert set(flags) <= {option for one in main.commands["run"].params for option in one.opts}


def test_the_example_settings_can_be_read() -> None:
    lines = (DEPLOY / "systemd" / "antrean.env").read_text(encoding="utf-8").splitlines()
    shown = dict(line.lstrip("#").split("=", 1) for line in lines if re.match(r"#?ANTREAN_", line))
    settings = read(shown)
    assert (settings.processes, settings.is_shared, settings.cookie_secure) == (4, True, True)


@pytest.mark.parametrize("unit", UNITS, ids=lambda file: file.name)
def test_systemd_understands_it(unit: Path, tmp_path: Path) -> None:
    """With this machine's python in the place of the product's, which is not installed here."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd here")
    for one in UNITS:
        text = re.sub(r"/opt/antrean/current/bin/\w+", sys.executable, one.read_text(encoding="utf-8"))
        (tmp_path / one.name.replace("@.", "@1.")).write_text(text.replace("%i", "1"), encoding="utf-8")
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit.name.replace("@.", "@1."))],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    complaints = [line for line in told.stderr.splitlines() if str(tmp_path) in line or "antrean" in line]
    assert (complaints, told.returncode) == ([], 0)


@pytest.mark.parametrize("unit", [one for one in UNITS if one.suffix == ".service"], ids=lambda file: file.name)
def test_every_service_comes_back_by_itself(unit: Path) -> None:
    lines = unit.read_text(encoding="utf-8").splitlines()
    assert "Restart=always" in lines
    assert "StartLimitIntervalSec=0" in lines, "however long the server or the database stays away"


@pytest.mark.parametrize("unit", sorted((DEPLOY / "systemd").glob("antrean[@.-]*.service")), ids=lambda file: file.name)
def test_every_service_of_the_machine_may_do_little(unit: Path) -> None:
    if unit.name == "antrean-screen.service":
        return  # a browser of the user who is logged in
    lines = set(unit.read_text(encoding="utf-8").splitlines())
    assert {
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "CapabilityBoundingSet=",
        "User=antrean",
    } <= lines


@pytest.mark.parametrize("file", COMPOSE, ids=lambda file: file.name)
def test_compose_files_hold_together(file: Path) -> None:
    """Volumes are declared, dependencies are services, built files are there, what is extended exists."""
    told: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    services = told["services"]
    for name, one in services.items():
        volumes = {volume.split(":")[0] for volume in one.get("volumes", [])}
        assert volumes <= set(told["volumes"]), name
        assert set(one.get("depends_on", [])) <= set(services), name
        if "build" in one:
            context = (file.parent / one["build"]["context"]).resolve()
            assert (context / one["build"]["dockerfile"]).is_file()
            assert context == ROOT
        if "extends" in one:
            other = yaml.safe_load((file.parent / one["extends"]["file"]).read_text(encoding="utf-8"))
            assert one["extends"]["service"] in other["services"]
        else:
            assert one["restart"] == "always", name


def test_several_processes_in_containers_have_a_database_and_a_queue() -> None:
    told = yaml.safe_load((DEPLOY / "compose" / "compose.several.yaml").read_text(encoding="utf-8"))
    asked = told["services"]["web"]["environment"]
    settings = read({name: re.sub(r"\$\{[^}]*\}", "x", value) for name, value in asked.items()})
    assert settings.is_shared
    assert settings.queue_url == "redis://queue:6379/0"
