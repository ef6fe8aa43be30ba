"""The kiosk's pages: the hall's touchscreen, a ticket's page for the visitor's phone, and the code that leads to it."""

import io
import re
from pathlib import Path

import segno
from flask import Blueprint, Response, abort, current_app, make_response, render_template, request

from server.words import LANGUAGES, Words

KIOSK = Path(__file__).parent
TICKET_ID = re.compile(r"[A-Za-z0-9_-]{6,64}")

pages = Blueprint(
    "kiosk", __name__, template_folder="templates", static_folder="static", static_url_path="/static/kiosk"
)


@pages.get("/kiosk/")
def kiosk() -> str:
    """Indonesian until a visitor chooses: what the browser prefers says nothing about who stands before it."""
    words = {language: Words(KIOSK, language) for language in LANGUAGES}
    return render_template("kiosk/kiosk.html", surface="kiosk", language=LANGUAGES[0], theme="light", words=words)


@pages.get("/t/<ticket>")
def ticket_page(ticket: str) -> Response:
    """The same page for every id: whether a ticket exists is answered by the API alone."""
    if not TICKET_ID.fullmatch(ticket):
        abort(404)
    language = request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
    w = Words(KIOSK, language)
    return _private(make_response(render_template("kiosk/ticket.html", surface="kiosk", language=language, w=w)))


@pages.get("/t/<ticket>/qr.svg")
def ticket_code(ticket: str) -> Response:
    """The QR code of a ticket's address; error correction M, since a phone reads it off glass with reflections."""
    if not TICKET_ID.fullmatch(ticket):
        abort(404)
    picture = io.BytesIO()
    code = segno.make(f"{_public_url()}/t/{ticket}", error="m", micro=False)
    code.save(picture, kind="svg", scale=8, border=4, dark="#12201c", light="#ffffff", xmldecl=False, omitsize=True)
    return _private(Response(picture.getvalue(), mimetype="image/svg+xml"))


def _public_url() -> str:
    told = current_app.config.get("ANTREAN_PUBLIC_URL")
    return (told() if told else "").rstrip("/") or request.url_root.rstrip("/")


def _private(response: Response) -> Response:
    """A ticket's address is its key: not for search engines, not for the next site, not for a shared cache."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-cache"
    return response
