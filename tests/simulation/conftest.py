"""Plays the days that were asked for, and says in the log how many operations ran."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.simulation.cinema import Cinema, Seen
from tests.simulation.day import Plan

TOLD = ("tickets", "PowerCut", "ReplyLost", "SecondPress", "restarts", "refusals")


@pytest.fixture(scope="module")
def cinema(request: pytest.FixtureRequest) -> Iterator[Cinema]:
    """Only the days of the tests that were chosen are played, and only this file's: others run beside us."""
    items = [item for item in request.session.items if item.path == request.path and hasattr(item, "callspec")]
    params = [item.callspec.params for item in items]
    plans = [param["plan"] for param in params if isinstance(param.get("plan"), Plan)]
    opened = Cinema(plans)
    yield opened
    opened.close()


@pytest.fixture
def seen(cinema: Cinema, plan: Plan, record_property: Any) -> Seen:
    """The played day of this test's plan."""
    day = cinema.see(plan)
    record_property("simulated_day", dict(day.figures))
    return day


def pytest_terminal_summary(terminalreporter: Any) -> None:
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    found = [dict(report.user_properties).get("simulated_day") for report in reports]
    days = [figures for figures in found if figures]
    if days:
        total = sum((Counter(figures) for figures in days), Counter())
        told = ", ".join(f"{name} {total[name]}" for name in TOLD)
        terminalreporter.write_line(f"simulation: {len(days)} days, {total['operations']} operations ran; {told}")
