"""Withdrawing keys and ending sessions: at once, one by one, told in the journal, and by the right people only."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from server.__main__ import main
from tests.halls import PASSWORD, Door, Site
from tests.live.test_sockets import connect, key_of
from tests.unit.small_mall import raw_mall


def test_a_withdrawn_key_opens_nothing_from_the_next_request_on(site: Site) -> None:
    kiosk, other, admin = site.kiosk(), site.kiosk(2), site.staff("admin", "admin")
    kiosk.done("/tickets", service="A2")
    answer = admin.done(f"/devices/{kiosk.name}/withdraw")
    assert answer == {"device": kiosk.name, "name": "Kios 1"}
    before = site.rows()
    refused = kiosk.do("/tickets", service="A2")
    assert (refused.status_code, refused.json["error"]) == (401, "key_unknown")
    assert kiosk.get("/devices/me").status_code == 401
    assert site.rows() == before
    assert other.do("/tickets", service="A2").status_code == 201


def test_the_journal_says_who_paired_and_who_withdrew(site: Site) -> None:
    admin = site.staff("admin", "admin")
    code = admin.post("/devices/pairings", kind="display", name="Layar").json["code"]
    device = site.public.post("/devices/pair", code=code).json["device"]["id"]
    admin.done(f"/devices/{device}/withdraw")
    with site.hall.store.read() as unit:
        told = [one.event for one in unit.journal.after(0, 100)]
    assert admin.actor is not None
    assert [(type(e).__name__, e.device, e.by) for e in told if hasattr(e, "device")] == [
        ("DevicePaired", device, admin.actor.id), ("DeviceWithdrawn", device, admin.actor.id),
    ]  # fmt: skip


def test_withdrawing_again_says_the_same_and_changes_nothing(site: Site) -> None:
    kiosk, admin = site.kiosk(), site.staff("admin", "admin")
    first = admin.done(f"/devices/{kiosk.name}/withdraw", request_id="withdraw-0001")
    before = site.rows()
    assert admin.done(f"/devices/{kiosk.name}/withdraw", request_id="withdraw-0001") == first
    assert site.rows() == before
    admin.done(f"/devices/{kiosk.name}/withdraw")
    assert site.events().count("DeviceWithdrawn") == 1


def test_admins_and_supervisors_see_every_device_and_what_became_of_it(site: Site) -> None:
    kiosk, display, supervisor = site.kiosk(), site.device("display", 1), site.staff("pengawas", "supervisor")
    supervisor.done(f"/devices/{kiosk.name}/withdraw")
    listed = {one["id"]: one for one in supervisor.get("/devices").json["devices"]}
    assert listed[kiosk.name]["withdrawn_at"] is not None
    assert listed[display.name]["withdrawn_at"] is None
    assert (listed[kiosk.name]["kind"], listed[kiosk.name]["place"]) == ("kiosk", "k1")
    assert "hash" not in str(listed)


def test_the_sockets_of_a_withdrawn_device_close_and_no_new_one_opens(site: Site) -> None:
    display, other, admin = site.device("display", 1), site.device("display", 1), site.staff("admin", "admin")
    gone, stays = (connect(site, room="zone:1", key=key_of(door)) for door in (display, other))
    admin.done(f"/devices/{display.name}/withdraw")
    assert (gone.is_connected(), stays.is_connected()) == (False, True)
    assert not connect(site, room="zone:1", key=key_of(display)).is_connected()


def test_a_withdrawn_agent_is_no_voice_any_more(site: Site) -> None:
    agent, admin = site.agent(), site.staff("admin", "admin")
    agent.post("/jobs/claim", targets=["field:1"])
    assert admin.get("/snapshot?zone=1").json["fields"][0]["voice"] == "ready"
    admin.done(f"/devices/{agent.name}/withdraw")
    assert admin.get("/snapshot?zone=1").json["fields"][0]["voice"] == "absent"
    assert agent.post("/jobs/claim", targets=["field:1"]).status_code == 401


def test_what_another_process_withdrew_is_shut_out_at_the_next_look(site: Site) -> None:
    """This process never heard of it: it asks the database about those it lets listen."""
    display, clerk = site.device("display", 1), site.staff("petugas1", "clerk", "A")
    stays = site.device("display", 2)
    sockets = [connect(site, room="zone:1", key=key_of(display)), connect(site, clerk, room="desk:A"),
               connect(site, room="zone:2", key=key_of(stays)), connect(site, room="queue:A")]  # fmt: skip
    with site.hall.store.write() as unit:
        unit.people.withdraw_device(display.name, site.clock.now())
        unit.people.end_sessions(clerk.actor.id if clerk.actor else "")
    from functools import partial

    from server.guarding import alive

    look = partial(alive, site.hall, site.application.house.session_lasts)
    site.application.sockets.close_withdrawn(look, site.application.house.shut_out)
    assert [one.is_connected() for one in sockets] == [False, False, True, True]


def test_signing_somebody_out_everywhere_ends_every_session_and_socket(site: Site) -> None:
    clerk, admin = site.staff("petugas1", "clerk", "A"), site.staff("admin", "admin")
    elsewhere = site.signed_in("petugas1")
    socket = connect(site, clerk, room="desk:A")
    assert admin.done("/staff/petugas1/end-sessions") == {"username": "petugas1"}
    assert [door.get("/counters").status_code for door in (clerk, elsewhere)] == [401, 401]
    assert not socket.is_connected()
    assert admin.get("/counters").status_code == 200
    assert site.signed_in("petugas1").get("/counters").status_code == 200


def test_everybody_may_sign_themselves_out_everywhere_and_nobody_else(site: Site) -> None:
    clerk = site.staff("petugas1", "clerk", "A")
    elsewhere, other = site.signed_in("petugas1"), site.staff("petugas2", "clerk", "A")
    assert clerk.do("/staff/petugas2/end-sessions").status_code == 403
    clerk.done("/staff/petugas1/end-sessions")
    assert elsewhere.get("/counters").status_code == 401
    assert other.get("/counters").status_code == 200


def test_a_blocked_account_is_out_at_once_and_cannot_come_back(site: Site) -> None:
    clerk, admin = site.staff("petugas1", "clerk", "A"), site.staff("admin", "admin")
    socket = connect(site, clerk, room="desk:A")
    admin.done("/staff/petugas1/block")
    assert clerk.get("/counters").status_code == 401
    assert not socket.is_connected()
    again = site.public.post("/sign-in", username="petugas1", password=PASSWORD)
    assert (again.status_code, again.json["error"]) == (401, "sign_in_failed"), "the answer of a wrong password"
    listed = {one["username"]: one for one in admin.get("/staff").json["staff"]}
    assert listed["petugas1"]["blocked_at"] is not None
    admin.done("/staff/petugas1/unblock")
    assert site.signed_in("petugas1").get("/counters").status_code == 200


def test_no_admin_blocks_themselves_out(site: Site) -> None:
    admin = site.staff("admin", "admin")
    before = site.rows()
    answer = admin.do("/staff/admin/block")
    assert (answer.status_code, answer.json["error"]) == (409, "not_yourself")
    assert site.rows() == before
    assert admin.get("/staff").status_code == 200


def test_what_is_done_to_accounts_stands_in_the_journal(site: Site) -> None:
    admin = site.staff("admin", "admin")
    admin.post("/staff", username="baru", role="clerk", agency="A", password="panjang-sekali")
    admin.post("/staff", username="baru", role="clerk", agency="A", password="lebih-panjang")
    admin.done("/staff/baru/block")
    admin.done("/staff/baru/unblock")
    admin.done("/staff/baru/end-sessions")
    with site.hall.store.read() as unit:
        told = [one.event for one in unit.journal.after(0, 100)]
    assert [getattr(e, "change", "ended") for e in told if hasattr(e, "staff")] == [
        "made", "password", "blocked", "unblocked", "ended",
    ]  # fmt: skip
    assert "panjang" not in str(site.rows()["journal"])


def test_news_name_no_staff(site: Site) -> None:
    admin, display = site.staff("admin", "admin"), site.device("display")
    site.account("petugas1", "clerk", "A")
    admin.done("/staff/petugas1/block")
    news = display.get("/news?room=hall&since=0").json["news"]
    (told,) = [one for one in news if one["name"] == "AccountChanged"]
    assert not {"staff", "by"} & set(told)


@pytest.mark.parametrize(
    "name", ["a/b", "a\nb", "a\x1b[31mb", " a", "a ", "", "x" * 61, "a\u2028b", "../admin", "a\\b"]
)
def test_a_sign_in_name_stays_on_one_line_and_in_one_path(site: Site, name: str) -> None:
    admin = site.staff("admin", "admin")
    before = site.rows()
    answer = admin.post("/staff", username=name, role="clerk", agency="A", password="panjang-sekali")
    assert answer.status_code == 422
    assert site.rows() == before


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Any]:
    file = tmp_path / "mall.yaml"
    file.write_text(yaml.safe_dump(raw_mall(), allow_unicode=True), encoding="utf-8")

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(main, [*arguments, "--data", str(tmp_path / "data")])

    assert run("load", str(file)).exit_code == 0
    return run


def test_the_command_line_lists_and_withdraws(run: Callable[..., Any]) -> None:
    run("create-admin", "ibu", "--password", "rahasia-sekali")
    assert "ibu" in run("staff").output
    assert "may not sign in any more" in run("block", "ibu").output
    assert "blocked" in run("staff").output
    assert "may sign in again" in run("unblock", "ibu").output
    assert "signed out everywhere" in run("end-sessions", "ibu").output
    assert run("devices").output == ""
    for verb, who in (("withdraw", "nobody"), ("block", "nobody"), ("end-sessions", "nobody")):
        told = run(verb, who)
        assert (told.exit_code, type(told.exception)) == (1, SystemExit)
        assert "not_found" in told.output


def test_a_door_without_a_name_of_its_own_is_nobody(site: Site) -> None:
    forged = Door(site.public.client, {"Authorization": "Bearer command-line."})
    assert forged.get("/staff").status_code == 401
