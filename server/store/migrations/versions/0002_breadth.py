"""what breadth needs: tickets that were postponed.

Revision: 0002, after: 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("heads") as batch:
        batch.add_column(sa.Column("timeline", sa.String(length=32), nullable=False, server_default=""))
    with op.batch_alter_table("tickets") as batch:
        batch.add_column(sa.Column("postponed", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("joined_at", sa.String(27)))
        batch.add_column(sa.Column("called_seq", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE tickets SET called_seq = position WHERE called_at IS NOT NULL")
    op.drop_index("ix_tickets_called", "tickets")
    op.create_index("ix_tickets_called", "tickets", ["day", "called_seq"])
    op.create_table(
        "notes",
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("ticket", sa.String(32), nullable=False),
        sa.Column("label", sa.String(16), nullable=False),
        sa.Column("service", sa.String(16), nullable=False),
        sa.Column("agency", sa.String(8), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("until", sa.String(10), nullable=False),
        sa.Column("joined_at", sa.String(27), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("redeemed_at", sa.String(27)),
        sa.Column("redeemed_by", sa.String(32)),
        sa.PrimaryKeyConstraint("code", name="pk_notes"),
        sa.UniqueConstraint("ticket", name="uq_notes_ticket"),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_notes_ticket"),
    )
    op.create_index("ix_notes_day", "notes", ["day"])
    with op.batch_alter_table("staff") as batch:
        batch.add_column(sa.Column("blocked_at", sa.String(27)))
    with op.batch_alter_table("devices") as batch:
        batch.alter_column("fields", existing_type=sa.String(60), type_=sa.String(400), existing_nullable=False)
        batch.add_column(sa.Column("withdrawn_at", sa.String(27)))
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("staff", sa.String(32), nullable=False),
        sa.Column("began_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
    )
    op.create_index("ix_sessions_staff", "sessions", ["staff"])
    op.create_table(
        "leases",
        sa.Column("name", sa.String(16), nullable=False),
        sa.Column("holder", sa.String(40), nullable=False),
        sa.Column("beat", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )
    op.create_table(
        "presences",
        sa.Column("who", sa.String(32), nullable=False),
        sa.Column("beat", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("who", name="pk_presences"),
    )
    op.create_table(
        "polls",
        sa.Column("asked", sa.String(64), nullable=False),
        sa.Column("newest", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("asked", name="pk_polls"),
    )


def downgrade() -> None:
    op.drop_index("ix_notes_day", "notes")
    op.drop_table("notes")
    op.drop_index("ix_tickets_called", "tickets")
    op.create_index("ix_tickets_called", "tickets", ["day", "called_at"])
    for table in ("polls", "presences", "leases"):
        op.drop_table(table)
    op.drop_index("ix_sessions_staff", "sessions")
    op.drop_table("sessions")
    with op.batch_alter_table("devices") as batch:
        batch.drop_column("withdrawn_at")
    with op.batch_alter_table("staff") as batch:
        batch.drop_column("blocked_at")
    with op.batch_alter_table("heads") as batch:
        batch.drop_column("timeline")
    with op.batch_alter_table("tickets") as batch:
        batch.drop_column("called_seq")
        batch.drop_column("joined_at")
        batch.drop_column("postponed")
