"""Finds the machine's Chromium, or has the system's package manager install it: `python -m tests.browser.chromium`."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
INSTALLERS = {
    "apt-get": (
        ("apt-get", "-qq", "update"),
        ("apt-get", "-qq", "install", "-y", "--no-install-recommends", "chromium"),
    ),
    "dnf": (("dnf", "-q", "-y", "install", "chromium"),),
    "pacman": (("pacman", "-S", "--noconfirm", "--needed", "chromium"),),
}
PATIENCE_SECONDS = 900
NONE_FOUND = "no Chromium: install it with the system's package manager, or name it: CHROMIUM=/path/to/chromium"


def executable() -> str | None:
    """The browser to drive: the one that CHROMIUM names, else the first that the system knows."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def install() -> bool:
    """Through the first package manager there is, as root or where sudo asks nothing. Whether it said it worked."""
    manager = next((name for name in INSTALLERS if shutil.which(name)), None)
    rights = _rights()
    if manager is None or rights is None:
        return False
    print(f"No Chromium here: installing it with {manager} …", flush=True)
    return all(_ran((*rights, *command)) for command in INSTALLERS[manager])


def _rights() -> tuple[str, ...] | None:
    """What to write before a command that needs root; None where that is not to be had."""
    if os.geteuid() == 0:
        return ()
    if shutil.which("sudo") and _ran(("sudo", "-n", "true")):
        return ("sudo", "-n")
    return None


def _ran(command: tuple[str, ...]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = subprocess.DEVNULL
    try:
        done = subprocess.run(
            command, env=environment, stdin=quiet, stdout=quiet, stderr=quiet, timeout=PATIENCE_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def main() -> int:
    """Says what there is. Without a browser the other tests can still run, so that is no failure."""
    if executable() is None and not os.environ.get("CHROMIUM"):
        install()
    found = executable()
    print(f"Chromium: {found}" if found else f"The browser tests will be left out: {NONE_FOUND}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
