"""Calls that were taken back or belong to an earlier stop: never spoken; and what their places in line become."""

from typing import Any

from tests.halls import Door, Site


def claimed(agent: Door) -> list[dict[str, Any]]:
    jobs: list[dict[str, Any]] = agent.post("/jobs/claim", targets=["field:1"]).json["jobs"]
    return jobs


def called(site: Site) -> tuple[Door, dict[str, Any]]:
    """A clerk who has just called somebody."""
    mine = site.kiosk().done("/tickets", service="A2")["ticket"]
    clerk = site.clerk(1)
    clerk.done("/counters/1/next", expects=None)
    return clerk, mine


def last_event(site: Site) -> Any:
    with site.hall.store.read() as unit:
        return unit.journal.after(0, 1000)[-1].event


def places(site: Site, queue: str) -> dict[str, Any]:
    queues = site.public.get(f"/snapshot?room=queue:{queue}").json["queues"]
    found: dict[str, Any] = next(one for one in queues if one["code"] == queue)
    return found


def test_a_call_that_was_undone_is_never_made_into_words(site: Site) -> None:
    clerk, _ = called(site)
    clerk.done("/counters/1/undo")
    assert claimed(site.agent()) == []
    assert last_event(site).reason == "served"


def test_a_number_called_again_after_an_undone_call_is_spoken_once_for_the_new_counter(site: Site) -> None:
    clerk, _ = called(site)
    clerk.done("/counters/1/undo")
    site.clerk(2).done("/counters/2/next", expects=None)
    agent = site.agent()
    jobs = [job for _ in range(3) for job in claimed(agent)]
    assert [job["content"]["counter"] for job in jobs] == [2]


def test_words_that_were_being_made_when_their_call_was_undone_are_left_out(site: Site) -> None:
    clerk, _ = called(site)
    agent = site.agent()
    (job,) = claimed(agent)
    clerk.done("/counters/1/undo")
    assert agent.post(f"/jobs/{job['id']}/done", parts=[]).status_code == 200
    assert (site.events()[-1], last_event(site).reason) == ("AnnouncementSkipped", "served")


def test_a_returned_number_that_is_called_anew_is_not_spoken_with_the_words_of_its_first_stop(site: Site) -> None:
    clerk, mine = called(site)
    agent = site.agent()
    (first,) = claimed(agent)
    clerk.done("/counters/1/park", ticket=mine["id"], why="form", minutes=None)
    site.kiosk(2).done(f"/tickets/{mine['id']}/return")
    site.clerk(2).done("/counters/2/next", expects=None)
    assert agent.post(f"/jobs/{first['id']}/done", parts=[]).status_code == 200
    assert site.events()[-1] == "AnnouncementSkipped"
    (second,) = claimed(agent)
    assert agent.post(f"/jobs/{second['id']}/done", parts=[]).status_code == 200
    assert (site.events()[-1], last_event(site).counter) == ("AnnouncementReady", 2)


def test_whoever_cancels_while_set_aside_was_counted_in_no_line(site: Site) -> None:
    clerk, mine = called(site)
    other = site.kiosk(2).done("/tickets", service="A2")["ticket"]
    clerk.done("/counters/1/park", ticket=mine["id"], why="form", minutes=None)
    site.public.done(f"/tickets/{mine['id']}/cancel")
    assert (places(site, "A")["waiting"], len(places(site, "A")["positions"])) == (1, 1)
    assert site.public.get(f"/tickets/{other['id']}").json["ticket"]["ahead"] == 0


def test_undoing_a_transfer_within_the_queue_tells_which_place_is_left(site: Site) -> None:
    clerk, mine = called(site)
    site.kiosk(2).done("/tickets", service="A2")
    clerk.done("/counters/1/transfer", ticket=mine["id"], counter=2)
    stood = site.public.get(f"/tickets/{mine['id']}").json["ticket"]["position"]
    clerk.done("/counters/1/undo")
    tells = last_event(site).tells
    assert [(one["state"], one["position"] == stood) for one in tells] == [("called", False), ("gone", True)]
    assert stood not in places(site, "A")["positions"]
