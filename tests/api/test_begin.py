"""Begin: a claim nobody began is offered again, one that was begun never is."""

from tests.api.test_jobs import claimed, slip_of
from tests.halls import Site


def test_a_claim_whose_answer_was_lost_is_offered_again_and_only_the_newest_may_begin(site: Site) -> None:
    agent = site.agent()
    site.kiosk().done("/tickets", service="A2")
    (lost,) = agent.post("/jobs/claim", targets=["printer:p1"], begins=True).json["jobs"]
    site.later(5)
    site.round()
    assert claimed(agent, "printer:p1") == []
    site.later(6)
    site.round()
    (again,) = agent.post("/jobs/claim", targets=["printer:p1"], begins=True).json["jobs"]
    assert (again["id"], lost["claim"], again["claim"]) == (lost["id"], 1, 2)
    late = agent.post(f"/jobs/{lost['id']}/begin", claim=1)
    assert (late.status_code, late.json["error"]) == (409, "job_not_yours")
    for _ in range(2):
        assert agent.post(f"/jobs/{lost['id']}/begin", claim=2).status_code == 200


def test_a_slip_that_was_begun_and_never_reported_is_uncertain(site: Site) -> None:
    agent = site.agent()
    site.kiosk().done("/tickets", service="A2")
    (job,) = agent.post("/jobs/claim", targets=["printer:p1"], begins=True).json["jobs"]
    ticket = job["content"]["url"].rpartition("/")[2]
    assert agent.post(f"/jobs/{job['id']}/begin", claim=1).status_code == 200
    assert slip_of(site, ticket) == {"state": "printing", "reason": None, "printer": "p1"}
    site.later(29)
    site.round()
    assert slip_of(site, ticket)["state"] == "printing"
    site.later(2)
    site.round()
    assert slip_of(site, ticket)["state"] == "uncertain"
    assert claimed(agent, "printer:p1") == []
    assert agent.post(f"/jobs/{job['id']}/begin", claim=1).status_code == 409


def test_only_the_agent_that_holds_a_job_may_begin_it(site: Site) -> None:
    site.kiosk().done("/tickets", service="A2")
    (job,) = site.agent().post("/jobs/claim", targets=["printer:p1"], begins=True).json["jobs"]
    for door, status in ((site.agent(), 409), (site.kiosk(), 403), (site.public, 401)):
        assert door.post(f"/jobs/{job['id']}/begin", claim=1).status_code == status
    assert site.agent().post("/jobs/none/begin", claim=1).status_code == 404
