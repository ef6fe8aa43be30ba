"""The desk's page at /counter/. It is a page only: what a clerk does goes through the HTTP API."""

from pathlib import Path

from flask import Blueprint, render_template

from server.web.pages import WEB, asked_language
from server.words import Words

ROOM = Path(__file__).parent

pages = Blueprint(
    "counter", __name__, template_folder="templates", static_folder="static", static_url_path="/static/counter"
)


@pages.get("/counter/")
def desk() -> str:
    language = asked_language()
    words, shell = Words(ROOM, language), Words(WEB, language)
    return render_template("counter/desk.html", surface="counter", language=language, w=words, shell=shell)
