"""The only file that asks the machine for time, chance or ids."""

import secrets
import string
import time
from datetime import UTC, datetime

_READABLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_DIGITS = string.digits + string.ascii_lowercase


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class SystemIds:
    def secret(self) -> str:
        return secrets.token_urlsafe(16)

    def short(self) -> str:
        """Milliseconds in base 36, then 30 bits of chance: sorts by the time it was made."""
        value, letters = time.time_ns() // 1_000_000, []
        while value:
            value, rest = divmod(value, 36)
            letters.append(_DIGITS[rest])
        return "".join(reversed(letters)) + "".join(secrets.choice(_DIGITS) for _ in range(6))

    def pairing_code(self) -> str:
        return "".join(secrets.choice(_READABLE) for _ in range(8))


def monotonic() -> float:
    """Seconds of a clock that never steps; for timeouts and measuring."""
    return time.monotonic()


def new_secret_key() -> str:
    return secrets.token_hex(32)


def new_csrf_token() -> str:
    return secrets.token_urlsafe(24)


def new_password() -> str:
    """What the demonstration's accounts get: readable, spoken over a shoulder, and new for each data folder."""
    return "-".join("".join(secrets.choice("abcdefghjkmnpqrstuvwxyz") for _ in range(4)) for _ in range(3))
