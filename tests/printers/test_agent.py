"""The agent between a server and its printers: one slip a job, one truth a printer, nobody waits for another."""

import json
import time

from printers.drivers.network import NetworkDriver
from printers.own import Own
from printers.virtual import VirtualPrinter
from tests.printers.slips import a_report, a_slip


def half_printed(printer: VirtualPrinter) -> bool:
    """Whether some of a slip is on paper, but not all."""
    return bool(printer.unfinished()) and not printer.printed


def until(holds, seconds=8.0):
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


def test_a_slip_job_becomes_one_paper_and_is_reported_done(a_printer, a_server, an_agent):
    printer = a_printer()
    server = a_server(printer)
    an_agent(server)
    job = server.add("p1", a_slip("C1"))
    assert server.wait_for(lambda: job.state == "done")
    assert (printer.printed, job.claims) == (1, 1)
    assert server.state_of("p1") == "ready"


def test_the_closing_report_is_printed_too(a_printer, a_server, an_agent):
    printer = a_printer()
    server = a_server(printer, mode="text")
    an_agent(server)
    job = server.add("p1", a_report(), kind="report")
    assert server.wait_for(lambda: job.state == "done")
    assert "4F7A-19C2" in printer.papers[0].text


def test_every_change_of_a_printer_is_told_within_three_seconds(a_printer, a_server, an_agent):
    printer = a_printer()
    server = a_server(printer)
    an_agent(server)
    expected = [("paper_low",) * 2, ("paper_out",) * 2, ("cover_open",) * 2, ("off", "offline"), ("ready",) * 2,
                ("half_dead", "unknown")]  # fmt: skip
    for mode, state in expected:
        printer.set_mode(mode)
        assert server.wait_for(lambda: server.state_of("p1") == state, 3.0), mode  # noqa: B023


def test_without_paper_the_job_stays_waiting_and_is_printed_once_when_there_is_paper(a_printer, a_server, an_agent):
    printer = a_printer(mode="paper_out")
    server = a_server(printer)
    an_agent(server)
    assert server.wait_for(lambda: server.state_of("p1") == "paper_out")
    job = server.add("p1", a_slip("A1"))
    time.sleep(0.6)
    assert (job.state, job.claims, printer.printed) == ("waiting", 0, 0)
    printer.set_mode("ready")
    assert server.wait_for(lambda: job.state == "done")
    assert printer.printed == 1


def test_paper_gone_while_a_claim_waits_puts_the_job_back_before_a_dot_is_printed(a_printer, a_server, an_agent):
    printer = a_printer()
    server = a_server(printer)
    agent = an_agent(server)
    assert until(lambda: agent.stations and agent.stations["p1"].can_print())
    station = agent.stations["p1"]
    with station._device:  # nobody looks in between
        printer.set_mode("paper_out")
        job = server.add("p1", a_slip("A1"))
        assert server.wait_for(lambda: job.claims == 1)
    assert server.wait_for(lambda: job.state == "waiting" and job.reason == "paper_out")
    assert printer.printed == 0
    assert printer.unfinished() is None


def test_a_dead_printer_delays_nobody_else(a_printer, a_server, an_agent):
    good, dead, slow = a_printer("p1"), a_printer("p2", mode="half_dead"), a_printer("p3", mode="slow")
    server = a_server(good, dead, slow)
    an_agent(server)
    server.add("p2", a_slip("C1"))
    server.add("p3", a_slip("C1"))
    assert server.wait_for(lambda: server.jobs["job-2"].claims == 1)
    jobs = [server.add("p1", a_slip("N1")) for _ in range(5)]
    assert server.wait_for(lambda: all(job.state == "done" for job in jobs), 5)
    assert [job.state for job in server.jobs.values()][:2] == ["waiting", "leased"]
    slow.set_mode("ready")
    assert server.wait_for(lambda: server.jobs["job-2"].state == "done")


def test_a_slow_printers_lease_is_renewed_until_the_slip_is_out(a_printer, a_server, an_agent):
    printer = a_printer(rows_per_second=500)
    server = a_server(printer, lease_seconds=0.9)
    an_agent(server)
    job = server.add("p1", a_slip("C1"))
    assert server.wait_for(lambda: job.state == "done", 15)
    assert job.renewals >= 2
    assert printer.printed == 1


