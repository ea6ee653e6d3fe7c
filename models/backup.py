"""Backups of a notebook file: whole checked copies on this computer, thinned as they age, and copies put elsewhere.

A backup is a notebook: it can be opened as it is. Its name says its number, when and why it was made, and begins its
SHA-256, so that a single bit that turns later is noticed.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models import association, parcels
from models.files import file_error, write_file
from models.journal import JournalEntry
from models.platforms import data_folder, sync_folder
from models.problem import UserError, refusal

if TYPE_CHECKING:
    from models.notebook import Notebook

log = logging.getLogger(__name__)

ALL = timedelta(days=2)
"""How long every backup is kept; after that the last one of a day, of a week, of a month."""
DAILY, WEEKLY, MONTHLY = 12, 10, 9
EVERY = timedelta(minutes=30)
"""How often a notebook in use is backed up, when it was changed."""
BETWEEN_MERGES = timedelta(minutes=10)
"""A merge can be undone: one backup serves a whole round of them."""
OUTSIDE_DAYS = 30
"""After how many days a copy outside this computer is due."""

_ROOM = 64 * 2**20  # bytes left free beside a backup: the notebook itself needs some
_DIGEST = 16  # hexadecimal digits
_NAME = re.compile(r"(\d{6}) (\d{4}-\d\d-\d\d) (\d\d)h(\d\d) ([a-z]+) ([0-9a-f]{16})\.carnet")
_NOTE = "notebook.json"


class Reason(StrEnum):
    """Why a backup was made."""

    START = "start"
    TIMER = "timer"
    IMPORT = "import"
    MERGE = "merge"
    REMOVAL = "removal"
    PARCEL = "parcel"
    RESTORE = "restore"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup on this computer. `made_at` is what the clock on the wall said; `sequence` gives the order."""

    path: Path
    sequence: int
    made_at: datetime
    reason: str
    size: int


def wall_clock() -> datetime:
    """Return what the clock of this computer says."""
    return datetime.now(UTC).astimezone().replace(tzinfo=None)


def folder_of(notebook_uid: str) -> Path:
    """Return where this computer keeps the backups of a notebook (not made here)."""
    return data_folder() / "backups" / notebook_uid


def find(notebook_uid: str) -> list[Backup]:
    """Return the backups of a notebook, the newest first."""
    return _in(folder_of(notebook_uid))


def of_file(path: Path) -> list[Backup]:
    """Return the backups of the notebook that lay at `path`, the newest first: for a file that can be read no more."""
    wanted, found = str(path.resolve()), list[list[Backup]]()
    with suppress(OSError):
        for folder in (data_folder() / "backups").iterdir():
            if _note(folder).get("path") == wanted and (kept := _in(folder)):
                found.append(kept)
    found.sort(key=lambda kept: kept[0].made_at, reverse=True)  # several notebooks may have lain there
    return [each for kept in found for each in kept]


def _in(folder: Path) -> list[Backup]:
    found = []
    with suppress(OSError):
        for path in folder.iterdir():
            match = _NAME.fullmatch(path.name)
            if match:
                number, day, hour, minute, reason, _digest = match.groups()
                with suppress(ValueError, OSError):
                    made_at = datetime.fromisoformat(f"{day}T{hour}:{minute}")
                    found.append(Backup(path, int(number), made_at, reason, path.stat().st_size))
    return sorted(found, key=lambda each: each.sequence, reverse=True)


def make(notebook: Notebook, reason: Reason, *, now: datetime | None = None) -> Backup:
    """Make a backup and let go of those whose time is over.

    Raises UserError backup_of_server, notebook_damaged (of the notebook: older backups stay), disk_full, or why the
    folder cannot be written.
    """
    where, moment = _file_of(notebook), now or wall_clock()
    with notebook.backing_up:
        own, action = _standing(notebook)
        folder = folder_of(own)
        with _told(folder / where.name):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _tidy(folder)
        _refuse_full(folder, where)
        sequence = max((each.sequence for each in _in(folder)), default=0) + 1
        made = _written(
            notebook, folder, lambda digest: f"{sequence:06d} {moment:%Y-%m-%d %Hh%M} {reason} {digest}.carnet"
        )
        note = {"path": str(where.resolve()), "backup": made.name, "action": action}
        _keep_note(folder, {**_note(folder), **note})
        notebook.last_backed_up, notebook.backup_failure = action, None
        _thin(folder, moment)
    return Backup(made, sequence, moment.replace(second=0, microsecond=0), reason, made.stat().st_size)


