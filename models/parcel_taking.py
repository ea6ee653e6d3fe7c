"""Taking a parcel back: what was entered elsewhere comes in as one action, which one undo takes back."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import association, backup, cipher, parcel_content, upgrade
from models.backup import Reason
from models.base import new_uid
from models.faults import told
from models.file_copies import copy_file, is_whole
from models.files import file_error
from models.locks import lock_path, locked
from models.parcel_apply import Apply
from models.parcel_content import Records
from models.parcel_merge import Answers, Comparison, Returned, compare
from models.parcels import Parcel, ParcelRole
from models.platforms import data_folder
from models.problem import UserError, refusal
from resources.i18n import N_

if TYPE_CHECKING:
    from models.notebook import Notebook

NO_ANSWERS = Answers()
_NOT_WRITABLE = ("place_read_only", "place_forbidden")


def read_back(path: Path, passphrase: str | None) -> Returned:
    """Read a parcel without changing a byte of it: a copy, still locked, is opened and forgotten.

    Raises UserError passphrase_needed, passphrase_wrong, parcel_damaged, not_a_parcel, or as Notebook.open().
    """
    from models.notebook import Notebook

    upgrade.refuse_foreign(path)
    if not cipher.is_sealed(path):
        raise refusal("not_a_parcel", file=path.name)
    folder = data_folder() / "parcels" / new_uid()
    copy = folder / path.name
    try:
        folder.mkdir(parents=True)
        _copy_whole(path, copy, passphrase)
        with Notebook.open(copy, passphrase=passphrase) as small:
            small.is_passing = True
            with small.read() as db:
                return _returned(db, path)
    except OSError as error:
        raise file_error(error, copy) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy_whole(path: Path, copy: Path, passphrase: str | None) -> None:
    """Copy a parcel that nobody has open, after each of its pages has been vouched for."""
    lock = None
    try:
        lock = locked(path.resolve())
    except UserError as error:  # a stick that cannot be written can still be read
        if error.problems[0].code not in _NOT_WRITABLE:
            raise
    try:
        key = cipher.unlock(path, passphrase)
        with told(path):
            if key is None or not is_whole(path, key):
                raise refusal("parcel_damaged", file=path.name)
            copy_file(path, copy, key)
    except UserError as error:
        if error.problems[0].code == "notebook_damaged":
            raise refusal("parcel_damaged", file=path.name) from error
        raise
    finally:
        if lock is not None:
            with suppress(OSError):  # nothing remains; Windows takes it away by itself
                lock_path(path.resolve()).unlink()
            lock.release()


def _returned(db: Session, path: Path) -> Returned:
    row = db.scalars(select(Parcel).where(Parcel.role == ParcelRole.HELD)).first()
    if row is None:
        raise refusal("not_a_parcel", file=path.name)
    records = parcel_content.read_whole(db).records
    told = row.base
    return Returned(row.uid, row.label, told["notebook"], told["salt"], records, told["content"])


def preview(notebook: Notebook, returned: Returned, answers: Answers = NO_ANSWERS) -> Comparison:
    """Return what taking the parcel back would do. Raises UserError parcel_of_another."""
    with notebook.read() as db:
        return _compared(db, returned, answers)[0]


def take(
    notebook: Notebook, returned: Returned, answers: Answers = NO_ANSWERS, *, today: date, now: datetime
) -> Comparison:
    """Bring in what the parcel changed, in one write, and return what that was; what has come already changes nothing.

    Raises UserError parcel_of_another.
    """
    planned = preview(notebook, returned, answers)
    if planned.is_known:
        return planned
    changes, new = sum(planned.counts.values()), planned.counts["newcomer"]
    label = N_("Take a parcel back: {changes} changes, {people} new people")
    backup.before(notebook, Reason.PARCEL)
    with notebook.write(label, changes=changes, people=new) as db:
        done, row = _compared(db, returned, answers)
        Apply(db, returned, done, today=today).go()
        _remember(db, row, returned, now)
    return done


def _compared(db: Session, returned: Returned, answers: Answers) -> tuple[Comparison, Parcel | None]:
    own = association.identity(db)
    if returned.notebook != own.notebook_uid:
        raise refusal("parcel_of_another")
    row = db.scalars(select(Parcel).where(Parcel.uid == returned.uid, Parcel.role == ParcelRole.GIVEN)).first()
    if row is not None and row.return_digest == returned.digest:
        return Comparison(is_known=True), row
    base = row.base["content"] if row is not None else returned.carried_base
    return compare(db, own.notebook_uid, returned, _whole(base), answers), row


def _whole(base: Any) -> Records:
    return {kind: dict(base.get(kind, {})) for kind in parcel_content.KINDS}


def _remember(db: Session, row: Parcel | None, returned: Returned, now: datetime) -> None:
    """Keep what the parcel holds now: a later return of it brings only what is new since."""
    if row is None:  # an older copy of this notebook was put back since the parcel was given
        row = Parcel(uid=returned.uid, role=ParcelRole.GIVEN, label=returned.label, given_at=now)
        db.add(row)
    row.base = {"content": parcel_content.all_frozen(returned.records, returned.salt)}
    row.returned_at, row.return_digest = now, returned.digest
    db.flush()
