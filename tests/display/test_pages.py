"""The display's pages as they leave the server: empty walls with a zone, a language and a theme, and nothing inline."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from display.pages import pages as display
from server.web.pages import pages as web


@pytest.fixture
def client() -> FlaskClient:
    app = Flask(__name__)
    app.register_blueprint(web)
    app.register_blueprint(display)
    return app.test_client()


def html(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_hall_and_each_zone_have_a_wall(client: FlaskClient) -> None:
    assert 'data-zone=""' in html(client, "/display/")
    assert 'data-zone="2"' in html(client, "/display/2")


def test_a_wall_is_dark_and_indonesian_unless_its_address_says_otherwise(client: FlaskClient) -> None:
    assert re.search(r'<html lang="id"[^>]* data-theme="dark"', html(client, "/display/"))
    assert re.search(r'<html lang="en"[^>]* data-theme="light"', html(client, "/display/?lang=en&theme=light"))


def test_an_address_with_nonsense_gives_the_usual_wall(client: FlaskClient) -> None:
    assert re.search(r'<html lang="id"[^>]* data-theme="dark"', html(client, '/display/?lang=xx&theme="><script>'))


def test_a_wall_can_be_told_to_keep_silent(client: FlaskClient) -> None:
    assert 'data-sound="on"' in html(client, "/display/1")
    assert 'data-sound="off"' in html(client, "/display/1?sound=off")


def test_nothing_stands_inline_that_a_strict_policy_forbids(client: FlaskClient) -> None:
    page = html(client, "/display/")
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|\son\w+=|<style", page)
