"""The kiosk's pages over HTTP: what they carry, what they keep to themselves, and the code that leads to a ticket."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
import segno
from flask import Flask
from flask.testing import FlaskClient

import kiosk.pages
import server.web.pages

TICKET = "aZ09_-" * 4
STATIC = Path(kiosk.pages.__file__).parent / "static"


@pytest.fixture
def house() -> Flask:
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(server.web.pages.pages)
    app.register_blueprint(kiosk.pages.pages)
    return app


@pytest.fixture
def client(house: Flask) -> FlaskClient:
    return house.test_client()


def modules_of(svg: bytes) -> float:
    """The width of the drawing, in modules with its quiet zone."""
    return float(ElementTree.fromstring(svg).attrib["viewBox"].split()[2])


def test_the_kiosk_opens_in_indonesian_whatever_the_browser_prefers(client: FlaskClient) -> None:
    page = client.get("/kiosk/", headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert '<html lang="id"' in page
    assert "Sebentar…" in page


def test_the_pages_carry_no_script_or_style_of_their_own(client: FlaskClient) -> None:
    for path in ("/kiosk/", f"/t/{TICKET}"):
        page = client.get(path).get_data(as_text=True)
        assert "style=" not in page
        assert "<style" not in page
        assert page.count("<script") == page.count('<script type="module" src="/static/kiosk/')


def test_every_sheet_and_module_a_page_names_is_there(client: FlaskClient) -> None:
    for page in ("/kiosk/", f"/t/{TICKET}"):
        for file in re.findall(r'"(/static/kiosk/[^"]+)"', client.get(page).get_data(as_text=True)):
            with client.get(file) as answer:
                assert answer.status_code == 200, file


def test_a_tickets_page_is_never_indexed_and_tells_no_other_site_where_it_came_from(client: FlaskClient) -> None:
    answer = client.get(f"/t/{TICKET}")
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert '<meta name="robots" content="noindex, nofollow">' in answer.get_data(as_text=True)


def test_a_tickets_page_says_in_both_languages_what_to_do_without_javascript(client: FlaskClient) -> None:
    for language, words in (("id", "Nomor pada karcis tetap berlaku"), ("en", "The number on your slip remains valid")):
        page = client.get(f"/t/{TICKET}", headers={"Accept-Language": language}).get_data(as_text=True)
        assert words in page.partition("<noscript>")[2].partition("</noscript>")[0]


@pytest.mark.parametrize("path", ["/t/x", "/t/a.b.c.d.e.f", f"/t/{'a' * 65}", "/t/%3Cscript%3E/qr.svg"])
def test_what_cannot_be_a_ticket_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_code_leads_to_the_sites_public_address(house: Flask) -> None:
    house.config["ANTREAN_PUBLIC_URL"] = lambda: "https://antrean.sanggaukab.go.id/"
    answer = house.test_client().get(f"/t/{TICKET}/qr.svg")
    drawn = segno.make(f"https://antrean.sanggaukab.go.id/t/{TICKET}", error="m", micro=False)
    assert answer.mimetype == "image/svg+xml"
    assert modules_of(answer.data) == drawn.symbol_size(scale=8, border=4)[0]
    assert drawn.svg_data_uri(scale=8, border=4, dark="#12201c", light="#ffffff", omitsize=True, nl=False) != ""


def test_without_a_public_address_the_code_leads_where_the_kiosk_came_from(client: FlaskClient) -> None:
    here = client.get(f"/t/{TICKET}/qr.svg", base_url="http://antrean.lan:8080")
    there = client.get(f"/t/{TICKET}/qr.svg", base_url="http://antrean.lan:9090")
    assert here.data != there.data


def test_no_page_of_the_kiosk_fetches_from_elsewhere() -> None:
    for file in STATIC.glob("**/*.*"):
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text, file.name
        assert "https://" not in text, file.name
