"""Sessions: new at each sign-in, over on the server when they end, and no longer than a working day."""

import time
from collections.abc import Callable

import pytest

from tests.halls import PASSWORD, Door, Site
from tests.live.test_sockets import connect

Make = Callable[..., Site]


def cookie_of(door: Door) -> str:
    found = door.client.get_cookie("antrean")
    assert found is not None
    return found.value


def replaying(site: Site, cookie: str, token: str) -> Door:
    """Another machine, with a copy of somebody's cookie and token."""
    door = site.public
    door.client.set_cookie("antrean", cookie)
    return Door(door.client, {"X-CSRF-Token": token})


def test_a_copied_cookie_opens_nothing_once_its_owner_signed_out(site: Site) -> None:
    clerk = site.staff("petugas1", "clerk", "A")
    thief = replaying(site, cookie_of(clerk), clerk.headers["X-CSRF-Token"])
    assert thief.get("/counters").status_code == 200, "a copy is as good as the cookie, while it lasts"
    clerk.post("/sign-out")
    before = site.rows()
    assert thief.get("/counters").status_code == 401
    assert thief.do("/counters/1/take").status_code == 401
    assert site.rows() == before


def test_signing_out_closes_the_own_sockets_and_no_others(site: Site) -> None:
    clerk = site.staff("petugas1", "clerk", "A")
    elsewhere = site.signed_in("petugas1")
    mine, others = connect(site, clerk, room="desk:A"), connect(site, elsewhere, room="desk:A")
    clerk.post("/sign-out")
    assert (mine.is_connected(), others.is_connected()) == (False, True)
    assert elsewhere.get("/counters").status_code == 200


def test_a_session_somebody_planted_is_not_the_one_after_signing_in(site: Site) -> None:
    """Fixation: the attacker's own session, set in the victim's browser, does not become the victim's."""
    attacker = site.staff("petugas2", "clerk", "A")
    planted, token = cookie_of(attacker), attacker.headers["X-CSRF-Token"]
    site.account("petugas1", "clerk", "A")
    victim = replaying(site, planted, token)
    answer = victim.client.post("/api/v1/sign-in", json={"username": "petugas1", "password": PASSWORD})
    assert answer.status_code == 200
    assert cookie_of(victim) != planted
    assert answer.json["csrf_token"] != token
    assert attacker.get("/counters").status_code == 401, "the planted session is over"


def test_nobody_is_signed_out_when_the_machines_clock_is_set_back(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = int(time.time()) + 3600
    monkeypatch.setattr("itsdangerous.timed.TimestampSigner.get_timestamp", lambda signer: ahead)
    clerk = site.staff("petugas1", "clerk", "A")
    monkeypatch.undo()
    assert clerk.get("/counters").status_code == 200
    assert clerk.done("/counters/1/take")


def test_a_cookie_nobody_signed_is_nobody(site: Site) -> None:
    forged = replaying(site, "eyJpZCI6ImFkbWluIiwiY3NyZiI6IngiLCJzZWVuIjo5OTk5OTk5OTk5fQ.aaaaaa.bbbbbbbbbbbbbbb", "x")
    assert forged.get("/counters").status_code == 401
    assert forged.get("/session").json["staff"] is None


def test_a_session_lasts_a_working_day_and_no_longer(make_site: Make) -> None:
    site = make_site(session_hours=12, session_idle_minutes=24 * 60)
    clerk = site.staff("petugas1", "clerk", "A")
    site.clock.forward(hours=11, minutes=59)
    assert clerk.get("/counters").status_code == 200
    site.clock.forward(minutes=1)
    assert clerk.get("/counters").status_code == 401


def test_a_session_left_lying_ends_and_one_in_use_does_not(make_site: Make) -> None:
    site = make_site(session_hours=12, session_idle_minutes=120)
    used, left = site.staff("petugas1", "clerk", "A"), site.staff("petugas2", "clerk", "A")
    for _ in range(3):
        site.clock.forward(minutes=60)
        assert used.get("/counters").status_code == 200
    assert left.get("/counters").status_code == 401
    assert used.get("/counters").status_code == 200


def test_an_old_copy_of_a_cookie_grows_stale_although_its_owner_goes_on(make_site: Make) -> None:
    site = make_site(session_hours=12, session_idle_minutes=120)
    clerk = site.staff("petugas1", "clerk", "A")
    old, token = cookie_of(clerk), clerk.headers["X-CSRF-Token"]
    for _ in range(3):
        site.clock.forward(minutes=60)
        assert clerk.get("/counters").status_code == 200
    assert replaying(site, old, token).get("/counters").status_code == 401


def test_a_clock_that_steps_back_signs_nobody_out(make_site: Make) -> None:
    site = make_site(session_hours=12, session_idle_minutes=120)
    clerk = site.staff("petugas1", "clerk", "A")
    site.clock.forward(hours=-3)
    assert clerk.get("/counters").status_code == 200


def test_no_session_is_kept_readable(site: Site) -> None:
    """Who reads a backup finds digests: no cookie can be made of them, nor without the folder's secret key."""
    clerk = site.staff("petugas1", "clerk", "A")
    with clerk.client.session_transaction() as session:
        secret = session["id"]
    assert secret not in str(site.rows())
    assert len(site.rows()["sessions"]) == 1


def test_sessions_of_past_days_are_tidied_away(site: Site) -> None:
    site.staff("petugas1", "clerk", "A")
    site.round()
    assert len(site.rows()["sessions"]) == 1
    for _ in range(3):
        site.clock.forward(hours=11)
        site.round()
    site.clock.forward(hours=20)
    site.round()
    site.clock.forward(hours=2)
    site.round()
    assert site.rows()["sessions"] == []


@pytest.mark.parametrize("secure", [True, False])
def test_the_cookies_flags(make_site: Make, secure: bool) -> None:
    site = make_site(cookie_secure=secure)
    site.account("petugas1", "clerk", "A")
    cookies = site.public.post("/sign-in", username="petugas1", password=PASSWORD).headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert ("Secure" in cookie) is secure
        assert "Domain" not in cookie
