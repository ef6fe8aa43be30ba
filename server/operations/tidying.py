"""What need not be kept: answers nobody will ask for again, jobs, alarms and codes that are over, and old sounds."""

from datetime import timedelta
from pathlib import Path

from server.ports import Hall

REQUESTS_KEPT = timedelta(days=7)
SESSIONS_KEPT = timedelta(days=2)  # a session lasts less: its row is only room taken
PAIRINGS_KEPT = timedelta(days=1)
JOBS_KEPT = timedelta(days=14)  # a slip that failed can be looked for; the journal keeps that it did
ANSWERED_KEPT = timedelta(days=14)
SOUNDS_KEPT = timedelta(days=2)


def tidy(hall: Hall, sounds: Path) -> None:
    """Called once an hour. A clock that is not believed makes nothing old."""
    with hall.store.write() as unit:
        head = unit.journal.head()
        if head.clock_doubted or head.clock_stepped:
            return
        unit.requests.forget_before(hall.clock.now() - REQUESTS_KEPT)
        unit.people.end_sessions_before(hall.clock.now() - SESSIONS_KEPT)
        unit.people.forget_pairings_before(hall.clock.now() - PAIRINGS_KEPT)
        unit.jobs.forget_before(hall.clock.now() - JOBS_KEPT)
        unit.site.forget_alarms_before(hall.clock.now() - ANSWERED_KEPT)
        unit.site.forget_pauses_before(hall.clock.now() - ANSWERED_KEPT)
        unit.floor.forget_messages_before(hall.clock.now() - ANSWERED_KEPT)
    oldest = (hall.clock.now() - SOUNDS_KEPT).timestamp()
    for file in sounds.iterdir():
        if file.is_file() and file.stat().st_mtime < oldest:  # the prompts have a folder of their own, and stay
            file.unlink(missing_ok=True)
