"""Device jobs through the door: claim under a lease, done, failed, uncertain, lapsed; calls that are made heard."""

import io
import struct
import threading
import time
import wave
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from server.operations.setup import opened_around_the_clock
from tests.halls import MONDAY, Door, Site, hall_mall


def a_sound(seconds: float = 1.0, pitch: int = 3) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"".join(struct.pack("<h", (n * pitch) % 1000) for n in range(int(seconds * 8000))))
    return file.getvalue()


def claimed(agent: Door, *targets: str) -> list[dict[str, Any]]:
    answer = agent.post("/jobs/claim", targets=list(targets))
    assert answer.status_code == 200, answer.text
    jobs: list[dict[str, Any]] = answer.json["jobs"]
    return jobs


def a_slip(site: Site, agent: Door) -> dict[str, Any]:
    site.kiosk().done("/tickets", service="A2")
    (job,) = claimed(agent, "printer:p1")
    return job


def a_call(site: Site, kiosk: Door | None = None) -> tuple[Door, str]:
    """A clerk who has just called somebody."""
    mine = (kiosk or site.kiosk()).done("/tickets", service="A2", language="en")["ticket"]["id"]
    clerk = site.clerk(1)
    clerk.done("/counters/1/next", expects=None)
    return clerk, mine


def slip_of(site: Site, ticket: str) -> dict[str, Any]:
    slip: dict[str, Any] = site.public.get(f"/tickets/{ticket}").json["slip"]
    return slip


def test_an_empty_claim_writes_nothing(site: Site) -> None:
    agent = site.agent()
    claimed(agent, "printer:p1", "field:1")  # the first says that the agent is there
    before = site.rows()
    assert claimed(agent, "printer:p1", "field:1") == []
    assert site.rows() == before


def test_a_slip_carries_all_that_its_paper_needs(site: Site) -> None:
    ticket = site.kiosk().done("/tickets", service="A2", language="en")["ticket"]
    (job,) = claimed(site.agent(), "printer:p1", "printer:p2")
    content = job["content"]
    assert (job["kind"], job["target"], job["lease_seconds"]) == ("slip", "printer:p1", 30)
    assert {name: content[name] for name in ("language", "label", "zone", "floor", "ahead", "kiosk", "code", "chain")} == {
        "language": "en", "label": "A-001", "zone": 1, "floor": 1, "ahead": 0, "kiosk": "Kios 1",
        "code": ticket["code"], "chain": ticket["chain"],
    }  # fmt: skip
    assert content["url"] == ticket["url"]
    assert content["tariffs"][0]["basis"] == "PP 76/2020"


def test_jobs_of_a_printer_come_one_by_one_in_the_order_of_the_taps(site: Site) -> None:
    kiosk, agent = site.kiosk(), site.agent()
    for _ in range(3):
        kiosk.done("/tickets", service="A2")
    labels = []
    while jobs := claimed(agent, "printer:p1"):
        labels.append(jobs[0]["content"]["label"])
        agent.post(f"/jobs/{jobs[0]['id']}/done")
    assert labels == ["A-001", "A-002", "A-003"]
    assert site.events().count("SlipPrinted") == 3


def test_a_printed_slip_is_told_to_its_holder_and_telling_it_twice_is_harmless(site: Site) -> None:
    agent = site.agent()
    job = a_slip(site, agent)
    ticket = job["content"]["url"].rpartition("/")[2]
    assert slip_of(site, ticket)["state"] == "printing"
    for _ in range(2):
        assert agent.post(f"/jobs/{job['id']}/done").status_code == 200
    assert slip_of(site, ticket)["state"] == "printed"
    assert site.events().count("SlipPrinted") == 1


def test_a_job_that_failed_with_nothing_out_waits_again(site: Site) -> None:
    agent = site.agent()
    job = a_slip(site, agent)
    assert agent.post(f"/jobs/{job['id']}/failed", reason="paper_out", retry=True).status_code == 200
    (again,) = claimed(agent, "printer:p1")
    assert again["id"] == job["id"]


def test_a_job_that_failed_for_good_is_told_to_the_desk(site: Site) -> None:
    agent = site.agent()
    job = a_slip(site, agent)
    for _ in range(2):
        assert agent.post(f"/jobs/{job['id']}/failed", reason="too_wide").status_code == 200
    assert claimed(agent, "printer:p1") == []
    troubles = site.clerk(1).get("/counters/1").json["troubles"]
    slips = [(t["code"], t["ticket_label"], t["action"]) for t in troubles if t["kind"] == "slip"]
    assert slips == [("failed", "A-001", "reprint")]


