"""Going on after a backup was brought back: what happened since it was made is lost, and must not happen twice."""

from datetime import UTC, datetime

from server.domain.events import SiteRestored
from server.operations.jobs import make_uncertain
from server.operations.reactions import REPORT, SLIP
from server.operations.recording import record
from server.ports import Hall, Unit

MOST_SKIPPED = 500
BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)


def go_on(hall: Hall, made_at: datetime, skip: int) -> list[str]:
    """Begin another timeline on the restored tables; the queues whose numbers of the day go on `skip` later.

    Visitors hold slips that the backup does not know: their numbers are not given again. Slips that waited for
    paper may be printed already: a person decides. Screens that heard of the lost time take the whole state anew.
    """
    now = hall.clock.now()
    with hall.store.write() as unit:
        day = unit.journal.head().day
        queues = unit.tickets.skip_numbers(day, skip) if day is not None and skip else []
        head = unit.journal.change_head(timeline=hall.ids.short())
        made = made_at.isoformat()
        record(unit, SiteRestored(made, head.timeline, day.isoformat() if day else None, queues, skip), now)
        _doubt_paper(unit, now)
    return queues


def _doubt_paper(unit: Unit, now: datetime) -> None:
    for kind in (SLIP, REPORT):
        for job in unit.jobs.in_state(kind, ["waiting", "claimed"], BEFORE_ALL):
            make_uncertain(unit, job, "restored", now)
