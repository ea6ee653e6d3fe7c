"""The two engines under a notebook, SQLite's file and PostgreSQL's server, and the doors they open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

if TYPE_CHECKING:
    from models.cipher import FileKey

APPLICATION_ID = 0x43524E54  # "CRNT", in the header of every notebook file

_PRAGMAS = (
    "PRAGMA journal_mode=DELETE",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cache_size=-65536",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA busy_timeout=15000",
)


def file_engine(path: Path, *, foreign_keys: bool = True, key: FileKey | None = None) -> Engine:
    """Make the engine of a notebook file: SQLite as the sqlcipher3 wheel brings it, the same on every system.

    With a key the file is encrypted; each connection takes the derived key, so that only the first has to wait.
    """
    import sqlcipher3.dbapi2 as driver

    def connect() -> Any:
        connection = driver.connect(str(path), check_same_thread=False, isolation_level=None, timeout=15)
        try:
            for pragma in (*(key.pragmas if key else ()), *_PRAGMAS):
                connection.execute(pragma)
            if not foreign_keys:  # with them on, a batch migration silently deletes all child rows
                connection.execute("PRAGMA foreign_keys=OFF")
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine(
        "sqlite://", module=driver, creator=connect, poolclass=QueuePool, pool_use_lifo=True, hide_parameters=True
    )
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "checkin", _end_sqlite)
    return engine


def _begin_sqlite(connection: Connection) -> None:
    """SQLAlchemy's default transactions on SQLite lose updates: a write takes its lock at the start."""
    door = connection.get_execution_options().get("door")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if door == "write" else "BEGIN")


def _end_sqlite(connection: Any, _record: object) -> None:
    """Take back what an exception between the last statement and the commit has left open, before another begins."""
    if connection is not None and connection.in_transaction:
        connection.rollback()


def server_engine(url: str) -> Engine:
    """Make the engine of a notebook on a PostgreSQL server."""
    engine = create_engine(url, hide_parameters=True, pool_use_lifo=True)
    event.listen(engine, "begin", _begin_server)
    return engine


def _begin_server(connection: Connection) -> None:
    """One writer at a time on the whole notebook, readers see one snapshot."""
    if connection.get_execution_options().get("door") == "write":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_ID})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
