"""The pages that belong to no surface, asked of a small application."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.web import pages as web
from server.words import LANGUAGES, catalogue

INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


@pytest.fixture
def client() -> FlaskClient:
    app = Flask("pages", static_folder=None)
    app.register_blueprint(web.pages)
    app.config["ANTREAN_LINKS"] = lambda: [
        {"group": "kiosk", "label": "Kios <1>", "url": "http://127.0.0.1:8080/kiosk/?zone=1"},
        {"group": "Lain", "label": "Kertas", "url": "http://127.0.0.1:9200/"},
    ]
    app.register_error_handler(404, lambda _: web.trouble_page(404))
    app.register_error_handler(500, lambda _: web.trouble_page(500))
    app.add_url_rule("/broken", view_func=lambda: 1 // 0)
    return app.test_client()


@pytest.mark.parametrize("path", ["/", "/sign-in", "/api/", "/health/", "/nothing"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_speaks_the_asked_language_and_needs_nothing_inline(
    client: FlaskClient, path: str, language: str
) -> None:
    text = client.get(path, headers={"Accept-Language": language}).get_data(as_text=True)
    assert f'<html lang="{language}"' in text
    assert not INLINE.search(text)


def test_the_address_chooses_the_language_before_the_browser_does(client: FlaskClient) -> None:
    text = client.get("/sign-in?language=en&next=/counter/", headers={"Accept-Language": "id"}).get_data(as_text=True)
    assert "Staff sign-in" in text
    assert re.search(r'href="\?language=id&amp;next=(/|%2F)counter(/|%2F)"', text)


def test_who_wishes_an_unknown_language_gets_indonesian(client: FlaskClient) -> None:
    assert 'lang="id"' in client.get("/?language=xx", headers={"Accept-Language": "fr"}).get_data(as_text=True)


def test_the_links_are_those_the_application_hands_in(client: FlaskClient) -> None:
    text = client.get("/").get_data(as_text=True)
    assert "Kios pengunjung" in text
    assert "Kios &lt;1&gt;" in text
    assert 'href="http://127.0.0.1:9200/"' in text


def test_a_link_to_this_very_server_works_by_whatever_name_it_was_called(client: FlaskClient) -> None:
    text = client.get("/", base_url="http://hall.test:8080").get_data(as_text=True)
    assert 'href="/kiosk/?zone=1"' in text
    assert 'href="http://127.0.0.1:9200/"' in text


def test_the_words_of_a_room_come_with_the_shared_ones_beneath(client: FlaskClient) -> None:
    answer = client.get("/words/web/id.json")
    assert answer.get_json()["times.minutes"] == ["{range} menit"]
    assert answer.get_json().keys() == catalogue(web.WEB, "id").keys()
    again = client.get("/words/web/id.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_rooms_own_word_wins_over_the_shared_one(client: FlaskClient) -> None:
    given = client.get("/words/display/id.json").get_json()
    own = {key: text for key, text in catalogue(web.ROOMS["display"], "id").items() if isinstance(text, str)}
    assert own.items() <= {key: text for key, text in given.items() if isinstance(text, str)}.items()
    assert "times.minutes" in given


@pytest.mark.parametrize("path", ["/words/server/id.json", "/words/web/fr.json", "/words/..%2Fserver/id.json"])
def test_no_other_folder_and_no_other_language_is_read(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_trouble_has_a_page_with_a_way_on(client: FlaskClient) -> None:
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    for path, status in (("/nothing", 404), ("/broken", 500)):
        answer = client.get(path)
        assert answer.status_code == status
        assert 'href="/"' in answer.get_data(as_text=True)
