"""The history that people read: the newest actions, what can be taken back or done again, what is forgotten."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from models.base import Base, chunks
from models.journal import Entry, JournalEntry, JournalRow, as_entry, unjournaled

CONTENT_DAYS = 30
"""How long the contents of changed rows are kept; label and time stay."""


def entry(db: Session, entry_id: int) -> Entry | None:
    """Return one entry, or nothing when there is none with this id."""
    row = db.get(JournalEntry, entry_id)
    return as_entry(row) if row else None


def last_undoable(db: Session) -> Entry | None:
    """Return the newest action that can be taken back."""
    query = select(JournalEntry).where(JournalEntry.kind == "do", JournalEntry.state == "done")
    row = db.scalars(query.order_by(JournalEntry.id.desc()).limit(1)).first()
    return as_entry(row) if row else None


def last_redoable(db: Session) -> Entry | None:
    """Return the action that was taken back last, unless something new was done since."""
    undo = select(func.max(JournalEntry.id)).where(JournalEntry.kind == "undo")
    undo = undo.where(JournalEntry.target_id.in_(select(JournalEntry.id).where(JournalEntry.state == "undone")))
    target = select(JournalEntry.target_id).where(JournalEntry.id == undo.scalar_subquery()).scalar_subquery()
    row = db.scalars(select(JournalEntry).where(JournalEntry.id == target)).first()
    return as_entry(row) if row else None


def find(db: Session, *, limit: int = 200, before_id: int | None = None) -> list[Entry]:
    """Return the newest entries first, or those before an entry."""
    query = select(JournalEntry).order_by(JournalEntry.id.desc()).limit(limit)
    if before_id is not None:
        query = query.where(JournalEntry.id < before_id)
    return [as_entry(row) for row in db.scalars(query)]


def all_ids(db: Session) -> list[int]:
    """Return every entry, the newest first."""
    return list(db.scalars(select(JournalEntry.id).order_by(JournalEntry.id.desc())))


def of_person(db: Session, person_id: int) -> list[int]:
    """Return the entries that touched a person, their enrolments, marks or certificates, the newest first."""
    theirs: list[ColumnElement[bool]] = [_rows_of("person", [person_id])]
    tables = Base.metadata.tables
    enrolled = select(tables["enrolment"].c.id).where(tables["enrolment"].c.person_id == person_id)
    marks = select(tables["attendance"].c.id).where(tables["attendance"].c.enrolment_id.in_(enrolled))
    certificates = select(tables["certificate"].c.id).where(tables["certificate"].c.person_id == person_id)
    for name, ids in (("enrolment", enrolled), ("attendance", marks), ("certificate", certificates)):
        theirs.append(_rows_of(name, list(db.scalars(ids))))
    return sorted(set(db.scalars(select(JournalRow.entry_id).where(or_(*theirs)))), reverse=True)


def of_workshop(db: Session, workshop_id: int) -> list[int]:
    """Return the entries that touched a workshop, its sessions, enrolments, marks or counters, the newest first."""
    tables = Base.metadata.tables
    held = select(tables["workshop_session"].c.id).where(tables["workshop_session"].c.workshop_id == workshop_id)
    theirs: list[ColumnElement[bool]] = [_rows_of("workshop", [workshop_id])]
    for name, column, ids in (
        ("workshop_session", "workshop_id", None), ("enrolment", "workshop_id", None),
        ("certificate", "workshop_id", None), ("attendance", "session_id", held), ("headcount", "session_id", held),
    ):  # fmt: skip
        table = tables[name]
        owner = table.c[column] == workshop_id if ids is None else table.c[column].in_(ids)
        rows = JournalRow.row_id.in_(select(table.c.id).where(owner))
        theirs.append((JournalRow.table_name == name) & rows)
    found: set[int] = set()
    for each in theirs:  # one index walk each: an OR of them would read the whole journal
        found |= set(db.scalars(select(JournalRow.entry_id).where(each)))
    return sorted(found, reverse=True)


def _rows_of(table_name: str, ids: Sequence[int]) -> ColumnElement[bool]:
    return (JournalRow.table_name == table_name) & JournalRow.row_id.in_(ids)


def lines(db: Session, ids: Collection[int]) -> dict[int, Entry]:
    """Return these entries."""
    found: dict[int, Entry] = {}
    for part in chunks(sorted(ids)):
        found |= {row.id: as_entry(row) for row in db.scalars(select(JournalEntry).where(JournalEntry.id.in_(part)))}
    return found


def purge(db: Session, now: datetime) -> None:
    """Forget the contents of rows changed more than CONTENT_DAYS ago; table, uid and kind stay."""
    limit = now - timedelta(days=CONTENT_DAYS)
    old = select(JournalEntry.id).where(JournalEntry.at < limit, JournalEntry.state.in_(("done", "undone", "dropped")))
    for part in chunks(list(db.scalars(old))):
        unjournaled(db, update(JournalEntry).where(JournalEntry.id.in_(part)).values(state="purged"))
    purged = select(JournalEntry.id).where(JournalEntry.at < limit)
    kept = select(JournalRow.id).where(
        JournalRow.entry_id.in_(purged), JournalRow.after.is_not(None) | JournalRow.before.is_not(None)
    )
    for part in chunks(list(db.scalars(kept))):
        unjournaled(db, update(JournalRow).where(JournalRow.id.in_(part)).values(before=None, after=None))


_PEOPLE = {"person": "id", "enrolment": "person_id", "certificate": "person_id"}
_WORKSHOPS = {"workshop": "id", "workshop_session": "workshop_id", "enrolment": "workshop_id"}


def subjects(db: Session, entry_id: int) -> tuple[list[int], list[int]]:
    """Return the people and the workshops that an action touched and that are still there, in its order."""
    tables = Base.metadata.tables
    rows = select(JournalRow.table_name, JournalRow.row_id).where(JournalRow.entry_id == entry_id)
    touched: dict[str, list[int]] = {}
    for name, row_id in db.execute(rows.order_by(JournalRow.id)):
        touched.setdefault(name, []).append(row_id)
    marks = tables["attendance"]
    touched.setdefault("enrolment", []).extend(_column(db, marks.c.enrolment_id, marks.c.id, touched.get("attendance")))
    counts = tables["headcount"]
    held = _column(db, counts.c.session_id, counts.c.id, touched.get("headcount"))
    touched.setdefault("workshop_session", []).extend(
        [*held, *_column(db, marks.c.session_id, marks.c.id, touched.get("attendance"))]
    )
    found: list[list[int]] = []
    for columns in (_PEOPLE, _WORKSHOPS):
        ids: list[int] = []
        for name, column in columns.items():
            ids += _column(db, tables[name].c[column], tables[name].c.id, touched.get(name))
        found.append(list(dict.fromkeys(ids)))
    return found[0], found[1]


def _column(db: Session, column: ColumnElement[int], key: ColumnElement[int], ids: Sequence[int] | None) -> list[int]:
    """Return a column of the rows with these ids that are still there."""
    found: list[int] = []
    for part in chunks(list(dict.fromkeys(ids or ()))):
        found += db.scalars(select(column).where(key.in_(part)))
    return found