def test_a_printer_silent_half_way_leaves_the_slip_uncertain_and_it_is_never_printed_again(
    a_printer, a_server, an_agent
):
    printer = a_printer(rows_per_second=4000, mode="silent")
    server = a_server(printer, form="full")
    an_agent(server)
    job = server.add("p1", a_slip("C1"))
    assert server.wait_for(lambda: job.state == "uncertain", 20)
    assert half_printed(printer)
    printer.set_mode("ready")
    other = server.add("p1", a_slip("N1"))
    assert server.wait_for(lambda: other.state == "done", 15)
    assert job.claims == 1


def test_a_cover_opened_over_a_slip_and_closed_again_ends_well(a_printer, a_server, an_agent):
    printer = a_printer(rows_per_second=500)
    server = a_server(printer)
    an_agent(server)
    job = server.add("p1", a_slip("C1"))
    assert until(lambda: half_printed(printer))
    printer.set_mode("cover_open")
    assert server.wait_for(lambda: server.state_of("p1") == "cover_open", 3)
    printer.set_mode("ready")
    assert server.wait_for(lambda: job.state == "done")
    assert printer.printed == 1


def test_a_cover_left_open_over_a_slip_is_uncertain_and_says_so(a_printer, a_server, an_agent):
    printer = a_printer(rows_per_second=500)
    server = a_server(printer)
    an_agent(server)
    job = server.add("p1", a_slip("C1"))
    assert until(lambda: half_printed(printer))
    printer.set_mode("cover_open")
    assert server.wait_for(lambda: job.state == "uncertain", 10)
    assert job.reason == "cover_open"


def test_paper_that_ends_with_a_whole_slip_out_is_no_doubt(a_printer, a_server, an_agent):
    printer = a_printer()
    server = a_server(printer)
    agent = an_agent(server)
    assert until(lambda: agent.stations and agent.stations["p1"].can_print())
    station = agent.stations["p1"]
    with station._device:
        driver: NetworkDriver = station.driver
        driver.send(b"\x1b@slip\n\x1dV\x00", lambda: True)
        assert printer.wait_for_papers(1)
        printer.set_mode("paper_out")
        assert station._after().end == "done"
        assert station.state == "paper_out"


def test_the_report_of_a_printed_slip_waits_until_the_server_is_back(a_printer, a_server, an_agent):
    printer = a_printer(rows_per_second=1200)
    server = a_server(printer)
    an_agent(server)
    job = server.add("p1", a_slip("C1"))
    assert until(lambda: half_printed(printer))
    server.stop()
    assert printer.wait_for_papers(1)
    time.sleep(0.5)
    server.come_back()
    assert server.wait_for(lambda: job.state == "done")
    assert (printer.printed, job.claims) == (1, 1)


def test_an_agent_killed_while_sending_says_uncertain_when_it_is_back(a_printer, a_server, an_agent, tmp_path):
    printer = a_printer()
    server = a_server(printer)
    job, other = server.add("p1", a_slip("C1")), server.add("p1", a_slip("A1"))
    for one in (job, other):
        one.state, one.lease_ends = "leased", time.monotonic() + 30
    steps = [{"job": job.id, "printer": "p1", "step": step} for step in ("claimed", "sending")]
    steps.append({"job": other.id, "printer": "p1", "step": "claimed"})
    torn_line = '{"job": "job-9", "st'
    (tmp_path / "agent.jsonl").write_text("\n".join(json.dumps(step) for step in steps) + "\n" + torn_line)
    an_agent(server)
    assert server.wait_for(lambda: job.state == "uncertain")
    assert server.wait_for(lambda: other.state == "done"), "nothing of it had reached the paper"
    assert printer.printed == 1


def test_a_job_begun_before_is_not_printed_though_the_server_offers_it_again(a_printer, a_server, an_agent):
    printer = a_printer()
    server = a_server(printer)
    agent = an_agent(server)
    agent.journal.sending("job-1", "p1")
    job = server.add("p1", a_slip("C1"))
    assert server.wait_for(lambda: job.state == "uncertain")
    assert printer.printed == 0


