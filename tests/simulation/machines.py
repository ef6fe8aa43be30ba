"""What runs by itself on a simulated day: printer agents that jam, voice agents that fail, a clock that is wrong."""

from datetime import datetime
from typing import Any

from server.domain.access import Actor
from server.operations import devices, jobs
from tests.simulation.day import Behaviour, Day

URL = "http://mall.example"


def printer_agent(day: Day, me: Actor, printer: str, until: datetime) -> Behaviour:
    """Prints one slip at a time, and now and then jams, doubts, or dies with a slip in hand."""
    target = f"printer:{printer}"
    while day.clock.true < until:
        job = claim(day, me, target)
        if job is None:
            yield 6
        else:
            yield day.chance.uniform(1, 3)
            yield from print_slip(day, me, printer, job)


def claim(day: Day, me: Actor, target: str) -> dict[str, Any] | None:
    """Nothing is asked while nothing came: that is what the long poll is for."""
    if not day.awake[target]:
        return None
    claimed = day.quietly(jobs.claim, day.hall, me, targets=[target], public_url=URL)
    day.awake[target] = day.awake[target] - 1 if claimed else 0
    return claimed[0] if claimed else None


def print_slip(day: Day, me: Actor, printer: str, job: dict[str, Any]) -> Behaviour:
    drawn = day.chance.random()
    if drawn < 0.04:
        yield from run_out_of_paper(day, me, printer, job)
    elif drawn < 0.06:
        report(day, jobs.fail, me, job, reason="cutter", retry=False)
    elif drawn < 0.09:
        came_out(day, job)
        report(day, jobs.doubt, me, job, reason="no_status")
    elif drawn < 0.12:
        came_out(day, job)
        yield 90  # dead, or stopped; the lease lapses
        if day.chance.random() < 0.5:
            report(day, jobs.finish, me, job)
    else:
        came_out(day, job)
        report(day, jobs.finish, me, job)


def came_out(day: Day, job: dict[str, Any]) -> None:
    if job["kind"] == "slip":
        day.books.printed.append(job["id"])


def run_out_of_paper(day: Day, me: Actor, printer: str, job: dict[str, Any]) -> Behaviour:
    day.quietly(devices.report_printer, day.hall, me, printer=printer, state="paper_out")
    report(day, jobs.fail, me, job, reason="paper_out", retry=True)
    yield day.chance.uniform(60, 500)
    day.quietly(devices.report_printer, day.hall, me, printer=printer, state="ready")


def report(day: Day, act: Any, me: Actor, job: dict[str, Any], **how: Any) -> None:
    """Report once or, where the reply was lost, again; a lease that lapsed refuses it at worst."""
    for _ in range(2 if day.chance.random() < day.plan.risk else 1):
        day.quietly(act, day.hall, me, job=job["id"], **how)


def voice_agent(day: Day, me: Actor, field: int, until: datetime) -> Behaviour:
    """Makes the sound of each call, and sometimes fails to."""
    parts = [{"language": "id", "digest": "0" * 32, "seconds": 6.5}]
    while day.clock.true < until:
        job = claim(day, me, f"field:{field}")
        if job is None:
            yield 3
            continue
        yield 0.3
        drawn = day.chance.random()
        if drawn < 0.03:
            report(day, jobs.fail, me, job, reason="engine", retry=drawn < 0.02)
            yield 5
        elif drawn < 0.05:
            yield 100  # dead: the call is offered again after its lease
        else:
            report(day, jobs.finish, me, job, parts=parts)
            day.sounds.add(job["id"])


def display(day: Day, me: Actor, field: int, until: datetime) -> Behaviour:
    """The one player of a field: keeps its turn, speaks what is ready."""
    while day.clock.true < until:
        granted = day.quietly(devices.ask_to_speak, day.hall, me, field=field, instance="one")
        for ready in sorted(day.sounds) if granted else []:
            day.sounds.discard(ready)
            skipped = day.chance.choice([None, None, "late"])
            day.quietly(jobs.spoken, day.hall, me, job=ready, skipped=skipped)
        yield 240


def wrong_clock(day: Day) -> Behaviour:
    """Steps back, ahead within the day, and to a year that makes no sense; each time it is put right later."""
    for seconds in day.chance.sample([-7200, -600, -90, 900, 2400, 11 * 365 * 86400, -27 * 365 * 86400], k=3):
        yield day.chance.uniform(1500, 6000)
        day.clock.step(seconds)
        yield day.chance.uniform(45, 900)
        day.clock.correct()