def test_a_slip_that_failed_early_is_told_until_its_visitor_is_called(make_site: Callable[..., Site]) -> None:
    early = MONDAY - timedelta(hours=3)
    site = make_site(mall=opened_around_the_clock(hall_mall(), early), moment=early)
    clerk, agent = site.clerk(1), site.agent()
    job = a_slip(site, agent)
    agent.post(f"/jobs/{job['id']}/failed", reason="cutter_stuck", retry=False)

    def troubles() -> list[str]:
        return [one["code"] for one in clerk.get("/counters/1").json["troubles"] if one["kind"] == "slip"]

    site.clock.at("06:59")
    assert troubles() == ["failed"]
    site.clock.at("07:01")  # midnight in UTC has passed
    assert troubles() == ["failed"]
    clerk.done("/counters/1/next", expects=None)
    assert troubles() == []


def test_an_uncertain_slip_is_never_printed_again_by_itself(site: Site) -> None:
    agent = site.agent()
    job = a_slip(site, agent)
    ticket = job["content"]["url"].rpartition("/")[2]
    assert agent.post(f"/jobs/{job['id']}/uncertain", reason="silent").status_code == 200
    assert claimed(agent, "printer:p1") == []
    assert slip_of(site, ticket) == {"state": "uncertain", "reason": "silent", "printer": "p1"}


def test_a_slip_whose_lease_ran_out_is_uncertain_until_the_late_report_settles_it(site: Site) -> None:
    agent = site.agent()
    job = a_slip(site, agent)
    ticket = job["content"]["url"].rpartition("/")[2]
    site.later(31)
    site.round()
    assert slip_of(site, ticket)["state"] == "uncertain"
    assert claimed(agent, "printer:p1") == []
    assert agent.post(f"/jobs/{job['id']}/done").status_code == 200
    assert slip_of(site, ticket)["state"] == "printed"


def test_a_renewed_lease_does_not_run_out(site: Site) -> None:
    agent = site.agent()
    job = a_slip(site, agent)
    site.later(25)
    assert agent.post(f"/jobs/{job['id']}/renew").status_code == 200
    site.later(25)
    site.round()
    assert "SlipUncertain" not in site.events()


def test_another_agents_job_is_not_touched(site: Site) -> None:
    job = a_slip(site, site.agent())
    thief = site.agent()
    before = site.rows()
    for path, body in (("done", {}), ("failed", {"reason": "x"}), ("uncertain", {"reason": "x"}), ("renew", {})):
        answer = thief.post(f"/jobs/{job['id']}/{path}", **body)
        assert (answer.status_code, answer.json["error"]) == (409, "job_not_yours"), path
        assert thief.post(f"/jobs/none/{path}", **body).status_code == 404
    assert site.rows() == before


def test_a_slip_is_not_printed_after_its_tickets_wait(site: Site) -> None:
    kiosk, agent = site.kiosk(), site.agent()
    called = kiosk.done("/tickets", service="A2")["ticket"]["id"]
    site.clerk(1).done("/counters/1/next", expects=None)
    kiosk.done("/tickets", service="A2")
    (job,) = claimed(agent, "printer:p1")
    assert job["content"]["label"] == "A-002"
    assert slip_of(site, called) == {"state": "expired", "reason": "wait_over", "printer": "p1"}
    assert "SlipExpired" in site.events()


def test_a_reprint_is_printed_even_for_a_visitor_who_was_called(site: Site) -> None:
    clerk, mine = a_call(site)
    clerk.done(f"/tickets/{mine}/reprint", printer="p2")
    (job,) = claimed(site.agent(), "printer:p2")
    assert job["content"]["reprint"] is True


def test_a_slip_of_another_day_is_not_printed_again(site: Site) -> None:
    _, mine = a_call(site)
    site.clock.forward(days=1)
    answer = site.clerk(1, "petugas9").do(f"/tickets/{mine}/reprint")
    assert (answer.status_code, answer.json["error"]) == (409, "move_not_allowed")


def test_a_call_becomes_an_announcement_in_the_visitors_language_first(site: Site) -> None:
    a_call(site)
    (job,) = claimed(site.agent(), "field:1", "field:2")
    content = job["content"]
    assert (content["label"], content["counter"], content["languages"]) == ("A-001", 1, ["en", "id"])
    assert (content["number"], content["digits"], content["calls"], content["field"]) == (1, 3, 1, 1)


