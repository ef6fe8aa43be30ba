"""What an agent does with device jobs: claim under a lease, done, failed, uncertain; and what lapses."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from server.domain import calling
from server.domain.access import AGENT, DISPLAY, Actor, one_of
from server.domain.events import (
    AnnouncementReady,
    AnnouncementSkipped,
    AnnouncementSpoken,
    Event,
    SlipExpired,
    SlipFailed,
    SlipPrinted,
    SlipUncertain,
)  # fmt: skip
from server.domain.refusals import JobNotYours, NotFound
from server.domain.ticket import WAITING, Ticket
from server.operations.contents import content_of
from server.operations.reactions import ANNOUNCEMENT, NOTE, SLIP
from server.operations.recording import record
from server.ports import Hall, Job, Unit

LEASE_SECONDS = 30
BEGIN_SECONDS = 10  # a claim whose answer never reached its agent is offered again so soon
BEGUN = "begun"  # a claimed job's reason once its first byte may have gone out
AT_A_TIME = 50
PAPERS = (SLIP, NOTE)  # what a visitor takes home, of one ticket


def waiting_for(hall: Hall, targets: Sequence[str]) -> set[str]:
    """Which of these targets have a job waiting; writes nothing."""
    with hall.store.read() as unit:
        return unit.jobs.waiting_targets(targets)


def claim(
    hall: Hall, actor: Actor, *, targets: Sequence[str], public_url: str, begins: bool = False
) -> list[dict[str, Any]]:
    """At most one job a target, each with all its device needs, under a lease.

    `begins`: the agent says `begin` before its first byte, so a job nobody began was never printed. One that
    does not say it has begun whatever it claims.
    """
    one_of(actor, AGENT)
    with hall.store.write() as unit:
        now = hall.clock.now()
        claimed = [_claim_one(unit, actor, target, now, public_url, begins) for target in targets]
        return [job for job in claimed if job is not None]


def _claim_one(
    unit: Unit, actor: Actor, target: str, now: datetime, public_url: str, begins: bool
) -> dict[str, Any] | None:
    seconds = BEGIN_SECONDS if begins else LEASE_SECONDS
    while (job := unit.jobs.next_for(target)) is not None:
        stale = _no_longer_wanted(unit, job, now)
        if stale is None:
            taken = replace(
                job, state="claimed", claimed_by=actor.id, lease_until=now + timedelta(seconds=seconds),
                attempts=job.attempts + 1, reason=None if begins else BEGUN,
            )  # fmt: skip
            unit.jobs.save(job, taken)
            content = content_of(unit, taken, now, public_url)
            return {
                "id": job.id, "kind": job.kind, "target": target, "lease_seconds": seconds,
                "claim": taken.attempts, "content": content,
            }  # fmt: skip
        _drop(unit, job, stale, now)
    return None


def _no_longer_wanted(unit: Unit, job: Job, now: datetime) -> str | None:
    """Why this job is not worth doing any more: a slip after its ticket's wait or day, a call served or late."""
    ticket = unit.tickets.get(job.ticket) if job.ticket else None
    if ticket is None:
        return None
    if job.kind == NOTE:
        return None
    if job.kind == SLIP:
        again = job.body["reprint"] and ticket.day == unit.journal.head().day
        return None if ticket.state == WAITING or again else "wait_over"
    limit = unit.mall.calling.speak_within_seconds
    return calling.unspeakable(ticket, job.body["call_seq"], job.created_at, now, limit)


def _drop(unit: Unit, job: Job, reason: str, now: datetime) -> None:
    unit.jobs.save(job, replace(job, state="expired", reason=reason))
    record(unit, _event(unit, job, SlipExpired, AnnouncementSkipped, reason=reason), now)


