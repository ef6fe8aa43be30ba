"""How alembic runs here: on the engine that was handed in, one transaction for all."""

from alembic import context

from server.store.tables import metadata

engine = context.config.attributes["engine"]

with engine.connect().execution_options(writes=True) as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        transactional_ddl=True,
        user_module_prefix="tables.",
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
