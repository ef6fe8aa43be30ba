"""Work profiles: which there are and what they mean for those who wait; written, removed, given to a counter."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from server.domain import mall_file
from server.domain.access import ADMIN, AUDITOR, BOUND_TO_AGENCY, MANAGER, SUPERVISOR, Actor, of_agency, one_of, reaches
from server.domain.mall import Mall
from server.domain.passing import Pool, bound_of, pools_of, pools_serving
from server.domain.refusals import NotFound, ProfileHasCounters, ProfileInUse
from server.operations import setup
from server.operations.recording import Asked, Done, done, done_before
from server.ports import Hall


def listed(hall: Hall, actor: Actor) -> dict[str, Any]:
    """Every profile as its lines stand in the mall's file, the pools of counters that work by it, and for each queue
    the bound on who may pass. Managers see the pools and queues of their own agency."""
    one_of(actor, MANAGER, SUPERVISOR, AUDITOR, ADMIN)
    mall = hall.store.mall()
    lines = {entry["code"]: entry for entry in mall_file.dump(mall).get("profiles", [])}
    return {
        "profiles": [
            {"code": profile.code, "name": dict(profile.name), "lines": lines[profile.code]["lines"],
             "pools": _pools(mall, actor, profile.code), "may_edit": _may_edit(mall, actor, profile.code)}
            for profile in mall.profiles
        ],
        "without": _pools(mall, actor, ""),
        "queues": [
            {"queue": queue, "agency": agency, "bound": _bound(mall, queue)}
            for queue, agency in sorted(mall.agency_by_queue.items()) if reaches(actor, agency)
        ],
        "services": _names(mall),
    }  # fmt: skip


def _pools(mall: Mall, actor: Actor, profile: str) -> list[dict[str, Any]]:
    return [
        {"agency": pool.agency, "queues": list(pool.queues), "counters": [
            counter.number for counter in mall.counters
            if counter.agency == pool.agency and (counter.profile or "") == profile
            and tuple(sorted(set(counter.queues))) == pool.queues
        ]}
        for pool in pools_of(mall) if pool.profile.code == profile and reaches(actor, pool.agency)
    ]  # fmt: skip


def _bound(mall: Mall, queue: str) -> dict[str, int]:
    bound = bound_of(pools_serving(mall, queue))
    return {"most": bound.most, "step": bound.step, "every": bound.every}


def _others(mall: Mall, actor: Actor, profile: str) -> list[str]:
    """The agencies beyond the actor's reach that work by it."""
    agencies = {counter.agency for counter in mall.counters if counter.profile == profile}
    return sorted(agency for agency in agencies if not reaches(actor, agency))


def _may_edit(mall: Mall, actor: Actor, profile: str) -> bool:
    return actor.role in (MANAGER, SUPERVISOR, ADMIN) and not _others(mall, actor, profile)


def write(
    hall: Hall, actor: Actor, *, code: str, name: dict[str, str], lines: Sequence[dict[str, Any]], request_id: str
) -> Done:
    """This profile, new or changed: `lines` as in the mall's file. Raises MallNotSound with all problems, ProfileInUse.

    A manager writes what no other agency works by, about the own agency's queues and services alone.
    """
    one_of(actor, MANAGER, SUPERVISOR, ADMIN)
    asked = Asked(request_id, actor, "write_profile", {"code": code, "name": name, "lines": list(lines)})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        if others := _others(unit.mall, actor, code):
            raise ProfileInUse(agencies=", ".join(others))
        _own_alone(unit.mall, actor, lines)
        file = mall_file.dump(unit.mall)
        kept = {entry["code"]: entry for entry in file.get("profiles", [])}
        kept[code] = {"code": code, "name": dict(name), "lines": list(lines)}
        changed = setup.change(unit, mall_file.parse({**file, "profiles": list(kept.values())}), actor.id, now)
        return done(unit, asked, {"profile": code, "changed": changed}, now)


