"""The tables of the floor: stops, credits, undoing, appointments, notes, messages, quotas, checks, what was learned."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from server.store.columns import Day, Instant, metadata

# What happened at each counter a visit came to: one row a stop.
legs = Table(
    "legs",
    metadata,
    Column("ticket", String(32), ForeignKey("tickets.id"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("day", Day, nullable=False),
    Column("queue", String(8), nullable=False),
    Column("service", String(16), nullable=False),
    Column("agency", String(8), nullable=False),
    Column("counter", Integer, nullable=False),
    Column("staff", String(32), nullable=False),
    Column("queued_at", Instant, nullable=False),
    Column("called_at", Instant, nullable=False),
    Column("started_at", Instant),
    Column("ended_at", Instant, nullable=False),
    Column("calls", Integer, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("mark", String(20)),
    Column("delivered", Text, nullable=False),
    Column("promised_low", Integer),
    Column("promised_high", Integer),
    Column("promised_how", String(8)),
    Column("priority", String(10), nullable=False),
    Index("ix_legs_ended", "ended_at"),
    Index("ix_legs_day", "day", "agency"),
)

# What a pool of counters may still call out of order, line by line of its work profile; of one day.
credits = Table(
    "credits",
    metadata,
    Column("pool", String(120), primary_key=True),
    Column("day", Day, nullable=False),
    Column("body", Text, nullable=False),
)

# A desk's last move, with what it changed as it was before and after: taken back within a minute.
undos = Table(
    "undos",
    metadata,
    Column("counter", Integer, primary_key=True, autoincrement=False),
    Column("by", String(32), nullable=False),
    Column("at", Instant, nullable=False),
    Column("move", String(16), nullable=False),
    Column("body", Text, nullable=False),
)

# A time promised at a service; its code gives one number on that day. With nobody's name.
appointments = Table(
    "appointments",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("code", String(8), nullable=False, unique=True),
    Column("service", String(16), nullable=False),
    Column("agency", String(8), nullable=False),
    Column("language", String(8), nullable=False),
    Column("day", Day, nullable=False),
    Column("at", Instant, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", String(32), nullable=False),
    Column("used_at", Instant),
    Column("used_by", String(32)),
    Column("cancelled_at", Instant),
    Index("ix_appointments_day", "day", "service"),
)

# For which reason people asked for priority: counted, and with no ticket.
priority_counts = Table(
    "priority_counts",
    metadata,
    Column("day", Day, primary_key=True),
    Column("agency", String(8), primary_key=True),
    Column("kind", String(12), primary_key=True),
    Column("asked", Integer, nullable=False),
)

# What one clerk leaves for the next: free text, outside the journal, gone with the day.
colleague_notes = Table(
    "colleague_notes",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("agency", String(8), nullable=False),
    Column("counter", Integer),
    Column("ticket", String(32)),
    Column("text", String(280), nullable=False),
    Column("by", String(32), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_colleague_notes_agency", "agency"),
)

# Messages on displays and phones: free text by language, outside the journal.
messages = Table(
    "messages",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("scope", String(8), nullable=False),
    Column("code", String(16), nullable=False),
    Column("texts", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
    Column("by", String(32), nullable=False),
    Column("lifted_at", Instant),
)

# Numbers a service gives today, where a supervisor changed the mall's.
quotas = Table(
    "quotas",
    metadata,
    Column("day", Day, primary_key=True),
    Column("service", String(16), primary_key=True),
    Column("quota", Integer, nullable=False),
)

# What somebody looked at or listened to before the opening.
checks = Table(
    "checks",
    metadata,
    Column("day", Day, primary_key=True),
    Column("name", String(12), primary_key=True),
    Column("by", String(32), nullable=False),
    Column("at", Instant, nullable=False),
)

# What the estimates have learned, and how good they were: one value by kind and code.
learned = Table(
    "learned",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("code", String(40), primary_key=True),
    Column("body", Text, nullable=False),
    Column("at", Instant, nullable=False),
)
