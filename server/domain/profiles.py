"""Who is next at a counter: its work profile's lines in their order, then whoever has waited longest."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from server.domain.ordering import since
from server.domain.ticket import Ticket

PRIORITY, APPOINTMENT, ORDINARY = "priority", "appointment", "ordinary"
CLASSES = (PRIORITY, APPOINTMENT, ORDINARY)
CONFIRMED = "confirmed"  # the one state of a ticket's priority that counts; requested and declined are ordinary


@dataclass(frozen=True, slots=True)
class Select:
    """Some of those who wait; an empty part means any, empty `queues` the counter's own.

    As `at` gives it its parts are sorted, so that equal ones are equal.
    `without_services`: their central system is down, so who waits for them is held.
    """

    queues: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    without_services: tuple[str, ...] = ()

    @property
    def is_everybody(self) -> bool:
        """Of the queues it names, or of the counter's own."""
        return not (self.services or self.languages or self.classes)

    def at(self, own_queues: tuple[str, ...], held: tuple[str, ...] = ()) -> "Select":
        """The same selection at a counter, as the store is asked for it."""
        return Select(
            _sorted(self.queues or own_queues), _sorted(self.services), _sorted(self.languages), _sorted(self.classes),
            _sorted((*self.without_services, *held)),
        )  # fmt: skip

    def holds(self, ticket: Ticket) -> bool:
        """Whether this waiting ticket is one of them; `queues` must be named."""
        return (
            ticket.queue in self.queues
            and ticket.service not in self.without_services
            and (not self.services or ticket.service in self.services)
            and (not self.languages or ticket.language in self.languages)
            and (not self.classes or class_of(ticket) in self.classes)
        )


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` calls out of the order of arrival, then `after` calls in that order before it may again."""

    most: int
    after: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """These go first. Without a limit they go only where nobody waits for the counter itself.

    `wait_over_minutes`: only once the first of them has waited longer.
    """

    select: Select
    limit: Limit | None = None
    wait_over_minutes: int | None = None
    code: str = ""

    @property
    def kind(self) -> str:
        """How a manager sees it: "help" another queue, priority "first" or by "ratio", "appointments", "prefer" any."""
        if self.select.queues and self.select.is_everybody:
            return "help"
        if self.select == Select(classes=(APPOINTMENT,)):
            return "appointments"
        if self.select == Select(classes=(PRIORITY,)):
            return "ratio" if self.limit and self.limit.after > 1 else "first"
        return "prefer"


@dataclass(frozen=True, slots=True)
class Profile:
    """How a counter works: its lines in order. After them always stands: the longest waiting of all it serves."""

    code: str = ""
    name: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()


PLAIN = Profile()  # first come, first served


@dataclass(frozen=True, slots=True)
class Credit:
    """What a line has left: calls out of the order of arrival, and how many in order came since the last of them."""

    left: int
    since: int = 0


Credits = tuple[Credit, ...]  # one a line, shared by the counters of a pool


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is called by which line (None: in order of arrival); whether who came earlier waits on; the credits then."""

    ticket: Ticket
    line: int | None
    passes: bool
    credits: Credits


def class_of(ticket: Ticket) -> str:
    return class_by(ticket.priority, ticket.appointment is not None)


def class_by(priority: str, has_appointment: bool = False) -> str:
    """Each is of one class: a confirmed priority goes before an appointment that was kept in time."""
    if priority == CONFIRMED:
        return PRIORITY
    return APPOINTMENT if has_appointment else ORDINARY


def begin(profile: Profile) -> Credits:
    """Every line full: so a day begins, and so does a profile that was edited."""
    return tuple(Credit(_most(line)) for line in profile.lines)


def fitting(profile: Profile, credits: Credits) -> Credits:
    """These credits where they are this profile's, else as at the beginning: the profile was edited since."""
    if len(credits) != len(profile.lines):
        return begin(profile)
    fits = all(
        0 <= one.left <= _most(line) and one.since >= 0 for line, one in zip(profile.lines, credits, strict=True)
    )
    return credits if fits else begin(profile)


def wanted(profile: Profile, own_queues: tuple[str, ...], held: tuple[str, ...] = ()) -> tuple[Select, ...]:
    """The selections whose first waiting (by `position`) `choose` has to know; the last is all the counter serves."""
    everybody = Select().at(own_queues, held)
    lines = dict.fromkeys(line.select.at(own_queues, held) for line in profile.lines)
    return (*(select for select in lines if select != everybody), everybody)


def choose(
    profile: Profile, own_queues: tuple[str, ...], heads: Mapping[Select, Ticket | None], credits: Credits,
    now: datetime, held: tuple[str, ...] = (),
) -> Choice | None:  # fmt: skip
    """Who is called next at a counter of this profile, or None: nobody waits.

    The first line that may, and has somebody, names the ticket. Where that is who has waited longest anyway, or no
    line may, it is a call in order of arrival: it uses no credit, and gives credit back. KeyError: a head is missing.
    """
    credits = fitting(profile, credits)
    longest = heads[Select().at(own_queues, held)]
    for n, line in enumerate(profile.lines):
        head = heads[line.select.at(own_queues, held)]
        if head is None or not _may(line, credits[n], longest) or not _waited(line, head, now):
            continue
        if longest is None:  # nobody here is passed
            return Choice(head, n, False, credits)
        if head.id != longest.id:
            return Choice(head, n, longest.position < head.position, spent(credits, n))
        break
    return None if longest is None else Choice(longest, None, False, in_order(profile, credits))


def _may(line: Line, credit: Credit, longest: Ticket | None) -> bool:
    return credit.left > 0 or longest is None


def _waited(line: Line, head: Ticket, now: datetime) -> bool:
    minutes = line.wait_over_minutes
    return minutes is None or now - since(head)[0] > timedelta(minutes=minutes)


def spent(credits: Credits, line: int) -> Credits:
    """After a call by this line: one less, and calls in order are counted anew."""
    return tuple(Credit(one.left - 1) if n == line else one for n, one in enumerate(credits))


def in_order(profile: Profile, credits: Credits) -> Credits:
    """After a call in order of arrival: a line that has seen enough of them is full again.

    The operations use it too where staff chose, with a reason, who was next anyway; any other chosen call changes none.
    """
    return tuple(_seen(line, one) for line, one in zip(profile.lines, fitting(profile, credits), strict=True))


def taken_back(profile: Profile, credits: Credits, before: Credits, after: Credits) -> Credits:
    """The pool's credits once a call is undone that had turned `before` into `after`: what it spent is there again.

    What others of the pool spent meanwhile stays spent; else an undone call would let more pass than the bound says.
    A call in order gave credit, which stays too: who was called stands ahead again, and the bound counts that.
    """
    has = fitting(profile, credits)
    if not len(has) == len(before) == len(after):
        return has
    spent_it = [was.left > then.left for was, then in zip(before, after, strict=True)]
    lines = zip(profile.lines, has, spent_it, strict=True)
    return tuple(_one_more(line, one) if spent else one for line, one, spent in lines)


def _one_more(line: Line, credit: Credit) -> Credit:
    left = min(credit.left + 1, _most(line))
    return Credit(left, 0 if left == _most(line) else credit.since)


def _seen(line: Line, credit: Credit) -> Credit:
    if line.limit is None or credit.left == line.limit.most:
        return credit
    if credit.since + 1 >= line.limit.after:
        return Credit(line.limit.most)
    return replace(credit, since=credit.since + 1)


def _most(line: Line) -> int:
    return line.limit.most if line.limit else 0


def _sorted(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(codes)))
