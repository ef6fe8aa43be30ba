"""Ways around the door: forged requests of other sites, injected headers and paths, foreign hosts, too many connections."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import structlog

from server.connections import Connections, PatientReader
from server.live.bounds import JOINS_WITHIN, SAYS_AT_ONCE, SocketBounds
from server.serving import set_up_logging
from tests.api.test_reads import operations
from tests.halls import PASSWORD, Door, Site
from tests.harm.recipes import RECIPES
from tests.harm.test_matrix import table
from tests.harm.world import World, a_world
from tests.live.test_sockets import connect, key_of

Make = Callable[..., Site]
OPEN = {"POST /sign-in", "POST /devices/pair"}  # they ask for a secret of their own


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Any:
    with a_world(tmp_path_factory.mktemp("doorways") / "site", empty_database) as world:
        yield world


COMMANDS = [one for one in RECIPES if not one.startswith("GET") and one not in OPEN]


@pytest.mark.parametrize("operation", COMMANDS)
def test_no_command_of_somebody_signed_in_goes_without_their_token(world: World, operation: str) -> None:
    """CSRF: the cookie comes along by itself, the token never does."""
    staff = [name for name, verdict in table()[operation].items() if verdict == "ok" and world.doors[name].actor]
    caller = next((name for name in staff if world.doors[name].actor.kind == "staff"), "admin")  # type: ignore[union-attr]
    for token in ({}, {"X-CSRF-Token": "x" * 32}, {"X-CSRF-Token": world.doors["clerk-other"].headers["X-CSRF-Token"]}):
        world.restore()
        ask = RECIPES[operation](world)
        before = world.rows()
        forged = Door(world.doors[caller].client, dict(token))
        answer = world.send(forged, operation.split()[0], ask)
        assert (answer.status_code, answer.json["error"]) == (403, "csrf_token_wrong"), (caller, token)
        assert world.rows() == before


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("path", ["/sign-in", "/devices/pair", "/tickets/none/cancel"])
def test_what_a_form_of_another_site_can_send_is_no_command(site: Site, path: str, kind: str) -> None:
    """JSON alone counts, and a browser asks first before it sends that across sites; nobody here says yes."""
    site.account("petugas1", "clerk", "A")
    before = site.rows()
    body = (
        b'{"username": "petugas1", "password": "'
        + PASSWORD.encode()
        + b'", "code": "ABCDEFGH", "request_id": "forged-0001"}'
    )
    answer = site.public.client.post(
        f"/api/v1{path}", data=body, content_type=kind, headers={"Origin": "http://evil.test"}
    )
    assert answer.status_code in (415, 422)
    assert "Set-Cookie" not in answer.headers
    asked = site.public.client.open(f"/api/v1{path}", method="OPTIONS", headers={"Origin": "http://evil.test"})
    assert not [name for name, _ in asked.headers if name.startswith("Access-Control")]
    assert site.rows() == before


def test_no_get_is_a_command_and_no_method_is_smuggled_in_a_header(site: Site) -> None:
    kiosk = site.kiosk()
    before = site.rows()
    for name in ("X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"):
        answer = kiosk.client.get("/api/v1/tickets", headers={**kiosk.headers, name: "POST"}, json={"service": "A2"})
        assert answer.status_code == 405
    assert kiosk.get("/services?_method=POST").status_code == 200
    assert site.rows() == before


INJECTED = "a\r\nSet-Cookie: forged=1\r\n\r\n<script>alert(1)</script>"


@pytest.mark.parametrize(
    "path", ["/api/v1/tickets/{}", "/t/{}", "/display/{}", "/words/kiosk/{}.json", "/sign-in?next={}", "/?language={}",
             "/static/web/{}", "/api/v1/sounds/{}", "/{}", "/kiosk/?lang={}"],
)  # fmt: skip
def test_nothing_of_an_address_becomes_a_header_or_a_script(site: Site, path: str) -> None:
    from urllib.parse import quote

    answer = site.public.client.get(path.format(quote(INJECTED, safe="")), buffered=True)
    assert (
        "forged" not in str(answer.headers).replace(quote(INJECTED, safe=""), "").lower() or answer.status_code == 308
    )
    assert not [value for _, value in answer.headers if "\n" in value or "\r" in value]
    assert "<script>alert" not in answer.text


def test_accept_language_and_request_id_come_back_only_where_they_are_sound(site: Site) -> None:
    answer = site.public.client.post(
        "/api/v1/tickets", json={"service": "A2", "request_id": "x" * 65}, headers={"Accept-Language": "en\tx,<b>"}
    )
    assert answer.json["request_id"] is None
    assert answer.headers["Content-Language"] in ("id", "en")


@pytest.mark.parametrize(
    "name", ["../antrean.db", "..%2fsecret_key", "%2e%2e/secret_key", "....//secret_key", "/etc/passwd", "secret_key",
             "command_line_key", "%00", "x" * 32 + ".wav/../../secret_key", "0" * 32 + ".wav%00.txt"],
)  # fmt: skip
@pytest.mark.parametrize("folder", ["/api/v1/sounds/", "/static/web/", "/static/kiosk/", "/words/kiosk/"])
def test_no_path_leads_out_of_its_folder(site: Site, folder: str, name: str) -> None:
    agent = site.agent()
    answer = agent.client.get(folder + name, headers=agent.headers, buffered=True)
    assert answer.status_code in (404, 405, 422, 308, 400)
    secret = (site.settings.data / "secret_key").read_text()
    assert secret not in answer.text
    assert "SQLite" not in answer.text


@pytest.mark.parametrize("target", ["..%2f..%2fx", "%2e%2e", "a.b", "a%00", "x" * 60])
def test_what_an_agent_uploads_lands_under_its_digest_and_nowhere_else(site: Site, target: str) -> None:
    agent = site.agent()
    before = sorted(site.settings.data.rglob("*"))
    answer = agent.put(f"/prompts/id/{target}?text={'a' * 32}", b"RIFF0000WAVE" + b"x" * 2000, content_type="audio/wav")
    assert answer.status_code in (404, 405, 422, 308)
    assert agent.put(f"/jobs/{target}/sound", b"RIFF0000WAVE" + b"x" * 2000).status_code in (404, 405, 422, 308)
    assert sorted(site.settings.data.rglob("*")) == before


def test_a_foreign_host_name_reaches_no_link_where_the_site_has_an_address(make_site: Make) -> None:
    site = make_site()
    kiosk = site.kiosk()
    told = kiosk.client.post(
        "/api/v1/tickets", json={"service": "A2", "request_id": "request-0001"},
        headers={**kiosk.headers, "Host": "evil.test", "X-Forwarded-Host": "evil.test"},
    )  # fmt: skip
    assert told.json["ticket"]["url"].startswith("http://antrean.test/t/")
    strict = make_site("strict", allowed_hosts="antrean.test")
    refused = strict.public.client.get("/kiosk/", headers={"Host": "evil.test"})
    assert refused.status_code == 400


def test_a_forwarded_address_counts_only_behind_a_trusted_proxy(make_site: Make) -> None:
    """Else everybody could choose whose tries they use up."""

    def statuses(site: Site) -> list[int]:
        return [
            site.public.client.post(
                "/api/v1/devices/pair", json={"code": f"GUESS{n:03}"}, headers={"X-Forwarded-For": f"10.0.0.{n}"}
            ).status_code
            for n in range(15)
        ]  # fmt: skip

    assert statuses(make_site("alone")) == [404] * 10 + [429] * 5
    assert statuses(make_site("behind", trusted_proxies=1)) == [404] * 15


def test_the_sign_in_page_sends_nobody_elsewhere(site: Site) -> None:
    """The page's own script decides where to go on (tests/web): the server never redirects by a parameter."""
    for wish in ("http://evil.test", "//evil.test", "/\\evil.test", "javascript:alert(1)"):
        answer = site.public.client.get("/sign-in", query_string={"next": wish})
        assert (answer.status_code, answer.headers.get("Location")) == (200, None)
        assert not re.search(r"""(href|src|action|content)=["'][^"'?]*(evil|javascript:)""", answer.text)


