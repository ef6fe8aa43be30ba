"""A real display through the deaths of its web process, the queue and the database: right again, untouched."""

import logging
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.hall import OUTAGE, Hall
from tests.races.site import ABSENT, Site, Traffic, several

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.skipif(ABSENT is not None, reason=str(ABSENT)),
]
BOUND_MS = 15_000
log = logging.getLogger(__name__)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with several(2) as serving:
        yield serving


@pytest.fixture
def walls(site: Site, chromium: Browser) -> Iterator[list[Page]]:
    """Four displays: two processes have them between them."""
    hall = Hall(site.house, chromium)
    hall.console.allow(OUTAGE)
    yield [hall.display("1?sound=off") for _ in range(4)]
    hall.close()
    assert hall.console.unexpected() == []


def shows(wall: Page, label: str) -> None:
    expect(wall.locator(f".label:text-is('{label}')").first).to_be_visible(timeout=BOUND_MS)
    expect(wall.locator(".wall[data-layout=lost]")).to_be_hidden(timeout=BOUND_MS)


def right_after(site: Site, walls: list[Page], strike: Callable[[], None], what: str) -> None:
    """All show the call before it and, untouched, the first call after it."""
    traffic = Traffic(site.house)
    before = traffic.one_call()
    for wall in walls:
        shows(wall, before)
    strike()
    struck = time.monotonic()
    after = traffic.one_call()
    for wall in walls:
        shows(wall, after)
    log.warning("%s: four displays right after %.2f s (five are promised)", what, time.monotonic() - struck)
    traffic.end()


def test_displays_are_right_when_a_web_process_was_killed(site: Site, walls: list[Page]) -> None:
    right_after(site, walls, lambda: site.house.kill_web_process(1) and None, "web process killed")
    site.house.web_processes()


def test_displays_are_right_while_the_queue_is_dead(site: Site, walls: list[Page]) -> None:
    right_after(site, walls, site.queue.kill, "queue killed")
    site.queue.start()


@pytest.mark.parametrize("away", [1, 20])
def test_displays_are_right_when_the_database_is_back(site: Site, walls: list[Page], away: int) -> None:
    def strike() -> None:
        site.postgres.kill()
        walls[0].wait_for_timeout(away * 1000)
        site.postgres.start()

    right_after(site, walls, strike, f"database away for {away} s")