def make_heard(site: Site, agent: Door) -> dict[str, Any]:
    """The agent makes the words of the waiting call; the job."""
    (job,) = claimed(agent, "field:1")
    digest = agent.put(f"/jobs/{job['id']}/sound", a_sound()).json["digest"]
    parts = [{"language": "en", "digest": digest, "seconds": 1.0}]
    assert agent.post(f"/jobs/{job['id']}/done", parts=parts).status_code == 200
    return {**job, "digest": digest}


def test_the_words_of_a_call_reach_the_displays_of_the_field_and_are_spoken_once(site: Site) -> None:
    a_call(site)
    job, display = make_heard(site, site.agent()), site.device("display", 1)
    news = display.get("/news?room=zone:1").json["news"]
    ready = news[-1]
    assert (ready["name"], ready["label"], ready["zones"]) == ("AnnouncementReady", "A-001", [1])
    sound = display.get(ready["parts"][0]["url"].removeprefix("/api/v1"))
    assert (sound.status_code, sound.mimetype, sound.data) == (200, "audio/wav", a_sound())
    sound.close()
    for _ in range(2):
        assert display.post(f"/announcements/{job['id']}/spoken").status_code == 200
    assert site.events().count("AnnouncementSpoken") == 1


def test_a_call_that_is_already_served_is_not_made_into_words(site: Site) -> None:
    clerk, mine = a_call(site)
    clerk.done("/counters/1/start", ticket=mine)
    assert claimed(site.agent(), "field:1") == []
    assert site.events()[-1] == "AnnouncementSkipped"


def test_a_call_over_a_minute_late_is_not_made_into_words(site: Site) -> None:
    a_call(site)
    site.later(61)
    assert claimed(site.agent(), "field:1") == []
    with site.hall.store.read() as unit:
        last = unit.journal.after(0, 1000)[-1].event
    assert getattr(last, "reason", None) == "late"


def test_only_the_newest_call_of_a_visitor_is_spoken(site: Site) -> None:
    clerk, mine = a_call(site)
    site.later(15)
    clerk.done("/counters/1/recall", ticket=mine)
    jobs = claimed(site.agent(), "field:1")
    assert [job["content"]["calls"] for job in jobs] == [2]


def test_three_waiting_calls_drop_the_second_language(make_site: Callable[..., Site]) -> None:
    three = [{"number": n, "zone": 1, "agency": "A", "queues": ["A"]} for n in (1, 2, 4)]
    other = {"number": 3, "zone": 2, "agency": "D", "queues": ["D", "DS"]}
    site = make_site(mall=hall_mall(counters=[*three, other]))
    kiosk, agent = site.kiosk(), site.agent()
    for counter in (1, 2, 4):
        kiosk.done("/tickets", service="A2", language="en")
        site.clerk(counter).done(f"/counters/{counter}/next", expects=None)
    told = []
    while jobs := claimed(agent, "field:1"):
        told.append((jobs[0]["content"]["label"], jobs[0]["content"]["short"], jobs[0]["content"]["languages"]))
    assert told == [
        ("A-001", True, ["en"]), ("A-002", False, ["en", "id"]), ("A-003", False, ["en", "id"]),
    ]  # fmt: skip


def test_an_announcement_whose_lease_ran_out_is_offered_again(site: Site) -> None:
    a_call(site)
    agent = site.agent()
    (job,) = claimed(agent, "field:1")
    site.later(31)
    site.round()
    (again,) = claimed(site.agent(), "field:1")
    assert again["id"] == job["id"]
    late = agent.post(f"/jobs/{job['id']}/done")
    assert (late.status_code, late.json["error"]) == (409, "job_not_yours")


def test_a_display_that_could_not_sound_says_so(site: Site) -> None:
    a_call(site)
    job, display = make_heard(site, site.agent()), site.device("display", 1)
    assert display.post(f"/announcements/{job['id']}/skipped", reason="no_sound").status_code == 200
    assert display.post(f"/announcements/{job['id']}/spoken").status_code == 200
    assert [name for name in site.events() if name.startswith("Announcement")][-1] == "AnnouncementSkipped"
    assert display.post("/announcements/none/spoken").status_code == 404


def test_a_display_speaks_of_calls_in_its_own_field_only(site: Site) -> None:
    a_call(site)
    job, far = make_heard(site, site.agent()), site.device("display", 2)
    before = site.rows()
    assert far.post(f"/announcements/{job['id']}/spoken").status_code == 404
    assert site.rows() == before


def test_what_is_no_sound_is_not_kept(site: Site) -> None:
    a_call(site)
    agent = site.agent()
    (job,) = claimed(agent, "field:1")
    for wrong in (b"", b"RIFF", b"<html>" * 1000, a_sound()[:500]):
        answer = agent.put(f"/jobs/{job['id']}/sound", wrong)
        assert (answer.status_code, answer.json["error"]) == (422, "sound_not_sound")
    assert list(site.application.house.sounds.iterdir()) == []


