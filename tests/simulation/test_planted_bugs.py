"""Tests of the test: a bug planted on purpose turns the day red, and the right invariant says why."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, select, update

from server.domain.chain import GENESIS, link
from server.store.journal import stored
from server.store.tables import heads, journal
from tests.simulation.cast import a_day
from tests.simulation.cinema import Seen, play
from tests.simulation.day import Day, Plan

EXPECTED = {
    "nothing": set(),
    "next_calls_the_same_ticket": {"nobody_is_called_to_two_counters", "no_ticket_takes_a_forbidden_step"},
    "next_passes_over_the_first": {"each_pass_has_its_rule_or_its_reason"},
    "limits_are_forgotten": {"nobody_is_passed_more_often_than_the_profiles_allow"},
    "late_visitors_come_too_late": {"whoever_returns_stands_where_the_site_says"},
    "who_was_sent_to_a_colleague_is_called_by_anybody": {"each_pass_has_its_rule_or_its_reason"},
    "undoing_forgets_the_tally": {"the_number_of_the_waiting_is_told_right", "journal_is_whole_and_gives_the_tables"},
    "postponing_skips_somebody": {"whoever_postpones_lets_the_next_go_first"},
    "a_number_is_skipped": {"numbers_rise_by_one", "journal_is_whole_and_gives_the_tables"},
    "a_slip_job_is_dropped": {"everything_that_follows_has_its_job"},
    "an_announcement_job_is_dropped": {"everything_that_follows_has_its_job"},
    "the_waiting_tally_drifts": {"the_number_of_the_waiting_is_told_right", "journal_is_whole_and_gives_the_tables"},
    "a_ticket_is_never_written": {"no_acknowledged_ticket_is_lost", "journal_is_whole_and_gives_the_tables"},
    "requests_are_forgotten": {"every_answer_was_meant"},
    "uncertain_slips_print_again": {"no_slip_is_printed_twice_by_itself"},
}


IN_A_CROWD = {
    "limits_are_forgotten", "late_visitors_come_too_late", "who_was_sent_to_a_colleague_is_called_by_anybody",
    "postponing_skips_somebody",
}  # fmt: skip


def a_small_day(plant: str) -> Plan:
    if plant in IN_A_CROWD:  # a line must be long before somebody can be passed or skipped in it
        return Plan(seed=7, visitors=160, risk=0.05, clock_wrong=False, crowd="A", plant=plant)
    return Plan(seed=7, visitors=90, risk=0.05, clock_wrong=False, plant=plant)


def invariants_of(faults: list[str]) -> set[str]:
    return {fault.partition(":")[0] for fault in faults}


@pytest.mark.parametrize("plan", [a_small_day(name) for name in EXPECTED], ids=lambda plan: plan.plant)
def test_a_planted_bug_turns_the_day_red(seen: Seen) -> None:
    red, expected = invariants_of(seen.faults), EXPECTED[seen.plan.plant]
    assert red >= expected, f"{seen.plan.plant}: red is {red}"
    assert bool(red) == bool(expected), seen.faults[:5]


@pytest.fixture(scope="module")
def whole_day() -> Day:
    day = a_day(Plan(seed=8, visitors=60, clock_wrong=False))
    assert day.faults() == []
    return day


def tampered(day: Day, tamper: Callable[[Connection], None]) -> set[str]:
    """The invariants that break when the stored rows are changed like this; then all is put back."""
    kept = day.database.engine.raw_connection().driver_connection.serialize()  # type: ignore[union-attr]
    with day.database.writing() as connection:
        tamper(connection)
    try:
        return invariants_of(day.faults())
    finally:
        day.database.engine.raw_connection().driver_connection.deserialize(kept)  # type: ignore[union-attr]


def a_called_row(connection: Connection) -> tuple[int, dict[str, object]]:
    row = connection.execute(select(journal).where(journal.c.name == "TicketCalled").order_by(journal.c.seq)).first()
    assert row is not None
    return row.seq, json.loads(row.body)


def altered(connection: Connection) -> None:
    seq, body = a_called_row(connection)
    changed = json.dumps({**body, "language": "xx"}, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    connection.execute(update(journal).where(journal.c.seq == seq).values(body=changed))


def altered_and_chained_anew(connection: Connection) -> None:
    """What a patient forger does: every hash after the altered row is made to follow."""
    altered(connection)
    previous = GENESIS
    for row in connection.execute(select(journal).order_by(journal.c.seq)).all():
        previous = link(previous, stored(row.seq, row.at, row.name, row.body))
        connection.execute(update(journal).where(journal.c.seq == row.seq).values(hash=previous))
    connection.execute(update(heads).values(hash=previous))


def removed(connection: Connection) -> None:
    seq, _ = a_called_row(connection)
    connection.execute(journal.delete().where(journal.c.seq == seq))


def with_a_hole_in_the_news(connection: Connection) -> None:
    seq, _ = a_called_row(connection)
    connection.execute(update(journal).where(journal.c.seq == seq).values(after='{"hall":1}'))


def test_an_altered_journal_row_breaks_the_chain(whole_day: Day) -> None:
    assert "journal_is_whole_and_gives_the_tables" in tampered(whole_day, altered)


def test_a_chain_forged_anew_no_longer_has_the_head_that_stands_on_paper(whole_day: Day) -> None:
    assert tampered(whole_day, altered_and_chained_anew) == {"each_report_adds_up"}


def test_a_removed_journal_row_is_a_gap(whole_day: Day) -> None:
    assert "journal_is_whole_and_gives_the_tables" in tampered(whole_day, removed)


def test_a_hole_in_the_news_of_a_room_is_seen(whole_day: Day) -> None:
    assert "each_room_hears_a_whole_chain" in tampered(whole_day, with_a_hole_in_the_news)


def test_the_same_seed_gives_the_same_day() -> None:
    plan = Plan(seed=9, visitors=40)
    assert play(plan).head == play(plan).head
