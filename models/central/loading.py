"""Many rows at once: COPY on PostgreSQL, one prepared statement for all of them on SQLite."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.exc import DBAPIError

from models.central.store import Db

Row = Sequence[object]


def load(db: Db, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows whose values stand in the order of the table's columns."""
    if not rows:
        return
    if db.dialect.name == "postgresql":
        _copy(db, table, rows)
    else:
        statement = str(insert(table).compile(dialect=db.dialect))
        db.exec_driver_sql(statement, list(map(_plain, rows)) if _has_moments(table) else list(map(tuple, rows)))


def _copy(db: Db, table: Table, rows: Sequence[Row]) -> None:
    """Send rows by COPY; what the server refuses is raised as SQLAlchemy does for its own statements."""
    from psycopg import Error, sql

    names = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), names)
    cursor: Any = db.connection.cursor()  # psycopg's own: SQLAlchemy knows no COPY
    try:
        with cursor, cursor.copy(command) as copy:
            for row in rows:
                copy.write_row(row)
    except Error as error:
        raise DBAPIError.instance(f"COPY {table.name}", None, error, Error, dialect=db.dialect) from error


def _has_moments(table: Table) -> bool:
    return any(column.type.python_type in (date, time) for column in table.columns)


def _plain(row: Row) -> tuple[object, ...]:
    """Return a row as SQLite keeps it: days and hours as texts."""
    return tuple(value.isoformat() if isinstance(value, (date, time)) else value for value in row)
