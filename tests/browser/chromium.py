"""Finds the machine's Chromium, or has the system's package manager install it: `python -m tests.browser.chromium`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Self

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

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
# Names that browsers do not trust as they trust localhost, like a hall's without certificates.
FLAGS = ("--no-sandbox", "--host-resolver-rules=MAP *.test 127.0.0.1")
SOUNDS_UNTOUCHED = "--autoplay-policy=no-user-gesture-required"
NONE_FOUND = "no Chromium: install it with the system's package manager, or name it: CHROMIUM=/path/to/chromium"


def executable() -> str | None:
    """The browser to drive: the one that CHROMIUM names, else the first that the system knows."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def launch(playwright: Playwright, *, as_a_display: bool = True) -> Browser:
    """A hall's display is set up so that it may sound without a touch; a visitor's phone is not."""
    arguments = [*FLAGS, SOUNDS_UNTOUCHED] if as_a_display else [*FLAGS]
    return playwright.chromium.launch(executable_path=executable(), args=arguments)


class Browsers:
    """One Chromium of each kind in a process of the run: starting it, and the driver beside it, takes seconds.

    Only one Playwright may run in a thread: whoever wants a browser wants it from here.
    """

    def __init__(self) -> None:
        self._open = ExitStack()
        self._playwright: Playwright | None = None
        self._launched: dict[bool, Browser] = {}

    def for_a_while(self, *, as_a_display: bool = True) -> Iterator[Browser]:
        """What was left open in it is closed afterwards.

        Without a browser the tests that want one are left out with the reason; `make test` says so before it begins.
        """
        if executable() is None:
            pytest.skip(NONE_FOUND)
        if self._playwright is None:
            self._playwright = self._open.enter_context(sync_playwright())
        if as_a_display not in self._launched:
            self._launched[as_a_display] = launch(self._playwright, as_a_display=as_a_display)
            self._open.callback(self._launched[as_a_display].close)
        browser = self._launched[as_a_display]
        yield browser
        for context in browser.contexts:
            context.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()


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
