"""What the hall knows of waiting so far, as it is stored: read anew only where it changed."""

import json
from datetime import datetime
from functools import lru_cache

from server.domain import promises, serving_times
from server.domain.promises import Calibration
from server.domain.serving_times import Learned
from server.ports import Unit

WAIT, STATE = "wait", "state"


@lru_cache(maxsize=4)
def read(stored: str) -> tuple[Learned, Calibration, datetime]:
    plain = json.loads(stored)
    known = serving_times.from_plain(plain["learned"]), promises.from_plain(plain["calibration"])
    return *known, datetime.fromisoformat(plain["until"])


def known(unit: Unit) -> tuple[Learned, Calibration]:
    """What was learned so far; read anew only where it changed."""
    stored = unit.floor.lesson(WAIT, STATE)
    return read(stored)[:2] if stored else (Learned(), Calibration())
