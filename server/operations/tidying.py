"""What need not be kept: answers to requests nobody will repeat, and sounds nobody will play."""

from datetime import timedelta
from pathlib import Path

from server.ports import Hall

REQUESTS_KEPT = timedelta(days=7)
SOUNDS_KEPT = timedelta(days=2)


def tidy(hall: Hall, sounds: Path) -> None:
    """Called once an hour. A clock that is not believed makes nothing old."""
    with hall.store.write() as unit:
        head = unit.journal.head()
        if head.clock_doubted or head.clock_stepped:
            return
        unit.requests.forget_before(hall.clock.now() - REQUESTS_KEPT)
    oldest = (hall.clock.now() - SOUNDS_KEPT).timestamp()
    for file in sounds.iterdir():
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)
