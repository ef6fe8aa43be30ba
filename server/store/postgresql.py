"""Opening PostgreSQL: its driver, how long anything may take, and which troubles only mean "not now"."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError

from server.ports import StoreUnavailable

DRIVER = "postgresql+psycopg"
CONNECTIONS = 12  # of each process; four processes leave PostgreSQL's usual hundred half free
POOL_SECONDS = 5.0
CONNECT_SECONDS = 3
# Every connection. A process that froze within a unit must not hold the site's one lock for ever.
SESSION = {
    "lock_timeout": "5s",
    "statement_timeout": "15s",
    "idle_in_transaction_session_timeout": "15s",
    "TimeZone": "UTC",
}
KEEPALIVES = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 15_000}
# Whatever the server's own default: what was acknowledged is on its disk ("remote_apply" and the like are more).
ALWAYS_SYNCED = (
    "SELECT set_config('synchronous_commit', 'on', false) "
    "WHERE current_setting('synchronous_commit') IN ('off', 'local')"
)
SHOWN = ("synchronous_commit", "fsync", "full_page_writes", "server_version")
FROZEN = "25P03"  # the server ended our transaction because we said nothing for too long
DISK_TROUBLE = ("53100", "58")  # disk_full, and the system's own errors: told as such, not as "not now"


class DriverMissing(RuntimeError):
    """PostgreSQL is asked for and its driver is not installed; the text says what to install."""


def is_postgresql(url: URL) -> bool:
    return url.drivername.partition("+")[0] in ("postgresql", "postgres")


def with_driver(url: URL) -> URL:
    """`postgresql://` and `postgres://` mean the driver that is installed with us."""
    return url if "+" in url.drivername else url.set(drivername=DRIVER)


def open_postgresql(url: URL) -> Engine:
    try:
        engine = create_engine(
            with_driver(url), pool_pre_ping=True, hide_parameters=True, pool_size=CONNECTIONS, max_overflow=0,
            pool_timeout=POOL_SECONDS, pool_use_lifo=True,
            connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": "antrean", **KEEPALIVES},
        )  # fmt: skip
    except ModuleNotFoundError as absent:
        raise DriverMissing(f"PostgreSQL needs its driver ({absent.name}): pip install 'antrean[postgresql]'") from None
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "handle_error", _keep_to_itself)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    """One word to the server for each new connection, outside of any transaction that could take it back."""
    settings = [f"SET {name} = '{value}'" for name, value in SESSION.items()]
    connection.execute("; ".join([*settings, ALWAYS_SYNCED]), prepare=False)
    connection.commit()


def _keep_to_itself(context: ExceptionContext) -> None:
    """Only the first line of what went wrong: the next ones tell values, and those are nobody's to read in a log."""
    for trouble in (context.original_exception, context.sqlalchemy_exception):
        if trouble is not None and len(trouble.args) == 1:
            trouble.args = ((str(trouble.args[0]).splitlines() or [""])[0],)


def unhurried(connection: Connection) -> None:
    """This transaction may take its time: migrating, moving, proving a year."""
    for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
        connection.execute(text(f"SET LOCAL {name} = 0"))


def settings_of(connection: Connection) -> dict[str, Any]:
    """What the live connection really uses."""
    asked = ", ".join(f"current_setting('{name}') AS {name}" for name in SHOWN)
    return dict(connection.execute(text(f"SELECT {asked}")).one()._mapping)


@contextmanager
def troubles_told() -> Iterator[None]:
    """Raises StoreUnavailable for what passes by itself: no server, no connection, no lock in time."""
    try:
        yield
    except DBAPIError as trouble:
        if not _passes(trouble):
            raise
        raise StoreUnavailable(_first_line(trouble)) from trouble
    except TimeoutError as trouble:  # the pool's
        raise StoreUnavailable("no connection is free") from trouble


def _passes(trouble: DBAPIError) -> bool:
    state = str(getattr(trouble.orig, "sqlstate", None) or "")
    if state.startswith(DISK_TROUBLE):
        return False
    away = isinstance(trouble, (OperationalError, InterfaceError)) or trouble.connection_invalidated
    return away or state == FROZEN


def _first_line(trouble: DBAPIError) -> str:
    return (str(trouble.orig).splitlines() or [type(trouble.orig).__name__])[0][:200]
