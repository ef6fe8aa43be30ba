"""The signed cookie of a staff session, without a date of its own."""

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature


class UndatedCookies(SecureCookieSessionInterface):
    """How old a session may be, the hall's clock and the table of sessions say.

    The date in a signature would be one more clock: when a machine's clock that was ahead is set right, every signature
    lies in the future, and thirty counters would be signed out at once.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        signer = self.get_signing_serializer(app)
        if signer is None:
            return None
        try:
            return self.session_class(signer.loads(request.cookies.get(self.get_cookie_name(app), "")))
        except BadSignature:
            return self.session_class()
