"""The pages of desk, greeter, floor and an outage day. Pages only: what staff do goes by the HTTP API."""

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


@pages.get("/counter/greeter")
def greeter() -> str:
    language = asked_language()
    words, shell = Words(ROOM, language), Words(WEB, language)
    return render_template("counter/greeter.html", surface="counter", language=language, w=words, shell=shell)


@pages.get("/floor/")
def floor() -> str:
    return _floor("floor.title")


@pages.get("/floor/ready")
def ready() -> str:
    return _floor("floor.ready.title")


@pages.get("/floor/closing")
def closing() -> str:
    return _floor("floor.closing.title")


@pages.get("/floor/profiles")
def profiles() -> str:
    return _floor("floor.profiles.title")


def _floor(title: str) -> str:
    language = asked_language()
    words, shell = Words(ROOM, language), Words(WEB, language)
    return render_template(
        "counter/floor.html", surface="counter", language=language, w=words, shell=shell, title=title
    )


@pages.get("/counter/list")
def waiting_list() -> str:
    return _outage("list", "outage.list")


@pages.get("/counter/paper")
def paper() -> str:
    return _outage("paper", "outage.paper")


@pages.get("/counter/paper/block")
def block() -> str:
    return _outage("block", "block.title")


@pages.get("/counter/notes")
def notes() -> str:
    return _outage("notes", "outage.notes")


def _outage(script: str, title: str) -> str:
    language = asked_language()
    words, shell = Words(ROOM, language), Words(WEB, language)
    return render_template(
        "counter/outage.html", surface="counter", language=language, w=words, shell=shell, script=script, title=title
    )