def before(
    notebook: Notebook, reason: Reason, *, apart: timedelta = timedelta(0), now: datetime | None = None
) -> Backup | None:
    """Make a backup if the notebook was changed since the last one; a backup that fails stops nothing, but is told.

    One that is less than `apart` old will do, where the same is done many times in a row and can be undone. Nothing
    is backed up of an example, of a parcel on a borrowed computer, nor of a server, which has its own ways.
    """
    if not isinstance(notebook.where, Path) or notebook.is_passing:
        return None
    try:
        with notebook.read() as db:
            is_own = not association.identity(db).is_example and parcels.held(db) is None
        if not is_own:
            return None
        with notebook.backing_up:  # two that come at once make one
            if not is_due(notebook) or _is_fresh(notebook, apart, now or wall_clock()):
                return None
            return make(notebook, reason, now=now)
    except UserError as error:
        if error.problems[0].code != "notebook_closed":
            notebook.backup_failure = error
            log.warning("no backup was made: %s", error.problems[0].code)
        return None


def is_due(notebook: Notebook) -> bool:
    """Tell whether something was done that no backup holds."""
    own, action = _standing(notebook)
    if notebook.last_backed_up != action:
        note = _note(folder_of(own))
        if note.get("action") != action or not (folder_of(own) / str(note.get("backup"))).is_file():
            return True
        notebook.last_backed_up = action
    return False


def _is_fresh(notebook: Notebook, apart: timedelta, now: datetime) -> bool:
    newest = next(iter(find(_standing(notebook)[0])), None)
    return newest is not None and timedelta(0) <= now - newest.made_at < apart


def save_outside(notebook: Notebook, folder: Path, *, to_work_in: bool = False, now: datetime | None = None) -> Path:
    """Write a checked copy into a folder that is not on this computer: a stick, another disk. Return its path.

    One `to_work_in` has the name of the notebook, or the next one that is free; another tells its moment and digest.
    Raises what make() raises. A stick pulled out half-way leaves nothing that looks like a copy.
    """
    where, moment = _file_of(notebook), now or wall_clock()
    if not folder.is_dir():
        raise refusal("place_missing", file=where.name, folder=str(folder))
    own, action = _standing(notebook)
    _refuse_full(folder, where)

    def name(digest: str) -> str:
        told = f"{where.stem[:80]} {moment:%Y-%m-%d %Hh%M} {digest}.carnet"
        if not to_work_in:
            return told
        return where.name if not (folder / where.name).exists() else told

    made = _written(notebook, folder, name)
    mine = folder_of(own)
    with _told(mine):
        mine.mkdir(parents=True, exist_ok=True, mode=0o700)
    outside = {
        "outside_at": moment.isoformat(timespec="minutes"), "outside": str(folder.resolve()),
        "outside_file": made.name, "outside_action": action,
    }  # fmt: skip
    _keep_note(mine, {**_note(mine), "path": str(where.resolve()), **outside})
    return made


@dataclass(frozen=True, slots=True)
class Outside:
    """When a copy was last put outside this computer, and where; nothing when there is none yet.

    `is_whole`: it holds all that the notebook holds now, and lies where it was put.
    """

    last: datetime | None
    folder: Path | None
    is_due: bool
    is_whole: bool = False