def test_private_answers_are_kept_by_nobody(site: Site) -> None:
    clerk, kiosk = site.clerk(1), site.kiosk()
    kiosk.done("/tickets", service="A2")
    for door, path in ((clerk, "/counters/1"), (clerk, "/session"), (clerk, "/counters"), (kiosk, "/devices/me"),
                       (clerk, "/news?room=desk:A"), (clerk, "/nothing")):  # fmt: skip
        assert door.get(path).headers["Cache-Control"] == "no-store", path


def test_no_page_of_this_site_stands_in_anothers_frame(site: Site) -> None:
    for page in ("/", "/kiosk/", "/display/", "/counter/", "/sign-in", "/t/x"):
        headers = site.public.client.get(page, buffered=True).headers
        assert headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_however_far_back_one_asks_the_news_are_bounded(site: Site) -> None:
    from server.live.arrival import MISSED_AT_MOST

    kiosk, display = site.kiosk(), site.device("display")
    with site.hall.store.write() as unit:
        from server.domain.events import MallChanged

        for _ in range(MISSED_AT_MOST + 50):
            unit.journal.append(MallChanged("x", None), site.clock.now())
    told = display.get("/news?room=hall&since=0").json
    assert (told["news"], told["reset"]) == ([], True)
    assert len(kiosk.get("/news?room=hall&since=100").json["news"]) <= MISSED_AT_MOST


