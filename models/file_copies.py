"""Copies of notebook files, made by SQLite itself: whole and consistent, encrypted with the same key and salt."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from models.cipher import FileKey
from models.engines import file_engine
from models.faults import told
from models.files import file_error
from models.platforms import sync_folder
from models.problem import refusal


def copy_file(source: Path, target: Path, key: FileKey | None = None) -> None:
    """Copy a notebook by SQLite itself: whole and consistent, encrypted with the same key and salt."""
    engine = file_engine(source, key=key)
    try:
        _vacuum_into(engine, target)
    finally:
        engine.dispose()


def _vacuum_into(engine: Engine, target: Path) -> None:
    try:
        with engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute("VACUUM INTO ?", (str(target),))
    except engine.dialect.loaded_dbapi.Error as error:  # SQLAlchemy does not see what the driver is told directly
        raise DatabaseError("VACUUM INTO", None, error) from error


def copy_open(engine: Engine, path: Path) -> None:
    """Copy an open notebook file to `path`, whole or not at all; what was there is replaced only then."""
    temporary = path.with_name(f".{path.name[:80]}.copying")
    try:
        temporary.unlink(missing_ok=True)
        with told(path):
            _vacuum_into(engine, temporary)
        os.replace(temporary, path)
        sync_folder(path.parent)
    except OSError as error:
        raise file_error(error, path) from error
    except DatabaseError as error:
        raise refusal("file_not_written", file=path.name, folder=str(path.parent), cause=str(error.orig)) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def is_whole(path: Path, key: FileKey) -> bool:
    """Tell whether every page of an encrypted file is as it was written."""
    engine = file_engine(path, key=key)
    try:
        with engine.connect() as connection:
            return connection.exec_driver_sql("PRAGMA cipher_integrity_check").first() is None
    finally:
        engine.dispose()
