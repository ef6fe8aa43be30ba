"""axe finds nothing on the hall's display in any of its states, in either language, dark and light."""

import pytest
from playwright.sync_api import expect

from tests.browser.hall import OUTAGE, Hall, call_next
from tests.browser.reading import reads_well

pytestmark = pytest.mark.browser

LOOKS = pytest.mark.parametrize("look", ["?lang=id", "?lang=en&theme=light"])
BLOCKED = "AudioContext.prototype.resume = () => new Promise(() => {}); AudioContext.prototype.__defineGetter__('state', () => 'suspended');"


@LOOKS
def test_rest_a_fresh_call_and_a_lost_server_read_well_on_the_wall(hall: Hall, look: str) -> None:
    hall.console.allow(OUTAGE)
    clerk = hall.clerk(16)
    hall.tickets("H1", "H2")
    call_next(clerk, 16)
    wall = hall.display(f"3{look}&sound=off")
    expect(wall.locator(".wall[data-layout=rest]")).to_be_visible()
    reads_well(wall)
    label = call_next(clerk, 16)
    expect(wall.locator(f".panel .label:text-is('{label}')")).to_be_visible()
    reads_well(wall)
    wall.context.set_offline(True)
    expect(wall.locator(".wall[data-layout=lost]")).to_be_visible(timeout=30_000)
    reads_well(wall)


@LOOKS
def test_a_quiet_wall_and_one_that_may_not_sound_read_well(hall: Hall, look: str) -> None:
    wall = hall.display(f"4{look}", before=BLOCKED)
    expect(wall.get_by_role("button")).to_be_visible(timeout=15_000)
    reads_well(wall)
    quiet = hall.display(f"4{look}&sound=off")
    reads_well(quiet)


@LOOKS
def test_the_form_for_a_pairing_code_reads_well(hall: Hall, look: str) -> None:
    """A screen of a zone that this mall does not have cannot pair by itself."""
    hall.console.allow("status of 404")
    wall = hall.page(f"/display/99{look}&sound=off")
    expect(wall.locator("form.pairing")).to_be_visible()
    reads_well(wall)