def test_log_lines_are_one_line_whatever_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("info")
    try:
        try:
            raise ValueError("a\nforged='yes'\x1b[31m")
        except ValueError:
            structlog.get_logger().exception("trouble\nforged", path="/x\r\ny", agent="\x1b[31m\u2028")
    finally:
        structlog.reset_defaults()
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert "\x1b" not in lines[0]


def test_a_refusals_answer_tells_nothing_of_the_machine(world: World) -> None:
    for method, path, _ in operations(world.site):
        answer = world.doors["public"].client.open(path.replace("{", "").replace("}", ""), method=method, json=[])
        assert not [
            word for word in ("Traceback", "OperationalError", "/site-packages", "server/api") if word in answer.text
        ]


# --- sockets and connections -------------------------------------------------------------------------------------------


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_one_address_opens_so_many_sockets_and_others_still_find_room(make_site: Make) -> None:
    site = make_site(sockets_per_address=5, max_sockets=8)
    display = site.device("display", 1)
    mine = [connect(site, room="queue:A") for _ in range(7)]
    assert [one.is_connected() for one in mine].count(True) <= 7
    bounds = site.application.sockets
    environ = {"REMOTE_ADDR": "10.7.0.66"}
    server = site.application.socketio.server
    told = []
    for n in range(7):
        server.eio.sockets[f"s{n}"] = FakeSocket()
        told.append(bounds._connect(f"s{n}", environ))
    assert told[:5] == [None] * 5
    assert told[5:] == ["too_many_sockets"] * 2
    server.eio.sockets["other"] = FakeSocket()
    assert bounds._connect("other", {"REMOTE_ADDR": "10.7.0.67"}) is None
    for sid in [*(f"s{n}" for n in range(5)), "other"]:
        bounds._disconnect(sid, "gone")
        bounds._disconnect(sid, "gone again")
        server.eio.sockets.pop(sid)
    assert not bounds._of, "what left is forgotten"
    assert connect(site, room="zone:1", key=key_of(display)).is_connected()


class FakeSocket:
    """An Engine.IO socket that only receives."""

    def __init__(self) -> None:
        self.received = 0

    def receive(self, packet: Any) -> None:
        self.received += 1