def test_a_sound_beyond_its_bound_is_refused(site: Site) -> None:
    a_call(site)
    agent = site.agent()
    (job,) = claimed(agent, "field:1")
    answer = agent.put(f"/jobs/{job['id']}/sound", b"RIFF" + b"\0" * (2 * 1024 * 1024))
    assert (answer.status_code, answer.json["error"]) == (413, "too_large")
    assert list(site.application.house.sounds.iterdir()) == []


def test_a_sound_larger_than_a_body_but_within_its_bound_is_kept(site: Site) -> None:
    a_call(site)
    agent = site.agent()
    (job,) = claimed(agent, "field:1")
    assert agent.put(f"/jobs/{job['id']}/sound", a_sound(30)).status_code == 200


def test_a_sound_that_finds_no_place_on_the_disk_is_a_clear_refusal_and_leaves_nothing(site: Site) -> None:
    agent, sounds = site.agent(), site.application.house.sounds
    a_call(site)
    (job,) = claimed(agent, "field:1")
    sounds.rmdir()
    answer = agent.put(f"/jobs/{job['id']}/sound", a_sound())
    assert (answer.status_code, answer.json["error"]) == (503, "disk_trouble")
    sounds.mkdir()
    assert agent.put(f"/jobs/{job['id']}/sound", a_sound()).status_code == 200
    assert len(list(sounds.iterdir())) == 1


def test_only_who_holds_the_job_brings_its_sound(site: Site) -> None:
    a_call(site)
    (job,) = claimed(site.agent(), "field:1")
    assert site.agent().put(f"/jobs/{job['id']}/sound", a_sound()).status_code == 409
    assert site.kiosk().put(f"/jobs/{job['id']}/sound", a_sound()).status_code == 403


def test_sounds_are_the_only_files_that_come_out(site: Site) -> None:
    display = site.device("display", 1)
    (site.application.house.sounds / "other.txt").write_text("no")
    for name in ("../secret_key", "..%2fsecret_key", "%2e%2e/antrean.db", "other.txt", "0" * 32 + ".wav",
                 "0" * 32 + ".wav/..", "....//secret_key", "%00.wav", "a" * 10_000 + ".wav"):  # fmt: skip
        answer = display.get(f"/sounds/{name}")
        assert answer.status_code in (404, 422), name
        assert answer.json["error"] in ("not_found", "bad_request")


def test_the_days_report_is_printed_at_the_first_printer(site: Site) -> None:
    site.kiosk().done("/tickets", service="A2")
    site.staff("admin", "admin").done("/day/close", waiting="release")
    agent = site.agent()
    (job,) = claimed(agent, "printer:p1")
    assert (job["kind"], job["content"]["day"], job["content"]["totals"]["released"]) == ("report", "2026-11-23", 1)
    assert agent.post(f"/jobs/{job['id']}/done").status_code == 200


def test_a_sound_that_is_wanted_again_is_not_tidied_away(site: Site) -> None:
    import os
    from datetime import timedelta

    from server.operations.tidying import tidy

    a_call(site)
    agent, sounds = site.agent(), site.application.house.sounds
    (job,) = claimed(agent, "field:1")
    digest = agent.put(f"/jobs/{job['id']}/sound", a_sound()).json["digest"]
    age = (site.clock.now() - timedelta(days=3)).timestamp()
    os.utime(sounds / f"{digest}.wav", (age, age))
    assert agent.put(f"/jobs/{job['id']}/sound", a_sound()).json["digest"] == digest
    (sounds / "old.wav").write_bytes(b"")
    os.utime(sounds / "old.wav", (age, age))
    tidy(site.hall, sounds)
    assert [file.name for file in sounds.iterdir()] == [f"{digest}.wav"]


def test_a_poll_that_its_restarted_agent_left_hanging_takes_no_job(site: Site) -> None:
    agent, kiosk = site.agent(), site.kiosk()
    left_hanging: list[Any] = []

    def hang() -> None:
        door = Door(site.application.flask.test_client(), agent.headers)
        left_hanging.append(door.post("/jobs/claim", targets=["printer:p1"], wait_seconds=1.0).json["jobs"])

    thread = threading.Thread(target=hang)
    thread.start()
    while not site.application.house.polls._newest:
        time.sleep(0.01)
    assert claimed(agent, "printer:p1") == []
    kiosk.done("/tickets", service="A2")
    thread.join()
    assert left_hanging == [[]]
    assert len(claimed(agent, "printer:p1")) == 1
