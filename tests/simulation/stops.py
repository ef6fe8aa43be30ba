"""Which services a day's visitors were served, kept from the journal alone: each service of a visit by its last stop."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.account import FREES_COUNTER, Account

AT_COUNTER = ("called", "serving")
INFERRED = ("closed_by_next", "end_of_day")


@dataclass
class Stops:
    """`ends`: ticket → the service, whether it was served, and the mark of each stop that ended, in order."""

    ends: dict[str, list[tuple[str, bool, str | None]]] = field(default_factory=lambda: defaultdict(list))

    def tell(self, name: str, body: Mapping[str, Any], account: Account) -> None:
        """One row; `account` is that before it."""
        ticket = body.get("ticket", "")
        if name in FREES_COUNTER:
            person = account.people[ticket]
            self.ends[ticket].append((person.service, name == "TicketFinished", body.get("mark")))
        elif name == "TicketTransferred" and body["counter"] is not None:
            self.ends[ticket].append((account.people[ticket].service, False, None))
        for row in body["restored"] if name == "MoveUndone" else ():
            person = account.people[row["id"]]
            ended = person.state not in AT_COUNTER or person.service != row["service"]
            if row["state"] in AT_COUNTER and ended:
                self.ends[row["id"]].pop()

    def served(self, tickets: Iterable[str], account: Account) -> Counter[str]:
        """How many `services` these visits were served, and `inferred` of them. Who is back in line for one is not."""
        counted: Counter[str] = Counter()
        for ticket in tickets:
            person, last = account.people[ticket], {one[0]: one for one in self.ends[ticket]}
            if not last and person.state == "finished":
                last = {person.service: (person.service, True, person.mark)}  # keyed in from paper
            for service, served, mark in last.values():
                if served and (service != person.service or person.state == "finished"):
                    counted.update(services=1, inferred=int(mark in INFERRED))
        return counted
