"""The mark of a machine at which somebody has signed in before: it opens nothing, it only has tries of its own."""

import hashlib
from typing import Any

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from server.api.house import house

COOKIE = "antrean_machine"
DAYS = 90
MOST_NAMES = 8  # who shares one counter's PC


def knows(username: str) -> str | None:
    """The machine's own id, where this name has signed in at it."""
    mark = _mark()
    return mark["id"] if _short(username) in mark["names"] else None


def remember(answer: Response, username: str) -> Response:
    """This name has signed in here; the newest names stay."""
    mark = _mark()
    names = [_short(username), *(name for name in mark["names"] if name != _short(username))][:MOST_NAMES]
    signed = _signer().dumps({"id": mark["id"] or house().new_csrf_token(), "names": names})
    answer.set_cookie(
        COOKIE, signed, max_age=DAYS * 86_400, path="/api/v1/sign-in", httponly=True, samesite="Strict",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )  # fmt: skip
    return answer


def _mark() -> dict[str, Any]:
    try:
        found = _signer().loads(request.cookies.get(COOKIE, ""), max_age=DAYS * 86_400)
    except BadSignature:
        found = {}
    return {"id": found.get("id"), "names": found.get("names", [])}


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="antrean machine")


def _short(username: str) -> str:
    """Names are not told to whoever looks at the cookie."""
    return hashlib.sha256(f"{current_app.secret_key!s}|{username}".encode()).hexdigest()[:16]
