"""How alembic runs here: on the engine that was handed in, one transaction for all."""

from alembic import context
from sqlalchemy import text

from server.store import postgresql
from server.store.tables import metadata

engine = context.config.attributes["engine"]
MIGRATING = 0x616E7472  # PostgreSQL's lock of this number: several processes may start at one moment


def one_at_a_time() -> None:
    """SQLite's transaction is its lock. Here who writes keeps out as well, else both could wait for each other."""
    if connection.dialect.name != "postgresql":
        return
    postgresql.unhurried(connection)
    connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATING})"))
    if connection.execute(text("SELECT to_regclass('heads')")).scalar() is not None:
        connection.execute(text("LOCK TABLE heads IN ACCESS EXCLUSIVE MODE"))


with engine.connect().execution_options(writes=True) as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        transactional_ddl=True,
        user_module_prefix="tables.",
    )
    with context.begin_transaction():
        one_at_a_time()
        context.run_migrations()
    connection.commit()
