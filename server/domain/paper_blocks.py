"""What stands on numbers that are printed before they are needed, to be given by hand."""

from typing import Any

from server.domain.mall import Mall
from server.domain.numbering import paper_label
from server.domain.refusals import NotFound

LAST_NUMBER = 999  # what can be keyed in


def block_of(mall: Mall, queue: str, first: int, count: int) -> dict[str, Any]:
    """{language, site, queue, agency, services, labels}; the last is 999. Raises NotFound: no such queue."""
    services = [service for service in mall.services if service.queue == queue]
    if not services:
        raise NotFound(what="queue", queue=queue)
    numbers = range(first, min(first + count, LAST_NUMBER + 1))
    return {
        "language": mall.site.languages[0], "site": {"short": mall.site.short}, "queue": queue,
        "agency": mall.agency_by_code[services[0].agency].short, "services": [dict(one.short) for one in services],
        "labels": [paper_label(mall.number_format, queue, number) for number in numbers],
    }  # fmt: skip
