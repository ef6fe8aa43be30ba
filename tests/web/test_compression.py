"""What goes out compressed, and what does not."""

import gzip
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from server.web.compression import compress

LONG = '{"text": "' + "antrean " * 400 + '"}'
GZIP = {"Accept-Encoding": "gzip, deflate"}


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    (tmp_path / "page.css").write_text("body { margin: 0 }\n" * 200)
    (tmp_path / "font.woff2").write_bytes(bytes(5000))
    app = Flask("answers", static_folder=str(tmp_path), static_url_path="/static")
    app.after_request(compress)
    app.add_url_rule("/long", "long", view_func=lambda: Response(LONG, mimetype="application/json"))
    app.add_url_rule("/short", "short", view_func=lambda: Response("{}", mimetype="application/json"))
    return app.test_client()


def test_long_text_is_the_same_text_in_fewer_bytes(client: FlaskClient) -> None:
    answer = client.get("/long", headers=GZIP, buffered=True)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.content_length == len(answer.data) < len(LONG) / 10
    assert gzip.decompress(answer.data).decode() == LONG


def test_who_does_not_take_gzip_gets_it_plain_and_caches_are_told(client: FlaskClient) -> None:
    answer = client.get("/long")
    assert answer.get_data(as_text=True) == LONG
    assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", ["/short", "/static/font.woff2"])
def test_short_answers_and_packed_files_stay_as_they_are(client: FlaskClient, path: str) -> None:
    assert "Content-Encoding" not in client.get(path, headers=GZIP, buffered=True).headers


def test_a_static_file_is_compressed_and_still_known_by_its_tag(client: FlaskClient) -> None:
    first = client.get("/static/page.css", headers=GZIP, buffered=True)
    assert gzip.decompress(first.data).startswith(b"body { margin: 0 }")
    again = client.get("/static/page.css", headers={**GZIP, "If-None-Match": first.headers["ETag"]}, buffered=True)
    assert again.status_code == 304
    assert again.data == b""


def test_a_part_of_a_file_is_not_compressed(client: FlaskClient) -> None:
    answer = client.get("/static/page.css", headers={**GZIP, "Range": "bytes=0-1499"}, buffered=True)
    assert answer.status_code == 206
    assert "Content-Encoding" not in answer.headers
