"""What a page is for people who do not see it as we do: axe reads it, in each language and each scheme of colours."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

MOST_SHOWN = 3
_axe = Axe()


def troubles(page: Page, only_colours: bool = False) -> list[str]:
    """Everything that axe finds, one line a rule, with the first places."""
    options = {"runOnly": ["color-contrast"]} if only_colours else None
    found = _axe.run(page, options=options).response["violations"]
    return [f"{one['id']}: {[node['html'][:160] for node in one['nodes'][:MOST_SHOWN]]}" for one in found]


def reads_well(page: Page) -> None:
    """Nothing is moving any more, and axe finds nothing."""
    page.evaluate("() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null)))")
    assert troubles(page) == []


def reads_well_light_and_dark(page: Page) -> None:
    """The whole page by day; by night its colours are all that changes."""
    page.emulate_media(color_scheme="light")
    reads_well(page)
    page.emulate_media(color_scheme="dark")
    assert troubles(page, only_colours=True) == []
    page.emulate_media(color_scheme="light")
