"""No GET changes anything, every refusal has one shape, and every answer carries the headers."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.halls import Door, Site

EXAMPLES = {"counter": "1", "ticket": "", "name": "0" * 32 + ".wav", "printer": "p1", "field": "1", "job": "none",
            "alarm": "none", "pause": "none", "device": "none", "label": "A-001", "note": "none", "username": "none", "language": "id", "key": "idle",
            "message": "none", "service": "A1", "profile": "utama"}  # fmt: skip
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}
PAGES = ("/", "/kiosk/", "/display/", "/display/1", "/counter/", "/counter/greeter", "/sign-in", "/api/", "/t/abcdefgh", "/no-such-page",
         "/words/kiosk/id.json", "/t/abcdefgh/qr.svg")  # fmt: skip


def document(site: Site) -> dict[str, Any]:
    told: dict[str, Any] = site.public.client.get("/api/v1/openapi.json").json
    return told


def operations(site: Site) -> Iterator[tuple[str, str, dict[str, Any]]]:
    told = document(site)
    (server,) = told["servers"]
    for path, item in told["paths"].items():
        for method, operation in item.items():
            yield method.upper(), server["url"] + path, operation


def callers(site: Site) -> list[Door]:
    return [site.public, site.kiosk(), site.device("display", 1), site.agent(), site.clerk(1),
            site.staff("admin", "admin"), site.staff("auditor", "auditor")]  # fmt: skip


def filled(path: str, **more: str) -> str:
    for name, value in {**EXAMPLES, **more}.items():
        path = path.replace("{" + name + "}", value)
    assert "{" not in path, path
    return path


def test_no_get_changes_anything(site: Site) -> None:
    mine = site.kiosk().done("/tickets", service="A2")["ticket"]["id"]
    doors = callers(site)
    doors[3].post("/jobs/claim", targets=["printer:p1"])
    before, gets = site.rows(), [path for method, path, _ in operations(site) if method == "GET"]
    assert len(gets) >= 14
    for path in gets:
        for door in doors:
            for query in ("", "?room=zone:1", "?day=2026-11-23", "?since=0&room=queue:A"):
                answer = door.client.get(filled(path, ticket=mine) + query, headers=door.headers)
                assert answer.status_code < 500, (path, query, answer.text)
    for page in PAGES:
        assert site.public.client.get(page).status_code in (200, 404)
    assert site.rows() == before


def test_what_the_door_lists_is_what_it_has(site: Site) -> None:
    listed = {(method, path) for method, path, _ in operations(site)}
    real = {
        (method, rule.rule.replace("<", "{").replace(">", "}"))
        for rule in site.application.flask.url_map.iter_rules() if rule.rule.startswith("/api/v1/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }  # fmt: skip
    assert real - {("GET", "/api/v1/openapi.json")} == listed


def test_every_command_lists_the_shape_of_its_refusals(site: Site) -> None:
    for method, path, operation in operations(site):
        assert operation["responses"], (method, path)
        if "requestBody" in operation:
            assert "422" in operation["responses"], (method, path)


def one_shape(answer: Any, code: str) -> None:
    assert answer.json["error"] == code, answer.text
    assert answer.json["message"]
    assert "request_id" in answer.json
    assert answer.mimetype == "application/json"


def test_every_refusal_has_one_shape_in_the_callers_language(site: Site) -> None:
    kiosk = site.kiosk()
    wishes = {"id": "Tidak ditemukan", "en-GB,en;q=0.9": None, "fr": "Tidak ditemukan", "": "Tidak ditemukan"}
    told = {}
    for wish in wishes:
        answer = kiosk.client.post(
            "/api/v1/tickets", json={"service": "Z9", "request_id": "tap-00001"},
            headers={**kiosk.headers, "Accept-Language": wish},
        )  # fmt: skip
        one_shape(answer, "not_found")
        assert answer.json["request_id"] == "tap-00001"
        told[wish] = answer.json["message"]
    assert told["en-GB,en;q=0.9"] not in ("", "Tidak ditemukan")
    assert {told["id"], told["fr"], told[""]} == {"Tidak ditemukan"}


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing-here", 404, "not_found"),
        ("GET", "/api/v1/counters/zero", 422, "bad_request"),
        ("DELETE", "/api/v1/services", 405, "method_not_allowed"),
        ("POST", "/api/v1/sign-in", 422, "bad_request"),
        ("GET", "/api/v1/counters", 401, "not_signed_in"),
        ("GET", "/api/v1/news?wait=99&room=queue:A", 422, "bad_request"),
        ("GET", "/api/v1/news?since=-1&room=queue:A", 422, "bad_request"),
        ("GET", "/api/v1/snapshot?room=queue:ZZ", 404, "not_found"),
    ],
)
def test_what_never_reaches_an_operation_has_the_same_shape(
    site: Site, method: str, path: str, status: int, code: str
) -> None:
    answer = site.public.client.open(path, method=method, json={} if method == "POST" else None)
    assert answer.status_code == status
    one_shape(answer, code)


def test_every_answer_carries_the_headers_of_safety(site: Site) -> None:
    public = site.public
    answers = [public.client.get(page) for page in PAGES] + [
        public.get("/services"), public.get("/nothing"), public.get("/counters"), public.post("/sign-in"),
        public.client.get("/static/web/tokens.css"),
    ]  # fmt: skip
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        answer.close()


def test_nothing_of_the_door_is_kept_by_caches_unless_it_says_so(site: Site) -> None:
    mine = site.kiosk().done("/tickets", service="A2")["ticket"]["id"]
    public = site.public
    kept = {path: public.get(path).headers["Cache-Control"] for path in ("/services", "/session", f"/tickets/{mine}")}
    assert kept == {"/services": "no-store", "/session": "no-store", f"/tickets/{mine}": "no-cache, private"}


def test_pages_hold_no_inline_script_and_no_inline_style(site: Site) -> None:
    import re

    for page in PAGES[:8]:
        html = site.public.client.get(page).text
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>\s*\S", html), page
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html), page


def test_a_host_that_is_not_allowed_is_refused(make_site: Any) -> None:
    site = make_site(allowed_hosts="antrean.test, localhost")
    assert site.public.client.get("/api/v1/services", headers={"Host": "evil.test"}).status_code == 400
    assert site.public.client.get("/api/v1/services", headers={"Host": "antrean.test"}).status_code == 200


def test_metrics_are_for_staff_and_devices(site: Site) -> None:
    site.kiosk().done("/tickets", service="A2")
    told = site.staff("admin", "admin").get("/metrics").text
    assert 'antrean_events_total{name="TicketIssued"} 1.0' in told
    assert "antrean_hub_lag_seconds" in told


def test_a_database_that_cannot_write_is_said_in_the_one_shape_and_nothing_changed(site: Site) -> None:
    kiosk = site.kiosk()
    with site.database.writing() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    before = site.rows()
    answer = kiosk.do("/tickets", service="A2")
    assert answer.status_code == 503
    one_shape(answer, "disk_trouble")
    assert "full" not in answer.text
    assert site.rows() == before


def test_what_a_kiosk_loads_is_compressed_and_asked_for_again_only_when_it_changed(site: Site) -> None:
    def get(path: str, **headers: str) -> Any:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        return site.public.client.get(path, headers=told, buffered=True)

    for path in ("/api/v1/mall", "/static/web/tokens.css"):
        answer = get(path, Accept_Encoding="gzip")
        assert answer.headers["Content-Encoding"] == "gzip"
        assert get(path, Accept_Encoding="gzip", If_None_Match=answer.headers["ETag"]).status_code == 304
        assert "Content-Encoding" not in get(path).headers


def test_the_opener_policy_is_sent_where_browsers_heed_it(site: Site) -> None:
    plain, secure = (
        site.public.client.get("/kiosk/", base_url=f"{scheme}://antrean.mpp") for scheme in ("http", "https")
    )
    assert "Cross-Origin-Opener-Policy" not in plain.headers
    assert secure.headers["Cross-Origin-Opener-Policy"] == "same-origin"
