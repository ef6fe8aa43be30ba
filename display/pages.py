"""The hall's displays as pages: the whole hall, or one zone. What they show comes by the HTTP API and the news."""

from flask import Blueprint, render_template, request

from server.words import LANGUAGES

THEMES = ("dark", "light")

pages = Blueprint(
    "display", __name__, template_folder="templates", static_folder="static", static_url_path="/static/display"
)


@pages.get("/display/")
def hall() -> str:
    return _display(zone=None)


@pages.get("/display/<int:zone>")
def zone_display(zone: int) -> str:
    return _display(zone=zone)


def _display(zone: int | None) -> str:
    """A wall is dark and in the site's language unless its address says otherwise; `?sound=off` keeps it silent."""
    return render_template(
        "display/display.html",
        surface="display",
        zone=zone,
        language=_asked("language", LANGUAGES, _asked("lang", LANGUAGES, LANGUAGES[0])),
        theme=_asked("theme", THEMES, THEMES[0]),
        sound=_asked("sound", ("on", "off"), "on"),
    )


def _asked(name: str, allowed: tuple[str, ...], default: str) -> str:
    asked = request.args.get(name, "")
    return asked if asked in allowed else default
