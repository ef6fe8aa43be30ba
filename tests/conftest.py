"""What all tests share: an empty migrated database, and a site over a copy of it."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import settings
from playwright.sync_api import Browser

from tests.browser.chromium import Browsers
from tests.halls import Site, opened, template
from tests.postgres import fresh_database, missing

settings.register_profile("hall", deadline=None, print_blob=True)
settings.load_profile("hall")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What could not be tried on this machine, in one line, however quiet the run."""
    why = missing()
    if why is not None:
        terminalreporter.write_line(why)


@pytest.fixture(autouse=True)
def logs_begin_anew() -> None:
    """A command line tried in this process has set logging up for all; the next test begins without."""
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def browsers() -> Iterator[Browsers]:
    with Browsers() as browsers:
        yield browsers


@pytest.fixture(scope="module")
def chromium(browsers: Browsers) -> Iterator[Browser]:
    """As on a hall's display and at its counters."""
    yield from browsers.for_a_while()


@pytest.fixture(scope="module")
def chrome(browsers: Browsers) -> Iterator[Browser]:
    """As on a visitor's phone."""
    yield from browsers.for_a_while(as_a_display=False)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def site_database() -> str:
    """Where sites keep their rows; a module that is about both overrides it with `params=KINDS`."""
    return os.environ.get("ANTREAN_TEST_DATABASE", "sqlite")


@pytest.fixture
def make_site(tmp_path: Path, empty_database: Path, site_database: str) -> Iterator[Callable[..., Site]]:
    """Opens sites; each is proven whole when the test ends: the chain, and the journal's replay."""
    with ExitStack() as stack:

        def make(name: str = "site", **more: Any) -> Site:
            if site_database == "postgresql":
                more = {"database_url": stack.enter_context(fresh_database()), **more}
            return stack.enter_context(opened(tmp_path / name, empty_database, **more))

        yield make


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    """A site on Monday 23 November 2026 at nine in the morning."""
    return make_site()
