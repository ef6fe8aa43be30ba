"""A small sound mall as the plain values of its file, for tests that say only what matters to them."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import server
from server import yaml_file
from server.domain.mall import Mall
from server.domain.mall_file import parse

SANGGAU = Path(server.__path__[0]) / "malls" / "sanggau.yaml"


def both(text: str) -> dict[str, str]:
    return {"id": text, "en": f"{text} (en)"}


DAY = {"first_ticket": "07:30", "open": "08:00", "last_ticket": "15:00", "close": "16:00"}
PRAYER = {"start": "11:15", "end": "13:00", "reason": {"id": "Salat Jumat", "en": "Friday prayer"}}

TARIFF = {
    "label": both("SKCK"),
    "amount": 30000,
    "basis": "PP 76/2020",
    "verified": True,
    "checked_on": "2026-11-23",
    "source": "https://example.org/skck",
}


def a_service(code: str, queue: str, **more: Any) -> dict[str, Any]:
    usual = {"code": code, "queue": queue, "name": both(code), "short": both(code), "documents": ["ktp"]}
    return {**usual, "tariffs": [deepcopy(TARIFF)], "minutes": 10, **more}


def an_agency(code: str, *services: dict[str, Any], **more: Any) -> dict[str, Any]:
    usual = {"code": code, "name": both(code), "short": code, "spoken": both(code)}
    return {**usual, "services": list(services), **more}


def raw_mall(**changes: Any) -> dict[str, Any]:
    """Two agencies, three services, three counters, Friday prayer, a holiday on Friday 25 December 2026."""
    raw: dict[str, Any] = {
        "format": "antrean-mall/1",
        "site": {
            "code": "MPP",
            "name": both("Mal"),
            "short": "MPP",
            "operator": "Kabupaten",
            "address": "Jalan Satu",
            "timezone": "Asia/Pontianak",
            "languages": ["id", "en"],
            "complaints": both("lapor.go.id"),
        },
        "hours": {
            **{day: dict(DAY) for day in ("monday", "tuesday", "wednesday", "thursday")},
            "friday": {**DAY, "breaks": [deepcopy(PRAYER)]},
        },
        "holidays": [{"day": "2026-12-25", "kind": "national", "name": both("Natal")}],
        "zones": [{"number": 1, "floor": 1, "name": both("Zona"), "sound_field": 1}],
        "documents": {"ktp": {"text": both("KTP-el asli"), "form": "original"}},
        "agencies": [
            an_agency("A", a_service("A1", "A", quota=2)),
            an_agency("D", a_service("D1", "D"), a_service("D2", "DS")),
        ],
        "counters": [
            {"number": 1, "zone": 1, "agency": "A", "queues": ["A"]},
            {"number": 2, "zone": 1, "agency": "D", "queues": ["D", "DS"]},
            {"number": 3, "zone": 1, "agency": "D", "queues": ["DS"]},
        ],
        "frequent": ["A1"],
    }
    return {**raw, **deepcopy(changes)}


def a_mall(**changes: Any) -> Mall:
    return parse(raw_mall(**changes))


def sanggau_raw() -> dict[str, Any]:
    with SANGGAU.open(encoding="utf-8") as file:
        raw: dict[str, Any] = yaml_file.read(file.read())
    return raw


def sanggau() -> Mall:
    return parse(sanggau_raw())