def outside(notebook: Notebook, *, now: datetime) -> Outside:
    """Return how it stands with copies outside this computer; none is due of an example, a parcel or a server."""
    if not isinstance(notebook.where, Path):
        return Outside(None, None, is_due=False)
    _own, action = _standing(notebook)
    with notebook.read() as db:
        identity, is_parcel = association.identity(db), parcels.held(db) is not None
        first = db.scalars(select(JournalEntry.at).order_by(JournalEntry.id).limit(1)).first()
    note = _note(folder_of(identity.notebook_uid))
    last, folder = None, note.get("outside")
    with suppress(ValueError, TypeError, KeyError):
        last = datetime.fromisoformat(note["outside_at"])
    begins = last or (first.astimezone().replace(tzinfo=None) if first else now)
    is_due = not identity.is_example and not is_parcel and now - begins >= timedelta(days=OUTSIDE_DAYS)
    is_there = bool(folder) and (Path(str(folder)) / str(note.get("outside_file"))).is_file()
    is_whole = is_there and note.get("outside_action") == action
    return Outside(last, Path(folder) if folder else None, is_due, is_whole)


def digest_told(path: Path) -> str:
    """Return the beginning of the SHA-256 that the name of a backup or copy says; "" for any other file."""
    match = re.search(r" ([0-9a-f]{16})\.carnet$", path.name)
    return match[1] if match else ""


def digest_of(path: Path) -> str:
    """Return the beginning of the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:_DIGEST]


def surplus(backups: Sequence[Backup], now: datetime) -> list[Backup]:
    """Return the backups whose time is over; the newest stays, and so does what a clock set wrong dates tomorrow."""
    ordered = sorted(backups, key=lambda each: each.sequence, reverse=True)
    kept = {each.sequence for each in ordered[:1]}
    kept |= {each.sequence for each in ordered if now - each.made_at <= ALL}
    for pattern, number in (("%Y-%m-%d", DAILY), ("%G-%V", WEEKLY), ("%Y-%m", MONTHLY)):
        last: dict[str, int] = {}
        for each in ordered:
            last.setdefault(f"{each.made_at:{pattern}}", each.sequence)
        kept |= {last[period] for period in sorted(last, reverse=True)[:number]}
    return [each for each in ordered if each.sequence not in kept]


def _thin(folder: Path, now: datetime) -> None:
    for each in surplus(_in(folder), now):
        with suppress(OSError):  # it can stay; the next time will do
            each.path.unlink()


def _tidy(folder: Path) -> None:
    """Take away what a backup that was cut off has left."""
    for left in folder.glob(".*.part"):
        left.unlink(missing_ok=True)


def _written(notebook: Notebook, folder: Path, name: Any) -> Path:
    """Write a checked copy and give it the name that its digest makes."""
    temporary = folder / f".{secrets.token_hex(6)}.part"
    try:
        with _told(temporary):
            notebook.save_checked(temporary)
            made = folder / str(name(digest_of(temporary)))
            os.replace(temporary, made)
            sync_folder(folder)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    return made


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise file_error(error, path) from error


def _refuse_full(folder: Path, where: Path) -> None:
    """Raise UserError disk_full rather than fill the disk to its last byte."""
    with _told(folder / where.name):
        if shutil.disk_usage(folder).free < where.stat().st_size * 1.1 + _ROOM:
            raise refusal("disk_full", file=where.name, folder=str(folder))


def _file_of(notebook: Notebook) -> Path:
    if not isinstance(notebook.where, Path):
        raise refusal("backup_of_server")
    return notebook.where


def _standing(notebook: Notebook) -> tuple[str, str]:
    """Return the uid of the notebook and that of the last action in it."""
    with notebook.read() as db:
        own = association.identity(db).notebook_uid
        last = db.scalars(select(JournalEntry.uid).order_by(JournalEntry.id.desc()).limit(1)).first()
    return own, str(last or "")


def _note(folder: Path) -> dict[str, Any]:
    """Return what is noted of a notebook beside its backups; what cannot be read is as good as nothing."""
    try:
        told = json.loads((folder / _NOTE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _keep_note(folder: Path, note: dict[str, Any]) -> None:
    write_file(folder / _NOTE, json.dumps(note, ensure_ascii=False).encode())
