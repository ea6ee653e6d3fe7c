"""Which way a notebook has gone: what this computer saw last of it tells an older copy, or one that went its own way.

Kept outside the notebook, as identifiers and times of its last actions: nothing of what they did.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from models.association import Association
from models.base import chunks
from models.files import file_error, write_file
from models.journal import JournalEntry
from models.platforms import data_folder
from models.problem import UserError

if TYPE_CHECKING:
    from models.notebook import Notebook

log = logging.getLogger(__name__)

KEPT = 400
"""Actions remembered of each notebook; what is older than that is told as « at least »."""


class Way(StrEnum):
    """How a file stands to what was seen last on this computer."""

    OLDER = "older"
    FORKED = "forked"


@dataclass(frozen=True, slots=True)
class Strayed:
    """A file that lacks what was last seen here. `here` and `there`: actions since `since` in this file, in the other.

    `since` is when both last had the same action; nothing when that is too long ago to be known. `other` is the file
    that was seen last.
    """

    way: Way
    since: datetime | None
    here: int
    there: int
    last_here: datetime
    last_there: datetime
    other: Path


@dataclass(frozen=True, slots=True)
class _Seen:
    path: str
    entries: Sequence[tuple[str, str]]  # uid and moment, the newest last


def path_of(notebook_uid: str) -> Path:
    """Return where this computer remembers a notebook."""
    return data_folder() / "seen" / f"{notebook_uid}.json"


def look(notebook: Notebook) -> Strayed | None:
    """Return how the notebook strayed from what was last seen here; nothing when it did not. Never raises."""
    if not isinstance(notebook.where, Path):
        return None  # a server has one copy
    try:
        with notebook.read() as db:
            own = db.scalars(select(Association.notebook_uid)).first()
            seen = _read(str(own)) if own else None
            if seen is None or _has(db, seen.entries[-1][0]):
                return None
            return _strayed(db, seen)
    except (UserError, OSError, SQLAlchemyError) as error:
        log.warning("what was last seen of a notebook could not be compared: %s", type(error).__name__)
        return None


def remember(notebook: Notebook) -> None:
    """Remember what the notebook holds now, unless that is known; a disk that refuses is no reason to stay open."""
    if not isinstance(notebook.where, Path):
        return
    try:
        with notebook.read() as db:
            own = db.scalars(select(Association.notebook_uid)).first()
            rows = select(JournalEntry.uid, JournalEntry.at).order_by(JournalEntry.id.desc()).limit(KEPT)
            entries = [(row.uid, row.at.isoformat()) for row in db.execute(rows)][::-1]
        seen = _Seen(str(notebook.where.resolve()), entries)
        if own and entries and _read(own) != seen:
            _write(own, seen)
    except (UserError, OSError, SQLAlchemyError) as error:
        log.warning("what was seen of a notebook could not be remembered: %s", type(error).__name__)


def forget(notebook_uid: str) -> None:
    """Forget what was seen of a notebook, when an older state of it is wanted."""
    try:
        path_of(notebook_uid).unlink(missing_ok=True)
    except OSError as error:
        log.warning("what was seen of a notebook could not be forgotten: %s", type(error).__name__)


def _strayed(db: Session, seen: _Seen) -> Strayed | None:
    last = db.execute(select(JournalEntry.uid, JournalEntry.at).order_by(JournalEntry.id.desc()).limit(1)).first()
    if last is None:
        return None
    places = {uid: place for place, (uid, _at) in enumerate(seen.entries)}
    common = _newest_common(db, places)
    last_there, other = datetime.fromisoformat(seen.entries[-1][1]), Path(seen.path)
    if common is None:
        here = db.scalar(select(func.count(JournalEntry.id))) or 0
        return Strayed(Way.FORKED, None, here, len(places), last.at, last_there, other)
    row_id, uid, at = common
    here = db.scalar(select(func.count(JournalEntry.id)).where(JournalEntry.id > row_id)) or 0
    there = len(places) - 1 - places[uid]
    way = Way.FORKED if here else Way.OLDER
    return Strayed(way, at, here, there, last.at, last_there, other)


def _newest_common(db: Session, places: dict[str, int]) -> tuple[int, str, datetime] | None:
    """Return the newest action that the file has and this computer has seen."""
    found: list[tuple[int, str, datetime]] = []
    for part in chunks(list(places)):
        query = select(JournalEntry.id, JournalEntry.uid, JournalEntry.at).where(JournalEntry.uid.in_(part))
        found += [(row.id, row.uid, row.at) for row in db.execute(query)]
    return max(found, default=None)


def _has(db: Session, uid: str) -> bool:
    return db.scalars(select(JournalEntry.id).where(JournalEntry.uid == uid)).first() is not None


def _read(notebook_uid: str) -> _Seen | None:
    """Return what is remembered; what cannot be read is as good as nothing."""
    try:
        told = json.loads(path_of(notebook_uid).read_text("utf-8"))
        entries = [(str(uid), datetime.fromisoformat(at).isoformat()) for uid, at in told["entries"]]
        return _Seen(str(told["path"]), entries) if entries else None
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None


def _write(notebook_uid: str, seen: _Seen) -> None:
    path = path_of(notebook_uid)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise file_error(error, path) from error
    write_file(path, json.dumps({"path": seen.path, "entries": list(seen.entries)}).encode())
