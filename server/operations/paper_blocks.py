"""Numbers to tear off, printed on a ticket printer before they are needed."""

from server.domain.access import ADMIN, CLERK, GREETER, MANAGER, SUPERVISOR, Actor, of_agency, one_of
from server.domain.events import PaperBlockPrinted
from server.domain.paper_blocks import block_of
from server.domain.refusals import NotFound
from server.operations.days import today
from server.operations.recording import Asked, Done, done, done_before, record
from server.ports import Hall


def print_block(hall: Hall, actor: Actor, *, queue: str, first: int, count: int, printer: str, request_id: str) -> Done:
    """The block on a ticket printer, each number cut off. Raises NotFound, NotAllowed."""
    one_of(actor, CLERK, GREETER, MANAGER, SUPERVISOR, ADMIN)
    asked = Asked(
        request_id, actor, "print_block", {"queue": queue, "first": first, "count": count, "printer": printer}
    )
    with hall.store.write() as unit:
        if earlier := done_before(unit, asked):
            return earlier
        now = hall.clock.now()
        today(unit, now)
        labels = block_of(unit.mall, queue, first, count)["labels"]
        of_agency(actor, next(one.agency for one in unit.mall.services if one.queue == queue))
        if printer not in unit.mall.printer_by_id:
            raise NotFound(what="printer", printer=printer)
        zone = unit.mall.printer_by_id[printer].zone
        record(unit, PaperBlockPrinted(queue, first, len(labels), printer, zone, actor.id), now)
        return done(unit, asked, {"first": labels[0], "last": labels[-1], "printer": printer}, now)
