"""A job in the agent's hands: keeping its lease while it lasts, and telling the server how it ended."""

import threading

import structlog
from tenacity import Retrying, retry_if_exception_type, sleep_using_event, stop_when_event_set, wait_random_exponential

from printers.door import Door, Job, Outcome, Refused, ServerGone
from printers.journal import Journal

log = structlog.get_logger("printers")


class LeaseKeeper:
    """While it is entered, renews a job's lease every third of its time."""

    def __init__(self, door: Door, job: Job) -> None:
        self._door = door
        self._job = job
        self._over = threading.Event()

    def __enter__(self) -> None:
        threading.Thread(target=self._keep, name=f"lease-{self._job.id}", daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self._over.set()

    def _keep(self) -> None:
        while not self._over.wait(max(0.2, self._job.lease_seconds / 3)):
            try:
                self._door.renew(self._job.id)
            except ServerGone:
                continue
            except Refused as refusal:
                log.warning("lease not renewed", job=self._job.id, refusal=str(refusal))
                return


def deliver(
    door: Door, journal: Journal, job: str, outcome: Outcome, stop: threading.Event, longest_pause: float = 5.0
) -> bool:
    """Tell the server how a job ended, again and again until it hears; False where the agent was stopped before."""
    attempts = Retrying(
        retry=retry_if_exception_type(ServerGone),
        wait=wait_random_exponential(multiplier=0.2, max=longest_pause),
        stop=stop_when_event_set(stop),
        sleep=sleep_using_event(stop),
        reraise=True,
    )
    try:
        attempts(door.report, job, outcome)
    except ServerGone:
        return False  # it is in the journal
    except Refused as refusal:
        log.warning("server had decided already", job=job, outcome=outcome.end, refusal=str(refusal))
    journal.delivered(job)
    return True
