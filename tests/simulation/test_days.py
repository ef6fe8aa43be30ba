"""Days in the hall, each from its seed: whatever goes wrong, nothing is left that contradicts itself."""

import os
from collections import Counter

import pytest

from tests.simulation.cinema import Cinema, Seen
from tests.simulation.day import Plan

MONDAYS = (11, 12)  # six hundred visitors; the other days have half of that
DAYS = [
    Plan(seed, visitors=600, monday=True) if seed in MONDAYS else Plan(seed)
    for seed in range(11, 11 + int(os.environ.get("ANTREAN_SIMULATED_DAYS", "8")))
]


def a_name(plan: Plan) -> str:
    return f"seed-{plan.seed}"


@pytest.mark.parametrize("plan", DAYS, ids=a_name)
def test_a_day_in_the_hall_leaves_nothing_that_contradicts_itself(seen: Seen) -> None:
    print(f"seed {seen.plan.seed}: {seen.figures}")
    assert not seen.faults, f"seed {seen.plan.seed}: {len(seen.faults)} faults\n" + "\n".join(seen.faults[:20])


def test_each_day_has_three_hundred_visitors_and_more_and_mondays_six_hundred() -> None:
    assert all(plan.visitors >= (600 if plan.monday else 300) for plan in DAYS)
    assert sum(plan.monday for plan in DAYS) == len(MONDAYS)
    assert len({plan.seed for plan in DAYS}) >= 8


def test_everything_that_can_go_wrong_went_wrong(cinema: Cinema) -> None:
    """A simulation that never stumbles proves little."""
    figures = sum((cinema.see(plan).figures for plan in DAYS), Counter[str]())
    wanted = (
        "PowerCut", "ReplyLost", "SecondPress", "restarts", "calls.absent", "tickets.cancel", "tickets.reprint",
        "jobs.fail", "jobs.doubt", "counters.pause", "days.close", "pauses.pause", "alarms.ask_help",
        "calls.call", "parking.park", "transfers.transfer", "transfers.move_waiting", "undoing.undo", "plans.change",
        "returning.let_return", "priority.decide", "colleagues.hand_over", "colleagues.help_queues",
        "colleagues.set_auto_call", "idle.call_idle", "returning.bring_back_due",
    )  # fmt: skip
    once_a_day = {"days.close": len(DAYS) // 2}  # some days nobody thinks of it
    assert [happened for happened in wanted if figures[happened] < once_a_day.get(happened, 10)] == []
    assert figures["tickets"] > len(DAYS) * 270
