"""The hall's display: five calls at once, a server that comes back, a cable that is out, a net without websockets."""

import logging
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.ears import EARS, announcements, seconds_of, sound_of, spoken
from tests.browser.hall import OUTAGE, Hall, call_next

pytestmark = pytest.mark.browser

FIVE = {2: "A1", 6: "B1", 8: "C1", 10: "D2", 12: "E1"}  # counter: a service of its queue; all in one sound field
VOICE_PATIENCE_MS = 60_000
log = logging.getLogger(__name__)


def shows(wall: Page, label: str, timeout: float = 5000) -> None:
    expect(wall.locator(f".label:text-is('{label}')").first).to_be_visible(timeout=timeout)


def test_five_calls_within_a_second_are_each_painted_and_spoken_once_in_order(hall: Hall) -> None:
    wall = hall.display("", before=EARS)
    key = hall.house.pair("display")
    clerks = {counter: hall.clerk(counter) for counter in FIVE}
    hall.tickets(*FIVE.values())
    since = hall.caller(key).get("/snapshot?room=hall")[1]["seq"]
    began = time.monotonic()
    called = [call_next(clerk, counter) for counter, clerk in clerks.items()]
    log.info("five calls took %.2f s", time.monotonic() - began)
    for label in called:
        shows(wall, label)
    wall.wait_for_function("() => antreanDisplay.spoken.length >= 5", timeout=VOICE_PATIENCE_MS)
    wall.wait_for_timeout(1500)
    said = spoken(wall)
    assert [one["label"] for one in said] == called
    assert all(one["languages"] == ["id"] for one in said)
    painted = [one["label"] for one in wall.evaluate("antreanDisplay.painted")]
    assert sorted(label for label in painted if label in called) == sorted(called)
    parts = [part for one in announcements(hall, key, since) for part in one["parts"]]
    sounds = {part["digest"] if "digest" in part else part["url"]: sound_of(hall, key, part["url"]) for part in parts}
    assert len(set(sounds.values())) == 5
    assert all(seconds_of(sound) > 1 for sound in sounds.values())


def test_a_display_is_right_by_itself_when_the_server_is_back(hall: Hall) -> None:
    hall.console.allow(OUTAGE)
    wall = hall.display("3", before=EARS)
    clerk = hall.clerk(14)
    hall.tickets("G1", "G1")
    first = call_next(clerk, 14)
    shows(wall, first)
    hall.house.end("server")
    expect(wall.locator(".wall[data-layout=lost]")).to_be_visible(timeout=20_000)
    shows(wall, first)
    hall.house.start_server()
    back = time.monotonic()
    expect(wall.locator(".wall[data-layout=lost]")).to_be_hidden(timeout=10_000)
    log.warning("right %.2f s after the server's first answer (the aim is 2 s)", time.monotonic() - back)
    clerk.close()  # its connection went with the old server
    second = call_next(clerk, 14)
    shows(wall, second)


def test_a_display_whose_cable_was_out_says_so_and_shows_what_it_missed(hall: Hall) -> None:
    hall.console.allow(OUTAGE)
    wall = hall.display("3", before=EARS)
    clerk = hall.clerk(15)
    hall.tickets("H1")
    wall.context.set_offline(True)
    missed = call_next(clerk, 15)
    expect(wall.locator(".wall[data-layout=lost]")).to_be_visible(timeout=30_000)
    expect(wall.locator(f".label:text-is('{missed}')")).to_have_count(0)
    wall.context.set_offline(False)
    back = time.monotonic()
    shows(wall, missed, timeout=20_000)
    log.warning("right %.2f s after the cable was back", time.monotonic() - back)
    expect(wall.locator(".wall[data-layout=lost]")).to_be_hidden()


def test_where_websockets_are_blocked_calls_come_over_http(hall: Hall) -> None:
    hall.console.allow(OUTAGE)
    wall = hall.display("3", websockets=False)
    clerk = hall.clerk(17)
    hall.tickets("J1")
    expect(wall.get_by_text("Sambungan cadangan")).to_be_visible(timeout=20_000)
    shows(wall, call_next(clerk, 17))
