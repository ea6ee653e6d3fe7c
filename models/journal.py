"""What each write touched: the notice to listeners, named undo and redo, the history and what the hand-over needs."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Table, Update, event, insert, inspect, text, update
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, UOWTransaction, mapped_column

from models import parts
from models.base import Base, Travelling, UtcDateTime, chunks, new_uid, utc_now

MOVING = frozenset({"version", "changed_at"})
"""What moves with every change of a row, and is no change itself."""


class JournalEntry(Base):
    """One user action: its label in English, the label's values, and where it stands."""

    __tablename__ = "journal_entry"
    constraints = (Index("ix_journal_entry_state", "state"),)
    journaled = False

    uid: Mapped[str] = mapped_column(String(36), default=new_uid, unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    label: Mapped[str] = mapped_column(String(200))
    values: Mapped[dict[str, Any]]
    kind: Mapped[str] = mapped_column(String(8), default="do")  # do | undo | redo
    state: Mapped[str] = mapped_column(String(8), default="done")  # done | undone | dropped | final | purged
    target_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"))


class JournalRow(Base):
    """One row that an action inserted, updated or deleted, with the values that it changed."""

    __tablename__ = "journal_row"
    constraints = (Index("ix_journal_row_entry_id", "entry_id"), Index("ix_journal_row_row", "table_name", "row_id"))
    journaled = False

    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"))
    table_name: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[int]
    uid: Mapped[str | None] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(8))  # insert | update | delete
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history. `label` is English source text that takes `values`; kind is do, undo or redo."""

    id: int
    at: datetime
    label: str
    values: Mapping[str, Any]
    kind: str
    state: str

    @property
    def can_undo(self) -> bool:
        """Tell whether this action is one that can be taken back."""
        return self.kind == "do" and self.state == "done"


@dataclass(frozen=True, slots=True)
class Changes:
    """What one write touched: table name -> ids."""

    tables: Mapping[str, frozenset[int]]
    entry: Entry

    def touch(self, *names: str) -> bool:
        """Tell whether one of these tables was touched."""
        return any(name in self.tables for name in names)


@dataclass(slots=True)
class Recording:
    """What the running write has touched so far; it lives in `db.info` for the time of the write."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    is_final: bool = False
    entry: Entry | None = None

    def tables(self) -> dict[str, frozenset[int]]:
        """Return the touched ids by table."""
        found: dict[str, set[int]] = {}
        for row in self.rows:
            found.setdefault(row["table_name"], set()).add(row["row_id"])
        return {name: frozenset(ids) for name, ids in found.items()}


def mapped_class(table_name: str) -> type[Base]:
    """Return the mapped class of a table."""
    return next(m.class_ for m in Base.registry.mappers if m.class_.__tablename__ == table_name)


def plain(value: Any) -> Any:
    """Return a column's value as JSON can hold it."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value


_READERS: dict[type, Callable[[Any], Any]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    time: time.fromisoformat,
    bytes: base64.b64decode,
}


def stored(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values read from JSON as the columns hold them."""
    typed = {}
    for name, value in values.items():
        read = _READERS.get(table.c[name].type.python_type) if value is not None else None
        typed[name] = read(value) if read else value
    return typed


def _all_values(target: Base) -> dict[str, Any]:
    return {column.key: plain(getattr(target, column.key)) for column in inspect(type(target)).columns}


