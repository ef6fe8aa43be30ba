"""Who a message on displays and phones is for: the rooms that hear of it, and those in which it is read."""

from server.domain.mall import Mall

SCOPES = ("site", "zone", "agency", "service")


def place_of(mall: Mall, scope: str, code: str) -> tuple[int | None, str | None] | None:
    """The (zone, agency) a scope lies in, each None where it is no one's; None: the mall has no such thing."""
    if scope == "site":
        return None, None
    if scope == "zone":
        known = code.isdigit() and int(code) in mall.zone_by_number
        return (int(code), None) if known else None
    if scope == "agency":
        return (None, code) if code in mall.agency_by_code else None
    service = mall.service_by_code.get(code)
    return (None, service.agency) if service else None


def queues_of(mall: Mall, scope: str, code: str) -> list[str]:
    """The queues whose phones it concerns."""
    if scope == "service":
        service = mall.service_by_code.get(code)
        return [service.queue] if service else []
    queues = sorted(mall.counters_by_queue)
    if scope == "agency":
        return [queue for queue in queues if mall.agency_by_queue[queue] == code]
    return [queue for queue in queues if scope == "site" or str(mall.zone_of_queue(queue).number) == code]


def reads(mall: Mall, room: str, scope: str, code: str) -> bool:
    """Whether those who look at this room are meant."""
    kind, _, name = room.partition(":")
    if scope == "site" or room in ("hall", "floor"):
        return True
    if kind == "queue":
        return name in queues_of(mall, scope, code)
    zone, agency = place_of(mall, scope, code) or (None, None)
    if kind == "zone":
        return str(zone) == name or (agency is not None and int(name) in mall.zones_of_agency(agency))
    return agency == name or (zone is not None and zone in mall.zones_of_agency(name))
