"""A page as somebody meets it who has no mouse: Tab until a thing has the focus, letters, Enter."""

from playwright.sync_api import Locator, Page, expect

FAR = 150  # presses of Tab; the floor with every agency and counter has some ninety stops

HAS_FOCUS = "one => one === document.activeElement"


def tab_to(page: Page, target: Locator) -> None:
    """Tab from wherever the focus is until it is here; fails where Tab alone never leads."""
    expect(target).to_be_visible()
    for _ in range(FAR):
        if target.evaluate(HAS_FOCUS):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {target}")


def press_at(page: Page, target: Locator) -> None:
    """The button or link there, by Tab and Enter."""
    tab_to(page, target)
    page.keyboard.press("Enter")


def typed_into(page: Page, field: Locator, text: str) -> None:
    """This alone stands in the field."""
    tab_to(page, field)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def in_sheet(page: Page, name: str) -> None:
    """A button of the open sheet, by Tab and Enter."""
    press_at(page, page.get_by_role("dialog").get_by_role("button", name=name, exact=True))


def from_menu(page: Page, name: str) -> None:
    """M, then Tab to the entry, then Enter."""
    page.keyboard.press("m")
    expect(page.get_by_role("dialog")).to_be_visible()
    in_sheet(page, name)


def done(page: Page) -> None:
    """The open sheet's green button; the sheet goes once it is done."""
    press_at(page, page.locator("dialog button.go"))
    expect(page.get_by_role("dialog")).to_have_count(0)
