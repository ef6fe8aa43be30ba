"""How an operation leaves its mark: once per request_id, one journal row per event, then what follows from it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.domain.access import Actor
from server.domain.events import Event
from server.domain.refusals import RequestIdReused
from server.operations.reactions import react
from server.ports import Recorded, Unit


@dataclass(frozen=True, slots=True)
class Asked:
    """A command as it was asked: the same request_id must come with the same rest, or it is refused."""

    request_id: str
    actor: Actor
    command: str
    arguments: Mapping[str, Any]

    def fingerprint(self) -> str:
        words = json.dumps([self.actor.id, self.command, dict(self.arguments)], sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Done:
    """What a command did; `again` where the same request had done it before."""

    result: Mapping[str, Any]
    again: bool = False


def done_before(unit: Unit, asked: Asked) -> Done | None:
    """The first answer to this request. Raises RequestIdReused where it was another command."""
    earlier = unit.requests.seen(asked.request_id)
    if earlier is None:
        return None
    fingerprint, result = earlier
    if fingerprint != asked.fingerprint():
        raise RequestIdReused()
    return Done(json.loads(result), again=True)


def done(unit: Unit, asked: Asked, result: Mapping[str, Any], now: datetime) -> Done:
    unit.requests.remember(asked.request_id, asked.fingerprint(), json.dumps(dict(result)), now)
    return Done(result)


def record(unit: Unit, event: Event, now: datetime) -> Recorded:
    """Append the event to the journal and add the jobs that follow from it."""
    recorded = unit.journal.append(event, now)
    for job in react(recorded, unit.mall):
        unit.jobs.add(job)
    return recorded