def _event(unit: Unit, job: Job, slip: type, announcement: type, **more: Any) -> Event:
    ticket = unit.tickets.get(job.ticket or "")
    assert ticket is not None
    zone = _zone(unit, job, ticket)
    if job.kind in PAPERS:
        event: Event = slip(ticket.id, ticket.label, ticket.agency, zone, job.body["printer"], **more)
    else:
        event = announcement(job.id, ticket.id, ticket.label, zone, ticket.agency, job.body["field"], **more)
    return event


def _zone(unit: Unit, job: Job, ticket: Ticket) -> int:
    """Where the trouble is seen: at the printer of a slip, at the counter of a call; 0 where the mall lost them."""
    if job.kind in PAPERS and job.body["printer"] in unit.mall.printer_by_id:
        return unit.mall.printer_by_id[job.body["printer"]].zone
    place = unit.mall.counter_by_number.get(job.body.get("counter", 0))
    if place is not None:
        return place.zone
    return unit.mall.zone_of_queue(ticket.queue).number if ticket.queue in unit.mall.counters_by_queue else 0


def mine(unit: Unit, actor: Actor, job: str) -> Job:
    """The job under the actor's lease. Raises NotFound, JobNotYours."""
    found = unit.jobs.get(job)
    if found is None:
        raise NotFound(what="job", job=job)
    if found.claimed_by != actor.id or found.state not in ("claimed", "uncertain"):
        raise JobNotYours(job=job, state=found.state)
    return found


def begin(hall: Hall, actor: Actor, *, job: str, claim: int) -> None:
    """Before the first byte: from here on nobody but this agent may print it. Saying it again changes nothing.

    `claim` is the number that came with the job: one that was offered again meanwhile is not this agent's any more.
    """
    one_of(actor, AGENT)
    with hall.store.write() as unit:
        held = mine(unit, actor, job)
        if held.state != "claimed" or held.attempts != claim:
            raise JobNotYours(job=job, state=held.state)
        lease = hall.clock.now() + timedelta(seconds=LEASE_SECONDS)
        unit.jobs.save(held, replace(held, lease_until=lease, reason=BEGUN))


def renew(hall: Hall, actor: Actor, *, job: str) -> None:
    one_of(actor, AGENT)
    with hall.store.write() as unit:
        held = mine(unit, actor, job)
        lease = hall.clock.now() + timedelta(seconds=LEASE_SECONDS)
        unit.jobs.save(held, replace(held, state="claimed", lease_until=lease))


def finish(hall: Hall, actor: Actor, *, job: str, parts: Sequence[dict[str, Any]] = ()) -> None:
    """The device did it. A report that comes late, after the lease made the job uncertain, settles it.

    Saying it again changes nothing.
    """
    one_of(actor, AGENT)
    with hall.store.write() as unit:
        if _ended_by(unit, actor, job, "done"):
            return
        now = hall.clock.now()
        held = mine(unit, actor, job)
        unit.jobs.save(held, replace(held, state="done", lease_until=None, reason=None))
        if held.kind in PAPERS:
            record(unit, _event(unit, held, SlipPrinted, SlipPrinted), now)
        elif held.kind == ANNOUNCEMENT:
            record(unit, _words(unit, held, parts, now), now)


def _ended_by(unit: Unit, actor: Actor, job: str, state: str) -> bool:
    found = unit.jobs.get(job)
    return found is not None and found.claimed_by == actor.id and found.state == state


def _words(unit: Unit, job: Job, parts: Sequence[dict[str, Any]], now: datetime) -> Event:
    """The words of a call; where it was taken back, or the visitor came, while they were made, nobody says them."""
    stale = _no_longer_wanted(unit, job, now)
    return _event(unit, job, SlipExpired, AnnouncementSkipped, reason=stale) if stale else _ready(unit, job, parts)


def _ready(unit: Unit, job: Job, parts: Sequence[dict[str, Any]]) -> AnnouncementReady:
    ticket = unit.tickets.get(job.ticket or "")
    assert ticket is not None
    return AnnouncementReady(
        job.id, ticket.id, ticket.label, job.body["counter"], _zone(unit, job, ticket), ticket.agency,
        job.body["field"], job.body["call_seq"], job.created_at.isoformat(), [dict(part) for part in parts],
    )  # fmt: skip


