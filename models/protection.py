"""Locking a notebook file with a passphrase, changing it, taking it away: the file and its backups with it."""

from __future__ import annotations

import os
import secrets
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from models import backup, cipher, upgrade
from models.cipher import FileKey
from models.faults import told
from models.file_copies import is_sound
from models.files import file_error, sync_file
from models.locks import locked
from models.platforms import sync_folder
from models.problem import UserError, refusal
from models.progress import Progress, Task

LEAST = 12
"""Letters of a passphrase that somebody makes up: what is shorter is tried out in days."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What was done: how many backups have the new lock, and those that could not be changed and were left."""

    backups: int
    left: tuple[Path, ...]


def check(passphrase: str) -> None:
    """Raise UserError passphrase_short for one that is soon found."""
    if len("".join(passphrase.split())) < LEAST:
        raise refusal("passphrase_short", field="passphrase", least=LEAST)


def change(path: Path, current: str | None, new: FileKey | None) -> Task[Changed]:
    """Give a closed notebook file and its backups another lock, or none (`new` is nothing).

    `current` is the present passphrase. Each file is written anew, checked and put in place of the old one by a
    rename. A backup that cannot be opened with the present passphrase is left as it is and told. Raises what opening
    raises, notebook_in_use, or why the place cannot be written; the notebook is then as it was.
    """
    real = path.resolve()
    upgrade.refuse_foreign(real)
    lock = locked(real)
    try:
        with told(real):
            key = cipher.unlock(real, current)
            upgrade.refuse_foreign_inside(real, key)
        kept = backup.of_file(real)
        yield Progress(0, len(kept) + 1)
        _rewrite(real, key, new)
        left: list[Path] = []
        for done, each in enumerate(kept, 1):
            yield Progress(done, len(kept) + 1)
            try:
                _rewrite_backup(each.path, key, current, new)
            except UserError:
                left.append(each.path)
    finally:
        lock.release()
    return Changed(len(kept) - len(left), tuple(left))


def _rewrite_backup(path: Path, key: FileKey | None, current: str | None, new: FileKey | None) -> None:
    """Give a backup the new lock and the name that its new digest makes."""
    if backup.digest_told(path) != backup.digest_of(path):
        raise refusal("backup_damaged", file=path.name)
    own = key if key is not None and cipher.salt_of(path) == key.salt else cipher.unlock(path, current)
    _rewrite(path, own, new)
    os.replace(path, path.with_name(path.name.replace(backup.digest_told(path), backup.digest_of(path))))


def _rewrite(path: Path, key: FileKey | None, new: FileKey | None) -> None:
    """Write the whole content anew under another key, check it, and put it in place of the file."""
    temporary = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}.part")
    try:
        with told(path):
            _export(path, key, temporary, new)
        sync_file(temporary)
        if not is_sound(temporary, new) or upgrade.row_counts(temporary, new) != upgrade.row_counts(path, key):
            raise refusal("notebook_damaged", file=path.name)
        os.replace(temporary, path)
        sync_folder(path.parent)
    except OSError as error:
        raise file_error(error, path) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _export(path: Path, key: FileKey | None, target: Path, new: FileKey | None) -> None:
    """Let SQLCipher copy every table, index and trigger; what it leaves out of the header is set here."""
    import sqlcipher3.dbapi2 as driver

    raw = f"x'{new.raw.hex()}{new.salt.hex()}'" if new is not None else ""
    try:
        with closing(driver.connect(str(path), isolation_level=None, timeout=15)) as connection:
            for pragma in key.pragmas if key else ():
                connection.execute(pragma)
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # rolls back what a crash left
            connection.execute("ATTACH DATABASE ? AS other KEY ?", (str(target), raw))
            connection.execute("PRAGMA other.journal_mode=OFF")
            connection.execute("SELECT sqlcipher_export('other')")
            for name in ("application_id", "user_version"):
                (value,) = connection.execute(f"PRAGMA main.{name}").fetchone()
                connection.execute(f"PRAGMA other.{name}={int(value)}")
            connection.execute("DETACH DATABASE other")
    except driver.Error as error:
        raise DatabaseError("sqlcipher_export", None, error) from error
