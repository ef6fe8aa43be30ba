"""The README's pictures, taken of the real screens on a demonstration day with invented visitors.

`python -m tests.browser.pictures [folder]`; without a folder they go where the README looks for them.
"""

import io
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import yaml
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from server import yaml_file
from tests.browser.chromium import NONE_FOUND, executable, launch
from tests.browser.ears import EARS
from tests.browser.hall import Hall, call_next, label_on, take
from tests.running_house import HOUSE, Caller, RunningHouse, running_house

KEPT = HOUSE / "server" / "web" / "pictures"
WIDEST = {"kiosk": 540, "hall": 1200, "desk": 1200, "slip": 360, "phone": 360}
COLOURS = 256
PRINTER_SECONDS, QUIET_SECONDS = 180, 5
MORNING = 9  # o'clock
STAFFED = {1: "A", 2: "A", 5: "B", 7: "C", 8: "C", 9: "D", 10: "DS", 14: "G", 15: "H", 16: "H", 21: "N", 25: "T"}
VISITORS = [
    "A1",
    "A3",
    "A1",
    "A4",
    "C1",
    "D2",
    "H1",
    "N1",
    "A1",
    "B1",
    "C1",
    "D1",
    "H1",
    "G1",
    "D2",
    "A3",
    "C2",
    "H1",
    "T1",
    "B2",
    "A1",
    "D1",
    "N2",
    "C1",
    "H2",
    "A4",
    "D2",
    "G2",
    "A1",
    "C1",
    "H1",
    "D1",
    "A2",
    "N1",
    "D2",
    "C3",
    "A1",
    "H1",
    "B1",
    "A3",
    "C1",
    "L1",
    "M1",
    "R1",
    "U1",
    "X1",
    "K1",
    "K2",
    "J1",
    "P1",
]


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else KEPT
    if executable() is None:
        print(NONE_FOUND)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with running_house(agents=True) as house, sync_playwright() as playwright:
        in_the_morning(house)
        browser = launch(playwright)
        hall = Hall(house, browser)
        Pictures(hall, folder).take_all()
        hall.close()
        browser.close()
    return 0


def in_the_morning(house: RunningHouse) -> None:
    """The same mall in a time zone where it is a good hour for pictures: clocks on all screens follow the site's."""
    house.end("server")
    mall = yaml_file.read(house.command("dump"))
    east = (MORNING - datetime.now(UTC).hour + 12) % 24 - 12
    mall["site"]["timezone"] = f"Etc/GMT{-east:+d}" if east else "Etc/GMT"
    file = house.data / "mall.yaml"
    file.write_text(yaml.safe_dump(mall, allow_unicode=True), encoding="utf-8")
    house.command("load", str(file))
    house.start_server()


class Pictures:
    """One morning: people take numbers, counters call and serve them, and at each place somebody takes a picture."""

    def __init__(self, hall: Hall, folder: Path) -> None:
        self.hall, self.folder = hall, folder
        self.clerks: dict[int, Caller] = {}

    def take_all(self) -> None:
        self.clerks = {number: self.hall.clerk(number) for number in STAFFED if number != 7}
        half = len(VISITORS) // 2
        self.hall.tickets(*VISITORS[:half], zone=1)
        self.hall.tickets(*VISITORS[half:], zone=4)
        self.hall.supervisor().command(
            "/pauses", scope="agency", code="E", reason="central_system_down", numbers=False, minutes=60
        )
        for number, clerk in self.clerks.items():
            self._serve(clerk, number, twice=number in (1, 9, 15))
        wall = self.hall.display("", before=EARS)
        self.desk()
        self.display(wall)
        self.wait_for_the_printer()
        self.kiosk()

    def wait_for_the_printer(self) -> None:
        """The slips of all who came before: the next one is the one in the picture."""
        until, printed = time.monotonic() + PRINTER_SECONDS, -1
        while printed != (now := self.hall.printers.last_number()) and time.monotonic() < until:
            printed = now
            time.sleep(QUIET_SECONDS)

    def _serve(self, clerk: Caller, number: int, twice: bool) -> None:
        for _ in range(2 if twice else 1):
            call_next(clerk, number)
            present = clerk.get(f"/counters/{number}")[1]["ticket"]
            clerk.command(f"/counters/{number}/start", ticket=present["id"])

    def kiosk(self) -> None:
        """Idle, all agencies, a service, the number with its slip."""
        kiosk = self.hall.kiosk(zone=1)
        self._keep("kiosk-idle", kiosk)
        kiosk.locator(".door").click()
        expect(kiosk.locator(".directory")).to_be_visible()
        self._keep("kiosk-agencies", kiosk)
        kiosk.evaluate("history.back()")
        kiosk.get_by_role("button", name=self.hall.names("C1")["id"]).click()
        expect(kiosk.locator("button.take")).to_be_enabled()
        self._keep("kiosk-service", kiosk)
        before = self.hall.printers.last_number()
        take(kiosk)
        label_on(kiosk)
        slip = self.hall.printers.next_after(before, within=120)
        expect(kiosk.get_by_text("Silakan ambil karcis")).to_be_visible(timeout=60_000)
        self._keep("kiosk-number", kiosk)
        self._save("slip", slip.convert("L"))

    def desk(self) -> None:
        desk = self.hall.desk(7)
        for _ in range(2):  # called, then serving
            desk.wait_for_timeout(800)
            desk.locator("#primary").click()
            desk.wait_for_timeout(800)
        for key in "12":
            desk.keyboard.press(key)
        desk.wait_for_timeout(2500)
        self._keep("desk", desk)

    def display(self, wall: Page) -> None:
        """The newest call on its yellow panel; then the whole hall's list."""
        expect(wall.locator(".wall[data-layout=rest]")).to_be_visible(timeout=90_000)
        for number in (5, 14, 9, 15):
            call_next(self.clerks[number], number)
        label = call_next(self.clerks[1], 1)
        expect(wall.locator(f".panel .label:text-is('{label}')")).to_be_visible(timeout=120_000)
        wall.wait_for_timeout(700)
        self._keep("hall-call", wall)
        expect(wall.locator(".wall[data-layout=rest]")).to_be_visible(timeout=90_000)
        wall.wait_for_timeout(500)
        self._keep("hall", wall)

    def _keep(self, name: str, page: Page) -> None:
        page.evaluate("() => document.fonts.ready")
        page.wait_for_timeout(400)
        self._save(name, Image.open(io.BytesIO(page.screenshot())).convert("RGB"))

    def _save(self, name: str, picture: Image.Image) -> None:
        widest = WIDEST[name.partition("-")[0]]
        small = picture.resize((widest, round(picture.height * widest / picture.width)), Image.Resampling.LANCZOS)
        file = self.folder / f"{name}.png"
        small.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
        print(f"{file.name}: {small.width} × {small.height}, {file.stat().st_size // 1024} KB", flush=True)


if __name__ == "__main__":
    sys.exit(main())
