"""The server follows its own disk, clock and backups, and every trouble has its words."""

from datetime import UTC, datetime, timedelta

import pytest
import structlog

from server import health
from server.domain.instants import instant_text
from server.health import ClockJumps, DiskTrend
from server.store import troubles
from server.web.pages import WEB
from server.words import LANGUAGES, catalogue
from tests.halls import Site

GB = 2**30
HOUR = 3600.0


def test_a_disk_that_fills_steadily_says_when_it_will_be_full() -> None:
    trend = DiskTrend()
    for minute in range(61):
        trend.see(minute * 60.0, 10 * GB - minute * GB // 60)
    assert trend.hours_left() == pytest.approx(9, rel=0.01)


@pytest.mark.parametrize("free", [[10, 10], [10, 11], [10, 9]])
def test_a_disk_that_does_not_fill_or_was_seen_too_briefly_says_nothing(free: list[int]) -> None:
    trend = DiskTrend()
    for minute, gigabytes in enumerate(free):
        trend.see(minute * 60.0, gigabytes * GB)
    assert trend.hours_left() is None


def test_a_clock_that_is_set_while_we_run_is_told_for_an_hour() -> None:
    wall, steady = [datetime(2026, 11, 23, 2, tzinfo=UTC)], [1000.0]

    def passes(seconds: float, more: float = 0) -> None:
        steady[0] += seconds
        wall[0] += timedelta(seconds=seconds + more)

    jumps = ClockJumps(lambda: wall[0], lambda: steady[0])
    for _ in range(100):  # a slow drift is NTP's business
        passes(5, 0.01)
        jumps.see()
    assert jumps.seconds() is None
    passes(5, -120)
    jumps.see()
    assert jumps.seconds() == pytest.approx(-120)
    passes(HOUR + 1)
    jumps.see()
    assert jumps.seconds() is None


def test_a_trouble_is_logged_when_it_begins_and_when_it_has_passed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def looked() -> list[tuple[str, str]]:
        with structlog.testing.capture_logs() as logs:
            site.application.health.look()
            site.application.health.look()
        return [(line["event"], line["trouble"]) for line in logs if "trouble" in line]

    assert looked() == []
    monkeypatch.setattr(health, "LOW_DISK_BYTES", 2**60)
    assert looked() == [("trouble_began", "disk_low")]
    monkeypatch.setattr(health, "LOW_DISK_BYTES", 0)
    assert looked() == [("trouble_passed", "disk_low")]


def test_an_old_backup_is_a_trouble_once_more_has_happened(site: Site) -> None:
    keeper = site.application.backups
    keeper.make()
    site.later(3 * HOUR)
    assert site.public.get("/health").json["troubles"] == []
    site.kiosk().done("/tickets", service="A2", language="id")
    assert "backup_old" in site.public.get("/health").json["troubles"]
    keeper.make()
    told = site.public.get("/health").json
    assert (told["troubles"], told["backup"]["age_minutes"]) == ([], 0)
    assert instant_text(datetime.fromisoformat(told["backup"]["last_at"])) == instant_text(keeper.last.made)  # type: ignore[union-attr]


def test_every_trouble_has_its_words_and_what_to_do() -> None:
    codes = {
        troubles.FULL,
        troubles.READ_ONLY,
        troubles.DAMAGED,
        troubles.FAILING,
        "database_unavailable",
        "queue_down",
    }
    codes |= {"clock_doubted", "clock_stepped", "clock_jumped", "disk_low", "disk_filling", "hub_slow"}
    codes |= {"backup_failing", "backup_old"}
    for language in LANGUAGES:
        words = catalogue(WEB, language)
        assert {key.removeprefix("health.trouble.") for key in words if key.startswith("health.trouble.")} == codes
        assert {key.removeprefix("health.do.") for key in words if key.startswith("health.do.")} == codes