def _row(kind: str, target: Base, before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[str, Any]:
    uid = getattr(target, "uid", None)
    names = {"table_name": target.__tablename__, "row_id": target.id, "uid": uid}
    return {**names, "kind": kind, "before": before, "after": after}


def _update_row(target: Base) -> dict[str, Any] | None:
    """Return the row of a changed object, or nothing when no stored value differs."""
    before, after = {}, {}
    for column in inspect(type(target)).columns:
        past = inspect(target).attrs[column.key].history
        if past.has_changes() and column.key not in MOVING:
            if not past.deleted:
                raise RuntimeError(f"{target.__tablename__}.{column.key} was changed without being loaded")
            before[column.key], after[column.key] = plain(past.deleted[0]), plain(getattr(target, column.key))
    return _row("update", target, before, after) if before != after else None


def _record_flush(db: Session, _context: UOWTransaction) -> None:
    """Keep what this flush inserted, updated and deleted, in the order in which the database did it."""
    recording: Recording | None = db.info.get("recording")
    if recording is None:
        refuse_changes(db)
        return

    def place(target: Any) -> tuple[int, int]:
        return _table_places()[target.__tablename__], target.id

    new, changed, gone = ([t for t in group if is_journaled(t)] for group in (db.new, db.dirty, db.deleted))
    rows = [_row("insert", t, None, _all_values(t)) for t in sorted(new, key=place)]
    rows += [row for t in sorted(changed, key=place) if (row := _update_row(t))]
    rows += [_row("delete", t, _all_values(t), None) for t in sorted(gone, key=place, reverse=True)]
    recording.rows += rows
    recording.is_final = recording.is_final or any(getattr(t, "is_final", False) for t in (*new, *changed, *gone))


@cache
def _table_places() -> dict[str, int]:
    """Return where each table stands when those that others point to come first."""
    return {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}


def refuse_changes(db: Session) -> None:
    """Raise RuntimeError when a session that only reads holds changed rows: they would be lost without a word."""
    if db.new or db.deleted or any(db.is_modified(target) for target in db.dirty):
        raise RuntimeError("nothing is written outside notebook.write()")


def is_journaled(target: object) -> bool:
    """Tell whether changes of this object or class belong in the journal."""
    return getattr(target, "journaled", True)


def _guard_statements(state: ORMExecuteState) -> None:
    """Let no bulk statement pass the journal: they come through insert_many or name themselves unjournaled."""
    if state.is_select or state.execution_options.get("unjournaled"):
        return
    if state.is_insert or state.is_update or state.is_delete:
        raise RuntimeError("bulk statements go through journal.insert_many")


def attach(session_class: type[Session]) -> None:
    """Make every session of this class keep the journal."""
    event.listen(session_class, "after_flush", _record_flush)
    event.listen(session_class, "do_orm_execute", _guard_statements)


@contextmanager
def following(db: Session) -> Iterator[None]:
    """Let certificates follow their person inside the block: what cannot be undone elsewhere can be undone here."""
    recording: Recording = db.info["recording"]
    db.flush()
    was_final = recording.is_final
    yield
    db.flush()
    recording.is_final = was_final


def unjournaled(db: Session, statement: Any, rows: Sequence[Mapping[str, Any]] | None = None) -> Any:
    """Run a bulk statement on a table that is not journaled, or one whose rows the caller has journaled."""
    return db.execute(statement, rows, execution_options={"unjournaled": True})


def insert_many(db: Session, mapped: type[Base], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert many rows with their journal in Core, and return their ids in the order of the rows.

    Each row names all columns without a default; all rows name the same ones.
    """
    if not rows:
        return []
    recording: Recording = db.info["recording"]
    db.flush()
    full = _with_defaults(mapped, rows)
    ids = _inserted(db, Base.metadata.tables[mapped.__tablename__], full)
    recording.is_final = recording.is_final or getattr(mapped, "is_final", False)
    if is_journaled(mapped):
        for row_id, row in zip(ids, full, strict=True):
            after = {"id": row_id, **{name: plain(value) for name, value in row.items()}}
            names = {"table_name": mapped.__tablename__, "row_id": row_id, "uid": row.get("uid"), "kind": "insert"}
            recording.rows.append({**names, "before": None, "after": after})
    return ids


def _inserted(db: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert the rows and return their ids. In a file, whose only writer this is, the next ids are known.

    SQLite gives ids back in no sure order, so that SQLAlchemy would insert row by row.
    """
    if db.get_bind().dialect.name == "sqlite":
        used = db.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name}) or 0
        ids = list(range(used + 1, used + 1 + len(rows)))
        unjournaled(db, insert(table), [{"id": row_id, **row} for row_id, row in zip(ids, rows, strict=True)])
        return ids
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return [row.id for chunk in chunks(rows) for row in unjournaled(db, statement, chunk)]


def _with_defaults(mapped: type[Base], rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows with a value for every column."""
    shared: dict[str, Any] = {}
    for column in mapped.__table__.columns:
        if column.key != "id":
            scalar = column.default is not None and column.default.is_scalar
            shared[column.key] = column.default.arg if scalar else None
    if not issubclass(mapped, Travelling):
        return [{**shared, **row} for row in rows]
    now = utc_now()
    shared |= {"created_at": now, "changed_at": now, "version": 1}
    return [{**shared, "uid": new_uid(), **row} for row in rows]


def keep(db: Session, label: str, values: Mapping[str, Any], kind: str = "do", target_id: int | None = None) -> Entry:
    """Write the entry of the running write, rebuild what is derived from the touched rows, return the entry."""
    recording: Recording = db.info["recording"]
    if kind == "do":
        unjournaled(db, _drop_undone())
    state = "final" if recording.is_final else "done"
    row = JournalEntry(label=label, values=dict(values), kind=kind, state=state, target_id=target_id)
    db.add(row)
    db.flush()
    if recording.rows:
        unjournaled(
            db, insert(Base.metadata.tables["journal_row"]), [{**each, "entry_id": row.id} for each in recording.rows]
        )
    parts.advance(db, recording.rows)
    _derive(db, recording)
    return as_entry(row)


@cache
def _drop_undone() -> Update:
    """Return what lets go of all that could be done again: the new action takes its place."""
    entries = Base.metadata.tables[JournalEntry.__tablename__]
    return update(entries).where(entries.c.state == "undone").values(state="dropped")


def _derive(db: Session, recording: Recording) -> None:
    """Rebuild what is derived from the touched rows, where a column that it comes from has changed."""
    for name in recording.tables():
        mapped = mapped_class(name)
        sources: frozenset[str] = getattr(mapped, "derived_from", frozenset())
        if sources:
            own = (row for row in recording.rows if row["table_name"] == name)
            mapped.derive(db, {row["row_id"] for row in own if row["kind"] != "update" or sources & set(row["after"])})  # type: ignore[attr-defined]  # comes with derived_from


def as_entry(row: JournalEntry) -> Entry:
    """Return the plain form of an entry."""
    return Entry(row.id, row.at, row.label, row.values, row.kind, row.state)
