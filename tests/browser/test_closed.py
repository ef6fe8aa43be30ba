"""A service without a number left, a hall that is closed: said before anybody tries, with when and what instead."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from server import yaml_file
from tests.browser.hall import Hall
from tests.browser.reading import reads_well
from tests.running_house import RunningHouse, running_house

pytestmark = pytest.mark.browser

LANGUAGES = ("Indonesia", "English")


@pytest.fixture(scope="module")
def own_house() -> Iterator[RunningHouse]:
    with running_house() as house:
        yield house


@pytest.fixture
def closed_hall(own_house: RunningHouse, chromium: Browser) -> Iterator[Hall]:
    hall = Hall(own_house, chromium)
    yield hall
    hall.close()
    assert hall.console.unexpected() == []


def restart_with(house: RunningHouse, *flags: str, **changes: Any) -> None:
    """The same house with another mall: `changes` replace parts of its file."""
    house.end("server")
    file = house.data / "mall.yaml"
    mall = {**yaml_file.read(house.command("dump")), **changes}
    file.write_text(yaml.safe_dump(mall, allow_unicode=True), encoding="utf-8")
    house.command("load", str(file))
    house.start_server(*flags)


def with_quota(house: RunningHouse, code: str, quota: int) -> list[dict[str, Any]]:
    agencies: list[dict[str, Any]] = yaml_file.read(house.command("dump"))["agencies"]
    next(one for agency in agencies for one in agency["services"] if one["code"] == code)["quota"] = quota
    return agencies


def test_a_service_without_a_number_left_says_when_there_are_new_ones(closed_hall: Hall) -> None:
    restart_with(closed_hall.house, agencies=with_quota(closed_hall.house, "Y1", 1))
    kiosk = closed_hall.kiosk()
    closed_hall.open_service(kiosk, "Y1")
    closed_hall.tickets("Y1")
    expect(kiosk.get_by_role("heading", name="Nomor BNN hari ini sudah habis")).to_be_visible()
    expect(kiosk.locator("button.take")).to_have_count(0)
    expect(kiosk.get_by_role("button", name="Pilih instansi lain")).to_be_visible()
    in_both_languages(kiosk)
    kiosk.get_by_role("button", name="Choose another").click()
    in_both_languages(kiosk)


def in_both_languages(kiosk: Page) -> None:
    for language in LANGUAGES:
        kiosk.get_by_role("button", name=language, exact=True).click()
        reads_well(kiosk)


def test_a_closed_hall_says_so_on_kiosk_and_display_and_gives_no_number(closed_hall: Hall) -> None:
    today = datetime.now(UTC).date()
    name = {"id": "Perawatan gedung", "en": "Building maintenance"}
    days = [{"day": (today + timedelta(days=n)).isoformat(), "hours": None, "name": name} for n in (-1, 0, 1)]
    restart_with(closed_hall.house, "--real-hours", special_days=days)
    kiosk = closed_hall.kiosk()
    expect(kiosk.get_by_role("main").get_by_text("Sedang tutup. Buka kembali")).to_be_visible()
    in_both_languages(kiosk)
    kiosk.get_by_role("button", name="Indonesia").click()
    closed_hall.open_service(kiosk, "V1")
    expect(kiosk.get_by_role("heading", name="Dishub")).to_be_visible()
    expect(kiosk.locator("button.take")).to_have_count(0)
    in_both_languages(kiosk)
    for look in ("", "?lang=en&theme=light"):
        wall = closed_hall.display(look)
        expect(wall.locator(".wall[data-layout=closed]")).to_be_visible()
        reads_well(wall)
