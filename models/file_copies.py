"""Copies of notebook files, made by SQLite itself: whole and consistent, encrypted with the same key and salt."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from models.cipher import FileKey
from models.engines import file_engine
from models.faults import told
from models.files import file_error, sync_file
from models.platforms import sync_folder
from models.problem import refusal

_STEP = 256  # pages: 5 ms at most, in which a write waits
_PATIENCE = 3  # times that a copy begins again because of a write, before it takes the file for itself


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


def copy_checked(engine: Engine, path: Path, key: FileKey | None = None) -> None:
    """Copy an open notebook file to a new file, a few pages at a time, so that no write waits for it; then check it.

    A write in between makes the copy begin again. What is checked is the copy as it lies on the disk. Raises UserError
    notebook_damaged when the notebook is not whole, or why the place cannot be written; nothing remains then.
    """
    try:
        with told(path):
            _copy_pages(engine, path, key)
        sync_file(path)
        if not is_sound(path, key):
            raise refusal("notebook_damaged", file=path.name)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise file_error(error, path) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _copy_pages(engine: Engine, path: Path, key: FileKey | None) -> None:
    import sqlcipher3.dbapi2 as driver

    left, begun = 0, 0

    def on_step(_status: int, remaining: int, _total: int) -> None:
        nonlocal left, begun
        begun += remaining > left
        left = remaining
        if begun > _PATIENCE:
            raise _NoRestError

    try:
        with engine.connect() as connection, closing(driver.connect(str(path), isolation_level=None)) as copy:
            raw: Any = connection.connection.driver_connection
            for pragma in (*(key.pragmas if key else ()), "PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF"):
                copy.execute(pragma)  # it is synced, checked and named once it is whole
            try:
                raw.backup(copy, pages=_STEP, progress=on_step, sleep=0.001)
            except _NoRestError:
                raw.backup(copy)
    except driver.Error as error:  # SQLAlchemy does not see what the driver is told directly
        raise DatabaseError("backup", None, error) from error


class _NoRestError(Exception):
    """Writes keep coming."""


def is_sound(path: Path, key: FileKey | None = None) -> bool:
    """Tell whether a notebook file that nobody has open can be read to its last page and agrees with itself."""
    engine = file_engine(path, key=key)
    try:
        with engine.connect() as connection:
            if key is not None and connection.exec_driver_sql("PRAGMA cipher_integrity_check").first() is not None:
                return False
            if connection.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
                return False
            return connection.exec_driver_sql("PRAGMA foreign_key_check").first() is None
    except (DatabaseError, engine.dialect.loaded_dbapi.Error):
        return False
    finally:
        engine.dispose()
