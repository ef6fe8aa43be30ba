"""The whole visit through real pages: tap, paper, call, painted and spoken, served, finished."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.ears import EARS, announcements, seconds_of, sound_of, spoken
from tests.browser.hall import SOON_MS, Hall, label_on, press, take
from tests.browser.paper import shows_code, shows_label

pytestmark = pytest.mark.browser

VISITS: dict[str, dict[str, Any]] = {
    "id": {"service": "A1", "counter": 1, "spoken": ["id"]},
    "en": {"service": "C1", "counter": 7, "spoken": ["en", "id"]},
}


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_visitor_takes_a_number_is_called_shown_and_spoken_served_and_leaves(hall: Hall, language: str) -> None:
    visit = VISITS[language]
    key = hall.house.pair("display")
    since = hall.caller(key).get("/snapshot?room=hall")[1]["seq"]
    zone = 1 if language == "id" else 2
    walls = [hall.display(f"{zone}", before=EARS), hall.display("", before=EARS)]
    paper = hall.printers.last_number()

    kiosk = hall.kiosk()
    if language == "en":
        kiosk.get_by_role("button", name="English").click()
    kiosk.get_by_role("button", name=hall.names(visit["service"])[language]).click()
    take(kiosk)
    label = label_on(kiosk)
    expect(kiosk.get_by_text(re.compile("Silakan ambil karcis|Please take your slip"))).to_be_visible(timeout=20_000)

    ticket = re.search(r"/t/([^/]+)/qr", kiosk.locator("img").get_attribute("src") or "")
    assert ticket is not None
    slip = hall.printers.next_after(paper)
    assert shows_label(slip, label)
    assert shows_code(slip, f"{hall.house.url}/t/{ticket[1]}")

    desk = hall.desk(visit["counter"])
    expect(desk.locator("#primary")).to_contain_text(label)
    press(desk)
    for wall in walls:
        expect(wall.locator(f".label:text-is('{label}')").first).to_be_visible(timeout=SOON_MS)
        assert label in [one["label"] for one in wall.evaluate("antreanDisplay.painted")]
    phone = hall.page(f"/t/{ticket[1]}", (390, 844))
    expect(phone.locator(".turn")).to_contain_text(str(visit["counter"]), timeout=SOON_MS)

    expect_spoken_once(walls, label, first=language)
    (ready,) = [one for one in announcements(hall, key, since) if one["label"] == label]
    assert [part["language"] for part in ready["parts"]] == visit["spoken"]
    sounds = [sound_of(hall, key, part["url"]) for part in ready["parts"]]
    assert all(seconds_of(sound) > 1 for sound in sounds)
    assert len(set(sounds)) == len(sounds)

    press(desk)
    expect(desk.get_by_text("Sedang dilayani")).to_be_visible()
    press(desk)
    expect(desk.locator(".undo-line")).to_contain_text(f"{label} selesai")
    phone.reload()
    expect(phone.locator(".face.over")).to_contain_text(re.compile("Pelayanan selesai|visit is finished"))


def expect_spoken_once(walls: list[Page], label: str, first: str) -> None:
    """By exactly one of the displays that share the field, chime and words, in the visitor's language first."""
    for _ in range(300):
        if any(one["label"] == label for wall in walls for one in spoken(wall)):
            break
        walls[0].wait_for_timeout(100)
    walls[0].wait_for_timeout(1500)  # time for a second voice, if there were one
    said = [one for wall in walls for one in spoken(wall) if one["label"] == label]
    assert len(said) == 1
    assert said[0]["languages"][0] == first
    heard = [wall.evaluate("heard") for wall in walls]
    assert sum(1 for one in heard if one) == 1
    assert all(sound["peak"] > 0.1 and sound["seconds"] > 1 for one in heard for sound in one)