def remove(hall: Hall, actor: Actor, *, code: str, request_id: str) -> Done:
    """This profile is no more. Raises NotFound, ProfileInUse, ProfileHasCounters.

    It is not taken from under a counter: who goes first there, and what those who wait were promised, would change
    without anybody having decided it.
    """
    one_of(actor, MANAGER, SUPERVISOR, ADMIN)
    asked = Asked(request_id, actor, "remove_profile", {"code": code})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now, mall = hall.clock.now(), unit.mall
        if code not in mall.profile_by_code:
            raise NotFound(what="profile", profile=code)
        if others := _others(mall, actor, code):
            raise ProfileInUse(agencies=", ".join(others))
        if counters := [str(one.number) for one in mall.counters if one.profile == code]:
            raise ProfileHasCounters(counters=", ".join(counters))
        kept = tuple(one for one in mall.profiles if one.code != code)
        changed = setup.change(unit, replace(mall, profiles=kept), actor.id, now)
        return done(unit, asked, {"profile": code, "changed": changed}, now)


def preview(hall: Hall, actor: Actor, *, code: str, lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What this profile would mean with these lines, and nothing is written: its `lines`, and the bound for each queue
    whose counters work by it; for a profile without a counter once, with queue "". Raises MallNotSound."""
    one_of(actor, MANAGER, SUPERVISOR, ADMIN)
    mall = hall.store.mall()
    _own_alone(mall, actor, lines)
    file = mall_file.dump(mall)
    kept = {entry["code"]: entry for entry in file.get("profiles", [])}
    name = kept[code]["name"] if code in kept else dict.fromkeys(mall.site.languages, code)
    kept[code] = {"code": code, "name": name, "lines": list(lines)}
    changed = mall_file.parse({**file, "profiles": list(kept.values())})
    queues = {queue for pool in pools_of(changed) if pool.profile.code == code for queue in pool.queues}
    bounds = [
        {"queue": queue, "agency": changed.agency_by_queue[queue], "bound": _bound(changed, queue)}
        for queue in sorted(queues) if reaches(actor, changed.agency_by_queue[queue])
    ]  # fmt: skip
    alone = bound_of([Pool("", changed.profile_by_code[code], ("",))])
    unused = {"queue": "", "agency": "", "bound": {"most": alone.most, "step": alone.step, "every": alone.every}}
    return {"lines": list(lines), "queues": bounds or [unused], "services": _names(mall)}


def _names(mall: Mall) -> dict[str, dict[str, str]]:
    return {service.code: dict(service.short) for service in mall.services}


def _own_alone(mall: Mall, actor: Actor, lines: Sequence[dict[str, Any]]) -> None:
    """A manager's lines name nothing of another agency."""
    if actor.role not in BOUND_TO_AGENCY:
        return
    for line in lines:
        for queue in line.get("queues", ()):
            of_agency(actor, mall.agency_by_queue.get(queue, actor.agency or ""))
        for service in line.get("services", ()):
            known = mall.service_by_code.get(service)
            of_agency(actor, known.agency if known else actor.agency or "")


def give(hall: Hall, actor: Actor, *, counter: int, profile: str | None, request_id: str) -> Done:
    """This counter works by that profile from its next call on; None: first come, first served. Raises NotFound."""
    one_of(actor, MANAGER, SUPERVISOR, ADMIN)
    asked = Asked(request_id, actor, "give_profile", {"counter": counter, "profile": profile})
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now, mall = hall.clock.now(), unit.mall
        place = mall.counter_by_number.get(counter)
        if place is None:
            raise NotFound(what="counter", counter=counter)
        of_agency(actor, place.agency)
        if profile is not None and profile not in mall.profile_by_code:
            raise NotFound(what="profile", profile=profile)
        counters = [replace(one, profile=profile) if one.number == counter else one for one in mall.counters]
        sound = mall_file.parse(mall_file.dump(replace(mall, counters=tuple(counters))))
        changed = setup.change(unit, sound, actor.id, now)
        return done(unit, asked, {"counter": counter, "profile": profile, "changed": changed}, now)
