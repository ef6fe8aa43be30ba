"""Whether the work profiles fit the mall: what they name is there, and whom they let pass is bounded."""

from collections.abc import Iterator

from server.domain.mall import Counter, Mall
from server.domain.profiles import Line, Profile


def profile_problems(mall: Mall) -> Iterator[str]:
    for i, profile in enumerate(mall.profiles):
        for j, line in enumerate(profile.lines):
            yield from _names(mall, f"profiles[{i}].lines[{j}]", line)
    for i, counter in enumerate(mall.counters):
        if counter.profile and counter.profile not in mall.profile_by_code:
            yield f"counters[{i}].profile: there is no profile “{counter.profile}”"
        elif counter.profile:
            yield from _at_counter(mall, f"counters[{i}].profile", counter, mall.profile_of(counter))


def _names(mall: Mall, path: str, line: Line) -> Iterator[str]:
    for queue in line.select.queues:
        if queue not in mall.agency_by_queue:
            yield f"{path}.queues: there is no queue “{queue}”"
    for code in line.select.services:
        if code not in mall.service_by_code:
            yield f"{path}.services: there is no service “{code}”"


def _at_counter(mall: Mall, path: str, counter: Counter, profile: Profile) -> Iterator[str]:
    """A clerk sees the own agency only, and a call shows in the counter's zone only: so helping ends there."""
    for line in profile.lines:
        for queue in line.select.queues:
            if queue in mall.agency_by_queue:
                yield from _helped(mall, path, counter, line, queue)
        if line.select.services and not _serves_one_of(mall, counter, line):
            yield f"{path}: line “{line.code}” prefers services that this counter never has"


def _helped(mall: Mall, path: str, counter: Counter, line: Line, queue: str) -> Iterator[str]:
    """Who helps another queue takes its longest waiting: nothing would bound whom others pass there."""
    if mall.agency_by_queue[queue] != counter.agency:
        yield f"{path}: line “{line.code}” takes from queue “{queue}”, which is not of agency {counter.agency}"
    elif any(other.zone != counter.zone for other in mall.counters_by_queue[queue]):
        yield f"{path}: line “{line.code}” takes from queue “{queue}”, which waits in another zone"
    elif queue not in counter.queues and not line.select.is_everybody:
        yield f"{path}: line “{line.code}” may only take the longest waiting of queue “{queue}”, not some of them"


def _serves_one_of(mall: Mall, counter: Counter, line: Line) -> bool:
    queues = set(line.select.queues or counter.queues)
    found = [mall.service_by_code[code] for code in line.select.services if code in mall.service_by_code]
    return not found or any(service.queue in queues for service in found)
