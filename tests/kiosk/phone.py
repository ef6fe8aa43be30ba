"""A holder's phone in Chromium before a real house: the page behind a slip's code, opened by a host name."""

import time
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.kiosk.glass import HOST
from tests.running_house import Caller, RunningHouse, new_id

# What the phone would have sounded and how it would have shaken, for tests that have neither ear nor hand.
SENSES = """
  window.shaken = [];
  navigator.vibrate = (pattern) => (pattern && pattern.length && window.shaken.push(pattern), true);
  window.tones = 0;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...at) { window.tones += 1; return start.apply(this, at); };
"""
NO_SOCKETS = "window.WebSocket = class { constructor() { throw new Error('closed'); } };"


@dataclass
class Phone:
    """One ticket's page, and what it said and asked."""

    page: Page
    context: BrowserContext
    asked: list[tuple[str, int]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def ahead(self, number: int, within: int = 8000) -> None:
        self.page.wait_for_selector(f".figures dd >> text=/^{number}$/", timeout=within)

    def asked_for_the_ticket(self) -> list[int]:
        return [status for url, status in self.asked if "/api/v1/tickets/" in url]

    def sockets(self) -> bool:
        return bool(self.page.evaluate("document.querySelector('.foot').textContent.includes('Tersambung')"))

    def close(self) -> None:
        self.context.close()


def open_phone(
    house: RunningHouse, browser: Browser, ticket: str, *, before: str = "", width: int = 390, height: int = 844,
    theme: Any = "light",
) -> Phone:  # fmt: skip
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme, has_touch=True)
    context.add_init_script(SENSES + before)
    page = context.new_page()
    phone = Phone(page, context)
    page.on("response", lambda answer: phone.asked.append((answer.url, answer.status)))
    page.on("pageerror", lambda error: phone.errors.append(str(error)))
    page.goto(f"http://{HOST}:{house.port}/t/{ticket}")
    page.wait_for_selector(".face:not(.apart)", timeout=15_000)
    return phone


def tickets(house: RunningHouse, kiosk: Caller, service: str, n: int, language: str = "id") -> list[dict[str, Any]]:
    return [kiosk.command("/tickets", service=service, language=language)["ticket"] for _ in range(n)]


class Desk:
    """A clerk who calls one after the other."""

    def __init__(self, house: RunningHouse, counter: int) -> None:
        self.number = counter
        self.caller = house.clerk(counter)
        self.caller.sign_in(f"petugas{counter}", house.password)

    def next(self) -> dict[str, Any]:
        present = self.caller.get(f"/counters/{self.number}")[1]["ticket"]
        answer = self.caller.command(f"/counters/{self.number}/next", expects=present and present["id"])
        called: dict[str, Any] = answer["ticket"]
        return called

    def do(self, verb: str, ticket: str) -> None:
        self.caller.command(f"/counters/{self.number}/{verb}", ticket=ticket)

    def recall(self, ticket: str, within: int = 20) -> None:
        """As soon as the site's pause between two calls is over."""
        path, until = f"/counters/{self.number}/recall", time.monotonic() + within
        while time.monotonic() < until:
            status, body = self.caller.post(path, request_id=new_id(), ticket=ticket)
            if status == 200:
                return
            assert body["error"] == "recalled_too_soon", body
            time.sleep(body["seconds"])
        raise AssertionError("the pause between two calls does not end")
