"""One day lived on PostgreSQL: from the same seed, the very journal that it has on SQLite."""

from dataclasses import replace

import pytest

from tests.postgres import fresh_database, missing
from tests.simulation.cinema import play
from tests.simulation.day import Plan

PLAN = Plan(seed=7, visitors=8)


@pytest.mark.skipif(missing() is not None, reason=missing() or "")
def test_a_day_gives_the_same_journal_on_both_databases() -> None:
    with fresh_database() as url:
        seen = play(replace(PLAN, database=url))
    assert not seen.faults
    assert seen.figures["tickets"] > 10
    assert seen.head == play(PLAN).head
