"""What happened on the floor: counters lent and handed over, messages, quotas, hours, alarms, and the day's papers."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CounterHandedOver:
    """Whoever sat there stood up in the middle of a visit; the visitor stays for the colleague who sits down next."""

    counter: int
    zone: int
    agency: str
    label: str | None
    by: str


@dataclass(frozen=True, slots=True)
class CounterHelps:
    """The counter also serves these queues until it closes; empty: only its own again."""

    counter: int
    zone: int
    agency: str
    queues: list[str]
    by: str


@dataclass(frozen=True, slots=True)
class AutoCallSet:
    """Whether the next arrival is called by itself while this counter is idle."""

    counter: int
    zone: int
    agency: str
    on: bool
    by: str


@dataclass(frozen=True, slots=True)
class AlarmRaised:
    """A clerk asks for help without a sound: colleagues of the zone and the floor hear of it, the hall does not."""

    alarm: str
    counter: int
    zone: int
    agency: str
    by: str


@dataclass(frozen=True, slots=True)
class MessageShown:
    """A message to those who wait; its words stand outside the journal."""

    message: str
    scope: str
    code: str
    zone: int | None
    agency: str | None
    until: str | None
    by: str
    queues: list[str] = field(default_factory=list)  # whose phones hear of it


@dataclass(frozen=True, slots=True)
class MessageLifted:
    message: str
    scope: str
    code: str
    zone: int | None
    agency: str | None
    by: str | None
    queues: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class QuotaRaised:
    """So many numbers of this service today, instead of the mall's."""

    service: str
    agency: str
    quota: int
    by: str


@dataclass(frozen=True, slots=True)
class HoursExtended:
    """Today ends later, for one agency or (null) for the whole hall. Times of the site, HH:MM."""

    day: str
    agency: str | None
    last_ticket: str
    close: str
    by: str


@dataclass(frozen=True, slots=True)
class DayReopened:
    day: str
    by: str


@dataclass(frozen=True, slots=True)
class ReportSigned:
    """A person has read the day's report and puts the name under it."""

    day: str
    head: str
    by: str


@dataclass(frozen=True, slots=True)
class CheckConfirmed:
    """Before the opening a person has looked, or listened: `check` is sound, paper or clock."""

    day: str
    check: str
    by: str