def test_content_that_cannot_be_printed_fails_for_good_and_the_next_slip_comes_out(a_printer, a_server, an_agent):
    printer = a_printer()
    server = a_server(printer)
    an_agent(server)
    broken, good = server.add("p1", {"language": "id"}), server.add("p1", a_slip("C1"))
    assert server.wait_for(lambda: good.state == "done")
    assert (broken.state, broken.reason) == ("failed", "content")


def test_an_agent_told_to_stop_finishes_its_slip_and_reports_it(a_printer, a_server, an_agent):
    printer = a_printer(rows_per_second=1200)
    server = a_server(printer)
    agent = an_agent(server)
    job = server.add("p1", a_slip("C1"))
    assert until(lambda: half_printed(printer))
    agent.stop.set()
    assert server.wait_for(lambda: job.state == "done")


def test_a_printer_taken_out_of_the_mall_is_let_go_and_a_new_one_served(a_printer, a_server, an_agent):
    first, second = a_printer("p1"), a_printer("p2")
    server = a_server(first)
    agent = an_agent(server)
    assert until(lambda: set(agent.stations) == {"p1"})
    server.printers = [{**server.printers[0], "id": "p2", "address": second.address}]
    assert until(lambda: set(agent.stations) == {"p2"})
    job = server.add("p2", a_slip("N1"))
    assert server.wait_for(lambda: job.state == "done")
    assert (first.printed, second.printed) == (0, 1)


def test_an_empty_claim_waits_instead_of_asking_again_and_again(a_printer, a_server, an_agent):
    server = a_server(a_printer())
    an_agent(server)
    time.sleep(1.5)
    assert server.empty_claims == 0


def test_a_printer_that_loses_power_over_a_slip_leaves_it_uncertain_though_it_is_back_at_once(
    a_printer, a_server, an_agent
):
    printer = a_printer(rows_per_second=500)
    server = a_server(printer)
    an_agent(server)
    job = server.add("p1", a_slip("C1"))
    assert until(lambda: half_printed(printer))
    printer.set_mode("off")
    printer.set_mode("ready")
    assert server.wait_for(lambda: job.state == "uncertain", 15)
    assert job.reason == "offline"
    assert job.claims == 1


def test_an_agent_that_serves_all_says_nothing_of_a_printer_that_hangs_on_another_machine(
    a_printer, a_server, an_agent
):
    server = a_server(a_printer(), driver="file", address="/dev/usb/lp-elsewhere")
    agent = an_agent(server)
    assert until(lambda: agent.stations and agent.stations["p1"].state == "offline")
    assert server.state_of("p1") is None


def test_the_machine_that_names_a_printer_says_that_it_is_gone(a_printer, a_server, an_agent):
    server = a_server(a_printer())
    agent = an_agent(server, own={"p1": Own("file", "/dev/usb/lp-unplugged")})
    assert server.wait_for(lambda: server.state_of("p1") == "offline")
    assert agent.stations["p1"].printer["name"] == "p1"


def test_a_printer_the_mall_does_not_have_is_told_once(a_printer, a_server, an_agent, capfd):
    server = a_server(a_printer())
    agent = an_agent(server, own={"p1": Own(), "p9": Own()})
    assert server.wait_for(lambda: server.state_of("p1") == "ready")
    assert until(lambda: server.lists > 3)
    told = capfd.readouterr()
    assert (told.out + told.err).count("the mall has no such printer") == 1
    assert list(agent.stations) == ["p1"]


def test_a_claim_whose_answer_was_lost_is_printed_once_when_it_is_offered_again(a_printer, a_server, an_agent):
    printer = a_printer()
    server = a_server(printer, lease_seconds=0.6)
    job = server.add("p1", a_slip())
    assert server.claim(["printer:p1"], 0) == [job], "an agent that died before it heard of it"
    an_agent(server)
    assert server.wait_for(lambda: job.state == "done")
    assert (printer.printed, job.claims) == (1, 2)


def test_a_job_that_may_not_be_begun_reaches_no_paper(a_printer, a_server, an_agent):
    printer = a_printer()
    server = a_server(printer)
    server.refuses_begin = True
    agent = an_agent(server)
    job = server.add("p1", a_slip())
    assert server.wait_for(lambda: job.claims > 2)
    assert (printer.printed, job.begun) == (0, False)
    server.refuses_begin = False
    assert server.wait_for(lambda: job.state == "done")
    assert printer.printed == 1
    assert until(lambda: agent.journal.undelivered() == {})
