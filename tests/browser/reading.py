"""What a page is for people who do not see it as we do: axe reads it, in each language and each scheme of colours."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

MOST_SHOWN = 3
SETTLED = """async () => {
  for (let n = 0; n < 2; n += 1) await new Promise(requestAnimationFrame);
  const passing = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < 5000);
  await Promise.all(passing.map((one) => one.finished.catch(() => null)));
}"""
_axe = Axe()
_RUN = "async (options) => (await axe.run({resultTypes: ['violations'], ...options})).violations"


def troubles(page: Page, only_colours: bool = False) -> list[str]:
    """Everything that axe finds, one line a rule, with the first places. A page is given axe once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe.axe_script)
    found = page.evaluate(_RUN, {"runOnly": ["color-contrast"]} if only_colours else {})
    return [f"{one['id']}: {[node['html'][:160] for node in one['nodes'][:MOST_SHOWN]]}" for one in found]


def reads_well(page: Page) -> None:
    """Nothing is moving any more, and axe finds nothing."""
    page.evaluate(SETTLED)
    found = troubles(page)
    assert not found, "\n".join(found)


def reads_well_light_and_dark(page: Page) -> None:
    """The whole page by day; by night its colours are all that changes, and they are the same in every language."""
    page.emulate_media(color_scheme="light")
    reads_well(page)
    if page.evaluate("document.documentElement.lang") != "id":
        return
    page.emulate_media(color_scheme="dark")
    page.evaluate(SETTLED)
    found = troubles(page, only_colours=True)
    assert not found, "\n".join(["by night:", *found])
    page.emulate_media(color_scheme="light")
