"""Who may do what: actors, roles, and the rule that a clerk or manager reaches the own agency only."""

from dataclasses import dataclass

from server.domain.refusals import NotAllowed

CLERK, GREETER, MANAGER, SUPERVISOR, AUDITOR, ADMIN = (
    "clerk",
    "greeter",
    "manager",
    "supervisor",
    "auditor",
    "admin",
)
ROLES = (CLERK, GREETER, MANAGER, SUPERVISOR, AUDITOR, ADMIN)
BOUND_TO_AGENCY = (CLERK, MANAGER)
KIOSK, DISPLAY, AGENT = "kiosk", "display", "agent"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `kind` is "public", "device" or "staff"; `role` a staff role or the device's kind."""

    kind: str = "public"
    id: str = ""
    role: str = ""
    agency: str | None = None
    name: str = ""
    zone: int | None = None
    place: str | None = None  # the mall's kiosk this device stands for
    printer: str | None = None
    fields: tuple[int, ...] = ()


PUBLIC = Actor()


def one_of(actor: Actor, *roles: str) -> Actor:
    """The actor. Raises NotAllowed unless the actor has one of these roles (or device kinds)."""
    if actor.role not in roles:
        raise NotAllowed(needs=sorted(roles))
    return actor


def reaches(actor: Actor, agency: str) -> bool:
    return actor.role not in BOUND_TO_AGENCY or actor.agency == agency


def of_agency(actor: Actor, agency: str) -> Actor:
    """The actor. Raises NotAllowed where a clerk or manager reaches for another agency."""
    if not reaches(actor, agency):
        raise NotAllowed(agency=agency)
    return actor
