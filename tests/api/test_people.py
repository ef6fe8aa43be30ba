"""Who may come in: sign-in, sessions, CSRF tokens, and which role reaches what."""

import pytest

from server.api import staff as staff_door
from server.passwords import Argon2Passwords, right_here
from tests.halls import PASSWORD, Door, Site

ROLES = {"clerk": "A", "greeter": None, "manager": "A", "supervisor": None, "auditor": None, "admin": None}


def test_who_signs_in_is_known_until_signing_out(site: Site) -> None:
    door = site.staff("petugas1", "clerk", "A")
    present = door.get("/session").json
    assert present["staff"] == {"username": "petugas1", "role": "clerk", "agency": "A", "home_counter": None}
    assert present["csrf_token"] == door.headers["X-CSRF-Token"]
    door.post("/sign-out")
    assert door.get("/session").json == {"staff": None, "csrf_token": None}
    assert door.get("/counters").status_code == 401


@pytest.mark.parametrize(
    ("username", "password"), [("petugas1", "salah"), ("nobody", PASSWORD), ("PETUGAS1 ", PASSWORD)]
)
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(site: Site, username: str, password: str) -> None:
    site.account("petugas1", "clerk", "A")
    answer = site.public.post("/sign-in", username=username, password=password)
    assert (answer.status_code, answer.json["error"]) == (401, "sign_in_failed")
    assert "Set-Cookie" not in answer.headers


def test_a_name_nobody_has_costs_as_much_as_one_somebody_has() -> None:
    """The stand-in is a sound argon2 hash of the same cost, so that time tells nothing."""
    from argon2 import PasswordHasher, extract_parameters

    assert extract_parameters(staff_door._NOBODY) == extract_parameters(PasswordHasher(parallelism=1).hash("x"))
    assert not Argon2Passwords(right_here).verify(staff_door._NOBODY, "x")


def test_real_passwords_are_kept_as_argon2_and_verified_aside() -> None:
    asked: list[str] = []

    def aside(function: object, *arguments: object) -> object:
        asked.append(getattr(function, "__name__", ""))
        return function(*arguments)  # type: ignore[operator]

    passwords = Argon2Passwords(aside)
    kept = passwords.hash("rahasia")
    assert kept.startswith("$argon2id$")
    assert passwords.verify(kept, "rahasia")
    assert not passwords.verify(kept, "lain")
    assert not passwords.verify("no hash at all", "rahasia")
    assert len(asked) == 4


def test_each_sign_in_is_a_new_session_with_a_new_token(site: Site) -> None:
    door = site.staff("petugas1", "clerk", "A")
    again = door.client.post("/api/v1/sign-in", json={"username": "petugas1", "password": PASSWORD})
    assert again.json["csrf_token"] != door.headers["X-CSRF-Token"]
    stale = door.do("/counters/1/take")
    assert (stale.status_code, stale.json["error"]) == (403, "csrf_token_wrong")


def test_the_session_cookie_is_for_this_site_and_no_script(site: Site) -> None:
    site.account("petugas1", "clerk", "A")
    cookie = site.public.post("/sign-in", username="petugas1", password=PASSWORD).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


@pytest.mark.parametrize("token", ["", "wrong", "ä"])
def test_no_command_without_the_sessions_token(site: Site, token: str) -> None:
    door = site.staff("petugas1", "clerk", "A")
    forged = Door(door.client, {"X-CSRF-Token": token} if token else {})
    before = site.rows()
    answer = forged.do("/counters/1/take")
    assert (answer.status_code, answer.json["error"]) == (403, "csrf_token_wrong")
    assert forged.post("/sign-out").status_code == 403
    assert forged.get("/counters").status_code == 200
    assert site.rows() == before


def test_a_new_password_ends_the_sessions_of_the_old(site: Site) -> None:
    door = site.staff("petugas1", "clerk", "A")
    site.account("petugas1", "clerk", "A")
    assert door.get("/counters").status_code == 401


def test_the_public_gets_nowhere_but_to_what_is_public(site: Site) -> None:
    public = site.public
    open_paths = ("/mall", "/services", "/session", "/health", "/snapshot?room=queue:A", "/news?room=queue:A")
    closed_paths = ("/counters", "/counters/1", "/snapshot", "/news", "/metrics", "/printers", "/devices/me",
                    "/day/report?day=2026-11-23", "/sounds/" + "0" * 32 + ".wav")  # fmt: skip
    assert {path: public.get(path).status_code for path in open_paths} == dict.fromkeys(open_paths, 200)
    assert {path: public.get(path).status_code for path in closed_paths} == dict.fromkeys(closed_paths, 401)
    before = site.rows()
    answer = public.do("/tickets", service="A2")
    assert (answer.status_code, answer.json["error"]) == (401, "not_signed_in")
    assert site.rows() == before


