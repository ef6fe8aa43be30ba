"""What the door does with what nobody should send: never a 500, never a change."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder

from tests.api.test_reads import EXAMPLES, callers, filled, operations
from tests.halls import Door, Site

LONG = "x" * 10_000
ODD = [None, True, 0, -1, 1.5, 10**30, "", " ", LONG, "\0", "ä😀\u202e", "\ud800", "'; DROP TABLE tickets; --", [], [[]], {},
       {"a": 1}, "../../etc", "A1\n", "NaN", "${x}", "{label}"]  # fmt: skip
REQUEST = "request-0001"


def raw(door: Door, path: str, data: bytes, kind: str = "application/json", method: str = "POST") -> Any:
    return door.client.open(f"/api/v1{path}", method=method, headers=door.headers, data=data, content_type=kind)


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"null", b"[]", b'"text"', b"1", b"\xff\xfe", b"[" * 30_000, b'{"a":' * 10_000, b"NaN", b"1" * 9_000,
     b'{"request_id": "request-0001", "service": "A2", "service": "A1", "language": "\\ud800"}',
     b'{"service": 1e999, "request_id": "request-0001"}', "{\u201cservice\u201d: 1}".encode()],
)  # fmt: skip
def test_a_body_that_is_no_sound_json_is_refused(site: Site, data: bytes) -> None:
    kiosk = site.kiosk()
    before = site.rows()
    answer = raw(kiosk, "/tickets", data)
    assert (answer.status_code, answer.json["error"]) in ((422, "bad_request"), (400, "bad_request"))
    assert site.rows() == before


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "x"])
def test_only_json_is_a_command(site: Site, kind: str) -> None:
    """A form of another site can send text, but never application/json without asking first."""
    kiosk = site.kiosk()
    body = json.dumps({"service": "A2", "request_id": REQUEST}).encode()
    before = site.rows()
    answer = raw(kiosk, "/tickets", body, kind)
    assert answer.status_code in (415, 422)
    assert answer.json["error"] in ("unsupported_media_type", "bad_request")
    assert site.rows() == before


@pytest.mark.parametrize("path", ["/tickets", "/sign-in", "/devices/pair", "/jobs/claim"])
def test_a_body_beyond_the_bound_is_too_large(site: Site, path: str) -> None:
    answer = raw(site.agent(), path, b'{"x": "' + b"y" * 70_000 + b'"}')
    assert (answer.status_code, answer.json["error"]) == (413, "too_large")


def test_a_body_without_length_is_bounded_too(site: Site) -> None:
    body = b'{"x": "' + b"y" * 200_000 + b'"}'
    builder = EnvironBuilder("/api/v1/tickets", method="POST", headers=site.kiosk().headers, data=body,
                             content_type="application/json")  # fmt: skip
    environ = {**builder.get_environ(), "wsgi.input_terminated": True}
    del environ["CONTENT_LENGTH"]
    answer = site.public.client.open(environ)
    builder.close()
    assert (answer.status_code, answer.json["error"]) == (413, "too_large")


@pytest.mark.parametrize("odd", [v for v in ODD if not isinstance(v, bool)], ids=repr)
def test_an_odd_service_is_refused_with_the_one_shape(site: Site, odd: Any) -> None:
    kiosk = site.kiosk()
    before = site.rows()
    answer = raw(kiosk, "/tickets", json.dumps({"service": odd, "request_id": REQUEST}).encode())
    assert answer.status_code in (404, 422)
    assert answer.json["error"] in ("not_found", "bad_request")
    assert len(answer.data) < 5_000, "what was sent is not sent back"
    assert site.rows() == before


@pytest.mark.parametrize("bad", [None, "", "short", "x" * 65, "white space1", "ä" * 10, 12345678, "request-0001\n"])
def test_a_request_id_has_its_form(site: Site, bad: Any) -> None:
    answer = site.kiosk().post("/tickets", service="A2", request_id=bad)
    assert (answer.status_code, answer.json["error"]) == (422, "bad_request")


def test_what_is_not_named_is_not_silently_ignored(site: Site) -> None:
    answer = site.kiosk().do("/tickets", service="A2", priority=True)
    assert (answer.status_code, answer.json["error"]) == (422, "bad_request")


@pytest.mark.parametrize("name", ["\ud800", "\0", LONG, "petugas1\0", "' OR 1=1 --", "{label}", "😀"])
def test_an_odd_name_signs_nobody_in(site: Site, name: str) -> None:
    site.account("petugas1", "clerk", "A")
    before = site.rows()
    answer = raw(site.public, "/sign-in", json.dumps({"username": name, "password": name[:200]}).encode())
    assert answer.status_code in (401, 422)
    assert site.rows() == before


@pytest.mark.parametrize("header", ["Authorization", "Cookie", "X-CSRF-Token", "Accept-Language", "If-None-Match"])
@pytest.mark.parametrize(
    "value", ["\xff\xfe", "x" * 5_000, "Bearer \xe4.\xf6", "antrean=a.b.c", ";;;,,,===", "en;q=abc"]
)
def test_odd_headers_break_nothing(site: Site, header: str, value: str) -> None:
    answer = site.public.client.get("/api/v1/counters", headers={header: value})
    assert answer.status_code == 401
    assert site.public.client.get("/api/v1/services", headers={header: value}).status_code in (200, 401)


def odd_bodies(operation: dict[str, Any], document: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Bodies with the operation's own names and anything under them, and now and then a name of nobody."""
    reference = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    name = reference.get("$ref", "").rpartition("/")[2]
    shape = document["components"]["schemas"].get(name, {})
    sound: dict[str, Any] = {
        "request_id": "request-0001", "service": "A2", "waiting": "serve", "reason": "other", "scope": "agency",
        "code": "A", "ticket": "none", "expects": None, "targets": ["field:1"], "instance": "tab", "state": "ready",
        "language": "en", "kind": "kiosk", "name": "Kios", "day": "2026-11-23",
    }  # fmt: skip
    fields = {n: st.one_of(st.just(sound.get(n)), st.sampled_from(ODD), st.text(max_size=20)) for n in
              [*shape.get("properties", {}), "nobody"] if n != "wait_seconds"}  # fmt: skip
    return st.fixed_dictionaries({}, optional=fields)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_command_ever_breaks_and_no_refusal_ever_changes_a_row(site: Site, data: st.DataObject) -> None:
    if not hasattr(site, "doors"):
        site.doors = callers(site)  # type: ignore[attr-defined]
        site.document = site.public.client.get("/api/v1/openapi.json").json  # type: ignore[attr-defined]
        site.commands = [one for one in operations(site) if one[0] in ("POST", "PUT")]  # type: ignore[attr-defined]
    method, path, operation = data.draw(st.sampled_from(site.commands))  # type: ignore[attr-defined]
    door = data.draw(st.sampled_from(site.doors))  # type: ignore[attr-defined]
    body = data.draw(odd_bodies(operation, site.document))  # type: ignore[attr-defined]
    part = st.sampled_from(["none", "1", "%00", "a%2Fb", "x" * 200, "%F0%9F%98%80", "-1", "p1", "99999999999999999999"])
    where = filled(path, **{name: data.draw(part) for name in EXAMPLES})
    before = site.rows()
    answer = door.client.open(where, method=method, headers=door.headers, json=body)
    assert answer.status_code < 500, (method, where, body, answer.text)
    if answer.status_code >= 400:
        assert set(answer.json) >= {"error", "message", "request_id"}
        assert site.rows() == before, (method, where, body)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40), st.sampled_from(
    ["/snapshot?room={}", "/news?since={}&room=queue:A", "/news?room={}&wait=0", "/day/report?day={}", "/tickets/{}",
     "/counters/{}", "/sounds/{}", "/snapshot?zone={}"]))  # fmt: skip
def test_no_question_ever_breaks(site: Site, odd: str, path: str) -> None:
    from urllib.parse import quote

    if not hasattr(site, "admin"):
        site.admin = site.staff("admin", "admin")  # type: ignore[attr-defined]
    answer = site.admin.get(path.format(quote(odd, safe="")))  # type: ignore[attr-defined]
    assert answer.status_code in (200, 308, 404, 405, 422), (path, odd, answer.text)
