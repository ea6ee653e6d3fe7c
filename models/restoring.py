"""Looking into a backup and putting it back: what it holds, whether each of its bytes is as written, one swap."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, select, table
from sqlalchemy.exc import DatabaseError

from models import backup, cipher, lineage, upgrade
from models.cipher import FileKey
from models.engines import file_engine
from models.faults import told
from models.file_copies import is_sound
from models.files import copy_whole, file_error
from models.locks import locked
from models.platforms import sync_folder
from models.problem import UserError, refusal
from models.upgrade import free_name

COUNTED = ("person", "workshop", "workshop_session", "attendance", "certificate")
"""Tables whose rows say what a notebook holds."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a notebook file holds: whose it is, rows by table, and the last action in it (label with its values)."""

    notebook_uid: str
    association: str
    counts: dict[str, int]
    last_at: datetime | None
    last_label: str
    last_values: dict[str, object]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done: the file that was there before, under its new name; nothing when there was none."""

    aside: Path | None


def look(path: Path, *, passphrase: str | None = None) -> Held:
    """Check a backup, a copy or any closed notebook file to its last byte, and return what it holds.

    Raises UserError notebook_missing, notebook_not_ours, notebook_newer, passphrase_needed, passphrase_wrong or
    backup_damaged. The file is not changed: an older one is not brought up to date.
    """
    key = _checked(path, passphrase)
    with _opened(path, key) as connection:
        return _held(connection)


def restore(source: Path, target: Path, *, passphrase: str | None = None, agreed: bool = False) -> Restored:
    """Put a backup where a notebook is, or was. What is there stays beside it under another name.

    The swap is two renames: after a crash one of the two files has the notebook's name, or both lie beside it.
    Raises what look() raises, notebook_in_use, backup_of_other unless `agreed`, or why the place cannot be written.
    """
    real = target.resolve()
    if source.resolve() == real:
        raise refusal("backup_is_notebook", file=target.name)
    held = look(source, passphrase=passphrase)
    if not real.parent.is_dir():
        raise refusal("place_missing", file=target.name, folder=str(target.parent))
    lock = locked(real)
    try:
        if not agreed and (other := _owner(real, passphrase)) and other != held.notebook_uid:
            raise refusal("backup_of_other", file=source.name, notebook=target.name, association=held.association)
        aside = _swap(source, real)
    finally:
        lock.release()
    lineage.forget(held.notebook_uid)  # an older state was asked for: it is no stray copy
    return Restored(aside)


def _swap(source: Path, real: Path) -> Path | None:
    temporary, aside = real.with_name(f".{real.name[:80]}.{secrets.token_hex(4)}.part"), None
    try:
        copy_whole(source, temporary)
        if backup.digest_of(temporary) != backup.digest_of(source):
            raise refusal("backup_damaged", file=source.name)
        if real.exists():
            aside = free_name(real, f"{backup.wall_clock():%Y-%m-%d %Hh%M}")
            _move_with_journal(real, aside)
        os.replace(temporary, real)
        sync_folder(real.parent)
    except OSError as error:
        if aside is not None and aside.exists() and not real.exists():
            _move_with_journal(aside, real)
        raise file_error(error, real) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    return aside


def _move_with_journal(path: Path, to: Path) -> None:
    """Rename a notebook and what a crash left beside it: a journal of one file would spoil another."""
    os.replace(path, to)
    with suppress(FileNotFoundError):
        os.replace(path.with_name(f"{path.name}-journal"), to.with_name(f"{to.name}-journal"))


def _checked(path: Path, passphrase: str | None) -> FileKey | None:
    """Return the key of a sound file; raise UserError when it is anything else."""
    upgrade.refuse_foreign(path)
    digest = backup.digest_told(path)
    try:
        if digest and digest != backup.digest_of(path):
            raise refusal("backup_damaged", file=path.name)
    except OSError as error:
        raise file_error(error, path) from error
    with told(path):
        key = cipher.unlock(path, passphrase)
        upgrade.refuse_foreign_inside(path, key)
    if not is_sound(path, key):
        raise refusal("backup_damaged", file=path.name)
    return key


@contextmanager
def _opened(path: Path, key: FileKey | None) -> Iterator[Connection]:
    engine = file_engine(path, key=key)
    try:
        with told(path), engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _held(connection: Connection) -> Held:
    """Read what every format of a notebook has."""
    row = connection.exec_driver_sql("SELECT notebook_uid, name FROM association").one()
    counts = {each: connection.scalar(select(func.count()).select_from(table(each))) or 0 for each in COUNTED}
    return Held(str(row[0]), str(row[1]), counts, *_last_action(connection))


def _last_action(connection: Connection) -> tuple[datetime | None, str, dict[str, object]]:
    from models.journal import JournalEntry

    entry = JournalEntry.__table__
    query = select(entry.c.at, entry.c.label, entry.c["values"]).order_by(entry.c.id.desc()).limit(1)
    row = connection.execute(query).first()
    return (row[0], row[1], dict(row[2])) if row else (None, "", {})


def _owner(path: Path, passphrase: str | None) -> str | None:
    """Return whose notebook a file is; nothing when that cannot be told: it is damaged, or has another passphrase."""
    try:
        upgrade.refuse_foreign(path)
        with _opened(path, cipher.unlock(path, passphrase)) as connection:
            return str(connection.exec_driver_sql("SELECT notebook_uid FROM association").scalar())
    except (UserError, DatabaseError):
        return None