class FakeServer:
    """As much of a Socket.IO server as the bounds touch."""

    def __init__(self) -> None:
        self.eio = type("Eio", (), {})()
        self.eio.sockets, self.closed = {}, []
        self.eio.handlers = {"connect": lambda sid, environ: None, "disconnect": lambda sid, reason: None}
        self.eio.disconnect = self.closed.append
        self.joined: set[str] = set()
        self.manager = type("Manager", (), {})()
        self.manager.sid_from_eio_sid = lambda sid, namespace: sid if sid in self.joined else None
        self.manager.rooms = {"/": {}}
        self.start_background_task = lambda act, *arguments: act(*arguments)


def bounds_of(server: FakeServer, clock: Clock) -> SocketBounds:
    return SocketBounds(server, clock, lambda environ: environ["REMOTE_ADDR"], most=100, of_address=50)


def test_who_says_too_much_is_put_out_and_who_answers_pings_stays() -> None:
    from engineio.exceptions import SocketIsClosedError

    server, clock = FakeServer(), Clock()
    bounds = bounds_of(server, clock)
    for sid in ("loud", "calm"):
        server.eio.sockets[sid] = FakeSocket()
        bounds._connect(sid, {"REMOTE_ADDR": "10.0.0.1"})
    for _ in range(200):
        clock.now += 20
        server.eio.sockets["calm"].receive("pong")
    assert server.eio.sockets["calm"].received == 200
    for _ in range(SAYS_AT_ONCE):
        server.eio.sockets["loud"].receive("x")
    with pytest.raises(SocketIsClosedError):
        server.eio.sockets["loud"].receive("x")


def test_a_socket_that_never_says_what_it_wants_is_closed() -> None:
    server, clock = FakeServer(), Clock()
    bounds = bounds_of(server, clock)
    for sid in ("silent", "joined"):
        server.eio.sockets[sid] = FakeSocket()
        bounds._connect(sid, {"REMOTE_ADDR": "10.0.0.1"})
    server.joined.add("joined")
    clock.now = JOINS_WITHIN + 1
    assert bounds.close_silent() == 1
    assert server.closed == ["silent"]


def test_an_address_takes_its_share_and_known_ones_find_a_place_longest() -> None:
    clock = Clock()
    doors = Connections(clock, most=80, of_address=50)
    assert [doors.enter("10.0.0.66") for _ in range(60)].count(True) == 50
    assert [doors.enter("10.0.0.67") for _ in range(60)].count(True) == 20, "an eighth is kept free"
    assert not doors.enter("10.0.0.3")
    doors.trust("10.0.0.3")
    assert [doors.enter("10.0.0.3") for _ in range(12)].count(True) == 10
    doors.leave("10.0.0.66")
    assert doors.open() == 79
    clock.now += 25 * 3600
    assert not doors.enter("10.0.0.3"), "seen yesterday is not seen today"


def test_a_device_makes_its_address_known(site: Site) -> None:
    doors = site.application.connections
    site.public.get("/services")
    assert not doors._is_trusted("127.0.0.1")
    site.kiosk().get("/devices/me")
    assert doors._is_trusted("127.0.0.1")


def test_a_request_that_began_must_end_in_time_and_waiting_for_one_need_not() -> None:
    from contextlib import nullcontext

    clock, asked = Clock(), []

    def within(seconds: float, trouble: BaseException) -> Any:
        asked.append(seconds)
        return nullcontext()

    reader = PatientReader(io.BufferedReader(io.BytesIO(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")), within, clock)
    clock.now = 1000.0
    reader.begin()
    assert reader.readline(100) == b"GET / HTTP/1.1\r\n"
    clock.now += 15
    reader.readline(100)
    assert asked == [20.0, 5.0]
    clock.now += 6
    with pytest.raises(TimeoutError):
        reader.readline(100)