# Which roles may. Each command is one that would succeed, or be refused for another reason than the role.
MAY = {
    "/tickets": {"clerk", "greeter", "manager", "supervisor", "admin"},
    "/counters/1/take": {"clerk", "manager", "supervisor", "admin"},
    "/counters/3/take": {"supervisor", "admin"},
    "/counters/1/next": {"clerk", "manager", "supervisor", "admin"},
    "/alarms/none/answer": {"clerk", "greeter", "manager", "supervisor", "admin"},
    "/pauses": {"manager", "supervisor", "admin"},
    "/day/close": {"supervisor", "admin"},
    "/clock/confirm": {"supervisor", "admin"},
    "/devices/pairings": {"supervisor", "admin"},
    "/help": set(),
    "/jobs/claim": set(),
    "/fields/1/player": set(),
    "/printers/p1/state": set(),
    "/devices/me/state": set(),
}
BODIES: dict[str, dict[str, object]] = {
    "/tickets": {"service": "A2"},
    "/counters/1/next": {"expects": None},
    "/pauses": {"scope": "agency", "code": "A", "reason": "meeting"},
    "/day/close": {"waiting": "serve"},
    "/clock/confirm": {"day": "2026-11-23"},
    "/devices/pairings": {"kind": "kiosk", "name": "Kios"},
    "/jobs/claim": {"targets": ["printer:p1"]},
    "/fields/1/player": {"instance": "tab"},
    "/printers/p1/state": {"state": "ready"},
    "/devices/me/state": {"state": "ready"},
}
WITHOUT_REQUEST_ID = {"/devices/pairings", "/jobs/claim", "/fields/1/player", "/printers/p1/state", "/devices/me/state"}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reaches_what_it_may_and_nothing_else(site: Site, role: str) -> None:
    door, reached = site.staff("orang", role, ROLES[role]), set()
    for path in MAY:
        before = site.rows()
        body = BODIES.get(path, {})
        answer = door.post(path, **body) if path in WITHOUT_REQUEST_ID else door.do(path, **body)
        if answer.status_code == 403:
            assert answer.json["error"] == "not_allowed"
            assert site.rows() == before
        else:
            assert answer.status_code in (200, 201, 404, 409), (path, answer.text)
            reached.add(path)
    assert reached == {path for path, roles in MAY.items() if role in roles}


DEVICE_MAY = {
    "/tickets": {"kiosk"},
    "/help": {"kiosk"},
    "/jobs/claim": {"agent"},
    "/fields/1/player": {"display"},
    "/printers/p1/state": {"agent"},
    "/devices/me/state": {"display", "agent"},
}


@pytest.mark.parametrize("kind", ["kiosk", "display", "agent"])
def test_each_kind_of_device_reaches_what_it_is_for(site: Site, kind: str) -> None:
    door, reached = site.device(kind, 1), set()
    for path in MAY:
        body = BODIES.get(path, {})
        answer = door.post(path, **body) if path in WITHOUT_REQUEST_ID else door.do(path, **body)
        if answer.status_code != 403:
            assert answer.status_code in (200, 201), (path, answer.text)
            reached.add(path)
    assert reached == {path for path, kinds in DEVICE_MAY.items() if kind in kinds}


def test_an_auditor_reads_everything_and_changes_nothing(site: Site) -> None:
    auditor = site.staff("auditor", "auditor")
    site.staff("admin", "admin").done("/day/close", waiting="release")
    assert len(auditor.get("/counters").json["counters"]) == 3
    assert auditor.get("/day/report?day=2026-11-23").status_code == 200
    assert auditor.get("/snapshot?room=hall").status_code == 200


def test_a_clerk_sees_the_own_agency_only(site: Site) -> None:
    clerk = site.staff("petugas1", "clerk", "A")
    assert [one["number"] for one in clerk.get("/counters").json["counters"]] == [1, 2]
    for answer in (clerk.get("/counters/3"), clerk.get("/snapshot?room=desk:D"), clerk.get("/news?room=desk:D")):
        assert (answer.status_code, answer.json["error"]) == (403, "not_allowed")
    assert clerk.get("/snapshot?room=desk:A").status_code == 200


def test_a_clerk_of_no_agency_sees_none(site: Site) -> None:
    clerk = site.staff("magang", "clerk")
    assert clerk.get("/counters").json["counters"] == []
    assert clerk.get("/snapshot?room=desk:A").status_code == 403


def test_who_sits_where_is_for_staff_alone(site: Site) -> None:
    for door in (site.kiosk(), site.device("display", 1), site.agent()):
        assert door.get("/counters").status_code == 403


def test_a_manager_sees_the_own_agency_alone_in_the_days_report(site: Site) -> None:
    for service in ("A2", "D1"):
        site.kiosk().done("/tickets", service=service)
    manager, admin = site.staff("kepala", "manager", "A"), site.staff("admin", "admin")
    admin.done("/day/close", waiting="release")

    def agencies(door: Door) -> list[str]:
        return [line["agency"] for line in door.get("/day/report?day=2026-11-23").json["agencies"]]

    assert (agencies(manager), agencies(admin)) == (["A"], ["A", "D"])
    issued = [door.get("/day/report?day=2026-11-23").json["totals"]["issued"] for door in (manager, admin)]
    assert issued == [1, 2]
