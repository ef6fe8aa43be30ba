"""The mall with the longest texts that a mall's file may hold, and a hall where every figure is wide: what no screen may be broken by."""

from typing import Any

LANGUAGES = ("id", "en")
WORDS = {
    "id": "Pertanggungjawaban Penyelenggaraan Ketenagakerjaan dan Kependudukan serta Pemberdayaan Masyarakat "
    "Berkelanjutan untuk Kesejahteraan Bersama",
    "en": "Administration of Responsibilities, Telecommunications and Infrastructure Implementation for "
    "Representatives of Neighbourhood Organisations",
}
DOCUMENTS, TARIFFS, OTHER_COSTS = 8, 8, 3


def filled(longest: int, language: str, start: int = 0) -> str:
    """As many whole words as `longest` letters hold, beginning at the word `start`."""
    words = WORDS[language].split()
    text = words[start % len(words)]
    for place in range(start + 1, start + 40):
        more = f"{text} {words[place % len(words)]}"
        if len(more) > longest:
            return text
        text = more
    return text


def both(longest: int, start: int = 0) -> dict[str, str]:
    return {language: filled(longest, language, start) for language in LANGUAGES}


def longest_mall(mall: dict[str, Any]) -> dict[str, Any]:
    """The answer of GET /mall with each text at the limit that server/domain/mall_file.py sets."""
    mall["site"] |= {"name": both(80), "short": filled(24, "id")}
    mall["label"] = both(160)
    for place, agency in enumerate(mall["agencies"]):
        agency |= {"name": both(100, place), "short": filled(24, "id", place), "about": both(40, place)}
    for place, service in enumerate(mall["services"]):
        service |= longest_service(place)
    return mall


def longest_service(place: int) -> dict[str, Any]:
    return {
        "name": both(80, place), "short": both(28, place), "completion": both(80, place), "paid_to": "treasury",
        "documents": [{"text": both(100, place + n), "form": "original"} for n in range(DOCUMENTS)],
        "tariffs": [line(n) for n in range(TARIFFS)], "other_costs": [line(n) for n in range(OTHER_COSTS)],
    }  # fmt: skip


def line(place: int) -> dict[str, Any]:
    verified = place % 3 != 2
    return {
        "label": both(80, place), "basis": filled(80, "id", place), "amount": 1_250_000 if verified else None,
        "verified": verified, "checked_on": "2026-11-23", "source": None, "note": None,
    }  # fmt: skip


def widest_hall(hall: dict[str, Any]) -> dict[str, Any]:
    """The answer of GET /services: long lines, long waits, few numbers left, and nobody at the counter."""
    for service in hall["services"]:
        service |= {
            "can_take": True, "refusal": None, "ahead": 128, "wait": {"low_minutes": 100, "high_minutes": 160},
            "remaining": 117, "counters_open": 12, "notice": {"code": "no_counter_staffed"},
        }  # fmt: skip
    return hall


def disturbed(hall: dict[str, Any], agency: str) -> dict[str, Any]:
    refusal = {"code": "central_system_down", "since": "2026-11-23T02:20:00Z"}
    for service in hall["services"]:
        if service["code"].startswith(agency):
            service |= {"can_take": False, "refusal": refusal}
    return hall
