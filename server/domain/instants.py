"""How a moment is written down: text in UTC, so that it sorts, hashes and travels the same everywhere."""

from datetime import UTC, datetime


def instant_text(moment: datetime) -> str:
    """`2026-11-23T01:02:03.000004Z`; always 27 characters."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
