"""The tables. Instants are UTC text (`2026-11-23T01:02:03.000004Z`): they sort and hash the same everywhere."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)  # fmt: skip

from server.store import floor_tables as floor_tables  # its tables are the same collection's
from server.store.columns import Codes, Day, Instant
from server.store.columns import metadata as metadata

# The journal's head, the rooms' heads and the site's day: one row, read and written under the site's lock.
heads = Table(
    "heads",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("at", Instant),
    Column("day", Day),
    Column("day_closed", Boolean, nullable=False),
    Column("clock_doubted", Boolean, nullable=False),
    Column("clock_stepped", Boolean, nullable=False),
    Column("confirmed_day", Day),
    Column("mall_version", String(40), nullable=False),
    Column("timeline", String(32), nullable=False, server_default=""),
    Column("rooms", Text, nullable=False),
)

journal = Table(
    "journal",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("name", String(40), nullable=False),
    Column("body", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("hash", String(64), nullable=False),
)

# One row per queue and business day: the number given last, and how many wait.
tallies = Table(
    "tallies",
    metadata,
    Column("queue", String(8), primary_key=True),
    Column("day", Day, primary_key=True),
    Column("last", Integer, nullable=False),
    Column("waiting", Integer, nullable=False),
)

tickets = Table(
    "tickets",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("day", Day, nullable=False),
    Column("queue", String(8), nullable=False),
    Column("number", Integer, nullable=False),
    Column("label", String(16), nullable=False),
    Column("service", String(16), nullable=False),
    Column("agency", String(8), nullable=False),
    Column("language", String(8), nullable=False),
    Column("state", String(12), nullable=False),
    Column("position", Integer, nullable=False),
    Column("issued_at", Instant, nullable=False),
    Column("ahead_at_issue", Integer, nullable=False),
    Column("kiosk", String(32)),
    Column("first_called_at", Instant),
    Column("called_at", Instant),
    Column("calls", Integer, nullable=False),
    Column("counter", Integer),
    Column("started_at", Instant),
    Column("ended_at", Instant),
    Column("outcome", String(20)),
    Column("mark", String(20)),
    Column("chain", String(12), nullable=False),
    Column("code", String(8), nullable=False),
    Column("postponed", Integer, nullable=False, server_default="0"),
    Column("joined_at", Instant),
    Column("called_seq", Integer, nullable=False, server_default="0"),
    Column("series", String(8), nullable=False, server_default=""),
    Column("queued_at", Instant),
    Column("leg", Integer, nullable=False, server_default="1"),
    Column("plan", Codes, nullable=False, server_default="[]"),
    Column("parked_until", Instant),
    Column("parked_why", String(20)),
    Column("parked_by", String(32)),
    Column("wanted_counter", Integer),
    Column("wanted_staff", String(32)),
    Column("promised_low", Integer),
    Column("promised_high", Integer),
    Column("promised_how", String(8)),
    Column("priority", String(10), nullable=False, server_default=""),
    Column("appointment", Instant),
    UniqueConstraint("series", "day", "number"),
    Index("ix_tickets_next", "queue", "state", "day", "position"),
    Index("ix_tickets_service", "day", "service"),
    Index("ix_tickets_kiosk", "kiosk", "issued_at"),
    Index("ix_tickets_called", "day", "called_seq"),
    Index("ix_tickets_parked", "state", "day", "parked_until"),
)

# What a released ticket's holder has: its code gives one number on another day, ahead of who comes then.
notes = Table(
    "notes",
    metadata,
    Column("code", String(8), primary_key=True),
    Column("ticket", String(32), ForeignKey("tickets.id"), nullable=False, unique=True),
    Column("label", String(16), nullable=False),
    Column("service", String(16), nullable=False),
    Column("agency", String(8), nullable=False),
    Column("language", String(8), nullable=False),
    Column("day", Day, nullable=False),
    Column("until", Day, nullable=False),
    Column("joined_at", Instant, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("redeemed_at", Instant),
    Column("redeemed_by", String(32)),
    Index("ix_notes_day", "day"),
)

desks = Table(
    "desks",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", String(8), nullable=False),
    Column("holder", String(32), unique=True),
    Column("ticket", String(32), ForeignKey("tickets.id"), unique=True),
    Column("label", String(16)),
    Column("since", Instant),
    Column("pause_reason", String(20)),
    Column("pause_until", Instant),
    Column("auto_call", Boolean, nullable=False, server_default=false()),
    Column("helps", Codes, nullable=False, server_default="[]"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("target", String(32), nullable=False),
    Column("state", String(10), nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("ticket", String(32)),
    Column("claimed_by", String(32)),
    Column("lease_until", Instant),
    Column("attempts", Integer, nullable=False),
    Column("reason", String(40)),
    Index("ix_jobs_target", "target", "state", "id"),
    Index("ix_jobs_ticket", "ticket"),
    Index("ix_jobs_state", "state", "lease_until"),
)

requests = Table(
    "requests",
    metadata,
    Column("request_id", String(64), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("result", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

# The mall as rows: one item of the mall's file each; `kind` is the file's section, `code` the item in it.
mall_rows = Table(
    "mall_rows",
    metadata,
    Column("kind", String(24), primary_key=True),
    Column("code", String(40), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

pauses = Table(
    "pauses",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("scope", String(8), nullable=False),
    Column("code", String(16), nullable=False),
    Column("agency", String(8)),
    Column("reason", String(24), nullable=False),
    Column("numbers", Boolean, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
    Column("lifted_at", Instant),
)

alarms = Table(
    "alarms",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("zone", Integer, nullable=False),
    Column("device", String(32), nullable=False),
    Column("device_name", String(60), nullable=False),
    Column("since", Instant, nullable=False),
    Column("answered_at", Instant),
    Column("counter", Integer),
)

printer_states = Table(
    "printer_states",
    metadata,
    Column("printer", String(16), primary_key=True),
    Column("state", String(12), nullable=False),
    Column("since", Instant, nullable=False),
)

players = Table(
    "players",
    metadata,
    Column("field", Integer, primary_key=True, autoincrement=False),
    Column("device", String(32), nullable=False),
    Column("instance", String(64), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("until", Instant, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("day", Day, primary_key=True),
    Column("body", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("signed_by", String(32)),
    Column("signed_at", Instant),
)

staff = Table(
    "staff",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("username", String(60), nullable=False, unique=True),
    Column("role", String(12), nullable=False),
    Column("agency", String(8)),
    Column("home_counter", Integer),
    Column("password_hash", String(200), nullable=False),
    Column("version", Integer, nullable=False),
    Column("blocked_at", Instant),
)

# Who is signed in: the digest of what the cookie carries. A row that is gone is a session that is over.
sessions = Table(
    "sessions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("staff", String(32), nullable=False),
    Column("began_at", Instant, nullable=False),
    Index("ix_sessions_staff", "staff"),
)

devices = Table(
    "devices",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("name", String(60), nullable=False),
    Column("zone", Integer),
    Column("place", String(16)),
    Column("printer", String(16)),
    Column("fields", String(400), nullable=False),
    Column("key_hash", String(64), nullable=False),
    Column("paired_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("withdrawn_at", Instant),
    Column("connected", Boolean),
)

pairings = Table(
    "pairings",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("spec", Text, nullable=False),
    Column("until", Instant, nullable=False),
)

# What several processes of one site know of each other. A beat is a number that moves while somebody lives: whoever
# watches measures by the own steady clock how long it has stood still, so that no two clocks are compared.
leases = Table(
    "leases",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("holder", String(40), nullable=False),
    Column("beat", Integer, nullable=False),
)

presences = Table(
    "presences",
    metadata,
    Column("who", String(32), primary_key=True),
    Column("beat", Integer, nullable=False),
)

polls = Table(
    "polls",
    metadata,
    Column("asked", String(64), primary_key=True),
    Column("newest", String(32), nullable=False),
)
