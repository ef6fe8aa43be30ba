"""Staff: making accounts, finding who signs in, and who is signed in."""

from server.domain.access import ROLES, Actor
from server.domain.refusals import NotFound
from server.ports import Hall, Staff


def add(
    hall: Hall, *, username: str, role: str, password_hash: str, agency: str | None = None,
    home_counter: int | None = None,
) -> Staff:  # fmt: skip
    """A new account; an existing one of that name gets the new password instead.

    Raises NotFound for a role or an agency that does not exist.
    """
    if role not in ROLES:
        raise NotFound(what="role", role=role)
    with hall.store.write() as unit:
        if agency is not None and agency not in unit.mall.agency_by_code:
            raise NotFound(what="agency", agency=agency)
        present = unit.people.staff_named(username)
        if present is not None:
            unit.people.set_password(present.id, password_hash)
            return present
        person = Staff(hall.ids.short(), username, role, agency, home_counter, password_hash)
        unit.people.add_staff(person)
        return person


def named(hall: Hall, username: str) -> Staff | None:
    with hall.store.read() as unit:
        return unit.people.staff_named(username)


def signed_in(hall: Hall, staff: str, version: int) -> Staff | None:
    """The person of a session, unless the account or its password has changed since."""
    with hall.store.read() as unit:
        person = unit.people.staff(staff)
    return person if person is not None and person.version == version else None


def as_actor(person: Staff) -> Actor:
    return Actor("staff", person.id, person.role, person.agency, person.username)
