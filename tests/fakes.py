"""A clock that stands still until it is moved, and ids that follow from a seed."""

import string
from datetime import datetime, timedelta
from random import Random

_LETTERS = string.ascii_letters + string.digits


class VirtualClock:
    """`true` is what really passed; `now()` is what the machine believes: the two differ after a step."""

    def __init__(self, start: datetime) -> None:
        self.true = start
        self.wrong_by = timedelta(0)

    def now(self) -> datetime:
        return self.true + self.wrong_by

    def pass_to(self, moment: datetime) -> None:
        """Time passes, never back."""
        self.true = max(self.true, moment)

    def step(self, seconds: float) -> None:
        """The machine's clock is set wrong by this much, back or ahead."""
        self.wrong_by = timedelta(seconds=seconds)

    def correct(self) -> None:
        self.wrong_by = timedelta(0)


class SeededIds:
    """As unique as the machine's, and the same for the same seed."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._made = 0

    def secret(self) -> str:
        return "".join(self._chance.choices(_LETTERS, k=22))

    def short(self) -> str:
        self._made += 1
        return f"{self._made:08x}{self._chance.getrandbits(16):04x}"

    def pairing_code(self) -> str:
        return "".join(self._chance.choices(string.ascii_uppercase, k=8))
