"""what a busy hall needs: visits of several stops, parking, priority, appointments, credits, undoing, messages.

Revision: 0003, after: 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT, DAY = sa.String(27), sa.String(10)

# A visit that ended before there were rows for its stops: the estimates learned from these.
LEGS_SO_FAR = """
INSERT INTO legs (ticket, n, day, queue, service, agency, counter, staff, queued_at, called_at, started_at, ended_at,
    calls, outcome, mark, delivered, priority)
SELECT id, 1, day, queue, service, agency, counter, '', issued_at, COALESCE(first_called_at, called_at), started_at,
    ended_at, calls, COALESCE(outcome, 'absent'), mark, '[]', ''
FROM tickets
WHERE state IN ('finished', 'absent') AND counter IS NOT NULL AND ended_at IS NOT NULL AND called_at IS NOT NULL
"""


def upgrade() -> None:
    with op.batch_alter_table("tickets") as batch:
        batch.add_column(sa.Column("series", sa.String(8), nullable=False, server_default=""))
        batch.add_column(sa.Column("queued_at", INSTANT))
        batch.add_column(sa.Column("leg", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("plan", sa.Text(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("parked_until", INSTANT))
        batch.add_column(sa.Column("parked_why", sa.String(20)))
        batch.add_column(sa.Column("parked_by", sa.String(32)))
        batch.add_column(sa.Column("wanted_counter", sa.Integer()))
        batch.add_column(sa.Column("wanted_staff", sa.String(32)))
        batch.add_column(sa.Column("promised_low", sa.Integer()))
        batch.add_column(sa.Column("promised_high", sa.Integer()))
        batch.add_column(sa.Column("promised_how", sa.String(8)))
        batch.add_column(sa.Column("priority", sa.String(10), nullable=False, server_default=""))
        batch.add_column(sa.Column("appointment", INSTANT))
        batch.drop_constraint("uq_tickets_queue", type_="unique")
    op.execute("UPDATE tickets SET series = queue")
    with op.batch_alter_table("tickets") as batch:
        batch.create_unique_constraint("uq_tickets_series", ["series", "day", "number"])
    op.create_index("ix_tickets_parked", "tickets", ["state", "day", "parked_until"])
    with op.batch_alter_table("desks") as batch:  # no expression as default: SQLite would make the table anew
        batch.add_column(sa.Column("auto_call", sa.Boolean(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("helps", sa.Text(), nullable=False, server_default="[]"))
    with op.batch_alter_table("alarms") as batch:
        batch.add_column(sa.Column("counter", sa.Integer()))
    with op.batch_alter_table("devices") as batch:
        batch.add_column(sa.Column("connected", sa.Boolean()))
    with op.batch_alter_table("reports") as batch:
        batch.add_column(sa.Column("signed_by", sa.String(32)))
        batch.add_column(sa.Column("signed_at", INSTANT))
    _make_tables()
    op.execute(LEGS_SO_FAR)


def _make_tables() -> None:
    op.create_table(
        "legs",
        sa.Column("ticket", sa.String(32), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("day", DAY, nullable=False),
        sa.Column("queue", sa.String(8), nullable=False),
        sa.Column("service", sa.String(16), nullable=False),
        sa.Column("agency", sa.String(8), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("staff", sa.String(32), nullable=False),
        sa.Column("queued_at", INSTANT, nullable=False),
        sa.Column("called_at", INSTANT, nullable=False),
        sa.Column("started_at", INSTANT),
        sa.Column("ended_at", INSTANT, nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("mark", sa.String(20)),
        sa.Column("delivered", sa.Text(), nullable=False),
        sa.Column("promised_low", sa.Integer()),
        sa.Column("promised_high", sa.Integer()),
        sa.Column("promised_how", sa.String(8)),
        sa.Column("priority", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("ticket", "n", name="pk_legs"),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_legs_ticket"),
    )
    op.create_index("ix_legs_ended", "legs", ["ended_at"])
    op.create_index("ix_legs_day", "legs", ["day", "agency"])
    op.create_table(
        "credits",
        sa.Column("pool", sa.String(120), nullable=False),
        sa.Column("day", DAY, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("pool", name="pk_credits"),
    )
    op.create_table(
        "undos",
        sa.Column("counter", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("move", sa.String(16), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("counter", name="pk_undos"),
    )
    op.create_table(
        "appointments",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("service", sa.String(16), nullable=False),
        sa.Column("agency", sa.String(8), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("day", DAY, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by", sa.String(32), nullable=False),
        sa.Column("used_at", INSTANT),
        sa.Column("used_by", sa.String(32)),
        sa.Column("cancelled_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_appointments"),
        sa.UniqueConstraint("code", name="uq_appointments_code"),
    )
    op.create_index("ix_appointments_day", "appointments", ["day", "service"])
    op.create_table(
        "priority_counts",
        sa.Column("day", DAY, nullable=False),
        sa.Column("agency", sa.String(8), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "agency", "kind", name="pk_priority_counts"),
    )
    op.create_table(
        "colleague_notes",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("agency", sa.String(8), nullable=False),
        sa.Column("counter", sa.Integer()),
        sa.Column("ticket", sa.String(32)),
        sa.Column("text", sa.String(280), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_colleague_notes"),
    )
    op.create_index("ix_colleague_notes_agency", "colleague_notes", ["agency"])
    op.create_table(
        "messages",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("scope", sa.String(8), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("until", INSTANT),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("lifted_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
    )
    op.create_table(
        "quotas",
        sa.Column("day", DAY, nullable=False),
        sa.Column("service", sa.String(16), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "service", name="pk_quotas"),
    )
    op.create_table(
        "checks",
        sa.Column("day", DAY, nullable=False),
        sa.Column("name", sa.String(12), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("day", "name", name="pk_checks"),
    )
    op.create_table(
        "learned",
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("kind", "code", name="pk_learned"),
    )


def downgrade() -> None:
    for index, table in (
        ("ix_legs_ended", "legs"),
        ("ix_legs_day", "legs"),
        ("ix_colleague_notes_agency", "colleague_notes"),
        ("ix_appointments_day", "appointments"),
    ):
        op.drop_index(index, table)
    for table in (
        "legs", "credits", "undos", "appointments", "priority_counts", "colleague_notes", "messages",
        "quotas", "checks", "learned",
    ):  # fmt: skip
        op.drop_table(table)
    with op.batch_alter_table("devices") as batch:
        batch.drop_column("connected")
    with op.batch_alter_table("reports") as batch:
        batch.drop_column("signed_at")
        batch.drop_column("signed_by")
    with op.batch_alter_table("alarms") as batch:
        batch.drop_column("counter")
    with op.batch_alter_table("desks") as batch:  # no expression as default: SQLite would make the table anew
        batch.drop_column("helps")
        batch.drop_column("auto_call")
    op.drop_index("ix_tickets_parked", "tickets")
    with op.batch_alter_table("tickets") as batch:
        batch.drop_constraint("uq_tickets_series", type_="unique")
        for column in (
            "series", "queued_at", "leg", "plan", "parked_until", "parked_why", "parked_by", "wanted_counter",
            "wanted_staff", "promised_low", "promised_high", "promised_how", "priority", "appointment",
        ):  # fmt: skip
            batch.drop_column(column)
        batch.create_unique_constraint("uq_tickets_queue", ["queue", "day", "number"])
