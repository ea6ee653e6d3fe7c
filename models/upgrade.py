"""Making a notebook's tables and bringing an older notebook to this version, on a verified copy."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, func, inspect, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from models import people, tables  # noqa: F401  # the metadata has to be whole
from models.base import Base
from models.cipher import HEADER, FileKey, is_sealed
from models.engines import APPLICATION_ID, file_engine
from models.faults import told
from models.file_copies import copy_file
from models.files import file_error
from models.platforms import sync_folder
from models.problem import refusal

FORMAT = 8
"""Version of the tables: the number of the newest migration, kept in the file's header (user_version)."""


def refuse_foreign(path: Path) -> None:
    """Raise UserError when `path` is no notebook that this version can open; not one byte of it is changed."""
    if path.is_dir():
        raise refusal("notebook_not_ours", file=path.name)
    try:
        with path.open("rb") as stream:
            header = stream.read(100)
    except FileNotFoundError as error:
        raise refusal("notebook_missing", file=path.name, folder=str(path.parent)) from error
    except OSError as error:
        raise file_error(error, path) from error
    if is_sealed(path):
        return  # what it is can be told when it is unlocked
    if len(header) < 100 or not header.startswith(HEADER):
        raise refusal("notebook_not_ours", file=path.name)
    _refuse_other(path, int.from_bytes(header[68:72], "big"), int.from_bytes(header[60:64], "big"))


def refuse_foreign_inside(path: Path, key: FileKey | None) -> None:
    """Raise UserError when an encrypted file holds something else, or a notebook of a newer version."""
    if key is not None:
        _refuse_other(path, _pragma(path, "application_id", key), _pragma(path, "user_version", key))


def _refuse_other(path: Path, application_id: int, version: int) -> None:
    if application_id != APPLICATION_ID:
        raise refusal("notebook_not_ours", file=path.name)
    if version > FORMAT:
        raise refusal("notebook_newer", file=path.name)


def _pragma(path: Path, name: str, key: FileKey) -> int:
    """Return a number of the header that only the key lets read."""
    engine = file_engine(path, key=key)
    try:
        with engine.connect() as connection:
            return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar() or 0)
    finally:
        engine.dispose()


def refuse_taken(path: Path) -> None:
    """Raise UserError when a new notebook cannot be made at `path`: there is something, or no folder to hold it."""
    if path.exists():
        raise refusal("notebook_exists", file=path.name)
    if not path.parent.is_dir():
        raise refusal("place_missing", file=path.name, folder=str(path.parent))


def create_file(path: Path, key: FileKey | None = None) -> None:
    """Make the empty tables of a new notebook file; nothing remains when it fails."""
    refuse_taken(path)
    temporary = path.with_name(f".{path.name}.new")
    try:
        temporary.unlink(missing_ok=True)
        with told(path):
            _migrate_file(temporary, key=key)
        os.replace(temporary, path)
        sync_folder(path.parent)
    except OSError as error:
        raise file_error(error, path) from error
    except DatabaseError as error:
        raise refusal("file_not_written", file=path.name, folder=str(path.parent), cause=str(error.orig)) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def upgrade_file(path: Path, key: FileKey | None = None) -> None:
    """Bring an older file to this version: copy, migrate the copy, verify it, keep the old file, swap.

    Raises UserError upgrade_failed, or what the disk refuses (disk_full, …); the old file is then as it was.
    """
    version = _format_of(path, key)
    if version == FORMAT:
        return
    copy = path.with_name(f".{path.name}.upgrading")
    keeping = path.with_name(f".{path.name}.keeping")
    try:
        with told(path):
            for temporary in (copy, keeping):
                temporary.unlink(missing_ok=True)
                copy_file(path, temporary, key)
            before = row_counts(copy, key)
            _migrate_file(copy, key=key)
            _verify(copy, before, key)
        os.replace(keeping, free_name(path, f"version {version}"))
        os.replace(copy, path)
        sync_folder(path.parent)
    except OSError as error:
        raise file_error(error, path) from error
    except (DatabaseError, _CopyError) as error:
        raise refusal("upgrade_failed", file=path.name, cause=type(error).__name__) from error
    finally:
        for temporary in (copy, keeping):
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def free_name(path: Path, note: str) -> Path:
    """Return a name beside `path` that no file has: an older one that was kept is never replaced."""
    free, count = path.with_name(f"{path.stem} ({note}){path.suffix}"), 1
    while free.exists():
        count += 1
        free = path.with_name(f"{path.stem} ({note}, {count}){path.suffix}")
    return free


