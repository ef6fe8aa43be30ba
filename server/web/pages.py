"""The pages that belong to no surface: links, sign-in, API documentation, troubles; and the words in JSON."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypedDict
from urllib.parse import urlsplit, urlunsplit

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, request

from server.words import LANGUAGES, Forms, Words, catalogue

WEB = Path(__file__).parent
ROOMS = {name: WEB.parents[1] / name for name in ("kiosk", "display", "counter")} | {"web": WEB}

pages = Blueprint("web", __name__, template_folder="templates", static_folder="static", static_url_path="/static/web")


class Link(TypedDict):
    """One line of the links page; the app hands in a list of them as config["ANTREAN_LINKS"]()."""

    group: str
    label: str
    url: str


@pages.get("/")
def links() -> str:
    given: list[Link] = current_app.config.get("ANTREAN_LINKS", list)()
    return _page("web/links.html", groups=_grouped(given, asked_language()))


@pages.get("/sign-in")
def sign_in() -> str:
    return _page("web/sign_in.html")


@pages.get("/voice/")
def voice() -> str:
    """What the recorded voice lacks; the page asks who is signed in."""
    return _page("web/voice.html")


@pages.get("/api/")
def api_documentation() -> str:
    return _page("web/api.html")


@pages.get("/health/")
def health() -> str:
    """How the machine does, for whoever looks after it; the facts come from the door."""
    return _page("web/health.html")


@pages.get("/words/<room>/<language>.json")
def words(room: str, language: str) -> Response:
    """A room's texts with those of "web" beneath them; asked for again only when they changed."""
    if room not in ROOMS or language not in LANGUAGES:
        abort(404)
    answer = jsonify(_texts(room, language))
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def asked_language() -> str:
    """?language= of the address, else the browser's wish, else Indonesian."""
    asked = request.args.get("language", "")
    return asked if asked in LANGUAGES else request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def trouble_page(status: int) -> tuple[str, int]:
    """The page for a request that went wrong; the app registers it for errors outside /api/."""
    shown = status if status in (403, 404, 503) else 500
    return _page("web/trouble.html", status=status, shown=shown), status


def _page(template: str, **values: object) -> str:
    language = asked_language()
    w = Words(WEB, language)
    others = [(code, Words(WEB, code).say(f"language.{code}")) for code in LANGUAGES]
    return render_template(template, surface="web", language=language, w=w, languages=others, **values)


def _texts(room: str, language: str) -> Mapping[str, Forms]:
    return {**catalogue(WEB, language), **catalogue(ROOMS[room], language)}


def _grouped(given: list[Link], language: str) -> dict[str, list[Link]]:
    """Group's name → its links, in the order given. A group without a word of its own is shown as it is."""
    names = catalogue(WEB, language)
    groups: dict[str, list[Link]] = {}
    for link in given:
        name = names.get(f"links.group.{link['group']}", link["group"])
        groups.setdefault(str(name), []).append({**link, "url": _near(link["url"])})
    return groups


def _near(url: str) -> str:
    """Without its host where the page itself came from there, by whatever name this server was called."""
    parts, own = urlsplit(url), urlsplit(request.host_url)
    same = parts.port == own.port and parts.hostname in (own.hostname, "127.0.0.1", "localhost")
    return urlunsplit(("", "", parts.path, parts.query, "")) if parts.netloc and same else url