def fail(hall: Hall, actor: Actor, *, job: str, reason: str, retry: bool) -> None:
    """The device could not. `retry` puts the job back: nothing of it came out."""
    one_of(actor, AGENT)
    with hall.store.write() as unit:
        if _ended_by(unit, actor, job, "failed"):
            return
        now = hall.clock.now()
        held = mine(unit, actor, job)
        state = "waiting" if retry else "failed"
        owner = None if retry else held.claimed_by
        unit.jobs.save(held, replace(held, state=state, claimed_by=owner, lease_until=None, reason=reason))
        if held.ticket and not (retry and held.kind == ANNOUNCEMENT):
            record(unit, _event(unit, held, SlipFailed, AnnouncementSkipped, reason=reason), now)


def doubt(hall: Hall, actor: Actor, *, job: str, reason: str) -> None:
    """Nobody knows whether it came out: a person decides, it is never printed again by itself."""
    one_of(actor, AGENT)
    with hall.store.write() as unit:
        held = mine(unit, actor, job)
        if held.state != "uncertain":
            make_uncertain(unit, held, reason, hall.clock.now())


def make_uncertain(unit: Unit, job: Job, reason: str, now: datetime) -> None:
    unit.jobs.save(job, replace(job, state="uncertain", lease_until=None, reason=reason))
    if job.ticket:
        record(unit, _event(unit, job, SlipUncertain, AnnouncementSkipped, reason=reason), now)


def lapse(hall: Hall) -> int:
    """Leases that ran out: paper that was begun is uncertain; a call, or what nobody began, is offered again."""
    now = hall.clock.now()
    latest = now + timedelta(seconds=2 * LEASE_SECONDS)
    with hall.store.read() as unit:
        if not unit.jobs.lapsed(now, latest):
            return 0
    with hall.store.write() as unit:
        lapsed = unit.jobs.lapsed(now, latest)
        for job in lapsed:
            if job.kind == ANNOUNCEMENT or job.reason != BEGUN:
                unit.jobs.save(job, replace(job, state="waiting", claimed_by=None, lease_until=None, reason=None))
            else:
                make_uncertain(unit, job, "no_report", now)
        return len(lapsed)


def expire_unspoken(hall: Hall) -> int:
    """Calls that no voice agent claimed in time, let go as the time passes and not all at once; how many."""
    now = hall.clock.now()
    with hall.store.read() as unit:
        oldest = now - timedelta(seconds=unit.mall.calling.speak_within_seconds)
        if not unit.jobs.unclaimed(ANNOUNCEMENT, oldest, AT_A_TIME):
            return 0
    with hall.store.write() as unit:
        late = unit.jobs.unclaimed(ANNOUNCEMENT, oldest, AT_A_TIME)
        for job in late:
            _drop(unit, job, "late", now)
        return len(late)


def spoken(hall: Hall, actor: Actor, *, job: str, skipped: str | None = None) -> None:
    """The field's player says that the call was heard, or why not. Saying it again changes nothing."""
    one_of(actor, DISPLAY)
    with hall.store.write() as unit:
        found = unit.jobs.get(job)
        if found is None or found.kind != ANNOUNCEMENT or found.body["field"] not in actor.fields:
            raise NotFound(what="job", job=job)
        if found.reason in ("spoken", "skipped"):
            return
        now = hall.clock.now()
        unit.jobs.save(found, replace(found, reason="skipped" if skipped else "spoken"))
        if skipped:
            record(unit, _event(unit, found, AnnouncementSkipped, AnnouncementSkipped, reason=skipped), now)
        else:
            record(unit, _event(unit, found, AnnouncementSpoken, AnnouncementSpoken), now)