def create_on_server(engine: Engine) -> None:
    """Make the tables on a server; raise UserError notebook_exists when there are some."""
    with engine.execution_options(door="write").begin() as connection:
        if inspect(connection).has_table("alembic_version"):
            raise refusal("notebook_exists", file=str(engine.url.database))
        run_migrations(connection)


def upgrade_server(engine: Engine) -> None:
    """Bring the tables on a server to this version, all or nothing."""
    with engine.execution_options(door="write").begin() as connection:
        if not inspect(connection).has_table("alembic_version"):
            raise refusal("notebook_missing", file=str(engine.url.database), folder=str(engine.url.host))
        version = int(connection.scalar(text("SELECT version_num FROM alembic_version")) or 0)
        if version > FORMAT:
            raise refusal("notebook_newer", file=str(engine.url.database))
        if version < FORMAT:
            run_migrations(connection)


def run_migrations(connection: Connection, target: str = "head") -> None:
    """Run the migrations up to `target` inside the transaction that the caller has begun."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, target)
    if target == "head":  # how words and keys are made may have changed too
        with Session(connection) as db:
            people.derive_all(db)
            db.commit()  # of the session alone: the transaction stays the caller's


def _migrate_file(path: Path, target: str = "head", *, key: FileKey | None = None) -> None:
    """Migrate a file that nobody else has open, in one transaction with foreign keys off."""
    engine = file_engine(path, foreign_keys=False, key=key)
    try:
        with engine.execution_options(door="write").connect() as connection, connection.begin():
            run_migrations(connection, target)
            version = int(connection.scalar(text("SELECT version_num FROM alembic_version")) or 0)
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={version}")
    finally:
        engine.dispose()


def _format_of(path: Path, key: FileKey | None) -> int:
    if key is not None:
        return _pragma(path, "user_version", key)
    with path.open("rb") as stream:
        return int.from_bytes(stream.read(100)[60:64], "big")


class _CopyError(Exception):
    """The migrated copy is not what it has to be."""


def row_counts(path: Path, key: FileKey | None = None) -> dict[str, int]:
    """Return how many rows each table of a closed file has."""
    engine = file_engine(path, key=key)
    try:
        with engine.connect() as connection:
            tables = MetaData()
            tables.reflect(connection)
            return {t.name: connection.scalar(select(func.count()).select_from(t)) or 0 for t in tables.sorted_tables}
    finally:
        engine.dispose()


def _verify(path: Path, before: dict[str, int], key: FileKey | None = None) -> None:
    """Compare the copy's schema with the models, its rows with those before; raise when something is off."""
    after = row_counts(path, key)
    missing = {name for name, count in before.items() if name != "alembic_version" and after.get(name, 0) < count}
    if missing:
        raise _CopyError(f"rows are missing in {sorted(missing)}")
    engine = file_engine(path, key=key)
    try:
        with engine.connect() as connection:
            if connection.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
                raise _CopyError("integrity check")
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise _CopyError("foreign keys")
            differences = schema_differences(connection)
            if differences:
                raise _CopyError("; ".join(differences))
    finally:
        engine.dispose()


def schema_differences(connection: Connection) -> list[str]:
    """Return how the tables there differ from the models; empty when they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return [str(difference) for difference in compare_metadata(context, Base.metadata)]
