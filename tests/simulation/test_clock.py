"""What a wrong clock or a closed day must not leave behind: found by simulated days, each a sentence of its own."""

from datetime import datetime, timedelta

from server.domain.access import Actor
from server.operations import calls, counters, days, jobs, tickets
from server.ports import Hall, Job
from tests.builders import a_clerk, a_device, a_hall, a_staff
from tests.fakes import VirtualClock

NINE = datetime.fromisoformat("2026-11-23T09:00:00+07:00")
TO_2037 = 11 * 365 * 86400.0


def a_clock(hall: Hall) -> VirtualClock:
    assert isinstance(hall.clock, VirtualClock)
    return hall.clock


def issue(hall: Hall, kiosk: Actor, n: int) -> str:
    done = tickets.issue(hall, kiosk, service="A8", language="id", request_id=f"issue-{n:04d}")
    return str(done.result["ticket"])


def a_called_ticket(hall: Hall, clerk: Actor) -> str:
    ticket = issue(hall, a_device(hall, "kiosk", place="k1"), 0)
    counters.take(hall, clerk, counter=1, holder_vanished=False, request_id="take-0001")
    counters.open(hall, clerk, counter=1, request_id="open-0001")
    calls.next(hall, clerk, counter=1, expects=None, request_id="next-0001")
    return ticket


def the_job(hall: Hall, kind: str, ticket: str) -> Job:
    with hall.store.read() as unit:
        found = unit.jobs.of_ticket(ticket, kind)
    assert found is not None
    return found


def test_a_clock_set_back_does_not_close_a_kiosk() -> None:
    """The tickets of the last half hour are not those of the last minute."""
    hall = a_hall(NINE)
    kiosk = a_device(hall, "kiosk", place="k1")
    for n in range(12):
        a_clock(hall).pass_to(NINE + timedelta(minutes=2 * n))
        issue(hall, kiosk, n)
    a_clock(hall).step(-1800)
    assert issue(hall, kiosk, 12)


def test_a_move_before_the_jump_is_noticed_leaves_no_lasting_alarm() -> None:
    """A clerk recalls in the second after the clock went to 2037, before the server looked at its clock."""
    hall, clerk = a_hall(NINE), a_clerk("A")
    ticket = a_called_ticket(hall, clerk)
    a_clock(hall).step(TO_2037)
    calls.recall(hall, clerk, counter=1, ticket=ticket, request_id="recall-01")
    days.watch(hall)
    a_clock(hall).correct()
    a_clock(hall).pass_to(NINE + timedelta(minutes=5))
    days.watch(hall)
    with hall.store.read() as unit:
        head = unit.journal.head()
    assert (head.clock_doubted, head.clock_stepped) == (False, False)
    assert head.at is not None
    assert head.at <= hall.clock.now()


def test_a_lease_given_by_a_clock_that_was_ahead_ends_all_the_same() -> None:
    hall = a_hall(NINE)
    agent, kiosk = a_device(hall, "agent"), a_device(hall, "kiosk", place="k1")
    ticket = issue(hall, kiosk, 0)
    a_clock(hall).step(3600)
    jobs.claim(hall, agent, targets=["printer:p1"], public_url="http://mall.example")
    a_clock(hall).correct()
    a_clock(hall).pass_to(NINE + timedelta(minutes=2))
    jobs.lapse(hall)
    assert the_job(hall, "slip", ticket).state == "uncertain"


def test_a_counter_taken_after_the_closing_is_free_in_the_morning() -> None:
    hall, clerk = a_hall(NINE), a_clerk("A")
    a_called_ticket(hall, clerk)
    days.close(hall, a_staff("supervisor"), waiting="release", request_id="close-01")
    counters.take(hall, clerk, counter=1, holder_vanished=False, request_id="take-0002")
    counters.open(hall, clerk, counter=1, request_id="open-0002")
    a_clock(hall).pass_to(NINE + timedelta(hours=23))
    days.watch(hall)
    with hall.store.read() as unit:
        desk = unit.counters.get(1)
    assert (desk.state, desk.holder) == ("closed", None)
