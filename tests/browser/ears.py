"""What the hall hears: sounds as they start in a page, and the sound files behind them."""

import io
import urllib.request
import wave
from typing import Any

from playwright.sync_api import Page

from tests.browser.hall import Hall

# Notes every sound that really starts, and how loud it is; words play eight times as fast, so that tests need not wait.
EARS = """
  window.heard = [];
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (...when) {
    const peak = this.buffer.getChannelData(0).reduce((most, one) => Math.max(most, Math.abs(one)), 0);
    window.heard.push({ seconds: this.buffer.duration, peak });
    this.playbackRate.value = 8;
    return start.apply(this, when);
  };
"""


def sound_of(hall: Hall, key: str, url: str) -> bytes:
    asked = urllib.request.Request(f"{hall.house.url}{url}", headers={"Authorization": f"Bearer {key}"})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return bytes(answer.read())


def seconds_of(sound: bytes) -> float:
    """Raises wave.Error where this is no sound file."""
    with wave.open(io.BytesIO(sound)) as file:
        return float(file.getnframes() / file.getframerate())


def announcements(hall: Hall, key: str, since: int) -> list[dict[str, Any]]:
    """What the voice made ready after `since`, as the hall's room heard it."""
    answer = hall.caller(key).get(f"/news?room=hall&since={since}&wait=0")[1]
    return [one for one in answer["news"] if one["name"] == "AnnouncementReady"]


def spoken(wall: Page) -> list[dict[str, Any]]:
    return list(wall.evaluate("antreanDisplay.spoken"))
