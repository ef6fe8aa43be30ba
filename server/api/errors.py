"""The one shape of error: {"error": code, "message": text in the caller's language, "request_id": …, details…}."""

from collections.abc import Callable
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, jsonify, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from server.domain.refusals import Refusal
from server.ports import StoreUnavailable
from server.sentences import refusal_sentence
from server.words import LANGUAGES

log = structlog.get_logger()

_HTTP_CODES = {
    400: "bad_request", 401: "not_signed_in", 403: "not_allowed", 404: "not_found", 405: "method_not_allowed",
    408: "too_slow", 413: "too_large", 415: "unsupported_media_type", 422: "bad_request", 429: "too_many_requests",
}  # fmt: skip


class NotSignedIn(Refusal):
    code, status = "not_signed_in", 401


class KeyUnknown(Refusal):
    code, status = "key_unknown", 401


class SignInFailed(Refusal):
    code, status = "sign_in_failed", 401


class CsrfTokenWrong(Refusal):
    code, status = "csrf_token_wrong", 403


class BadRequest(Refusal):
    """The request itself is not sound (details: problem)."""

    code, status = "bad_request", 422


class SoundNotSound(Refusal):
    code, status = "sound_not_sound", 422


class TooManyRequests(Refusal):
    """Asked too often (details: retry_after_seconds, also in the Retry-After header)."""

    code, status = "too_many_requests", 429


class SignInBusy(Refusal):
    """So many passwords wait to be verified that one more would wait too long (details: retry_after_seconds)."""

    code, status = "sign_in_busy", 503


class DiskTrouble(Refusal):
    """The disk is full or broken; nothing was changed."""

    code, status = "disk_trouble", 503


class DiskFull(Refusal):
    """The disk has no room left; nothing was changed, and what was acknowledged is safe."""

    code, status = "disk_full", 503


class DiskReadOnly(Refusal):
    """The disk takes no more writing; nothing was changed."""

    code, status = "disk_read_only", 503


class DatabaseDamaged(Refusal):
    """The database's file is damaged: stop, and bring a backup back; nothing was changed."""

    code, status = "database_damaged", 503


class DatabaseUnavailable(Refusal):
    """The database cannot be reached now; the same request sent again is safe (details: retry_after_seconds)."""

    code, status = "database_unavailable", 503


def asked_language() -> str:
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def error(code: str, status: int, /, **details: Any) -> Response:
    language = asked_language()
    body = {"error": code, "message": refusal_sentence(code, details, language), "request_id": _request_id()}
    answer = jsonify({**details, **body})
    answer.status_code = status
    answer.headers["Content-Language"] = language
    if "retry_after_seconds" in details:
        answer.headers["Retry-After"] = str(details["retry_after_seconds"])
    return answer


def _request_id() -> str | None:
    """The command's own id where it came with one that can be echoed."""
    if "request_id" in g:
        return str(g.request_id)
    try:
        body = request.get_json(silent=True) if request.is_json else None
    except HTTPException:  # the body itself is the trouble: too large, or cut off
        return None
    given = body.get("request_id") if isinstance(body, dict) else None
    return given if isinstance(given, str) and len(given) <= 64 else None


def invalid(problem: ValidationError) -> Response:
    """What pydantic found, without the input itself."""
    found = [
        {"at": ".".join(str(part) for part in one["loc"]), "problem": one["msg"]}
        for one in problem.errors(include_url=False, include_input=False, include_context=False)
    ]
    first = f"{found[0]['at']}: {found[0]['problem']}" if found else ""
    return error("bad_request", 422, problem=first, problems=found[:20])


def answer_errors(app: Flask, disk_trouble: type[Exception], kind_of: Callable[[Exception], str]) -> None:
    """Every trouble behind /api/ becomes the one shape; nothing of the machine leaks.

    `disk_trouble` is what the store raises when the database cannot do what it was asked, `kind_of` its code.
    """

    @app.errorhandler(Refusal)
    def refused(refusal: Refusal) -> Response:
        return error(refusal.code, refusal.status, **refusal.details)

    @app.errorhandler(StoreUnavailable)
    def unavailable(trouble: StoreUnavailable) -> Response | tuple[str, int]:
        log.error("database_unavailable", error=str(trouble), path=_asked_for())
        if not request.path.startswith("/api/"):
            return _page(DatabaseUnavailable.status)
        return error(
            DatabaseUnavailable.code, DatabaseUnavailable.status, retry_after_seconds=trouble.retry_after_seconds
        )

    @app.errorhandler(disk_trouble)
    def disk(trouble: Exception) -> Response:
        log.error("database_trouble", error=str(getattr(trouble, "orig", trouble))[:300], path=_asked_for())
        return error(kind_of(trouble), DiskTrouble.status)

    @app.errorhandler(HTTPException)
    def http(trouble: HTTPException) -> Response | tuple[str, int]:
        status = trouble.code or 500
        if not request.path.startswith("/api/"):
            return _page(status)
        return error(_HTTP_CODES.get(status, "bad_request" if status < 500 else "server_trouble"), status)

    @app.errorhandler(Exception)
    def crashed(trouble: Exception) -> Response | tuple[str, int]:
        log.exception("server_trouble", path=_asked_for())
        return error("server_trouble", 500) if request.path.startswith("/api/") else _page(500)


def _asked_for() -> str:
    """The path's pattern, for the log: the path itself may hold a ticket's id, which is its holder's right."""
    return request.url_rule.rule if request.url_rule else ""


def _page(status: int) -> tuple[str, int]:
    shown: tuple[str, int] = current_app.config["ANTREAN_TROUBLE_PAGE"](status)
    return shown
