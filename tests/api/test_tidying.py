"""What need not be kept goes by itself; what is still wanted stays, and calls nobody could speak are let go in time."""

from datetime import timedelta

from sqlalchemy import func, select

from server.operations import tidying
from server.store.tables import alarms, jobs, pairings, pauses
from tests.api.test_postpone import given
from tests.halls import Site


def counted(site: Site) -> dict[str, int]:
    with site.database.reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (jobs, alarms, pairings, pauses)
        }


def test_jobs_alarms_pauses_and_codes_that_are_over_are_forgotten_after_a_while(site: Site) -> None:
    agent, kiosk, admin = site.agent(), site.kiosk(), site.staff("admin", "admin")
    given(site, "A2", "A2")
    [job] = agent.post("/jobs/claim", targets=["printer:p1"]).json["jobs"]
    assert agent.post(f"/jobs/{job['id']}/done", parts=[]).status_code == 200
    for answered in (True, False):
        alarm = kiosk.done("/help")["alarm"]
        if answered:
            admin.done(f"/alarms/{alarm}/answer")
    pause = admin.done("/pauses", scope="agency", code="A", reason="meeting")["pause"]
    admin.done(f"/pauses/{pause}/lift")
    admin.post("/devices/pairings", kind="display", name="Layar")
    tidying.tidy(site.hall, site.application.house.sounds)
    assert counted(site) == {"jobs": 2, "alarms": 2, "pairings": 1, "pauses": 1}
    site.clock.moment += timedelta(days=15)
    tidying.tidy(site.hall, site.application.house.sounds)
    assert counted(site) == {"jobs": 1, "alarms": 1, "pairings": 0, "pauses": 0}


def test_calls_that_no_voice_agent_claims_are_let_go_one_after_the_other(site: Site) -> None:
    given(site, "A2", "A2")
    one, two = site.clerk(1), site.clerk(2)
    one.done("/counters/1/next", expects=None)
    site.clock.forward(seconds=40)
    two.done("/counters/2/next", expects=None)
    skipped = []
    for _ in range(3):
        site.round()
        skipped.append(site.events().count("AnnouncementSkipped"))
        site.clock.forward(seconds=25)
    assert skipped == [0, 1, 1]
    site.clock.forward(seconds=30)
    site.round()
    assert site.events().count("AnnouncementSkipped") == 2
